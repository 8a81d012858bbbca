import { DomainError } from "@/domain/core/errors";
import { isAt, openSteps, returnableSteps, type CaseStep } from "./rules/steps";
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
};

const here = "same";
type Next = ApplicationStatus | typeof here | "whenceItCame";

/** The whole life-cycle (design §4). A pair that is absent here cannot happen. */
const transitions: Record<ApplicationStatus, Partial<Record<ApplicationAction, Next>>> = {
  draft: { submit: "submitted" },
  submitted: { takeBack: "draft", accept: "accepted", deemAccept: "accepted", requestCorrection: "correction", refuse: "refused", withdraw: "withdrawn" },
  correction: { resubmit: "submitted", proposeLapse: here, lapse: "lapsed", withdraw: "withdrawn" },
  accepted: { startReview: "inReview", completeStep: here, sendBack: here, suspend: "suspended", extend: here, approve: "approved", reject: "rejected", withdraw: "withdrawn" },
  inReview: { suspend: "suspended", extend: here, completeStep: here, sendBack: here, approve: "approved", reject: "rejected", withdraw: "withdrawn" },
  suspended: { resume: "whenceItCame", withdraw: "withdrawn" },
  approved: { issueCertificate: "delivering", close: "closed" },
  rejected: { deliver: "closed" },
  delivering: { deliver: "closed" },
  closed: {},
  refused: {},
  lapsed: {},
  withdrawn: {},
};

/** Conditions beyond the table: the reason why an action may not happen now, or nothing. */
const guards: Partial<Record<ApplicationAction, (facts: ApplicationFacts, now: Date) => string | undefined>> = {
  takeBack: ({ takeBackUntil }, now) => (takeBackUntil && now < takeBackUntil ? undefined : "applications.takeBackExpired"),
  startReview: (facts) => (isAt(facts, "review") ? undefined : "applications.noReviewStep"),
  completeStep: (facts) => (openSteps(facts).length > 0 ? undefined : "applications.noOpenStep"),
  sendBack: (facts) => (returnableSteps(facts).length > 0 ? undefined : "applications.nothingToSendBack"),
  extend: ({ extensionDays }) => (extensionDays === 0 ? undefined : "applications.extendedAlready"),
  approve: atDecideStep,
  reject: atDecideStep,
  proposeLapse: ({ lapseProposedAt }) => (lapseProposedAt ? "applications.lapseProposedAlready" : undefined),
  lapse: ({ lapseProposedAt }) => (lapseProposedAt ? undefined : "applications.correctionPeriodRuns"),
  issueCertificate: ({ issuesCertificate }) => (issuesCertificate ? undefined : "applications.noCertificate"),
  close: ({ issuesCertificate }) => (issuesCertificate ? "applications.certificateDue" : undefined),
};

function atDecideStep(facts: ApplicationFacts): string | undefined {
  return isAt(facts, "decide") ? undefined : "applications.stepsOpen";
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
  "accept", "requestCorrection", "refuse", "lapse", "completeStep", "sendBack", "approve", "reject", "issueCertificate", "deliver", "close", "withdraw", "takeBack", "resubmit",
]);

/** Which acts of the organ must tell the applicant in writing (行政许可法 32, 38, 42, 45). */
export const noticedActions = ["accept", "deemAccept", "requestCorrection", "refuse", "lapse", "suspend", "resume", "extend", "approve", "reject"] as const satisfies readonly ApplicationAction[];
export type NoticedAction = (typeof noticedActions)[number];

/**
 * One-off correction (行政许可法 32(4)): a second notice may repeat what an earlier one listed, or list a field that the
 * resubmission changed; never something new that the first submission already showed.
 */
export function newlyRaised(items: readonly { fieldId: string }[], earlier: readonly string[], changedSince: readonly string[]): string[] {
  if (earlier.length === 0) return [];
  return items.map((item) => item.fieldId).filter((field) => !earlier.includes(field) && !changedSince.includes(field));
}
