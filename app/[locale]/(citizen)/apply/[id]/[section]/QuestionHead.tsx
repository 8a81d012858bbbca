import { useLocale, useTranslations } from "next-intl";
import { placePath, type Question } from "@/app/_shared/applications/screens";
import type { Draft } from "@/app/_shared/applications/types";
import { AnswerText, type DivisionNames } from "@/app/_shared/forms/AnswerText";
import { localText } from "@/app/_shared/forms/localised";
import { hasSourceNote, SourceNote } from "@/app/_shared/forms/SourceNote";
import { Localised } from "@/app/_shared/items/Localised";
import { SummaryList, type SummaryRow } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import type { Field } from "@/domain/forms/schema";

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

type Props = { draft: Pick<Draft, "id" | "answers" | "sources">; section: string; fields: readonly Field[]; divisions: DivisionNames };

/** What is known of the applicant, to be looked at only: each answer with its source and a way to say that it is wrong. */
export function KnownAnswers({ draft: { id, answers, sources }, section, fields, divisions }: Props) {
  const t = useTranslations("apply.question");
  const locale = useLocale();
  const rows = fields.filter(({ type }) => type !== "note").map((field): SummaryRow => {
    const source = sources[field.id];
    return {
      label: localText(field.label, locale),
      value: Object.hasOwn(answers, field.id) ? <AnswerText field={field} value={answers[field.id]} divisions={divisions} /> : undefined,
      source: hasSourceNote(source) ? <SourceNote source={source} /> : undefined,
      changeHref: field.type === "computed" ? undefined : placePath({ id, section, question: field.id }),
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
