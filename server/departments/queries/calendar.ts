import { alias } from "drizzle-orm/pg-core";
import { and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, calendarChanges, calendarDays, calendarYears } from "@/db/schema";
import { missingYears } from "@/domain/departments/rules/calendar";

const proposers = alias(accounts, "proposer");
const deciders = alias(accounts, "decider");

/** Every known year with its days, the years that are missing, what waits to be confirmed, and the last decisions. */
export async function getCalendarOffice(db: Reader, now: Date) {
  const years = await db.select().from(calendarYears).orderBy(desc(calendarYears.year));
  const days = await db.select().from(calendarDays).orderBy(asc(calendarDays.day));
  const waiting = await changes(db).where(isNull(calendarChanges.decidedAt)).orderBy(asc(calendarChanges.year));
  const decided = await changes(db).where(isNotNull(calendarChanges.decidedAt)).orderBy(desc(calendarChanges.decidedAt), desc(calendarChanges.id)).limit(20);
  return {
    years: years.map(({ year, source }) => ({ year, source, days: days.filter(({ day }) => day.startsWith(`${year}-`)) })),
    missing: missingYears(years.map(({ year }) => year), now),
    waiting: waiting.map(told), decided: decided.map(told),
  };
}

const changes = (db: Reader) => db.select({
  id: calendarChanges.id, year: calendarChanges.year, source: calendarChanges.source, days: calendarChanges.days, outcome: calendarChanges.outcome, reason: calendarChanges.reason,
  proposedBy: calendarChanges.proposedBy, proposedByName: proposers.name, proposedAt: calendarChanges.proposedAt, decidedByName: deciders.name, decidedAt: calendarChanges.decidedAt,
}).from(calendarChanges)
  .leftJoin(proposers, eq(proposers.id, calendarChanges.proposedBy))
  .leftJoin(deciders, eq(deciders.id, calendarChanges.decidedBy));

type Row = Awaited<ReturnType<ReturnType<typeof changes>["execute"]>>[number];
const told = ({ proposedAt, decidedAt, ...row }: Row) => ({ ...row, proposedAt: proposedAt.toISOString(), decidedAt: decidedAt?.toISOString() ?? null });

/** The years that are wanted and not known; for the warning on an administrator's first page. */
export async function listMissingYears(db: Reader, now: Date): Promise<number[]> {
  const years = await db.select({ year: calendarYears.year }).from(calendarYears);
  return missingYears(years.map(({ year }) => year), now);
}

/** A change, held until the transaction ends; nothing when it was decided or never was. */
export async function findOpenChange(db: Reader, id: string) {
  const [row] = await db.select().from(calendarChanges).where(and(eq(calendarChanges.id, id), sql`${calendarChanges.decidedAt} is null`)).for("update").limit(1);
  return row;
}
