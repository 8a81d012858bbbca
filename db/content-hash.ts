import { createHash } from "node:crypto";
import type { RevisionContent } from "@/domain/items/schema";

/** SHA-256 (hex) of a revision's content, the same whatever the order of its fields: equal hashes mean nothing changed. */
export function contentHash(content: RevisionContent): string {
  return createHash("sha256").update(canonical(content)).digest("hex");
}

/** JSON with sorted keys and without absent fields. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, entry]) => entry !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(",")}}`;
}
