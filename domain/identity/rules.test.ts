import { describe, expect, test } from "vitest";
import { homeOf, lifetimeOf, safeReturnPath } from "./rules";

describe("where sign-in returns to", () => {
  test.each([
    ["/me/applications/310101", "/me/applications/310101"],
    ["/en/items?q=a&page=2#top", "/en/items?q=a&page=2#top"],
    ["//evil.example", "/me"], ["/\\evil.example", "/me"], ["https://evil.example", "/me"], ["javascript:alert(1)", "/me"],
    ["/.//evil.example", "/me"], ["/a/..//evil.example", "/me"], ["/%2e//evil.example", "/me"], ["/a\nb", "/me"], ["/a\\b", "/me"], ["", "/me"], [null, "/me"], [undefined, "/me"],
    ["/sign-in?next=/sign-in", "/me"], ["/en/sign-in", "/me"], ["/sign-in/approve/abc", "/sign-in/approve/abc"], ["/sign-in/approve", "/me"], ["/sign-in/approved", "/me"], ["/api/files/1", "/me"], [`/${"a".repeat(1001)}`, "/me"],
  ])("%j → %s", (path, expected) => expect(safeReturnPath(path)).toBe(expected));
});

describe("how long a session lives", () => {
  const nobody: never[] = [];
  test.each([
    [{ accountKind: "citizen", posts: nobody, elder: false }, 30, 720],
    [{ accountKind: "citizen", posts: nobody, elder: true }, 60, 720],
    [{ accountKind: "staff", posts: [{ role: "clerk" }], elder: true }, 15, 480],
    [{ accountKind: "staff", posts: [{ role: "clerk" }, { role: "auditAdmin" }], elder: false }, 10, 240],
  ] as const)("%o", (holder, idleMinutes, absoluteMinutes) => expect(lifetimeOf(holder)).toEqual({ idleMinutes, absoluteMinutes }));
});

describe("where someone lands", () => {
  const user = { kind: "user", id: "1", name: "x", assuranceLevel: "L4", sessionId: "s", factors: [], authenticatedAt: new Date(0) } as const;
  const post = (role: "clerk" | "itemEditor") => ({ role, departmentId: "d", divisionCode: "440104" });
  test.each([
    [{ kind: "anonymous" }, "/me"],
    [{ ...user, accountKind: "citizen", posts: [] }, "/me"],
    [{ ...user, accountKind: "staff", posts: [post("itemEditor")] }, "/admin"],
    [{ ...user, accountKind: "staff", posts: [post("itemEditor"), post("clerk")] }, "/desk"],
  ] as const)("%o → %s", (actor, path) => expect(homeOf(actor)).toBe(path));
});
