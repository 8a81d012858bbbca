import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, buttonClass } from "@/app/_ui/Button";
import { Tiles } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { reaches } from "@/domain/core/actor";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import { nextCheck, waysTo, type OnlineCheck, type ReachableLevel } from "@/domain/identity/rules/levels";
import { finishCheck, proveCard, provePerson, startCheck } from "./actions";
import { LevelForm } from "./LevelForm";
import { levelHref, readLevelQuery, stepsOf, targetFor, type LevelParams } from "./query";

type Props = { searchParams: Promise<LevelParams> };
type View = Answers["identity"]["level"];
type Step = { view: View; to: ReachableLevel; next: string; kept?: KeptFields | undefined };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("levels"))("title"), robots: { index: false } };
}

/** From the level one has to the one that is asked, a question on a page, and back to where one was. */
export default async function LevelPage({ searchParams }: Props) {
  const params = await searchParams;
  const [query, locale] = [readLevelQuery(params), await getLocale()];
  const here = `/me/security/level?${new URLSearchParams(Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === "string"))}`;
  const view = await answer((await api()).identity.level(query.check ? { check: query.check } : {}), localePath(locale, here));
  const to = targetFor(query.to, view.level);
  const step = { view, to, next: query.next, kept: await restored(params["kept"], "/me/security/level") };
  if (reaches(view.level, to)) return <Page width="form"><Reached {...step} /></Page>;
  // The owner is proven well enough, this session is not: it was opened in a way that vouches for less.
  if (reaches(view.accountLevel, to)) redirect(localePath(locale, `/sign-in/confirm?${new URLSearchParams({ next: query.next })}`));
  const ways = levelHref({ to, next: query.next });
  const way = query.way !== "counter" && query.way && !view.offered.includes(query.way) ? undefined : query.way;
  return (
    <Page width="form" before={way ? <BackLink href={ways}>{(await getTranslations("levels"))("otherWay")}</BackLink> : <BackLink href={query.next.replace(/^\/en(?=\/|$)/, "") || "/"} />}>
      {!way && <Ways {...step} missed={query.check !== undefined && !view.check} />}
      {way === "counter" && <Counter {...step} />}
      {way && way !== "counter" && <ClientMessages areas={["errors", "levels", "ui"]}><OnlineStep {...step} way={way} /></ClientMessages>}
      <Help />
    </Page>
  );
}

function Reached({ view, next }: Step) {
  const t = useTranslations("levels.reached");
  return (
    <>
      <PageHeading title={t("title", { level: view.level })} lead={t("lead")} />
      <div><ButtonLink href={next.replace(/^\/en(?=\/|$)/, "") || "/"} look="primary">{t("go")}</ButtonLink></div>
    </>
  );
}

/** Why, which level one has, and the ways with what each needs. */
function Ways({ view, to, next, missed }: Step & { missed: boolean }) {
  const t = useTranslations("levels");
  const open = waysTo[to].filter((way) => way === "counter" || view.offered.includes(way));
  return (
    <>
      {missed && <Notice tone="warning" live title={t("missed")} />}
      <PageHeading caption={t("standing", { level: view.level, to })} title={t("ways.title")} lead={t("ways.lead")} />
      <div className="[&_ul]:grid-cols-1"><Tiles label={t("ways.title")} tiles={open.map((way) => ({ href: levelHref({ to, next, way }), title: t(`ways.${way}.title`), note: t(`ways.${way}.needs`) }))} /></div>
      <p className="max-w-measure text-muted">{t("ways.free")}</p>
    </>
  );
}

function Counter({ to, view }: Step) {
  const t = useTranslations("levels");
  return (
    <>
      <PageHeading caption={t("standing", { level: view.level, to })} title={t("ways.counter.title")} lead={t("counter.lead")} />
      <ol className="flex max-w-measure list-decimal flex-col gap-2 pl-[1.6em]">
        <li>{t("counter.bring")}</li>
        <li>{t("counter.say", { level: to })}</li>
        <li>{t("counter.then")}</li>
      </ol>
      <p className="max-w-measure">{t("counter.kept")}</p>
    </>
  );
}

const fieldsOf = (check: OnlineCheck, known: boolean) => {
  if (check === "bankFourFactor") return ["bankCard"] as const;
  if (check === "livePerson") return ["faceConsent"] as const;
  return check === "networkIdentity" || known ? [] : (["name", "citizenId"] as const);
};

const actionOf = { twoFactor: provePerson, phoneThreeFactor: provePerson, bankFourFactor: proveCard, livePerson: startCheck, networkIdentity: startCheck } as const;

/** What a way asks next; at another system, the way there and back. */
function OnlineStep({ view, to, next, way, kept }: Step & { way: OnlineCheck }) {
  const t = useTranslations("levels");
  const check = nextCheck(view.known, way);
  const steps = stepsOf(way, view.known);
  const hidden = { to, next, way, check, idempotencyKey: crypto.randomUUID(), ...(view.known ? { known: "yes" } : {}) };
  if (view.check) return <UnderWay check={view.check} hidden={hidden} />;
  return (
    <>
      {(steps > 1 || check !== way) && <StepIndicator current={1} total={steps} title={t(`steps.${check}.title`)} />}
      <PageHeading caption={t("standing", { level: view.level, to })} title={t(`steps.${check}.title`)} lead={t(`steps.${check}.lead`, { phone: view.phoneMasked ?? "" })} />
      {view.demo && check !== "livePerson" && check !== "networkIdentity" && <Notice title={t("demo.title")}>{t(check === "bankFourFactor" ? "demo.card" : "demo.person", view.demo)}</Notice>}
      <LevelForm action={actionOf[check]} hidden={hidden} fields={fieldsOf(check, view.known)} submit={t(`steps.${check}.submit`)} {...(kept ? { typed: { name: textOfKept(kept, "name"), citizenId: textOfKept(kept, "citizenId") } } : {})} />
      <p className="max-w-measure text-hint text-muted">{t(`steps.${check}.kept`)}</p>
    </>
  );
}

function UnderWay({ check, hidden }: { check: NonNullable<View["check"]>; hidden: Record<string, string> }) {
  const t = useTranslations("levels.underWay");
  return (
    <>
      <PageHeading title={t(`${check.kind}.title`)} lead={t(`${check.kind}.lead`)} />
      <p><a href={check.url} className={buttonClass("secondary")}>{t(`${check.kind}.go`)}</a></p>
      <LevelForm action={finishCheck} hidden={{ ...hidden, check: check.id }} fields={[]} submit={t("finished")} />
    </>
  );
}

/** Nobody is left alone with it. */
function Help() {
  const t = useTranslations("levels.help");
  return <Section title={t("title")}><p className="max-w-measure">{t.rich("text", { phone: (chunks) => <a href="tel:12345">{chunks}</a> })}</p></Section>;
}
