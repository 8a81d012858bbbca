import { sql } from "drizzle-orm";
import type { PgBoss } from "pg-boss";
import type { Connection } from "@/db/client";
import { scheduleRuns } from "@/db/schema";
import { isDomainError } from "@/domain/core/errors";
import { RetryWork } from "@/domain/operations/schema";
import type { NounJobs } from "@/server/core/jobs";
import { logger } from "@/server/core/logger";

export const deadLetter = "dead-letter";

/** What the queue does for whoever looks after it: work that was given up goes back to where it came from. */
export const upkeep = (boss: PgBoss): NounJobs => ({
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

/** Whoever serves people may see how the work goes, but not what it carries; without that the page of operations says so. */
export async function showWork({ pool }: Connection): Promise<void> {
  try {
    await pool.query(`grant usage on schema pgboss to tongban_portal; grant select (${shownOfWork}) on pgboss.job to tongban_portal; grant select on pgboss.schedule to tongban_portal`);
  } catch (error) {
    logger.warn("jobs.notShown", { name: error instanceof Error ? error.name : "unknown" });
  }
}
