import type { Locale } from "@/app/_i18n/routing";

/** One name per language, because the path that limits it differs. */
export const codeCookie = (locale: Locale) => `tongban-delegation-${locale}`;
