import { useTranslations } from "next-intl";
import { refusalText } from "@/app/_i18n/refusal";
import { Tag } from "@/app/_ui/Tag";
import type { LintProblem } from "@/domain/items/policy/lint";
import type { TypedStep } from "./read";

/** What the analysis of a process found, each under the step it is about. */
export function ProcessProblems({ problems, steps }: { problems: readonly LintProblem[]; steps: readonly TypedStep[] }) {
  const t = useTranslations("process.edit");
  const severity = useTranslations("admin.edit");
  const errors = useTranslations("errors");
  if (problems.length === 0) return <p>{t("sound")}</p>;
  return (
    <ul className="flex flex-col gap-3">
      {problems.map((problem, index) => {
        const at = Number(problem.field.split(".")[1]);
        const name = Number.isInteger(at) ? steps[at]?.name?.zh : undefined;
        return (
          <li key={index} className="flex flex-col items-start gap-1">
            <Tag tone={problem.severity === "error" ? "danger" : "warning"}>{severity(problem.severity)}</Tag>
            <span>{name && problem.field.includes(".when") ? t("inCondition", { name, message: refusalText(errors, problem) }) : refusalText(errors, problem)}</span>
          </li>
        );
      })}
    </ul>
  );
}
