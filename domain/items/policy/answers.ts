import type { LintProblem } from "./lint";

/**
 * What tells one warning from another: its code, the field without the place in a list, and what it speaks of. Moving an
 * entry keeps its answer; changing what was warned of asks anew.
 */
export function warningKey({ field, code, params }: Pick<LintProblem, "field" | "code" | "params">): string {
  const about = Object.keys(params).toSorted().map((name) => `${name}=${String(params[name])}`);
  return [code, field.replace(/\.\d+(?=\.|$)/g, ""), ...about].join("|").slice(0, 600);
}

/** The warnings that nobody has accepted with a reason. */
export function unansweredWarnings(problems: readonly LintProblem[], answers: readonly { warning: string }[]): LintProblem[] {
  const answered = new Set(answers.map(({ warning }) => warning));
  return problems.filter((problem) => problem.severity === "warning" && !answered.has(warningKey(problem)));
}
