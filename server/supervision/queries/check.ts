import { asc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { applicationEvents, supervisionDays } from "@/db/schema";
import { addDays, shanghaiDay, type Day } from "@/domain/core/calendar";
import { lastMovedYear } from "@/server/applications/queries/events";
import { countDay, type DayRow } from "./day-count";

/** The days from the first act on to today; what is kept of years that were moved away cannot be counted anew. */
export async function daysSoFar(db: Reader, now: Date): Promise<Day[]> {
  const [first] = await db.select({ at: applicationEvents.at }).from(applicationEvents).orderBy(asc(applicationEvents.at)).limit(1);
  const days: Day[] = [];
  const moved = await lastMovedYear(db);
  const [earliest, after] = [first ? shanghaiDay(first.at) : addDays(shanghaiDay(now), 1), moved === null ? "" : `${moved + 1}-01-01`];
  for (let day = earliest > after ? earliest : after; day <= shanghaiDay(now); day = addDays(day, 1)) days.push(day);
  return days;
}

/** Whether what is kept of a day equals a recount of it. */
export async function isRight(db: Reader, day: Day): Promise<boolean> {
  const kept: DayRow[] = await db.select().from(supervisionDays).where(eq(supervisionDays.day, day));
  return canonical(kept) === canonical(await countDay(db, day));
}

const canonical = (rows: readonly DayRow[]) => JSON.stringify(rows.map((row) => Object.entries(row).toSorted(([a], [b]) => a.localeCompare(b))).map((row) => JSON.stringify(row)).toSorted());
