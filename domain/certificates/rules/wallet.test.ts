import { describe, expect, it } from "vitest";
import { daysLeft, renewalItem } from "./wallet";

describe("daysLeft", () => {
  it.each([
    ["valid", "2026-05-31", 90],
    ["valid", "2026-06-01", null],
    ["valid", "2026-03-03", 1],
    ["valid", "2026-03-02", 0],
    ["valid", "2026-03-01", null],
    ["valid", null, null],
    ["suspended", "2026-03-03", null],
    ["expired", "2026-03-01", null],
  ] as const)("of one that is %s until %s is %s", (status, validUntil, days) => expect(daysLeft({ status, validUntil }, "2026-03-02")).toBe(days));
});

describe("renewalItem", () => {
  const item = (code: string, name: string, departmentId = "d1", basicCode = "b1") => ({ code, name, departmentId, basicCode });
  const from = { departmentId: "d1", basicCode: "b1" };
  it.each([
    ["none among none", [], undefined],
    ["the one it came from", [item("1", "许可证核发", "d1", "b2"), item("2", "许可证办理")], "2"],
    ["the one that renews", [item("1", "许可证核发"), item("2", "许可证有效期延续", "d1", "b2")], "2"],
    ["the issuer's own before another's that renews", [item("1", "许可证有效期延续", "d2", "b2"), item("2", "许可证核发")], "2"],
    ["another organ's where the issuer has none", [item("1", "许可证换发", "d2")], "1"],
    ["the first by code among equals", [item("9", "许可证核发"), item("3", "许可证核发")], "3"],
  ])("is %s", (_, items, code) => expect(renewalItem(items, from)?.code).toBe(code));
});
