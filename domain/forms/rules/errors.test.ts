import { describe, expect, test } from "vitest";
import en from "@/app/_i18n/messages/en/forms.json";
import zh from "@/app/_i18n/messages/zh-CN/forms.json";
import { formProblemCodes } from "./analyse";
import { formErrorCodes } from "./errors";

const keyOf = (code: string) => code.replace("forms.", "");
const namesIn = (message: string) => new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name).filter((name) => !/^\d/.test(name ?? "")));

describe.each([["zh-CN", zh], ["en", en]])("in %s", (locale, messages) => {
  const words: Record<string, unknown> = messages;

  test.each(Object.entries(formErrorCodes))("%s has a sentence that uses its params and the label", (code, params) => {
    const message = String(words[keyOf(code)]);
    // `{end}` and the like inside a select are words, not params: in Chinese they are never Latin.
    const used = [...namesIn(message)].filter((name) => locale === "zh-CN" || ["label", ...params].includes(name ?? ""));
    expect(used.toSorted()).toEqual(["label", ...params].toSorted());
    expect(message).not.toMatch(/无效|非法|错误|不能为空|invalid|error|please/i);
  });

  test.each(Object.entries(formProblemCodes))("the problem %s has a sentence with params it is given", (code, params) => {
    const message = messages.problems[keyOf(code) as keyof typeof messages.problems];
    expect(message).toBeTruthy();
    expect([...namesIn(message)].filter((name) => !params.some((param) => param === name))).toEqual([]);
  });

  test("there is no sentence without a code", () => {
    const known = new Set([...Object.keys(formErrorCodes).map(keyOf), "inRow", "problems"]);
    expect(Object.keys(messages).filter((key) => !known.has(key))).toEqual([]);
  });
});
