import { randomUUIDv7 } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

/** A key for a row that must know its own before it is written, because a sealed value is bound to it. */
export async function newId(tx: Tx): Promise<string> {
  const [row] = await tx.select({ id: sql<string>`uuidv7()` }).from(sql`(select 1) as one`);
  if (!row) throw new Error("uuidv7() gave no row");
  return row.id;
}

/** The same without asking the database, for rows that have an order of their own: the clocks of several processes differ. */
export const newUnorderedId = (): string => randomUUIDv7();
