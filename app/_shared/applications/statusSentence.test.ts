import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applicationStatuses } from "@/domain/applications/schema";
import { sentenceKeys, statusSentence, type Standing } from "./statusSentence";

const standing = (facts: Partial<Standing>): Standing => ({
  status: "submitted", outcome: null, today: "2026-11-20", dueOn: null, noticeDueOn: null, correctionDueOn: null, promisedDueOn: null, statutoryDueOn: null, issuesCertificate: false, ...facts,
});

describe("the sentence of a case", () => {
  it.each<[string, Partial<Standing>, string, string | undefined]>([
    ["a draft", { status: "draft" }, "draft", undefined],
    ["a case at the window", { noticeDueOn: "2026-11-27" }, "submittedBy", "2026-11-27"],
    ["a case on the last day of the notice", { noticeDueOn: "2026-11-20" }, "submittedBy", "2026-11-20"],
    ["a case whose notice is overdue", { noticeDueOn: "2026-11-19" }, "submittedLate", "2026-11-19"],
    ["a correction asked", { status: "correction", correctionDueOn: "2026-12-10" }, "correctionBy", "2026-12-10"],
    ["a correction past its day", { status: "correction", correctionDueOn: "2026-11-10" }, "correctionLate", "2026-11-10"],
    ["an accepted case", { status: "accepted", promisedDueOn: "2026-11-30", statutoryDueOn: "2026-12-10" }, "acceptedBy", "2026-11-30"],
    ["a case in review", { status: "inReview", promisedDueOn: "2026-11-30", statutoryDueOn: "2026-12-10" }, "inReviewBy", "2026-11-30"],
    ["a case past its promise", { status: "inReview", promisedDueOn: "2026-11-18", statutoryDueOn: "2026-12-10" }, "decisionLate", "2026-11-18"],
    ["a case past the law's limit", { status: "accepted", promisedDueOn: "2026-11-10", statutoryDueOn: "2026-11-18" }, "decisionOverdue", "2026-11-18"],
    ["a suspended case", { status: "suspended", promisedDueOn: "2026-11-26", dueOn: "2026-12-01" }, "suspendedBy", "2026-12-01"],
    ["a suspension that lasts longer than planned", { status: "suspended", promisedDueOn: "2026-11-26", dueOn: "2026-11-19" }, "suspendedLate", "2026-11-19"],
    ["an approval that brings a certificate", { status: "approved", issuesCertificate: true, dueOn: "2026-12-04" }, "approvedCertificateBy", "2026-12-04"],
    ["an approval without one", { status: "approved", dueOn: "2026-12-04" }, "approvedBy", "2026-12-04"],
    ["a rejection to be handed over", { status: "rejected", dueOn: "2026-12-04" }, "rejectedBy", "2026-12-04"],
    ["a certificate on its way", { status: "delivering", dueOn: null }, "delivering", undefined],
    ["a closed approval", { status: "closed", outcome: "approved" }, "closedApproved", undefined],
    ["a closed rejection", { status: "closed", outcome: "rejected" }, "closedRejected", undefined],
    ["a refused case", { status: "refused" }, "refused", undefined],
    ["a withdrawn case", { status: "withdrawn" }, "withdrawn", undefined],
  ])("of %s", (_, facts, key, day) => {
    expect(statusSentence(standing(facts))).toEqual({ key, params: day ? { day } : {} });
  });

  it.each(["zh-CN", "en"])("exists for every state in %s", (locale) => {
    const { sentence } = JSON.parse(readFileSync(join(import.meta.dirname, `../../_i18n/messages/${locale}/applications.json`), "utf8")) as { sentence: Record<string, string> };
    expect(Object.keys(sentence).toSorted()).toEqual([...sentenceKeys].toSorted());
    for (const status of applicationStatuses) expect(sentence).toHaveProperty(statusSentence(standing({ status })).key);
  });
});
