import { describe, expect, it, test } from "vitest";
import { roles, staffRoles, type ActingFor, type Actor, type Role, type StaffRole, type User } from "@/domain/core/actor";
import { availableActions, canAskPrincipal, canClaim, canFile, canFill, canView, caseRoles, hindrance, isApplicant, roleFor, serves } from "./policy";
import type { ApplicationFacts } from "./rules";
import { applicationActions, applicationStatuses, type ApplicationAction } from "./schema";

const acting: ActingFor = { kind: "organisation", id: "company", name: "公司", delegationId: "d", delegation: "agent", scope: { kind: "all" }, acts: ["view", "fill", "submit"], awaitsPrincipal: false };
const now = new Date("2026-03-02T01:00:00Z");
const user = (id: string, overrides: Partial<User> = {}): User => ({ kind: "user", id, name: id, accountKind: "citizen", assuranceLevel: "L3", sessionId: "s", factors: [], authenticatedAt: new Date(0), posts: [], ...overrides });
const staff = (role: StaffRole, place: { departmentId?: string; divisionCode?: string } = {}, id: string = role): User =>
  user(id, { accountKind: "staff", posts: [{ role, departmentId: "health", divisionCode: "310101", ...place }] });
const applicant = user("applicant");
const agent = user("agent", { actingFor: acting });

const facts = (overrides: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  id: "case", serviceItemId: "item", applicantAccountId: "applicant", organisationId: null, departmentId: "health", divisionCode: "310101", status: "inReview", outcome: null,
  claimedBy: null, acceptedBy: null, separateDecider: true, takeBackUntil: null, suspendedFrom: null, extensionDays: 0, lapseProposedAt: null,
  activeStep: { key: "decide", kind: "decide", role: "approver", position: 2 }, canSendBack: true, issuesCertificate: true, ...overrides,
});

const actors: Record<Role | "anonymous" | "system", Actor> = {
  anonymous: { kind: "anonymous" }, system: { kind: "system" }, citizen: applicant, organisationAgent: agent,
  ...(Object.fromEntries(staffRoles.map((role) => [role, staff(role)])) as Record<StaffRole, Actor>),
};

/** Who may do what, as the office would write it on the wall. */
const doers: Record<ApplicationAction, (keyof typeof actors)[]> = {
  submit: ["citizen"], takeBack: ["citizen"], resubmit: ["citizen"], withdraw: ["citizen"],
  deemAccept: ["system"], proposeLapse: ["system"],
  accept: ["clerk"], requestCorrection: ["clerk"], refuse: ["clerk"], lapse: ["clerk"],
  startReview: ["reviewer"], completeStep: ["reviewer"], sendBack: ["approver"],
  suspend: ["reviewer", "approver"], resume: ["reviewer", "approver"], extend: ["approver"],
  approve: ["approver"], reject: ["approver"],
  issueCertificate: ["certificateOfficer"], deliver: ["clerk", "certificateOfficer"], close: ["clerk", "certificateOfficer"],
};

describe("every role × every action", () => {
  const everyone = ["anonymous", "system", ...roles] as const;
  test.each(applicationActions.flatMap((action) => everyone.map((who) => [who, action, doers[action].includes(who)] as const)))("%s may %s: %s", (who, action, may) => {
    expect(hindrance(actors[who], action, facts())).toBe(may ? undefined : "access.forbidden");
  });

  it("an agent does the applicant's acts on the organisation's case, and nobody's on a person's", () => {
    const theirs = facts({ applicantAccountId: "someone", organisationId: "company" });
    expect(hindrance(agent, "withdraw", theirs)).toBeUndefined();
    expect(hindrance(agent, "withdraw", facts({ applicantAccountId: "agent" }))).toBe("access.forbidden");
    expect(hindrance(user("someone"), "withdraw", theirs)).toBe("access.forbidden");
  });
});

describe("a delegate of a person", () => {
  const forApplicant = (overrides: Partial<ActingFor> = {}) => user("son", { actingFor: { ...acting, kind: "person", id: "applicant", name: "applicant", delegation: "family", ...overrides } });
  const scopes: [string, ActingFor["scope"], boolean][] = [
    ["everything", { kind: "all" }, true],
    ["the item", { kind: "items", itemIds: ["another", "item"] }, true],
    ["another item", { kind: "items", itemIds: ["another"] }, false],
    ["the application", { kind: "application", applicationId: "case" }, true],
    ["another application", { kind: "application", applicationId: "other" }, false],
  ];
  const reaches: ActingFor["acts"][] = [[], ["view"], ["view", "fill"], ["view", "fill", "submit"], ["fill", "submit"]];
  const filing = ["submit", "resubmit", "takeBack", "withdraw"] as const;
  const cases = scopes.flatMap(([scopeName, scope, covered]) => reaches.flatMap((acts) => [false, true].map((awaitsPrincipal) => ({ scopeName, scope, covered, acts, awaitsPrincipal }))));

  test.each(cases)("for $scopeName with $acts, confirmation $awaitsPrincipal, does no more than that", ({ scope, covered, acts, awaitsPrincipal }) => {
    const delegate = forApplicant({ scope, acts, awaitsPrincipal });
    const may = (act: (typeof acts)[number]) => covered && acts.includes(act);
    for (const status of applicationStatuses) {
      const editable = status === "draft" || status === "correction";
      const one = facts({ status });
      expect(canView(delegate, one)).toBe(may("view"));
      expect(canFill(delegate, one)).toBe(editable && may("fill"));
      expect(canAskPrincipal(delegate, one)).toBe(editable && may("submit") && awaitsPrincipal);
      expect(canFile(delegate, one)).toBe(editable && may("submit") && !awaitsPrincipal);
    }
    for (const action of filing) expect(hindrance(delegate, action, facts())).toBe(may("submit") ? (awaitsPrincipal ? "applications.principalConfirms" : undefined) : "access.forbidden");
  });

  it("does nothing to what is the delegate's own, another's or an organisation's, and no work of the desk", () => {
    const delegate = forApplicant();
    for (const other of [{ applicantAccountId: "son" }, { applicantAccountId: "someone" }, { organisationId: "company" }]) {
      expect(canView(delegate, facts(other))).toBe(false);
      expect(hindrance(delegate, "withdraw", facts(other))).toBe("access.forbidden");
    }
    expect(applicationActions.filter((action) => !hindrance(delegate, action, facts()))).toEqual(["submit", "takeBack", "resubmit", "withdraw"]);
    expect(roleFor(delegate, "submit", facts())).toBe("citizen");
  });

  it("asks nobody where nobody reserved it: the principal files", () => {
    expect(canFile(applicant, facts({ status: "draft" }))).toBe(true);
    expect(canAskPrincipal(applicant, facts({ status: "draft" }))).toBe(false);
    expect(canFile(applicant, facts({ status: "submitted" }))).toBe(false);
  });
});

describe("where a role counts", () => {
  test.each<[string, Parameters<typeof staff>[1], boolean]>([
    ["in the case's department and division", {}, true],
    ["over the city the division lies in", { divisionCode: "310000" }, true],
    ["over the whole country", { divisionCode: "000000" }, true],
    ["in another department", { departmentId: "culture" }, false],
    ["in a neighbouring division", { divisionCode: "310104" }, false],
    ["in another province", { divisionCode: "440000" }, false],
  ])("%s: %s", (_name, place, counts) => {
    const clerk = staff("clerk", place);
    expect(hindrance(clerk, "accept", facts({ status: "submitted" })) === undefined).toBe(counts);
    expect(canView(clerk, facts())).toBe(counts);
    expect(canClaim(clerk, facts({ status: "submitted" }), now)).toBe(counts);
    expect(serves(clerk, facts({ status: "submitted" }))).toBe(counts);
  });
});

describe("separation of duties", () => {
  const approver = staff("approver", {}, "li");
  test.each(["approve", "reject"] as const)("whoever accepted does not %s", (action) => {
    expect(hindrance(approver, action, facts({ acceptedBy: "li" }))).toBe("applications.accepterMayNotDecide");
    expect(hindrance(approver, action, facts({ acceptedBy: "wang" }))).toBeUndefined();
    expect(hindrance(approver, action, facts({ acceptedBy: "li", separateDecider: false }))).toBeUndefined();
  });
  it("but may still extend or send back", () => {
    expect(hindrance(approver, "extend", facts({ acceptedBy: "li" }))).toBeUndefined();
    expect(hindrance(approver, "sendBack", facts({ acceptedBy: "li" }))).toBeUndefined();
  });
});

describe("an exclusive claim", () => {
  it("stops every colleague and not the holder", () => {
    const claimed = facts({ status: "submitted", claimedBy: "wang" });
    expect(hindrance(staff("clerk", {}, "li"), "accept", claimed)).toBe("applications.claimedByOther");
    expect(hindrance(staff("clerk", {}, "wang"), "accept", claimed)).toBeUndefined();
    expect(availableActions(staff("clerk", {}, "li"), claimed, now)).toEqual([]);
  });
  it("does not stop the applicant or the clock", () => {
    expect(hindrance(applicant, "withdraw", facts({ claimedBy: "wang" }))).toBeUndefined();
    expect(hindrance({ kind: "system" }, "deemAccept", facts({ status: "submitted", claimedBy: "wang" }))).toBeUndefined();
  });
  test.each<[string, Actor, Partial<ApplicationFacts>, boolean]>([
    ["a clerk takes a free case at intake", staff("clerk"), { status: "submitted" }, true],
    ["nobody takes a case that is taken", staff("clerk"), { status: "submitted", claimedBy: "wang" }, false],
    ["a clerk does not take a case from its reviewers", staff("clerk"), {}, false],
    ["an approver takes it at the decision", staff("approver"), {}, true],
    ["nobody takes a closed case", staff("approver"), { status: "closed" }, false],
    ["a supervisor takes none", staff("supervisor"), {}, false],
    ["an administrator takes none", staff("systemAdmin"), {}, false],
    ["an applicant takes none", applicant, {}, false],
    ["nor does the system", { kind: "system" }, {}, false],
  ])("%s", (_name, actor, overrides, expected) => {
    expect(canClaim(actor, facts(overrides), now)).toBe(expected);
  });
});

describe("whose work a status is", () => {
  test.each<[Parameters<typeof staff>[0], ApplicationFacts["status"][]]>([
    ["clerk", ["submitted", "correction", "approved", "rejected", "delivering"]],
    ["reviewer", ["accepted", "inReview", "suspended"]],
    ["approver", ["accepted", "inReview", "suspended"]],
    ["certificateOfficer", ["approved", "rejected", "delivering"]],
    ["supervisor", []],
  ])("%s: %j", (role, expected) => {
    expect(applicationStatuses.filter((status) => serves(staff(role), facts({ status })))).toEqual(expected);
  });
});

describe("who may see a case", () => {
  test.each(applicationStatuses)("staff see a case that is %s unless it is a draft; its applicant always", (status) => {
    for (const role of caseRoles) expect(canView(staff(role), facts({ status }))).toBe(status !== "draft");
    expect(canView(applicant, facts({ status }))).toBe(true);
  });
  it("other staff roles, other citizens, the anonymous and the person behind an organisation do not", () => {
    for (const role of staffRoles.filter((one) => !caseRoles.some((seen) => seen === one))) expect(canView(staff(role), facts())).toBe(false);
    expect(canView(user("other"), facts())).toBe(false);
    expect(canView({ kind: "anonymous" }, facts())).toBe(false);
    expect(canView(applicant, facts({ organisationId: "company" }))).toBe(false);
    expect(canView(agent, facts({ organisationId: "company" }))).toBe(true);
  });
  it("a person who acts for an organisation does not see their own cases in that role, nor does a staff account apply", () => {
    expect(isApplicant({ ...applicant, actingFor: acting }, facts())).toBe(false);
    expect(isApplicant({ ...staff("clerk"), id: "applicant" }, facts())).toBe(false);
  });
});

describe("what the screen offers", () => {
  test.each<[string, Actor, Partial<ApplicationFacts>, ApplicationAction[]]>([
    ["a clerk on a new case", staff("clerk"), { status: "submitted" }, ["accept", "requestCorrection", "refuse"]],
    ["its applicant within ten minutes", applicant, { status: "submitted", takeBackUntil: new Date(now.getTime() + 1000) }, ["takeBack", "withdraw"]],
    ["its applicant later", applicant, { status: "submitted" }, ["withdraw"]],
    ["a reviewer at the review", staff("reviewer"), { activeStep: { key: "review", kind: "review", role: "reviewer", position: 1 } }, ["completeStep", "suspend"]],
    ["an approver at the decision", staff("approver"), {}, ["sendBack", "suspend", "extend", "approve", "reject"]],
    ["an approver while the review is open", staff("approver"), { activeStep: { key: "review", kind: "review", role: "reviewer", position: 1 } }, ["sendBack", "suspend", "extend"]],
    ["a certificate officer after approval", staff("certificateOfficer"), { status: "approved" }, ["issueCertificate"]],
    ["a supervisor", staff("supervisor"), {}, []],
    ["anyone on a closed case", staff("approver"), { status: "closed" }, []],
  ])("%s", (_name, actor, overrides, expected) => {
    expect(availableActions(actor, facts(overrides), now)).toEqual(expected);
  });
});

test("the history names the role in which somebody acted", () => {
  expect(roleFor(applicant, "submit", facts())).toBe("citizen");
  expect(roleFor(agent, "submit", facts())).toBe("organisationAgent");
  expect(roleFor({ kind: "system" }, "deemAccept", facts())).toBe("system");
  expect(roleFor(staff("approver"), "suspend", facts())).toBe("approver");
  expect(roleFor(staff("clerk"), "deliver", facts())).toBe("clerk");
});
