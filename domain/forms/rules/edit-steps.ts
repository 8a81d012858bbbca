import type { Field, FormDefinition, LeafField, Section } from "../schema";
import { copyField, copySection, idsOf, renamed } from "./edit-ids";
import type { FormNode } from "./edit-places";

/** A place among the fields of a section, or of a group in it; `at` counts without the field that goes there. */
export type Spot = { section: string; group?: string | undefined; at: number };

export type Edit =
  | { do: "addSection"; section: Section; at: number }
  | { do: "addField"; field: Field; to: Spot }
  | { do: "changeSection"; id: string; section: Omit<Section, "id" | "fields"> }
  | { do: "changeField"; id: string; field: Field }
  | { do: "moveSection"; id: string; at: number }
  | { do: "moveField"; id: string; to: Spot }
  | { do: "duplicate"; node: FormNode; taken: ReadonlySet<string> }
  | { do: "rename"; node: FormNode; to: string }
  | { do: "remove"; node: FormNode }
  | { do: "replace"; form: FormDefinition };

type EditOf = { [Do in Edit["do"]]: Extract<Edit, { do: Do }> };

const steps: { [Do in Edit["do"]]: (form: FormDefinition, edit: EditOf[Do]) => FormDefinition } = {
  addSection: (form, { section, at }) => withSections(form, inserted(form.sections, section, at)),
  addField: (form, { field, to }) => addField(form, field, to),
  changeSection: (form, { id, section }) => withSections(form, form.sections.map((old) => (old.id === id ? { ...section, id, fields: old.fields } : old))),
  changeField: (form, { id, field }) => changeField(form, id, field),
  moveSection: (form, { id, at }) => moveSection(form, id, at),
  moveField: (form, { id, to }) => moveField(form, id, to),
  duplicate: (form, { node, taken }) => duplicate(form, node, taken),
  rename: (form, { node, to }) => renamed(form, node, to),
  remove: (form, { node }) => remove(form, node),
  replace: (_, { form }) => form,
};

/** The form after one step. A step that names nothing, or would put a group into a group, changes nothing: the same form comes back. */
export function applyEdit(form: FormDefinition, edit: Edit): FormDefinition {
  return stepOf(edit.do)(form, edit);
}

// Safe: a step is looked up by its own name.
const stepOf = (name: Edit["do"]) => steps[name] as (form: FormDefinition, edit: Edit) => FormDefinition;

type Located = { field: Field; spot: Spot };

/** A field and where it stands. */
export function locate(form: FormDefinition, id: string): Located | undefined {
  for (const section of form.sections) {
    for (const [at, field] of section.fields.entries()) {
      if (field.id === id) return { field, spot: { section: section.id, at } };
      if (field.type !== "repeatingGroup") continue;
      const inner = field.fields.findIndex((child) => child.id === id);
      const child = field.fields[inner];
      if (child) return { field: child, spot: { section: section.id, group: field.id, at: inner } };
    }
  }
  return undefined;
}

/** The fields that stand beside one another at a spot; undefined where there is no such section or group. */
export function siblingsAt(form: FormDefinition, { section, group }: Omit<Spot, "at">): readonly Field[] | undefined {
  const fields = form.sections.find(({ id }) => id === section)?.fields;
  if (group === undefined) return fields;
  const found = fields?.find(({ id }) => id === group);
  return found?.type === "repeatingGroup" ? found.fields : undefined;
}

// What is not touched stays the same object, so that only what changed is drawn anew.
function withSections(form: FormDefinition, sections: Section[]): FormDefinition {
  const same = sections.length === form.sections.length && sections.every((section, at) => section === form.sections[at]);
  return same ? form : { ...form, sections };
}

function inserted<T>(list: readonly T[], entry: T, at: number): T[] {
  return list.toSpliced(Math.max(0, Math.min(at, list.length)), 0, entry);
}

function changeFieldsAt(form: FormDefinition, { section: sectionId, group }: Omit<Spot, "at">, change: (fields: readonly Field[]) => Field[]): FormDefinition {
  return withSections(form, form.sections.map((section) => {
    if (section.id !== sectionId) return section;
    if (group === undefined) return { ...section, fields: change(section.fields) };
    return { ...section, fields: section.fields.map((field) => (field.id === group && field.type === "repeatingGroup" ? { ...field, fields: change(field.fields).filter(isLeaf) } : field)) };
  }));
}

const isLeaf = (field: Field): field is LeafField => field.type !== "repeatingGroup";

function addField(form: FormDefinition, field: Field, to: Spot): FormDefinition {
  if (!siblingsAt(form, to) || (to.group !== undefined && !isLeaf(field))) return form;
  return changeFieldsAt(form, to, (fields) => inserted(fields, field, to.at));
}

/** The new field keeps the id of the old one, whatever it says. */
function changeField(form: FormDefinition, id: string, field: Field): FormDefinition {
  const found = locate(form, id);
  if (!found || (found.spot.group !== undefined && !isLeaf(field))) return form;
  return changeFieldsAt(form, found.spot, (fields) => fields.map((old) => (old.id === id ? { ...field, id } : old)));
}

function moveSection(form: FormDefinition, id: string, at: number): FormDefinition {
  const section = form.sections.find((one) => one.id === id);
  return section ? withSections(form, inserted(form.sections.filter((one) => one !== section), section, at)) : form;
}

function moveField(form: FormDefinition, id: string, to: Spot): FormDefinition {
  const found = locate(form, id);
  const beside = siblingsAt(form, to);
  if (!found || !beside || (to.group !== undefined && !isLeaf(found.field))) return form;
  const { spot } = found;
  const isThere = spot.section === to.section && spot.group === to.group;
  const at = Math.max(0, Math.min(to.at, isThere ? beside.length - 1 : beside.length));
  return isThere && spot.at === at ? form : addField(withoutField(form, found), found.field, { ...to, at });
}

function withoutField(form: FormDefinition, { field, spot }: Located): FormDefinition {
  return changeFieldsAt(form, spot, (fields) => fields.filter((other) => other !== field));
}

function remove(form: FormDefinition, { kind, id }: FormNode): FormDefinition {
  if (kind === "section") return withSections(form, form.sections.filter((section) => section.id !== id));
  const found = locate(form, id);
  return found ? withoutField(form, found) : form;
}

/** The copy stands right behind what it was made from, under new ids. */
function duplicate(form: FormDefinition, { kind, id }: FormNode, taken: ReadonlySet<string>): FormDefinition {
  const used = new Set([...idsOf(form).fields, ...taken]);
  if (kind === "section") {
    const at = form.sections.findIndex((section) => section.id === id);
    const section = form.sections[at];
    return section ? withSections(form, inserted(form.sections, copySection(form, section, used), at + 1)) : form;
  }
  const found = locate(form, id);
  return found ? addField(form, copyField(found.field, used), { ...found.spot, at: found.spot.at + 1 }) : form;
}
