import { describe, expect, it } from "vitest";
import { applicationStatuses, type ApplicationStatus } from "@/domain/applications/schema";
import { hindranceToRate, isLow, isRateable, weekOf } from "./rules";
import { reasonsFor } from "./rules/reasons";
import { RateApplication } from "./schema";
import { ratingLevels } from "./schema/levels";

describe("isRateable", () => {
  const answered: ApplicationStatus[] = ["closed", "refused", "lapsed"];
  it.each(applicationStatuses.map((status) => [status, answered.includes(status)] as const))("without an outcome, %s: %s", (status, expected) => {
    expect(isRateable({ status, outcome: null })).toBe(expected);
  });
  it.each(["approved", "rejected", "delivering", "closed"] as const)("%s with an outcome: true", (status) => expect(isRateable({ status, outcome: "approved" })).toBe(true));
  it.each(["voided", "terminated"] as const)("%s even with an outcome: false", (status) => expect(isRateable({ status, outcome: "approved" })).toBe(false));
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

describe("the time to rate", () => {
  const closed = { status: "closed", outcome: "approved", closedAt: new Date("2026-03-02T16:30:00Z") } as const;
  it.each([
    ["from the answer on", closed, "2026-03-03", undefined], ["through the thirtieth day after it, counted in Shanghai", closed, "2026-04-02", undefined], ["not later", closed, "2026-04-03", "ratings.windowOver"],
    ["as long as something is still to be handed over", { ...closed, status: "delivering", closedAt: null }, "2027-01-01", undefined], ["not before the answer", { status: "inReview", outcome: null, closedAt: null }, "2026-03-03", "ratings.notYet"],
  ] as const)("%s", (_, application, today, expected) => expect(hindranceToRate(application, today, 30)).toBe(expected));
});

describe("a level", () => {
  it.each(ratingLevels.map((level) => [level, level.toLowerCase().includes("dissatisfied")] as const))("%s is low: %s", (level, low) => expect(isLow(level)).toBe(low));
});

describe("a week", () => {
  it.each([["2026-03-02", "2026-03-02"], ["2026-03-08", "2026-03-02"], ["2026-03-09", "2026-03-09"], ["2026-01-01", "2025-12-29"]])("of %s begins on %s", (day, monday) => expect(weekOf(day)).toBe(monday));
});
