import { isSame } from "@/domain/core/same";
import { compareForms } from "@/domain/forms/rules/migrate";
import type { Field, FormDefinition, LocalisedText } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import type { RevisionContent } from "@/domain/items/schema";
import type { ContentField } from "./changes";
import { align, identify, moved } from "./diff-align";
import { foldEnglish } from "./english";

export type Leaf = string | number | boolean;

/** One value that differs, by its path within its entry; null where it was not there. */
export type ValueChange = { path: string; before: Leaf | null; after: Leaf | null };

/** One entry of a list: a material, a step, a field of the form, a condition. */
export type EntryChange = { key: string; label: LocalisedText; kind: "added" | "removed" | "changed" | "moved"; values: ValueChange[] };

/** What two editions say differently in one field of the content: of itself, and entry by entry. */
export type PartChange = { field: ContentField; values: ValueChange[]; entries: EntryChange[] };

/** What two editions say differently, field by field; all of it is new where there is no earlier one. */
export function describeChanges(earlier: RevisionContent | null, later: RevisionContent): PartChange[] {
  const [before, after]: [RevisionContent | null, RevisionContent] = [earlier && foldEnglish(earlier), foldEnglish(later)];
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before ?? {})])] as ContentField[];
  return fields.flatMap((field) => {
    const [old, fresh] = [before?.[field] ?? null, after[field] ?? null];
    if (isSame(old, fresh)) return [];
    const part = field === "form" ? formChanges(before, after) : field === "english" ? englishChanges(before, after) : valueOrList(old, fresh);
    return part.values.length + part.entries.length > 0 ? [{ field, ...part }] : [];
  });
}

type Part = Omit<PartChange, "field">;

function valueOrList(old: unknown, fresh: unknown): Part {
  if (Array.isArray(old ?? fresh) || Array.isArray(fresh)) return { values: [], entries: listChanges(asList(old), asList(fresh)) };
  return { values: valueChanges(old, fresh), entries: [] };
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The leaves that differ between two values. */
function valueChanges(old: unknown, fresh: unknown): ValueChange[] {
  const [before, after] = [leaves(old), leaves(fresh)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, before: before.get(path) ?? null, after: after.get(path) ?? null }));
}

/** What tells a file to a machine and nothing to a person. */
const silent = new Set(["fileId", "sha256", "mime"]);

/** Every value within, by its path; entries of inner lists by their id, so that another order is no change of each. */
function leaves(value: unknown, path = ""): Map<string, Leaf> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object") return new Map([[path, value as Leaf]]);
  const inner: [string, unknown][] = Array.isArray(value)
    ? plain(value) ? [["", value.join("\n")]] : identify(value).map(({ key, entry }) => [`[${key}]`, entry])
    : Object.entries(value).filter(([name]) => !silent.has(name)).map(([name, one]) => [path ? `.${name}` : name, one]);
  return new Map(inner.flatMap(([name, one]) => [...leaves(one, `${path}${name}`)]));
}

const plain = (list: readonly unknown[]) => list.every((one) => typeof one !== "object" || one === null);

/** Entry by entry: keyed ones by their key, others by what they resemble. */
function listChanges(old: readonly unknown[], fresh: readonly unknown[]): EntryChange[] {
  const pairs = align(old, fresh);
  const shifted = moved(pairs);
  return pairs.flatMap(({ key, before, after }): EntryChange[] => {
    const values = valueChanges(before, after);
    const kind = before === undefined ? "added" : after === undefined ? "removed" : values.length > 0 ? "changed" : shifted.has(key) ? "moved" : undefined;
    return kind ? [{ key, label: labelOf(after ?? before), kind, values }] : [];
  });
}

/** What an entry is called: the first of these that it has; a long text by its beginning. */
const namings = ["name", "label", "title", "question", "instrument", "service", "ref", "kind", "organ"] as const;

function labelOf(entry: unknown): LocalisedText {
  if (typeof entry !== "object" || entry === null) return { zh: short(String(entry ?? "")) };
  const record = entry as Record<string, unknown>;
  const named = namings.map((name) => record[name]).find((value) => value !== undefined);
  if (typeof named === "object" && named !== null && "zh" in named) return named as LocalisedText;
  return { zh: short(String(named ?? "")) };
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** English text by text, each called by the Chinese it says. */
function englishChanges(before: RevisionContent | null, after: RevisionContent): Part {
  const entries = valueChanges(before?.english, after.english).map((value): EntryChange => {
    const kind = value.before === null ? "added" : value.after === null ? "removed" : "changed";
    return { key: value.path, label: { zh: short(value.path) }, kind, values: [{ ...value, path: "en" }] };
  });
  return { values: [], entries };
}

/** A form by its pages and fields; a field that changed its page says so. Without a form of its own, an edition has the one made from its facts. */
function formChanges(before: RevisionContent | null, after: RevisionContent): Part {
  const [old, fresh] = [before ? formParts(formOf(before)) : [], formParts(formOf(after))];
  return { values: [], entries: listChanges(old, fresh) };
}

type FormPart = Record<string, unknown> & { key: string };

function formParts({ sections }: FormDefinition): FormPart[] {
  return sections.flatMap(({ fields, ...section }) => [
    { ...section, key: `page ${section.id}` },
    ...fields.map((field): FormPart => ({ ...field, key: field.id, page: section.title.zh })),
  ]);
}

/** What a newer edition means for those who filled in the older: answers are kept by stable ids. */
export type FormEffect = {
  added: LocalisedText[];
  removed: LocalisedText[];
  changed: LocalisedText[];
  /** Asked of everyone now, and not before: a draft is not filed without them. */
  nowRequired: LocalisedText[];
};

/** How a draft under one edition fares under another. */
export function formEffect(before: RevisionContent, after: RevisionContent): FormEffect {
  const [old, fresh] = [formOf(before), formOf(after)];
  const optionalBefore = new Map(allFields(old).map((field) => [field.id, field.optional === true]));
  const nowRequired = allFields(fresh).filter(({ id, type, optional }) => type !== "note" && optional !== true && (optionalBefore.get(id) ?? true));
  return { ...compareForms(old, fresh), nowRequired: nowRequired.map(({ label }) => label) };
}

const allFields = ({ sections }: FormDefinition): Field[] => sections.flatMap(({ fields }) => fields);
