"use client";

import { useLocale, useTranslations } from "next-intl";
import { localePath, type Locale } from "@/app/_i18n/routing";
import { usePlace } from "./usePlace";

/** The same page in the other language; a full load, so that the whole document changes its language. */
export function LanguageLink({ className }: { className: string }) {
  const t = useTranslations("common.tools");
  const other: Locale = useLocale() === "en" ? "zh-CN" : "en";
  return <a href={localePath(other, usePlace())} lang={other} hrefLang={other} className={className}>{t("language")}</a>;
}

/** Pages that people keep on paper: below each stands where it came from. Never an address that is a secret. */
const keptOnPaper = /^\/(?:items|me|apply|status|life-events|help|verify|departments|divisions)(?:\/|$)/;

/** On paper only: the address of the page. */
export function PrintedFrom({ host }: { host: string }) {
  const t = useTranslations("common");
  const locale = useLocale();
  const [path = "/"] = usePlace().split("?");
  return keptOnPaper.test(path) ? <p className="mt-4 hidden text-small print:block">{t("printedFrom", { address: `${host}${localePath(locale, path)}` })}</p> : null;
}

/** Hidden field that brings a form's sender back to the page they are on. */
export function ReturnHere() {
  return <input type="hidden" name="returnTo" value={localePath(useLocale(), usePlace())} />;
}
