import { setTimeout as pause } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import { isAway } from "@/db/away";

const longestMs = 60_000;
const mostInARow = 3;

/** Asks again while what is asked is away, for a minute at most and not once the process is to stop. */
export async function outlast<T>(ask: () => Promise<T>, stopping: AbortSignal): Promise<T> {
  const until = performance.now() + longestMs;
  for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, 2_000)) {
    try {
      return await ask();
    } catch (error) {
      if (!isAway(error) || stopping.aborted || performance.now() + pauseMs > until) throw error;
    }
    await pause(pauseMs);
  }
}

/**
 * Works a job, and again where something went away meanwhile, as soon as the database answers: a few outages in a row cost none
 * of its tries, after which it would wait for minutes or be given up.
 */
export async function workThrough<T>(work: () => Promise<T>, database: () => Promise<unknown>, stopping: AbortSignal): Promise<T> {
  for (let row = 1; ; row += 1) {
    try {
      return await work();
    } catch (error) {
      if (row === mostInARow || !isAway(error) || stopping.aborted) throw error;
    }
    await outlast(database, stopping);
  }
}

/** Has the queue ask again too. What it settles it settles once, however often it asks: each try of a job has its number. */
export function askThrough(boss: PgBoss, stopping: AbortSignal): void {
  const database = boss.getDb();
  const ask = database.executeSql.bind(database);
  database.executeSql = (text, values) => outlast(() => ask(text, values), stopping);
}
