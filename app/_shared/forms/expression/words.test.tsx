import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import type { Locale } from "@/app/_i18n/routing";
import english from "@/app/_i18n/messages/en/expressions.json";
import chinese from "@/app/_i18n/messages/zh-CN/expressions.json";
import { scopeOf } from "@/domain/forms/rules/scope";
import type { FormDefinition } from "@/domain/forms/schema";
import { ExpressionEditor } from "./ExpressionEditor";
import { useExpressionWords } from "./words";

// Links need the framework's router, and none is followed here.
vi.mock("@/app/_i18n/navigation", () => ({ Link: "a" }));

const options = [{ value: "rented", label: { zh: "租房", en: "Rented" } }, { value: "own", label: { zh: "自有", en: "Owned" } }];
const form: FormDefinition = {
  version: 1,
  sections: [{
    id: "one", title: { zh: "页" }, fields: [
      { id: "local", type: "yesNo", label: { zh: "是否本地户籍", en: "Registered here" } },
      { id: "housing", type: "choice", options, label: { zh: "住所类型", en: "Kind of home" } },
      { id: "born", type: "date", label: { zh: "出生日期", en: "Date of birth" } },
      { id: "lease", type: "dateRange", label: { zh: "租期", en: "Lease" } },
      { id: "family", type: "repeatingGroup", label: { zh: "家属", en: "Family" }, fields: [{ id: "pay", type: "money", label: { zh: "收入", en: "Income" } }] },
    ],
  }],
};
const scope = scopeOf(form, [{ key: "kind", question: { zh: "办理类型", en: "Kind" }, options: [{ value: "new", label: { zh: "新办", en: "New" } }] }]);

const messages = { "zh-CN": { expressions: chinese }, en: { expressions: english } };
const rendered = (locale: Locale, child: ReactNode) => renderToStaticMarkup(<NextIntlClientProvider locale={locale} messages={messages[locale]} timeZone="Asia/Shanghai">{child}</NextIntlClientProvider>);
const Told = ({ text }: { text: string }) => useExpressionWords(scope).text(text);
const told = (locale: Locale, text: string) => rendered(locale, <Told text={text} />);

describe("an expression in words", () => {
  test.each([
    ["", "总是", "always"],
    ["local", "「是否本地户籍」为是", "“Registered here” is yes"],
    ["!local", "「是否本地户籍」不为是", "“Registered here” is not yes"],
    ["housing == 'rented'", "「住所类型」为“租房”", "“Kind of home” is “Rented”"],
    ["housing in ['rented', 'own']", "「住所类型」为“租房”、“自有”之一", "“Kind of home” is one of “Rented”, “Owned”"],
    ["!(housing in ['own'])", "「住所类型」不是“自有”中的任何一个", "“Kind of home” is none of “Owned”"],
    ["born < today && local", "「出生日期」早于今天，并且「是否本地户籍」为是", "“Date of birth” is before today and “Registered here” is yes"],
    ["local && (born < '2000-01-01' || !isEmpty(lease.end))", "「是否本地户籍」为是，并且（「出生日期」早于2000年1月1日，或者「租期」的截止日已填）", "“Registered here” is yes and (“Date of birth” is before 1 January 2000 or the end of “Lease” is answered)"],
    ["age(born, today) >= 60", "「出生日期」的周岁不小于60", "the age by “Date of birth” is at least 60"],
    ["sum(family.pay) < 5000", "各条「家属」的「收入」的合计小于5000", "the sum of “Income” in all rows of “Family” is less than 5000"],
    ["situation.kind == 'new'", "「办理类型」为“新办”", "“Kind” is “New”"],
    ["profile.sex == 'male'", "账户里的性别为“male”", "the account’s sex is “male”"],
    ["if(local, 1, if(housing == 'own', 2, 3))", "「是否本地户籍」为是时，取1；「住所类型」为“自有”时，取2；否则取3", "1 when “Registered here” is yes; 2 when “Kind of home” is “Owned”; otherwise 3"],
    ["round(count(family) * 2.5, 1)", "「家属」的个数乘以2.5，四舍五入到 1 位小数", "the number of “Family” times 2.5, rounded to 1 decimal place(s)"],
    ["nobody == 1", "未知的“nobody”为1", "the unknown “nobody” is 1"],
    ["1 +", "写法有误，暂时读不出含义", "cannot be read yet"],
  ])("%s", (text, zh, en) => {
    expect([told("zh-CN", text), told("en", text)]).toEqual([zh, en]);
  });
});

test("without script the editor is the text itself, under its name", () => {
  const html = rendered("zh-CN", <ExpressionEditor name="when" value="housing == 'own' && nobody" onChange={() => undefined} scope={scope} expected="boolean" label="出现的条件" />);
  expect(html).toMatch(/<textarea [^>]*name="when"/);
  expect(html).toContain("没有叫“nobody”的字段。");
  expect(html).not.toContain("<select");
});
