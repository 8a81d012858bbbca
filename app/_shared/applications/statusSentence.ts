import type { ApplicationStatus, Outcome } from "@/domain/applications/schema";
import { compareDays, type Day } from "@/domain/core/calendar";

/** What the sentence is made from: the state of a case and the days that matter in it. */
export type Standing = {
  status: ApplicationStatus;
  outcome: Outcome | null;
  today: Day;
  dueOn: Day | null;
  noticeDueOn: Day | null;
  correctionDueOn: Day | null;
  promisedDueOn: Day | null;
  statutoryDueOn: Day | null;
  issuesCertificate: boolean;
};

/** Keys under `applications.sentence`; those that end in `By` take `day`, those in `Late` too. */
export const sentenceKeys = [
  "draft", "submittedBy", "submittedLate", "correctionBy", "correctionLate", "acceptedBy", "inReviewBy", "decisionLate", "decisionOverdue",
  "suspendedBy", "suspendedLate", "approvedCertificateBy", "approvedBy", "rejectedBy", "deliveringBy", "closedApproved", "closedRejected", "closed",
  "refused", "lapsed", "withdrawn", "transferred", "terminated", "voided", "submitted", "correction", "accepted", "inReview", "suspended", "approvedCertificate", "approved", "rejected", "delivering",
] as const;
export type SentenceKey = (typeof sentenceKeys)[number];
export type StatusSentence = { key: SentenceKey; params: { day?: Day } };

type Dated = "submitted" | "correction" | "accepted" | "inReview" | "suspended" | "approvedCertificate" | "approved" | "rejected" | "delivering";

/** One plain sentence that says how a case stands and by when what happens next. */
export function statusSentence(standing: Standing): StatusSentence {
  return sentences[standing.status]?.(standing) ?? plain(standing.status);
}

type Maker = (standing: Standing) => StatusSentence;

const plain = (key: SentenceKey): StatusSentence => ({ key, params: {} });
const by = (key: Dated, day: Day | null): StatusSentence => (day ? { key: `${key}By`, params: { day } } : plain(key));

/** The sentence of a day that has passed, or nothing while it has not. */
function late(key: SentenceKey, day: Day | null, { today }: Standing): StatusSentence | undefined {
  return day && compareDays(day, today) < 0 ? { key, params: { day } } : undefined;
}

function undecided(key: "accepted" | "inReview"): Maker {
  return (standing) =>
    late("decisionOverdue", standing.statutoryDueOn, standing) ?? late("decisionLate", standing.promisedDueOn, standing) ?? by(key, standing.promisedDueOn);
}

const sentences: Partial<Record<ApplicationStatus, Maker>> = {
  submitted: (standing) => late("submittedLate", standing.noticeDueOn, standing) ?? by("submitted", standing.noticeDueOn),
  correction: (standing) => late("correctionLate", standing.correctionDueOn, standing) ?? by("correction", standing.correctionDueOn),
  accepted: undecided("accepted"),
  inReview: undecided("inReview"),
  // Its clock runs to the planned end of the special procedure.
  suspended: (standing) => late("suspendedLate", standing.dueOn, standing) ?? by("suspended", standing.dueOn),
  approved: ({ issuesCertificate, dueOn }) => by(issuesCertificate ? "approvedCertificate" : "approved", dueOn),
  rejected: ({ dueOn }) => by("rejected", dueOn),
  delivering: ({ dueOn }) => by("delivering", dueOn),
  closed: ({ outcome }) => plain(outcome ? closings[outcome] : "closed"),
};

const closings = { approved: "closedApproved", rejected: "closedRejected" } as const;
