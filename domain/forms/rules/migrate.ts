import { isSame } from "@/domain/core/same";
import type { Answers, AnswerValue, Field, FormDefinition, LeafField, LocalisedText } from "../schema";

/** What a newer edition of a form asks otherwise: fields by their stable ids. */
export type FormDifference = { added: LocalisedText[]; removed: LocalisedText[]; changed: LocalisedText[] };

const fieldsOf = (form: FormDefinition) => new Map(form.sections.flatMap(({ fields }) => fields).filter(({ type }) => type !== "note").map((field) => [field.id, field]));

/** The questions that a newer edition adds, drops and puts otherwise; words, options and limits count, the page they stand on does not. */
export function compareForms(before: FormDefinition, after: FormDefinition): FormDifference {
  const [old, fresh] = [fieldsOf(before), fieldsOf(after)];
  return {
    added: [...fresh.values()].filter(({ id }) => !old.has(id)).map(({ label }) => label),
    removed: [...old.values()].filter(({ id }) => !fresh.has(id)).map(({ label }) => label),
    changed: [...fresh.values()].filter((field) => old.has(field.id) && !isSame(field, old.get(field.id))).map(({ label }) => label),
  };
}

/**
 * Answers given under one edition, taken over into a newer one by the stable ids of their fields. An answer is left behind
 * where its field is gone, became of another kind, or no longer offers what was chosen; whether the rest is still right the
 * form itself says.
 */
export function carryAnswers(before: FormDefinition, after: FormDefinition, answers: Answers): Answers {
  const [old, fresh] = [fieldsOf(before), fieldsOf(after)];
  const carried = Object.entries(answers).map(([id, value]) => [id, carry(old.get(id), fresh.get(id), value)] as const);
  return Object.fromEntries(carried.filter((entry): entry is [string, AnswerValue] => entry[1] !== undefined));
}

function carry(before: Field | undefined, after: Field | undefined, value: AnswerValue): AnswerValue | undefined {
  if (!before || !after || !alike(before, after)) return undefined;
  if (before.type === "repeatingGroup" && after.type === "repeatingGroup") return rows(before.fields, after.fields, value);
  if (after.type === "choice") return offers(after.options, value) ? value : undefined;
  if (after.type === "multipleChoice" && Array.isArray(value)) return value.filter((one) => offers(after.options, one));
  return value;
}

const texts: ReadonlySet<string> = new Set(["text", "longText"]);
const alike = (before: Field, after: Field) => before.type === after.type || (texts.has(before.type) && texts.has(after.type));
const offers = (options: readonly { value: string }[], value: AnswerValue) => options.some((option) => option.value === value);

function rows(before: readonly LeafField[], after: readonly LeafField[], value: AnswerValue): AnswerValue {
  if (!Array.isArray(value)) return [];
  const [old, fresh] = [new Map(before.map((field) => [field.id, field])), new Map(after.map((field) => [field.id, field]))];
  return value.map((row) => {
    const cells = Object.entries(typeof row === "object" && row !== null && !Array.isArray(row) ? row : {});
    const carried = cells.map(([id, cell]) => [id, carry(old.get(id), fresh.get(id), cell)] as const);
    return Object.fromEntries(carried.filter((entry): entry is [string, AnswerValue] => entry[1] !== undefined));
  });
}
