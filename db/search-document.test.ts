import { describe, expect, it } from "vitest";
import type { RevisionContent } from "@/domain/items/schema";
import vectors from "./pinyin-vectors.json";
import { searchDocument, searchRow, searchWords, syllables } from "./search-document";

const content = (patch: Partial<RevisionContent>): RevisionContent => ({
  name: "居住证申领", itemType: "07", level: "4", audience: ["1"], themes: ["证件办理"], lifeEvents: ["迁居"], keywords: ["暂住证"],
  handling: "promised", statutoryLimit: { value: 15, unit: "calendarDay" }, promisedLimit: null, conditions: [], situations: [], materials: [],
  flow: [], steps: [{ key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }], fees: null, legalBasis: [], result: null,
  questions: [], visits: null, onlineDepth: null, courier: null, sources: [], minAssuranceLevel: "L1", correctionDays: 15, form: null, ...patch,
});

describe("syllables", () => {
  it.each(vectors.rows.map((row) => [row.text, row.expected]))("reads %s as %s", (text, expected) => {
    expect(syllables(text).join(" ")).toBe(expected);
  });

  it("does not read 快乐清单 like the city 乐清", () => {
    expect(syllables("快乐清单").join(" ")).toBe("kuai le qing dan");
  });
});

describe("searchDocument", () => {
  it("finds 居住证 by its initials and by its full reading", () => {
    const document = searchDocument(content({}), "广州市公安局");
    expect(document.initials).toContain("jzz");
    expect(document.pinyin).toContain("juzhuzheng");
  });

  it.each(vectors.match.filter((row) => row.query !== "sbk"))("matches $query in $text", ({ text, query }) => {
    const document = searchDocument(content({ name: text }), "");
    expect(`${document.pinyin} ${document.initials}`).toContain(query);
  });

  it("finds 社会保障卡 by sbk through its keyword 社保卡", () => {
    expect(searchDocument(content({ name: "社会保障卡申领", keywords: ["社保卡"] }), "").initials).toContain("sbk");
  });

  it("weighs the name over keywords over the department", () => {
    const { tokens } = searchDocument(content({}), "广州市公安局");
    expect(tokens).toMatch(/'居住证':\d+A/);
    expect(tokens).toMatch(/'暂住证':\d+B/);
    expect(tokens).toMatch(/'公安局':\d+C/);
  });

  it("keeps quotes and backslashes from ending a lexeme", () => {
    expect(searchDocument(content({ name: "a'b\\c" }), "").tokens).not.toMatch(/[^']'[a-z]'b/);
  });
});

describe("searchWords", () => {
  it("drops punctuation and keeps small narrow letters", () => {
    expect(searchWords("Ａ类（公积金）提取、A类")).toEqual(expect.arrayContaining(["a", "类", "公积金", "提取"]));
    expect(searchWords("（）、，")).toEqual([]);
  });
});

describe("searchRow", () => {
  const item = { id: "i", code: "c", divisionCode: "440104", department: { id: "d", name: "广州市公安局" } };
  it("lists items with a form before documented ones before the rest", () => {
    const result = { name: "居住证", kind: "certificate" as const };
    const form = { version: 1 as const, sections: [{ id: "a", title: { zh: "甲" }, fields: [{ id: "a", type: "yesNo" as const, label: { zh: "甲" } }] }] };
    const ranks = [content({ result, form, name: "注销" }), content({ result, name: "居住证" }), content({ name: "安置" })].map((entry) => searchRow(item, entry).rank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(new Set(ranks).size).toBe(3);
  });
  it("says the promised limit in words", () => {
    expect(searchRow(item, content({ promisedLimit: { value: 5, unit: "workday" } })).promisedText).toBe("5个工作日");
    expect(searchRow(item, content({ promisedLimit: { value: 0, unit: "workday" } })).promisedText).toBe("当场");
  });
});
