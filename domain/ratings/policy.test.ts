import { describe, expect, it } from "vitest";
import type { StaffRole, User } from "@/domain/core/actor";
import { makeCalendar } from "@/domain/core/calendar";
import { availableRectificationActs, canViewRectification, isRectifier, rectificationHindrance, type RectificationFacts } from "./policy";
import { rectificationClock, rectificationDays } from "./rules/rectification";
import type { StaffAct } from "./schema/rectification";

const staff = (id: string, role: StaffRole, departmentId = "d", divisionCode = "310101"): User => ({
  kind: "user", id, name: id, accountKind: "staff", assuranceLevel: "L4", sessionId: "s", factors: ["password"], authenticatedAt: new Date(0), posts: [{ role, departmentId, divisionCode }],
});
const owner = staff("owner", "supervisor");
const other = staff("other", "supervisor");
const approver = staff("approver", "approver");
const clerk = staff("clerk", "clerk");

const facts = (over: Partial<RectificationFacts> = {}): RectificationFacts => ({
  status: "open", ownerId: "owner", contactedOn: null, contactSkipped: false, finding: null, extensionAskedBy: null, extendedBy: null, repliedBy: null, appealedBy: null, recheckedBy: null,
  reachable: true, departmentId: "d", divisionCode: "310101", ratedIds: ["clerk"], handledLately: false, ...over,
});
const contacted = facts({ contactedOn: "2026-03-03" });
const replied = facts({ status: "replied", contactedOn: "2026-03-03", finding: "founded", repliedBy: "owner" });
const appealed = facts({ appealedBy: "approver" });

describe("what is done to a rectification", () => {
  it.each<[string, User, StaffAct, RectificationFacts, string | undefined]>([
    ["the owner calls back", owner, "noteContact", facts(), undefined],
    ["another supervisor does not, in the owner's place", other, "noteContact", facts(), "ratings.notOwner"],
    ["but may take it over", other, "take", facts(), undefined],
    ["the owner has it already", owner, "take", facts(), "ratings.ownedAlready"],
    ["nobody skips a call that is possible", owner, "skipContact", facts(), "ratings.contactPossible"],
    ["nobody calls who left no way", owner, "noteContact", facts({ reachable: false }), "ratings.contactImpossible"],
    ["that is skipped, with a reason", owner, "skipContact", facts({ reachable: false }), undefined],
    ["not twice", owner, "noteContact", contacted, "ratings.contactedAlready"],
    ["verifying comes after the call", owner, "verify", facts(), "ratings.contactFirst"],
    ["then it is done", owner, "verify", contacted, undefined],
    ["the answer comes after verifying", owner, "reply", contacted, "ratings.verifyFirst"],
    ["then it is given", owner, "reply", { ...contacted, finding: "unfounded" }, undefined],
    ["not while an appeal waits", owner, "reply", { ...contacted, finding: "founded", appealedBy: "approver" }, "ratings.appealWaits"],
    ["the owner asks for more time", owner, "askExtension", facts(), undefined],
    ["once", owner, "askExtension", facts({ extensionAskedBy: "owner" }), "ratings.extensionAsked"],
    ["the owner does not grant it", owner, "grantExtension", facts({ extensionAskedBy: "owner" }), "ratings.anotherPerson"],
    ["somebody else does", other, "grantExtension", facts({ extensionAskedBy: "owner" }), undefined],
    ["what nobody asked is not granted", other, "grantExtension", facts(), "ratings.noExtensionAsked"],
    ["the owner does not close", owner, "close", replied, "ratings.anotherPerson"],
    ["nor whoever answered, even when another owns it now", owner, "close", { ...replied, ownerId: "third" }, "ratings.anotherPerson"],
    ["somebody else does", other, "close", replied, undefined],
    ["or sends it back", other, "sendBack", replied, undefined],
    ["nothing is closed unanswered", other, "close", contacted, "ratings.notReplied"],
    ["the rated clerk closes nothing", clerk, "close", replied, "access.forbidden"],
    ["nor as a supervisor of the same department", { ...other, posts: [...other.posts, ...clerk.posts] }, "close", replied, "ratings.ownService"],
    ["nor a supervisor who handled the case", other, "close", { ...replied, ratedIds: ["other"] }, "ratings.ownService"],
    ["nor one who handled any case there lately, so that a refusal tells nothing", other, "close", { ...replied, ratedIds: [], handledLately: true }, "ratings.ownService"],
    ["a supervisor elsewhere does nothing", staff("x", "supervisor", "elsewhere"), "take", facts(), "access.forbidden"],
    ["the department appeals", approver, "appeal", facts(), undefined],
    ["once", approver, "appeal", appealed, "ratings.appealedAlready"],
    ["the owner does not", owner, "appeal", facts(), "access.forbidden"],
    ["the department does not judge its appeal", approver, "exclude", appealed, "access.forbidden"],
    ["nor the owner", owner, "exclude", appealed, "ratings.anotherPerson"],
    ["another supervisor does", other, "exclude", appealed, undefined],
    ["or lets it stand", other, "letStand", appealed, undefined],
    ["without an appeal nothing is excluded", other, "exclude", facts(), "ratings.noAppeal"],
    ["what is closed stays so", other, "take", { ...replied, status: "closed" }, "ratings.notOpen"],
  ])("%s", (_, actor, act, given, expected) => {
    expect(rectificationHindrance(actor, act, given)).toBe(expected);
    expect(availableRectificationActs(actor, given).includes(act)).toBe(expected === undefined);
  });
});

describe("who reads it", () => {
  it.each([
    ["a supervisor of the department", other, true, true], ["an approver, without ways to reach anybody", approver, true, false],
    ["a clerk", clerk, false, false], ["a supervisor elsewhere", staff("x", "supervisor", "elsewhere"), false, false], ["a supervisor of another county", staff("x", "supervisor", "d", "310104"), false, false],
  ])("%s", (_, actor, reads, rectifies) => expect([canViewRectification(actor, facts()), isRectifier(actor, facts())]).toEqual([reads, rectifies]));
});

describe("the deadlines", () => {
  // 2 March 2026 is a Monday; 6 April a holiday, 9 May a make-up Saturday.
  const calendar = makeCalendar([{ day: "2026-04-06", isWorkday: false }, { day: "2026-05-09", isWorkday: true }], [2026]);
  it.each([
    ["2026-03-02", "2026-03-03", "2026-03-09", "2026-03-23"],
    ["2026-04-03", "2026-04-07", "2026-04-13", "2026-04-27"],
    ["2026-05-08", "2026-05-09", "2026-05-14", "2026-05-28"],
  ])("opened on %s: called by %s, answered by %s, or %s", (openedOn, contactDueOn, replyDueOn, extendedDueOn) => {
    expect(rectificationDays(openedOn, calendar)).toEqual({ contactDueOn, replyDueOn, extendedDueOn });
  });

  const clocks = { status: "open" as const, contactedOn: null, contactSkipped: false, contactDueOn: "2026-03-03", replyDueOn: "2026-03-09" };
  it.each([
    [clocks, "2026-03-02", { dueOn: "2026-03-03", light: "yellow" }], [clocks, "2026-03-04", { dueOn: "2026-03-03", light: "red" }],
    [{ ...clocks, contactedOn: "2026-03-03" }, "2026-03-04", { dueOn: "2026-03-09", light: "green" }], [{ ...clocks, contactSkipped: true }, "2026-03-09", { dueOn: "2026-03-09", light: "orange" }],
    [{ ...clocks, status: "replied" as const }, "2026-03-20", undefined],
  ])("show the light of the one that runs", (given, today, expected) => expect(rectificationClock(given, today, calendar)).toEqual(expected));
});
