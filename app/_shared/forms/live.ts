import type { CompiledForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { isRow } from "@/domain/forms/rules/answers";
import type { AnswerValue, Answers, Field, LeafField } from "@/domain/forms/schema";
import { leastRows, rowCount } from "./raw";

/** Of a row of a group, the ids of the fields that apply, and its values worked out. */
type LiveRow = { shown: readonly string[]; computed: Answers };
export type LiveRows = Readonly<Record<string, readonly LiveRow[]>>;
type LiveSection = { fields: readonly Field[]; answers: Answers; rows: LiveRows };

type At = { previous: Answers; context: FormContext; open?: ReadonlySet<string> | undefined };

/** What a page shows for what is typed in it so far: the fields that apply, values worked out, the rows of its groups. */
export function liveSection(form: CompiledForm, sectionId: string, raw: RawAnswers, at: At): LiveSection {
  const { answers } = form.readSection(sectionId, raw, at);
  const { sections } = form.visible(answers, at.context);
  const fields = sections.find(({ section }) => section.id === sectionId)?.fields ?? [];
  const groups = fields.filter((field) => field.type === "repeatingGroup");
  const rows = groups.map((group) => [group.id, Array.from({ length: rowCount(raw, group.id, leastRows(group)) }, (_, row) => liveRow(form, group, { raw, row, answers, context: at.context }))] as const);
  return { fields, answers, rows: Object.fromEntries(rows) };
}

type Group = Extract<Field, { type: "repeatingGroup" }>;

// A row is read by itself, as the only one of its group, so that a flaw in another row does not hide what it says.
function liveRow(form: CompiledForm, group: Group, { raw, row, answers, context }: { raw: RawAnswers; row: number; answers: Answers; context: FormContext }): LiveRow {
  const values: Answers = {};
  for (const child of group.fields) {
    const value = plainValue(child, raw, `${group.id}.${row}.${child.id}`);
    if (value !== undefined) values[child.id] = value;
  }
  const stored = answers[group.id];
  const kept = Array.isArray(stored) ? stored[row] : undefined;
  const known = { ...(isRow(kept) ? kept : {}), ...values };
  return { shown: form.rowFields(group.id, known, { answers, context }).map(({ id }) => id), computed: computedOf(group.fields, known) };
}

/** Of these answers, those that were worked out of the others. */
export function computedOf(fields: readonly Field[], answers: Answers): Answers {
  return Object.fromEntries(fields.flatMap(({ id, type }) => (type === "computed" && answers[id] !== undefined ? [[id, answers[id]]] : [])));
}

/** Choices decide what else is asked in a row; they are read as they stand. */
function plainValue(child: LeafField, raw: RawAnswers, name: string): AnswerValue | undefined {
  const text = raw[name];
  if (child.type === "choice") return typeof text === "string" ? text : undefined;
  if (child.type === "yesNo") return text === "yes" ? true : text === "no" ? false : undefined;
  return undefined;
}
