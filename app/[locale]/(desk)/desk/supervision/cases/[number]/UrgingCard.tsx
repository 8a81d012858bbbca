import { randomUUID } from "node:crypto";
import { useLocale, useTranslations } from "next-intl";
import { formatDayShort, formatStamp } from "@/app/_i18n/format";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Card } from "@/app/_ui/Cards";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";
import { startOf } from "../../state";
import { SupervisionForm } from "../../SupervisionForm";

type OfCase = Answers["supervision"]["ofCase"];
type Props = { urging: OfCase["urgings"][number]; supervises: boolean; here: string; kept: KeptFields | undefined };

/** One urging, word by word, with what this person may say next. */
export function UrgingCard({ urging, supervises, here, kept }: Props) {
  const t = useTranslations("supervision.urging");
  const locale = useLocale();
  const { id, number, version, state } = urging;
  const about = { id, version: String(version) };
  const shared = { about, returnTo: here, idempotencyKey: randomUUID(), subject: number };
  return (
    <Card title={<span className="tabular-nums">{number}</span>}>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <strong>{t(`states.${state}`)}</strong>
        {state === "open" && <CaseLight light={urging.light} />}
        <span className="text-muted">{t("to", { name: urging.toName ?? urging.departmentName, day: formatDayShort(urging.answerBy, locale) })}</span>
      </p>
      <ol className="flex flex-col gap-3 border-l-2 border-accent-line pl-4">
        {urging.turns.map(({ kind, text, on, byName, at }) => (
          <li key={at}>
            <p className="text-hint text-muted">{t(`turns.${kind}`)} · <Chinese>{byName}</Chinese> · {formatStamp(at)}</p>
            <p className="whitespace-pre-line"><Chinese>{text}</Chinese></p>
            {on && <p className="text-hint text-muted">{t(kind === "answer" ? "expected" : "answerBy", { day: formatDayShort(on, locale) })}</p>}
          </li>
        ))}
      </ol>
      {urging.answerable && (
        <SupervisionForm act="answer" start={startOf(kept, "answer", about)} submit={t("answer")} {...shared} fields={[{ name: "text", kind: "words", label: t("answerText"), limit: 1000 }, { name: "expectedOn", kind: "day", label: t("expectedOn"), optional: true }]} />
      )}
      {supervises && state === "answered" && (
        <SupervisionForm act="settle" start={startOf(kept, "settle", about)} submit={t("settle")} {...shared} fields={[{ name: "text", kind: "words", label: t("settleText"), limit: 1000 }, { name: "again", kind: "day", label: t("again"), hint: t("againHint"), optional: true }]} />
      )}
    </Card>
  );
}
