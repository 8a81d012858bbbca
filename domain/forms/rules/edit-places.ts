import type { z } from "zod";
import { FormDefinition, type Field } from "../schema";

/** A page or a field of a form; the two have ids of their own. */
export type FormNode = { kind: "section" | "field"; id: string };

/** Where in a form something is: the page or field, and which property of it. */
export type FormPlace = { node: FormNode | undefined; property: string };

/** The place a path such as `sections.0.fields.2.visibleWhen` leads to in this very form. */
export function placeAt(form: FormDefinition, path: string): FormPlace {
  const [, sectionAt, ...rest] = path.split(".");
  const section = form.sections[Number(sectionAt)];
  if (!section) return { node: undefined, property: path };
  if (rest[0] !== "fields" || rest[1] === undefined) return { node: { kind: "section", id: section.id }, property: rest.join(".") };
  return inField(section.fields[Number(rest[1])], rest.slice(2)) ?? { node: { kind: "section", id: section.id }, property: "fields" };
}

function inField(field: Field | undefined, rest: readonly string[]): FormPlace | undefined {
  if (!field) return undefined;
  const child = field.type === "repeatingGroup" && rest[0] === "fields" && rest[1] !== undefined ? inField(field.fields[Number(rest[1])], rest.slice(2)) : undefined;
  return child ?? { node: { kind: "field", id: field.id }, property: rest.join(".") };
}

type Told = Pick<z.core.$ZodIssue, "path" | "code" | "message">;

/** What keeps a form from being kept at all: each place that is not as the schema has it; empty for a whole form. */
export function brokenPlaces(form: FormDefinition): (FormPlace & { path: string })[] {
  const read = FormDefinition.safeParse(form);
  const issues: readonly Told[] = read.success ? [] : read.error.issues;
  return issues.map(({ path }) => ({ path: path.join("."), ...placeAt(form, path.join(".")) }));
}
