import { NextIntlClientProvider } from "next-intl";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import en from "@/app/_i18n/messages/en/ui.json";
import zh from "@/app/_i18n/messages/zh-CN/ui.json";
import type { Locale } from "@/app/_i18n/routing";
import { StepIndicator } from "./StepIndicator";

const shown = (locale: Locale, title: string, next: string) =>
  renderToString(<NextIntlClientProvider locale={locale} messages={{ ui: locale === "en" ? en : zh }} timeZone="Asia/Shanghai"><StepIndicator current={2} total={5} title={title} next={next} /></NextIntlClientProvider>);

test.each<[Locale, string, string, string]>([
  ["zh-CN", "谁申领居住证？", "怎样联系您？", "第 2 步，共 5 步：谁申领居住证。"],
  ["zh-CN", "谁申领居住证？", "怎样联系您？", "下一步：怎样联系您"],
  ["en", "Who is the residence permit for?", "How can we reach you?", "Step 2 of 5: Who is the residence permit for?"],
  ["en", "以什么身份申请？", "上传申请材料", 'Step 2 of 5: <span lang="zh-CN">以什么身份申请？</span>'],
  ["en", "Who applies?", "上传申请材料", 'Next: <span lang="zh-CN">上传申请材料</span>'],
])("in %s %s, then %s, reads %s", (locale, title, next, words) => {
  expect(shown(locale, title, next)).toContain(words);
});
