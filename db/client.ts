import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { Pool } from "pg";
import * as schema from "./schema";
import { releaseLost } from "./lost-clients";
import { endWhenSilent } from "./silence";

export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** All that queries may hold: a database handle that cannot write. */
export type Reader = Pick<Database, "select" | "selectDistinct" | "selectDistinctOn" | "query" | "$count" | "$with" | "with">;

export type Connection = { db: NodePgDatabase<typeof schema>; pool: Pool; close(): Promise<void> };

/** Opens a pool on a database; `max` connections. */
export function connect(url: string, max = 10): Connection {
  const pool = new Pool({ connectionString: url, max, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 5_000, statement_timeout: 30_000, idle_in_transaction_session_timeout: 120_000 });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  // The same for one that breaks in use: its query rejects, and that is where it is dealt with.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("connect", (client) => endWhenSilent(client));
  releaseLost(pool);
  return { db: drizzle(pool, { schema, casing: "snake_case" }), pool, close: () => pool.end() };
}
