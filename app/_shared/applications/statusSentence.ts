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
  "suspendedBy", "approvedCertificateBy", "approvedBy", "rejectedBy", "deliveringBy", "closedApproved", "closedRejected", "closed",
  "refused", "lapsed", "withdrawn", "submitted", "correction", "accepted", "inReview", "suspended", "approvedCertificate", "approved", "rejected", "delivering",
] as const;
export type SentenceKey = (typeof sentenceKeys)[number];
export type StatusSentence = { key: SentenceKey; params: { day?: Day } };

type Dated = "submitted" | "correction" | "accepted" | "inReview" | "suspended" | "approvedCertificate" | "approved" | "rejected" | "delivering";

/** One plain sentence that says how a case stands and by when what happens next. */
export function statusSentence(standing: Standing): StatusSentence {
  const { status, outcome, today, issuesCertificate } = standing;
  const late = (day: Day | null): day is Day => day !== null && compareDays(day, today) < 0;
  switch (status) {
    case "submitted":
      return late(standing.noticeDueOn) ? { key: "submittedLate", params: { day: standing.noticeDueOn } } : by("submitted", standing.noticeDueOn);
    case "correction":
      return late(standing.correctionDueOn) ? { key: "correctionLate", params: { day: standing.correctionDueOn } } : by("correction", standing.correctionDueOn);
    case "accepted":
    case "inReview":
      if (late(standing.statutoryDueOn)) return { key: "decisionOverdue", params: { day: standing.statutoryDueOn } };
      return late(standing.promisedDueOn) ? { key: "decisionLate", params: { day: standing.promisedDueOn } } : by(status, standing.promisedDueOn);
    case "suspended":
      return by("suspended", standing.promisedDueOn);
    case "approved":
      return by(issuesCertificate ? "approvedCertificate" : "approved", standing.dueOn);
    case "rejected":
    case "delivering":
      return by(status, standing.dueOn);
    case "closed":
      return plain(outcome === "approved" ? "closedApproved" : outcome === "rejected" ? "closedRejected" : "closed");
    default:
      return plain(status);
  }
}

const plain = (key: SentenceKey): StatusSentence => ({ key, params: {} });
const by = (key: Dated, day: Day | null): StatusSentence => (day ? { key: `${key}By`, params: { day } } : plain(key));
