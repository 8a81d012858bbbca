import { sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { calendarDays, calendarYears } from "@/db/schema";
import { makeCalendar, type WorkdayCalendar } from "@/domain/core/calendar";
import { publicOf } from "./scope";

const keptForMs = 30_000;
const kept = new WeakMap<object, { at: number; calendar: Promise<WorkdayCalendar> }>();

/** The State Council calendar as data; read again after half a minute, so an administrator's change arrives everywhere. */
export function getCalendar(asked: Reader): Promise<WorkdayCalendar> {
  const db = publicOf(asked);
  const known = kept.get(db);
  if (known && performance.now() - known.at < keptForMs) return known.calendar;
  const calendar = load(db);
  kept.set(db, { at: performance.now(), calendar });
  calendar.catch(() => kept.delete(db));
  return calendar;
}

async function load(db: Reader): Promise<WorkdayCalendar> {
  // In one statement: an act reads it in its own transaction, so that a change holds at once.
  const rows = await db.select({ day: calendarDays, year: calendarYears.year }).from(calendarYears).fullJoin(calendarDays, sql`false`);
  return makeCalendar(rows.flatMap(({ day }) => day ?? []), rows.flatMap(({ year }) => year ?? []));
}
