import { compareDays, explainDeadline, workdaysBetween, type Day, type Deadline, type DeadlineInput, type WorkdayCalendar } from "@/domain/core/calendar";
import type { Limit } from "@/domain/items/schema";
import type { ApplicationStatus } from "../schema";
import { clockInput, deliveryLimit, extensionUnit, noticeLimit, type DecisionClock } from "./clocks";

/** Which clock runs: to say whether it is accepted, to correct it, to decide, through a special procedure, to hand over the result. */
const dueClocks = ["notice", "correction", "decision", "special", "delivery"] as const;
export type DueClock = (typeof dueClocks)[number];

/** A special procedure of a case; open while `endOn` is null. */
export type Pause = { procedure: string; startOn: Day; endOn: Day | null; plannedEndOn: Day };

/** The days on which the clocks of a case began, and how long they are. */
export type CaseClocks = Pick<DecisionClock, "promisedLimit" | "statutoryLimit" | "extensionDays"> & {
  status: ApplicationStatus;
  receivedOn: Day | null;
  correctionAskedOn: Day | null;
  acceptedOn: Day | null;
  decidedOn: Day | null;
  correctionDays: number;
  pauses: readonly Pause[];
};

/** The days between that did not count, by reason; a holiday by its name. */
export type DaysOff = { weekends: number; holidays: { name: string | null; days: number }[]; suspended: number; makeUps: number; moved: boolean };

/** A date with the count that leads to it. `left` are workdays after today, `late` workdays past the date; one of them is 0. */
export type DueExplained = {
  clock: DueClock;
  /** The day of the event, which is not counted itself. */
  startOn: Day;
  dueOn: Day;
  limit: Limit | null;
  extensionDays: number;
  extensionUnit: Limit["unit"];
  off: DaysOff;
  pauses: Pause[];
  provisional: boolean;
  today: Day;
  left: number;
  late: number;
  /** The last day by law for a decision. */
  statutoryDueOn: Day | null;
  pastLaw: boolean;
};

type Running = { clock: Exclude<DueClock, "special">; input: DeadlineInput };

/**
 * Why the running clock of a case ends when it does: from which day it is counted, how many days, which days between did not
 * count and why, what paused or lengthened it, and how far past it is. Undefined where no clock runs.
 */
export function explainDue(facts: CaseClocks, today: Day, calendar: WorkdayCalendar): DueExplained | undefined {
  if (facts.status === "suspended") return ofProcedure(facts, today, calendar);
  const running = runningClock(facts, calendar);
  if (!running) return undefined;
  const { clock, input } = running;
  const deadline = explainDeadline(input);
  const isDecision = clock === "decision";
  const statutoryDueOn = isDecision ? statutoryDate(facts, calendar) : null;
  return {
    clock, startOn: input.start, dueOn: deadline.dueOn, limit: input.limit, extensionDays: isDecision ? facts.extensionDays : 0, extensionUnit: extensionUnit(facts),
    off: daysOff(deadline), pauses: isDecision ? [...facts.pauses] : [], provisional: deadline.provisional, ...distance(deadline.dueOn, today, calendar),
    statutoryDueOn, pastLaw: statutoryDueOn !== null && compareDays(statutoryDueOn, today) < 0,
  };
}

function ofProcedure({ pauses, ...limits }: CaseClocks, today: Day, calendar: WorkdayCalendar): DueExplained | undefined {
  const open = pauses.find(({ endOn }) => endOn === null);
  if (!open) return undefined;
  return {
    clock: "special", startOn: open.startOn, dueOn: open.plannedEndOn, limit: null, extensionDays: 0, extensionUnit: extensionUnit(limits), off: nothingOff, pauses: [open], provisional: false,
    ...distance(open.plannedEndOn, today, calendar), statutoryDueOn: null, pastLaw: false,
  };
}

/** Whether the day that stands with a case has passed; the planned end of a special procedure is no day that anybody owes. */
export const isLate = ({ status, dueOn }: { status: ApplicationStatus; dueOn: Day | null }, today: Day): boolean =>
  dueOn !== null && status !== "suspended" && compareDays(dueOn, today) < 0;

const nothingOff: DaysOff = { weekends: 0, holidays: [], suspended: 0, makeUps: 0, moved: false };

function runningClock(facts: CaseClocks, calendar: WorkdayCalendar): Running | undefined {
  const plain = (clock: Running["clock"], start: Day | null, limit: Limit): Running | undefined => (start ? { clock, input: { start, limit, calendar } } : undefined);
  switch (facts.status) {
    case "submitted": return plain("notice", facts.receivedOn, noticeLimit);
    case "correction": return plain("correction", facts.correctionAskedOn, { value: facts.correctionDays, unit: "workday" });
    case "accepted": case "inReview": return facts.acceptedOn ? { clock: "decision", input: clockInput(decisionClock(facts, facts.acceptedOn), "promised", calendar) } : undefined;
    case "approved": case "rejected": case "delivering": return plain("delivery", facts.decidedOn, deliveryLimit);
    default: return undefined;
  }
}

const decisionClock = ({ promisedLimit, statutoryLimit, extensionDays, pauses }: CaseClocks, acceptedOn: Day): DecisionClock =>
  ({ acceptedOn, promisedLimit, statutoryLimit, extensionDays, suspensions: pauses.map(({ startOn, endOn, plannedEndOn }) => ({ startOn, endOn: endOn ?? plannedEndOn })) });

function statutoryDate(facts: CaseClocks, calendar: WorkdayCalendar): Day | null {
  return facts.acceptedOn && explainDeadline(clockInput(decisionClock(facts, facts.acceptedOn), "statutory", calendar)).dueOn;
}

const distance = (due: Day, today: Day, calendar: WorkdayCalendar) => ({ today, left: workdaysBetween(today, due, calendar), late: workdaysBetween(due, today, calendar) });

function daysOff({ days }: Deadline): DaysOff {
  const counted = (reason: Deadline["days"][number]["reason"]) => days.filter((day) => day.reason === reason).length;
  const holidays = new Map<string | null, number>();
  for (const { reason, name = null } of days) if (reason === "holiday") holidays.set(name, (holidays.get(name) ?? 0) + 1);
  return {
    weekends: counted("weekend"), holidays: [...holidays].map(([name, amount]) => ({ name, days: amount })), suspended: counted("suspended"), makeUps: counted("makeUpWorkday"),
    moved: days.at(-1)?.reason === "movedToWorkday",
  };
}
