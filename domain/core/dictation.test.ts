import { describe, expect, it } from "vitest";
import { heardDate, heardDigits, heardNumber, withoutEndMark } from "./dictation";

it.each([["一三八零零一三八零零零", "13800138000"], ["幺三八〇〇幺三八〇〇〇", "13800138000"], ["138 零零", "138 00"], ["壹贰叁", "123"], ["没有", "没有"]])("hears %s as digits: %s", (text, heard) => {
  expect(heardDigits(text)).toBe(heard);
});

describe("a number as it is said", () => {
  it.each([
    ["三百", "300"], ["三百二十", "320"], ["三百零五", "305"], ["三百五", "350"], ["三百五十", "350"], ["十", "10"], ["十五", "15"], ["二十五", "25"], ["两千", "2000"], ["两千三", "2300"], ["一千零五十", "1050"],
    ["一万", "10000"], ["一万二", "12000"], ["一万零二百", "10200"], ["十二万", "120000"], ["一千二百万", "12000000"], ["一亿零三百万", "103000000"],
    ["三点五", "3.5"], ["三千一百二十点五", "3120.5"], ["三点五万", "3.5万"], ["零点零五", "0.05"], ["负三", "-3"], ["二零二六", "2026"], ["零", "0"],
    ["320", "320"], ["三百人", "三百人"], ["五花八门", "五花八门"], ["三点半", "三点半"], ["", ""],
    ["百二十", "120"], ["三万五百", "30500"], ["一百万零三千", "1003000"], ["两三千", "两三千"], ["一二百", "一二百"], ["二十三四", "二十三四"], ["十三五", "十三五"], ["三十二百", "三十二百"], ["十百", "十百"], ["五零百", "五零百"],
  ])("%s is %s", (text, heard) => expect(heardNumber(text)).toBe(heard));
});

it.each([
  ["二零二六年十一月三日", "2026年11月3日"], ["二〇二六年十二月二十一号", "2026年12月21号"], ["一九五零年三月三十日", "1950年3月30日"], ["2026年11月3日", "2026年11月3日"], ["十月", "10月"],
])("hears the date %s as %s", (text, heard) => expect(heardDate(text)).toBe(heard));

it.each([["三百块。", "三百块"], ["是的！", "是的"], ["a.b", "a.b"], ["1.", "1."]])("drops the mark at the end of %s", (text, heard) => expect(withoutEndMark(text)).toBe(heard));

it("is done with the longest answer at once, whatever is typed", () => {
  const began = performance.now();
  for (const sign of [" ", "，", "。", "十", "千", "零"]) for (const hear of [withoutEndMark, heardNumber, heardDate, heardDigits]) hear(`${sign.repeat(19_999)}x`);
  expect(performance.now() - began).toBeLessThan(250);
});
