import type { Day } from "./calendar";

const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})$/;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a value is a real calendar day as `Day` demands. Apart from the schema, so that a browser need not load Zod to read a date. */
export function isDay(value: unknown): value is Day {
  const [, year, month, day] = typeof value === "string" ? (WRITTEN.exec(value) ?? []).map(Number) : [];
  if (!year || !month || !day) return false;
  return year >= 1000 && year < 9999 && day <= (LENGTHS[month - 1] ?? 0) + Number(month === 2 && isLeap(year));
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
