import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { breakLines, paginate } from "./lines";

/** Every Chinese character is two wide, every other one. */
const measure = (text: string) => [...text].reduce((sum, character) => sum + (/[!-~ ]/.test(character) ? 1 : 2), 0);
const lines = (text: string, width: number) => breakLines(text, { width, measure });

describe("breakLines", () => {
  it.each([
    ["keeps a full stop off the head of a line", "一二三四。五", 8, ["一二三", "四。五"]],
    ["keeps an opening bracket off the end of a line", "一二三（四）", 8, ["一二三", "（四）"]],
    ["keeps a run of closing marks together", "一二三四》”，五", 12, ["一二三", "四》”，五"]],
    ["keeps an English word whole", "使用 email 登录", 8, ["使用", "email 登", "录"]],
    ["breaks a word that no line can hold", "abcdefghij", 4, ["abcd", "efgh", "ij"]],
    ["gives an empty paragraph one empty line", "", 8, [""]],
  ])("%s", (_, text, width, expected) => expect(lines(text, width)).toEqual(expected));

  it("leaves room for the first line's indent only", () => {
    expect(breakLines("一二三四五六七八", { width: 8, firstIndent: 4, measure })).toEqual(["一二", "三四五六", "七八"]);
  });

  it("loses nothing, overflows nothing and breaks the rules nowhere, whatever the text", () => {
    const character = fc.constantFrom(..."政务服务大厅，。（）《》“”2026ab ");
    fc.assert(fc.property(fc.array(character, { maxLength: 120 }), fc.integer({ min: 24, max: 60 }), (characters, width) => {
      const text = characters.join("").replaceAll(/[，。（）《》“”]{2,}/g, "，").trim();
      const broken = lines(text, width);
      expect(broken.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      for (const line of broken) {
        expect(measure(line)).toBeLessThanOrEqual(width);
        if (line !== broken[0] && /^[!-~]*$/.test(text) === false) expect(line).not.toMatch(/^[，。）》”]/);
        if (line !== broken.at(-1)) expect(line).not.toMatch(/[（《“]$/);
      }
    }));
  });
});

const blocks = (count: number) => Array.from({ length: count }, (_, index) => ({ height: 10, index }));

describe("paginate", () => {
  it.each([
    ["keeps what fits on one page with its sign-off", 7, [7]],
    ["sends two blocks along when only the sign-off does not fit", 9, [7, 2]],
    ["fills pages in order", 15, [10, 5]],
    ["gives an empty text a page for its sign-off", 0, [0]],
  ])("%s", (_, count, expected) => {
    const pages = paginate(blocks(count), 100, 30);
    expect(pages.map((page) => page.length)).toEqual(expected);
    expect(pages.flat()).toEqual(blocks(count));
  });
});
