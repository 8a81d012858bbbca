import { statfs } from "node:fs/promises";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { files, sessions } from "@/db/schema";
import { env } from "@/env";
import { storage } from "@/server/core/storage";

/** The disk under the data folder, in bytes: what this process may still write, and all there is. */
export async function readDisk(): Promise<{ free: number; total: number }> {
  const { bavail, blocks, bsize } = await statfs(env().DATA_DIR);
  return { free: bavail * bsize, total: blocks * bsize };
}

/** The bucket of the files, where they lie in one, and whether it answers. */
export async function readFiles(): Promise<{ bucket: string | null; away: boolean }> {
  const { objects } = env();
  if (!objects) return { bucket: null, away: false };
  return { bucket: objects.bucket, away: await storage().check().then(() => false, () => true) };
}

/** How large the database is, and how many of its connections are taken. */
export async function readDatabase(db: Reader) {
  const [row] = await db.select({
    size: sql<number>`pg_database_size(current_database())::float8`,
    used: sql<number>`(select sum(numbackends) from pg_stat_database)::int`,
    allowed: sql<number>`current_setting('max_connections')::int`,
    version: sql<string>`current_setting('server_version')`,
  }).from(sql`(select) as one`);
  return row ?? { size: 0, used: 0, allowed: 1, version: "" };
}

/** Uploads of cases: how many, and their bytes. */
export async function countUploads(db: Reader) {
  const [row] = await db.select({ count: sql<number>`count(*)::int`, size: sql<number>`coalesce(sum(${files.size}), 0)::float8` }).from(files).where(isNull(files.deletedAt));
  return row ?? { count: 0, size: 0 };
}

/** How many sessions were used in the last quarter of an hour. */
export async function countSessions(db: Reader, now: Date): Promise<number> {
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(sessions)
    .where(and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now), gt(sessions.lastSeenAt, new Date(now.getTime() - 15 * 60_000))));
  return row?.count ?? 0;
}

const shown = 160;

/** A statement as it may be shown: values are placeholders already; what stands in quotes all the same is taken out. */
const plainly = (text: string) => text.replace(/'(?:[^']|'')*'/g, "'…'").replace(/\s+/g, " ").trim().slice(0, shown);

/** The statements that have been running longest, of all who use this database, without their values. */
export async function listRunning(db: Reader) {
  const rows = await db.select({ seconds: sql<number>`extract(epoch from clock_timestamp() - query_start)::float8`, by: sql<string>`application_name`, query: sql<string>`coalesce(query, '')` })
    .from(sql`pg_stat_activity`).where(sql`datname = current_database() and state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid() and query_start is not null`).orderBy(sql`query_start`).limit(5);
  return rows.map((row) => ({ ...row, query: plainly(row.query) }));
}

/** The statements that took most time per call, since the figures were last set back; null where they are not kept. */
export async function listSlow(db: Reader) {
  const [kept] = await db.select({ name: sql<string>`extname` }).from(sql`pg_extension`).where(eq(sql`extname`, "pg_stat_statements"));
  if (!kept || !(await isPreloaded(db))) return null;
  const rows = await db.select({ calls: sql<number>`calls::float8`, mean: sql<number>`mean_exec_time`, longest: sql<number>`max_exec_time`, query: sql<string>`query` })
    .from(sql`pg_stat_statements`).where(sql`dbid = (select oid from pg_database where datname = current_database()) and calls >= 5 and query !~* '^\s*(set|begin|commit|create|alter|copy)'`).orderBy(sql`mean_exec_time desc`).limit(10);
  return rows.map((row) => ({ ...row, query: plainly(row.query) }));
}

async function isPreloaded(db: Reader): Promise<boolean> {
  const [row] = await db.select({ on: sql<boolean>`coalesce(current_setting('pg_stat_statements.max', true), '') <> ''` }).from(sql`(select) as one`);
  return row?.on ?? false;
}
