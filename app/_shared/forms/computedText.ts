import { formatDay, formatMoney } from "@/app/_i18n/format";
import type { Locale } from "@/app/_i18n/routing";
import { isDay } from "@/domain/core/days";
import type { AnswerValue } from "@/domain/forms/schema";

type Display = "text" | "number" | "money" | "date" | undefined;

/** A computed value in words, or nothing where it cannot be worked out yet. */
export function computedText(value: AnswerValue | undefined, display: Display, locale: Locale): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (display === "money" && typeof value === "number") return formatMoney(value, locale);
  if (display === "date" && isDay(value)) return formatDay(value, locale);
  return typeof value === "number" ? new Intl.NumberFormat("en-GB").format(value) : String(value);
}
