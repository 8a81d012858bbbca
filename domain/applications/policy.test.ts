import { describe, expect, it, test } from "vitest";
import { roles, staffRoles, type ActingFor, type Actor, type Role, type StaffRole, type User } from "@/domain/core/actor";
import { availableActions, canAskPrincipal, canClaim, canFile, canFill, canView, caseRoles, claimableSteps, completableSteps, hindrance, isApplicant, roleFor, serves } from "./policy";
import type { ApplicationFacts } from "./rules";
import type { CaseStep } from "./rules/steps";
import { applicationActions, applicationStatuses, type ApplicationAction } from "./schema";

const acting: ActingFor = { kind: "organisation", id: "company", name: "公司", delegationId: "d", delegation: "agent", scope: { kind: "all" }, acts: ["view", "fill", "submit"], awaitsPrincipal: false };
const now = new Date("2026-03-02T01:00:00Z");
const user = (id: string, overrides: Partial<User> = {}): User => ({ kind: "user", id, name: id, accountKind: "citizen", assuranceLevel: "L3", sessionId: "s", factors: [], authenticatedAt: new Date(0), posts: [], ...overrides });
const staff = (role: StaffRole, place: { departmentId?: string; divisionCode?: string } = {}, id: string = role): User =>
  user(id, { accountKind: "staff", posts: [{ role, departmentId: "health", divisionCode: "310101", ...place }] });
const applicant = user("applicant");
const agent = user("agent", { actingFor: acting });

const step = (key: string, kind: CaseStep["kind"], status: CaseStep["status"], more: Partial<CaseStep> = {}): CaseStep =>
  ({ key, kind, status, role: kind === "accept" ? "clerk" : kind === "decide" ? "approver" : "reviewer", departmentId: null, claimedBy: null, ...more });
const reviewing = [step("accept", "accept", "done"), step("review", "review", "active"), step("decide", "decide", "pending")];
const deciding = [step("accept", "accept", "done"), step("review", "review", "done"), step("decide", "decide", "active")];

const facts = (overrides: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  id: "case", serviceItemId: "item", applicantAccountId: "applicant", organisationId: null, departmentId: "health", divisionCode: "310101", status: "inReview", outcome: null,
  claimedBy: null, acceptedBy: null, separateDecider: true, takeBackUntil: null, suspendedFrom: null, extensionDays: 0, lapseProposedAt: null,
  steps: deciding, automatic: false, issuesCertificate: true, tolerated: [], proposals: [], hearing: null, ...overrides,
});

const actors: Record<Role | "anonymous" | "system", Actor> = {
  anonymous: { kind: "anonymous" }, system: { kind: "system" }, citizen: applicant, organisationAgent: agent,
  ...(Object.fromEntries(staffRoles.map((role) => [role, staff(role)])) as Record<StaffRole, Actor>),
};

/** Who may do what, as the office would write it on the wall. */
const doers: Record<ApplicationAction, (keyof typeof actors)[]> = {
  submit: ["citizen"], takeBack: ["citizen"], resubmit: ["citizen"], supplement: ["citizen"], withdraw: ["citizen"],
  receive: ["system"], deemAccept: ["system"], proposeLapse: ["system"],
  accept: ["clerk"], tolerantAccept: ["clerk"], requestCorrection: ["clerk"], refuse: ["clerk"], transfer: ["clerk"], lapse: ["clerk"],
  startReview: ["reviewer"], completeStep: ["reviewer"], handBack: [], askDepartment: ["reviewer", "approver"], sendBack: ["approver"], checkSupplement: ["clerk", "reviewer"],
  announceHearing: ["reviewer", "approver"], scheduleHearing: ["reviewer", "approver"], recordHearing: ["clerk", "reviewer", "approver"],
  suspend: ["reviewer", "approver"], resume: ["reviewer", "approver"],
  askExtension: ["reviewer"], extend: ["approver"], declineExtension: ["approver"],
  approve: ["approver"], reject: ["approver"], terminate: ["clerk", "approver"],
  proposeVoid: ["reviewer", "approver", "certificateOfficer"], void: ["approver"], declineVoid: ["approver"],
  issueCertificate: ["certificateOfficer"], deliver: ["clerk", "certificateOfficer"], close: ["clerk", "certificateOfficer"],
};

describe("every role × every action", () => {
  const everyone = ["anonymous", "system", ...roles] as const;
  test.each(applicationActions.flatMap((action) => everyone.map((who) => [who, action, doers[action].includes(who)] as const)))("%s may %s: %s", (who, action, may) => {
    expect(hindrance(actors[who], action, facts({ steps: action === "completeStep" ? reviewing : deciding }))).toBe(may ? undefined : "access.forbidden");
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
    expect(applicationActions.filter((action) => !hindrance(delegate, action, facts()))).toEqual(["submit", "takeBack", "resubmit", "supplement", "withdraw"]);
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
  it("but may still grant an extension or send back", () => {
    expect(hindrance(approver, "extend", facts({ acceptedBy: "li" }))).toBeUndefined();
    expect(hindrance(approver, "sendBack", facts({ acceptedBy: "li" }))).toBeUndefined();
  });
});

describe("an act of two people", () => {
  const asked = { action: "extend", proposedBy: "li" } as const;
  const voiding = { action: "void", proposedBy: "li" } as const;
  const approverLi = { ...staff("approver", {}, "li"), posts: [...staff("approver").posts, ...staff("reviewer").posts] };
  test.each(["extend", "declineExtension", "void", "declineVoid"] as const)("is never decided by whoever proposed it: %s", (action) => {
    const proposed = facts({ proposals: [asked, voiding] });
    expect(hindrance(approverLi, action, proposed)).toBe("applications.ownProposal");
    expect(hindrance(staff("approver", {}, "wang"), action, proposed)).toBeUndefined();
    expect(hindrance(approverLi, action, facts({ proposals: [] }))).toBeUndefined();
  });
  test.each(["extend", "declineExtension", "void", "declineVoid", "proposeVoid", "checkSupplement"] as const)("and whoever holds the case does not stop it: %s", (action) => {
    const by = action === "checkSupplement" ? staff("reviewer", {}, "wang") : staff("approver", {}, "wang");
    expect(hindrance(by, action, facts({ claimedBy: "zhao", proposals: [asked] }))).toBeUndefined();
  });
  it("is no work to take a case for, nor is ending it", () => {
    expect(availableActions(staff("approver"), facts({ status: "closed" }), now)).toEqual(["proposeVoid"]);
    expect(canClaim(staff("approver"), facts({ status: "closed" }), now)).toBe(false);
    expect(canClaim(staff("clerk"), facts(), now)).toBe(false);
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

test("whoever chairs the hearing of a case does not examine it", () => {
  const reviewer = staff("reviewer");
  const chaired = (chairId: string) => facts({ status: "inReview", steps: reviewing, hearing: { state: "held", askUntil: null, asked: false, chairId } });
  expect(hindrance(reviewer, "completeStep", chaired(reviewer.id))).toBe("hearings.chairReviews");
  expect(hindrance(reviewer, "completeStep", chaired("somebody else"))).toBeUndefined();
});

describe("what the screen offers", () => {
  test.each<[string, Actor, Partial<ApplicationFacts>, ApplicationAction[]]>([
    ["a clerk on a new case", staff("clerk"), { status: "submitted" }, ["accept", "requestCorrection", "refuse", "transfer", "terminate"]],
    ["a clerk on a new case that promises a material", staff("clerk"), { status: "submitted", tolerated: [{ fieldId: "m6", state: "awaited" }] }, ["tolerantAccept", "requestCorrection", "refuse", "transfer", "terminate"]],
    ["its applicant within ten minutes", applicant, { status: "submitted", takeBackUntil: new Date(now.getTime() + 1000) }, ["takeBack", "withdraw"]],
    ["its applicant later", applicant, { status: "submitted" }, ["withdraw"]],
    ["a reviewer at the review", staff("reviewer"), { steps: reviewing }, ["completeStep", "suspend", "announceHearing", "askExtension"]],
    ["a reviewer when a promised material came", staff("reviewer"), { steps: reviewing, tolerated: [{ fieldId: "m6", state: "supplied" }] }, ["completeStep", "suspend", "announceHearing", "checkSupplement", "askExtension"]],
    ["its applicant while a promised material is awaited", applicant, { tolerated: [{ fieldId: "m6", state: "awaited" }] }, ["supplement", "withdraw"]],
    ["an approver at the decision", staff("approver"), {}, ["sendBack", "suspend", "announceHearing", "approve", "reject", "terminate"]],
    ["an approver who is asked for an extension", staff("approver"), { proposals: [{ action: "extend", proposedBy: "li" }] }, ["sendBack", "suspend", "announceHearing", "extend", "declineExtension", "approve", "reject", "terminate"]],
    ["an approver while the review is open", staff("approver"), { steps: reviewing }, ["suspend", "announceHearing", "terminate"]],
    ["a certificate officer after approval", staff("certificateOfficer"), { status: "approved" }, ["issueCertificate", "proposeVoid"]],
    ["a supervisor", staff("supervisor"), {}, []],
    ["an approver on a closed case", staff("approver"), { status: "closed" }, ["proposeVoid"]],
    ["anyone on a voided case", staff("approver"), { status: "voided" }, []],
  ])("%s", (_name, actor, overrides, expected) => {
    expect(availableActions(actor, facts(overrides), now)).toEqual(expected);
  });
});

describe("a step of the examination", () => {
  const branched = (more: Partial<CaseStep> = {}): Partial<ApplicationFacts> => ({
    steps: [step("accept", "accept", "done"), step("review", "review", "active"), step("fire", "consult", "active", { departmentId: "fire", role: "approver", ...more }), step("clerks", "review", "active", { role: "clerk" }), step("decide", "decide", "pending")],
  });
  const fire = staff("approver", { departmentId: "fire" }, "fire");

  test.each<[string, User, string[]]>([
    ["a reviewer of the case's department", staff("reviewer"), ["review"]],
    ["a clerk, where the step is a clerk's", staff("clerk"), ["clerks"]],
    ["the role that was asked in the department that was asked", fire, ["fire"]],
    ["another role of that department", staff("reviewer", { departmentId: "fire" }), []],
    ["that role in the case's own department", staff("approver"), []],
    ["that role in that department of another division", staff("approver", { departmentId: "fire", divisionCode: "310104" }), []],
    ["somebody with both posts", { ...fire, posts: [...fire.posts, ...staff("reviewer").posts] }, ["review", "fire"]],
  ])("is finished and claimed by %s: %j", (_name, actor, expected) => {
    expect(completableSteps(actor, facts(branched())).map(({ key }) => key)).toEqual(expected);
    expect(claimableSteps(actor, facts(branched())).map(({ key }) => key)).toEqual(expected);
    for (const key of ["review", "fire", "clerks"]) expect(hindrance(actor, "completeStep", facts(branched()), key)).toBe(expected.includes(key) ? undefined : "access.forbidden");
  });

  it("is not finished before it is open, after it is done, or out of a colleague's hands", () => {
    expect(hindrance(fire, "completeStep", facts(branched({ status: "pending" })), "fire")).toBe("applications.noOpenStep");
    expect(hindrance(fire, "completeStep", facts(branched({ status: "done" })), "fire")).toBe("applications.noOpenStep");
    expect(hindrance(fire, "completeStep", facts(branched({ claimedBy: "wang" })), "fire")).toBe("applications.claimedByOther");
    expect(hindrance(fire, "completeStep", facts(branched({ claimedBy: "fire" })), "fire")).toBeUndefined();
  });

  it("is in the hands of whoever holds the case, where it is all their department has to do", () => {
    expect(hindrance(staff("reviewer", {}, "li"), "completeStep", facts({ steps: reviewing, claimedBy: "wang" }))).toBe("applications.claimedByOther");
    expect(hindrance(staff("reviewer", {}, "li"), "completeStep", facts({ ...branched(), claimedBy: "wang" }))).toBeUndefined();
    expect(hindrance(fire, "completeStep", facts({ ...branched(), claimedBy: "wang" }))).toBeUndefined();
  });

  it("shows its case to the department that was asked, and nothing else to do there", () => {
    expect(availableActions(fire, facts(branched()), now)).toEqual(["completeStep", "handBack"]);
    expect(canClaim(fire, facts(branched()), now)).toBe(false);
    expect(roleFor(fire, "completeStep", facts(), { role: "approver" })).toBe("approver");
  });

  test.each<[CaseStep["status"], ApplicationFacts["status"], boolean]>([
    ["pending", "inReview", false], ["skipped", "inReview", false], ["active", "inReview", true], ["done", "inReview", true], ["active", "suspended", true],
    ["done", "approved", true], ["done", "closed", false], ["active", "withdrawn", false], ["active", "draft", false],
  ])("while it is %s in a case that is %s: seen %s", (status, of, seen) => {
    expect(canView(fire, facts({ ...branched({ status }), status: of }))).toBe(seen);
    expect(canView(staff("reviewer", { departmentId: "fire" }), facts({ ...branched({ status }), status: of }))).toBe(false);
  });
});

describe("a decision table", () => {
  it("takes in and grants where the process has one, and does nothing else", () => {
    const may = (automatic: boolean) => applicationActions.filter((action) => !hindrance({ kind: "system" }, action, facts({ automatic })));
    expect(may(true)).toEqual(["receive", "accept", "deemAccept", "proposeLapse", "approve"]);
    expect(may(false)).toEqual(["receive", "deemAccept", "proposeLapse"]);
  });
});

test("the history names the role in which somebody acted", () => {
  expect(roleFor(applicant, "submit", facts())).toBe("citizen");
  expect(roleFor(agent, "submit", facts())).toBe("organisationAgent");
  expect(roleFor({ kind: "system" }, "deemAccept", facts())).toBe("system");
  expect(roleFor(staff("approver"), "suspend", facts())).toBe("approver");
  expect(roleFor(staff("clerk"), "deliver", facts())).toBe("clerk");
});

test("nobody who works here handles their own case, under whichever account they filed it", () => {
  for (const own of [{ ...staff("approver"), citizenAccountId: "applicant" }, staff("approver", {}, "applicant")]) {
    expect(hindrance(own, "approve", facts())).toBe("applications.ownCase");
    expect([availableActions(own, facts(), now), canClaim(own, facts(), now)]).toEqual([[], false]);
  }
  expect(hindrance({ ...staff("approver"), citizenAccountId: "somebody" }, "approve", facts())).toBeUndefined();
});
