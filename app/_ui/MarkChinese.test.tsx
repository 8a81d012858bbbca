import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import en from "@/app/_i18n/messages/en/ui.json";
import zh from "@/app/_i18n/messages/zh-CN/ui.json";
import type { Locale } from "@/app/_i18n/routing";
import { ErrorSummary } from "./ErrorSummary";
import { FormField } from "./FormField";
import { MarkChinese } from "./MarkChinese";

const shown = (locale: Locale, content: ReactNode) =>
  renderToStaticMarkup(<NextIntlClientProvider locale={locale} messages={{ ui: locale === "en" ? en : zh }} timeZone="Asia/Shanghai">{content}</NextIntlClientProvider>);
const mark = (text: string) => `<span lang="zh-CN">${text}</span>`;

test.each<[Locale, string, string]>([
  ["zh-CN", "请填写“出生日期”", "请填写“出生日期”"],
  ["en", "Enter the date of birth", "Enter the date of birth"],
  ["en", "Enter “出生日期”, then “公民身份号码（新）”.", `<span>Enter “${mark("出生日期")}”, then “${mark("公民身份号码（新）")}”.</span>`],
  ["en", "《居住证》 is missing in row 2", `<span>${mark("《居住证》")} is missing in row 2</span>`],
  ["en", "门牌号 3 号楼: a number", `<span>${mark("门牌号")} 3 ${mark("号楼")}: a number</span>`],
  ["en", "Use （these） brackets。 2 中", `<span>Use （these） brackets。 2 ${mark("中")}</span>`],
])("in %s “%s” reads %s", (locale, text, marked) => {
  expect(shown(locale, <MarkChinese>{text}</MarkChinese>)).toBe(marked);
});

test("a Chinese label is marked in the summary of errors and in the error at its field", () => {
  const message = "Enter “家庭住址”";
  const marked = `<span>Enter “${mark("家庭住址")}”</span>`;
  expect(shown("en", <ErrorSummary errors={[{ name: "home", message }]} />)).toContain(`${marked}</a>`);
  expect(shown("en", <FormField name="home" label="x" error={message}><input id="field-home" /></FormField>)).toContain(`${marked}</span></p>`);
  expect(shown("zh-CN", <ErrorSummary errors={[{ name: "home", message }]} />)).toContain(`${message}</a>`);
});
