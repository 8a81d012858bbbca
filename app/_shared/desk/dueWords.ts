import type { Day } from "@/domain/core/calendar";

type Due = { dueOn: Day; today: Day; workdaysLeft: number };

/** Keys under `desk.due`. */
export const dueKeys = ["left", "lastWorkday", "today", "justOver", "over"] as const;
export type DueWords = { key: (typeof dueKeys)[number]; count: number };

/**
 * How far a day is, in workdays: never "0 left". `workdaysLeft` is negative past the day; 0 means today, or that only days
 * off lie between.
 */
export function dueWords({ dueOn, today, workdaysLeft }: Due): DueWords {
  if (dueOn === today) return { key: "today", count: 0 };
  if (dueOn < today) return workdaysLeft < 0 ? { key: "over", count: -workdaysLeft } : { key: "justOver", count: 0 };
  return workdaysLeft > 0 ? { key: "left", count: workdaysLeft } : { key: "lastWorkday", count: 0 };
}
