import { describe, expect, test } from "vitest";
import type { StaffRole, User } from "@/domain/core/actor";
import { availableEditionActs, editionHindrance, type DirectoryFacts } from "./directory";

const place = { departmentId: "d1", divisionCode: "440100" };
const actor = (id: string, role: StaffRole, post = place): User => ({
  kind: "user", id, name: id, accountKind: "staff", assuranceLevel: "L3", sessionId: "s", factors: ["password", "totp"], authenticatedAt: new Date(0), posts: [{ role, ...post }],
});
const facts = (draft: DirectoryFacts["draft"]): DirectoryFacts => ({ ...place, draft });
const [editor, publisher] = [actor("e", "itemEditor"), actor("p", "itemPublisher")];

describe("who may do what to an edition of the directory", () => {
  test("the editor opens, saves and drops, the publisher publishes and drops", () => {
    expect(availableEditionActs(editor, facts(null))).toEqual(["openEdition"]);
    expect(availableEditionActs(editor, facts({ editors: ["e"] }))).toEqual(["saveEdition", "discardEdition"]);
    expect(availableEditionActs(publisher, facts({ editors: ["e"] }))).toEqual(["publishEdition", "discardEdition"]);
    expect(availableEditionActs(publisher, facts(null))).toEqual([]);
  });
  test("nobody publishes what they wrote at", () => {
    expect(editionHindrance(publisher, "publishEdition", facts({ editors: ["e", "p"] }))).toBe("items.ownEdition");
  });
  test("another department or division, another role and nobody at all may do nothing", () => {
    const strangers = [actor("x", "itemEditor", { ...place, departmentId: "d2" }), actor("x", "itemEditor", { ...place, divisionCode: "440300" }), actor("x", "clerk"), { kind: "anonymous" as const }];
    for (const stranger of strangers) expect(availableEditionActs(stranger, facts({ editors: [] }))).toEqual([]);
    expect(availableEditionActs(actor("x", "itemEditor", { ...place, divisionCode: "440000" }), facts(null))).toEqual(["openEdition"]);
  });
});
