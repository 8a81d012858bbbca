import { addDays, workdaysBetween, type Day, type SuspensionDays, type WorkdayCalendar } from "@/domain/core/calendar";
import type { ReportPeriod } from "./schema";

/** From so many workdays on, decided cases are counted together. */
export const longest = 60;

/**
 * The workdays that a decision took: those after the day of acceptance up to the day of the decision, by the State Council's
 * calendar; days on which the clock stood still (行政许可法 45) do not count. 0 where it was decided on the day.
 */
export function workdaysTaken({ acceptedOn, decidedOn, suspensions }: { acceptedOn: Day; decidedOn: Day; suspensions: readonly SuspensionDays[] }, calendar: WorkdayCalendar): number {
  const stoodStill = (day: Day) => suspensions.some(({ startOn, endOn }) => day > startOn && day <= endOn);
  let count = 0;
  for (let day = addDays(acceptedOn, 1); day <= decidedOn; day = addDays(day, 1)) {
    if (calendar.isWorkday(day) && !stoodStill(day)) count += 1;
  }
  return count;
}

/** How many values there are of 0, 1, 2 … up to the greatest; those of `longest` or more stand together. */
export function histogramOf(values: readonly number[]): number[] {
  const capped = values.map((value) => Math.min(value, longest));
  return Array.from({ length: Math.max(-1, ...capped) + 1 }, (_, value) => capped.filter((one) => one === value).length);
}

/** Sums lists place by place; a shorter one ends in zeros. */
export function addUp(lists: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, place) => lists.reduce((sum, list) => sum + (list[place] ?? 0), 0));
}

export const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** The value that a share of all values does not exceed (nearest rank): 0.5 is the median. Nothing of nothing. */
export function quantile(histogram: readonly number[], share: number): number | null {
  const rank = Math.ceil(total(histogram) * share);
  if (rank === 0) return null;
  let reached = 0;
  return histogram.findIndex((count) => (reached += count) >= rank);
}

/** A share, or nothing where there is nothing to have a share of: no case is never a full score. */
export const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/**
 * The share of ratings that are satisfied or better (好评率, GB/T 39735: the upper three of five levels), of those who rated:
 * who did not rate counts nowhere.
 */
export const goodRate = (levels: readonly number[]): number | null => rate(total(levels.slice(0, 3)), total(levels));

export type Period = { fromOn: Day; throughOn: Day };
export const periodKinds = ["week", "month", "quarter"] as const;
export type PeriodKind = (typeof periodKinds)[number];

const firstOf = (year: number, month: number): Day => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);

/** The week (Monday to Sunday), month or quarter in which a day lies. */
export function periodAround(kind: PeriodKind, day: Day): Period {
  const date = new Date(day);
  if (kind === "week") {
    const fromOn = addDays(day, -((date.getUTCDay() + 6) % 7));
    return { fromOn, throughOn: addDays(fromOn, 6) };
  }
  const months = kind === "month" ? 1 : 3;
  const first = Math.floor(date.getUTCMonth() / months) * months;
  return { fromOn: firstOf(date.getUTCFullYear(), first), throughOn: addDays(firstOf(date.getUTCFullYear(), first + months), -1) };
}

/** The weeks or months that ended before today and not before a day, the latest first, so many at most. */
export function endedPeriods(kind: ReportPeriod, since: Day, today: Day, most: number): Period[] {
  const ended: Period[] = [];
  let period = periodAround(kind, addDays(periodAround(kind, today).fromOn, -1));
  while (ended.length < most && period.throughOn >= since) {
    ended.push(period);
    period = periodAround(kind, addDays(period.fromOn, -1));
  }
  return ended;
}

/** The ages of open cases that are told apart, in workdays since receipt; whatever is older is one more. */
export const ageLimits = [5, 10, 20, 45] as const;
export const ageNames = ["to5", "to10", "to20", "to45", "over45"] as const;
export type AgeName = (typeof ageNames)[number];

/** The earliest day that lies no more than so many workdays before today. */
export function earliestWithin(today: Day, workdays: number, calendar: WorkdayCalendar): Day {
  let day = today;
  for (let count = Number(calendar.isWorkday(day)); count <= workdays; count += Number(calendar.isWorkday(day))) day = addDays(day, -1);
  return day;
}

/** Each age with the days of receipt that fall into it; open at the old end. */
export function ageDays(today: Day, calendar: WorkdayCalendar): { name: AgeName; fromOn: Day | null; throughOn: Day }[] {
  const starts = ageLimits.map((limit) => earliestWithin(today, limit, calendar));
  return ageNames.map((name, i) => ({ name, fromOn: starts[i] ?? null, throughOn: i === 0 ? today : addDays(starts[i - 1] ?? today, -1) }));
}

/** The next seven days on which a running clock turns red, each with the due day that then has passed. */
export function turningRed(today: Day): { redOn: Day; dueOn: Day }[] {
  return Array.from({ length: 7 }, (_, i) => ({ redOn: addDays(today, i + 1), dueOn: addDays(today, i) }));
}

/** Whether the holder of a clock is reminded today: one workday before its day, and on the day itself where nobody could before. */
export function isReminded(dueOn: Day, today: Day, calendar: WorkdayCalendar): boolean {
  return today <= dueOn && workdaysBetween(today, dueOn, calendar) <= 1;
}

/** 督2026-000123: the number of an urging (督), or of a signal (监), within its year. */
export const supervisionNumber = (word: "督" | "监", day: Day, sequence: number): string => `${word}${day.slice(0, 4)}-${String(sequence).padStart(6, "0")}`;
