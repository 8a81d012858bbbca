import { describe, expect, test } from "vitest";
import { missingYears, readCalendar, writeCalendar } from "./calendar";

const text = `2027-01-01 至 2027-01-03 休 元旦
2027年2月5日至2月11日 放假 春节
2027.1.30 班 春节
2027-04-03 to 2027-04-05 off 清明`;

describe("a year's calendar as it is written", () => {
  test("is read day by day, in any usual form of date", () => {
    const { days, problems } = readCalendar(2027, text);
    expect(problems).toEqual([]);
    expect(days.map(({ day }) => day)).toEqual(["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-30", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11", "2027-04-03", "2027-04-04", "2027-04-05"]);
    expect(days[3]).toEqual({ day: "2027-01-30", isWorkday: true, name: "春节" });
  });

  test("is written back so that reading it gives the same", () => {
    const { days } = readCalendar(2027, text);
    expect(readCalendar(2027, writeCalendar(days))).toEqual({ days, problems: [] });
  });

  test.each([
    ["hello", "unreadable"], ["2027-02-30 休 春节", "unreadable"], ["2027-02-05 春节", "unreadable"], ["2028-01-01 休 元旦", "otherYear"],
    ["2027-02-11 至 2027-02-05 休 春节", "reversed"], ["2027-02-05 至 2027-04-11 休 春节", "reversed"], ["2027-02-08 班 春节", "workOnWeekday"],
    ["2027-01-01 休 元旦\n2027-01-01 休 元旦", "twice"],
  ])("%j is told as %s", (written, code) => {
    expect(readCalendar(2027, written).problems).toMatchObject([{ code }]);
  });
});

describe("a missing calendar", () => {
  test.each([
    [[2026], "2026-10-31T15:59:59Z", []], [[2026], "2026-10-31T16:00:00Z", [2027]], [[2026, 2027], "2026-12-01T00:00:00Z", []], [[2026], "2027-01-01T00:00:00Z", [2027]],
  ])("knowing %j at %s wants %j", (known, now, wanted) => expect(missingYears(known, new Date(now))).toEqual(wanted));
});
