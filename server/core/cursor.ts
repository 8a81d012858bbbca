import type { ZodType } from "zod";
import { DomainError } from "@/domain/core/errors";
import { parseJson } from "@/domain/core/json";

/** Where the next page of a keyset list begins: the sort key of the last row, opaque to callers. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** Where the page after these rows begins, which were asked for one more than the `limit`; undefined where they are the last. */
export function cursorAfter<Row>(rows: readonly Row[], limit: number, keyOf: (last: Row) => readonly (string | number)[]): string | undefined {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last && encodeCursor(keyOf(last));
}

/** The sort key in a cursor. Errors: `requests.malformedCursor`. */
export function decodeCursor<T>(key: ZodType<T>, cursor: string): T {
  const parsed = key.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (!parsed.success) throw new DomainError("invalid", "requests.malformedCursor");
  return parsed.data;
}
