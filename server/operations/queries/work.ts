import { and, asc, desc, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { applications, outbox, scheduleRuns } from "@/db/schema";
import { shanghaiDay } from "@/domain/core/calendar";

// The queue keeps its own tables and its own time, the database's; so ages are reckoned there. What jobs carry is not read.
const seconds = (instant: string) => sql<number>`greatest(0, extract(epoch from now() - ${sql.raw(instant)}))::float8`;

/** How much work waits and runs, and for how many seconds the oldest that could run has been waiting. */
export async function countWork(db: Reader) {
  const [row] = await db.select({
    ready: sql<number>`count(*) filter (where state in ('created', 'retry') and start_after <= now())::int`,
    active: sql<number>`count(*) filter (where state = 'active')::int`,
    oldest: sql<number>`coalesce(max(extract(epoch from now() - start_after)) filter (where state in ('created', 'retry') and start_after <= now()), 0)::float8`,
  }).from(sql`pgboss.job`).where(sql`state in ('created', 'retry', 'active') and name <> 'dead-letter'`);
  const [dead] = await db.select({ givenUp: sql<number>`count(*)::int` }).from(sql`pgboss.job`).where(sql`name = 'dead-letter' and state in ('created', 'failed')`);
  return { ready: row?.ready ?? 0, active: row?.active ?? 0, oldest: row?.oldest ?? 0, givenUp: dead?.givenUp ?? 0 };
}

/** The queues that have something in them: what waits, runs, failed in the last week, and how long the oldest waits. */
export function listQueues(db: Reader) {
  return db.select({
    name: sql<string>`name`,
    waiting: sql<number>`count(*) filter (where state in ('created', 'retry'))::int`,
    active: sql<number>`count(*) filter (where state = 'active')::int`,
    failed: sql<number>`count(*) filter (where state = 'failed')::int`,
    oldest: sql<number | null>`max(extract(epoch from now() - start_after)) filter (where state in ('created', 'retry') and start_after <= now())::float8`,
  }).from(sql`pgboss.job`).where(sql`state in ('created', 'retry', 'active', 'failed') and name <> 'dead-letter' and name not like 'schedules/%'`).groupBy(sql`name`).orderBy(sql`name`).limit(100);
}

/** Every schedule with its last run; `since` is how many seconds ago it went through, or was made. */
export async function listSchedules(db: Reader) {
  const rows = await db.select({
    name: sql<string>`s.name`, cron: sql<string>`s.cron`, since: seconds(`coalesce("schedule_runs"."finished_at", s.created_on)`),
    startedAt: scheduleRuns.startedAt, finishedAt: scheduleRuns.finishedAt, moved: scheduleRuns.moved, failure: scheduleRuns.failure,
  }).from(sql`pgboss.schedule as s`).leftJoin(scheduleRuns, sql`${scheduleRuns.name} = s.name`).orderBy(sql`s.name`);
  return rows.map(({ name, startedAt, finishedAt, ...row }) => ({ ...row, name: name.replace(/^schedules\//, ""), startedAt: startedAt?.toISOString() ?? null, finishedAt: finishedAt?.toISOString() ?? null }));
}

/** What was given up after every try, the latest first: where it came from, when, after how many tries, and the code of why. */
export async function listGivenUp(db: Reader) {
  const rows = await db.select({
    id: sql<string>`id::text`, queue: sql<string>`coalesce(source_name, '')`, at: sql<Date | string>`created_on`, tries: sql<number>`coalesce(source_retry_count, 0)::int + 1`,
    code: sql<string | null>`coalesce(source_output, output) ->> 'code'`,
  }).from(sql`pgboss.job`).where(sql`name = 'dead-letter' and state in ('created', 'failed')`).orderBy(sql`created_on desc, id`).limit(50);
  return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }));
}

/** Whether something that was given up is still there. */
export async function isGivenUp(db: Reader, id: string): Promise<boolean> {
  return (await db.select({ id: sql`id` }).from(sql`pgboss.job`).where(and(sql`name = 'dead-letter'`, sql`id = ${id}::uuid`, sql`state in ('created', 'failed')`)).limit(1)).length > 0;
}

/** More than so many messages are not counted. */
const mostCounted = 10_000;

/** The messages that wait to be relayed to the queues; `oldest` in seconds of the portal's clock. */
export async function countMessages(db: Reader, now: Date) {
  const waiting = db.select({ id: outbox.id }).from(outbox).where(isNull(outbox.relayedAt)).limit(mostCounted).as("waiting");
  const [count] = await db.select({ waiting: sql<number>`count(*)::int` }).from(waiting);
  const [first] = await db.select({ createdAt: outbox.createdAt }).from(outbox).where(isNull(outbox.relayedAt)).orderBy(asc(outbox.id)).limit(1);
  const [last] = await db.select({ relayedAt: outbox.relayedAt }).from(outbox).orderBy(desc(outbox.id)).limit(1);
  return { waiting: count?.waiting ?? 0, oldest: first ? Math.max(0, (now.getTime() - first.createdAt.getTime()) / 1000) : 0, lastRelayedAt: last?.relayedAt?.toISOString() ?? null };
}

/** Open cases that are past their day; more than `mostCounted` are not counted. */
export async function countOverdue(db: Reader, now: Date): Promise<number> {
  const late = db.select({ id: applications.id }).from(applications)
    .where(and(inArray(applications.status, ["submitted", "accepted", "inReview"]), lt(applications.dueOn, shanghaiDay(now)))).limit(mostCounted).as("late");
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(late);
  return row?.count ?? 0;
}
