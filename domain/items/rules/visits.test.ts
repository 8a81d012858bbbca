import { expect, test } from "vitest";
import { visitsOf } from "./visits";

test.each([
  [2, "3", 2], [0, null, 0], [null, "4", 0], [null, "3", 1], [null, "2", null], [null, "1", null], [null, null, null],
] as const)("visits %s at depth %s are %s", (visits, onlineDepth, count) => {
  expect(visitsOf({ visits, onlineDepth })).toBe(count);
});
