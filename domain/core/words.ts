import type { Day } from "./calendar";

/** A calendar day as documents write it: 2026年3月2日. Anything else gives an empty text. */
export function dayInWords(day: Day): string {
  const [year, month, date] = day.split("-").map(Number);
  return date ? `${year}年${month}月${date}日` : "";
}

/** An instant as papers bear it, in Asia/Shanghai: 2026-03-02 09:00. */
export const shanghaiStamp = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
