import { expect, it } from "vitest";
import { z } from "zod";
import { cursorAfter, decodeCursor } from "./cursor";

const after = (rows: readonly number[]) => cursorAfter(rows, 2, (last) => ["key", last]);

it.each([[[]], [[1]], [[1, 2]]])("no page follows the rows %j of two that were asked for", (rows) => expect(after(rows)).toBeUndefined());

it("the next page begins behind the last row of this one, not behind the one read too many", () => {
  expect(decodeCursor(z.tuple([z.literal("key"), z.int()]), after([1, 2, 3]) ?? "")).toEqual(["key", 2]);
});

it.each(["", "x", "WzE", Buffer.from('["other",1]').toString("base64url")])("%j is no cursor", (cursor) => {
  expect(() => decodeCursor(z.tuple([z.literal("key"), z.int()]), cursor)).toThrow("requests.malformedCursor");
});
