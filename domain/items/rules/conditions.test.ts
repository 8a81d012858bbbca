import { describe, expect, it } from "vitest";
import { conditionsSpeakEnglish, conditionTexts, staleEnglish } from "./conditions";

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

describe("English is stale", () => {
  const first = { conditions: ["甲", "乙"], conditionsEn: ["A", "B"] };
  it.each([
    ["nowhere while both stand as they stood", first, [first], []],
    ["where the Chinese was changed alone", { ...first, conditions: ["甲", "丙"] }, [first], [{ number: 2, was: "乙" }]],
    ["nowhere where the English was written anew with it", { conditions: ["甲", "丙"], conditionsEn: ["A", "C"] }, [first], []],
    ["nowhere where both moved together", { conditions: ["乙", "甲"], conditionsEn: ["B", "A"] }, [first], []],
    ["where one list was put in another order", { ...first, conditions: ["乙", "甲"] }, [first], [{ number: 1, was: "甲" }, { number: 2, was: "乙" }]],
    ["also after an edition in between left it so", { ...first, conditions: ["甲", "丙"] }, [first, { ...first, conditions: ["甲", "丙"] }], [{ number: 2, was: "乙" }]],
    ["where the Chinese was changed again after the English followed it", { conditions: ["甲", "丁"], conditionsEn: ["A", "C"] }, [first, { conditions: ["甲", "丙"], conditionsEn: ["A", "C"] }], [{ number: 2, was: "丙" }]],
    ["nowhere where the Chinese was put back", first, [first, { ...first, conditions: ["甲", "丙"] }], []],
    ["nowhere without English, or before there was any", { conditions: ["丙"] }, [first], []],
    ["nowhere in a first draft", first, [], []],
    ["nowhere where an earlier list paired nothing", first, [{ conditions: ["甲"], conditionsEn: ["A", "B"] }], []],
  ])("%s", (_name, content, before, stale) => {
    expect(staleEnglish(content, before)).toEqual(stale);
  });
});
