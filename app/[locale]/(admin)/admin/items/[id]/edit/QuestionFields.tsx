import { useTranslations } from "next-intl";
import { Checkbox } from "@/app/_ui/Choices";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import type { RevisionContent } from "@/domain/items/schema";

type Question = RevisionContent["questions"][number];
type Problem = (name: string) => string | undefined;

/** The questions with their answers, and an empty pair to add. */
export function QuestionFields({ questions, problem }: { questions: readonly Question[]; problem: Problem }) {
  const t = useTranslations("admin.edit.question");
  return (
    <>
      {questions.map((question, index) => (
        <fieldset key={index} className="flex flex-col gap-4 rounded-card border border-line p-4">
          <legend className="px-2 font-semibold">{t("legend", { number: index + 1 })}</legend>
          <OneQuestion prefix={`questions.${index}`} question={question} problem={problem} />
          <Checkbox name={`questions.${index}.remove`} label={t("remove")} />
        </fieldset>
      ))}
      <fieldset className="flex flex-col gap-4 rounded-card border border-dashed border-control p-4">
        <legend className="px-2 font-semibold">{t("new")}</legend>
        <p className="text-hint text-muted">{t("newHint")}</p>
        <OneQuestion prefix="questions.new" problem={problem} />
      </fieldset>
    </>
  );
}

function OneQuestion({ prefix, question, problem }: { prefix: string; question?: Question; problem: Problem }) {
  const t = useTranslations("admin.edit.question");
  return (
    <>
      <TextField name={`${prefix}.question`} label={t("question")} width="full" defaultValue={question?.question} error={problem(`${prefix}.question`)} />
      <TextArea name={`${prefix}.answer`} label={t("answer")} rows={3} defaultValue={question?.answer} error={problem(`${prefix}.answer`)} />
    </>
  );
}
