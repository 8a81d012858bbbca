import { sql } from "drizzle-orm";
import type { PgBoss } from "pg-boss";
import type { Connection } from "@/db/client";
import { scheduleRuns } from "@/db/schema";
import { isDomainError } from "@/domain/core/errors";
import { RetryWork } from "@/domain/operations/schema";
import type { NounJobs } from "@/server/core/jobs";
import { logger } from "@/server/core/logger";
import { makeYears } from "@/server/operations/commands/years";

export const deadLetter = "dead-letter";

/** What the queue does for whoever looks after it: work that was given up goes back to where it came from. */
export const upkeep = (boss: PgBoss): NounJobs => ({
  // Daily, so that a year is there two months before anybody misses it, and the planner knows the whole.
  schedules: { years: { cron: "45 3 * * *", run: (ctx) => makeYears(ctx) } },
  topics: {
    "operations.retry": async (_, payload) => {
      await boss.redrive(deadLetter, { ids: [RetryWork.parse(payload).id] });
    },
  },
});

/** Runs a schedule and keeps how it went, by the clock of the database. */
export async function keepRun(db: Connection["db"], name: string, run: () => Promise<number>): Promise<void> {
  const clock = sql`now()`;
  await db.insert(scheduleRuns).values({ name, startedAt: clock }).onConflictDoUpdate({ target: scheduleRuns.name, set: { startedAt: clock } });
  try {
    const moved = await run();
    await db.insert(scheduleRuns).values({ name, startedAt: clock, finishedAt: clock, moved }).onConflictDoUpdate({ target: scheduleRuns.name, set: { finishedAt: clock, moved, failure: null } });
  } catch (error) {
    const failure = isDomainError(error) ? error.code : error instanceof Error ? error.name : "unknown";
    await db.insert(scheduleRuns).values({ name, startedAt: clock, failure }).onConflictDoUpdate({ target: scheduleRuns.name, set: { failure } });
    throw error;
  }
}

const shownOfWork = "id, name, state, start_after, created_on, completed_on, retry_count, output, source_name, source_retry_count, source_output";

/**
 * The queue belongs to the login that made it. The relay adds to it under the role of the jobs, in the transaction that empties
 * the outbox; whoever serves people may see how the work goes, but not what it carries. Two processes that start together
 * would meet in the catalogue.
 */
export async function admitRoles(boss: PgBoss): Promise<void> {
  try {
    await boss.getDb().executeSql(`do $$ begin
      perform pg_advisory_xact_lock(hashtext('tongban.queue'));
      grant usage on schema pgboss to tongban_jobs, tongban_portal;
      grant select, insert, update, delete on all tables in schema pgboss to tongban_jobs;
      grant select (${shownOfWork}) on pgboss.job to tongban_portal;
      grant select on pgboss.schedule to tongban_portal;
    end $$`);
  } catch (error) {
    // Whoever owns the queue has granted it before.
    logger.warn("jobs.notShown", { name: error instanceof Error ? error.name : "unknown" });
  }
}
