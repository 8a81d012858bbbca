import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatDayShort } from "@/app/_i18n/format";
import { localText } from "@/app/_shared/forms/localised";
import { useExpressionWords } from "@/app/_shared/forms/expression/words";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Timeline } from "@/app/_ui/Timeline";
import { tellsOf } from "@/domain/items/rules/process";

type Asked = Answers["applications"]["simulate"];
type Result = NonNullable<Asked["result"]>;
type Texts = Answers["notices"]["stepTexts"];
type Props = { result: Result; asked: Asked; stepTexts: Texts };

/** Where the form leads to: whoever asked sees the answer, not the questions again. */
export const resultId = "result";

/** How the imagined case goes: what happens when, each step, the decision table, and every clock day by day. */
export function Outcome({ result, asked, stepTexts }: Props) {
  const t = useTranslations("process.simulate");
  const locale = useLocale();
  return (
    <Section id={resultId} title={t("result")}>
      {result.decidedOn && <Notice tone={result.late ? "warning" : "success"} title={t("decidedOn", { day: formatDay(result.decidedOn, locale) })}>{result.late ? t("late") : t("onTime")}</Notice>}
      {result.clocks.some(({ deadline }) => deadline.provisional) && <p className="font-semibold text-warning">{t("provisional")}</p>}
      {result.verdict && <Verdict verdict={result.verdict} asked={asked} />}
      <Section title={t("milestones")} level={3}>
        <Timeline label={t("milestones")} entries={result.milestones.map(({ on, what }, at) => ({ id: `${at}`, title: t(`what.${what}`), time: <time dateTime={on}>{formatDay(on, locale)}</time> }))} />
      </Section>
      <Section title={t("steps")} level={3}><Steps steps={result.steps} asked={asked} stepTexts={stepTexts} /></Section>
      <Section title={t("clocks")} level={3}>{result.clocks.map((clock) => <Clock key={clock.name} clock={clock} />)}</Section>
    </Section>
  );
}

function Verdict({ verdict, asked }: { verdict: NonNullable<Result["verdict"]>; asked: Asked }) {
  const t = useTranslations("process.simulate");
  const locale = useLocale();
  if (verdict.outcome === "approved") return <Notice tone="success" title={t("verdict")}><p>{t("approved", { row: verdict.row })}</p><p>{verdict.explanation[locale === "en" ? "en" : "zh"]}</p></Notice>;
  const fields = (verdict.fields ?? []).map((id) => localText(asked.given.find((one) => one.id === id)?.label ?? { zh: id }, locale)).join("、");
  return <Notice title={t("verdict")}>{`${t("person")} · ${t(`reasons.${verdict.reason}`, { fields })}`}</Notice>;
}

function Steps({ steps, asked, stepTexts }: { steps: Result["steps"]; asked: Asked; stepTexts: Texts }) {
  const t = useTranslations("process.simulate");
  const locale = useLocale();
  const words = useExpressionWords(asked.questions);
  const day = (on: string | null) => (on ? formatDayShort(on, locale) : "—");
  return (
    <Table
      dense caption={t("steps")} captionHidden rows={steps} rowKey={({ key }) => key}
      columns={[
        { key: "name", header: t("step"), rowHeader: true, cell: ({ name, state, when, tells }) => <><Localised text={name} />{state === "skipped" && <span className="block text-hint font-normal text-muted">{t("skippedBecause", { when: words.text(when ?? undefined) })}</span>}{state === "runs" && <Tells tells={tells} stepTexts={stepTexts} />}</> },
        { key: "from", header: t("from"), cell: ({ startedOn }) => day(startedOn) },
        { key: "due", header: t("due"), cell: ({ state, dueOn }) => (state === "runs" && dueOn === null ? t("noLimit") : day(dueOn)) },
      ]}
    />
  );
}

/** What the applicant would be sent as the step begins and when it is done. */
function Tells({ tells, stepTexts }: { tells: Result["steps"][number]["tells"]; stepTexts: Texts }) {
  const t = useTranslations("process.simulate");
  return tellsOf({ tells }).map(({ moment, text: code }) => (
    <span key={moment} className="block text-hint font-normal text-muted">{t(`tells.${moment}`)} <Localised text={stepTexts.find((text) => text.code === code)?.name ?? { zh: code }} /></span>
  ));
}

function Clock({ clock: { name, deadline } }: { clock: Result["clocks"][number] }) {
  const t = useTranslations("process.simulate");
  const days = useTranslations("desk.deadline");
  const locale = useLocale();
  const title = t(`clock.${name}`, { day: formatDay(deadline.dueOn, locale) });
  return (
    <Details summary={title} open={name === "promised"}>
      <Table
        dense caption={title} captionHidden rows={deadline.days} rowKey={({ day }) => day}
        columns={[
          { key: "day", header: days("day"), rowHeader: true, cell: ({ day }) => formatDay(day, locale) },
          { key: "number", header: days("number"), align: "end", cell: ({ number }) => number ?? "—" },
          { key: "reason", header: days("reason"), cell: ({ reason, name: holiday }) => (holiday ? [`${days(`reasons.${reason}`)} · `, <Chinese key="name">{holiday}</Chinese>] : days(`reasons.${reason}`)) },
        ]}
      />
    </Details>
  );
}
