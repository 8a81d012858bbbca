import { isSame } from "@/domain/core/same";
import type { AnswerValue, Answers, Field, FormDefinition, Section } from "../schema";
import { answerIn } from "./answers";
import type { FormContext, Scope } from "./context";
import type { FormError } from "./errors";
import { findField } from "./find";
import { planForm, type Plan, type PlannedField } from "./plan";
import { empty, valid, type Flaw, type RawAnswers, type Reading } from "./reading";
import { fieldsOfRow, readPlanned, settle, type AnswerSource, type Settled } from "./settle";
import { evidenceOf, prefilledFrom, sourcesOf } from "./prefill";
import type { FilledFrom, Origin } from "./sources";
import { writeAnswer } from "./write";

/** A section that applies now, with those of its fields that do. */
export type VisibleSection = { section: Section; fields: readonly Field[] };

export type ReadAt = { previous: Answers; context: FormContext; open?: ReadonlySet<string> | undefined };

/** One form, ready for use: the same object answers in the browser and on the server. */
export type CompiledForm = {
  definition: FormDefinition;
  /** The sections and fields that apply to these answers, and the answers without those that do not. */
  visible(answers: Answers, context: FormContext): { sections: VisibleSection[]; answers: Answers; has: (fieldId: string) => boolean };
  /** The fields of a repeating group that apply to one row of it; `{}` is a new row. */
  rowFields(groupId: string, row: Answers, at: { answers: Answers; context: FormContext }): Field[];
  /**
   * Reads a posted page. `answers` is the whole draft to store: `previous` with the page's valid values in place of
   * what was there, hidden fields dropped and computed values worked out. `raw` is what was typed into invalid fields.
   * With `open`, only its fields are read and the others of the page stay as they were.
   */
  readSection(sectionId: string, raw: RawAnswers, at: ReadAt): { answers: Answers; raw: RawAnswers; errors: FormError[] };
  /** Reads all pages at once, as one form of them would post it. */
  readWhole(raw: RawAnswers, context: FormContext): { answers: Answers; errors: FormError[] };
  /** The inputs of a section as they show the stored answers: the inverse of `readSection`. */
  toRaw(sectionId: string, answers: Answers): RawAnswers;
  /** The whole form as submitted: normalised visible answers and everything still wrong, in the order of the form. */
  validate(answers: Answers, context: FormContext): { answers: Answers; errors: FormError[] };
  /** Fills open visible fields from what is known of the applicant; `sources` says by field id where each value came from. */
  prefill(answers: Answers, context: FormContext): { answers: Answers; sources: Record<string, FilledFrom> };
  /**
   * Fills what has come into question since: fields that apply to these answers, did not to those before, and were not on the
   * page. `known` is what whoever fills in may know of the context.
   */
  prefillNew(answers: Answers, at: { before: Answers; raw: RawAnswers; context: FormContext; known: FormContext }): Answers;
  /** Of the visible fields that something is known for: from where, and whether the answer stands as it was known. */
  origins(answers: Answers, context: FormContext): Record<string, Origin>;
  /** These fields (of groups, the whole group) and all that hang on them: shown, computed or bounded by what they say. */
  affectedBy(fieldIds: readonly string[]): ReadonlySet<string>;
  /** The field of an id, also inside a group (`children.0.name` or `children.name`). */
  findField(fieldId: string): Field | undefined;
};

const compiled = new WeakMap<FormDefinition, CompiledForm>();

/** Compiles a form once per definition object. @throws forms.expressionSyntax for a form that was never analysed */
export function compileForm(definition: FormDefinition): CompiledForm {
  const known = compiled.get(definition);
  if (known) return known;
  const form = build(definition, planForm(definition));
  compiled.set(definition, form);
  return form;
}

function build(definition: FormDefinition, plan: Plan): CompiledForm {
  return {
    definition,
    visible(answers, context) {
      const settled = settle(plan, context, stored(answers));
      return { sections: sectionsOf(definition, settled), answers: settled.answers, has: (id) => settled.visible.has(id) };
    },
    rowFields(groupId, row, { answers, context }) {
      const group = plan.fields.find(({ field }) => field.id === groupId);
      return group ? fieldsOfRow(group, row, settle(plan, context, stored(answers)).scope) : [];
    },
    readSection: (sectionId, raw, at) => readSection(plan, sectionId, { raw, ...at }),
    readWhole(raw, context) {
      const settled = settle(plan, context, (planned, scope) => readPlanned(planned, { raw, previous: {}, context }, scope));
      return { answers: settled.answers, errors: errorsOf(plan, settled) };
    },
    toRaw: (sectionId, answers) => written(plan.fields.filter(({ section }) => section.id === sectionId), answers),
    validate(answers, context) {
      const raw = written(plan.fields, answers);
      const settled = settle(plan, context, (planned, scope) => readPlanned(planned, { raw, previous: answers, context }, scope));
      return { answers: settled.answers, errors: errorsOf(plan, settled) };
    },
    prefill: (answers, context) => prefill(plan, answers, { context, known: context }),
    prefillNew(answers, { before, raw, context, known }) {
      const applied = settle(plan, context, stored(before)).visible;
      const onPage = (id: string) => Object.keys(raw).some((name) => name === id || name.startsWith(`${id}.`) || name.startsWith(`${id}-`));
      return prefill(plan, answers, { context, known }, (id) => !applied.has(id) && !onPage(id)).answers;
    },
    origins: (answers, context) => originsOf(plan, answers, context),
    affectedBy: (fieldIds) => affectedBy(plan, fieldIds),
    findField: (fieldId) => findField(definition, fieldId),
  };
}

function written(fields: readonly PlannedField[], answers: Answers): RawAnswers {
  return Object.fromEntries(fields.flatMap(({ field }) => Object.entries(writeAnswer(field, field.id, answerIn(answers, field.id)))));
}

const reading = (value: AnswerValue | undefined): Reading => (value === undefined ? empty : valid(value));

/** Stored answers were judged when they were read and are taken as they are. */
function stored(answers: Answers): AnswerSource {
  return ({ field }) => reading(answerIn(answers, field.id));
}

function sectionsOf(definition: FormDefinition, { visible }: Settled): VisibleSection[] {
  const sections = definition.sections.map((section) => ({ section, fields: section.fields.filter(({ id }) => visible.has(id)) }));
  return sections.filter(({ fields }) => fields.length > 0);
}

type Page = ReadAt & { raw: RawAnswers };

function readSection(plan: Plan, sectionId: string, page: Page): { answers: Answers; raw: RawAnswers; errors: FormError[] } {
  const keep = stored(page.previous);
  const isRead = ({ section, field }: PlannedField) => section.id === sectionId && (page.open?.has(field.id) ?? true);
  const settled = settle(plan, page.context, (planned, scope) => (isRead(planned) ? readPlanned(planned, page, scope) : keep(planned, scope)));
  const invalid = [...settled.flaws.keys()];
  const typed = Object.entries(page.raw).filter(([name]) => invalid.some((id) => name === id || name.startsWith(`${id}.`) || name.startsWith(`${id}-`)));
  return { answers: settled.answers, raw: Object.fromEntries(typed), errors: errorsOf(plan, settled) };
}

function errorsOf(plan: Plan, { flaws }: Settled): FormError[] {
  return plan.fields.flatMap(({ field, section }) => (flaws.get(field.id) ?? []).map((flaw) => ({ ...toError(field, section.id, flaw), ...contradicted(plan, field, flaw) })));
}

function toError(field: Field, sectionId: string, { code, params, part, child }: Flaw): FormError {
  return {
    sectionId,
    fieldId: child ? `${field.id}.${child.row}.${child.field.id}` : field.id,
    ...(part !== undefined && { part }),
    ...(child && { row: child.row + 1 }),
    code,
    params,
    label: child ? child.field.label : field.label,
  };
}

/** The question an answer contradicts; inside a row, one of the same row first. */
function contradicted({ fields }: Plan, group: Field, { against }: Flaw): Pick<FormError, "against"> {
  const beside = group.type === "repeatingGroup" ? group.fields : [];
  const found = [...beside, ...fields.map(({ field }) => field)].find(({ id }) => id === against?.split(".")[0]);
  return found ? { against: found.label } : {};
}

const everyField = () => true;

type PrefillAt = { context: FormContext; known: FormContext };

function prefill(plan: Plan, answers: Answers, { context, known: from }: PrefillAt, fills: (id: string) => boolean = everyField): ReturnType<CompiledForm["prefill"]> {
  const sources: Record<string, FilledFrom> = {};
  const settled = settle(plan, context, (planned, scope) => {
    const { id } = planned.field;
    const answered = answerIn(answers, id);
    if (answered !== undefined) return reading(answered);
    const known = fills(id) ? knownFor(planned, from, scope) : undefined;
    if (!known) return empty;
    sources[id] = known.from;
    return known.reading;
  });
  return { answers: settled.answers, sources };
}

/** The first source of a field that knows something which could be its answer. */
function knownFor(planned: PlannedField, context: FormContext, scope: Scope): { from: FilledFrom; reading: Reading } | undefined {
  for (const from of sourcesOf(planned.field, context)) {
    const found = readPlanned(planned, { raw: prefilledFrom(planned.field, from, context), previous: {}, context }, scope);
    if (found.value !== undefined) return { from, reading: found };
  }
  return undefined;
}

function originsOf(plan: Plan, answers: Answers, context: FormContext): Record<string, Origin> {
  const origins: Record<string, Origin> = {};
  settle(plan, context, (planned, scope) => {
    const { id } = planned.field;
    const known = knownFor(planned, context, scope);
    const answered = answerIn(answers, id);
    if (known) origins[id] = { from: known.from, kept: answered !== undefined && isSame(answered, known.reading.value), evidence: evidenceOf(id, known.from, context) };
    return reading(answered);
  });
  return origins;
}

// One pass suffices: each field comes after all it needs.
function affectedBy({ order }: Plan, fieldIds: readonly string[]): Set<string> {
  const affected = new Set(fieldIds.map((id) => id.split(".")[0] ?? id));
  for (const { field, needs } of order) {
    if ([...needs].some((id) => affected.has(id))) affected.add(field.id);
  }
  return affected;
}
