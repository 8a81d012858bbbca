import { isSame } from "@/domain/core/same";
import type { Field, FormDefinition, LeafField, Section } from "../schema";
import { brokenPlaces, type FormNode } from "./edit-places";

/** Two people's changes to one form put together; what both changed differently is named, and stands as mine. */
export type FormMerge = { form: FormDefinition; conflicts: FormNode[] };

type Values = Readonly<Record<string, unknown>>;
type Part = { node: FormNode; parent: string; value: Values };
type Parts = ReadonlyMap<string, Part>;
type Three = { base: Parts; mine: Parts; theirs: Parts };

const top = "";
const keyOf = ({ kind, id }: FormNode) => `${kind} ${id}`;

/**
 * A three-way merge of forms: pages and fields by their ids, property by property, wherever they were moved to. An order
 * is that of whoever changed it; what the other added comes after what it stood behind.
 */
export function mergeForms(base: FormDefinition, mine: FormDefinition, theirs: FormDefinition): FormMerge {
  const three = { base: partsOf(base), mine: partsOf(mine), theirs: partsOf(theirs) };
  const keys = [...new Set([...three.mine.keys(), ...three.theirs.keys()])];
  const merged = keys.map((key) => mergePart(key, three));
  const parts = withParents(new Map(merged.flatMap(({ key, part }) => (part ? [[key, part] as const] : []))), three);
  const homes = { base: homesOf(three.base), mine: homesOf(three.mine), theirs: homesOf(three.theirs), kept: homesOf(parts.kept) };
  const orders = [...homes.kept.keys()].map((parent) => ({ parent, ...orderOf(parent, homes) }));
  const form = built(mine, parts.kept, new Map(orders.map(({ parent, order }) => [parent, order])));
  // Each took something out, together everything: an empty page is nobody's wish.
  const emptied = brokenPlaces(mine).length > 0 ? [] : brokenPlaces(form).flatMap(({ node }) => (node ? [node] : []));
  const disputed = [...merged.filter(({ conflict }) => conflict).map(({ key }) => key), ...parts.restored, ...orders.filter(({ conflict }) => conflict).map(({ parent }) => parent)];
  const named = disputed.flatMap((key) => nodeOf(key, three));
  return { form, conflicts: [...new Map([...named, ...emptied].map((node) => [keyOf(node), node])).values()] };
}

/** The order of the pages has no node of its own: its dispute is told at the first page. */
function nodeOf(key: string, { base, mine, theirs }: Three): FormNode[] {
  const part = mine.get(key) ?? theirs.get(key) ?? base.get(key) ?? (key === top ? [...mine.values()][0] : undefined);
  return part ? [part.node] : [];
}

function partsOf(form: FormDefinition): Parts {
  const entries = form.sections.flatMap((section): Part[] => {
    const { fields, ...value } = section;
    const node: FormNode = { kind: "section", id: section.id };
    return [{ node, parent: top, value }, ...fields.flatMap((field) => fieldParts(field, keyOf(node)))];
  });
  return new Map(entries.map((part) => [keyOf(part.node), part]));
}

function fieldParts(field: Field, parent: string): Part[] {
  const node: FormNode = { kind: "field", id: field.id };
  if (field.type !== "repeatingGroup") return [{ node, parent, value: field }];
  const { fields, ...value } = field;
  return [{ node, parent, value }, ...fields.flatMap((child) => fieldParts(child, keyOf(node)))];
}

type MergedPart = { key: string; part: Part | undefined; conflict: boolean };

function mergePart(key: string, { base, mine, theirs }: Three): MergedPart {
  const [from, left, right] = [base.get(key), mine.get(key), theirs.get(key)];
  if (isSame(left, right) || isSame(right, from)) return { key, part: left, conflict: false };
  if (isSame(left, from)) return { key, part: right, conflict: false };
  return left && right ? { key, ...mergeBoth(from, left, right) } : { key, part: left, conflict: true };
}

function mergeBoth(from: Part | undefined, left: Part, right: Part): Omit<MergedPart, "key"> {
  const parent = mergeOne<string | undefined>(from?.parent, left.parent, right.parent);
  const value = mergeValues(from?.value ?? {}, left.value, right.value);
  return { part: { node: left.node, parent: parent.value ?? left.parent, value: value.value }, conflict: parent.conflict || value.conflict };
}

function mergeOne<T>(base: T, mine: T, theirs: T): { value: T; conflict: boolean } {
  if (isSame(mine, theirs) || isSame(theirs, base)) return { value: mine, conflict: false };
  return isSame(mine, base) ? { value: theirs, conflict: false } : { value: mine, conflict: true };
}

// A field of another kind has other properties: then the whole of it is mine or theirs.
function mergeValues(base: Values, mine: Values, theirs: Values): { value: Values; conflict: boolean } {
  if (mine["type"] !== theirs["type"]) return mergeOne(base, mine, theirs);
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const merged = names.map((name) => [name, mergeOne(base[name], mine[name], theirs[name])] as const);
  return { value: Object.fromEntries(merged.flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]]))), conflict: merged.some(([, { conflict }]) => conflict) };
}

/** A page or group that one removed comes back where the other put something into it, and is named. */
function withParents(kept: Map<string, Part>, { base, mine, theirs }: Three): { kept: Parts; restored: string[] } {
  const restored: string[] = [];
  const missing = () => [...kept.values()].map(({ parent }) => parent).find((parent) => parent !== top && !kept.has(parent));
  for (let key = missing(); key !== undefined; key = missing()) {
    const part = mine.get(key) ?? theirs.get(key) ?? base.get(key);
    if (!part) break;
    kept.set(key, part);
    restored.push(key);
  }
  return { kept, restored };
}

type Homes = ReadonlyMap<string, readonly string[]>;

/** The keys beneath each parent, in their order. */
function homesOf(parts: Parts): Homes {
  const homes = new Map<string, string[]>();
  for (const [key, { parent }] of parts) {
    const others = homes.get(parent);
    if (others) others.push(key);
    else homes.set(parent, [key]);
  }
  return homes;
}

const beneath = (homes: Homes, parent: string) => homes.get(parent) ?? [];

function orderOf(parent: string, homes: Record<"base" | "mine" | "theirs" | "kept", Homes>): { order: string[]; conflict: boolean } {
  const [from, left, right] = [beneath(homes.base, parent), beneath(homes.mine, parent), beneath(homes.theirs, parent)];
  const [mineMoved, theirsMoved] = [moved(from, left), moved(from, right)];
  const [first, second] = theirsMoved && !mineMoved ? [right, left] : [left, right];
  const here = new Set(homes.kept.get(parent));
  const order = first.filter((key) => here.has(key));
  for (const [at, key] of second.entries()) {
    if (!here.has(key) || order.includes(key)) continue;
    const before = second.slice(0, at).findLast((other) => order.includes(other));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  }
  const placed = new Set(order);
  return { order: [...order, ...[...here].filter((key) => !placed.has(key))], conflict: mineMoved && theirsMoved && !isSame(common(left, right), common(right, left)) };
}

const common = (list: readonly string[], other: readonly string[]) => list.filter((key) => other.includes(key));
const moved = (before: readonly string[], after: readonly string[]) => !isSame(common(after, before), common(before, after));

function built(mine: FormDefinition, parts: Parts, orders: ReadonlyMap<string, readonly string[]>): FormDefinition {
  const valueAt = (key: string): Values => parts.get(key)?.value ?? {};
  const fieldAt = (key: string): Field => {
    const value = valueAt(key);
    // Safe: the values are those of one kind of field, each property as one of the two forms has it.
    if (value["type"] !== "repeatingGroup") return value as Field;
    return { ...value, fields: (orders.get(key) ?? []).map((child) => fieldAt(child) as LeafField) } as Field;
  };
  const sections = (orders.get(top) ?? []).map((key) => ({ ...valueAt(key), fields: (orders.get(key) ?? []).map(fieldAt) }) as Section);
  return { ...mine, sections };
}
