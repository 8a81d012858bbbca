import { DomainError } from "@/domain/core/errors";
import type { OpenProposal } from "./rules/proposals";
import { hearingBars, type OpenHearing } from "./rules/hearings";
import { isAt, openBranches, openSteps, returnableSteps, type CaseStep } from "./rules/steps";
import { isAwaited, isComplete, isToCheck, type Tolerated } from "./rules/tolerance";
import { applicationActions, type ApplicationAction, type ApplicationStatus, type Outcome } from "./schema";

/** All that the rules need to know of a case. */
export type ApplicationFacts = {
  id: string;
  serviceItemId: string;
  applicantAccountId: string;
  organisationId: string | null;
  departmentId: string;
  divisionCode: string;
  status: ApplicationStatus;
  outcome: Outcome | null;
  claimedBy: string | null;
  acceptedBy: string | null;
  separateDecider: boolean;
  takeBackUntil: Date | null;
  suspendedFrom: "accepted" | "inReview" | null;
  extensionDays: number;
  lapseProposedAt: Date | null;
  /** The steps beneath the status, in the order of the process. */
  steps: readonly CaseStep[];
  /** The process has a decision table, and nobody asked for a person. */
  automatic: boolean;
  issuesCertificate: boolean;
  /** Materials that the applicant promised to hand in later. */
  tolerated: readonly Tolerated[];
  /** What a first person proposed and a second has not decided. */
  proposals: readonly OpenProposal[];
  /** The hearing that is announced, set or held, the last one; nothing where there is none. */
  hearing: OpenHearing | null;
};

const here = "same";
type Next = ApplicationStatus | typeof here | "whenceItCame";

type Moves = Partial<Record<ApplicationAction, Next>>;
/** From acceptance to the decision. */
const deciding: Moves = {
  completeStep: here, handBack: here, askDepartment: here, sendBack: here, suspend: "suspended", announceHearing: here, supplement: here, checkSupplement: here, askExtension: here, extend: here, declineExtension: here,
  approve: "approved", reject: "rejected", withdraw: "withdrawn", terminate: "terminated",
};
const voiding: Moves = { proposeVoid: here, void: "voided", declineVoid: here };

/** The whole life-cycle (design §4). A pair that is absent here cannot happen. */
const transitions: Record<ApplicationStatus, Moves> = {
  draft: { submit: "submitted", receive: "submitted" },
  submitted: {
    takeBack: "draft", accept: "accepted", tolerantAccept: "accepted", deemAccept: "accepted", requestCorrection: "correction", refuse: "refused",
    transfer: "transferred", withdraw: "withdrawn", terminate: "terminated",
  },
  correction: { resubmit: "submitted", proposeLapse: here, lapse: "lapsed", withdraw: "withdrawn", terminate: "terminated" },
  accepted: { startReview: "inReview", ...deciding },
  inReview: deciding,
  suspended: { scheduleHearing: here, recordHearing: here, resume: "whenceItCame", supplement: here, checkSupplement: here, withdraw: "withdrawn", terminate: "terminated" },
  approved: { issueCertificate: "delivering", close: "closed", terminate: "terminated", ...voiding },
  rejected: { deliver: "closed", terminate: "terminated" },
  delivering: { deliver: "closed", terminate: "terminated", ...voiding },
  closed: voiding,
  refused: {},
  lapsed: {},
  withdrawn: {},
  transferred: {},
  terminated: {},
  voided: {},
};

/** Conditions beyond the table: the reason why an action may not happen now, or nothing. */
const guards: Partial<Record<ApplicationAction, (facts: ApplicationFacts, now: Date) => string | undefined>> = {
  takeBack: ({ takeBackUntil }, now) => (takeBackUntil && now < takeBackUntil ? undefined : "applications.takeBackExpired"),
  accept: ({ tolerated }) => (tolerated.some(isAwaited) ? "applications.materialsPromised" : undefined),
  tolerantAccept: ({ tolerated }) => (tolerated.some(isAwaited) ? undefined : "applications.nothingTolerated"),
  supplement: ({ tolerated }) => (tolerated.some(isAwaited) ? undefined : "applications.nothingToSupplement"),
  checkSupplement: ({ tolerated }) => (tolerated.some(isToCheck) ? undefined : "applications.nothingToCheck"),
  startReview: (facts) => (isAt(facts, "review") ? undefined : "applications.noReviewStep"),
  completeStep: (facts) => (openSteps(facts).length > 0 ? undefined : "applications.noOpenStep"),
  handBack: (facts) => (openBranches(facts).some(({ departmentId }) => departmentId !== null) ? undefined : "applications.noBranchAsked"),
  askDepartment: (facts) => (openBranches(facts).some(({ departmentId }) => departmentId === null) ? undefined : "applications.noBranchToAsk"),
  sendBack: (facts) => (returnableSteps(facts).length > 0 ? undefined : "applications.nothingToSendBack"),
  announceHearing: ({ hearing }) => (hearing?.state === "announced" || hearing?.state === "scheduled" ? "hearings.openAlready" : undefined),
  recordHearing: ({ hearing }) => (hearing?.state === "scheduled" ? undefined : "hearings.notScheduled"),
  resume: ({ hearing }) => (hearing?.state === "scheduled" ? "hearings.minutesMissing" : undefined),
  askExtension: (facts) => extendedAlready(facts) ?? proposedAlready(facts, "extend"),
  extend: (facts) => extendedAlready(facts) ?? notProposed(facts, "extend"),
  declineExtension: (facts) => notProposed(facts, "extend"),
  proposeVoid: (facts) => proposedAlready(facts, "void"),
  void: (facts) => notProposed(facts, "void"),
  declineVoid: (facts) => notProposed(facts, "void"),
  approve: (facts, now) => atDecideStep(facts) ?? hearingBars(facts, now) ?? (isComplete(facts) ? undefined : "applications.materialsAwaited"),
  reject: (facts, now) => atDecideStep(facts) ?? hearingBars(facts, now),
  proposeLapse: ({ lapseProposedAt }) => (lapseProposedAt ? "applications.lapseProposedAlready" : undefined),
  lapse: ({ lapseProposedAt }) => (lapseProposedAt ? undefined : "applications.correctionPeriodRuns"),
  issueCertificate: ({ issuesCertificate }) => (issuesCertificate ? undefined : "applications.noCertificate"),
  close: ({ issuesCertificate }) => (issuesCertificate ? "applications.certificateDue" : undefined),
};

function atDecideStep(facts: ApplicationFacts): string | undefined {
  return isAt(facts, "decide") ? undefined : "applications.stepsOpen";
}

function extendedAlready({ extensionDays }: ApplicationFacts): string | undefined {
  return extensionDays === 0 ? undefined : "applications.extendedAlready";
}

function proposedAlready({ proposals }: ApplicationFacts, action: OpenProposal["action"]): string | undefined {
  return proposals.some((proposal) => proposal.action === action) ? "applications.proposedAlready" : undefined;
}

function notProposed({ proposals }: ApplicationFacts, action: OpenProposal["action"]): string | undefined {
  return proposals.some((proposal) => proposal.action === action) ? undefined : "applications.nothingProposed";
}

/** Why this action cannot happen to this case now, as an error code; nothing when it can. Says nothing of who may do it. */
export function refusalOf(facts: ApplicationFacts, action: ApplicationAction, now: Date): string | undefined {
  if (!transitions[facts.status][action]) return "applications.actionNotAllowed";
  return guards[action]?.(facts, now);
}

/**
 * The status after an action.
 * Throws `applications.actionNotAllowed` (conflict) or the code of the guard that refuses.
 */
export function nextStatus(facts: ApplicationFacts, action: ApplicationAction, now: Date): ApplicationStatus {
  const refusal = refusalOf(facts, action, now);
  const next = transitions[facts.status][action];
  if (refusal || !next) throw new DomainError("conflict", refusal ?? "applications.actionNotAllowed", { status: facts.status, action });
  if (next === here) return facts.status;
  return next === "whenceItCame" ? (facts.suspendedFrom ?? "accepted") : next;
}

/** Every action the table knows in a status, whatever the guards say. */
export function actionsIn(status: ApplicationStatus): ApplicationAction[] {
  return applicationActions.filter((action) => transitions[status][action] !== undefined);
}

/** Every action that the state of the case permits, whoever may do it. */
export function actionsFrom(facts: ApplicationFacts, now: Date): ApplicationAction[] {
  return applicationActions.filter((action) => !refusalOf(facts, action, now));
}

/** Actions after which the case is nobody's until the next colleague claims it. */
export const handsOver: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>([
  "accept", "tolerantAccept", "requestCorrection", "refuse", "transfer", "lapse", "completeStep", "sendBack", "approve", "reject", "issueCertificate", "deliver", "close",
  "terminate", "void", "withdraw", "takeBack", "resubmit",
]);

/** Acts beside the course of a case: done whoever holds it, and the case stays in the hands it was in. */
export const besideTheCourse: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>([
  "handBack", "askDepartment", "announceHearing", "scheduleHearing", "recordHearing", "supplement", "checkSupplement", "extend", "declineExtension", "proposeVoid", "declineVoid",
]);

/** Acts that are open to somebody without making the case their work. */
export const exceptional: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>([...besideTheCourse, "askExtension", "terminate", "void"]);

/** What the organ does within itself and tells the applicant nothing of. */
export const innerActions: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>(["proposeLapse", "handBack", "askDepartment", "askExtension", "declineExtension", "proposeVoid", "declineVoid"]);

/** Which acts of the organ must tell the applicant in writing (行政许可法 32, 38, 42, 45, 69). */
export const noticedActions = [
  "accept", "tolerantAccept", "deemAccept", "requestCorrection", "refuse", "transfer", "lapse", "suspend", "announceHearing", "scheduleHearing", "resume", "extend", "approve", "reject", "terminate", "void",
] as const satisfies readonly ApplicationAction[];
export type NoticedAction = (typeof noticedActions)[number];

/**
 * One-off correction (行政许可法 32(4)): a second notice may repeat what an earlier one listed, or list a field that the
 * resubmission changed; never something new that the first submission already showed.
 */
export function newlyRaised(items: readonly { fieldId: string }[], earlier: readonly string[], changedSince: readonly string[]): string[] {
  if (earlier.length === 0) return [];
  return items.map((item) => item.fieldId).filter((field) => !earlier.includes(field) && !changedSince.includes(field));
}
