import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "@/app/_i18n/format";
import type { Answers } from "@/app/_trpc/types";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import type { RatingLevel } from "@/domain/ratings/schema";
import { ratingLevels } from "@/domain/ratings/schema/levels";

export type Figure = Answers["ratings"]["listFigures"]["rows"][number];
type Told = Extract<Figure, { withheld: false }>;

/** A share as a percentage of one decimal; a word where there is nothing to divide by. */
export function useShare() {
  const t = useTranslations("ratings.figures");
  const locale = useLocale();
  return (share: number | null) => (share === null ? t("none") : new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(share));
}

/** Everything told of one item, department or division. */
export function FigureFacts({ figure }: { figure: Figure }) {
  const t = useTranslations("ratings.figures");
  const locale = useLocale();
  const share = useShare();
  if (figure.withheld) return <Notice title={t("withheld")}>{t("withheldText")}</Notice>;
  const { counts, rates } = figure;
  const rateNames = ["rated", "active", "unrated", "good", "activeGood", "low", "lowReplied", "rectified", "againGood"] as const;
  return (
    <>
      <p className="text-muted">{t("period", { since: formatDay(figure.since, locale), until: formatDay(figure.until, locale) })}</p>
      <Section title={t("levelsTitle")}><Levels figure={figure} /></Section>
      <Section title={t("ratesTitle")} intro={t("ratesIntro")}>
        <DescriptionList facts={[
          { label: t("rateable"), value: counts.rateable },
          ...rateNames.map((name) => ({ label: t(`rates.${name}`), value: share(rates[name]) })),
          { label: t("excluded"), value: counts.excluded },
        ]} />
      </Section>
    </>
  );
}

/** How many chose each level, as a real table with a bar beside each number. */
function Levels({ figure: { counts } }: { figure: Told }) {
  const t = useTranslations("ratings");
  const share = useShare();
  const people = Object.values(counts.active).reduce((sum, count) => sum + count, 0);
  const shareOf = (level: RatingLevel) => (people === 0 ? null : counts.active[level] / people);
  return (
    <Table
      caption={t("figures.levelsTitle")} captionHidden rows={ratingLevels} rowKey={(level) => level}
      columns={[
        { key: "level", header: t("level"), rowHeader: true, cell: (level) => t(`levels.${level}`) },
        { key: "count", header: t("figures.count"), align: "end", cell: (level) => counts.active[level] },
        { key: "share", header: t("figures.share"), cell: (level) => <Bar share={shareOf(level)}>{share(shareOf(level))}</Bar> },
      ]}
    />
  );
}

/** A number with a bar of that length; the bar is decoration. */
export function Bar({ share, children }: { share: number | null; children: string }) {
  return (
    <span className="flex min-w-[9em] items-center gap-3">
      <span className="w-[4em] shrink-0 tabular-nums">{children}</span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" className="h-[0.6em] w-full min-w-[4em] text-accent">
        <rect width="100" height="8" rx="1" className="fill-subtle" />
        <rect width={Math.round((share ?? 0) * 100)} height="8" rx="1" fill="currentColor" />
      </svg>
    </span>
  );
}
