import type { Answers } from "../schema";
import { answerIn } from "./answers";
import type { CompiledForm, ReadAt } from "./compile";
import { inputsOf, isAlike, withInputsOf, type AnswerConflict } from "./inputs";
import type { RawAnswers } from "./reading";

/** `base`: the page as it was when this place last agreed with the server; `typed`: as it stands here now; `stored`: what the server holds. */
export type AnswerSides = { base: RawAnswers; typed: RawAnswers; stored: Answers };

/** `raw`: the page to be saved; what both changed stands there as stored, and is named. `taken`: what only the other place changed. */
export type AnswerMerge = { raw: RawAnswers; conflicts: AnswerConflict[]; taken: string[] };

// Uploads go a way of their own, what is worked out follows the rest.
const notTyped: readonly string[] = ["file", "computed", "note"];
const typedFields = (form: CompiledForm, sectionId: string) => form.definition.sections.flatMap((section) => (section.id === sectionId ? section.fields.filter(({ type }) => !notTyped.includes(type)).map(({ id }) => id) : []));

/** What was typed as it would be stored; what could not be, as it was typed. */
function asStored(form: CompiledForm, sectionId: string, typed: RawAnswers, at: ReadAt) {
  const { answers, errors } = form.readSection(sectionId, typed, at);
  const wrong = [...new Set(errors.map(({ fieldId }) => fieldId.split(".")[0] ?? ""))];
  return { answers, mine: withInputsOf(form.toRaw(sectionId, answers), typed, wrong), has: form.visible(answers, at.context).has };
}

/** The questions, of those that were shown, that say something else here than what is stored. */
export function differing(form: CompiledForm, sectionId: string, { typed, shown }: { typed: RawAnswers; shown: readonly string[] }, at: ReadAt): string[] {
  const { mine } = asStored(form, sectionId, typed, { ...at, open: new Set(shown) });
  return shown.filter((id) => !isAlike(mine, form.toRaw(sectionId, at.previous), id));
}

/**
 * Puts together, question by question, what was typed in two places at once. A question that one of them left alone is the
 * other's; one that both changed differently stays as stored until somebody chooses. What was typed is compared as it would
 * be stored, so that a blank or a full-width digit is no change.
 */
export function mergeAnswers(form: CompiledForm, sectionId: string, { base, typed, stored }: AnswerSides, at: Omit<ReadAt, "previous">): AnswerMerge {
  const theirs = form.toRaw(sectionId, stored);
  const { answers, mine, has } = asStored(form, sectionId, typed, { ...at, previous: stored });
  const conflicts: AnswerConflict[] = [];
  const taken: string[] = [];
  for (const id of typedFields(form, sectionId)) {
    if (isAlike(mine, theirs, id) || isAlike(base, theirs, id)) continue;
    // A question that is not asked here has not been answered here.
    if (isAlike(mine, base, id) || !has(id)) taken.push(id);
    else conflicts.push({ fieldId: id, mine: inputsOf(typed, id), theirs: inputsOf(theirs, id), answers: { ...said("mine", answers, id), ...said("theirs", stored, id) } });
  }
  return { raw: withInputsOf(typed, theirs, [...taken, ...conflicts.map(({ fieldId }) => fieldId)]), conflicts, taken };
}

function said(side: "mine" | "theirs", answers: Answers, id: string): Answers {
  const answer = answerIn(answers, id);
  return answer === undefined ? {} : { [side]: answer };
}
