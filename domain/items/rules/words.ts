import { addDays, type Day } from "@/domain/core/calendar";

/** Nobody's search is shown before this many others made it within one week. */
export const fewestPeople = 5;
/** Hot words and what was not found are counted over four weeks. */
export const countedDays = 28;
/** Rarer words go when the week after theirs is over; counts of the others after half a year. */
export const rareDays = 14;
export const keptDays = 180;

const longest = 20;

/**
 * What is counted of a query: the words alone. Anything that could be a number of somebody's (four digits in a row, an
 * address), long sentences and single letters count as nothing.
 */
export function countedWord(typed: string): string | undefined {
  const word = typed.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
  const isShort = [...word].length <= longest && /[\p{Script=Han}]|\p{L}{2}/u.test(word);
  return isShort && !/\d[\d\s-]{2,}\d|@|:\/\//u.test(word) ? word : undefined;
}

/** The Monday of a day's week. */
export const weekOf = (day: Day): Day => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
