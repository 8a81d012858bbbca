import { describe, expect, test } from "vitest";
import { staffRoles, type ActingFor, type Actor, type User } from "@/domain/core/actor";
import { canRevoke, hindranceToAccept, hindranceToGrant, type Parties } from "./policy";

const user = (id: string, overrides: Partial<User> = {}): User => ({ kind: "user", id, name: id, accountKind: "citizen", assuranceLevel: "L3", sessionId: "s", factors: [], authenticatedAt: new Date(0), posts: [], ...overrides });
const acting = (overrides: Partial<ActingFor> = {}): ActingFor => ({ kind: "person", id: "elder", name: "elder", delegationId: "d", delegation: "family", scope: { kind: "all" }, acts: ["view", "fill", "submit"], awaitsPrincipal: false, ...overrides });
const staff = (role: (typeof staffRoles)[number]) => user(role, { accountKind: "staff", posts: [{ role, departmentId: "d", divisionCode: "440104" }] });

describe("who may let others act for them", () => {
  test.each<[string, User, string | undefined]>([
    ["somebody at L3", user("elder"), undefined],
    ["somebody at L4", user("elder", { assuranceLevel: "L4" }), undefined],
    ["somebody below", user("elder", { assuranceLevel: "L2" }), "access.levelTooLow"],
    ["a delegate of another, whatever they may do: there is no chain", user("son", { actingFor: acting() }), "delegations.noChain"],
    ["a guardian", user("mother", { actingFor: acting({ delegation: "guardianship" }) }), "delegations.noChain"],
    ["an organisation's agent", user("agent", { actingFor: acting({ kind: "organisation", delegation: "agent" }) }), "delegations.noChain"],
  ])("%s", (_name, actor, code) => expect(hindranceToGrant(actor)).toBe(code));
});

describe("who may take up an invitation", () => {
  const offer = { principalAccountId: "elder" };
  test.each<[string, User, string | undefined]>([
    ["another person", user("son", { assuranceLevel: "L2" }), undefined],
    ["the principal does not", user("elder"), "delegations.self"],
    ["nor somebody whose name is not proven", user("son", { assuranceLevel: "L1" }), "access.levelTooLow"],
    ["nor somebody who acts for another now", user("son", { actingFor: acting({ id: "aunt" }) }), "delegations.actForSelfFirst"],
  ])("%s", (_name, actor, code) => expect(hindranceToAccept(actor, offer)).toBe(code));
});

describe("who may end which delegation", () => {
  const kinds: Record<Parties["kind"], Parties> = {
    family: { kind: "family", organisationId: null, principalAccountId: "elder", delegateAccountId: "son" },
    guardianship: { kind: "guardianship", organisationId: null, principalAccountId: "elder", delegateAccountId: "son" },
    agent: { kind: "agent", organisationId: "company", principalAccountId: null, delegateAccountId: "son" },
    representative: { kind: "representative", organisationId: "company", principalAccountId: null, delegateAccountId: "boss" },
  };
  const organisation = (delegation: ActingFor["delegation"], id = "company") => acting({ kind: "organisation", id, delegation });
  const people: [string, Actor, Parties["kind"][]][] = [
    ["the principal", user("elder"), ["family"]],
    ["the principal while acting for another", user("elder", { actingFor: acting({ id: "aunt" }) }), []],
    ["the delegate, who lays it down", user("son"), ["family", "agent"]],
    ["another person", user("other"), []],
    ["the organisation's representative", user("boss", { actingFor: organisation("representative") }), ["agent"]],
    ["the same person for themselves", user("boss"), []],
    ["another organisation's representative", user("boss", { actingFor: organisation("representative", "rival") }), []],
    ["a fellow agent", user("colleague", { actingFor: organisation("agent") }), []],
    ["nobody", { kind: "anonymous" }, []],
    ...staffRoles.map((role): [string, Actor, Parties["kind"][]] => [role, staff(role), role === "clerk" ? ["family", "guardianship"] : []]),
  ];
  test.each(people)("%s: %j", (_name, actor, expected) => {
    expect(Object.values(kinds).filter((one) => canRevoke(actor, one)).map(({ kind }) => kind)).toEqual(expected);
  });
});
