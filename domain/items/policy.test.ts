import { describe, expect, test } from "vitest";
import type { Post, User } from "@/domain/core/actor";
import { availableRevisionActions, canEdit, hindrance, type EditingFacts } from "./policy";

const facts: EditingFacts = { departmentId: "d1", divisionCode: "310101", status: "published", published: true, draft: null };
const withDraft = { ...facts, draft: { editors: ["editor"] } };

const user = (id: string, ...posts: Post[]): User => ({ kind: "user", id, name: id, accountKind: "staff", assuranceLevel: "L4", sessionId: "s", factors: [], authenticatedAt: new Date(0), posts });
const post = (role: Post["role"], departmentId = "d1", divisionCode = "310101"): Post => ({ role, departmentId, divisionCode });
const editor = user("editor", post("itemEditor"));
const publisher = user("publisher", post("itemPublisher"));

describe("what may be done to an item", () => {
  test.each<[string, User, EditingFacts, string[]]>([
    ["an editor opens a revision of a published item", editor, facts, ["openRevision"]],
    ["an editor saves and drops the draft", editor, withDraft, ["saveRevision", "discardRevision"]],
    ["a publisher publishes, drops and suspends", publisher, withDraft, ["publishRevision", "discardRevision", "suspend"]],
    ["a publisher resumes what is suspended", publisher, { ...facts, status: "suspended" }, ["resume"]],
    ["nobody opens a second draft", editor, { ...withDraft, published: true }, ["saveRevision", "discardRevision"]],
    ["an item never published is published from its draft", publisher, { ...withDraft, status: "draft", published: false }, ["publishRevision", "discardRevision"]],
    ["nothing happens to a cancelled item", publisher, { ...withDraft, status: "cancelled" }, []],
    ["an editor elsewhere does nothing", user("x", post("itemEditor", "d2")), withDraft, []],
    ["an editor of another district does nothing", user("x", post("itemEditor", "d1", "310104")), withDraft, []],
    ["an editor of the city edits in its districts", user("x", post("itemEditor", "d1", "310100")), facts, ["openRevision"]],
    ["a clerk does nothing", user("x", post("clerk")), withDraft, []],
  ])("%s", (_sentence, actor, given, expected) => {
    expect(availableRevisionActions(actor, given)).toEqual(expected);
  });

  test("whoever edited the draft does not publish it, even holding both roles", () => {
    const both = user("editor", post("itemEditor"), post("itemPublisher"));
    expect(hindrance(both, "publishRevision", withDraft)).toBe("items.ownRevision");
    expect(hindrance({ ...both, id: "other" }, "publishRevision", withDraft)).toBeUndefined();
  });

  test("who is signed out edits nothing", () => {
    expect(canEdit({ kind: "anonymous" }, facts)).toBe(false);
    expect(hindrance({ kind: "system" }, "suspend", facts)).toBe("access.forbidden");
  });
});
