import type { Locale } from "@/app/_i18n/routing";
import type { LocalisedText } from "@/domain/forms/schema";

/** A text of a form or guide where only a plain text fits; Chinese where there is no other. */
export function localText(text: LocalisedText, locale: Locale): string {
  return locale === "en" && text.en ? text.en : text.zh;
}
