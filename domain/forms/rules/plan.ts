import type { Expression } from "@/domain/core/expression/ast";
import { parseExpression } from "@/domain/core/expression/parse";
import { references } from "@/domain/core/expression/references";
import type { Field, FormDefinition, LeafField, Section } from "../schema";

/** A field with its expressions parsed. `needs` are the fields that must be settled before it; `rows` a group's own fields. */
export type PlannedField<F extends Field = Field> = {
  field: F;
  section: Section;
  sectionWhen: Expression | undefined;
  when: Expression | undefined;
  expression: Expression | undefined;
  after: Expression | undefined;
  before: Expression | undefined;
  mustBe: Expression | undefined;
  needs: ReadonlySet<string>;
  rows: readonly PlannedField<LeafField>[];
};

/** `fields` stand as defined, `order` so that each comes after all it needs; `cycles` are the ids that made that impossible. */
export type Plan = { fields: readonly PlannedField[]; order: readonly PlannedField[]; cycles: string[][] };

/** Parses every expression of a form and works out in which order its fields can be settled. @throws forms.expressionSyntax */
export function planForm(definition: FormDefinition): Plan {
  const fields = definition.sections.flatMap((section) => section.fields.map((field) => planField(field, section)));
  return { fields, ...inOrder(fields) };
}

function planField<F extends Field>(field: F, section: Section): PlannedField<F> {
  const expressions = {
    sectionWhen: parsed(section.visibleWhen),
    when: parsed(field.visibleWhen),
    expression: field.type === "computed" ? parseExpression(field.expression) : undefined,
    after: field.type === "date" ? parsed(field.after) : undefined,
    before: field.type === "date" ? parsed(field.before) : undefined,
    mustBe: field.type === "date" ? parsed(field.mustBe) : undefined,
  };
  const rows = field.type === "repeatingGroup" ? inOrder(field.fields.map((child) => planField(child, section))).order : [];
  return { field, section, ...expressions, rows, needs: needsOf(Object.values(expressions), rows) };
}

const parsed = (text: string | undefined) => (text === undefined ? undefined : parseExpression(text));

/** Fields of the form referred to; a situation asked in the form is the field of the same id. */
function needsOf(expressions: readonly (Expression | undefined)[], rows: readonly PlannedField[]): Set<string> {
  const paths = expressions.flatMap((expression) => (expression ? references(expression) : []));
  const own = paths.map((path) => path.split(".")).map(([head = "", key = ""]) => (head === "situation" ? key : head));
  const children = new Set(rows.map((row) => row.field.id));
  const ofRows = rows.flatMap((row) => [...row.needs]).filter((id) => !children.has(id));
  return new Set([...own, ...ofRows]);
}

/** Depth first in the order of definition, so that the same form always gives the same order. */
function inOrder<P extends PlannedField>(fields: readonly P[]): { order: P[]; cycles: string[][] } {
  const byId = new Map(fields.map((planned) => [planned.field.id, planned]));
  const order = new Set<P>();
  const cycles: string[][] = [];
  const visit = (planned: P, trail: readonly string[]): void => {
    const id = planned.field.id;
    if (order.has(planned)) return;
    if (trail.includes(id)) return void cycles.push(trail.slice(trail.indexOf(id)));
    for (const need of planned.needs) {
      const needed = byId.get(need);
      if (needed) visit(needed, [...trail, id]);
    }
    order.add(planned);
  };
  for (const planned of fields) visit(planned, []);
  return { order: [...order], cycles };
}
