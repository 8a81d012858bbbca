import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Pool, PoolClient } from "pg";
import { releaseLost } from "./lost-clients";
import { nameRepeated } from "./repeated-statements";
import type * as schema from "./schema";
import { handleOf, ScopedPool, type Standing } from "./scope";
import { endWhenSilent } from "./silence";
import { statementSpan, traced, tracing } from "./tracing";

export type { Database, Reader, Tx } from "./handles";
export type { ReplicaGate } from "./replica";
export { addReplica, fromReplica } from "./scope";

export type Connection = { db: NodePgDatabase<typeof schema>; pool: Pool; close(): Promise<void> };

/** As whom a process meets the tables: tools as the login they were given; who serves people and who works the jobs under roles of their own. */
export const standings = {
  owner: { role: "none", scope: { name: "system" } },
  jobs: { role: "tongban_jobs", scope: { name: "system" } },
  // Reads the audit log with its seals, and no other table.
  sealer: { role: "tongban_sealer", scope: { name: "system" } },
  // Sees nobody's rows until it is said for whom (`scoped`).
  web: { role: "tongban_portal", scope: { name: "nobody" } },
} as const satisfies Record<string, Standing>;

/** Opens a pool on a database; `max` connections, all in one standing until `scoped` says otherwise. */
export function connect(url: string, max = 10, standing: Standing = standings.owner): Connection {
  const pool = new ScopedPool({ connectionString: url, max, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 5_000, statement_timeout: 30_000, idle_in_transaction_session_timeout: 120_000 }, standing);
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  // The same for one that breaks in use: its query rejects, and that is where it is dealt with.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("connect", (client) => endWhenSilent(client));
  pool.on("connect", nameRepeated);
  pool.on("connect", traceStatements);
  releaseLost(pool);
  return { db: handleOf(pool), pool, close: () => pool.end() };
}

/** Each statement as a part of the trace it is sent in; nothing is changed where none are collected. */
function traceStatements(client: PoolClient): void {
  if (!tracing()) return;
  const send = client.query.bind(client);
  const query = (asked: unknown, ...rest: unknown[]): unknown => {
    const text = typeof asked === "string" ? asked : typeof asked === "object" && asked !== null && "text" in asked ? asked.text : undefined;
    const ask = () => Reflect.apply(send, client, [asked, ...rest]) as unknown;
    return typeof text === "string" ? traced(statementSpan(text), ask) : ask();
  };
  Object.assign(client, { query });
}
