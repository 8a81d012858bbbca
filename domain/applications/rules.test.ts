import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { actionsFrom, advance, handsOver, newlyRaised, nextStatus, noticedActions, refusalOf, stepToReturnTo, type ApplicationFacts, type StepState } from "./rules";
import { applicationActions, applicationStatuses, liveStatuses, type ApplicationAction, type ApplicationStatus } from "./schema";

const now = new Date("2026-03-02T01:00:00Z");
const reviewStep = { key: "review", kind: "review", role: "reviewer", position: 1 } as const;
const decideStep = { key: "decide", kind: "decide", role: "approver", position: 2 } as const;

/** A case in which every guard lets its action pass; each test then closes one door. */
const facts = (status: ApplicationStatus, overrides: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  id: "case", serviceItemId: "item", applicantAccountId: "applicant", organisationId: null, departmentId: "department", divisionCode: "310101",
  status, outcome: null, claimedBy: null, acceptedBy: null, separateDecider: true,
  takeBackUntil: new Date("2026-03-02T01:00:01Z"), suspendedFrom: "inReview", extensionDays: 0,
  lapseProposedAt: null, activeStep: decideStep, canSendBack: true, issuesCertificate: true, ...overrides,
});

/** The life-cycle as the design draws it (§4), written down a second time on purpose: status, action, where it leads. */
const drawn: Record<ApplicationStatus, Partial<Record<ApplicationAction, ApplicationStatus>>> = {
  draft: { submit: "submitted" },
  submitted: { takeBack: "draft", accept: "accepted", deemAccept: "accepted", requestCorrection: "correction", refuse: "refused", withdraw: "withdrawn" },
  correction: { resubmit: "submitted", proposeLapse: "correction", lapse: "lapsed", withdraw: "withdrawn" },
  accepted: { startReview: "inReview", suspend: "suspended", extend: "accepted", approve: "approved", reject: "rejected", withdraw: "withdrawn" },
  inReview: { suspend: "suspended", extend: "inReview", completeStep: "inReview", sendBack: "inReview", approve: "approved", reject: "rejected", withdraw: "withdrawn" },
  suspended: { resume: "inReview", withdraw: "withdrawn" },
  approved: { issueCertificate: "delivering", close: "closed" },
  rejected: { deliver: "closed" },
  delivering: { deliver: "closed" },
  closed: {}, refused: {}, lapsed: {}, withdrawn: {},
};

/** What an action needs beyond the table. */
const needs: Partial<Record<ApplicationAction, Partial<ApplicationFacts>>> = {
  startReview: { activeStep: reviewStep }, completeStep: { activeStep: reviewStep },
  lapse: { lapseProposedAt: now }, close: { issuesCertificate: false },
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

  it("ends in five statuses from which nothing leads on, and calls all others but the draft live", () => {
    const ended = applicationStatuses.filter((status) => Object.keys(drawn[status]).length === 0);
    expect(ended).toEqual(["closed", "refused", "lapsed", "withdrawn"]);
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
    ["startReview", "accepted", { activeStep: decideStep }, "applications.noReviewStep"],
    ["startReview", "accepted", { activeStep: null }, "applications.noReviewStep"],
    ["startReview", "accepted", { activeStep: reviewStep }, undefined],
    ["completeStep", "inReview", { activeStep: decideStep }, "applications.noOpenStep"],
    ["completeStep", "inReview", { activeStep: reviewStep }, undefined],
    ["sendBack", "inReview", { canSendBack: false }, "applications.nothingToSendBack"],
    ["extend", "accepted", { extensionDays: 1 }, "applications.extendedAlready"],
    ["approve", "inReview", { activeStep: reviewStep }, "applications.stepsOpen"],
    ["approve", "accepted", { activeStep: null }, "applications.stepsOpen"],
    ["reject", "inReview", { activeStep: reviewStep }, "applications.stepsOpen"],
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
      expect(actionsFrom(facts("approved", { issuesCertificate }), now)).toEqual([issuesCertificate ? "issueCertificate" : "close"]);
    }
  });
});

describe("any sequence of actions", () => {
  const anyFacts: fc.Arbitrary<Partial<ApplicationFacts>> = fc.record({
    takeBackUntil: fc.constantFrom(null, new Date(0), new Date("2100-01-01")),
    suspendedFrom: fc.constantFrom(null, "accepted" as const, "inReview" as const),
    extensionDays: fc.constantFrom(0, 10),
    lapseProposedAt: fc.constantFrom(null, now),
    activeStep: fc.constantFrom(null, reviewStep, decideStep),
    canSendBack: fc.boolean(), issuesCertificate: fc.boolean(),
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
    expect([...noticedActions].toSorted()).toEqual(["accept", "approve", "deemAccept", "extend", "lapse", "refuse", "reject", "requestCorrection", "resume", "suspend"]);
  });
  it("an act that stays in the same hands keeps the case claimed", () => {
    expect(applicationActions.filter((action) => !handsOver.has(action))).toEqual(["submit", "deemAccept", "proposeLapse", "startReview", "suspend", "resume", "extend"]);
  });
});

const steps = (...states: [string, StepState["kind"], StepState["status"]][]): StepState[] => states.map(([key, kind, status]) => ({ key, kind, status }));

describe("steps", () => {
  test.each([
    ["the first", steps(["a", "accept", "active"], ["b", "review", "pending"], ["c", "decide", "pending"]), { done: "a", active: "b" }],
    ["one in the middle", steps(["a", "accept", "done"], ["b", "review", "active"], ["c", "decide", "pending"]), { done: "b", active: "c" }],
    ["the last", steps(["a", "accept", "done"], ["b", "decide", "active"]), { done: "b", active: null }],
    ["none", steps(["a", "accept", "done"], ["b", "decide", "done"]), undefined],
    ["no step at all", [], undefined],
  ])("finishing %s opens the one after it", (_name, states, expected) => {
    expect(advance(states)).toEqual(expected);
  });

  test.each([
    ["the nearest finished review", steps(["a", "review", "done"], ["b", "review", "done"], ["c", "decide", "active"]), "b"],
    ["no review later than the active step", steps(["a", "review", "done"], ["b", "decide", "active"], ["c", "review", "done"]), "a"],
    ["nothing when the only review is unfinished", steps(["a", "accept", "done"], ["b", "review", "active"]), undefined],
    ["never the intake", steps(["a", "accept", "done"], ["b", "decide", "active"]), undefined],
    ["nothing without an active step", steps(["a", "review", "done"], ["b", "decide", "done"]), undefined],
  ])("a case goes back to %s", (_name, states, expected) => {
    expect(stepToReturnTo(states)).toBe(expected);
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
