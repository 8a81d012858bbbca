import { sql } from "drizzle-orm";
import { bigint, check, pgTable, smallint } from "drizzle-orm/pg-core";

/** The one line that new visitors wait in when there are more than can be served: numbers only, of nobody. */
export const waitingLine = pgTable("waiting_line", {
  id: smallint().primaryKey().default(1),
  /** Numbers given out, and up to which it is people's turn. */
  taken: bigint({ mode: "number" }).notNull().default(0),
  admitted: bigint({ mode: "number" }).notNull().default(0),
}, (t) => [check("waiting_line_is_one", sql`${t.id} = 1`), check("waiting_line_in_order", sql`${t.admitted} between 0 and ${t.taken}`)]);
