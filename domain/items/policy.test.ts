import { describe, expect, test } from "vitest";
import type { Post, User } from "@/domain/core/actor";
import { availableRevisionActions, canCreate, canEdit, hindrance, type EditingFacts } from "./policy";
import type { DraftStage } from "./schema/life";

const facts: EditingFacts = { departmentId: "d1", divisionCode: "310101", status: "published", published: true, draft: null, ending: false };
const draftAt = (stage: DraftStage): EditingFacts => ({ ...facts, draft: { stage, editors: ["editor"] } });
const withDraft = draftAt("editing");

const user = (id: string, ...posts: Post[]): User => ({ kind: "user", id, name: id, accountKind: "staff", assuranceLevel: "L4", sessionId: "s", factors: [], authenticatedAt: new Date(0), posts });
const post = (role: Post["role"], departmentId = "d1", divisionCode = "310101"): Post => ({ role, departmentId, divisionCode });
const editor = user("editor", post("itemEditor"));
const publisher = user("publisher", post("itemPublisher"));

describe("what may be done to an item", () => {
  test.each<[string, User, EditingFacts, string[]]>([
    ["an editor opens a revision of a published item", editor, facts, ["openRevision"]],
    ["an editor saves, hands over and drops the draft", editor, withDraft, ["saveRevision", "handOver", "discardRevision"]],
    ["an editor takes back what was handed over", editor, draftAt("inReview"), ["takeBack", "discardRevision"]],
    ["an editor waits for the hour", editor, draftAt("scheduled"), []],
    ["a publisher does not publish what nobody handed over", publisher, withDraft, ["discardRevision", "suspend", "retire"]],
    ["a publisher decides about what was handed over", publisher, draftAt("inReview"), ["returnRevision", "publishRevision", "scheduleRevision", "discardRevision", "suspend", "retire"]],
    ["a publisher calls off", publisher, draftAt("scheduled"), ["callOffRevision", "suspend", "retire"]],
    ["a publisher resumes what is suspended", publisher, { ...facts, status: "suspended" }, ["resume", "retire"]],
    ["a publisher keeps what was to end", publisher, { ...facts, ending: true }, ["suspend", "keep"]],
    ["an item never published is published from its draft", publisher, { ...draftAt("inReview"), status: "draft", published: false }, ["returnRevision", "publishRevision", "scheduleRevision", "discardRevision"]],
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
    for (const act of ["publishRevision", "scheduleRevision"] as const) {
      expect(hindrance(both, act, draftAt("inReview"))).toBe("items.ownRevision");
      expect(hindrance({ ...both, id: "other" }, act, draftAt("inReview"))).toBeUndefined();
    }
  });

  test("an editor begins items where their post reaches, a publisher nowhere", () => {
    expect(canCreate(user("x", post("itemEditor", "d1", "310100")), facts)).toBe(true);
    expect(canCreate(user("x", post("itemEditor", "d2")), facts)).toBe(false);
    expect(canCreate(publisher, facts)).toBe(false);
  });

  test("who is signed out edits nothing", () => {
    expect(canEdit({ kind: "anonymous" }, facts)).toBe(false);
    expect(hindrance({ kind: "system" }, "suspend", facts)).toBe("access.forbidden");
  });
});
