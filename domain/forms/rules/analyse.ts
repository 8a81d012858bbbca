import { check, parseExpression, type Expression, type ExpressionType, type ExpressionTypes } from "@/domain/core/expression";
import { isDomainError, type ErrorParams } from "@/domain/core/errors";
import { dayRules, type Field, type FormDefinition, type Option } from "../schema";
import { planForm } from "./plan";
import { canHold, valuesOf, type Values } from "./reachable";
import { typesInRow, typesOf } from "./types";

/** What keeps a form from being published. The key is the code and message key; the value lists its params. */
export const formProblemCodes = {
  "forms.duplicateId": ["id"],
  "forms.reservedId": ["id"],
  "forms.duplicateOption": ["value"],
  "forms.boundsReversed": ["min", "max"],
  "forms.expressionSyntax": ["reason", "position", "found"],
  "forms.unknownField": ["path", "position"],
  "forms.typeMismatch": ["expected", "found", "position"],
  "forms.cycle": ["ids"],
  "forms.neverVisible": [],
} as const satisfies Record<string, readonly string[]>;

/** `path` leads to the place in the definition, for example `sections.0.fields.2.visibleWhen`. */
export type FormProblem = { path: string; code: keyof typeof formProblemCodes; params: ErrorParams };

type Situations = readonly { key: string; options: readonly { value: string }[] }[];
type Place = { field: Field; path: string; types: ExpressionTypes; sectionWhen: string | undefined; groupWhen?: string | undefined };

/** Names expressions keep for themselves. */
const RESERVED = new Set(["profile", "situation", "today", "true", "false", "null", "and", "or", "in", "constructor", "prototype"]);

/**
 * Static analysis before publishing: expressions that do not parse, name nothing or mix types, fields that wait for
 * one another, ids and options used twice, and fields no answer can ever show.
 */
export function analyseForm(definition: FormDefinition, { situations }: { situations: Situations }): FormProblem[] {
  const places = placesOf(definition, typesOf(definition, situations));
  const wrongExpressions = [
    ...definition.sections.flatMap((section, index) => expressionProblems(`sections.${index}.visibleWhen`, section.visibleWhen, { types: typesOf(definition, situations), expected: "boolean" })),
    ...places.flatMap(fieldExpressions),
  ];
  const problems = [...repeatedIds(definition, places), ...places.flatMap(fieldLimits), ...wrongExpressions];
  const parses = wrongExpressions.every(({ code }) => code !== "forms.expressionSyntax");
  return parses ? [...problems, ...cycles(definition), ...unreachable(definition, places, valuesOf(definition, situations))] : problems;
}

function placesOf(definition: FormDefinition, types: ExpressionTypes): Place[] {
  return definition.sections.flatMap((section, sectionIndex) =>
    section.fields.flatMap((field, fieldIndex): Place[] => {
      const path = `sections.${sectionIndex}.fields.${fieldIndex}`;
      const place = { field, path, types, sectionWhen: section.visibleWhen };
      if (field.type !== "repeatingGroup") return [place];
      const inRow = typesInRow(types, field);
      return [place, ...field.fields.map((child, index) => ({ ...place, field: child, path: `${path}.fields.${index}`, types: inRow, groupWhen: field.visibleWhen }))];
    }),
  );
}

function repeatedIds(definition: FormDefinition, places: readonly Place[]): FormProblem[] {
  const sections = definition.sections.map(({ id }, index) => ({ id, path: `sections.${index}.id` }));
  const fields = places.map(({ field, path }) => ({ id: field.id, path: `${path}.id` }));
  const again = [...repeated(sections, ({ id }) => id), ...repeated(fields, ({ id }) => id)];
  return [
    ...again.map(({ id, path }): FormProblem => ({ path, code: "forms.duplicateId", params: { id } })),
    ...fields.filter(({ id }) => RESERVED.has(id)).map(({ id, path }): FormProblem => ({ path, code: "forms.reservedId", params: { id } })),
  ];
}

/** Entries whose key was there before. */
function repeated<T>(entries: readonly T[], keyOf: (entry: T) => string): T[] {
  return entries.filter((entry, index) => entries.findIndex((other) => keyOf(other) === keyOf(entry)) < index);
}

function fieldLimits({ field, path }: Place): FormProblem[] {
  const options: readonly Option[] = "options" in field ? field.options : [];
  const twice = repeated(options, ({ value }) => value).map(({ value }): FormProblem => ({ path: `${path}.options`, code: "forms.duplicateOption", params: { value } }));
  const [min, max] = field.type === "text" ? [field.minLength, field.maxLength] : ["min" in field ? field.min : undefined, "max" in field ? field.max : undefined];
  const reversed = min !== undefined && max !== undefined && min > max;
  return reversed ? [...twice, { path, code: "forms.boundsReversed", params: { min, max } }] : twice;
}

function fieldExpressions({ field, path, types }: Place): FormProblem[] {
  const condition = expressionProblems(`${path}.visibleWhen`, field.visibleWhen, { types, expected: "boolean" });
  if (field.type === "computed") return [...condition, ...expressionProblems(`${path}.expression`, field.expression, { types, expected: computedTypes[field.display ?? "text"] })];
  if (field.type !== "date") return condition;
  const bounds = dayRules.flatMap((which) => expressionProblems(`${path}.${which}`, field[which], { types, expected: "date" }));
  return [...condition, ...bounds];
}

const computedTypes = { text: "any", number: "number", money: "number", date: "date" } as const satisfies Record<string, ExpressionType>;

/** What is wrong with one expression: its syntax, or else each unknown name and mismatch. */
export function expressionProblems(path: string, text: string | undefined, { types, expected }: { types: ExpressionTypes; expected: ExpressionType }): FormProblem[] {
  if (text === undefined) return [];
  const parsed = tryParse(text);
  if ("params" in parsed) return [{ path, code: "forms.expressionSyntax", params: parsed.params }];
  return check(parsed.expression, types, expected).map(({ code, ...params }) => ({ path, code, params }));
}

function tryParse(text: string): { expression: Expression } | { params: ErrorParams } {
  try {
    return { expression: parseExpression(text) };
  } catch (error) {
    if (isDomainError(error)) return { params: error.params };
    throw error;
  }
}

function cycles(definition: FormDefinition): FormProblem[] {
  return planForm(definition).cycles.map((ids) => ({ path: "sections", code: "forms.cycle", params: { ids: ids.join(" → ") } }));
}

/** A page or group that never comes is told once, not for each of its fields; many wait for the same, which is tried once. */
function unreachable({ sections }: FormDefinition, places: readonly Place[], values: Values): FormProblem[] {
  const tried = new Map<string, boolean>();
  const canShow = (...conditions: (string | undefined)[]): boolean => {
    const texts = conditions.filter((text) => text !== undefined);
    const key = JSON.stringify(texts);
    const known = tried.get(key) ?? canHold(texts.map((text) => parseExpression(text)), values);
    tried.set(key, known);
    return known;
  };
  const lost = sections.flatMap(({ visibleWhen }, index) => (canShow(visibleWhen) ? [] : [`sections.${index}`]));
  for (const { field, path, sectionWhen, groupWhen } of places) {
    if (!lost.some((outer) => path.startsWith(`${outer}.`)) && !canShow(sectionWhen, groupWhen, field.visibleWhen)) lost.push(path);
  }
  return lost.map((path) => ({ path, code: "forms.neverVisible", params: {} }));
}
