import { describe, expect, test } from "vitest";
import { staffRoles, type StaffRole } from "@/domain/core/actor";
import { administrators, areDaysSound, areSeparated } from "./staff";

const tenure = (role: StaffRole, validFrom = "2026-01-01", validUntil: string | null = null) => ({ role, validFrom, validUntil });

describe("the three administrators", () => {
  test.each(staffRoles.flatMap((one) => staffRoles.map((other) => [one, other] as const)))("%s beside %s", (one, other) => {
    const separate = one !== other && [one, other].some((role) => administrators.some((admin) => admin === role));
    expect(areSeparated(tenure(one), [tenure(other)])).toBe(!separate);
  });

  test.each([
    ["one after the other", "2026-01-01", "2026-03-31", "2026-04-01", null, true],
    ["one before the other", "2026-06-01", null, "2026-01-01", "2026-05-31", true],
    ["sharing one day", "2026-01-01", "2026-04-01", "2026-04-01", null, false],
    ["one within the other", "2026-02-01", "2026-02-10", "2026-01-01", "2026-12-31", false],
    ["both for good", "2026-01-01", null, "2027-01-01", null, false],
  ])("%s", (_how, from, until, otherFrom, otherUntil, separate) => {
    expect(areSeparated(tenure("auditAdmin", from, until), [tenure("clerk", otherFrom, otherUntil)])).toBe(separate);
  });

  test("one clash among many posts is enough", () => {
    expect(areSeparated(tenure("clerk"), [tenure("reviewer"), tenure("approver"), tenure("systemAdmin")])).toBe(false);
  });
});

test.each([
  ["2026-03-02", null, true], ["2026-03-02", "2026-03-02", true], ["2026-01-01", "2026-03-01", false],
  ["2026-04-01", "2026-03-31", false], ["2020-01-01", null, true],
])("a post from %s to %s, asked for on 2026-03-02: %s", (validFrom, validUntil, sound) => {
  expect(areDaysSound({ validFrom, validUntil }, "2026-03-02")).toBe(sound);
});
