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
    ["费用 1,234 元", "费用 1234 元"],
    ["费用 50,000 元", "费用 50000 元"],
    ["2026年11月21日 星期六", "2026年11月21日 星期六"],
    ["请拨打 12345 咨询", "请拨打 1 2 3 4 5 咨询"],
    ["138 0013 8000", "1 3 8 0 0 1 3 8 0 0 0"],
  ])("reads %s as %s", (text, spoken) => expect(speakable(text)).toBe(spoken));
});
