import { sql, type SQLWrapper } from "drizzle-orm";
import type { Tx } from "@/db/client";

/**
 * Writes rows of several tables in one statement instead of one after the other. None of them may need what another of them
 * writes: all see the rows as they were before.
 */
export async function writeTogether(tx: Tx, writes: readonly SQLWrapper[]): Promise<void> {
  const last = writes.at(-1);
  if (!last) return;
  const others = writes.slice(0, -1).map((write, index) => sql`${sql.identifier(`write_${index}`)} as ${write}`);
  await tx.execute(others.length > 0 ? sql`with ${sql.join(others, sql`, `)} ${last.getSQL()}` : last.getSQL());
}
