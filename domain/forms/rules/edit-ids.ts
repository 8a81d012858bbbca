import { isDomainError } from "@/domain/core/errors";
import { tokenise } from "@/domain/core/expression/tokens";
import { dayRules, type Field, type FormDefinition, type LeafField, type Section } from "../schema";
import type { FormNode } from "./edit-places";

type Ids = ReadonlySet<string>;

const childrenOf = (field: Field): readonly LeafField[] => (field.type === "repeatingGroup" ? field.fields : []);

/** Every id in use, of fields also inside groups. */
export function idsOf({ sections }: FormDefinition): { sections: Ids; fields: Ids } {
  const fields = sections.flatMap((section) => section.fields.flatMap((field) => [field.id, ...childrenOf(field).map(({ id }) => id)]));
  return { sections: new Set(sections.map(({ id }) => id)), fields: new Set(fields) };
}

/** The first free id of `stem1`, `stem2` …; made once, it never follows the label. */
export function freeId(stem: string, used: Ids): string {
  let number = 1;
  while (used.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

/** A field like another under a free id; the fields of a group get ids of their own, and the conditions among them follow. */
export function copyField(field: Field, used: Ids): Field {
  const names = newNames([field], used);
  return reworded(field, { names, groups: new Set([field.id]) });
}

export function copySection(form: FormDefinition, section: Section, used: Ids): Section {
  const names = newNames(section.fields, used);
  const groups = new Set(section.fields.filter(({ type }) => type === "repeatingGroup").map(({ id }) => id));
  return { ...section, id: freeId("page-", idsOf(form).sections), fields: section.fields.map((field) => reworded(field, { names, groups })) };
}

function newNames(fields: readonly Field[], used: Ids): Map<string, string> {
  const names = new Map<string, string>();
  for (const { id } of fields.flatMap((field) => [field, ...childrenOf(field)])) {
    names.set(id, freeId(id.replace(/\d+$/, ""), new Set([...used, ...names.values()])));
  }
  return names;
}

/** The form with one id changed, and with it every condition and computed value that names it. */
export function renamed(form: FormDefinition, { kind, id }: FormNode, to: string): FormDefinition {
  const { sections, fields } = idsOf(form);
  if (kind === "section") {
    const able = sections.has(id) && !sections.has(to);
    return able ? { ...form, sections: form.sections.map((section) => (section.id === id ? { ...section, id: to } : section)) } : form;
  }
  if (!fields.has(id) || fields.has(to)) return form;
  const groups = new Set(form.sections.flatMap((section) => section.fields.filter(({ type }) => type === "repeatingGroup").map((group) => group.id)));
  const names = { names: new Map([[id, to]]), groups };
  return { ...form, sections: form.sections.map((section) => ({ ...withCondition(section, names), fields: section.fields.map((field) => reworded(field, names)) })) };
}

type Names = { names: ReadonlyMap<string, string>; groups: Ids };

function withCondition<T extends { visibleWhen?: string | undefined }>(of: T, names: Names): T {
  return of.visibleWhen === undefined ? of : { ...of, visibleWhen: expressionUnder(of.visibleWhen, names) };
}

function reworded<F extends Field>(field: F, names: Names): F;
function reworded(field: Field, names: Names): Field {
  const base = { ...withCondition(field, names), id: names.names.get(field.id) ?? field.id };
  if (base.type === "repeatingGroup") return { ...base, fields: base.fields.map((child) => reworded(child, names)) };
  if (base.type === "computed") return { ...base, expression: expressionUnder(base.expression, names) };
  if (base.type !== "date") return base;
  const bounds = Object.fromEntries(dayRules.flatMap((which) => (base[which] === undefined ? [] : [[which, expressionUnder(base[which], names)]])));
  return { ...base, ...bounds };
}

/** The same expression over other names; one that cannot be read is left as it was typed. */
function expressionUnder(text: string, { names, groups }: Names): string {
  // A name before a bracket is a function, even where a question has the same id.
  const tokens = readable(text).filter(({ kind }, at, all) => kind === "name" && all[at + 1]?.text !== "(").toReversed();
  return tokens.reduce((whole, { text: path, position }) => {
    const [head = "", second, ...rest] = path.split(".");
    const inGroup = second !== undefined && groups.has(head) ? (names.get(second) ?? second) : second;
    const next = [names.get(head) ?? head, ...(inGroup === undefined ? [] : [inGroup]), ...rest].join(".");
    return whole.slice(0, position) + next + whole.slice(position + path.length);
  }, text);
}

function readable(text: string): ReturnType<typeof tokenise> {
  try {
    return tokenise(text);
  } catch (error) {
    if (isDomainError(error)) return [];
    throw error;
  }
}
