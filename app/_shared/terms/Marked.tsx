import { useLocale, useTranslations } from "next-intl";
import { cache, Fragment } from "react";
import type { LocalisedText } from "@/domain/forms/schema";
import type { GlossaryWord } from "./glossary";
import { markTerms } from "./mark";
import { TermWord } from "./TermWord";

/** What was marked on the page that is being made: each word explains itself once. */
const seenOnPage = cache(() => new Set<GlossaryWord>());

/** A text of a guide, in the language of the page or in Chinese, with the words of the glossary explaining themselves. */
export function Marked({ text }: { text: string | LocalisedText }) {
  const t = useTranslations("glossary");
  const locale = useLocale();
  const { zh, en } = typeof text === "string" ? { zh: text, en: undefined } : text;
  const language = locale === "en" && en ? "en" : "zh";
  const parts = markTerms(language === "en" ? (en ?? zh) : zh, language, seenOnPage());
  const marked = parts.map(({ text: written, word }, index) => (
    <Fragment key={index}>{word ? <TermWord word={word} written={written} name={t(`words.${word}.name`)} text={t(`words.${word}.text`)} close={t("close")} /> : written}</Fragment>
  ));
  return language === "zh" && locale === "en" ? <span lang="zh-CN">{marked}</span> : <>{marked}</>;
}
