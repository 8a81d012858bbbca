import { describe, expect, it, test } from "vitest";
import { makeCalendar, workdaysBetween } from "@/domain/core/calendar";
import fc from "fast-check";
import { clockInput, decisionDates, defaultDecisionLimit, extensionUnit, promisedOf, runningLimitDays, statutoryNow, statutoryOf, type DecisionClock } from "./clocks";

/** Qingming and Labour Day 2026 with their make-up Saturdays, as an excerpt. */
const calendar = makeCalendar([
  { day: "2026-04-06", isWorkday: false, name: "清明节" },
  { day: "2026-05-01", isWorkday: false, name: "劳动节" }, { day: "2026-05-04", isWorkday: false, name: "劳动节" }, { day: "2026-05-05", isWorkday: false, name: "劳动节" },
  { day: "2026-05-09", isWorkday: true, name: "劳动节" },
], [2026]);

const workdays = (value: number) => ({ value, unit: "workday" as const });
const calendarDays = (value: number) => ({ value, unit: "calendarDay" as const });
const clock = (overrides: Partial<DecisionClock> = {}): DecisionClock => ({
  acceptedOn: "2026-04-20", promisedLimit: workdays(10), statutoryLimit: workdays(20), suspensions: [], extensionDays: 0, ...overrides,
});

describe("limits", () => {
  test.each([
    ["both named", workdays(5), workdays(20), workdays(5), workdays(20)],
    ["only a statutory one", null, workdays(30), workdays(30), workdays(30)],
    ["only a promised one", workdays(45), null, workdays(45), workdays(45)],
    ["none", null, null, defaultDecisionLimit, defaultDecisionLimit],
  ])("%s", (_name, promisedLimit, statutoryLimit, promised, statutory) => {
    expect(promisedOf({ promisedLimit, statutoryLimit })).toEqual(promised);
    expect(statutoryOf({ promisedLimit, statutoryLimit })).toEqual(statutory);
  });

  it("the source's own wording of a limit does not reach the calendar", () => {
    expect(clockInput(clock({ promisedLimit: { ...workdays(3), text: "3个工作日（不含公示）" } }), "promised", calendar).limit).toEqual(workdays(3));
  });
});

describe("the unit of an extension", () => {
  test.each([
    ["that of the law's limit", workdays(5), calendarDays(60), "calendarDay"],
    ["the law's workdays, where days were promised", calendarDays(5), workdays(20), "workday"],
    ["the only limit's", calendarDays(45), null, "calendarDay"],
    ["workdays where no limit is documented", null, null, "workday"],
  ] as const)("is %s", (_name, promisedLimit, statutoryLimit, unit) => expect(extensionUnit({ promisedLimit, statutoryLimit })).toBe(unit));
});

describe("the clock that runs now", () => {
  const limits = { promisedLimit: workdays(30), statutoryLimit: workdays(40), correctionDays: 15 };
  test.each([
    ["submitted", 5, null], ["correction", 15, null], ["accepted", 30, "2026-04-30"], ["inReview", 30, "2026-04-30"],
    ["suspended", 10, null], ["approved", 10, null], ["rejected", 10, null], ["delivering", 10, null],
  ] as const)("of a case that is %s is %s days long; the statutory date is %s", (status, days, statutory) => {
    expect(runningLimitDays(status, limits)).toBe(days);
    expect(statutoryNow(status, "2026-04-30")).toBe(statutory);
  });
});

describe("the dates by which a case must be decided", () => {
  test.each<[string, Partial<DecisionClock>, string, string]>([
    // 20 April is day 0; 1–5 May are off, Saturday 9 May is worked.
    ["count workdays over the holidays", {}, "2026-05-07", "2026-05-20"],
    ["move alike by an extension", { extensionDays: 10 }, "2026-05-20", "2026-06-03"],
    // Ten days from Tuesday 21 April end in the holidays; five workdays more: 6, 7, 8, 9, 11 May.
    ["count an extension as the law counts, whatever was promised", { promisedLimit: calendarDays(12), statutoryLimit: workdays(20), extensionDays: 5 }, "2026-05-11", "2026-05-27"],
    ["count an extension of a limit in days in days", { promisedLimit: calendarDays(30), statutoryLimit: calendarDays(60), extensionDays: 10 }, "2026-06-01", "2026-06-29"],
    ["leave out the days of a special procedure, its first day still counting", { suspensions: [{ startOn: "2026-04-21", endOn: "2026-04-23" }] }, "2026-05-09", "2026-05-22"],
    ["count overlapping suspensions once", { suspensions: [{ startOn: "2026-04-21", endOn: "2026-04-23" }, { startOn: "2026-04-22", endOn: "2026-04-23" }] }, "2026-05-09", "2026-05-22"],
    ["lose nothing to a suspension that spans days off only", { suspensions: [{ startOn: "2026-04-30", endOn: "2026-05-05" }] }, "2026-05-07", "2026-05-20"],
    ["are today for an instant item", { promisedLimit: workdays(0) }, "2026-04-20", "2026-05-20"],
    ["move to a workday when calendar days end on a day off", { promisedLimit: { value: 11, unit: "calendarDay" }, statutoryLimit: null }, "2026-05-06", "2026-05-06"],
  ])("%s", (_name, overrides, promisedDueOn, statutoryDueOn) => {
    expect(decisionDates(clock(overrides), calendar)).toEqual({ promisedDueOn, statutoryDueOn, provisional: false });
  });

  it("are provisional where the year's calendar is not out", () => {
    expect(decisionDates(clock({ acceptedOn: "2026-12-25" }), calendar).provisional).toBe(true);
  });

  it("are always a workday, and later by exactly the extension", () => {
    const anyDay = fc.date({ min: new Date("2026-01-01"), max: new Date("2026-10-01"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    fc.assert(fc.property(anyDay, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10 }), (acceptedOn, limit, extensionDays) => {
      const plain = decisionDates(clock({ acceptedOn, promisedLimit: workdays(limit) }), calendar);
      const longer = decisionDates(clock({ acceptedOn, promisedLimit: workdays(limit), extensionDays }), calendar);
      expect(calendar.isWorkday(plain.promisedDueOn)).toBe(true);
      expect(workdaysBetween(acceptedOn, plain.promisedDueOn, calendar)).toBe(limit);
      expect(workdaysBetween(plain.promisedDueOn, longer.promisedDueOn, calendar)).toBe(extensionDays);
      expect(workdaysBetween(plain.statutoryDueOn, longer.statutoryDueOn, calendar)).toBe(extensionDays);
    }));
  });
});
