import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Tiles } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import { RatingLevel, ratingLevels } from "@/domain/ratings/schema";
import type { RateState } from "./actions";
import { RatingForm } from "./RatingForm";

type RatePageProps = { params: Promise<{ number: string }>; searchParams: Promise<{ level?: string; kept?: string | string[] }> };
type View = Answers["ratings"]["get"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ratings"))("title") };
}

/** Two small steps, each a plain page: how satisfied, then why. Nothing is chosen beforehand. */
export default async function RatePage({ params, searchParams }: RatePageProps) {
  const { number } = await params;
  const view = await answer((await api()).ratings.get({ number: decodeURIComponent(number) }), `/me/applications/${number}/rate`);
  const query = await searchParams;
  const level = RatingLevel.safeParse(query.level).data;
  const kept = await restored(query.kept, `/me/applications/${view.number}/rate`);
  return <Page width="form" before={<Back view={view} level={level} />} notice={kept && <RestoredNotice />}><Content view={view} level={level} kept={kept} /></Page>;
}

type StepProps = { view: View; level: RatingLevel | undefined };

function Back({ view, level }: StepProps) {
  const t = useTranslations("ratings");
  if (view.rateable && level) return <BackLink href={`/me/applications/${view.number}/rate`} />;
  return <BackLink href={`/me/applications/${view.number}`}>{t("back")}</BackLink>;
}

function Content({ view, level, kept }: StepProps & { kept: KeptFields | undefined }) {
  const t = useTranslations("ratings");
  if (view.rating) return <Given view={view} rating={view.rating} />;
  if (!view.rateable) return <PageHeading title={t("notYet.title")} lead={t("notYet.text")} />;
  if (!level) return <LevelChoice view={view} />;
  return (
    <ClientMessages areas={["errors", "ratings", "ui"]}>
      <RatingForm number={view.number} level={level} idempotencyKey={crypto.randomUUID()} start={kept ? typedOf(kept) : {}} />
    </ClientMessages>
  );
}

/** What was typed before a sign-in came between. */
const typedOf = (kept: KeptFields): RateState => ({
  reasons: [kept["reasons"] ?? [], kept["moreReasons"] ?? []].flat(2), comment: textOfKept(kept, "comment"), anonymous: "anonymous" in kept,
});

function LevelChoice({ view }: { view: View }) {
  const t = useTranslations("ratings");
  const tiles = ratingLevels.map((level) => ({ href: `/me/applications/${view.number}/rate?level=${level}`, title: t(`levels.${level}`) }));
  return (
    <>
      <PageHeading caption={t("caption", { number: view.number })} title={t("title")} lead={t("lead", { department: view.departmentName, item: view.itemName })} />
      <div className="[&_ul]:grid-cols-1"><Tiles label={t("title")} tiles={tiles} /></div>
    </>
  );
}

function Given({ view, rating }: { view: View; rating: NonNullable<View["rating"]> }) {
  const t = useTranslations("ratings");
  const reasons = rating.reasons.map((code) => <li key={code}>{t(`reasonCodes.${code}`)}</li>);
  return (
    <>
      <PageHeading caption={t("caption", { number: view.number })} title={t("given")} />
      <Notice tone="success" title={t("thanks.title")}>{t("thanks.text")}</Notice>
      <DescriptionList facts={[
        { label: t("level"), value: t(`levels.${rating.level}`) },
        { label: t("reasons"), value: reasons.length > 0 ? <ul>{reasons}</ul> : t("noReasons") },
        ...(rating.comment ? [{ label: t("comment"), value: <span className="whitespace-pre-line">{rating.comment}</span> }] : []),
      ]} />
    </>
  );
}
