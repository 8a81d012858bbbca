import { useTranslations } from "next-intl";
import { refusalText } from "@/app/_i18n/refusal";
import { Term } from "@/app/_shared/terms/Term";
import type { Answers } from "@/app/_trpc/types";
import { Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { HandOverForm } from "./HandOverForm";
import { placeLabel } from "./labels";

type Draft = NonNullable<Answers["items"]["getForEdit"]["draft"]>;
type Problem = Draft["problems"][number];
type Props = { draft: Draft; /** The form of who may hand it over. */ handOver: { hidden: Record<string, string | number>; typed: Record<string, string> } | undefined };

/** What is wrong, and what was warned of with the reason why it stays; an editor answers and hands over here. */
export function Check({ draft: { problems, plainScore }, handOver }: Props) {
  const t = useTranslations("revisions");
  const told = useProblem();
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = distinct(problems.filter(({ severity }) => severity === "warning"));
  return (
    <Section title={t("check.title")}>
      <div className="flex flex-wrap items-baseline gap-x-3"><p>{t("check.score", { score: plainScore })}</p><Term word="plainScore" /></div>
      {problems.length === 0 && <p>{t("check.none")}</p>}
      {errors.length > 0 && (
        <Section level={3} title={t("check.errors", { count: errors.length })} intro={t("check.errorsHint")}>
          <ul className="flex flex-col gap-2">{errors.map((problem, at) => <li key={at} className="max-w-measure border-l-4 border-danger pl-4">{told(problem)}</li>)}</ul>
        </Section>
      )}
      {warnings.length > 0 && (
        <Section level={3} title={t("check.warnings", { count: warnings.length })} intro={t("check.warningsHint")} actions={<Term word="warning" />}>
          {!handOver && <Answered warnings={warnings} />}
        </Section>
      )}
      {handOver && <HandOverForm {...handOver} warnings={warnings.map((problem) => ({ key: problem.key, text: told(problem), answer: problem.answer?.reason ?? "" }))} />}
    </Section>
  );
}

/** One warning of several entries that read the same is answered once. */
const distinct = (problems: readonly Problem[]) => [...new Map(problems.map((problem) => [problem.key, problem])).values()];

function useProblem() {
  const admin = useTranslations("admin");
  const errors = useTranslations("errors");
  return (problem: Problem) => admin("edit.problemAt", { field: placeLabel(admin, problem.field), message: refusalText(errors, problem) });
}

function Answered({ warnings }: { warnings: readonly Problem[] }) {
  const t = useTranslations("revisions.check");
  const told = useProblem();
  return (
    <ul className="flex flex-col gap-3">
      {warnings.map((problem) => (
        <li key={problem.key} className="max-w-measure border-l-4 border-warning-line pl-4">
          <p>{told(problem)}</p>
          {problem.answer ? <p className="text-hint text-muted">{t("answered", { name: problem.answer.name, reason: problem.answer.reason })}</p> : <Tag tone="warning">{t("unanswered")}</Tag>}
        </li>
      ))}
    </ul>
  );
}
