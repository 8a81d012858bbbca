import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { Locale } from "@/app/_i18n/routing";
import type { AnswerValue, Field } from "@/domain/forms/schema";
import { AnswerText } from "./AnswerText";

const field: Field = { id: "employer", type: "text", label: { zh: "单位", en: "Employer" } };
const shown = (locale: Locale, value: AnswerValue) =>
  renderToStaticMarkup(<NextIntlClientProvider locale={locale} messages={{}} timeZone="Asia/Shanghai"><AnswerText field={field} value={value} divisions={{}} /></NextIntlClientProvider>);

describe("an answer as somebody typed it", () => {
  test("is marked as Chinese on a page in English, so that it is read out as such", () => {
    expect(shown("en", "示例软件有限公司")).toBe('<span class="tabular-nums"><span lang="zh-CN">示例软件有限公司</span></span>');
  });
  test.each<[Locale, string]>([["en", "Example Ltd"], ["zh-CN", "示例软件有限公司"]])("needs no mark in %s: %s", (locale, text) => {
    expect(shown(locale, text)).toBe(`<span class="tabular-nums">${text}</span>`);
  });
});
