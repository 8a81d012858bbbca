import { desc, eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { corrections } from "@/db/schema";
import type { Place } from "@/db/sealed-places";

type Stored = typeof corrections.$inferSelect;
/** What is wrong with a field, in the words of whoever asks for another. */
type Asked = { fieldId: string; label: string; reason: string };
export type CorrectionRow = Omit<Stored, "items"> & { items: Asked[] };

const place = (row: string, column: "items" | "note"): Place => ({ table: "corrections", column, row });

export const sealCorrection = (row: string, { items, note }: { items: readonly Asked[]; note: string | undefined }) =>
  ({ items: seal(JSON.stringify(items), place(row, "items")), note: note ? seal(note, place(row, "note")) : null });

/** The corrections that were asked in a case, the latest first. */
export async function listCorrections(db: Reader | Tx, applicationId: string): Promise<CorrectionRow[]> {
  const rows = await db.select().from(corrections).where(eq(corrections.applicationId, applicationId)).orderBy(desc(corrections.position));
  return rows.map(({ items, note, ...row }) => ({ ...row, items: JSON.parse(open(items, place(row.id, "items"))), note: note && open(note, place(row.id, "note")) }));
}

/** The correction that is asked now, if one is. */
export async function openCorrection(db: Reader | Tx, applicationId: string) {
  const asked = (await listCorrections(db, applicationId)).find(({ answeredAt }) => answeredAt === null);
  return asked ? { items: asked.items, note: asked.note, dueOn: asked.dueOn } : null;
}
