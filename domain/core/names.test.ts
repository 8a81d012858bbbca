import { expect, test } from "vitest";
import { isSameName } from "./names";

test.each([
  ["陈思远", " 陈 思远 ", true], ["陈思远", "陈思远\u3000", true], ["阿依古丽·买买提", "阿依古丽 • 买买提", true], ["阿依古丽·买买提", "阿依古丽买买提", true],
  ["Jean-Luc O'Brien", "ＪＥＡＮ-LUC  o'brien", true], ["陈思远", "陈远", false], ["陈思远", "陈思源", false], ["陈思远", "", false],
])("%s and %s are one name: %s", (one, other, same) => {
  expect(isSameName(one, other)).toBe(same);
  expect(isSameName(other, one)).toBe(same);
});
