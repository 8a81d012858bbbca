import { addDays, compareDays, Day, shanghaiDay } from "@/domain/core/calendar";
import type { StaffRole } from "@/domain/core/actor";
import type { CalendarDay } from "../schema";

/** Who writes a year's calendar and who confirms it: two administrators of different kinds. */
export const calendarDuties = { propose: "systemAdmin", decide: "securityAdmin" } as const satisfies Record<string, StaffRole>;

/** A line that could not be read, or says what cannot be; `line` counts from 1. */
export type CalendarProblem = { line: number; code: "unreadable" | "otherYear" | "twice" | "workOnWeekday" | "reversed"; text: string };

const longestHoliday = 15;
const DAY = "(?<y>\\d{4})[-./年](?<m>\\d{1,2})[-./月](?<d>\\d{1,2})日?";
const UNTIL = "(?:\\s*(?:至|到|~|—|-{1,2}|to)\\s*(?:(?<uy>\\d{4})[-./年])?(?<um>\\d{1,2})[-./月](?<ud>\\d{1,2})日?)?";
const LINE = new RegExp(`^${DAY}${UNTIL}\\s*(?<word>休|放假|off|班|上班|work)\\s*(?<name>\\S.*)$`, "u");

/**
 * A calendar as an administrator writes it, one line for each day or stretch of days: `2027-02-05 至 2027-02-11 休 春节`,
 * `2027-01-30 班 春节`. Weekend days within a holiday are part of it and kept, so that they carry its name.
 */
export function readCalendar(year: number, text: string): { days: CalendarDay[]; problems: CalendarProblem[] } {
  const days = new Map<Day, CalendarDay>();
  const problems: CalendarProblem[] = [];
  for (const [at, raw] of text.normalize("NFKC").split("\n").entries()) {
    const written = raw.trim();
    const stretch = written === "" ? [] : readLine(written);
    const codes = typeof stretch === "string" ? [stretch] : stretch.map((day) => put(days, year, day)).filter((code) => code !== undefined);
    problems.push(...[...new Set(codes)].map((code) => ({ line: at + 1, code, text: written.slice(0, 80) })));
  }
  return { days: [...days.values()].toSorted((a, b) => compareDays(a.day, b.day)), problems };
}

function readLine(text: string): CalendarDay[] | "unreadable" | "reversed" {
  const parts: Parts = LINE.exec(text)?.groups ?? {};
  const from = dayOf(parts.y, parts.m, parts.d);
  const until = parts.um ? dayOf(parts.uy ?? parts.y, parts.um, parts.ud) : from;
  if (!from || !until) return "unreadable";
  if (compareDays(until, from) < 0 || compareDays(until, addDays(from, longestHoliday)) > 0) return "reversed";
  return stretchOf(from, until).map((day) => ({ day, ...kindOf(parts) }));
}

const kindOf = ({ word = "", name = "" }: Parts) => ({ isWorkday: /班|work/u.test(word), name: name.slice(0, 20) });

type Parts = Partial<Record<"y" | "m" | "d" | "uy" | "um" | "ud" | "word" | "name", string>>;

function dayOf(year = "", month = "", date = ""): Day | undefined {
  return Day.safeParse(`${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`).data;
}

function stretchOf(from: Day, until: Day): Day[] {
  const days = [from];
  for (let day = from; compareDays(day, until) < 0; days.push(day)) day = addDays(day, 1);
  return days;
}

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
