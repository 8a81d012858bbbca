import { addDays } from "@/domain/core/calendar";
import { isDay } from "@/domain/core/days";
import { evaluate, parseExpression, printExpression, references, toSubject, type Expression, type ExpressionKind, type Subject } from "@/domain/core/expression";
import type { Field, FormDefinition, Section } from "../schema";
import type { Scope } from "./context";

/** Beyond this many combinations a condition is taken to be reachable. */
const MOST_COMBINATIONS = 4096;
const MOST_SUBSETS = 6;

/**
 * What is known of a name before anybody answers: the answers there can be, the bounds of a number, when it is asked.
 * `key` is the question behind it.
 */
type Known = { key: string; closed?: readonly unknown[]; min?: number | undefined; max?: number | undefined; asked: readonly Expression[] };
/** All that the conditions of a form can be tried over, by the path an expression uses. */
export type Values = ReadonlyMap<string, Known>;

type Situations = readonly { key: string; options: readonly { value: string }[] }[];

/** What the questions of a form can be answered with. A situation that the form asks itself is its question. */
export function valuesOf(definition: FormDefinition, situations: Situations): Values {
  const given = situations.map(({ key, options }): [string, Known] => [`situation.${key}`, { key: `situation.${key}`, closed: [...options.map(({ value }) => value), null], asked: [] }]);
  const fields = definition.sections.flatMap((section) => section.fields.map((field) => knownOf(field, section)));
  const inRows = definition.sections.flatMap((section) => section.fields.flatMap((field) => (field.type === "repeatingGroup" ? field.fields.map((child) => knownOf(child, section, field)) : [])));
  const asSituations = fields.map(([path, known]): [string, Known] => [`situation.${path}`, known]);
  return new Map([...given, ...asSituations, ...fields, ...inRows]);
}

function knownOf(field: Field, section: Section, group?: Field): [string, Known] {
  const conditions = [section.visibleWhen, group?.visibleWhen, field.visibleWhen].filter((text) => text !== undefined);
  return [field.id, { key: field.id, ...answersTo(field), asked: conditions.map((text) => parseExpression(text)) }];
}

function answersTo(field: Field): Omit<Known, "key" | "asked"> {
  switch (field.type) {
    case "yesNo":
      return { closed: [true, false, null] };
    case "choice":
      return { closed: [...field.options.map(({ value }) => value), null] };
    case "multipleChoice":
      return field.options.length > MOST_SUBSETS ? {} : { closed: [...subsets(field.options.map(({ value }) => value)).filter(({ length }) => length > 0 && length <= (field.max ?? length)), null] };
    case "number":
      return { min: field.min, max: field.max };
    case "money":
      return { min: field.min ?? 0, max: field.max };
    default:
      return {};
  }
}

const subsets = (values: readonly string[]): string[][] => values.reduce<string[][]>((all, value) => [...all, ...all.map((subset) => [...subset, value])], [[]]);

/** A name, or a measure of one (`age(born, today)`), with the values that tell its comparisons apart. */
type Variable = { key: string; path: string; candidates: readonly unknown[] };
type Assignment = ReadonlyMap<string, unknown>;

/**
 * Whether some answers make all these conditions true. Tried over every combination of closed answers and, for numbers,
 * days and texts that are compared with fixed values only, of one value in each stretch between those; an answer counts
 * only while its question is asked. What cannot be told, such as anything about the day, is given the benefit of the
 * doubt, so a reachable place is never called unreachable.
 */
export function canHold(conditions: readonly Expression[], values: Values): boolean {
  // Where there is too much to try with all that the questions hang on, they are tried by themselves.
  const variables = [withAsking(conditions, values), conditions].map((all) => variablesIn(all, values)).find((found) => combinations(found) <= MOST_COMBINATIONS);
  if (!variables) return true;
  const atoms = new Map<Expression, Atom>();
  return someAssignment(variables, (assignment) => {
    const trial: Trial = { assignment, values, atoms, whole: assignment.size === variables.length, asking: new Set(), answers: new Map() };
    return conditions.every((condition) => truth(condition, trial) !== false);
  });
}

const combinations = (variables: readonly Variable[]) => variables.reduce((product, { candidates }) => product * candidates.length, 1);

/** The conditions and those under which the questions they name are asked, and so on. */
function withAsking(conditions: readonly Expression[], values: Values): Expression[] {
  const seen = new Set<string>();
  const all: Expression[] = [];
  const add = (expression: Expression): void => {
    all.push(expression);
    for (const path of references(expression)) {
      if (seen.has(path)) continue;
      seen.add(path);
      values.get(path)?.asked.forEach(add);
    }
  };
  conditions.forEach(add);
  return all;
}

function variablesIn(expressions: readonly Expression[], values: Values): Variable[] {
  const variables = new Map<string, { path: string; found: unknown[] }>();
  const add = (key: string, path: string, found: readonly unknown[]) => variables.set(key, { path, found: [...(variables.get(key)?.found ?? []), ...found] });
  for (const atom of expressions.flatMap(atomsOf)) {
    const compared = toCompared(atom, values);
    if (compared) add(compared.key, compared.path, compared.literals);
    for (const path of references(atom)) if (values.get(path)?.closed) add(keyOf(path, values), path, []);
  }
  return [...variables].map(([key, { path, found }]) => ({ key, path, candidates: values.get(path)?.closed ?? apart(found, key === keyOf(path, values) ? (values.get(path) ?? {}) : least(key)) }));
}

const keyOf = (path: string, values: Values) => values.get(path)?.key ?? path;

/** Ages and counts are never below nothing. */
const least = (key: string): Pick<Known, "min" | "max"> => (/^(age|count|length)\(/.test(key) ? { min: 0 } : {});

/** The smallest conditions of one: what stands between and, or and not. */
function atomsOf(node: Expression): Expression[] {
  if (node.kind === "unary" && node.operator === "!") return atomsOf(node.operand);
  if (node.kind === "binary" && (node.operator === "&&" || node.operator === "||")) return [...atomsOf(node.left), ...atomsOf(node.right)];
  return [node];
}

type Compared = { key: string; path: string; literals: unknown[]; holds: (value: unknown) => boolean };

const comparisons: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">=", "in"]);

/** An open name, or a measure of one, compared with fixed values. */
function toCompared(node: Expression, values: Values): Compared | undefined {
  if (node.kind === "call" && node.name === "isEmpty") return toBlank(node, values);
  if (node.kind !== "binary" || !comparisons.has(node.operator)) return undefined;
  const subject = openSubject(node.left, values);
  const literals = literalsIn(node.right);
  if (!subject || !literals || !canBeTried(node.operator, literals)) return undefined;
  const key = subject.measure ? printExpression(node.left) : keyOf(subject.path, values);
  return { key, path: subject.path, literals, holds: (value) => evaluate({ ...node, left: fixed(value) }, {}) === true };
}

function openSubject(node: Expression, values: Values): Subject | undefined {
  const subject = toSubject(node);
  if (!subject || subject.path === "today" || values.get(subject.path)?.closed) return undefined;
  return subject.measure || values.has(subject.path) ? subject : undefined;
}

/** Texts have no order that could be tried. */
const canBeTried = (operator: string, literals: readonly unknown[]) => ["==", "!=", "in"].includes(operator) || literals.every((value) => typeof value === "number" || isDay(value));

function toBlank(node: ExpressionKind<"call">, values: Values): Compared | undefined {
  const [of] = node.parameters;
  if (of?.kind !== "reference" || !values.has(of.path) || values.get(of.path)?.closed) return undefined;
  return { key: keyOf(of.path, values), path: of.path, literals: [], holds: (value) => value === null || value === "" };
}

const fixed = (value: unknown): Expression => ({ kind: "literal", value: value as string | number | boolean | null, position: 0 });

function literalsIn(node: Expression): unknown[] | undefined {
  if (node.kind === "literal") return node.value === null ? [] : [node.value];
  if (node.kind === "unary" && node.operator === "-" && node.operand.kind === "literal" && typeof node.operand.value === "number") return [-node.operand.value];
  if (node.kind !== "list") return undefined;
  const items = node.items.map(literalsIn);
  return items.every((item) => item !== undefined) ? items.flat() : undefined;
}

/** One value in each stretch that the literals cut out, the literals themselves, and no answer. */
function apart(found: readonly unknown[], { min, max }: Pick<Known, "min" | "max">): unknown[] {
  const numbers = found.filter((value) => typeof value === "number");
  const days = found.filter((value) => isDay(value));
  const cuts = [...new Set([...numbers, ...(min === undefined ? [] : [min]), ...(max === undefined ? [] : [max])])].toSorted((a, b) => a - b);
  const between = cuts.flatMap((cut, index) => [cut, (cut + (cuts[index + 1] ?? cut + 2)) / 2]);
  const outside = cuts[0] === undefined ? [0] : [cuts[0] - 1, ...between];
  const allowed = outside.filter((value) => value >= (min ?? value) && value <= (max ?? value));
  const around = days.flatMap((day) => [addDays(day, -1), day, addDays(day, 1)]);
  const others = found.filter((value) => typeof value !== "number");
  return [...new Set<unknown>([...allowed, ...around, ...others, "\u0000", null])];
}

/** Whether one of the assignments may do; one that cannot any more is not filled up. */
function someAssignment(variables: readonly Variable[], mayDo: (assignment: Assignment) => boolean): boolean {
  const assignment = new Map<string, unknown>();
  const from = (index: number): boolean => {
    const variable = variables[index];
    if (!mayDo(assignment)) return false;
    if (!variable) return true;
    const found = variable.candidates.some((value) => {
      assignment.set(variable.key, value);
      return from(index + 1);
    });
    assignment.delete(variable.key);
    return found;
  };
  return from(0);
}

/** What a smallest condition comes down to: a comparison with fixed values, or something that only closed answers decide. */
type Atom = { compared: Compared | undefined; paths: readonly string[]; isClosed: boolean };
/** `answers` are those worked out already, `asking` the names whose asking is being worked out; not `whole`: some are still to be assigned. */
type Trial = { assignment: Assignment; values: Values; atoms: Map<Expression, Atom>; whole: boolean; asking: ReadonlySet<string>; answers: Map<string, unknown> };

const unknown = Symbol("unknown");

/** True, false, or not to be told. */
function truth(node: Expression, trial: Trial): boolean | undefined {
  if (node.kind === "unary" && node.operator === "!") {
    const inner = truth(node.operand, trial);
    return inner === undefined ? undefined : !inner;
  }
  if (node.kind === "binary" && (node.operator === "&&" || node.operator === "||")) {
    const decides = node.operator === "||";
    const sides = [truth(node.left, trial), truth(node.right, trial)];
    return sides.includes(decides) ? decides : sides.includes(undefined) ? undefined : !decides;
  }
  return atomTruth(node, trial);
}

function atomTruth(node: Expression, trial: Trial): boolean | undefined {
  const { compared, paths, isClosed } = trial.atoms.get(node) ?? remembered(node, trial);
  if (compared && trial.assignment.has(compared.key)) {
    const value = answered(compared.path, compared.key, trial);
    return value === unknown ? undefined : compared.holds(value);
  }
  if (!isClosed) return undefined;
  const answers = paths.map((path) => [path, answered(path, keyOf(path, trial.values), trial)] as const);
  if (answers.some(([, value]) => value === unknown)) return undefined;
  return evaluate(node, answers.reduce<Scope>((known, [path, value]) => withPath(known, path, value), {})) === true;
}

function remembered(node: Expression, { atoms, values }: Trial): Atom {
  const paths = references(node);
  const atom = { compared: toCompared(node, values), paths, isClosed: paths.every((path) => values.get(path)?.closed) && !looksAtDay(node) };
  atoms.set(node, atom);
  return atom;
}

/** The answer tried, or none while its question is not asked: of nothing there is a number, 0. */
function answered(path: string, key: string, trial: Trial): unknown {
  if (trial.answers.has(key)) return trial.answers.get(key);
  const answer = trial.assignment.has(key) ? whileAsked(path, key, trial) : unknown;
  if (trial.asking.size === 0) trial.answers.set(key, answer);
  return answer;
}

function whileAsked(path: string, key: string, trial: Trial): unknown {
  const conditions = trial.asking.has(path) ? [] : (trial.values.get(path)?.asked ?? []);
  const inner = { ...trial, asking: new Set([...trial.asking, path]) };
  const asked = conditions.map((condition) => truth(condition, inner));
  if (asked.includes(false)) return /^(count|sum|length)\(/.test(key) ? 0 : null;
  // Where it cannot be told, no answer is one of those tried.
  return trial.whole || !asked.includes(undefined) ? trial.assignment.get(key) : unknown;
}

const looksAtDay = (condition: Expression): boolean => JSON.stringify(condition).includes('"path":"today"');

function withPath(scope: Scope, path: string, value: unknown): Scope {
  const [head = "", key] = path.split(".");
  if (key === undefined) return { ...scope, [head]: value };
  const inner = typeof scope[head] === "object" ? scope[head] : {};
  return { ...scope, [head]: { ...inner, [key]: value } };
}
