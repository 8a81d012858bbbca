import { asc, eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { applicationEvents } from "@/db/schema";
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

export async function findEvent(db: Reader | Tx, id: string): Promise<EventRow | undefined> {
  const [row] = await db.select().from(applicationEvents).where(eq(applicationEvents.id, id)).limit(1);
  return row && openEvent(row);
}
