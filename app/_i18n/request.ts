import { hasLocale } from "next-intl";
import { getRequestConfig } from "next-intl/server";
import { loadMessages } from "./catalogue";
import { routing } from "./routing";
import "./types";

// oxlint-disable-next-line import/no-default-export -- next-intl looks for it
export default getRequestConfig(async ({ requestLocale, locale: asked }) => {
  const requested = asked ?? (await requestLocale);
  const locale = hasLocale(routing.locales, requested) ? requested : routing.defaultLocale;
  return { locale, messages: await loadMessages(locale), timeZone: "Asia/Shanghai" };
});
