import type { Answers } from "../schema";
import type { CompiledForm, ReadAt } from "./compile";
import type { RawAnswers } from "./reading";

/** One question answered differently in two places since both last agreed: what each of them shows. */
export type AnswerConflict = { fieldId: string; mine: RawAnswers; theirs: RawAnswers };

/** `base`: the page as it was when this place last agreed with the server; `typed`: as it stands here now; `stored`: what the server holds. */
export type AnswerSides = { base: RawAnswers; typed: RawAnswers; stored: Answers };

/** `raw`: the page to be saved; what both changed stands there as stored, and is named. `taken`: what only the other place changed. */
export type AnswerMerge = { raw: RawAnswers; conflicts: AnswerConflict[]; taken: string[] };

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

// Uploads go a way of their own, what is worked out follows the rest.
const notTyped: readonly string[] = ["file", "computed", "note"];
const typedFields = (form: CompiledForm, sectionId: string) => form.definition.sections.flatMap((section) => (section.id === sectionId ? section.fields.filter(({ type }) => !notTyped.includes(type)).map(({ id }) => id) : []));

/** What was typed as it would be stored; what could not be, as it was typed. */
function asStored(form: CompiledForm, sectionId: string, typed: RawAnswers, at: ReadAt) {
  const { answers, errors } = form.readSection(sectionId, typed, at);
  const wrong = [...new Set(errors.map(({ fieldId }) => fieldId.split(".")[0] ?? ""))];
  return { mine: withInputsOf(form.toRaw(sectionId, answers), typed, wrong), has: form.visible(answers, at.context).has };
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
  const { mine, has } = asStored(form, sectionId, typed, { ...at, previous: stored });
  const conflicts: AnswerConflict[] = [];
  const taken: string[] = [];
  for (const id of typedFields(form, sectionId)) {
    if (isAlike(mine, theirs, id) || isAlike(base, theirs, id)) continue;
    // A question that is not asked here has not been answered here.
    if (isAlike(mine, base, id) || !has(id)) taken.push(id);
    else conflicts.push({ fieldId: id, mine: inputsOf(typed, id), theirs: inputsOf(theirs, id) });
  }
  return { raw: withInputsOf(typed, theirs, [...taken, ...conflicts.map(({ fieldId }) => fieldId)]), conflicts, taken };
}

/** What this place agrees on with the server after a merge was saved: all but what it does not show yet and what awaits a choice. */
export function agreedAfter(base: RawAnswers, stored: RawAnswers, { conflicts, taken }: Pick<AnswerMerge, "taken"> & { conflicts: readonly Pick<AnswerConflict, "fieldId">[] }): RawAnswers {
  return withInputsOf(stored, base, [...taken, ...conflicts.map(({ fieldId }) => fieldId)]);
}
