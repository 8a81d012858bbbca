import { describe, expect, test } from "vitest";
import { makeCalendar } from "@/domain/core/calendar";
import { applicationStatuses } from "../schema";
import { explainDue, isLate, type CaseClocks } from "./due";

/** Qingming, Labour Day with its make-up Saturday, and National Day 2026, as excerpts. */
const calendar = makeCalendar([
  { day: "2026-04-06", isWorkday: false, name: "清明节" },
  { day: "2026-05-01", isWorkday: false, name: "劳动节" }, { day: "2026-05-04", isWorkday: false, name: "劳动节" }, { day: "2026-05-05", isWorkday: false, name: "劳动节" },
  { day: "2026-05-09", isWorkday: true, name: "劳动节" },
], [2026]);

const workdays = (value: number) => ({ value, unit: "workday" as const });
const days = (value: number) => ({ value, unit: "calendarDay" as const });
const facts = (overrides: Partial<CaseClocks> = {}): CaseClocks => ({
  status: "inReview", promisedLimit: workdays(5), statutoryLimit: workdays(10), extensionDays: 0, correctionDays: 15, pauses: [],
  receivedOn: "2026-04-01", correctionAskedOn: null, acceptedOn: "2026-04-01", decidedOn: null, ...overrides,
});
const pause = (startOn: string, endOn: string | null, plannedEndOn = endOn ?? "2026-04-20") => ({ procedure: "testing", startOn, endOn, plannedEndOn });
const none = { weekends: 0, holidays: [], suspended: 0, makeUps: 0, moved: false };

describe("why a case is due when it is", () => {
  test.each<[string, Partial<CaseClocks>, object]>([
    ["workdays over a weekend and a holiday", {}, { clock: "decision", startOn: "2026-04-01", dueOn: "2026-04-09", limit: workdays(5), off: { ...none, weekends: 2, holidays: [{ name: "清明节", days: 1 }] } }],
    ["a make-up Saturday that counts", { acceptedOn: "2026-04-30", promisedLimit: workdays(4) }, { dueOn: "2026-05-09", off: { ...none, weekends: 2, holidays: [{ name: "劳动节", days: 3 }], makeUps: 1 } }],
    ["calendar days that end on a holiday", { acceptedOn: "2026-04-01", promisedLimit: days(3) }, { dueOn: "2026-04-07", limit: days(3), off: { ...none, weekends: 1, holidays: [{ name: "清明节", days: 1 }], moved: true } }],
    ["a pause that ended", { acceptedOn: "2026-04-07", pauses: [pause("2026-04-08", "2026-04-10")] }, { dueOn: "2026-04-16", off: { ...none, weekends: 2, suspended: 2 }, pauses: [pause("2026-04-08", "2026-04-10")] }],
    ["an extension counted on", { acceptedOn: "2026-04-07", extensionDays: 3 }, { dueOn: "2026-04-17", extensionDays: 3, statutoryDueOn: "2026-04-24" }],
    ["no limit on record: the law's 20 workdays", { acceptedOn: "2026-04-07", promisedLimit: null, statutoryLimit: null }, { dueOn: "2026-05-08", limit: workdays(20) }],
    ["the office's five days to say whether it is accepted", { status: "submitted", receivedOn: "2026-04-07", acceptedOn: null }, { clock: "notice", startOn: "2026-04-07", dueOn: "2026-04-14", limit: workdays(5), statutoryDueOn: null }],
    ["the applicant's days to correct", { status: "correction", correctionAskedOn: "2026-04-07" }, { clock: "correction", startOn: "2026-04-07", dueOn: "2026-04-28", limit: workdays(15), pauses: [] }],
    ["ten workdays to hand over the result", { status: "delivering", decidedOn: "2026-04-07" }, { clock: "delivery", dueOn: "2026-04-21", limit: workdays(10) }],
    ["a special procedure ends when it is planned to", { status: "suspended", pauses: [pause("2026-04-08", null)] }, { clock: "special", startOn: "2026-04-08", dueOn: "2026-04-20", limit: null, off: none }],
  ])("%s", (_name, overrides, expected) => {
    expect(explainDue(facts(overrides), "2026-04-08", calendar)).toMatchObject(expected);
  });

  test.each([
    ["before the day", "2026-04-08", 1, 0, false],
    ["on the day", "2026-04-09", 0, 0, false],
    ["past the promise, within the law", "2026-04-13", 0, 2, false],
    ["on the last day of the law", "2026-04-16", 0, 5, false],
    ["past the law", "2026-04-17", 0, 6, true],
  ])("%s it says how many workdays are left or gone", (_name, today, left, late, pastLaw) => {
    expect(explainDue(facts(), today, calendar)).toMatchObject({ left, late, pastLaw, statutoryDueOn: "2026-04-16" });
  });

  test("a year whose holidays are not out makes the date provisional", () => {
    expect(explainDue(facts({ acceptedOn: "2026-12-29" }), "2026-12-29", calendar)?.provisional).toBe(true);
    expect(explainDue(facts(), "2026-04-08", calendar)?.provisional).toBe(false);
  });

  test("where no clock runs, or its start is not on record, nothing is explained", () => {
    const running = applicationStatuses.filter((status) => explainDue(facts({ status, correctionAskedOn: "2026-04-07", decidedOn: "2026-04-07", pauses: [pause("2026-04-08", null)] }), "2026-04-08", calendar));
    expect(running).toEqual(["submitted", "correction", "accepted", "inReview", "suspended", "approved", "rejected", "delivering"]);
    expect(applicationStatuses.filter((status) => explainDue(facts({ status, receivedOn: null, acceptedOn: null }), "2026-04-08", calendar))).toEqual([]);
  });
});

test.each([
  ["the day before", "submitted", "2026-04-09", false],
  ["on the day", "inReview", "2026-04-08", false],
  ["the day after", "inReview", "2026-04-07", true],
  ["with an answer of the applicant's", "correction", "2026-04-07", true],
  ["in a special procedure past its planned end", "suspended", "2026-04-07", false],
  ["without a day", "closed", null, false],
] as const)("a case is late, %s", (_name, status, dueOn, late) => expect(isLate({ status, dueOn }, "2026-04-08")).toBe(late));
