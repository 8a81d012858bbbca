import { addDays, compareDays, Day, shanghaiDay } from "@/domain/core/calendar";
import type { StaffRole } from "@/domain/core/actor";
import type { CalendarDay } from "../schema";

/** Who writes a year's calendar and who confirms it: two administrators of different kinds. */
export const calendarDuties = { propose: "systemAdmin", decide: "securityAdmin" } as const satisfies Record<string, StaffRole>;

/** A line that could not be read, or says what cannot be; `line` counts from 1. */
export type CalendarProblem = { line: number; code: "unreadable" | "otherYear" | "twice" | "workOnWeekday" | "reversed"; text: string };

const longestHoliday = 15;
const LINE = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:\s*(?:至|到|~|～|—|-{1,2})\s*(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?)?\s*(休|放假|班|上班)\s*(\S.*)$/u;

/**
 * A calendar as an administrator writes it, one line for each day or stretch of days: `2027-02-05 至 2027-02-11 休 春节`,
 * `2027-01-30 班 春节`. Weekend days within a holiday are part of it and kept, so that they carry its name.
 */
export function readCalendar(year: number, text: string): { days: CalendarDay[]; problems: CalendarProblem[] } {
  const days = new Map<Day, CalendarDay>();
  const problems: CalendarProblem[] = [];
  for (const [at, raw] of text.normalize("NFKC").split("\n").entries()) {
    const written = raw.trim();
    if (written === "") continue;
    const tell = (code: CalendarProblem["code"]) => problems.push({ line: at + 1, code, text: written.slice(0, 80) });
    const stretch = readLine(written);
    if (typeof stretch === "string") tell(stretch);
    else for (const code of new Set(stretch.map((day) => put(days, year, day)))) if (code) tell(code);
  }
  return { days: [...days.values()].toSorted((a, b) => compareDays(a.day, b.day)), problems };
}

function readLine(text: string): CalendarDay[] | "unreadable" | "reversed" {
  const found = LINE.exec(text);
  if (!found) return "unreadable";
  const [, year = "", month = "", date = "", untilYear, untilMonth, untilDate, word = "", name = ""] = found;
  const from = Day.safeParse(iso(year, month, date));
  const until = Day.safeParse(untilMonth && untilDate ? iso(untilYear ?? year, untilMonth, untilDate) : iso(year, month, date));
  if (!from.success || !until.success) return "unreadable";
  if (compareDays(until.data, from.data) < 0 || compareDays(until.data, addDays(from.data, longestHoliday)) > 0) return "reversed";
  const days: CalendarDay[] = [];
  for (let day = from.data; compareDays(day, until.data) <= 0; day = addDays(day, 1)) days.push({ day, isWorkday: word.includes("班"), name: name.slice(0, 20) });
  return days;
}

const iso = (year: string, month: string, date: string) => `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;

function put(days: Map<Day, CalendarDay>, year: number, entry: CalendarDay): CalendarProblem["code"] | undefined {
  if (!entry.day.startsWith(`${year}-`)) return "otherYear";
  if (days.has(entry.day)) return "twice";
  if (entry.isWorkday && !isWeekend(entry.day)) return "workOnWeekday";
  days.set(entry.day, entry);
  return undefined;
}

const isWeekend = (day: Day) => new Date(day).getUTCDay() % 6 === 0;

/** The calendar as lines again, stretches put together. */
export function writeCalendar(days: readonly CalendarDay[]): string {
  const lines: { from: Day; until: Day; isWorkday: boolean; name: string }[] = [];
  for (const { day, isWorkday, name } of days.toSorted((a, b) => compareDays(a.day, b.day))) {
    const last = lines.at(-1);
    if (last && !isWorkday && !last.isWorkday && last.name === name && addDays(last.until, 1) === day) last.until = day;
    else lines.push({ from: day, until: day, isWorkday, name });
  }
  return lines.map(({ from, until, isWorkday, name }) => `${from}${until === from ? "" : ` 至 ${until}`} ${isWorkday ? "班" : "休"} ${name}`).join("\n");
}

/**
 * The years whose calendar is wanted and not known: this year's always, next year's from November on, when the State
 * Council's notice is due.
 */
export function missingYears(known: readonly number[], now: Date): number[] {
  const today = shanghaiDay(now);
  const year = Number(today.slice(0, 4));
  const wanted = Number(today.slice(5, 7)) >= 11 ? [year, year + 1] : [year];
  return wanted.filter((one) => !known.includes(one));
}
