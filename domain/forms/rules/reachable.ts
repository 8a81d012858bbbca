import { evaluate, references, type Expression } from "@/domain/core/expression";
import type { Field, FormDefinition } from "../schema";
import type { Scope } from "./context";

/** Beyond this many combinations a condition is taken to be reachable. */
const MOST_COMBINATIONS = 4096;

/** What the closed questions of a form can be answered with, by the path an expression uses; null is no answer. */
export function valuesOf(definition: FormDefinition, situations: readonly { key: string; options: readonly { value: string }[] }[]): ReadonlyMap<string, readonly unknown[]> {
  const fields = definition.sections.flatMap((section) => section.fields.flatMap(withChildren));
  const asked = situations.map(({ key, options }): [string, unknown[]] => [`situation.${key}`, [null, ...options.map(({ value }) => value)]]);
  const closed = fields.flatMap((field): [string, unknown[]][] => {
    if (field.type === "yesNo") return [[field.id, [null, true, false]]];
    return field.type === "choice" ? [[field.id, [null, ...field.options.map(({ value }) => value)]]] : [];
  });
  return new Map([...asked, ...closed]);
}

const withChildren = (field: Field): Field[] => (field.type === "repeatingGroup" ? [field, ...field.fields] : [field]);

/**
 * Whether some answers make all these conditions true. Tried over every combination of the closed questions they name;
 * a condition on anything open, or on the day, is given the benefit of the doubt.
 */
export function canHold(conditions: readonly Expression[], values: ReadonlyMap<string, readonly unknown[]>): boolean {
  const paths = [...new Set(conditions.flatMap(references))];
  const isClosed = paths.every((path) => values.has(path)) && !conditions.some(looksAtDay);
  const count = paths.reduce((product, path) => product * (values.get(path)?.length ?? 1), 1);
  if (!isClosed || count > MOST_COMBINATIONS) return true;
  return scopesOver(paths, values).some((scope) => conditions.every((condition) => evaluate(condition, scope) === true));
}

const looksAtDay = (condition: Expression): boolean => JSON.stringify(condition).includes('"path":"today"');

function scopesOver(paths: readonly string[], values: ReadonlyMap<string, readonly unknown[]>): Scope[] {
  return paths.reduce<Scope[]>((scopes, path) => scopes.flatMap((scope) => (values.get(path) ?? []).map((value) => withPath(scope, path, value))), [{}]);
}

function withPath(scope: Scope, path: string, value: unknown): Scope {
  const [head = "", key] = path.split(".");
  if (key === undefined) return { ...scope, [head]: value };
  const inner = typeof scope[head] === "object" ? scope[head] : {};
  return { ...scope, [head]: { ...inner, [key]: value } };
}
