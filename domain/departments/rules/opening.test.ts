import { describe, expect, it } from "vitest";
import { makeCalendar } from "@/domain/core/calendar";
import type { OpeningHours } from "../schema/windows";
import { hoursOn, openingAt, readExceptions, readSpans, weekInWords, writeExceptions, writeSpans } from "./opening";

// 2026: National Day 1 to 7 October, made up on Saturday 10 October.
const calendar = makeCalendar([
  ...["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"].map((day) => ({ day, isWorkday: false, name: "国庆节" })),
  { day: "2026-10-10", isWorkday: true, name: "国庆节" },
], [2026]);
const working = [{ from: "09:00", until: "12:00" }, { from: "13:30", until: "17:00" }];
const saturday = [{ from: "09:00", until: "11:30" }];
const hours: OpeningHours = {
  week: [working, working, working, working, working, saturday, []],
  exceptions: [{ from: "2026-10-02", until: "2026-10-02", spans: [{ from: "10:00", until: "12:00" }], note: "节日值班" }, { from: "2026-11-18", until: "2026-11-19", spans: [], note: "系统升级" }],
};
const at = (text: string) => new Date(`${text}:00+08:00`);

describe("a window", () => {
  it.each([
    ["2026-11-16T08:59", { open: false, next: { day: "2026-11-16", at: "09:00", inDays: 0 } }],
    ["2026-11-16T09:00", { open: true, until: "12:00" }],
    ["2026-11-16T11:59", { open: true, until: "12:00" }],
    ["2026-11-16T12:00", { open: false, next: { day: "2026-11-16", at: "13:30", inDays: 0 } }],
    ["2026-11-16T16:59", { open: true, until: "17:00" }],
    ["2026-11-16T17:00", { open: false, next: { day: "2026-11-17", at: "09:00", inDays: 1 } }],
    // Two closed days by exception.
    ["2026-11-17T18:00", { open: false, next: { day: "2026-11-20", at: "09:00", inDays: 3 } }],
    // Friday evening: the Saturday of the week; Saturday afternoon: Monday.
    ["2026-11-20T17:30", { open: false, next: { day: "2026-11-21", at: "09:00", inDays: 1 } }],
    ["2026-11-21T11:30", { open: false, next: { day: "2026-11-23", at: "09:00", inDays: 2 } }],
    // A holiday on a weekday; one with a special opening; a Saturday within the holiday.
    ["2026-10-01T10:00", { open: false, next: { day: "2026-10-02", at: "10:00", inDays: 1 } }],
    ["2026-10-02T11:00", { open: true, until: "12:00" }],
    ["2026-10-03T10:00", { open: false, next: { day: "2026-10-08", at: "09:00", inDays: 5 } }],
    // A Saturday worked to make up has the hours of Monday.
    ["2026-10-10T14:00", { open: true, until: "17:00" }],
  ])("at %s is %j", (now, expected) => expect(openingAt(hours, calendar, at(now))).toEqual(expected));

  it("counts days in Shanghai, whatever the machine's zone", () => {
    expect(openingAt(hours, calendar, new Date("2026-11-15T23:30:00Z"))).toEqual({ open: false, next: { day: "2026-11-16", at: "09:00", inDays: 0 } });
  });

  it("that never opens says so", () => {
    expect(openingAt({ week: [[], [], [], [], [], [], []], exceptions: [] }, calendar, at("2026-11-16T10:00"))).toEqual({ open: false, next: null });
  });

  it.each([["2026-10-01", "holiday", "国庆节"], ["2026-10-03", "holiday", "国庆节"], ["2026-10-02", "exception", "节日值班"], ["2026-10-10", "makeUp", "国庆节"], ["2026-10-17", "week", undefined]])("on %s has its hours from %s", (day, why, note) => {
    const found = hoursOn(hours, day, calendar);
    expect([found.why, found.note]).toEqual([why, note]);
  });
});

describe("a week in words", () => {
  it.each([
    [hours.week, "周一至周五 9:00–12:00、13:30–17:00；周六 9:00–11:30；周日休息", "Monday to Friday 9:00–12:00, 13:30–17:00; Saturday 9:00–11:30; closed Sunday"],
    [[working, [], working, [], [], [], []], "周一 9:00–12:00、13:30–17:00；周二休息；周三 9:00–12:00、13:30–17:00；周四至周日休息", "Monday 9:00–12:00, 13:30–17:00; closed Tuesday; Wednesday 9:00–12:00, 13:30–17:00; closed Thursday to Sunday"],
    [[[], [], [], [], [], [], []], "不对外开放", "closed to the public"],
  ])("puts equal days together", (week, zh, en) => {
    expect([weekInWords({ week }, "zh"), weekInWords({ week }, "en")]).toEqual([zh, en]);
  });
});

describe("hours as typed", () => {
  it.each([
    ["9:00-12:00 13:30-17:00", working], ["９：００—１２：００、13:30 至 17:00", working], ["09:00~12:00,13:30到17:00", working], ["", []], ["0:00-24:00", [{ from: "00:00", until: "24:00" }]],
    ["12:00-9:00", undefined], ["9:00-12:00 11:00-13:00", undefined], ["25:00-26:00", undefined], ["上午", undefined], ["9-12", undefined],
  ])("%j", (text, expected) => {
    const read = readSpans(text);
    expect(read).toEqual(expected);
    if (read) expect(readSpans(writeSpans(read))).toEqual(read);
  });

  it("tells the lines of exceptions that cannot be read", () => {
    const { exceptions, unread } = readExceptions("2026-12-31 9:00-12:00 13:30-15:00 年终盘点\n\n2027-02-10 至 2027-02-12 休 搬迁\n2027年3月1日 休\n下周一休息\n2027-02-30 休\n2027-03-05 至 2027-03-01 休");
    expect(exceptions).toEqual([
      { from: "2026-12-31", until: "2026-12-31", spans: [{ from: "09:00", until: "12:00" }, { from: "13:30", until: "15:00" }], note: "年终盘点" },
      { from: "2027-02-10", until: "2027-02-12", spans: [], note: "搬迁" },
      { from: "2027-03-01", until: "2027-03-01", spans: [], note: "" },
    ]);
    expect(unread).toEqual([5, 6, 7]);
    expect(readExceptions(writeExceptions(exceptions))).toEqual({ exceptions, unread: [] });
  });
});
