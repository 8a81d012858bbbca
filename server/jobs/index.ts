import { sql } from "drizzle-orm";
import { PgBoss, type Job, type JobResult, systemClock } from "pg-boss";
import { connect, standings, type Connection } from "@/db/client";
import { silenceMs } from "@/db/silence";
import { traced, type Traced } from "@/db/tracing";
import { isDomainError } from "@/domain/core/errors";
import { env } from "@/env";
import { jobs as applications } from "@/server/applications/jobs";
import { jobs as audit } from "@/server/audit/jobs";
import { jobs as certificates } from "@/server/certificates/jobs";
import { now } from "@/server/core/clock";
import type { Ctx } from "@/server/core/context";
import type { NounJobs } from "@/server/core/jobs";
import { logger } from "@/server/core/logger";
import { jobs as delegations } from "@/server/delegations/jobs";
import { jobs as identity } from "@/server/identity/jobs";
import { jobs as items } from "@/server/items/jobs";
import { jobs as lifeEvents } from "@/server/lifeEvents/jobs";
import { jobs as notices } from "@/server/notices/jobs";
import { jobs as ratings } from "@/server/ratings/jobs";
import { jobs as records } from "@/server/records/jobs";
import { jobs as supervision } from "@/server/supervision/jobs";
import { askThrough, workThrough } from "./outlast";
import { keepRelaying, relayBatch } from "./relay";
import { admitRoles, deadLetter, keepRun, upkeep } from "./upkeep";

const allNouns = (boss: PgBoss): Record<string, NounJobs> => ({ applications, audit, certificates, delegations, identity, items, lifeEvents, notices, ratings, records, supervision, operations: upkeep(boss) });

// A worker gives a sign of life while it works; what a killed one left behind is taken up again half a minute later, not when it expires.
const patience = { retryLimit: 8, retryDelay: 2, retryBackoff: true, retryDelayMax: 600, expireInSeconds: 300, heartbeatSeconds: 15, deadLetter };
const tick = { retryLimit: 0, expireInSeconds: 300, heartbeatSeconds: 15, deleteAfterSeconds: 3600 };
const lookingAfter = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 10 };
// For the driver beneath: the queue throws a connection away whose query came to nothing.
const patienceWithSilence = { query_timeout: silenceMs };
const closingMs = 20_000;

// Beneath the queue's polls and pauses: it goes on where somebody sets the clock of the machine. By that one, a worker that was
// asking while it was set back by a day would sleep for the day.
const steadyClock = { ...systemClock, now: () => performance.timeOrigin + performance.now() };

/** One queue per topic and noun, so that each noun gets every message of its topics and its failures are its own. */
const queueOf = (topic: string, noun: string) => `${topic}/${noun}`;

const subscribersOf = (nouns: Record<string, NounJobs>) => (topic: string) => Object.entries(nouns).filter(([, { topics }]) => topics?.[topic]).map(([noun]) => queueOf(topic, noun));

/**
 * Runs the background of this process until stopped: relays the outbox to the queue, works its topics, and ticks the
 * schedules. Any number of processes may run it on one database; each message is then worked once at a time, and again
 * with growing pauses when its handler throws, until it lands in the dead letter queue.
 */
export async function startJobs({ connectionString = env().JOBS_DATABASE_URL ?? env().DATABASE_URL ?? "" }: { connectionString?: string } = {}): Promise<{ stop(): Promise<void> }> {
  const connection = connect(connectionString, 4, standings.jobs);
  // A worker's login makes nothing in the database: the owner has made it the schema.
  const { rowCount } = await connection.pool.query("select from pg_namespace where nspname = 'pgboss'");
  // `query_timeout` is for its pool, to which all of it is handed on.
  const settings = { connectionString, clock: steadyClock, schema: "pgboss", createSchema: rowCount === 0, max: 4, application_name: "tongban-jobs", useListenNotify: true, ...lookingAfter, ...patienceWithSilence };
  const boss = new PgBoss(settings);
  const nouns = allNouns(boss);
  const stopping = new AbortController();
  boss.on("error", (error) => logger.error("jobs.queueFailed", { name: error.name, message: error.message.slice(0, 300) }));
  try {
    await boss.start();
    askThrough(boss, stopping.signal);
    await boss.createQueue(deadLetter);
    for (const [noun, jobs] of Object.entries(nouns)) await workNoun({ boss, db: connection.db, stopping: stopping.signal }, noun, jobs);
    await admitRoles(boss);
  } catch (error) {
    await boss.stop({ graceful: false });
    await connection.close();
    throw error;
  }
  const relay = keepRelaying(() => relayBatch(connection.db, boss, subscribersOf(nouns)));
  return {
    async stop() {
      stopping.abort();
      await relay.stop();
      await boss.stop({ graceful: true, timeout: closingMs });
      await connection.close();
    },
  };
}

type Workplace = { boss: PgBoss; db: Connection["db"]; stopping: AbortSignal };

async function workNoun({ boss, db, stopping }: Workplace, noun: string, { topics = {}, schedules = {} }: NounJobs): Promise<void> {
  const answers = () => db.execute(sql`select 1`);
  const context = (requestId: string): Ctx => ({ actor: { kind: "system" }, now: now(), requestId, address: "system", db });
  for (const [topic, handle] of Object.entries(topics)) {
    const queue = queueOf(topic, noun);
    await boss.createQueue(queue, { ...patience, notify: true });
    // One that an earlier release made keeps its settings otherwise.
    await boss.updateQueue(queue, patience);
    await boss.work<object, unknown, typeof batches>(queue, batches, (jobs) => oneByOne(jobs, ({ id, data }) => traced(jobSpan(queue), () => workThrough(() => handle(context(id), data), answers, stopping))));
  }
  for (const [name, { cron, hours, run }] of Object.entries(schedules)) {
    const queue = queueOf(`schedules/${name}`, noun);
    // One tick at a time over all processes; a missed one is made good by the next.
    const patient = hours ? { ...tick, expireInSeconds: hours * 3600 } : tick;
    await boss.createQueue(queue, { policy: "exclusive", ...patient });
    await boss.updateQueue(queue, patient);
    await boss.work<object, unknown, typeof ticks>(queue, ticks, (jobs) => oneByOne(jobs, ({ id }) => traced(jobSpan(queue), () => keepRun(db, queue, () => run(context(id))))));
    await boss.schedule(queue, cron, null, { tz: "Asia/Shanghai" });
  }
}

const jobSpan = (queue: string): Traced => ({ name: queue, kind: "consumer", attributes: { "messaging.system": "pg-boss", "messaging.destination.name": queue } });

// A worker is woken by a new job and then takes batches for as long as they come full; polling only finds what retries.
const batches = { batchSize: 10, burstWhenBatchFull: true, perJobResults: true, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 } as const;
const ticks = { perJobResults: true, pollingIntervalSeconds: 2 } as const;

/** Each job of a batch succeeds or fails by itself; a failure goes to the log and back to the queue, which tries again. */
async function oneByOne(jobs: readonly Job<object>[], work: (job: Job<object>) => Promise<unknown>): Promise<JobResult[]> {
  const results: JobResult[] = [];
  for (const job of jobs) results.push(await settled(job, work(job)));
  return results;
}

async function settled({ id, name, retryCount }: Job<object>, work: Promise<unknown>): Promise<JobResult> {
  try {
    await work;
    return { id, status: "completed" };
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    const code = isDomainError(error) ? error.code : undefined;
    logger.error("jobs.failed", { queue: name, jobId: id, retryCount, code, name: cause.name, message: cause.message.slice(0, 300) });
    return { id, status: "failed", output: { code: code ?? cause.name } };
  }
}
