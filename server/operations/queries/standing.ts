import { asc, count, desc, min } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { auditChecks, auditCheckpoints, auditLog, unscannedFiles } from "@/db/schema";
import { findingsOf, type Standing } from "@/domain/operations/rules/standing";
import { waiting } from "@/server/audit/queries/waiting";
import { checkpointsFile } from "@/server/audit/queries/witness";
import type { Ctx } from "@/server/core/context";
import { signingKeys } from "@/server/core/documents/provider";
import { logger } from "@/server/core/logger";
import { listMissingYears } from "@/server/departments/queries/calendar";
import { fileScanner } from "@/server/integrations/file-scanner/gateway";
import { countSessions, countUploads, listRunning, listSlow, readDatabase, readDisk, readFiles } from "./machine";
import { countMessages, countWork, listGivenUp, listQueues, listSchedules } from "./work";
import { listMissingParts } from "./years";

/** What the machinery is doing, part by part, and what of it wants doing. Nothing of it is about a person. */
export async function getStanding({ db, now }: Ctx) {
  const { readings, standing } = await readStanding(db, now);
  const [queues, givenUp, uploads, sessions, slow] = await Promise.all([
    told("queues", () => listQueues(db)), told("givenUp", () => listGivenUp(db)), told("uploads", () => countUploads(db)), countSessions(db, now), told("slow", () => listSlow(db)),
  ]);
  return { at: now.toISOString(), findings: findingsOf(standing), ...readings, queues, givenUp, uploads, sessions, slow };
}

/** The same readings for the page and for the metrics; a part that this process may not read, or that fails, is null. */
export async function readStanding(db: Reader, now: Date) {
  const [outbox, work, schedules, sealing, keys, missingYears, missingParts, storage, database, running, files, scanner] = await Promise.all([
    told("outbox", () => countMessages(db, now)), told("work", () => countWork(db)), told("schedules", () => listSchedules(db)), told("sealing", () => readSealing(db, now)),
    told("keys", () => readKeys(now)), listMissingYears(db, now), told("missingParts", () => listMissingParts(db)), told("storage", readDisk), told("database", () => readDatabase(db)), told("running", () => listRunning(db)), told("files", readFiles), told("scanner", () => readScanner(db, now)),
  ]);
  const standing: Standing = { outbox, work, schedules, sealing, keys, missingYears, missingParts, storage, connections: database, longestStatement: running?.[0]?.seconds ?? null, files, scanner };
  return { readings: { outbox, work, schedules, sealing, keys, missingYears, missingParts, storage, database, running, files, scanner }, standing };
}

async function told<T>(part: string, read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    logger.warn("operations.unreadable", { part, name: error instanceof Error ? error.name : "unknown" });
    return null;
  }
}

/** The last checkpoint, whether the second place has it, for how long the oldest row waits, and what was found last night. */
async function readSealing(db: Reader, now: Date) {
  const [last] = await db.select().from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1);
  const [first] = await db.select({ at: auditLog.at }).from(auditLog).where(await waiting(db, last?.size ?? 0)).orderBy(asc(auditLog.txid), asc(auditLog.id)).limit(1);
  return {
    ...(last ? { sealed: last.size, sealedAt: last.at.toISOString(), elsewhere: (await checkpointsFile().last()) === last.jws } : { sealed: 0, sealedAt: null, elsewhere: null }),
    oldest: first ? Math.max(0, (now.getTime() - first.at.getTime()) / 1000) : null, ...(await lastCheck(db)),
  };
}

async function lastCheck(db: Reader) {
  const [check] = await db.select().from(auditChecks).orderBy(desc(auditChecks.at)).limit(1);
  return check ? { checkedAt: check.at.toISOString(), damaged: check.findings.length > 0 } : { checkedAt: null, damaged: false };
}

/** Whether uploads are scanned here at all, how many wait for it, and the oldest of them for how long. */
async function readScanner(db: Reader, now: Date) {
  const [row] = await db.select({ waiting: count(), since: min(unscannedFiles.since) }).from(unscannedFiles);
  return { configured: fileScanner() !== undefined, waiting: row?.waiting ?? 0, oldest: row?.since ? Math.max(0, (now.getTime() - row.since.getTime()) / 1000) : null };
}

const day = 86_400_000;

/** The keys that sign now, the latest of each purpose and algorithm: since when, until when. Old ones verify for good and are not told. */
async function readKeys(now: Date) {
  const { keys, sm2_keys } = await signingKeys().publicJwks();
  const latest = new Map<string, { purpose: string; since: string; until: string; daysLeft: number }>();
  const signing = [...keys, ...sm2_keys].filter(({ revoked, nbf }) => !revoked && nbf * 1000 <= now.getTime()).toSorted((a, b) => a.nbf - b.nbf);
  for (const { purpose, alg, nbf, exp } of signing) {
    latest.set(`${purpose}/${alg}`, { purpose: `${purpose}/${alg}`, since: new Date(nbf * 1000).toISOString(), until: new Date(exp * 1000).toISOString(), daysLeft: Math.floor((exp * 1000 - now.getTime()) / day) });
  }
  return [...latest.values()];
}
