import { addDays, compareDays, dueOn, shanghaiDay, type Day, type WorkdayCalendar } from "@/domain/core/calendar";
import type { HearingState } from "../schema/hearings";

/** The applicant asks within five workdays of being told; the organ then holds it within twenty (行政许可法 47). */
export const askLimit = { value: 5, unit: "workday" } as const;
const holdLimit = { value: 20, unit: "workday" } as const;
/** Time and place are told seven days before (行政许可法 48(1)1). */
export const noticeDays = 7;

export type OpenHearing = { state: HearingState; askUntil: Day | null; asked: boolean; chairId: string | null };

/** Why a hearing keeps a case from its decision, as an error code: the right still runs, it was asked for, or its minutes are not in. */
export function hearingBars({ hearing }: { hearing: OpenHearing | null }, now: Date): string | undefined {
  if (hearing?.state === "scheduled") return "hearings.minutesMissing";
  if (hearing?.state !== "announced") return undefined;
  if (hearing.asked) return "hearings.askedFor";
  return hearing.askUntil && compareDays(shanghaiDay(now), hearing.askUntil) > 0 ? undefined : "hearings.rightRuns";
}

/** Whether the applicant may still ask. */
export const canAsk = ({ state, askUntil, asked }: OpenHearing, today: Day): boolean => state === "announced" && !asked && askUntil !== null && compareDays(today, askUntil) <= 0;

type Setting = { heldOn: Day; today: Day; askedOn: Day | null; postponed: boolean; calendar: WorkdayCalendar };

/** Why a hearing cannot be held on this day, as an error code; nothing when it can. */
export function refuseDay({ heldOn, today, askedOn, postponed, calendar }: Setting): string | undefined {
  if (compareDays(heldOn, addDays(today, noticeDays)) < 0) return "hearings.tooSoon";
  if (askedOn === null || postponed) return undefined;
  return compareDays(heldOn, dueOn({ start: askedOn, limit: holdLimit, calendar }).dueOn) > 0 ? "hearings.tooLate" : undefined;
}
