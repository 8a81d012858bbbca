import { describe, expect, test } from "vitest";
import en from "@/app/_i18n/messages/en/glossary.json";
import zh from "@/app/_i18n/messages/zh-CN/glossary.json";
import { glossary, glossaryGroups, glossaryWords, type GlossaryWord } from "./glossary";
import { markTerms } from "./mark";

const shown = (text: string, language: "zh" | "en" = "zh", seen = new Set<GlossaryWord>()) =>
  markTerms(text, language, seen).map((part) => (part.word ? `[${part.text}=${part.word}]` : part.text)).join("");

describe("words of the glossary in a text", () => {
  test.each([
    ["the word", "请准备原件。", "请准备[原件=original]。"],
    ["the longest of two that begin alike", "告知承诺制、容缺受理", "[告知承诺制=commitment]、[容缺受理=tolerable]"],
    ["the longest where a shorter one stands inside", "不予受理", "[不予受理=refuse]"],
    ["only where it first stands", "5个工作日受理，10个工作日办结", "5[个工作日=workday][受理=accept]，10个工作日办结"],
    ["a longer word though its part was marked before", "法人和法定代表人", "[法人=legalPerson]和[法定代表人=representative]"],
    ["nothing in the title of a law or a quoted name", "依据《行政许可法》和“听证指南”，可以要求听证", "依据《行政许可法》和“听证指南”，可以要求[听证=hearing]"],
    ["nothing in an address", "见 https://例.cn/听证 说明", "见 https://例.cn/听证 说明"],
    ["nothing where there is none", "早上九点", "早上九点"],
    ["nothing in nothing", "", ""],
  ])("are marked: %s", (_what, text, marked) => expect(shown(text)).toBe(marked));

  test.each([
    ["Workdays count", "[Workdays=workday] count"], ["A hearing is free; hearings are open", "A [hearing=hearing] is free; hearings are open"], ["unhearing", "unhearing"],
  ])("are found in English as whole words: %s", (text, marked) => expect(shown(text, "en")).toBe(marked));

  test("are marked once on a page, however many texts it has; cutting loses nothing", () => {
    const seen = new Set<GlossaryWord>();
    expect([shown("先听证", "zh", seen), shown("再听证，后受理", "zh", seen)]).toEqual(["先[听证=hearing]", "再听证，后[受理=accept]"]);
    const text = "承诺办结时限5个工作日，法定时限20个工作日，听证不计。";
    expect(markTerms(text, "zh", new Set()).map((part) => part.text).join("")).toBe(text);
  });
});

describe("the citizens' glossary", () => {
  test.each([["zh-CN", zh.words], ["en", en.words]])("has a name and a meaning for exactly its words in %s", (_language, words) => {
    expect(Object.keys(words).toSorted()).toEqual([...glossaryWords].toSorted());
  });

  test("no spelling stands for two words, none is a single sign, and each group has words", () => {
    for (const language of ["zh", "en"] as const) {
      const all = glossaryWords.flatMap((word) => [...glossary[word][language]]);
      expect(new Set(all).size).toBe(all.length);
      expect(all.filter((spelling) => spelling.length < 2)).toEqual([]);
    }
    for (const group of glossaryGroups) expect(glossaryWords.some((word) => glossary[word].group === group)).toBe(true);
  });

  test("no meaning rests on the word it explains", () => {
    const circular = glossaryWords.filter((word) => zh.words[word].text.includes(zh.words[word].name));
    expect(circular).toEqual([]);
  });
});
