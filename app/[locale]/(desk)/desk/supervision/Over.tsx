import { useLocale, useTranslations } from "next-intl";
import { formatDayShort } from "@/app/_i18n/format";
import { Chart } from "@/app/_shared/supervision/Chart";
import { barChart, lineChart } from "@/app/_shared/supervision/chart";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { addDays } from "@/domain/core/calendar";
import { ratingLevels } from "@/domain/ratings/schema/levels";
import { Figure } from "./Figure";
import { percent } from "./percent";
import { casesHref, type FiguresQuery } from "./query";

type Figures = Answers["supervision"]["figures"];
type Props = { figures: Figures; query: FiguresQuery };

/** What was done in the period, each figure with what it is a share of. */
export function Period({ figures: { period }, query }: Props) {
  const t = useTranslations("supervision.period");
  const columns = useTranslations("supervision.columns");
  const { decided } = period;
  const rows = [
    { name: "received", group: "received", count: period.received, share: null, of: null },
    { name: "deemedAccepted", group: "deemedAccepted", count: period.deemedAccepted, share: period.deemedRate, of: "accepted" },
    { name: "decided", group: "decided", count: decided, share: null, of: null },
    { name: "onTime", group: "onTime", count: period.onTime, share: period.onTimeRate, of: "decided" },
    { name: "late", group: "late", count: decided - period.onTime, share: period.onTimeRate === null ? null : 1 - period.onTimeRate, of: "decided" },
    { name: "correctedOnce", group: "correctedOnce", count: period.correctedOnce, share: period.correctedOnceRate, of: "decided" },
    { name: "correctedMore", group: "correctedMore", count: period.correctedMore, share: period.correctedMoreRate, of: "decided" },
    { name: "automatic", group: "automatic", count: period.automatic, share: period.automaticRate, of: "decided" },
  ] as const;
  return (
    <Section title={t("title")} intro={t("intro")}>
      <p className="font-semibold">{period.median === null ? t("noWorkdays") : t("workdays", { median: period.median, p90: period.p90 ?? period.median })}</p>
      <Table
        dense caption={t("caption")} captionHidden rows={rows} rowKey={({ name }) => name}
        columns={[
          { key: "what", header: columns("what"), rowHeader: true, cell: ({ name }) => t(`names.${name}`) },
          { key: "count", header: columns("cases"), align: "end", cell: ({ name, group, count }) => <Figure count={count} of={t(`names.${name}`)} href={casesHref(query, { group })} /> },
          { key: "share", header: columns("share"), align: "end", cell: ({ share, of }) => (of === null ? <span className="text-muted">—</span> : percent(share)) },
          { key: "of", header: columns("of"), cell: ({ of }) => (of === null ? <span className="text-muted">—</span> : t(`of.${of}`)) },
        ]}
      />
    </Section>
  );
}

/** Received and decided, day by day. */
export function Days({ figures: { days } }: Props) {
  const t = useTranslations("supervision.days");
  const locale = useLocale();
  if (days.length === 0) return null;
  const drawn = everyDay(days);
  return (
    <Section title={t("title")}>
      <Chart summary={t("chart")} svg={lineChart(drawn.map(({ day }) => day.slice(5)), drawn.map(({ received }) => received), drawn.map(({ decided }) => decided))} />
      <Details summary={t("table")}>
        <Table
          dense caption={t("title")} captionHidden rows={days} rowKey={({ day }) => day}
          columns={[
            { key: "day", header: t("day"), rowHeader: true, cell: ({ day }) => <time dateTime={day} className="whitespace-nowrap">{formatDayShort(day, locale)}</time> },
            { key: "received", header: t("received"), align: "end", cell: ({ received }) => received }, { key: "decided", header: t("decided"), align: "end", cell: ({ decided }) => decided },
          ]}
        />
      </Details>
    </Section>
  );
}

/** A line runs through every day from the first to the last, those on which nothing happened too. */
function everyDay(days: Figures["days"]): Figures["days"] {
  const known = new Map(days.map((one) => [one.day, one]));
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  const all: Figures["days"][number][] = [];
  for (let day = first; day && last && day <= last; day = addDays(day, 1)) all.push(known.get(day) ?? { day, received: 0, decided: 0 });
  return all;
}

/** What people said; who did not rate counts nowhere. */
export function Ratings({ figures: { ratings } }: Props) {
  const t = useTranslations("supervision.ratings");
  const names = useTranslations("ratings.levels");
  const rows = ratingLevels.map((level, i) => ({ level, count: ratings.levels[i] ?? 0 }));
  return (
    <Section title={t("title")} intro={t("intro")}>
      <p className="font-semibold">{ratings.goodRate === null ? t("none") : t("good", { share: percent(ratings.goodRate), rated: ratings.rated })}</p>
      {ratings.goodRate !== null && <div className="grid items-start gap-6 lg:grid-cols-2 elder:lg:grid-cols-1">
        <Table
          dense caption={t("title")} captionHidden rows={rows} rowKey={({ level }) => level}
          columns={[{ key: "level", header: t("level"), rowHeader: true, cell: ({ level }) => names(level) }, { key: "count", header: t("count"), align: "end", cell: ({ count }) => count }]}
        />
        <Chart summary={t("chart")} svg={barChart(rows.map(({ level, count }) => ({ label: names(level), count })))} />
      </div>}
    </Section>
  );
}
