import { isSame } from "@/domain/core/same";
import type { LayoutElement } from "@/domain/items/schema/layout";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import type { CertificateTypeContent } from "../schema/catalogue";

type EditionField = keyof CertificateTypeContent;

/**
 * One thing that an edition changes: a plain fact from one value to another, or an entry (a field of the face, an element of
 * the page) added, removed, or changed in these of its parts.
 */
export type EditionChange =
  | { kind: "fact"; field: EditionField; before: string | null; after: string | null }
  | { kind: "added" | "removed"; field: "fields" | "layout"; name: string }
  | { kind: "changed"; field: "fields" | "layout"; name: string; parts: { part: string; before: string; after: string }[] }
  | { kind: "reordered"; field: "fields" | "layout" };

/** What one edition says differently from another, smallest first; nothing when they say the same. */
export function editionChanges(before: CertificateTypeContent, after: CertificateTypeContent): EditionChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as EditionField[];
  const facts = names.filter((name) => name !== "fields" && name !== "layout" && !isSame(before[name] ?? null, after[name] ?? null))
    .map((field): EditionChange => ({ kind: "fact", field, before: inWords(before[field]), after: inWords(after[field]) }));
  return [...facts, ...entryChanges("fields", keyed(before.fields, fieldEntry), keyed(after.fields, fieldEntry)), ...layoutChanges(before, after)];
}

function layoutChanges({ layout: before }: CertificateTypeContent, { layout: after }: CertificateTypeContent): EditionChange[] {
  if (isSame(before ?? null, after ?? null)) return [];
  if (!before || !after) return [{ kind: "fact", field: "layout", before: before ? before.page : null, after: after ? after.page : null }];
  const { elements: _old, ...beforePage } = before;
  const { elements: _new, ...afterPage } = after;
  const page = partsOf(beforePage, afterPage);
  return [
    ...(page.length > 0 ? [{ kind: "changed" as const, field: "layout" as const, name: "", parts: page }] : []),
    ...entryChanges("layout", keyed(before.elements, elementEntry), keyed(after.elements, elementEntry)),
  ];
}

type Entry = { key: string; name: string; value: object };
const fieldEntry = (spec: FaceFieldSpec): Entry => ({ key: spec.key, name: spec.label.zh, value: spec });
const elementEntry = (element: LayoutElement): Entry => ({ key: element.id, name: elementName(element), value: element });

function elementName(element: LayoutElement): string {
  if (element.kind === "text") return element.text.zh;
  if (element.kind === "field") return element.field;
  return element.kind === "fact" ? element.fact : element.kind;
}

const keyed = <T>(list: readonly T[], entry: (one: T) => Entry) => new Map(list.map((one) => [entry(one).key, entry(one)]));

function entryChanges(field: "fields" | "layout", before: ReadonlyMap<string, Entry>, after: ReadonlyMap<string, Entry>): EditionChange[] {
  const removed = [...before.values()].filter(({ key }) => !after.has(key)).map(({ name }): EditionChange => ({ kind: "removed", field, name }));
  const added = [...after.values()].filter(({ key }) => !before.has(key)).map(({ name }): EditionChange => ({ kind: "added", field, name }));
  const changed = [...after.values()].flatMap(({ key, name, value }): EditionChange[] => {
    const parts = partsOf(before.get(key)?.value ?? value, value);
    return parts.length > 0 ? [{ kind: "changed", field, name, parts }] : [];
  });
  const kept = [...before.keys()].filter((key) => after.has(key));
  const moved = !isSame(kept, [...after.keys()].filter((key) => before.has(key)));
  return [...removed, ...added, ...changed, ...(moved ? [{ kind: "reordered" as const, field }] : [])];
}

function partsOf(before: object, after: object): { part: string; before: string; after: string }[] {
  const [old, fresh] = [new Map<string, unknown>(Object.entries(before)), new Map<string, unknown>(Object.entries(after))];
  const names = [...new Set([...old.keys(), ...fresh.keys()])].filter((part) => !isSame(old.get(part) ?? null, fresh.get(part) ?? null));
  return names.map((part) => ({ part, before: inWords(old.get(part)) ?? "", after: inWords(fresh.get(part)) ?? "" }));
}

function inWords(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "object") return String(value);
  return Object.values(value).map(inWords).filter((part) => part !== null && part !== "").join(Array.isArray(value) ? "、" : " ");
}
