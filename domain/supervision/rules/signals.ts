import type { ApplicationAction, ApplicationStatus } from "@/domain/applications/schema";
import type { Day } from "@/domain/core/calendar";
import { organStatuses, type OrganStatus } from "../policy";
import type { SignalGrade, SignalRule } from "../schema";

/**
 * The rules of automatic supervision with their codes (监察规则编号, GB/T 39046 table 11) and what they stand on. Two more that
 * the standard knows, work done outside the portal and fees outside the list, leave no trace in a case and are not judged here.
 */
export const signalTable: Record<SignalRule, { code: string; grade: SignalGrade; basis: string }> = {
  intakeOverdue: { code: "JC-01", grade: "yellow", basis: "行政许可法 32" },
  overPromised: { code: "JC-02", grade: "red", basis: "优化营商环境条例 37" },
  overStatutory: { code: "JC-03", grade: "red", basis: "行政许可法 42" },
  stepOver: { code: "JC-04", grade: "yellow", basis: "事项办理流程" },
  forwardedLate: { code: "JC-05", grade: "warning", basis: "事项办理流程" },
  deliveredLate: { code: "JC-06", grade: "yellow", basis: "行政许可法 44" },
  suspensionOver: { code: "JC-07", grade: "red", basis: "行政许可法 45" },
  reasonThin: { code: "JC-08", grade: "yellow", basis: "行政许可法 38" },
  correctedAgain: { code: "JC-09", grade: "warning", basis: "行政许可法 32" },
};

/** Workdays after which a case that nobody took is late on its way (ours). */
export const forwardingDays = 2;
/** A reason shorter than this says nothing (ours). */
const thinReason = 10;

/** What a rule found: `key` is the same however often and by whomever it is found. */
export type Finding = { rule: SignalRule; key: string; dueOn: Day | null; stepKey: string | null };

type Clocked = {
  id: string;
  status: ApplicationStatus;
  receivedOn: Day;
  dueOn: Day | null;
  promisedDueOn: Day | null;
  statutoryDueOn: Day | null;
  steps: readonly { key: string; status: string; dueOn: Day | null }[];
};

const found = (rule: SignalRule, id: string, dueOn: Day | null, { stepKey = null, mark = dueOn }: { stepKey?: string | null; mark?: Day | null } = {}): Finding =>
  ({ rule, key: [rule, id, ...[mark, stepKey].filter((part) => part !== null)].join(":"), dueOn, stepKey });

/** The rule that a clock falls under once it ran out, by the status it belongs to. The applicant's own clock is none of them. */
const ruleOfClock: Record<OrganStatus, SignalRule> = {
  submitted: "intakeOverdue", accepted: "overPromised", inReview: "overPromised", suspended: "suspensionOver",
  approved: "deliveredLate", rejected: "deliveredLate", delivering: "deliveredLate",
};

const isOrgans = (status: ApplicationStatus): status is OrganStatus => organStatuses.some((one) => one === status);
const passed = (day: Day | null, today: Day): day is Day => day !== null && day < today;

/** What the clocks of an open case show today. */
export function findingsOf(one: Clocked, today: Day): Finding[] {
  if (!isOrgans(one.status)) return [];
  const rule = ruleOfClock[one.status];
  // Of an intake the day of receipt is what stays; the day it was due goes with the acceptance.
  const mark = rule === "intakeOverdue" ? one.receivedOn : one.dueOn;
  const decides = rule === "overPromised";
  return [
    ...(passed(one.dueOn, today) ? [found(rule, one.id, one.dueOn, { mark })] : []),
    ...(decides && passed(one.statutoryDueOn, today) ? [found("overStatutory", one.id, one.statutoryDueOn)] : []),
    ...(one.status === "suspended" ? [] : one.steps.filter(({ status, dueOn }) => status === "active" && passed(dueOn, today)).map(({ key, dueOn }) => found("stepOver", one.id, dueOn, { stepKey: key }))),
  ];
}

/** What an act shows by itself, also where nobody looked while the clock was over: after a standstill nothing is missed. */
export type ActFacts = Clocked & {
  action: ApplicationAction;
  actedOn: Day;
  reason: string | null;
  /** The day by which the result was to be handed over, where it was decided. */
  deliveryDueOn: Day | null;
  /** The suspension that ended with the act. */
  plannedEndOn: Day | null;
  /** How often corrections were asked for, this one included. */
  corrections: number;
  /** The steps finished with the act. */
  finished: readonly { key: string; dueOn: Day | null }[];
};

const handsOver: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>(["deliver", "close"]);
const decisions: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>(["approve", "reject"]);
const against: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>(["reject", "refuse"]);

export function findingsOfAct(act: ActFacts): Finding[] {
  const { id, action, actedOn } = act;
  const late = (rule: SignalRule, day: Day | null) => (passed(day, actedOn) ? [found(rule, id, day)] : []);
  return [
    ...(action === "deemAccept" ? [found("intakeOverdue", id, null, { mark: act.receivedOn })] : []),
    ...(decisions.has(action) ? [...late("overPromised", act.promisedDueOn), ...late("overStatutory", act.statutoryDueOn)] : []),
    ...(handsOver.has(action) ? late("deliveredLate", act.deliveryDueOn) : []),
    ...(action === "resume" ? late("suspensionOver", act.plannedEndOn) : []),
    ...act.finished.flatMap(({ key, dueOn }) => (passed(dueOn, actedOn) ? [found("stepOver", id, dueOn, { stepKey: key })] : [])),
    ...(against.has(action) && (act.reason ?? "").trim().length < thinReason ? [found("reasonThin", id, actedOn)] : []),
    ...(action === "requestCorrection" && act.corrections > 1 ? [found("correctedAgain", id, actedOn)] : []),
  ];
}

/** A case that lies in nobody's hands since its last act. */
export const idleFinding = ({ id, version }: { id: string; version: number }): Finding => ({ rule: "forwardedLate", key: `forwardedLate:${id}:${version}`, dueOn: null, stepKey: null });
