import { isLiteral, type Condition, type ConditionRow, type ExpressionType, type Literal, type Measure, type Operand, type RowOperator, type Subject } from "@/domain/core/expression";
import { dayOfInstant } from "@/app/_i18n/format";
import type { ScopeEntry } from "@/domain/forms/rules/scope";

export type Scope = readonly ScopeEntry[];

export const entryAt = (scope: Scope, { path }: Subject) => scope.find((entry) => entry.path === path);

/** What a subject is: the type of its field, or a number for each measure of it. */
export function typeOfSubject(subject: Subject, scope: Scope): ExpressionType {
  return subject.measure ? "number" : (entryAt(scope, subject)?.type ?? "any");
}

/** The measures that make sense of a field. */
function measuresOf({ type, kind }: ScopeEntry): Measure[] {
  if (type === "date") return kind === "today" ? [] : ["age", "daysSince", "daysUntil"];
  if (typeof type === "object") return type.list === "number" ? ["sum", "count"] : ["count"];
  return kind === "text" || kind === "longText" ? ["length"] : [];
}

/** Everything that may stand on the left of a row, field by field. */
export function subjectsOf(entry: ScopeEntry): Subject[] {
  return [{ path: entry.path }, ...measuresOf(entry).map((measure) => ({ path: entry.path, measure }))];
}

export const keyOf = ({ path, measure }: Subject) => (measure ? `${measure}:${path}` : path);

const always: RowOperator[] = ["isEmpty", "isFilled"];
const equal: RowOperator[] = ["is", "isNot"];
const ordered: RowOperator[] = [...equal, "less", "atMost", "more", "atLeast"];

/** The operators a subject can be compared with. */
export function operatorsFor(subject: Subject, scope: Scope): RowOperator[] {
  const type = typeOfSubject(subject, scope);
  if (subject.measure) return ordered;
  if (typeof type === "object") return type.list === "any" ? always : ["contains", "lacks", ...always];
  if (type === "number" || type === "date") return [...ordered, ...always];
  if (type === "boolean" || type === "any") return [...equal, ...always];
  return [...equal, ...(entryAt(scope, subject)?.options ? (["oneOf", "noneOf"] as const) : (["contains", "lacks"] as const)), ...always];
}

/** A value to begin with, so that a row is whole from its first moment. */
export function firstLiteral(subject: Subject, scope: Scope): Literal {
  const type = typeOfSubject(subject, scope);
  const [option] = entryAt(scope, subject)?.options ?? [];
  if (option && !subject.measure) return option.value;
  if (type === "number") return 0;
  if (type === "boolean") return true;
  return type === "date" ? dayOfInstant(new Date()) : "";
}

/** A row about a subject, with the first operator that fits. */
export function rowAbout(subject: Subject, scope: Scope): ConditionRow {
  const [operator = "isFilled"] = firstOperators(subject, scope);
  return withOperator({ subject, operator: "isFilled" }, operator, scope);
}

// Texts are rarely compared with one fixed text: whether there is one is asked more often.
function firstOperators(subject: Subject, scope: Scope): RowOperator[] {
  const isOpenText = typeOfSubject(subject, scope) === "string" && !entryAt(scope, subject)?.options;
  return isOpenText ? ["isFilled"] : operatorsFor(subject, scope);
}

/** The same row with another operator; its value stays where it still fits. */
export function withOperator({ subject, value }: ConditionRow, operator: RowOperator, scope: Scope): ConditionRow {
  if (always.includes(operator)) return { subject, operator };
  const one = value && !("list" in value) ? value : firstValue(subject, value?.list[0], scope);
  if (operator !== "oneOf" && operator !== "noneOf") return { subject, operator, value: one };
  const listed = isLiteral(one) ? [one.literal] : [];
  return { subject, operator, value: { list: value && "list" in value ? value.list : listed } };
}

/** A day is mostly compared with today. */
function firstValue(subject: Subject, literal: Literal | undefined, scope: Scope): Operand {
  if (literal !== undefined) return { literal };
  const ofDay = typeOfSubject(subject, scope) === "date" && subject.path !== "today";
  return ofDay ? { path: "today" } : { literal: firstLiteral(subject, scope) };
}

/** The subjects a value may be taken from: those of the same type, the subject itself left out. */
export function peersOf(subject: Subject, scope: Scope): Subject[] {
  const type = typeOfSubject(subject, scope);
  if (type !== "number" && type !== "date") return [];
  return scope.flatMap(subjectsOf).filter((other) => keyOf(other) !== keyOf(subject) && typeOfSubject(other, scope) === type);
}

/** Everything of these types, for the values of a formula. */
export function operandsOf(scope: Scope, fits: (type: ExpressionType) => boolean): Subject[] {
  return scope.flatMap(subjectsOf).filter((subject) => fits(typeOfSubject(subject, scope)));
}

export const noCondition: Condition = { join: "all", entries: [] };

/** The list with one entry put in place of another, or taken out. */
export function replaced<T>(list: readonly T[], index: number, entry: T | undefined): T[] {
  return list.flatMap((old, at) => (at === index ? (entry === undefined ? [] : [entry]) : [old]));
}
