import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as calendars from "./calendar";
import holidays from "./vectors/holidays-2020-2027.json";
import vectors from "./vectors/workday.json";

const years = Object.values(holidays.years);
const calendar = calendars.makeCalendar(
  years.flatMap((year) => year.days.map(({ date, name, type }) => ({ day: date, name, isWorkday: type === "makeup-workday" }))),
  years.filter((year) => year.status === "official").map((year) => year.year),
);

const workdays = (value: number) => ({ value, unit: "workday" }) as const;
const calendarDays = (value: number) => ({ value, unit: "calendarDay" }) as const;

describe("days", () => {
  test.each([
    ["2026-08-31T15:59:59.999Z", "2026-08-31"],
    ["2026-08-31T16:00:00.000Z", "2026-09-01"],
    ["2026-12-31T20:00:00.000Z", "2027-01-01"],
  ])("at %s it is %s in Shanghai", (instant, day) => expect(calendars.shanghaiDay(new Date(instant))).toBe(day));

  test.each([
    ["2024-02-28", 1, "2024-02-29"],
    ["2026-01-01", -1, "2025-12-31"],
    ["2026-02-28", 0, "2026-02-28"],
  ])("%s + %i → %s", (day, count, sum) => expect(calendars.addDays(day, count)).toBe(sum));

  test("are put in order", () => {
    expect(["2026-10-01", "2026-09-30", "2025-12-31"].toSorted(calendars.compareDays)).toEqual(["2025-12-31", "2026-09-30", "2026-10-01"]);
  });

  test("must be real", () => expect(calendars.Day.safeParse("2026-02-29").success).toBe(false));
});

describe("deadlines agree with the published vectors", () => {
  test.each([...vectors.workingDay, ...vectors.handChecked])("$acceptedOn + $workingDays workdays → $dueOn", ({ acceptedOn, workingDays, dueOn }) => {
    expect(calendars.dueOn({ start: acceptedOn, limit: workdays(workingDays), calendar })).toEqual({ dueOn, provisional: false });
  });

  // The vectors move only days in the list of holidays on; none of the twelve ends on a plain weekend, so they agree
  // with the wider rule, which is tested below.
  test.each(vectors.calendarDay)("$start + $calendarDays calendar days → $dueOn", (vector) => {
    const limit = calendarDays(vector.calendarDays);
    expect(calendars.dueOn({ start: vector.start, limit, calendar })).toEqual({ dueOn: vector.dueOn, provisional: false });
  });
});

describe("deadlines", () => {
  test.each([
    ["a calendar-day limit that ends on a plain Saturday moves to Monday", "2026-09-01", calendarDays(4), "2026-09-07"],
    ["a calendar-day limit that ends on a make-up Saturday stays", "2026-02-10", calendarDays(4), "2026-02-14"],
    ["a limit of nothing on a workday is due the same day", "2026-09-01", workdays(0), "2026-09-01"],
    ["a limit of nothing on a Sunday is due on Monday", "2026-09-06", workdays(0), "2026-09-07"],
  ])("%s", (_, start, limit, dueOn) => expect(calendars.dueOn({ start, limit, calendar }).dueOn).toBe(dueOn));

  test.each([
    ["a suspension takes out the days after its start up to its end", [{ startOn: "2026-09-02", endOn: "2026-09-04" }], "2026-09-10"],
    ["one that starts and ends on a day takes out nothing", [{ startOn: "2026-09-02", endOn: "2026-09-02" }], "2026-09-08"],
    ["one over a weekend takes out workdays only", [{ startOn: "2026-09-04", endOn: "2026-09-07" }], "2026-09-09"],
    ["overlapping ones count once", [{ startOn: "2026-09-02", endOn: "2026-09-04" }, { startOn: "2026-09-01", endOn: "2026-09-03" }], "2026-09-11"],
    ["one that began before the start counts from the start", [{ startOn: "2026-08-20", endOn: "2026-09-02" }], "2026-09-09"],
    ["one after the due day changes nothing", [{ startOn: "2026-09-08", endOn: "2026-09-30" }], "2026-09-08"],
  ])("with 5 workdays from Tuesday 1 September 2026, %s", (_, suspensions, dueOn) => {
    expect(calendars.dueOn({ start: "2026-09-01", limit: workdays(5), suspensions, calendar }).dueOn).toBe(dueOn);
  });

  test("a suspension stops a calendar-day limit as well", () => {
    const suspensions = [{ startOn: "2026-09-02", endOn: "2026-09-05" }];
    expect(calendars.dueOn({ start: "2026-09-01", limit: calendarDays(4), suspensions, calendar }).dueOn).toBe("2026-09-08");
  });

  test.each([
    ["workdays after workdays are one longer limit", workdays(20), workdays(10), calendars.dueOn({ start: "2026-09-24", limit: workdays(30), calendar }).dueOn],
    ["calendar days after calendar days are one longer limit", calendarDays(20), calendarDays(10), calendars.dueOn({ start: "2026-09-24", limit: calendarDays(30), calendar }).dueOn],
    // The tenth day is Sunday 4 October; the workdays after it begin on the 8th, when the holiday is over.
    ["workdays after calendar days begin where those end", calendarDays(10), workdays(2), "2026-10-09"],
    // The fifth workday is Friday 9 October; two days later is Sunday, so Monday.
    ["calendar days after workdays begin where those end", workdays(5), calendarDays(2), "2026-10-12"],
  ])("an extension is counted in its own unit: %s", (_, limit, extension, dueOn) => {
    expect(calendars.dueOn({ start: "2026-09-24", limit, extension, calendar }).dueOn).toBe(dueOn);
  });

  test.each([
    ["workdays that reach a year without a notice", "2026-12-25", workdays(10), true],
    ["workdays that end in December", "2026-12-25", workdays(4), false],
    ["calendar days that end in a year without a notice", "2026-12-25", calendarDays(11), true],
    ["calendar days that pass into such a year only to end in it on a workday", "2026-12-25", calendarDays(10), true],
  ])("%s: provisional is %4$s", (_, start, limit, provisional) => {
    expect(calendars.dueOn({ start, limit, calendar }).provisional).toBe(provisional);
  });

  test("in a year without a notice the statutory days already known are off", () => {
    expect(calendars.dueOn({ start: "2026-12-31", limit: workdays(1), calendar })).toEqual({ dueOn: "2027-01-04", provisional: true });
  });

  test.each([
    ["a negative limit", workdays(-1), []],
    ["a broken limit", workdays(1.5), []],
    ["a suspension without end", workdays(1), [{ startOn: "2026-09-01", endOn: "9999-12-31" }]],
  ])("%s is refused", (_, limit, suspensions) => {
    expect(() => calendars.dueOn({ start: "2026-09-01", limit, suspensions, calendar })).toThrow("items.limitInvalid");
  });

  const day = fc.integer({ min: 0, max: 2000 }).map((offset) => calendars.addDays("2020-06-01", offset));
  const suspension = fc.record({ startOn: day, length: fc.nat(40) }).map(({ startOn, length }) => ({ startOn, endOn: calendars.addDays(startOn, length) }));

  test("a deadline counts exactly its limit, ends on a workday and never moves forward for a suspension", () => {
    fc.assert(
      fc.property(day, fc.nat(60), fc.constantFrom("workday", "calendarDay"), fc.array(suspension, { maxLength: 4 }), (start, value, unit, suspensions) => {
        const { days, dueOn } = calendars.explainDeadline({ start, limit: { value, unit }, suspensions, calendar });
        expect(days.filter((entry) => entry.counted).map((entry) => entry.number)).toEqual(Array.from({ length: value }, (_, index) => index + 1));
        expect(days.map((entry) => entry.day)).toEqual(days.map((_, index) => calendars.addDays(start, index)));
        expect(days.at(-1)?.day).toBe(dueOn);
        expect(calendar.isWorkday(dueOn)).toBe(true);
        expect(dueOn >= calendars.dueOn({ start, limit: { value, unit }, calendar }).dueOn).toBe(true);
      }),
    );
  });

  test("without suspensions, the workdays between start and due day are the limit", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 90 }), (start, value) => {
        const { dueOn } = calendars.dueOn({ start, limit: workdays(value), calendar });
        expect(calendars.workdaysBetween(start, dueOn, calendar)).toBe(value);
      }),
    );
  });
});

/** One line per day: month and day, number, reason, name of the holiday. */
const reasons = (deadline: calendars.Deadline) =>
  deadline.days.map(({ day, number, reason, name }) => [day.slice(5), number ?? "–", reason, name ?? ""].join(" ").trim());

describe("the explanation of a deadline", () => {
  test("names every day of a workday limit", () => {
    const suspensions = [{ startOn: "2024-09-29", endOn: "2024-09-30" }];
    expect(reasons(calendars.explainDeadline({ start: "2024-09-27", limit: workdays(4), suspensions, calendar }))).toEqual([
      "09-27 – startDay",
      "09-28 – weekend",
      "09-29 1 makeUpWorkday 国庆节",
      "09-30 – suspended",
      "10-01 – holiday 国庆节",
      "10-02 – holiday 国庆节",
      "10-03 – holiday 国庆节",
      "10-04 – holiday 国庆节",
      "10-05 – holiday 国庆节",
      "10-06 – holiday 国庆节",
      "10-07 – holiday 国庆节",
      "10-08 2 workday",
      "10-09 3 workday",
      "10-10 4 workday",
    ]);
  });

  test("shows how a calendar-day limit moved to a workday", () => {
    expect(reasons(calendars.explainDeadline({ start: "2026-09-23", limit: calendarDays(2), calendar }))).toEqual([
      "09-23 – startDay",
      "09-24 1 calendarDay",
      "09-25 2 calendarDay 中秋节",
      "09-26 – holiday 中秋节",
      "09-27 – holiday 中秋节",
      "09-28 – movedToWorkday",
    ]);
  });
});

describe("workdays between", () => {
  test.each([
    ["2026-09-04", "2026-09-07", 1],
    ["2026-09-04", "2026-09-04", 0],
    ["2026-09-07", "2026-09-04", 0],
    ["2026-02-13", "2026-02-24", 2],
  ])("after %s through %s: %i", (after, through, count) => expect(calendars.workdaysBetween(after, through, calendar)).toBe(count));
});

describe("lights", () => {
  const clock = { dueOn: "2026-09-18", statutoryDueOn: "2026-09-25", limitDays: 10, calendar };

  test.each([
    ["2026-09-15", "green", "3 workdays remain"],
    ["2026-09-16", "yellow", "2 workdays remain, a fifth of 10"],
    ["2026-09-17", "yellow", "1 workday remains"],
    ["2026-09-18", "orange", "due today"],
    ["2026-09-19", "red", "the promised day is past"],
    ["2026-09-25", "red", "the last statutory day"],
    ["2026-09-26", "black", "the statutory day is past"],
  ])("%s: %s, %s", (today, expected) => expect(calendars.light({ ...clock, today })).toBe(expected));

  test.each([
    [1, "yellow"],
    [11, "yellow"],
    [35, "yellow"],
  ])("one workday before the end of a limit of %i it is %s", (limitDays, expected) => {
    expect(calendars.light({ ...clock, limitDays, today: "2026-09-17" })).toBe(expected);
  });

  test.each([
    ["2026-09-08", "green"],
    ["2026-09-09", "yellow"],
  ])("a fifth of 35 is exactly 7: %s is %s", (today, expected) => expect(calendars.light({ ...clock, limitDays: 35, today })).toBe(expected));

  test("days off do not count as remaining", () => {
    expect(calendars.light({ ...clock, dueOn: "2026-10-08", statutoryDueOn: "2026-10-30", limitDays: 5, today: "2026-09-30" })).toBe("yellow");
  });

  test("without a statutory day it stays red", () => {
    expect(calendars.light({ ...clock, statutoryDueOn: undefined, today: "2027-09-26" })).toBe("red");
  });
});

test.each(["2026-03-02", "2026-12-31", "2000-02-29"])("%s begins in Shanghai with its own first instant", (day) => {
  const start = calendars.startOfDay(day);
  expect([calendars.shanghaiDay(start), calendars.shanghaiDay(new Date(start.getTime() - 1))]).toEqual([day, calendars.addDays(day, -1)]);
});
