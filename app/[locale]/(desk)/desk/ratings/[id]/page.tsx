import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay, formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { FoldLine } from "@/app/_ui/Cards";
import { DescriptionList, type Fact } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { Timeline } from "@/app/_ui/Timeline";
import { rectificationActs, type StaffAct } from "@/domain/ratings/schema/rectification";
import { ActForm } from "./ActForm";
import { typedOf, type ActState } from "./state";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type View = Answers["ratings"]["getRectification"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rectification"))("title") };
}

/** One low rating, what was done about it, and what this person may do now. */
export default async function RectificationPage({ params, searchParams }: Props) {
  const { id } = await params;
  const [locale, t, levels, query] = await Promise.all([getLocale(), getTranslations("rectification"), getTranslations("ratings.levels"), searchParams]);
  const view = await answer((await api()).ratings.getRectification({ id }), localePath(locale, `/desk/ratings/${id}`));
  const kept = await restored(query["kept"], `/desk/ratings/${id}`);
  const done = rectificationActs.find((act) => act === query["done"]);
  const title = `${levels(view.level)} · ${t(view.anonymous ? "nameless" : "named")}`;
  return (
    <Page
      before={<Breadcrumbs trail={[{ href: "/desk/ratings", label: t("title") }]} current={title} />}
      notice={<>{kept && <RestoredNotice />}{done && <Notice tone="success" live>{t("done", { act: t(`acts.${done}`) })}</Notice>}</>}
    >
      <PageHeading caption={view.departmentName} title={title} />
      <Section title={t("detail.acts")}><Acts view={view} start={typedOf(kept)} /></Section>
      <Section title={t("detail.rating")}><Rating view={view} /></Section>
      <Section title={t("detail.progress")}><Progress view={view} /></Section>
      <Section title={t("detail.history")}><History view={view} /></Section>
    </Page>
  );
}

/** The act that comes next stands open; the others are folded, in their order. */
function Acts({ view, start }: { view: View; start: ActState }) {
  const t = useTranslations("rectification");
  if (view.acts.length === 0) return <p className="text-muted">{t("detail.none")}</p>;
  return (
    <ClientMessages areas={["errors", "rectification", "ui"]}>
      <div className="flex flex-col gap-4">
        {view.acts.map((act: StaffAct, at) => (
          <details key={act} open={start.act ? start.act === act : at === 0} className="rounded-card border border-line bg-surface">
            <FoldLine>{t(`acts.${act}`)}</FoldLine>
            <div className="border-t border-line p-4"><ActForm id={view.id} version={view.version} act={act} idempotencyKey={crypto.randomUUID()} start={start} /></div>
          </details>
        ))}
      </div>
    </ClientMessages>
  );
}

function Rating({ view }: { view: View }) {
  const t = useTranslations("rectification");
  const reasons = useTranslations("ratings.reasonCodes");
  const locale = useLocale();
  const { rating, person, caseNumber } = view;
  const why = rating.reasons.map((code) => <li key={code}>{reasons(code)}</li>);
  return (
    <>
      <DescriptionList facts={[
        { label: t("columns.item"), value: view.itemName ?? t("noItem") },
        ...(caseNumber ? [{ label: t("detail.case"), value: <TextLink href={`/desk/applications/${caseNumber}`} className="tap">{caseNumber}</TextLink> }] : []),
        { label: t("detail.week"), value: formatDay(rating.weekOf, locale) },
        { label: t("detail.channel"), value: t(`channels.${rating.channel}`) },
        { label: t("detail.reasons"), value: why.length > 0 ? <ul>{why}</ul> : t("detail.noComment") },
        { label: t("detail.comment"), value: rating.comment ? <span className="whitespace-pre-line">{rating.comment}</span> : t("detail.noComment") },
        ...whoOf(view, t("detail.who"), t("detail.unknown")),
        ...(person ? [{ label: t("detail.contact"), value: person.phone ?? t("detail.noContact") }] : []),
      ]} />
      <p className="text-hint text-muted">{t(person ? "detail.privacy" : "detail.restricted")}</p>
    </>
  );
}

const whoOf = ({ anonymous, person }: View, label: string, unknown: string): Fact[] => (anonymous ? [{ label, value: unknown }] : person?.name ? [{ label, value: person.name }] : []);

function Progress({ view }: { view: View }) {
  const t = useTranslations("rectification");
  const locale = useLocale();
  return (
    <DescriptionList facts={[
      { label: t("columns.state"), value: t(`tabs.${view.status}`) },
      ...(view.clock ? [{ label: t("columns.light"), value: <CaseLight light={view.clock.light} /> }] : []),
      { label: t("detail.owner"), value: view.mine ? t("mine") : (view.ownerName ?? t("noOwner")) },
      { label: t("detail.contactDue"), value: formatDay(view.contactDueOn, locale) },
      { label: t("detail.replyDue"), value: formatDay(view.replyDueOn, locale) },
      ...(view.finding ? [{ label: t("detail.finding"), value: t(`findings.${view.finding}`) }] : []),
      ...(view.appealGround ? [{ label: t("fields.ground"), value: t(`grounds.${view.appealGround}`) }] : []),
    ]} />
  );
}

function History({ view }: { view: View }) {
  const t = useTranslations("rectification");
  const locale = useLocale();
  const wordNames = ["note", "measures", "evidence"] as const;
  return (
    <Timeline
      label={t("detail.history")}
      entries={view.history.map(({ id, act, actorName, at, words }) => ({
        id, title: t(`acts.${act}`), time: `${act === "open" ? formatDay(view.openedOn, locale) : formatInstant(at, locale)} · ${actorName || t("detail.portal")}`,
        detail: wordNames.flatMap((name) => (words[name] ? [<p key={name} className="whitespace-pre-line">{t(`detail.${name}`)}{locale === "en" ? ": " : "："}{words[name]}</p>] : [])),
      }))}
    />
  );
}
