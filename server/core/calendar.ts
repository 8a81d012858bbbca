import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { prepared } from "@/db/prepared";
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

const Read = z.object({ days: z.array(z.object({ day: z.string(), isWorkday: z.boolean(), name: z.string() })), years: z.array(z.number()) });

const days = sql`(select coalesce(json_agg(json_build_object('day', ${calendarDays.day}, 'isWorkday', ${calendarDays.isWorkday}, 'name', ${calendarDays.name}) order by ${calendarDays.day}), '[]') from ${calendarDays})`;
const years = sql`(select coalesce(json_agg(${calendarYears.year} order by ${calendarYears.year}), '[]') from ${calendarYears})`;
const readDays = prepared((db) => db.select({ text: sql<string>`json_build_object('days', ${days}, 'years', ${years})::text` }).from(sql`(select 1) as one`));
let last: { text: string; calendar: WorkdayCalendar } | undefined;

// In one statement and one piece: an act reads it in its own transaction, so that a change holds at once. It hardly ever
// changes: what says the same as before is not taken apart again.
async function load(db: Reader): Promise<WorkdayCalendar> {
  const [{ text } = { text: "" }] = await readDays(db, {});
  if (last?.text === text) return last.calendar;
  const read = Read.parse(JSON.parse(text));
  last = { text, calendar: makeCalendar(read.days, read.years) };
  return last.calendar;
}
