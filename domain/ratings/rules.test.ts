import { describe, expect, it } from "vitest";
import { applicationStatuses, type ApplicationStatus } from "@/domain/applications/schema";
import { isRateable, reasonsFor } from "./rules";
import { RateApplication, ratingLevels } from "./schema";

describe("isRateable", () => {
  const answered: ApplicationStatus[] = ["closed", "refused", "lapsed"];
  it.each(applicationStatuses.map((status) => [status, answered.includes(status)] as const))("without an outcome, %s: %s", (status, expected) => {
    expect(isRateable({ status, outcome: null })).toBe(expected);
  });
  it.each(["approved", "rejected", "delivering", "closed"] as const)("%s with an outcome: true", (status) => expect(isRateable({ status, outcome: "approved" })).toBe(true));
});

describe("reasons", () => {
  it.each(ratingLevels)("of %s are eight standard ones, three of them first", (level) => {
    const { first, more } = reasonsFor(level);
    expect([first.length, more.length]).toEqual([3, 5]);
    expect(RateApplication.safeParse({ number: "3".repeat(21), level, reasons: [...first, ...more], anonymous: true }).success).toBe(true);
  });

  it("of another level are refused", () => {
    expect(RateApplication.safeParse({ number: "3".repeat(21), level: "verySatisfied", reasons: ["108"], anonymous: false }).success).toBe(false);
  });
});
