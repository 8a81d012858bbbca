import { asc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, paymentNotes } from "@/db/schema";

/** What was paid at the counter, in the order it was noted. */
export async function listPayments(db: Reader, applicationId: string) {
  const rows = await db.select({ id: paymentNotes.id, fee: paymentNotes.fee, amountFen: paymentNotes.amountFen, method: paymentNotes.method, receiptNumber: paymentNotes.receiptNumber, at: paymentNotes.at, takenByName: accounts.name })
    .from(paymentNotes).innerJoin(accounts, eq(accounts.id, paymentNotes.takenBy)).where(eq(paymentNotes.applicationId, applicationId)).orderBy(asc(paymentNotes.at), asc(paymentNotes.id)).limit(100);
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}
