import { expect, it } from "vitest";
import { rangeOf } from "./stored-file";

it.each([
  ["nothing", {}, undefined],
  ["the beginning", { range: "bytes=0-3" }, { start: 0, end: 3 }],
  ["the rest", { range: "bytes=7-" }, { start: 7, end: 9 }],
  ["beyond the end", { range: "bytes=7-99" }, { start: 7, end: 9 }],
  ["the last three", { range: "bytes=-3" }, { start: 7, end: 9 }],
  ["more than there is, from the back", { range: "bytes=-99" }, { start: 0, end: 9 }],
  ["what lies behind the end", { range: "bytes=10-" }, "none"],
  ["nothing of it", { range: "bytes=-0" }, "none"],
  ["two parts", { range: "bytes=0-1,4-5" }, undefined],
  ["backwards", { range: "bytes=5-2" }, undefined],
  ["another unit", { range: "rows=0-1" }, undefined],
  ["the rest of the same file", { range: "bytes=7-", "if-range": '"same"' }, { start: 7, end: 9 }],
  ["the rest of another file", { range: "bytes=7-", "if-range": '"other"' }, undefined],
] as const)("of ten bytes, asked for %s", (_what, headers, expected) => {
  expect(rangeOf(headers, 10, '"same"')).toEqual(expected);
});
