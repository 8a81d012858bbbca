import { useLocale, useTranslations } from "next-intl";
import { formatDayShort } from "@/app/_i18n/format";
import { Chart } from "@/app/_shared/supervision/Chart";
import { barChart } from "@/app/_shared/supervision/chart";
import type { Answers } from "@/app/_trpc/types";
import { Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Light } from "@/app/_ui/Tag";
import { Figure } from "./Figure";
import { casesHref, type FiguresQuery } from "./query";

type Figures = Answers["supervision"]["figures"];
type Props = { figures: Figures; query: FiguresQuery };

const colours = ["black", "red", "orange", "yellow", "green"] as const;

/** The open cases as they stand: by light, and what waits for whom. */
export function Now({ figures: { open }, query }: Props) {
  const t = useTranslations("supervision");
  const light = useTranslations("desk.light");
  const others = ["stepOver", "suspendedOver"] as const;
  const rows = [
    ...colours.map((colour) => ({ key: colour, group: colour, label: light(colour), shown: <Light colour={colour}>{light(colour)}</Light>, count: open[colour] })),
    ...others.map((group) => ({ key: group, group, label: t(`now.${group}`), shown: <>{t(`now.${group}`)}</>, count: open[group] })),
    { key: "open", group: "open" as const, label: t("now.open"), shown: <strong>{t("now.open")}</strong>, count: open.open },
  ];
  return (
    <Section title={t("now.title")} intro={t("now.intro", { waiting: open.awaitingApplicant })}>
      <div className="grid items-start gap-6 lg:grid-cols-2 elder:lg:grid-cols-1">
        <Table
          dense caption={t("now.caption")} captionHidden rows={rows} rowKey={({ key }) => key}
          columns={[
            { key: "what", header: t("columns.what"), rowHeader: true, cell: ({ shown }) => shown },
            { key: "count", header: t("columns.cases"), align: "end", cell: ({ group, count, label }) => <Figure count={count} of={label} href={casesHref(query, { group })} /> },
          ]}
        />
        <Chart summary={t("now.chart")} svg={barChart(colours.map((colour) => ({ label: light(colour), count: open[colour], colour: `var(--light-${colour})` })))} />
      </div>
    </Section>
  );
}

/** What turns red on each of the next days if nobody acts. */
export function Forecast({ figures: { forecast }, query }: Props) {
  const t = useTranslations("supervision.forecast");
  const columns = useTranslations("supervision.columns");
  const locale = useLocale();
  const day = (on: string) => formatDayShort(on, locale);
  return (
    <Section title={t("title")} intro={t("intro")}>
      <div className="grid items-start gap-6 lg:grid-cols-2 elder:lg:grid-cols-1">
        <Table
          dense caption={t("title")} captionHidden rows={forecast} rowKey={({ redOn }) => redOn}
          columns={[
            { key: "red", header: t("redOn"), rowHeader: true, cell: ({ redOn }) => <time dateTime={redOn} className="whitespace-nowrap">{day(redOn)}</time> },
            { key: "due", header: t("dueOn"), cell: ({ dueOn }) => <time dateTime={dueOn} className="whitespace-nowrap">{day(dueOn)}</time> },
            { key: "count", header: columns("cases"), align: "end", cell: ({ redOn, dueOn, count }) => <Figure count={count} of={t("of", { day: day(redOn) })} href={casesHref(query, { group: "forecast", value: dueOn })} /> },
          ]}
        />
        <Chart summary={t("chart")} svg={barChart(forecast.map(({ redOn, count }) => ({ label: redOn.slice(5), count })))} />
      </div>
    </Section>
  );
}

/** How long the open cases have been here, in workdays since receipt. */
export function Ages({ figures: { ages }, query }: Props) {
  const t = useTranslations("supervision.ages");
  const columns = useTranslations("supervision.columns");
  return (
    <Section title={t("title")} intro={t("intro")}>
      <div className="grid items-start gap-6 lg:grid-cols-2 elder:lg:grid-cols-1">
        <Table
          dense caption={t("title")} captionHidden rows={ages} rowKey={({ name }) => name}
          columns={[
            { key: "age", header: t("age"), rowHeader: true, cell: ({ name }) => t(`names.${name}`) },
            { key: "count", header: columns("cases"), align: "end", cell: ({ name, count }) => <Figure count={count} of={t(`names.${name}`)} href={casesHref(query, { group: "aged", value: name })} /> },
          ]}
        />
        <Chart summary={t("chart")} svg={barChart(ages.map(({ name, count }) => ({ label: t(`short.${name}`), count })))} />
      </div>
    </Section>
  );
}
