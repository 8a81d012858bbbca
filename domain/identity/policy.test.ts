import { describe, expect, test } from "vitest";
import { staffRoles, type Actor, type StaffRole, type User } from "@/domain/core/actor";
import { actsAtOnce, confirmerOf, hindersDeciding, hindersProposing, hindersSecondLook, mayDecideChanges, mayProposeAccounts, mayProposePosts, type Asked, type OpenChange } from "./policy";
import { administrators } from "./rules/staff";
import { staffChangeKinds, type StaffChangeKind } from "./schema/staff";

const actor = (role: StaffRole, id = "me"): Actor => ({
  kind: "user", id, name: role, accountKind: "staff", assuranceLevel: "L4", sessionId: "s", factors: ["passkey"], authenticatedAt: new Date(0),
  posts: [{ role, departmentId: "d", divisionCode: "440100" }],
});
const change = (kind: StaffChangeKind, more: Partial<OpenChange> = {}): OpenChange => ({ kind, accountId: "somebody", proposedBy: "another", atOnce: false, decision: null, ...more });

/** kind, who proposes, who confirms */
const table: [StaffChangeKind, StaffRole, StaffRole][] = [
  ["openAccount", "systemAdmin", "securityAdmin"], ["closeAccount", "systemAdmin", "securityAdmin"], ["reopenAccount", "systemAdmin", "securityAdmin"],
  ["renewAccess", "systemAdmin", "securityAdmin"], ["recordPerson", "systemAdmin", "securityAdmin"], ["grantPost", "securityAdmin", "systemAdmin"], ["endPost", "securityAdmin", "systemAdmin"],
];

test("the table names every kind of change", () => expect(table.map(([kind]) => kind).toSorted()).toEqual([...staffChangeKinds].toSorted()));

describe.each(table)("%s", (kind, proposes, confirms) => {
  test.each(staffRoles)("%s", (role) => {
    expect(hindersProposing(actor(role), kind, "somebody")).toBe(role === proposes ? undefined : "access.forbidden");
    expect(hindersDeciding(actor(role), change(kind), "confirmed")).toBe(role === confirms ? undefined : "access.forbidden");
  });

  test("is nobody's who is not signed in", () => {
    expect(hindersProposing({ kind: "anonymous" }, kind, null)).toBe("access.forbidden");
    expect(hindersDeciding({ kind: "system" }, change(kind), "confirmed")).toBe("access.forbidden");
  });

  test("is not for oneself, nor for whoever proposed it", () => {
    expect(hindersProposing(actor(proposes), kind, "me")).toBe("identity.ownChange");
    expect(hindersDeciding(actor(confirms), change(kind, { accountId: "me" }), "confirmed")).toBe("identity.ownChange");
    expect(hindersDeciding(actor(confirms), change(kind, { proposedBy: "me" }), "refused")).toBe("identity.ownChange");
  });

  test("is decided once", () => {
    for (const decision of ["confirmed", "refused"] as const) expect(hindersDeciding(actor(confirms), change(kind, { decision }), "confirmed")).toBe("identity.changeDecided");
  });

  test("is confirmed by the other of the two, never by the audit administrator", () => {
    expect(confirmerOf(kind)).toBe(confirms);
    expect([proposes, confirms].toSorted()).toEqual([...mayDecideChanges].toSorted());
  });
});

test("the audiences of the procedures are those of the table", () => {
  expect(new Set(table.filter(([kind]) => kind.endsWith("Post")).map(([, proposes]) => proposes))).toEqual(new Set(mayProposePosts));
  expect(new Set(table.filter(([kind]) => !kind.endsWith("Post")).map(([, proposes]) => proposes))).toEqual(new Set(mayProposeAccounts));
});

describe("the second person at a counter", () => {
  const asked: Asked = { askedBy: "clerk-a", concerns: ["citizen"], departmentId: "d", divisionCode: "440104", decision: null };
  const user = (id: string, role: StaffRole, post: object = {}): User => ({ ...(actor(role, id) as User), posts: [{ role, departmentId: "d", divisionCode: "440100", ...post }] });
  test.each<[string, Actor, Partial<Asked>, string | undefined]>([
    ["a colleague at the counter", user("clerk-b", "clerk"), {}, undefined],
    ["an approver of the office", user("approver", "approver"), {}, undefined],
    ["not whoever asked", user("clerk-a", "clerk"), {}, "identity.secondLookOwn"],
    ["not under another account of the same person", { ...user("clerk-b", "clerk"), citizenAccountId: "clerk-a" }, {}, "identity.secondLookOwn"],
    ["not about oneself", { ...user("clerk-b", "clerk"), citizenAccountId: "citizen" }, {}, "identity.secondLookOwn"],
    ["not about a ward of whom one is the guardian", { ...user("clerk-b", "clerk"), citizenAccountId: "guardian" }, { concerns: ["ward", "guardian"] }, "identity.secondLookOwn"],
    ["not what was decided", user("clerk-b", "clerk"), { decision: "refused" }, "identity.secondLookDecided"],
    ["not from another department", user("clerk-b", "clerk", { departmentId: "other" }), {}, "identity.secondLookNotFound"],
    ["not from another division", user("clerk-b", "clerk", { divisionCode: "440106" }), {}, "identity.secondLookNotFound"],
    ["not a citizen", { ...user("citizen-b", "clerk"), accountKind: "citizen", posts: [] }, {}, "identity.secondLookNotFound"],
    ["nobody who is not signed in", { kind: "anonymous" }, {}, "identity.secondLookNotFound"],
    ...staffRoles.filter((role) => role !== "clerk" && role !== "approver").map((role): [string, Actor, object, string] => [`not a ${role}`, user("other", role), {}, "identity.secondLookNotFound"]),
  ])("%s", (_name, by, more, code) => expect(hindersSecondLook(by, { ...asked, ...more })).toBe(code));
});

describe("what acts at once", () => {
  test.each(staffRoles)("taking power from a %s", (role) => {
    const waits = administrators.some((one) => one === role);
    expect(actsAtOnce("endPost", [role])).toBe(!waits);
    expect(actsAtOnce("closeAccount", ["clerk", role])).toBe(!waits);
  });
  test.each(["openAccount", "reopenAccount", "renewAccess", "recordPerson", "grantPost"] as const)("%s never does", (kind) => expect(actsAtOnce(kind, [])).toBe(false));
  test("what took effect is taken note of, not refused", () => {
    expect(hindersDeciding(actor("systemAdmin"), change("endPost", { atOnce: true }), "refused")).toBe("identity.changeTookEffect");
    expect(hindersDeciding(actor("systemAdmin"), change("endPost", { atOnce: true }), "confirmed")).toBeUndefined();
  });
});
