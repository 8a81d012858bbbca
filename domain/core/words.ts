import type { Day } from "./calendar";

/** A calendar day as documents write it: 2026年3月2日. Anything else gives an empty text. */
export function dayInWords(day: Day): string {
  const [year, month, date] = day.split("-").map(Number);
  return date ? `${year}年${month}月${date}日` : "";
}
