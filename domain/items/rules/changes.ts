import { isSame } from "@/domain/core/same";
import type { RevisionContent } from "@/domain/items/schema";

export type ContentField = keyof RevisionContent;

/** What a revision changes in one field: lines taken out and put in, or the same lines in another order. */
export type FieldChange = { field: ContentField; removed: string[]; added: string[] };

/** The differences between two revisions, field by field, as lines a person can read; empty when nothing changed. */
export function changedFields(before: RevisionContent, after: RevisionContent): FieldChange[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<ContentField>;
  return [...fields].filter((field) => !isSame(before[field] ?? null, after[field] ?? null)).map((field) => {
    const [old, fresh] = [lines(before[field]), lines(after[field])];
    const removed = old.filter((line) => !fresh.includes(line));
    const added = fresh.filter((line) => !old.includes(line));
    return removed.length + added.length > 0 ? { field, removed, added } : { field, removed: old, added: fresh };
  });
}

/** One line for a plain value, one for each entry of a list. */
function lines(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(leaves) : [leaves(value)];
}

function leaves(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "");
  return Object.values(value).map(leaves).filter(Boolean).join(" · ");
}
