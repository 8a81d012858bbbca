import { isSame } from "@/domain/core/same";
import { mergeForms } from "@/domain/forms/rules/merge";
import { generateForm } from "@/domain/items/rules";
import type { RevisionContent } from "@/domain/items/schema";
import type { ContentField } from "./changes";

/** Two people's changes to one draft put together; fields that both changed differently are left to a person. */
export type Merge = { content: RevisionContent; conflicts: ContentField[] };

/**
 * A three-way merge: `base` is what both began from, `theirs` what was saved meanwhile, `mine` what is to be saved. Field by
 * field, within lists of keyed entries (materials, situations, steps) entry by entry, of English text by text, and within the
 * form page by page and question by question. Where both changed the same thing
 * differently, `content` holds mine and `conflicts` names the field: nothing is overwritten unseen.
 */
export function mergeRevisions(base: RevisionContent, mine: RevisionContent, theirs: RevisionContent): Merge {
  const fields = [...new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)])] as ContentField[];
  const merged = fields.map((field) => [field, field === "form" ? mergeForm(base, mine, theirs) : field === "english" ? mergeEnglish(base, mine, theirs) : mergeValue(base[field], mine[field], theirs[field])] as const);
  const content = Object.fromEntries(merged.flatMap(([field, { value }]) => (value === undefined ? [] : [[field, value]])));
  // Safe: every field holds the value that one of three valid contents holds, or keyed entries of theirs.
  return { content: content as RevisionContent, conflicts: merged.filter(([, { conflict }]) => conflict).map(([field]) => field) };
}

/** A form made by hand began as the generated one. */
function mergeForm(base: RevisionContent, mine: RevisionContent, theirs: RevisionContent): Merged {
  if (!mine.form || !theirs.form) return mergeValue(base.form, mine.form, theirs.form);
  const { form, conflicts } = mergeForms(base.form ?? generateForm(base), mine.form, theirs.form);
  return { value: form, conflict: conflicts.length > 0 };
}

/** Two editors may translate one guide at the same time. */
function mergeEnglish(base: RevisionContent, mine: RevisionContent, theirs: RevisionContent): Merged {
  if (!mine.english || !theirs.english) return mergeValue(base.english, mine.english, theirs.english);
  const [from, left, right] = [entriesOf(base.english), entriesOf(mine.english), entriesOf(theirs.english)];
  const merged = [...new Set([...left.keys(), ...right.keys()])].map((zh) => [zh, mergeValue(from.get(zh), left.get(zh), right.get(zh))] as const);
  return { value: Object.fromEntries(merged.flatMap(([zh, { value }]) => (value === undefined ? [] : [[zh, value]]))), conflict: merged.some(([, { conflict }]) => conflict) };
}

const entriesOf = (english: RevisionContent["english"] = {}) => new Map(Object.entries(english));

type Merged = { value: unknown; conflict: boolean };
const settled = (value: unknown): Merged => ({ value, conflict: false });

function mergeValue(base: unknown, mine: unknown, theirs: unknown): Merged {
  if (isSame(mine, theirs) || isSame(theirs, base)) return settled(mine);
  if (isSame(mine, base)) return settled(theirs);
  const [from, left, right] = [keyed(base), keyed(mine), keyed(theirs)];
  return from && left && right ? mergeEntries(from, left, right) : { value: mine, conflict: true };
}

type Entries = ReadonlyMap<string, unknown>;

/** The entries of a list by their keys; nothing for anything else, and for a key that comes twice. */
function keyed(value: unknown): Entries | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries = value.map((entry: unknown) => (typeof entry === "object" && entry !== null && "key" in entry && typeof entry.key === "string" ? ([entry.key, entry] as const) : undefined));
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === value.length && new Set(known.map(([key]) => key)).size === known.length ? new Map(known) : undefined;
}

// In the order of whoever reordered, the other's additions last; what one side removed and the other left alone is gone.
function mergeEntries(base: Entries, mine: Entries, theirs: Entries): Merged {
  const [mineMoved, theirsMoved] = [moved(base, mine), moved(base, theirs)];
  const [first, second] = theirsMoved && !mineMoved ? [theirs, mine] : [mine, theirs];
  const merged = [...new Set([...first.keys(), ...second.keys()])].map((key) => mergeValue(base.get(key), mine.get(key), theirs.get(key)));
  return { value: merged.map(({ value }) => value).filter((value) => value !== undefined), conflict: (mineMoved && theirsMoved) || merged.some(({ conflict }) => conflict) };
}

/** Whether the entries that were there before now stand in another order. */
function moved(before: Entries, after: Entries): boolean {
  return !isSame([...after.keys()].filter((key) => before.has(key)), [...before.keys()].filter((key) => after.has(key)));
}
