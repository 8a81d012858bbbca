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
  const days = await db.select().from(calendarDays);
  const years = await db.select().from(calendarYears);
  return makeCalendar(days, years.map(({ year }) => year));
}
