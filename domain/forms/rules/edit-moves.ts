import type { FormDefinition } from "../schema";
import type { FormNode } from "./edit-places";
import { locate, siblingsAt, type Edit, type Spot } from "./edit-steps";

export type Direction = "up" | "down";

/** One step up or down: past a neighbour, out of a group at its edge, to the next page at the end of one. Nothing at the very ends. */
export function stepOf(form: FormDefinition, { kind, id }: FormNode, direction: Direction): Edit | undefined {
  const by = direction === "up" ? -1 : 1;
  if (kind === "field") {
    const to = fieldStep(form, id, by);
    return to && { do: "moveField", id, to };
  }
  const at = form.sections.findIndex((section) => section.id === id) + by;
  return at >= 0 && at < form.sections.length ? { do: "moveSection", id, at } : undefined;
}

function fieldStep(form: FormDefinition, id: string, by: 1 | -1): Spot | undefined {
  const spot = locate(form, id)?.spot;
  if (!spot) return undefined;
  const at = spot.at + by;
  const isBeside = at >= 0 && at < (siblingsAt(form, spot)?.length ?? 0);
  if (isBeside) return { ...spot, at };
  return spot.group === undefined ? intoPage(form, spot, by) : outOf(form, spot.group, by);
}

function outOf(form: FormDefinition, groupId: string, by: 1 | -1): Spot | undefined {
  const group = locate(form, groupId)?.spot;
  return group && { section: group.section, at: by < 0 ? group.at : group.at + 1 };
}

function intoPage(form: FormDefinition, spot: Spot, by: 1 | -1): Spot | undefined {
  const next = form.sections[form.sections.findIndex((section) => section.id === spot.section) + by];
  return next && { section: next.id, at: by < 0 ? next.fields.length : 0 };
}

/** The spot before or after what stands somewhere; after a page is its first place. It counts without `moving`, which leaves its own. */
export function spotAt(form: FormDefinition, beside: FormNode, after: boolean, moving?: string): Spot | undefined {
  if (beside.kind === "section") return form.sections.some(({ id }) => id === beside.id) ? { section: beside.id, at: 0 } : undefined;
  const spot = locate(form, beside.id)?.spot;
  if (!spot) return undefined;
  const own = moving === undefined ? undefined : locate(form, moving)?.spot;
  return { ...spot, at: spot.at + Number(after) - Number(own !== undefined && isBefore(own, spot)) };
}

const isBefore = (one: Spot, other: Spot) => one.section === other.section && one.group === other.group && one.at < other.at;

/** Where a new field goes when this is chosen: behind a field, at the end of a page or group. */
export function spotFor(form: FormDefinition, chosen: FormNode | undefined): Spot | undefined {
  const found = chosen?.kind === "field" ? locate(form, chosen.id) : undefined;
  if (found) return found.field.type === "repeatingGroup" ? { section: found.spot.section, group: found.field.id, at: found.field.fields.length } : { ...found.spot, at: found.spot.at + 1 };
  const section = form.sections.find(({ id }) => chosen?.kind === "section" && id === chosen.id) ?? form.sections.at(-1);
  return section && { section: section.id, at: section.fields.length };
}

/** Every page and field in the order they are shown. */
export function nodesOf({ sections }: FormDefinition): FormNode[] {
  return sections.flatMap((section): FormNode[] => [
    { kind: "section", id: section.id },
    ...section.fields.flatMap((field): FormNode[] => [{ kind: "field", id: field.id }, ...(field.type === "repeatingGroup" ? field.fields.map(({ id }): FormNode => ({ kind: "field", id })) : [])]),
  ]);
}
