import type { Answers } from "../schema";
import type { RawAnswers } from "./reading";

/* The inputs of a page compared and put together, question by question, as they stand. What is to be understood first is for `merge-answers.ts`. */

/** One question answered differently in two places since both last agreed: what each of them shows, and how the two are understood, by `mine` and `theirs`. */
export type AnswerConflict = { fieldId: string; mine: RawAnswers; theirs: RawAnswers; answers: Answers };

/** The inputs of one question (of a group, all of its rows). */
export function inputsOf(raw: RawAnswers, fieldId: string): RawAnswers {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => belongs(name, fieldId)));
}

/** The page with the inputs of these questions as another one has them. */
export function withInputsOf(raw: RawAnswers, other: RawAnswers, fieldIds: readonly string[]): RawAnswers {
  const isTheirs = (name: string) => fieldIds.some((id) => belongs(name, id));
  return Object.fromEntries([...Object.entries(raw).filter(([name]) => !isTheirs(name)), ...Object.entries(other).filter(([name]) => isTheirs(name))]);
}

const belongs = (name: string, fieldId: string) => name === fieldId || name.startsWith(`${fieldId}.`) || name.startsWith(`${fieldId}-`);

/** Whether two places show a question alike: an input left empty is as good as none. */
export function isAlike(one: RawAnswers, other: RawAnswers, fieldId: string): boolean {
  const [left, right] = [shown(one, fieldId), shown(other, fieldId)];
  return left.size === right.size && [...left].every(([name, text]) => right.get(name) === text);
}

// How many rows a group shows says nothing about what is in them.
function shown(raw: RawAnswers, fieldId: string): Map<string, string> {
  const entries = Object.entries(inputsOf(raw, fieldId)).map(([name, value]) => [name, [value].flat().filter((text) => text !== "").toSorted().join("\n")] as const);
  return new Map(entries.filter(([name, text]) => text !== "" && name !== `${fieldId}.rows`));
}

/** What this place agrees on with the server after a merge was saved: all but what it does not show yet and what awaits a choice. */
export function agreedAfter(base: RawAnswers, stored: RawAnswers, { conflicts, taken }: { conflicts: readonly Pick<AnswerConflict, "fieldId">[]; taken: readonly string[] }): RawAnswers {
  return withInputsOf(stored, base, [...taken, ...conflicts.map(({ fieldId }) => fieldId)]);
}
