import { isDay } from "@/domain/core/days";
import { evaluate } from "@/domain/core/expression/evaluate";
import { references } from "@/domain/core/expression/references";
import type { AnswerValue, Answers, Field, LeafField } from "../schema";
import { answerIn, isRow } from "./answers";
import { holds, type FormContext, type Scope } from "./context";
import type { Plan, PlannedField } from "./plan";
import { readAnswer } from "./read";
import { empty, flawed, many, one, valid, type Flaw, type Input, type RawAnswers, type Reading } from "./reading";

const MOST_ROWS = 50;

/** Where the answer of a visible field comes from: read from inputs, or kept as stored. */
export type AnswerSource = (planned: PlannedField, scope: Scope) => Reading;

/** `answers` holds visible fields only, `scope` is what an expression sees in the end, `visible` their ids, `flaws` what is wrong by field id. */
export type Settled = { answers: Answers; scope: Scope; visible: ReadonlySet<string>; flaws: ReadonlyMap<string, readonly Flaw[]> };

/**
 * One pass over the form in the order of its dependencies: each field is judged once, when everything it looks at is
 * already settled, so hiding one field hides what hangs on it, and computed values see only what will be stored.
 */
export function settle(plan: Plan, context: FormContext, source: AnswerSource): Settled {
  const situation = situationOutside(plan, context);
  const scope: Scope = { profile: context.profile, situation, today: context.today };
  const answers: Answers = {};
  const visible = new Set<string>();
  const flaws = new Map<string, readonly Flaw[]>();
  for (const planned of plan.order) {
    const { id } = planned.field;
    if (!holds(planned.sectionWhen, scope) || !holds(planned.when, scope)) continue;
    visible.add(id);
    const reading = valueOf(planned, scope, source);
    if (reading.flaws.length > 0) flaws.set(id, reading.flaws);
    if (reading.value === undefined) continue;
    answers[id] = scope[id] = situation[id] = reading.value;
  }
  return { answers, scope, visible, flaws };
}

/** A situation the form itself asks counts only as answered there. */
function situationOutside(plan: Plan, { situation }: FormContext): Answers {
  const asked = new Set(plan.fields.map(({ field }) => field.id));
  return Object.fromEntries(Object.entries(situation).filter(([key]) => !asked.has(key)));
}

/** A computed value is a text, a number or a yes; anything else, and what cannot be worked out, is left open. */
function valueOf<P extends PlannedField>(planned: P, scope: Scope, source: (planned: P, scope: Scope) => Reading): Reading {
  if (planned.field.type === "note") return empty;
  if (!planned.expression) return source(planned, scope);
  const value = evaluate(planned.expression, scope);
  return typeof value === "object" ? empty : valid(value);
}

export type Inputs = { raw: RawAnswers; previous: Answers; context: FormContext };

/** Reads a field, or all rows of a group, from the inputs of a page. */
export function readPlanned(planned: PlannedField, inputs: Inputs, scope: Scope): Reading {
  const { field } = planned;
  if (field.type === "repeatingGroup") return readRows(planned, { inputs, scope, field });
  return readLeaf(field, inputOf(planned, field.id, { inputs, scope, previous: answerIn(inputs.previous, field.id) }));
}

function readLeaf(field: LeafField, input: Input): Reading {
  return field.type === "computed" || field.type === "note" ? empty : readAnswer(field, input);
}

function inputOf(planned: PlannedField, name: string, at: { inputs: Inputs; scope: Scope; previous: AnswerValue | undefined }): Input {
  const { raw, context } = at.inputs;
  return {
    name,
    raw,
    today: context.today,
    previous: at.previous,
    files: context.files ?? new Map(),
    signers: context.signers,
    bound: (which) => {
      const expression = planned[which];
      const day = expression && evaluate(expression, at.scope);
      return isDay(day) ? day : undefined;
    },
    against: planned.mustBe && references(planned.mustBe).find((path) => !/^(profile|situation)\./.test(path)),
  };
}

type Group = Extract<Field, { type: "repeatingGroup" }>;

/** A row left blank is dropped rather than complained about. */
function readRows(planned: PlannedField, { inputs, scope, field }: { inputs: Inputs; scope: Scope; field: Group }): Reading {
  const max = field.max ?? MOST_ROWS;
  const indexes = Array.from({ length: rowCount(field.id, inputs.raw, max + 1) }, (_, index) => index);
  const filled = indexes.filter((index) => isFilled(inputs.raw, `${field.id}.${index}.`));
  const rows = filled.map((index) => readRow(planned, index, { inputs, scope }));
  const flaws = rows.flatMap((row) => row.flaws);
  const whole = rows.flatMap((row) => (row.value === undefined || row.flaws.length > 0 ? [] : [row.value]));
  // A row half typed does not cost the others.
  if (flaws.length > 0) return whole.length > 0 ? { value: whole, flaws } : { flaws };
  return judgeRows(field, whole);
}

function judgeRows({ min = 1, max = MOST_ROWS, optional }: Group, rows: AnswerValue[]): Reading {
  if (rows.length > max) return flawed("forms.tooManyRows", { max });
  const kept = rows.length === 0 ? empty : valid(rows);
  // Too few are no reason to lose those there are.
  return rows.length < min && !(optional && rows.length === 0) ? { ...kept, ...flawed("forms.rowsRequired", { min }) } : kept;
}

/** As many rows as the page says or as have inputs, whichever is more. */
function rowCount(name: string, raw: RawAnswers, most: number): number {
  const said = Number(one(raw, `${name}.rows`)) || 0;
  const seen = Object.keys(raw).map((key) => (key.startsWith(`${name}.`) ? Number(key.slice(name.length + 1).split(".")[0]) + 1 : 0));
  return Math.min(most, Math.max(0, Math.trunc(said), ...seen.filter((count) => Number.isSafeInteger(count))));
}

function isFilled(raw: RawAnswers, prefix: string): boolean {
  return Object.keys(raw).some((key) => key.startsWith(prefix) && many(raw, key).length > 0);
}

/** Inside a row a name means the answer of the same row first. */
function readRow(group: PlannedField, row: number, { inputs, scope }: { inputs: Inputs; scope: Scope }): Reading {
  const rowScope = { ...scope };
  const value: Answers = {};
  const flaws: Flaw[] = [];
  const stored = previousRow(inputs.previous, group.field.id, row);
  let given = 0;
  for (const planned of group.rows) {
    if (!holds(planned.when, rowScope)) continue;
    const { field } = planned;
    const input = inputOf(planned, `${group.field.id}.${row}.${field.id}`, { inputs, scope: rowScope, previous: answerIn(stored, field.id) });
    const reading = valueOf(planned, rowScope, () => readLeaf(field, input));
    flaws.push(...reading.flaws.map((flaw) => ({ ...flaw, child: { row, field } })));
    if (reading.value === undefined) continue;
    value[field.id] = reading.value;
    rowScope[field.id] = reading.value;
    if (field.type !== "computed") given += 1;
  }
  if (flaws.length > 0) return { flaws };
  return given === 0 ? empty : valid(value);
}

function previousRow(previous: Answers, groupId: string, row: number): Answers {
  const rows = answerIn(previous, groupId);
  const stored = Array.isArray(rows) ? rows[row] : undefined;
  return isRow(stored) ? stored : {};
}

/** The fields of a group that apply to one row of it, in the order they are defined. */
export function fieldsOfRow(group: PlannedField, row: Answers, scope: Scope): LeafField[] {
  const rowScope = { ...scope };
  const shown = new Set<string>();
  for (const planned of group.rows) {
    if (!holds(planned.when, rowScope)) continue;
    shown.add(planned.field.id);
    const { value } = valueOf(planned, rowScope, () => ({ value: answerIn(row, planned.field.id) ?? null, flaws: [] }));
    rowScope[planned.field.id] = value ?? null;
  }
  return group.field.type === "repeatingGroup" ? group.field.fields.filter(({ id }) => shown.has(id)) : [];
}
