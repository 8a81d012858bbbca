import { dueOn, type Day, type WorkdayCalendar } from "@/domain/core/calendar";
import type { Limit, RevisionContent } from "@/domain/items/schema";
import type { ApplicationStatus } from "../schema";

/** Workdays to ask for a correction before a case is deemed accepted (行政许可法 32(4)). */
export const noticeLimit = { value: 5, unit: "workday" } as const satisfies Limit;
/** Workdays to hand over the result after the decision (行政许可法 44). */
export const deliveryLimit = { value: 10, unit: "workday" } as const satisfies Limit;
/** The decision limit where an item names none (行政许可法 42). */
export const defaultDecisionLimit = { value: 20, unit: "workday" } as const satisfies Limit;
/** A submitted case can be taken back for this long, until somebody acts on it. */
export const takeBackMinutes = 10;

type Limits = Pick<RevisionContent, "promisedLimit" | "statutoryLimit" | "correctionDays">;
const deciding: ReadonlySet<ApplicationStatus> = new Set<ApplicationStatus>(["accepted", "inReview"]);

/** The length in days of the clock that runs in a status; its light turns yellow by it. */
export function runningLimitDays(status: ApplicationStatus, limits: Limits): number {
  if (status === "submitted") return noticeLimit.value;
  if (status === "correction") return limits.correctionDays;
  return deciding.has(status) ? promisedOf(limits).value : deliveryLimit.value;
}

/** The statutory date limits the decision alone: neither what comes before it nor the delivery that follows. */
export function statutoryNow<Date>(status: ApplicationStatus, statutoryDueOn: Date): Date | null {
  return deciding.has(status) ? statutoryDueOn : null;
}

export type Suspension = { startOn: Day; endOn: Day };
export type DecisionClock = {
  acceptedOn: Day;
  promisedLimit: Limit | null;
  statutoryLimit: Limit | null;
  suspensions: readonly Suspension[];
  extensionDays: number;
};

export type DecisionDates = { promisedDueOn: Day; statutoryDueOn: Day; provisional: boolean };

/** The limit that people see: the promised one, else the statutory one, else the law's 20 workdays. */
export function promisedOf({ promisedLimit, statutoryLimit }: Pick<DecisionClock, "promisedLimit" | "statutoryLimit">): Limit {
  return promisedLimit ?? statutoryLimit ?? defaultDecisionLimit;
}

/** The limit that the law sets; never shorter than what was promised where the source names none. */
export function statutoryOf({ promisedLimit, statutoryLimit }: Pick<DecisionClock, "promisedLimit" | "statutoryLimit">): Limit {
  return statutoryLimit ?? promisedLimit ?? defaultDecisionLimit;
}

/** The days of an extension are counted as the law counts the limit they extend: workdays (行政许可法 42, 82) unless it says days. */
export function extensionUnit(limits: Pick<DecisionClock, "promisedLimit" | "statutoryLimit">): Limit["unit"] {
  return statutoryOf(limits).unit;
}

/** What `dueOn` and `explainDeadline` are asked for the promised or the statutory date of a case. */
export function clockInput(clock: DecisionClock, which: "promised" | "statutory", calendar: WorkdayCalendar) {
  const limit = which === "promised" ? promisedOf(clock) : statutoryOf(clock);
  const { acceptedOn: start, suspensions, extensionDays: value } = clock;
  return { start, limit: { value: limit.value, unit: limit.unit }, suspensions: [...suspensions], extension: { value, unit: extensionUnit(clock) }, calendar };
}

/** Both dates by which a case must be decided; an extension moves them alike. */
export function decisionDates(clock: DecisionClock, calendar: WorkdayCalendar): DecisionDates {
  const promised = dueOn(clockInput(clock, "promised", calendar));
  const statutory = dueOn(clockInput(clock, "statutory", calendar));
  return { promisedDueOn: promised.dueOn, statutoryDueOn: statutory.dueOn, provisional: promised.provisional || statutory.provisional };
}
