import type { ZodType } from "zod";
import { DomainError } from "@/domain/core/errors";

/** Where the next page of a keyset list begins: the sort key of the last row, opaque to callers. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** The sort key in a cursor. Errors: `requests.malformedCursor`. */
export function decodeCursor<T>(key: ZodType<T>, cursor: string): T {
  const parsed = key.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (!parsed.success) throw new DomainError("invalid", "requests.malformedCursor");
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
