import { describe, expect, it } from "vitest";
import { sentenceSpans, speakable } from "./sentences";

const sentences = (text: string) => sentenceSpans(text).map(({ start, end }) => text.slice(start, end));

describe("dividing a text for reading aloud", () => {
  it("ends a sentence at 。！？； and a new line, keeping the mark and the closing quote", () => {
    expect(sentences("请准备身份证。要带原件吗？“要带！”办理后；领取\n完成")).toEqual([
      "请准备身份证。", "要带原件吗？", "“要带！”", "办理后；", "领取\n", "完成",
    ]);
  });

  it("leaves out what holds no word", () => expect(sentences("。 \n——\n好。")).toEqual(["好。"]));

  it.each(["材料，".repeat(60), "字".repeat(205), "plain words ".repeat(30)])("never makes a piece longer than 80 characters and loses nothing", (text) => {
    const pieces = sentences(text);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(80);
    expect(pieces.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
  });
});

describe("the words given to the voice", () => {
  it.each([
    ["证件号 11010519491231002X", "证件号 1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X"],
    ["证件号 110105 19491231 002X", "证件号 1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X"],
    ["办件 310101-20260901-000123-K", "办件 3 1 0 1 0 1 2 0 2 6 0 9 0 1 0 0 0 1 2 3 K"],
    ["费用 1,234 元", "费用 一千二百三十四元"],
    ["费用 50,000 元", "费用 五万元"],
    ["费用 ¥3,120.50", "费用 三千一百二十点五元"],
    ["资金 12 万元", "资金 十二万元"],
    ["2026年11月21日 星期六", "二零二六年十一月二十一日 星期六"],
    ["2026-01-05 前", "二零二六年一月五日 前"],
    ["2019年标准", "二零一九年标准"],
    ["请拨打 12345 咨询", "请拨打 1 2 3 4 5 咨询"],
    ["138 0013 8000", "1 3 8 0 0 1 3 8 0 0 0"],
  ])("reads %s as %s", (text, spoken) => expect(speakable(text)).toBe(spoken));

  it("leaves dates and money to an English voice, and spells its numbers too", () => {
    expect(speakable("Pay CNY 1,234 before 21 November 2026, case 110105 19491231 002X", "en")).toBe("Pay CNY 1234 before 21 November 2026, case 1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X");
  });
});
