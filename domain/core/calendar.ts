/** Calendar days of Asia/Shanghai, the workday calendar of the State Council, deadlines and lights. No clock in here. */
import { z } from "zod";
import { DomainError } from "./errors";

/** Of the years that dates are reckoned and kept in with room on both sides: no year 0, and a day after the last. */
const isReckoned = (text: string) => text >= "1000" && text < "9999";

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export const Day = z.iso.date().refine(isReckoned);
export type Day = z.infer<typeof Day>;

/** An instant as programs write it, in UTC. */
export const Instant = z.iso.datetime().refine(isReckoned);

const HOUR = 3_600_000;
const LONGEST_WALK_DAYS = 36_600;

/** The calendar day in Shanghai (UTC+8, no summer time) at an instant. */
export function shanghaiDay(instant: Date): Day {
  return new Date(instant.getTime() + 8 * HOUR).toISOString().slice(0, 10);
}

/** The instant at which a day begins in Asia/Shanghai. */
export const startOfDay = (day: Day): Date => new Date(`${day}T00:00:00+08:00`);

/** The instant at which a year begins there. */
export const yearBegins = (year: number): Date => startOfDay(`${year}-01-01`);

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(day) + count * 24 * HOUR).toISOString().slice(0, 10);
}

/** Negative when `a` is earlier, 0 when equal, positive when later. */
export function compareDays(a: Day, b: Day): number {
  return Date.parse(a) - Date.parse(b);
}

function isWeekend(day: Day): boolean {
  return new Date(day).getUTCDay() % 6 === 0;
}

/** Which days offices work. Provisional: the year's notice is not out, so the answer may still change. */
export type WorkdayCalendar = {
  isWorkday(day: Day): boolean;
  isProvisional(day: Day): boolean;
  /** The holiday a day off or a make-up workday belongs to. */
  name?(day: Day): string | undefined;
};

/** `days` are the exceptions to Monday–Friday; years outside `knownYears` are provisional. */
export function makeCalendar(
  days: readonly { day: Day; isWorkday: boolean; name?: string | null | undefined }[],
  knownYears: readonly number[],
): WorkdayCalendar {
  const exceptions = new Map(days.map((entry) => [entry.day, entry]));
  const known = new Set(knownYears);
  return {
    isWorkday: (day) => exceptions.get(day)?.isWorkday ?? !isWeekend(day),
    isProvisional: (day) => !known.has(Number(day.slice(0, 4))),
    name: (day) => exceptions.get(day)?.name ?? undefined,
  };
}

/** Workdays later than `after` up to and including `through`; 0 when `through` is not later. */
export function workdaysBetween(after: Day, through: Day, calendar: WorkdayCalendar): number {
  let count = 0;
  for (let day = addDays(after, 1); day <= through; day = addDays(day, 1)) {
    if (calendar.isWorkday(day)) count += 1;
  }
  return count;
}

export const Limit = z.strictObject({ value: z.int().min(0).max(3650), unit: z.enum(["workday", "calendarDay"]) });
export type Limit = z.infer<typeof Limit>;

/** The clock stands still on the days after `startOn` up to and including `endOn`. */
export type SuspensionDays = { startOn: Day; endOn: Day };

export type DeadlineInput = {
  /** Day 0, the day of the event: never counted. */
  start: Day;
  limit: Limit;
  suspensions?: readonly SuspensionDays[];
  /** Counted on after the limit, in a unit of its own. */
  extension?: Limit;
  calendar: WorkdayCalendar;
};

export type DeadlineDayReason = "startDay" | "workday" | "weekend" | "holiday" | "makeUpWorkday" | "suspended" | "calendarDay" | "movedToWorkday";

/** One day on the way to a deadline; a counted day has its number, 1 being the first. */
export type DeadlineDay = { day: Day; counted: boolean; number?: number; reason: DeadlineDayReason; name?: string };

export type DueDay = { dueOn: Day; provisional: boolean };
export type Deadline = DueDay & { days: DeadlineDay[] };

/**
 * The day a limit ends. Workdays follow the calendar with its make-up days (行政许可法 82), calendar days that end on
 * a day off move on to the next workday (民法典 203), the start day is not counted (民法典 201), suspended days never.
 * @throws items.limitInvalid
 */
export function dueOn(input: DeadlineInput): DueDay {
  const { dueOn: day, provisional } = explainDeadline(input);
  return { dueOn: day, provisional };
}

/**
 * The same with every day from the start to the due day and why it counted or not.
 * @throws items.limitInvalid
 */
export function explainDeadline(input: DeadlineInput): Deadline {
  const { start, suspensions = [], calendar } = input;
  const total = totalDays(input);
  const days = [named({ day: start, counted: false, reason: "startDay" }, calendar)];
  let day = start;
  let counted = 0;
  while (counted < total || !calendar.isWorkday(day) || isSuspended(day, suspensions)) {
    if (days.length > LONGEST_WALK_DAYS) throw new DomainError("invalid", "items.limitInvalid", { total });
    day = addDays(day, 1);
    const entry = describe(day, { suspended: isSuspended(day, suspensions), unit: unitAfter(counted, input), ended: counted >= total, calendar });
    if (entry.counted) entry.number = ++counted;
    days.push(named(entry, calendar));
  }
  const consulted = days.filter(({ reason }) => !reasonsWithoutCalendar.has(reason));
  const provisional = calendar.isProvisional(day) || consulted.some((entry) => calendar.isProvisional(entry.day));
  return { dueOn: day, provisional, days };
}

/** In which days the one after so many counted is counted. */
function unitAfter(counted: number, { limit, extension = limit }: DeadlineInput): Limit["unit"] {
  return counted < limit.value ? limit.unit : extension.unit;
}

function totalDays({ limit, extension }: DeadlineInput): number {
  const total = limit.value + (extension?.value ?? 0);
  if (!Number.isInteger(total) || total < 0) throw new DomainError("invalid", "items.limitInvalid", { total });
  return total;
}

// Days that stand as they are, whatever the calendar will say.
const reasonsWithoutCalendar = new Set<DeadlineDayReason>(["startDay", "calendarDay", "suspended"]);

function isSuspended(day: Day, suspensions: readonly SuspensionDays[]): boolean {
  return suspensions.some(({ startOn, endOn }) => day > startOn && day <= endOn);
}

type DayContext = { suspended: boolean; unit: Limit["unit"]; ended: boolean; calendar: WorkdayCalendar };

function describe(day: Day, { suspended, unit, ended, calendar }: DayContext): DeadlineDay {
  if (suspended) return { day, counted: false, reason: "suspended" };
  if (unit === "calendarDay" && !ended) return { day, counted: true, reason: "calendarDay" };
  if (!calendar.isWorkday(day)) {
    const isPlainWeekend = isWeekend(day) && calendar.name?.(day) === undefined;
    return { day, counted: false, reason: isPlainWeekend ? "weekend" : "holiday" };
  }
  if (ended) return { day, counted: false, reason: "movedToWorkday" };
  return { day, counted: true, reason: isWeekend(day) ? "makeUpWorkday" : "workday" };
}

function named(entry: DeadlineDay, calendar: WorkdayCalendar): DeadlineDay {
  const name = calendar.name?.(entry.day);
  return name === undefined ? entry : { ...entry, name };
}

export type Light = "green" | "yellow" | "orange" | "red" | "black";

/**
 * The supervision light of a running clock. Remaining are the workdays after today up to the due day: orange at 0,
 * yellow at no more than a fifth of the limit (at least 1), green above; red past the promised day, black past the
 * statutory one.
 */
export function light(clock: {
  dueOn: Day;
  statutoryDueOn?: Day | undefined;
  limitDays: number;
  /** From how many workdays before the due day it is yellow, where that was set. */
  yellowDays?: number | undefined;
  today: Day;
  calendar: WorkdayCalendar;
}): Light {
  const { today, calendar } = clock;
  if (clock.statutoryDueOn !== undefined && today > clock.statutoryDueOn) return "black";
  if (today > clock.dueOn) return "red";
  const remaining = workdaysBetween(today, clock.dueOn, calendar);
  if (remaining === 0) return "orange";
  return remaining <= (clock.yellowDays ?? Math.max(1, Math.ceil(clock.limitDays / 5))) ? "yellow" : "green";
}
