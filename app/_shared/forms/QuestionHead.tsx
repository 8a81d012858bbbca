import { useLocale, useTranslations } from "next-intl";
import { Localised } from "@/app/_shared/items/Localised";
import { SummaryList, type SummaryRow } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import type { Origin } from "@/domain/forms/rules/sources";
import type { Question } from "@/domain/forms/rules/questions";
import type { Answers, Field, Section } from "@/domain/forms/schema";
import { AnswerText, type DivisionNames } from "./AnswerText";
import { localText } from "./localised";
import { hasSourceNote, SourceNote } from "./SourceNote";

/** Which question this is, of how many: in words, and as a bar for the eye. */
export function QuestionCount({ current, total }: Pick<Question, "current" | "total">) {
  const t = useTranslations("apply.question");
  return (
    <div className="flex flex-col gap-2">
      <p><strong>{total === undefined ? t("number", { current }) : t("numberOf", { current, total })}</strong></p>
      {total !== undefined && <progress aria-hidden="true" max={total} value={current} className="progress-bar" />}
    </div>
  );
}

/** After the last question: how many there were, in the same words. */
export function QuestionsPassed({ total }: { total: number }) {
  const t = useTranslations("apply.question");
  return (
    <div className="flex flex-col gap-2">
      <p><strong>{t("passed", { total })}</strong></p>
      <progress aria-hidden="true" max={total} value={total} className="progress-bar" />
    </div>
  );
}

const headless: readonly Field["type"][] = ["repeatingGroup", "file", "note", "computed"];

/** The `only` question of a screen; `alone` where it is the heading of its page. */
export function aloneIn(section: Section, fields: readonly Field[], at: Question | undefined): { only: Field | undefined; alone: Field | undefined } {
  const questions = fields.filter(({ type }) => type !== "note" && type !== "computed");
  const only = questions.length === 1 && at?.screen.kind !== "known" ? questions[0] : undefined;
  return { only, alone: only && !headless.includes(only.type) && (at !== undefined || only.label.zh === section.title.zh) ? only : undefined };
}

type Props = { fields: readonly Field[]; answers: Answers; sources: Readonly<Record<string, Origin>>; divisions: DivisionNames; changeHref: (field: string) => string };

/** What is known of the applicant, to be looked at only: each answer with its source and a way to say that it is wrong. */
export function KnownAnswers({ fields, answers, sources, divisions, changeHref }: Props) {
  const t = useTranslations("apply.question");
  const locale = useLocale();
  const rows = fields.filter(({ type }) => type !== "note").map((field): SummaryRow => {
    const source = sources[field.id];
    return {
      label: localText(field.label, locale),
      value: Object.hasOwn(answers, field.id) ? <AnswerText field={field} value={answers[field.id]} divisions={divisions} /> : undefined,
      source: hasSourceNote(source) ? <SourceNote source={source} /> : undefined,
      changeHref: field.type === "computed" ? undefined : changeHref(field.id),
    };
  });
  return (
    <>
      <p className="max-w-measure">{t("known")}</p>
      <SummaryList rows={rows} />
      {fields.map((field) => field.type === "note" && <Notice key={field.id}><Localised text={field.label} /></Notice>)}
    </>
  );
}
