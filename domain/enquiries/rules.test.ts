import { describe, expect, test } from "vitest";
import type { Post, User } from "@/domain/core/actor";
import { canAnswer } from "./policy";
import { itemCodeIn, keptAbout } from "./rules";
import { EnquiryAbout } from "./schema";

const code = "11440104007517168A4440111005000";

describe("the service item a page is about", () => {
  test.each([
    [`/items/${code}`, code],
    [`/en/items/${code}01/start`, `${code}01`],
    [`/items/${code.toLowerCase()}`, code],
    ["/items", undefined],
    ["/items/short", undefined],
    [`/me/items/${code}`, undefined],
    [undefined, undefined],
  ])("%s → %s", (about, expected) => {
    expect(itemCodeIn(about)).toBe(expected);
  });
});

describe("what is kept of a page", () => {
  test.each([
    ["/", "/"], ["/en", "/en/"], [`/items/${code}/start`, `/items/${code}/start`], [`/en/items/${code}`, `/en/items/${code}`], ["/me/applications/310101", "/me/applications/310101"],
    ["/rate/secret-of-a-window", "/rate"], ["/en/show/28729797749934414722", "/en/show"], ["/progress/shared/token", "/progress"], ["/expert/token", "/expert"], ["/enrol/token", "/enrol"], ["/sign-in/approve/one", "/sign-in"],
  ])("%s → %s", (path, expected) => {
    expect(keptAbout(path)).toBe(expected);
  });
});

test("a page is named without its query", () => {
  for (const about of ["/progress?number=1&code=2", "https://example.org/", "items", "/a b", "/a#b"]) expect(EnquiryAbout.safeParse(about).success).toBe(false);
  expect(EnquiryAbout.parse("/me/applications/310101")).toBe("/me/applications/310101");
});

describe("who answers", () => {
  const staff = (...posts: Post[]): User => ({ kind: "user", id: "s", name: "职员", accountKind: "staff", assuranceLevel: "L4", sessionId: "x", factors: ["password"], authenticatedAt: new Date(0), posts });
  const here = { departmentId: "d1", divisionCode: "440104", accountId: null };
  test.each([
    ["a clerk of the organ", staff({ role: "clerk", departmentId: "d1", divisionCode: "440104" }), here, true],
    ["a supervisor of the organ for the city", staff({ role: "supervisor", departmentId: "d1", divisionCode: "440100" }), here, true],
    ["a clerk of another division", staff({ role: "clerk", departmentId: "d1", divisionCode: "440106" }), here, false],
    ["a clerk of another organ", staff({ role: "clerk", departmentId: "d2", divisionCode: "440104" }), here, false],
    ["a reviewer", staff({ role: "reviewer", departmentId: "d1", divisionCode: "440104" }), here, false],
    ["any supervisor, about the portal", staff({ role: "supervisor", departmentId: "d2", divisionCode: "110000" }), { departmentId: null, divisionCode: null, accountId: "c2" }, true],
    ["a clerk, about the portal", staff({ role: "clerk", departmentId: "d1", divisionCode: "440104" }), { departmentId: null, divisionCode: null, accountId: "c2" }, false],
    ["a clerk who wrote it", { ...staff({ role: "clerk", departmentId: "d1", divisionCode: "440104" }), citizenAccountId: "c1" }, { ...here, accountId: "c1" }, false],
    ["nobody signed in", { kind: "anonymous" } as const, here, false],
  ])("%s", (_, actor, place, expected) => {
    expect(canAnswer(actor, place)).toBe(expected);
  });
});
