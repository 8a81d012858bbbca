import { asc, eq, max } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { applicationEvents, movedYears } from "@/db/schema";
import type { Place } from "@/db/sealed-places";

type Stored = typeof applicationEvents.$inferSelect;
type Said = { reason: string | null; payload: Record<string, unknown> };
export type EventRow = Omit<Stored, keyof Said> & Said;

const place = (row: string, column: "reason" | "payload"): Place => ({ table: "application_events", column, row });

/** What an act says, in words and in particulars, as it is stored: it may say anything about anybody. */
export const sealSaid = (row: string, { reason, payload }: { reason?: string | null | undefined; payload?: Record<string, unknown> | undefined }) => ({
  reason: reason ? seal(reason, place(row, "reason")) : null,
  payload: payload && Object.keys(payload).length > 0 ? seal(JSON.stringify(payload), place(row, "payload")) : null,
});

function openEvent({ reason, payload, ...row }: Stored): EventRow {
  return { ...row, reason: reason && open(reason, place(row.id, "reason")), payload: payload ? JSON.parse(open(payload, place(row.id, "payload"))) : {} };
}

/** The history of a case in its order, with what its acts say. */
export async function listEvents(db: Reader | Tx, applicationId: string): Promise<EventRow[]> {
  const rows = await db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, applicationId)).orderBy(asc(applicationEvents.sequence));
  return rows.map(openEvent);
}

/**
 * The last year whose acts were moved out of the database, where the history that is left of a filed case does not begin with its first
 * act; null where it is whole.
 */
export async function historyMoved(db: Reader, { version }: { version: number }, events: readonly { sequence: number }[]): Promise<number | null> {
  return version === 0 || events[0]?.sequence === 1 ? null : lastMovedYear(db);
}

/** The number of the first act that is here, as a list of it or of none. */
export const firstEvent = (db: Reader, applicationId: string) =>
  db.select({ sequence: applicationEvents.sequence }).from(applicationEvents).where(eq(applicationEvents.applicationId, applicationId)).orderBy(asc(applicationEvents.sequence)).limit(1);

/** The last year of the history of cases that is not in the database any more. */
export async function lastMovedYear(db: Reader): Promise<number | null> {
  const [moved] = await db.select({ year: max(movedYears.year) }).from(movedYears).where(eq(movedYears.tableName, "application_events"));
  return moved?.year ?? null;
}

export async function findEvent(db: Reader | Tx, id: string): Promise<EventRow | undefined> {
  const [row] = await db.select().from(applicationEvents).where(eq(applicationEvents.id, id)).limit(1);
  return row && openEvent(row);
}
