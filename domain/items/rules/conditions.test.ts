import { describe, expect, it } from "vitest";
import { conditionsSpeakEnglish, conditionTexts } from "./conditions";

describe("conditions are worded", () => {
  it.each([
    ["in Chinese where there is no English", { conditions: ["甲", "乙"] }, [{ zh: "甲" }, { zh: "乙" }], false],
    ["in both languages, the nth by the nth", { conditions: ["甲", "乙"], conditionsEn: ["A", "B"] }, [{ zh: "甲", en: "A" }, { zh: "乙", en: "B" }], true],
    ["in Chinese where the English is of another number: it might say something else", { conditions: ["甲", "乙"], conditionsEn: ["A"] }, [{ zh: "甲" }, { zh: "乙" }], false],
    ["not at all where there are none", { conditions: [], conditionsEn: [] }, [], false],
  ])("%s", (_name, content, texts, english) => {
    expect(conditionTexts(content)).toEqual(texts);
    expect(conditionsSpeakEnglish(content)).toBe(english);
  });
});
