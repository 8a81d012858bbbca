import { and, eq, or, sql, type SQL } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { auditLog, auditSeals } from "@/db/schema";

/**
 * Which rows are not sealed yet though their transaction has ended; in the order of transactions, behind the seal of number
 * `seq`, along the index. No row can come any more for a transaction below the lowest one under way. One above the highest was
 * written before this database was restored from a dump of another: then the order starts anew, and every row is looked at once.
 */
export async function waiting(db: Pick<Reader, "select">, seq: number): Promise<SQL | undefined> {
  const [last] = await db.select({ txid: auditLog.txid, id: auditLog.id }).from(auditSeals).innerJoin(auditLog, eq(auditLog.id, auditSeals.auditId)).where(eq(auditSeals.seq, seq));
  const [here] = await db.select({ restored: sql<boolean>`${last?.txid ?? "0"}::xid8 >= pg_snapshot_xmax(pg_current_snapshot())` }).from(sql`(select) as one`);
  const ended = or(sql`${auditLog.txid} < pg_snapshot_xmin(pg_current_snapshot())`, sql`${auditLog.txid} >= pg_snapshot_xmax(pg_current_snapshot())`);
  const behind = last && !here?.restored ? sql`(${auditLog.txid}, ${auditLog.id}) > (${last.txid}::xid8, ${last.id}::uuid)` : undefined;
  return and(ended, behind, sql`not exists (select from ${auditSeals} where ${auditSeals.auditId} = ${auditLog.id})`);
}
