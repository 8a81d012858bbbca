import { describe, expect, test } from "vitest";
import type { Factor, StaffRole } from "@/domain/core/actor";
import { provingFactorsFor, requiredSecondFactor, satisfies, secondFactorsFor } from "./factors";

const posts = (...roles: StaffRole[]) => roles.map((role) => ({ role }));

describe("the second factor that is due", () => {
  test.each([
    ["a citizen", { accountKind: "citizen", posts: [] }, "none", "none"],
    ["staff without a post", { accountKind: "staff", posts: [] }, "any", "any"],
    ["a clerk", { accountKind: "staff", posts: posts("clerk") }, "any", "any"],
    ["a supervisor and clerk", { accountKind: "staff", posts: posts("supervisor", "clerk") }, "any", "any"],
    ["the system administrator", { accountKind: "staff", posts: posts("systemAdmin") }, "phishingResistant", "any"],
    ["the security administrator", { accountKind: "staff", posts: posts("securityAdmin") }, "phishingResistant", "any"],
    ["the audit administrator", { accountKind: "staff", posts: posts("auditAdmin") }, "phishingResistant", "any"],
  ] as const)("of %s", (_who, holder, inProduction, inDemo) => {
    expect(requiredSecondFactor(holder, false)).toBe(inProduction);
    expect(requiredSecondFactor(holder, true)).toBe(inDemo);
  });
});

describe("what satisfies it", () => {
  test.each<[Factor[], boolean, boolean]>([
    [[], false, false],
    [["password"], false, false],
    [["password", "phoneCode"], false, false],
    [["qr"], false, false],
    [["provider"], false, false],
    [["counter"], false, false],
    [["password", "totp"], true, false],
    [["passkey"], true, true],
    [["password", "totp", "passkey"], true, true],
  ])("%j", (proven, any, phishingResistant) => {
    expect(satisfies("none", proven)).toBe(true);
    expect(satisfies("any", proven)).toBe(any);
    expect(satisfies("phishingResistant", proven)).toBe(phishingResistant);
  });

  test("what may be enrolled is what would satisfy", () => {
    expect(secondFactorsFor("any")).toEqual(["passkey", "totp"]);
    expect(secondFactorsFor("phishingResistant")).toEqual(["passkey"]);
  });

  test("whoever works here proves themselves again by a second factor only", () => {
    expect(provingFactorsFor("none")).toEqual(["passkey", "totp", "password", "phoneCode"]);
    expect(provingFactorsFor("any")).toEqual(["passkey", "totp"]);
    expect(provingFactorsFor("phishingResistant")).toEqual(["passkey"]);
  });
});
