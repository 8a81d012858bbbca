import { isSame } from "@/domain/core/same";
import type { RevisionContent } from "@/domain/items/schema";
import { foldEnglish } from "./english";

export type ContentField = keyof RevisionContent;

/** What a revision changes in one field: lines taken out and put in, or the same lines in another order. */
export type FieldChange = { field: ContentField; removed: string[]; added: string[] };

/** The differences between two revisions, field by field, as lines a person can read; empty when nothing changed. */
export function changedFields(earlier: RevisionContent, later: RevisionContent): FieldChange[] {
  const [before, after]: [RevisionContent, RevisionContent] = [foldEnglish(earlier), foldEnglish(later)];
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<ContentField>;
  return [...fields].filter((field) => !isSame(before[field] ?? null, after[field] ?? null)).map((field) => {
    const [old, fresh] = [lines(field, before[field]), lines(field, after[field])];
    const removed = old.filter((line) => !fresh.includes(line));
    const added = fresh.filter((line) => !old.includes(line));
    return removed.length + added.length > 0 ? { field, removed, added } : { field, removed: old, added: fresh };
  });
}

/** One line for a plain value, one for each entry of a list, one for each English text. */
function lines(field: ContentField, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (field === "english") return Object.entries(value).map(([zh, en]) => `${zh} → ${en}`);
  return Array.isArray(value) ? value.map(leaves) : [leaves(value)];
}

function leaves(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "");
  return Object.values(value).map(leaves).filter(Boolean).join(" · ");
}
