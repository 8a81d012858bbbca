import { asc, inArray, isNull, sql } from "drizzle-orm";
import { fromDrizzle, type PgBoss } from "pg-boss";
import type { Connection } from "@/db/client";
import { outbox } from "@/db/schema";
import { now } from "@/server/core/clock";
import { logger } from "@/server/core/logger";

const batchSize = 100;
const pauseMs = 300;
const pauseAfterFailureMs = 2_000;

/**
 * Moves the oldest messages of the outbox into the queues of their subscribers, in one transaction with the mark that
 * they were moved; the job's id is the message's, so that even a message moved twice is one job. Two relays at once skip
 * each other's rows. Returns how many were moved.
 */
export function relayBatch(db: Connection["db"], boss: PgBoss, subscribers: (topic: string) => readonly string[]): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.select().from(outbox).where(isNull(outbox.relayedAt)).orderBy(asc(outbox.id)).limit(batchSize).for("update", { skipLocked: true });
    const byQueue = new Map<string, { id: string; data: Record<string, unknown> }[]>();
    for (const { id, topic, payload } of rows) {
      const queues = subscribers(topic);
      if (queues.length === 0) logger.warn("jobs.nobodyListens", { topic, outboxId: id });
      for (const queue of queues) byQueue.set(queue, [...(byQueue.get(queue) ?? []), { id, data: payload }]);
    }
    for (const [queue, jobs] of byQueue) await boss.insert(queue, jobs, { db: fromDrizzle(tx, sql) });
    if (rows.length > 0) await tx.update(outbox).set({ relayedAt: now() }).where(inArray(outbox.id, rows.map(({ id }) => id)));
    return rows.length;
  });
}

/** Repeats a step until stopped: at once while it came back full, after a pause otherwise. */
export function keepRelaying(step: () => Promise<number>): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) await pause(await pauseAfter(step), stopping.signal);
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function pauseAfter(step: () => Promise<number>): Promise<number> {
  try {
    return (await step()) < batchSize ? pauseMs : 0;
  } catch (error) {
    logger.error("jobs.relayFailed", { message: String(error).slice(0, 300) });
    return pauseAfterFailureMs;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
