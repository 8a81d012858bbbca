import { defineRouting } from "next-intl/routing";

/** The address alone decides the language: zh-CN without a prefix, English under `/en`. */
export const routing = defineRouting({
  locales: ["zh-CN", "en"],
  defaultLocale: "zh-CN",
  localePrefix: "as-needed",
  localeDetection: false,
  localeCookie: false,
});

export type Locale = (typeof routing.locales)[number];

/** The same place in the given language, from a path without language prefix. */
export function localePath(locale: Locale, path: string): string {
  if (locale === routing.defaultLocale) return path;
  return `/${locale}${path.replace(/^\/(?=$|[?#])/, "")}`;
}

/** A path without its language. */
export const unlocalised = (path: string): string => path.replace(/^\/(?:zh-CN|en)(?=\/|$)/, "") || "/";
