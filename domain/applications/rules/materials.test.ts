import { describe, expect, test } from "vitest";
import { canKeep } from "../policy/materials";
import { fits, hasEnded, kindOf, trustAgain } from "./materials";
import type { Actor, ActingFor, User } from "@/domain/core/actor";

const material = (zh: string, rest: { certificateType?: string; certificateTypes?: string[] } = {}) => ({ name: { zh }, ...rest });

describe("what a paper is", () => {
  test.each([
    ["居民身份证（复印件）", "居民身份证"], ["申请人户口簿", "户口簿"], ["户口簿原件和复印件", "户口簿"], ["经办人的居民身份证复印件", "居民身份证"], ["劳动合同", "劳动合同"],
  ])("%s is %s", (named, kind) => {
    expect(kindOf(material(named)).kind).toBe(kind);
  });

  test.each([
    ["the same name with other trimmings", material("申请人居民身份证（正反面）"), true],
    ["a copy of the same certificate under another name", material("身份证明", { certificateTypes: ["resident-id-card"] }), true],
    ["another paper", material("劳动合同"), false],
    ["another certificate", material("身份证明", { certificateType: "passport" }), false],
  ])("it fits %s", (_, asked, expected) => {
    expect(fits(kindOf(material("居民身份证", { certificateType: "resident-id-card" })), asked)).toBe(expected);
  });

  test("a paper handed in where one of several certificates would do is not taken for any of them", () => {
    const either = kindOf(material("身份证明", { certificateTypes: ["resident-id-card", "household-register"] }));
    expect(["resident-id-card", "household-register"].map((certificateType) => fits(either, material("另一材料", { certificateType })))).toEqual([false, false]);
    expect(fits(either, material("身份证明"))).toBe(true);
  });

  test("two papers without a certificate type do not fit by having none", () => {
    expect(fits(kindOf(material("甲")), material("乙"))).toBe(false);
  });
});

test.each([[null, false], ["2026-03-02", false], ["2026-03-01", true]])("with the last day %s it has ended on 2 March: %s", (validUntil, ended) => {
  expect(hasEnded({ validUntil }, "2026-03-02")).toBe(ended);
});

test.each([["B", "C", "B"], ["C", "D", "D"], ["D", "C", "C"], ["A", "C", "C"]] as const)("kept at %s and uploaded at %s it is believed at %s", (trustLevel, uploaded, believed) => {
  expect(trustAgain({ trustLevel }, uploaded)).toBe(believed);
});

describe("who looks after kept papers", () => {
  const person: User = { kind: "user", id: "a", name: "甲", accountKind: "citizen", assuranceLevel: "L2", sessionId: "s", factors: [], authenticatedAt: new Date(0), posts: [] };
  const acting = (rest: Partial<ActingFor>): User => ({ ...person, actingFor: { kind: "organisation", id: "o", name: "乙", delegationId: "d", delegation: "agent", scope: { kind: "all" }, acts: ["view", "fill", "submit"], awaitsPrincipal: false, ...rest } });
  test.each<[string, Actor, boolean]>([
    ["a person, their own", person, true],
    ["an agent with everything in scope", acting({}), true],
    ["an agent for one item", acting({ scope: { kind: "items", itemIds: ["i"] } }), false],
    ["an agent who may only fill in", acting({ acts: ["view", "fill"] }), false],
    ["whoever acts for a person", acting({ kind: "person", delegation: "family" }), false],
    ["a clerk in a person's name", { ...person, servedBy: { id: "c", name: "丙" } }, false],
    ["staff", { ...person, accountKind: "staff" }, false],
    ["nobody", { kind: "anonymous" }, false],
  ])("%s", (_, actor, expected) => {
    expect(canKeep(actor)).toBe(expected);
  });
});
