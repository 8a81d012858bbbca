import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { actionsFrom, handsOver, innerActions, newlyRaised, nextStatus, noticedActions, refusalOf, type ApplicationFacts } from "./rules";
import type { CaseStep } from "./rules/steps";
import type { ToleratedState } from "./rules/tolerance";
import { applicationActions, applicationStatuses, endedStatuses, liveStatuses, type ApplicationAction, type ApplicationStatus } from "./schema";

const now = new Date("2026-03-02T01:00:00Z");
const step = (key: "accept" | "review" | "consult" | "decide", status: CaseStep["status"]): CaseStep =>
  ({ key, kind: key, status, role: key === "accept" ? "clerk" : key === "decide" ? "approver" : "reviewer", departmentId: key === "consult" ? "elsewhere" : null, claimedBy: null });
/** The review is open; an opinion is asked and the review waits; all is done but the decision; nothing is open. */
const reviewing = [step("accept", "done"), step("review", "active"), step("decide", "pending")];
const consulting = [step("accept", "done"), step("consult", "active"), step("review", "pending"), step("decide", "pending")];
const deciding = [step("accept", "done"), step("review", "done"), step("decide", "active")];

/** A case in which every guard lets its action pass; each test then closes one door. */
const facts = (status: ApplicationStatus, overrides: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  id: "case", serviceItemId: "item", applicantAccountId: "applicant", organisationId: null, departmentId: "department", divisionCode: "310101",
  status, outcome: null, claimedBy: null, acceptedBy: null, separateDecider: true,
  takeBackUntil: new Date("2026-03-02T01:00:01Z"), suspendedFrom: "inReview", extensionDays: 0,
  lapseProposedAt: null, steps: deciding, automatic: false, issuesCertificate: true, tolerated: [], proposals: [], hearing: null, ...overrides,
});

/** The life-cycle as the design draws it (§4), written down a second time on purpose: status, action, where it leads. */
const drawn: Record<ApplicationStatus, Partial<Record<ApplicationAction, ApplicationStatus>>> = {
  draft: { submit: "submitted", receive: "submitted" },
  submitted: {
    takeBack: "draft", accept: "accepted", tolerantAccept: "accepted", deemAccept: "accepted", requestCorrection: "correction", refuse: "refused", transfer: "transferred",
    withdraw: "withdrawn", terminate: "terminated",
  },
  correction: { resubmit: "submitted", proposeLapse: "correction", lapse: "lapsed", withdraw: "withdrawn", terminate: "terminated" },
  accepted: {
    startReview: "inReview", completeStep: "accepted", handBack: "accepted", askDepartment: "accepted", sendBack: "accepted", suspend: "suspended", announceHearing: "accepted", supplement: "accepted", checkSupplement: "accepted",
    askExtension: "accepted", extend: "accepted", declineExtension: "accepted", approve: "approved", reject: "rejected", withdraw: "withdrawn", terminate: "terminated",
  },
  inReview: {
    suspend: "suspended", announceHearing: "inReview", completeStep: "inReview", handBack: "inReview", askDepartment: "inReview", sendBack: "inReview", supplement: "inReview", checkSupplement: "inReview",
    askExtension: "inReview", extend: "inReview", declineExtension: "inReview", approve: "approved", reject: "rejected", withdraw: "withdrawn", terminate: "terminated",
  },
  suspended: { scheduleHearing: "suspended", recordHearing: "suspended", resume: "inReview", supplement: "suspended", checkSupplement: "suspended", withdraw: "withdrawn", terminate: "terminated" },
  approved: { issueCertificate: "delivering", close: "closed", terminate: "terminated", proposeVoid: "approved", void: "voided", declineVoid: "approved" },
  rejected: { deliver: "closed", terminate: "terminated" },
  delivering: { deliver: "closed", terminate: "terminated", proposeVoid: "delivering", void: "voided", declineVoid: "delivering" },
  closed: { proposeVoid: "closed", void: "voided", declineVoid: "closed" },
  refused: {}, lapsed: {}, withdrawn: {}, transferred: {}, terminated: {}, voided: {},
};
const asked = { action: "extend", proposedBy: "wang" } as const;
const voiding = { action: "void", proposedBy: "wang" } as const;
const promised = (state: ToleratedState) => ({ fieldId: "m6", state });

/** What an action needs beyond the table. */
const needs: Partial<Record<ApplicationAction, Partial<ApplicationFacts>>> = {
  startReview: { steps: reviewing }, completeStep: { steps: consulting }, handBack: { steps: consulting }, askDepartment: { steps: consulting.map((one) => ({ ...one, departmentId: null })) },
  recordHearing: { hearing: { state: "scheduled", askUntil: null, asked: false, chairId: null } },
  lapse: { lapseProposedAt: now }, close: { issuesCertificate: false },
  tolerantAccept: { tolerated: [promised("awaited")] }, supplement: { tolerated: [promised("awaited")] }, checkSupplement: { tolerated: [promised("supplied")] },
  extend: { proposals: [asked] }, declineExtension: { proposals: [asked] }, void: { proposals: [voiding] }, declineVoid: { proposals: [voiding] },
};

describe("the life-cycle", () => {
  const pairs = applicationStatuses.flatMap((status) => applicationActions.map((action) => [status, action, drawn[status][action]] as const));

  test.each(pairs.filter(([, , to]) => to))("%s, %s leads to %s", (status, action, to) => {
    expect(nextStatus(facts(status, needs[action]), action, now)).toBe(to);
  });

  test.each(pairs.filter(([, , to]) => !to))("%s knows no %s", (status, action) => {
    const state = facts(status, needs[action]);
    expect(refusalOf(state, action, now)).toBe("applications.actionNotAllowed");
    expect(() => nextStatus(state, action, now)).toThrow(expect.objectContaining({ kind: "conflict", code: "applications.actionNotAllowed", params: { status, action } }));
  });

  it("ends in six statuses from which nothing leads on and in the closed one that can only be voided, and calls all others but the draft live", () => {
    const ended = applicationStatuses.filter((status) => Object.values(drawn[status]).every((to) => to === status || to === "voided"));
    expect(ended).toEqual(endedStatuses);
    expect([...liveStatuses, ...ended, "draft"].toSorted()).toEqual([...applicationStatuses].toSorted());
  });

  test.each([["accepted", "accepted"], ["inReview", "inReview"], [null, "accepted"]] as const)("a case suspended from %s returns to %s", (suspendedFrom, expected) => {
    expect(nextStatus(facts("suspended", { suspendedFrom }), "resume", now)).toBe(expected);
  });
});

describe("guards", () => {
  test.each<[ApplicationAction, ApplicationStatus, Partial<ApplicationFacts>, string | undefined]>([
    ["takeBack", "submitted", { takeBackUntil: null }, "applications.takeBackExpired"],
    ["takeBack", "submitted", { takeBackUntil: now }, "applications.takeBackExpired"],
    ["takeBack", "submitted", { takeBackUntil: new Date(now.getTime() + 1) }, undefined],
    ["startReview", "accepted", { steps: deciding }, "applications.noReviewStep"],
    ["startReview", "accepted", { steps: [] }, "applications.noReviewStep"],
    ["startReview", "accepted", { steps: reviewing }, undefined],
    ["completeStep", "inReview", { steps: deciding }, "applications.noOpenStep"],
    ["completeStep", "inReview", { steps: reviewing }, undefined],
    ["handBack", "inReview", { steps: reviewing }, "applications.noBranchAsked"],
    ["askDepartment", "inReview", { steps: consulting }, "applications.noBranchToAsk"],
    ["completeStep", "inReview", { steps: consulting }, undefined],
    ["completeStep", "accepted", { steps: reviewing }, "applications.noOpenStep"],
    ["completeStep", "accepted", { steps: consulting }, undefined],
    ["sendBack", "inReview", { steps: reviewing }, "applications.nothingToSendBack"],
    ["sendBack", "inReview", { steps: deciding }, undefined],
    ["accept", "submitted", { tolerated: [promised("awaited")] }, "applications.materialsPromised"],
    ["accept", "submitted", { tolerated: [promised("supplied")] }, undefined],
    ["tolerantAccept", "submitted", { tolerated: [] }, "applications.nothingTolerated"],
    ["supplement", "inReview", { tolerated: [promised("supplied"), promised("confirmed")] }, "applications.nothingToSupplement"],
    ["supplement", "suspended", { tolerated: [promised("awaited"), promised("confirmed")] }, undefined],
    ["checkSupplement", "accepted", { tolerated: [promised("awaited")] }, "applications.nothingToCheck"],
    ["approve", "accepted", { hearing: { state: "scheduled", askUntil: null, asked: false, chairId: null } }, "hearings.minutesMissing"],
    ["reject", "inReview", { hearing: { state: "announced", askUntil: null, asked: true, chairId: null } }, "hearings.askedFor"],
    ["reject", "inReview", { hearing: { state: "announced", askUntil: "9999-01-01", asked: false, chairId: null } }, "hearings.rightRuns"],
    ["resume", "suspended", { hearing: { state: "scheduled", askUntil: null, asked: false, chairId: null } }, "hearings.minutesMissing"],
    ["announceHearing", "accepted", { hearing: { state: "announced", askUntil: null, asked: false, chairId: null } }, "hearings.openAlready"],
    ["recordHearing", "suspended", { hearing: null }, "hearings.notScheduled"],
    ["askExtension", "accepted", { extensionDays: 1 }, "applications.extendedAlready"],
    ["askExtension", "accepted", { proposals: [asked] }, "applications.proposedAlready"],
    ["extend", "accepted", { extensionDays: 1, proposals: [asked] }, "applications.extendedAlready"],
    ["extend", "accepted", { proposals: [] }, "applications.nothingProposed"],
    ["extend", "accepted", { proposals: [voiding] }, "applications.nothingProposed"],
    ["declineExtension", "accepted", { proposals: [] }, "applications.nothingProposed"],
    ["proposeVoid", "closed", { proposals: [voiding] }, "applications.proposedAlready"],
    ["void", "closed", { proposals: [asked] }, "applications.nothingProposed"],
    ["declineVoid", "closed", { proposals: [] }, "applications.nothingProposed"],
    ["approve", "inReview", { tolerated: [promised("awaited")] }, "applications.materialsAwaited"],
    ["approve", "inReview", { tolerated: [promised("supplied")] }, "applications.materialsAwaited"],
    ["approve", "inReview", { tolerated: [promised("confirmed")] }, undefined],
    ["reject", "inReview", { tolerated: [promised("awaited")] }, undefined],
    ["approve", "inReview", { steps: reviewing }, "applications.stepsOpen"],
    ["approve", "accepted", { steps: [] }, "applications.stepsOpen"],
    ["reject", "inReview", { steps: consulting }, "applications.stepsOpen"],
    ["proposeLapse", "correction", { lapseProposedAt: now }, "applications.lapseProposedAlready"],
    ["lapse", "correction", { lapseProposedAt: null }, "applications.correctionPeriodRuns"],
    ["issueCertificate", "approved", { issuesCertificate: false }, "applications.noCertificate"],
    ["close", "approved", { issuesCertificate: true }, "applications.certificateDue"],
    ["close", "approved", { issuesCertificate: false }, undefined],
  ])("%s of a case %s with %j: %s", (action, status, overrides, expected) => {
    const state = facts(status, overrides);
    expect(refusalOf(state, action, now)).toBe(expected);
    expect(actionsFrom(state, now).includes(action)).toBe(expected === undefined);
    if (expected) expect(() => nextStatus(state, action, now)).toThrow(expect.objectContaining({ kind: "conflict", code: expected }));
  });

  it("an approved case either issues its certificate or is closed, never both", () => {
    for (const issuesCertificate of [true, false]) {
      expect(actionsFrom(facts("approved", { issuesCertificate }), now)).toEqual([issuesCertificate ? "issueCertificate" : "close", "terminate", "proposeVoid"]);
    }
  });
});

describe("any sequence of actions", () => {
  const anyFacts: fc.Arbitrary<Partial<ApplicationFacts>> = fc.record({
    takeBackUntil: fc.constantFrom(null, new Date(0), new Date("2100-01-01")),
    suspendedFrom: fc.constantFrom(null, "accepted" as const, "inReview" as const),
    extensionDays: fc.constantFrom(0, 10),
    lapseProposedAt: fc.constantFrom(null, now),
    steps: fc.constantFrom([], reviewing, consulting, deciding),
    issuesCertificate: fc.boolean(),
    tolerated: fc.subarray([promised("awaited"), promised("supplied"), promised("confirmed")]),
    proposals: fc.subarray([asked, voiding]),
  });

  it("stays inside the drawing, and every refusal leaves the status as it was", () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...applicationActions), anyFacts), { maxLength: 40 }), (acts) => {
      let status: ApplicationStatus = "draft";
      for (const [action, overrides] of acts) {
        const state = facts(status, overrides);
        if (refusalOf(state, action, now)) continue;
        const to = nextStatus(state, action, now);
        const target = drawn[status][action];
        expect(target).toBeDefined();
        expect(action === "resume" ? ["accepted", "inReview"] : [target]).toContain(to);
        status = to;
      }
      expect(applicationStatuses).toContain(status);
    }), { numRuns: 500 });
  });

  it("offers exactly what it does not refuse", () => {
    fc.assert(fc.property(fc.constantFrom(...applicationStatuses), anyFacts, (status, overrides) => {
      const state = facts(status, overrides);
      expect(actionsFrom(state, now)).toEqual(applicationActions.filter((action) => refusalOf(state, action, now) === undefined));
    }));
  });
});

describe("acts and what follows from them", () => {
  it("every act of the organ that binds the applicant is told in writing, its inner moves are not", () => {
    expect([...noticedActions].toSorted()).toEqual([
      "accept", "announceHearing", "approve", "deemAccept", "extend", "lapse", "refuse", "reject", "requestCorrection", "resume", "scheduleHearing", "suspend", "terminate", "tolerantAccept", "transfer", "void",
    ]);
    for (const action of innerActions) expect(noticedActions).not.toContain(action);
  });
  it("an act that stays in the same hands keeps the case claimed", () => {
    expect(applicationActions.filter((action) => !handsOver.has(action))).toEqual([
      "submit", "receive", "supplement", "deemAccept", "proposeLapse", "startReview", "handBack", "askDepartment", "suspend", "announceHearing", "scheduleHearing", "recordHearing", "resume", "checkSupplement", "askExtension", "extend", "declineExtension", "proposeVoid", "declineVoid",
    ]);
  });
});

describe("one-off correction (行政许可法 32(4))", () => {
  test.each([
    ["the first notice may list anything", ["a", "b"], [], [], []],
    ["a second may repeat what is unmet", ["a"], ["a", "b"], [], []],
    ["a second may list what the resubmission changed", ["c"], ["a"], ["c"], []],
    ["a second may not raise what the first submission already showed", ["a", "c", "d"], ["a"], ["d"], ["c"]],
  ])("%s", (_name, items, earlier, changed, expected) => {
    expect(newlyRaised(items.map((fieldId) => ({ fieldId })), earlier, changed)).toEqual(expected);
  });
});
