import { useLocale, useTranslations } from "next-intl";
import { formatDayShort, formatStamp } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { DescriptionList } from "@/app/_ui/Lists";
import { Tag } from "@/app/_ui/Tag";

export type SignalView = Answers["supervision"]["signals"]["rows"][number];

const tones = { warning: "info", yellow: "warning", red: "danger" } as const;

export function Grade({ grade }: { grade: SignalView["grade"] }) {
  const t = useTranslations("supervision.grades");
  return <Tag tone={tones[grade]}>{t(grade)}</Tag>;
}

/** A signal with the data elements of the standard: number, rule, kind, time, result, department. */
export function SignalFacts({ signal }: { signal: SignalView }) {
  const t = useTranslations("supervision.signal");
  const rules = useTranslations("supervision.rules");
  const locale = useLocale();
  const words = (value: string, by: string | null, at: string | null) => <><span className="whitespace-pre-line"><Chinese>{value}</Chinese></span><span className="block text-hint text-muted">{by} {at && formatStamp(at)}</span></>;
  return (
    <DescriptionList facts={[
      { label: t("number"), value: <span className="tabular-nums">{signal.number}</span> },
      { label: t("rule"), value: <>{signal.code} {rules(signal.rule)}<span className="block text-hint text-muted"><Chinese>{signal.basis}</Chinese></span></> },
      { label: t("grade"), value: <Grade grade={signal.grade} /> },
      { label: t("raised"), value: formatStamp(signal.raisedAt) },
      ...(signal.dueOn ? [{ label: t("due"), value: formatDayShort(signal.dueOn, locale) }] : []),
      { label: t("department"), value: <Chinese>{signal.departmentName}</Chinese> },
      { label: t("state"), value: t(`states.${signal.state}`) },
      ...(signal.explanation ? [{ label: t("explanation"), value: words(signal.explanation, signal.explainedByName, signal.explainedAt) }] : []),
      ...(signal.result ? [{ label: t("result"), value: words(signal.result, signal.handledByName, signal.handledAt) }] : []),
    ]} />
  );
}
