import { addDays, Day, shanghaiDay, type WorkdayCalendar } from "@/domain/core/calendar";
import { OpeningException, type OpeningHours, type Span } from "../schema/windows";

const HOUR = 3_600_000;
const FURTHEST_DAYS = 60;

/** The hours of one day and what they come from. */
export type DayHours = { spans: readonly Span[]; why: "week" | "exception" | "holiday" | "makeUp"; note?: string };

/**
 * When a window is open on a day. An exception wins; then the State Council calendar: closed on public holidays, and on a
 * weekend day worked to make up the hours of Monday hold (国务院办公厅 names no weekday that it stands for).
 */
export function hoursOn(hours: OpeningHours, day: Day, calendar: WorkdayCalendar): DayHours {
  const exception = hours.exceptions.findLast(({ from, until }) => day >= from && day <= until);
  if (exception) return { spans: exception.spans, why: "exception", ...noted(exception.note) };
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  const holiday = noted(calendar.name?.(day));
  const [isWeekend, isWorkday] = [weekday >= 5, calendar.isWorkday(day)];
  if (isWeekend && isWorkday) return { spans: hours.week[0] ?? [], why: "makeUp", ...holiday };
  if (!isWorkday && (!isWeekend || holiday.note)) return { spans: [], why: "holiday", ...holiday };
  return { spans: hours.week[weekday] ?? [], why: "week" };
}

const noted = (note: string | undefined): { note?: string } => (note ? { note } : {});

/** Open until a time of day, or closed until a time of a day; without `next` it does not open within sixty days. */
export type Opening = { open: true; until: string } | { open: false; next: { day: Day; at: string; inDays: number } | null };

/** Whether a window is open at an instant, until when, or when it opens next (Asia/Shanghai). */
export function openingAt(hours: OpeningHours, calendar: WorkdayCalendar, now: Date): Opening {
  const today = shanghaiDay(now);
  const time = new Date(now.getTime() + 8 * HOUR).toISOString().slice(11, 16);
  const current = hoursOn(hours, today, calendar).spans.find(({ from, until }) => from <= time && time < until);
  if (current) return { open: true, until: current.until };
  for (let inDays = 0; inDays <= FURTHEST_DAYS; inDays += 1) {
    const day = addDays(today, inDays);
    const span = hoursOn(hours, day, calendar).spans.find(({ from }) => inDays > 0 || from > time);
    if (span) return { open: false, next: { day, at: span.from, inDays } };
  }
  return { open: false, next: null };
}

const words = {
  zh: { days: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"], to: "至", and: "、", between: "；", closed: (days: string) => `${days}休息`, never: "不对外开放" },
  en: { days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], to: " to ", and: ", ", between: "; ", closed: (days: string) => `closed ${days}`, never: "closed to the public" },
} as const;

/** A week as people say it: 周一至周五 9:00–12:00、13:30–17:00；周六至周日休息. */
export function weekInWords({ week }: Pick<OpeningHours, "week">, language: keyof typeof words): string {
  const { days, to, and, between, closed, never } = words[language];
  if (week.every((spans) => spans.length === 0)) return never;
  const groups: { first: number; last: number; text: string }[] = [];
  for (const [at, spans] of week.entries()) {
    const text = spans.map(spanInWords).join(and);
    const group = groups.at(-1);
    if (group?.text === text) group.last = at;
    else groups.push({ first: at, last: at, text });
  }
  return groups.map(({ first, last, text }) => {
    const named = first === last ? (days[first] ?? "") : `${days[first]}${to}${days[last]}`;
    return text ? `${named} ${text}` : closed(named);
  }).join(between);
}

/** 9:00–12:00 */
export const spanInWords = ({ from, until }: Span) => `${from.replace(/^0/, "")}–${until.replace(/^0/, "")}`;

const TIME = "(\\d{1,2})[:：](\\d{2})";
const SPAN = new RegExp(`^${TIME}\\s*(?:-|–|—|~|至|到)\\s*${TIME}$`, "u");

/** The hours of a day as an administrator types them, `9:00-12:00 13:30-17:00`; nothing typed is closed; undefined when it cannot be read. */
export function readSpans(text: string): Span[] | undefined {
  const parts = text.normalize("NFKC").replace(/\s*(-|–|—|~|至|到)\s*/gu, "$1").split(/[\s,，、;；]+/u).filter(Boolean);
  const spans = parts.map((part) => {
    const [, fromHour = "", fromMinute = "", untilHour = "", untilMinute = ""] = SPAN.exec(part) ?? [];
    return { from: `${fromHour.padStart(2, "0")}:${fromMinute}`, until: `${untilHour.padStart(2, "0")}:${untilMinute}` };
  });
  const sound = spans.every(({ from, until }, at) => isTime(from) && isTime(until) && from < until && from >= (spans[at - 1]?.until ?? ""));
  return sound && spans.length <= 4 ? spans : undefined;
}

const isTime = (text: string) => /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/u.test(text);

/** The same as text again. */
export const writeSpans = (spans: readonly Span[]) => spans.map(({ from, until }) => `${from.replace(/^0/, "")}-${until.replace(/^0/, "")}`).join(" ");

const DAY = "(\\d{4})[-./年](\\d{1,2})[-./月](\\d{1,2})日?";
const EXCEPTION = new RegExp(`^${DAY}(?:\\s*(?:至|到|~|to)\\s*${DAY})?\\s+(?<hours>(?:休|休息|closed)(?=\\s|$)|\\S*\\d{1,2}[:：]\\d{2}.*?[:：]\\d{2}(?![\\s\\S]*\\d{1,2}[:：]\\d{2}))\\s*(?<note>.*)$`, "u");

/** Days that differ, a line each: `2026-12-31 9:00-12:00 年终盘点`, `2027-02-10 至 2027-02-12 休 搬迁`; or the numbers of lines that cannot be read. */
export function readExceptions(text: string): { exceptions: OpeningException[]; unread: number[] } {
  const exceptions: OpeningException[] = [];
  const unread: number[] = [];
  for (const [at, raw] of text.split("\n").entries()) {
    const line = raw.normalize("NFKC").trim();
    const read = line === "" ? undefined : readException(line);
    if (read) exceptions.push(read);
    else if (line !== "") unread.push(at + 1);
  }
  return { exceptions, unread };
}

function readException(line: string): OpeningException | undefined {
  const found = line.length <= 200 ? EXCEPTION.exec(line) : null;
  if (!found) return undefined;
  const [from, until] = [dayOf(found.slice(1, 4)), dayOf(found.slice(found[4] ? 4 : 1))];
  const { hours = "", note = "" } = found.groups ?? {};
  return OpeningException.safeParse({ from, until, spans: /\d/u.test(hours) ? readSpans(hours) : [], note }).data;
}

function dayOf([year = "", month = "", date = ""]: readonly (string | undefined)[]): Day | undefined {
  return Day.safeParse(`${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`).data;
}

/** The same as lines again. */
export function writeExceptions(exceptions: readonly OpeningException[]): string {
  return exceptions.map(({ from, until, spans, note }) => [from, ...(until === from ? [] : ["至", until]), spans.length === 0 ? "休" : writeSpans(spans), note].filter(Boolean).join(" ")).join("\n");
}
