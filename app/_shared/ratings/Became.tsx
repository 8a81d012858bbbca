import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "@/app/_i18n/format";
import type { Answers } from "@/app/_trpc/types";
import { DescriptionList, type Fact } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import type { RatingLevel, ReasonCode } from "@/domain/ratings/schema";

type Given = { level: RatingLevel; reasons: readonly ReasonCode[]; comment: string | null };

/** How somebody rated. */
export function GivenRating({ level, reasons, comment }: Given) {
  const t = useTranslations("ratings");
  const why = reasons.map((code) => <li key={code}>{t(`reasonCodes.${code}`)}</li>);
  return (
    <DescriptionList facts={[
      { label: t("level"), value: t(`levels.${level}`) },
      { label: t("reasons"), value: why.length > 0 ? <ul>{why}</ul> : t("noReasons") },
      ...(comment ? [{ label: t("comment"), value: <span className="whitespace-pre-line">{comment}</span> }] : []),
    ]} />
  );
}

type Became = Pick<Answers["ratings"]["get"], "rectification" | "second">;

/** What the organ did about a low rating, and the second one; nothing where nothing followed. */
export function Became({ rectification, second }: Became) {
  const t = useTranslations("ratings.became");
  const locale = useLocale();
  if (!rectification) return null;
  const { status, openedOn, replyDueOn, reply } = rectification;
  const facts: Fact[] = [
    { label: t("status"), value: t(`statuses.${status}`) },
    { label: t("openedOn"), value: formatDay(openedOn, locale) },
    ...(status === "open" ? [{ label: t("dueOn"), value: formatDay(replyDueOn, locale) }] : []),
    ...(reply ? [{ label: t("repliedOn"), value: formatDay(reply.on, locale) }, { label: t("measures"), value: <span className="whitespace-pre-line">{reply.measures}</span> }, { label: t("reply"), value: <span className="whitespace-pre-line">{reply.text}</span> }] : []),
  ];
  return (
    <>
      <Section title={t("title")}><DescriptionList facts={facts} /></Section>
      {second && <Section title={t("second")}><GivenRating {...second} /></Section>}
    </>
  );
}
