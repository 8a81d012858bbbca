import { useTranslations } from "next-intl";
import { refusalText } from "@/app/_i18n/refusal";
import { Tag } from "@/app/_ui/Tag";

type Problem = { code: string; severity: "error" | "warning"; params: Record<string, string | number> };

/** What is still wrong, each with a word on what to do. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  const t = useTranslations("certificateTypes.problems");
  const errors = useTranslations("errors");
  if (problems.length === 0) return <p>{t("none")}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {problems.map((problem, index) => (
        <li key={index} className="flex flex-wrap items-baseline gap-x-2">
          <Tag tone={problem.severity === "error" ? "danger" : "warning"}>{t(problem.severity)}</Tag>
          <span className="max-w-measure">{refusalText(errors, problem)}</span>
        </li>
      ))}
    </ul>
  );
}
