import { createHash } from "node:crypto";
import { drizzle } from "drizzle-orm/node-postgres";
import type { Pool } from "pg";
import type { Database } from "@/db/client";
import * as schema from "@/db/schema";
import { createCaller } from "@/server/api/root";
import { readActor } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { inOwnScope, throughDoor } from "@/server/core/scope";

/** A statement as the portal sent it, under a name by which PostgreSQL keeps it prepared. */
export type Statement = { name: string; text: string; values: unknown[] };

export type Caller = ReturnType<typeof createCaller>;

export const cookieOf = (token: string) => `${cookieName("session")}=${token}`;

/** Calls a procedure in process, as a request with this session would, and returns every statement that it sent. */
export async function record(pool: Pool, token: string | undefined, call: (caller: Caller) => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  await call(await callerFor(pool, token, (text, values) => statements.push({ name: nameOf(text), text, values })));
  return statements;
}

/** The procedures in process, as whoever holds this session. */
export async function callerFor(pool: Pool, token: string | undefined, logQuery: (text: string, values: unknown[]) => unknown = () => {}): Promise<Caller> {
  return callerOn(drizzle(pool, { schema, casing: "snake_case", logger: { logQuery } }), token);
}

/** The same through a connection of one's own choice: as the process that serves people, under the policies of the tables. */
export async function callerOn(db: Database, token: string | undefined): Promise<Caller> {
  const now = new Date();
  const actor = await readActor(throughDoor({ db }, "session").db, now, token && cookieOf(token));
  return createCaller(inOwnScope({ db, now, actor, requestId: crypto.randomUUID(), address: "bench" }));
}

const nameOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
