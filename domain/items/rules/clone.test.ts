import { expect, test } from "vitest";
import type { RevisionContent } from "@/domain/items/schema";
import { cloneContent, freeSequence } from "./clone";

test("another department takes over everything but places, contacts and sources", () => {
  const content = { name: "高龄津贴申领", level: "4", conditions: ["年满八十"], english: { 年满八十: "80 or older", 越秀区: "Yuexiu" }, address: "越秀区", consultPhone: "12345", places: [], sources: [{ ref: "x" }], materials: [{ key: "m1" }] } as unknown as RevisionContent;
  expect(cloneContent(content, "5")).toEqual({ name: "高龄津贴申领", level: "5", conditions: ["年满八十"], english: { 年满八十: "80 or older" }, materials: [{ key: "m1" }], sources: [] });
});

test.each([
  [1, [], 1], [3, [1, 2], 3], [1, [1], 2], [2, [1, 2, 4], 3], [1, Array.from({ length: 99 }, (_, index) => index + 1), undefined],
])("wanted %i, taken %j: %s", (wanted, taken, expected) => {
  expect(freeSequence(wanted, new Set(taken))).toBe(expected);
});
