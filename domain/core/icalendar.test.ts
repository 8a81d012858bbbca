import { describe, expect, test } from "vitest";
import { calendarFile, sequenceAt, type CalendarEntry } from "./icalendar";

const stamp = new Date("2026-03-10T01:02:03.456Z");
const entry = (overrides: Partial<CalendarEntry> = {}): CalendarEntry => ({ uid: "1@tongban", sequence: 7, on: "2026-03-31", title: "到期", ...overrides });
const linesOf = (...entries: CalendarEntry[]) => calendarFile(entries, stamp).replaceAll("\r\n ", "").split("\r\n");

describe("a file for somebody's own calendar", () => {
  test("tells a whole day without any time, to the day after", () => {
    expect(linesOf(entry())).toEqual([
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tongban//Dates//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
      "BEGIN:VEVENT", "UID:1@tongban", "DTSTAMP:20260310T010203Z", "SEQUENCE:7", "DTSTART;VALUE=DATE:20260331", "DTEND;VALUE=DATE:20260401", "TRANSP:TRANSPARENT", "SUMMARY:到期",
      "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", "DESCRIPTION:到期", "END:VALARM", "END:VEVENT", "END:VCALENDAR", "",
    ]);
  });

  test("tells a time of the office in UTC", () => {
    const lines = linesOf(entry({ startsAt: "07:30", minutes: 180, place: "一号厅, 二楼; 东", url: "https://meet.example/1" }));
    expect(lines).toEqual(expect.arrayContaining(["DTSTART:20260330T233000Z", "DURATION:PT180M", "LOCATION:一号厅\\, 二楼\\; 东", "URL:https://meet.example/1"]));
  });

  test.each([["a,b;c\\d", "a\\,b\\;c\\\\d"], ["一行\n二行\r\n三行", "一行\\n二行\\n三行"], ["一行\r二行", "一行\\n二行"], ["END:VEVENT\r\nBEGIN:VEVENT", "END:VEVENT\\nBEGIN:VEVENT"]])("escapes %j", (text, written) => {
    expect(linesOf(entry({ text }))).toContain(`DESCRIPTION:${written}`);
  });

  test("folds at 75 octets, never inside a character, and loses nothing", () => {
    const title = `${"很长的事项名称".repeat(6)}𠮷 and some English`;
    const text = calendarFile([entry({ title })], stamp);
    for (const line of text.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(text.replaceAll("\r\n ", "")).toContain(`SUMMARY:${title}\r\n`);
    expect(text).not.toContain("\uFFFD");
  });

  test("holds several dates, and grows in sequence from file to file", () => {
    expect(linesOf(entry(), entry({ uid: "2@tongban" })).filter((line) => line.startsWith("UID:"))).toEqual(["UID:1@tongban", "UID:2@tongban"]);
    expect([sequenceAt(stamp, stamp), sequenceAt(stamp, new Date(stamp.getTime() + 3_600_000)), sequenceAt(stamp, new Date(0))]).toEqual([0, 60, 0]);
  });
});
