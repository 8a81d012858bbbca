import { addDays, type Day } from "./calendar";

/** One date for somebody's own calendar: a whole day, or from a time on that day (`HH:MM`, Asia/Shanghai) for so many minutes. */
export type CalendarEntry = {
  /** The same for the same date for ever: a later file replaces what an earlier one put into the calendar. */
  uid: string;
  /** Greater in every later file about the same entry. */
  sequence: number;
  on: Day;
  startsAt?: string;
  minutes?: number;
  title: string;
  text?: string;
  place?: string;
  url?: string | null;
};

const utc = (at: Date) => at.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
const date = (day: Day) => day.replaceAll("-", "");
const escaped = (text: string) => text.replaceAll(/[\\;,]/g, (character) => `\\${character}`).replaceAll(/\r\n?|\n/g, "\\n");

/** Folds a line after 75 octets (RFC 5545, 3.1), never inside a character. */
function fold(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (octets + size > 74) {
      parts.push(part);
      part = "";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n ");
}

/** Whole days need no time zone, and an instant is told in UTC, so no time zone needs to be defined in the file. */
function timeOf({ on, startsAt, minutes = 60 }: CalendarEntry): string[] {
  if (startsAt === undefined) return [`DTSTART;VALUE=DATE:${date(on)}`, `DTEND;VALUE=DATE:${date(addDays(on, 1))}`, "TRANSP:TRANSPARENT"];
  return [`DTSTART:${utc(new Date(`${on}T${startsAt}:00+08:00`))}`, `DURATION:PT${minutes}M`];
}

function event(entry: CalendarEntry, stamp: Date): string[] {
  const { uid, sequence, title, text, place, url } = entry;
  return [
    "BEGIN:VEVENT", `UID:${uid}`, `DTSTAMP:${utc(stamp)}`, `SEQUENCE:${sequence}`, ...timeOf(entry), `SUMMARY:${escaped(title)}`,
    ...(text ? [`DESCRIPTION:${escaped(text)}`] : []), ...(place ? [`LOCATION:${escaped(place)}`] : []), ...(url ? [`URL:${url}`] : []),
    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", `DESCRIPTION:${escaped(title)}`, "END:VALARM", "END:VEVENT",
  ];
}

/** Dates as a file for somebody's own calendar (iCalendar, RFC 5545), each with a reminder a day before. */
export function calendarFile(entries: readonly CalendarEntry[], stamp: Date): string {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tongban//Dates//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", ...entries.flatMap((entry) => event(entry, stamp)), "END:VCALENDAR"];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}

/** A sequence that grows from file to file: whole minutes since what the entry is about began. */
export const sequenceAt = (began: Date, now: Date): number => Math.max(0, Math.floor((now.getTime() - began.getTime()) / 60_000));
