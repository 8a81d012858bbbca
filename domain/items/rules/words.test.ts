import { describe, expect, it } from "vitest";
import { countedWord, weekOf } from "./words";

describe("what is counted of a query", () => {
  it.each([
    ["居住证", "居住证"], ["  开  店 ", "开 店"], ["ＪＺＺ", "jzz"], ["2026年社保", undefined], ["高新技术1期", "高新技术1期"],
    ["13800138000", undefined], ["张三 110101199003070011", undefined], ["138 0013 8000", undefined], ["a@b.cn", undefined], ["https://x", undefined],
    ["我想问一下我去年十二月在浦东交的材料现在办到哪里了", undefined], ["a", undefined], ["", undefined], ["？？", undefined],
  ])("%j counts as %j", (typed, word) => expect(countedWord(typed)).toBe(word));
});

it.each([["2026-11-16", "2026-11-16"], ["2026-11-22", "2026-11-16"], ["2026-11-23", "2026-11-23"], ["2027-01-01", "2026-12-28"]])("the week of %s begins on %s", (day, monday) => expect(weekOf(day)).toBe(monday));
