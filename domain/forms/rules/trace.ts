import { evaluate, parseExpression, references, type ExpressionValue } from "@/domain/core/expression";
import { dayRules, type Answers, type DayRule, type Field, type FormDefinition, type Section } from "../schema";
import type { FormContext, Scope } from "./context";
import { compileForm } from "./compile";
import { isRow } from "./answers";

/** One expression of a form, what it came to for some answers, and what it read on the way. */
export type TracedRule = {
  kind: "section" | "field" | "computed" | DayRule;
  section: Section;
  field?: Field;
  /** The row of a group, from 0. */
  row?: number;
  text: string;
  value: ExpressionValue;
  reads: { path: string; value: ExpressionValue }[];
};

/** Which rules of a form fire for these answers, and why: every condition, bound and computed value in the order of the form. */
export function traceForm(definition: FormDefinition, answers: Answers, context: FormContext): TracedRule[] {
  const { answers: settled } = compileForm(definition).visible(answers, context);
  const scope: Scope = { ...settled, profile: context.profile, situation: { ...context.situation, ...settled }, today: context.today };
  return definition.sections.flatMap((section) => [
    ...traced({ kind: "section", section, text: section.visibleWhen }, scope),
    ...section.fields.flatMap((field) => [...ofField({ section, field }, scope), ...ofRows({ section, field }, scope)]),
  ]);
}

type Place = Pick<TracedRule, "section" | "row"> & { field: Field };

function ofField(place: Place, scope: Scope): TracedRule[] {
  const { field } = place;
  return [
    ...traced({ ...place, kind: "field", text: field.visibleWhen }, scope),
    ...(field.type === "computed" ? traced({ ...place, kind: "computed", text: field.expression }, scope) : []),
    ...(field.type === "date" ? dayRules.flatMap((kind) => traced({ ...place, kind, text: field[kind] }, scope)) : []),
  ];
}

/** Inside a row a name means the answer of the same row first. */
function ofRows({ section, field }: Place, scope: Scope): TracedRule[] {
  const rows = scope[field.id];
  if (field.type !== "repeatingGroup" || !Array.isArray(rows)) return [];
  return rows.filter((row) => isRow(row)).flatMap((answers, row) => field.fields.flatMap((child) => ofField({ section, field: child, row }, { ...scope, ...answers })));
}

function traced({ text, ...rule }: Omit<TracedRule, "text" | "value" | "reads"> & { text: string | undefined }, scope: Scope): TracedRule[] {
  if (text === undefined) return [];
  const expression = parseExpression(text);
  const reads = references(expression).map((path) => ({ path, value: evaluate({ kind: "reference", path, position: 0 }, scope) }));
  return [{ ...rule, text, value: evaluate(expression, scope), reads }];
}
