import { createHash } from "node:crypto";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

const byCodeUnits = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

/**
 * The one text that is hashed and signed: JSON with keys in UTF-16 order and no white space (RFC 8785).
 * @throws TypeError for numbers JSON cannot hold
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined).toSorted(byCodeUnits);
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member ?? null)}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("canonicalJson: not a JSON number");
  return JSON.stringify(value);
}

/** SHA-256 of the canonical JSON, 64 lower-case hexadecimal digits. */
export const recordDigest = (record: Json) => createHash("sha256").update(canonicalJson(record), "utf8").digest("hex");
