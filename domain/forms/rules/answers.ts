import type { AnswerValue, Answers } from "../schema";

/* Looking into stored answers; it takes no rules, and so is apart from them. */

/** Own properties only: a field may be called like something every object has. */
export function answerIn(answers: Answers, id: string): Answers[string] | undefined {
  return Object.hasOwn(answers, id) ? answers[id] : undefined;
}

/** Whether a stored value is a record, as a row of a group is. */
export function isRow(value: AnswerValue | undefined): value is Answers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
