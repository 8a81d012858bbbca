import { sql } from "drizzle-orm";
import { customType, date, timestamp, uuid } from "drizzle-orm/pg-core";

/** Primary key: UUIDv7, made by PostgreSQL, so that keys sort by birth and pages cluster. */
export const id = () => uuid().primaryKey().default(sql`uuidv7()`);

/** An instant in UTC. Business instants are given by `ctx.now`, never by a column default. */
export const instant = () => timestamp({ withTimezone: true, precision: 3 });

/** A calendar day of Asia/Shanghai as `YYYY-MM-DD`. */
export const day = () => date({ mode: "string" });

const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** The transaction that writes the row, by PostgreSQL's own number (64 bits, never used again). */
export const transaction = () => xid8().default(sql`pg_current_xact_id()`);
