import { describe, expect, it } from "vitest";
import { makeCalendar } from "@/domain/core/calendar";
import { ageDays, earliestWithin, endedPeriods, goodRate, histogramOf, isReminded, periodAround, quantile, rate, workdaysTaken, type PeriodKind } from "./rules";

// The National Day of 2026: off from the 1st to the 7th, made up on Saturday the 10th.
const days = ["01", "02", "05", "06", "07"].map((day) => ({ day: `2026-10-${day}`, isWorkday: false }));
const calendar = makeCalendar([...days, { day: "2026-10-10", isWorkday: true }], [2026]);

describe("workdaysTaken", () => {
  it.each([
    ["on the day itself", "2026-09-30", "2026-09-30", [], 0],
    ["across the holiday", "2026-09-30", "2026-10-08", [], 1],
    ["onto the made-up Saturday", "2026-09-30", "2026-10-10", [], 3],
    ["on a day off, when only offices rest", "2026-09-30", "2026-10-03", [], 0],
    ["less what stood still", "2026-09-30", "2026-10-12", [{ startOn: "2026-10-08", endOn: "2026-10-10" }], 2],
    ["what stood still twice counts once", "2026-09-30", "2026-10-12", [{ startOn: "2026-10-08", endOn: "2026-10-10" }, { startOn: "2026-10-09", endOn: "2026-10-10" }], 2],
  ])("%s", (_, acceptedOn, decidedOn, suspensions, expected) => expect(workdaysTaken({ acceptedOn, decidedOn, suspensions }, calendar)).toBe(expected));
});

describe("figures", () => {
  it.each<[number[], number | null, number | null]>([[[], null, null], [[3], 3, 3], [[0, 0, 9], 0, 9], [[1, 2, 3, 4], 2, 4], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 100], 5, 9], [[200], 60, 60]])("of %j have median %j and p90 %j", (values, median, p90) => {
    expect([quantile(histogramOf(values), 0.5), quantile(histogramOf(values), 0.9)]).toEqual([median, p90]);
  });
  it("of nothing are no score", () => expect([rate(0, 0), rate(0, 2), goodRate([0, 0, 0, 0, 0]), goodRate([1, 1, 1, 1, 0])]).toEqual([null, 0, null, 0.75]));
});

describe("periods", () => {
  it.each<[PeriodKind, string, string, string]>([
    ["week", "2026-10-05", "2026-10-05", "2026-10-11"], ["week", "2026-10-11", "2026-10-05", "2026-10-11"], ["week", "2027-01-01", "2026-12-28", "2027-01-03"],
    ["month", "2026-02-28", "2026-02-01", "2026-02-28"], ["month", "2028-02-29", "2028-02-01", "2028-02-29"], ["quarter", "2026-12-31", "2026-10-01", "2026-12-31"], ["quarter", "2026-01-01", "2026-01-01", "2026-03-31"],
  ])("%s around %s: %s to %s", (kind, day, fromOn, throughOn) => expect(periodAround(kind, day)).toEqual({ fromOn, throughOn }));

  it.each([
    ["nothing before the first week is over", "2026-10-05", "2026-10-11", []],
    ["the week that was subscribed in, once it is over", "2026-10-07", "2026-10-12", ["2026-10-05"]],
    ["all that a standstill missed, up to the most", "2026-09-01", "2026-10-12", ["2026-10-05", "2026-09-28", "2026-09-21"]],
  ])("ended: %s", (_, since, today, expected) => expect(endedPeriods("week", since, today, 3).map(({ fromOn }) => fromOn)).toEqual(expected));
});

describe("ages and reminders", () => {
  it.each([["2026-10-10", 0, "2026-10-10"], ["2026-10-10", 1, "2026-10-09"], ["2026-10-10", 3, "2026-09-30"], ["2026-10-04", 0, "2026-09-30"]])("on %s, within %i workdays lies %s", (today, workdays, day) => expect(earliestWithin(today, workdays, calendar)).toBe(day));
  it("leave no day of receipt between two ages", () => {
    const ages = ageDays("2026-10-10", calendar);
    for (const [i, age] of ages.entries()) if (i > 0) expect(Date.parse(ages[i - 1]!.fromOn!) - Date.parse(age.throughOn)).toBe(86_400_000);
    expect(ages.at(-1)?.fromOn).toBeNull();
  });
  it.each([
    ["two workdays before", "2026-10-08", "2026-10-10", false], ["one workday before", "2026-10-09", "2026-10-10", true], ["on the day before a long holiday", "2026-09-30", "2026-10-08", true],
    ["on the day", "2026-10-10", "2026-10-10", true], ["not when it is over", "2026-10-12", "2026-10-10", false],
  ])("are given %s", (_, today, dueOn, expected) => expect(isReminded(dueOn, today, calendar)).toBe(expected));
});
