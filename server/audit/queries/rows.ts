import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import type { Database, Reader } from "@/db/client";
import { auditCheckpoints, auditLog, auditSeals, movedYears } from "@/db/schema";
import { AuditRow, type DumpLine, type MovedYear } from "@/domain/audit/schema";
import { actorOf } from "@/server/core/documents/audit-chain";

/** Subtrees of these heights are kept, so that a proof reads no more than 255 hashes of each. */
export const tileStep = 8;
export const tileLevels: readonly number[] = [8, 16, 24, 32, 40];

/** A row of the log as it is hashed under this salt. */
export function rowOf({ id, at, actorId, actorKind, onBehalfOf, action, subjectType, subjectId, before, after, requestId }: typeof auditLog.$inferSelect, salt: string): AuditRow {
  return AuditRow.parse({ id, at: at.toISOString(), actor: actorOf(salt, actorId), actorKind, onBehalfOf, action, subjectType, subjectId, before, after, requestId });
}

/** The same, undefined where it cannot be one that this portal wrote: a number or an instant that JSON does not hold. */
export function tellable(row: typeof auditLog.$inferSelect, salt: string): AuditRow | undefined {
  try {
    return rowOf(row, salt);
  } catch {
    return undefined;
  }
}

const page = 2000;

/** Reads the whole chain as of one instant: rows that are sealed meanwhile belong to the next dump. */
export function withChain<T>(db: Reader, madeAt: Date, read: (lines: AsyncIterable<DumpLine>) => Promise<T>): Promise<T> {
  // Safe: a transaction that the database itself keeps from writing.
  return (db as Database).transaction((tx) => read(readChain(tx, madeAt)), { isolationLevel: "repeatable read", accessMode: "read only" });
}

/** Stands for an instant that is none: what claims it waits for too long. */
const never = new Date(0).toISOString();

async function* readChain(db: Reader, madeAt: Date): AsyncGenerator<DumpLine> {
  const end = { sealed: 0, unsealed: 0, checkpoints: 0, moved: 0 };
  yield { format: "tongban.audit-dump/1", madeAt: madeAt.toISOString() };
  for await (const { jws } of pages((after: number) => checkpointsAfter(db, after), ({ size }) => size, 0)) {
    end.checkpoints += 1;
    yield { checkpoint: jws };
  }
  const years = await movedLogYears(db);
  for (const movedYear of years) yield { movedYear };
  for await (const { seal: { seq, hash, salt, auditId }, row } of pages((after: number) => sealsAfter(db, after), ({ seal }) => seal.seq, 0)) {
    const told = row && tellable(row, salt);
    if (!row && years.some(({ fromId, toId }) => (fromId === null || auditId >= fromId) && auditId < toId)) {
      end.moved += 1;
      yield { moved: { seq, hash, id: auditId } };
    }
    if (!told) continue;
    end.sealed += 1;
    yield { seq, hash, salt, actorId: row.actorId, row: told };
  }
  for await (const { id, at } of unsealed(db)) {
    end.unsealed += 1;
    yield { unsealed: { id, at: Number.isNaN(at.getTime()) ? never : at.toISOString() } };
  }
  yield { end };
}

/** The years of the log that were moved out of the database, the earliest first. */
export const movedLogYears = (db: Reader): Promise<MovedYear[]> =>
  db.select({ year: movedYears.year, fromId: movedYears.fromId, toId: movedYears.toId, rows: movedYears.rows, sha256: movedYears.sha256 }).from(movedYears).where(eq(movedYears.tableName, "audit_log")).orderBy(asc(movedYears.year));

async function* pages<Row, Key>(read: (after: Key) => Promise<Row[]>, keyOf: (row: Row) => Key, start: Key): AsyncGenerator<Row> {
  for (let [after, rows] = [start, await read(start)]; rows.length > 0; rows = await read(after)) {
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    after = keyOf(last);
  }
}

const checkpointsAfter = (db: Reader, size: number) =>
  db.select({ size: auditCheckpoints.size, jws: auditCheckpoints.jws }).from(auditCheckpoints).where(gt(auditCheckpoints.size, size)).orderBy(asc(auditCheckpoints.size)).limit(page);

const sealsAfter = (db: Reader, seq: number) =>
  db.select({ seal: auditSeals, row: auditLog }).from(auditSeals).leftJoin(auditLog, eq(auditLog.id, auditSeals.auditId)).where(gt(auditSeals.seq, seq)).orderBy(asc(auditSeals.seq)).limit(page);

/** The rows without a seal, by their ids. They are few among many: each statement looks at one stretch of the log, so that none takes long. */
export async function* unsealed(db: Reader, stretch = 50_000): AsyncGenerator<{ id: string; at: Date }> {
  for (let after = "00000000-0000-0000-0000-000000000000", more = true; more;) {
    const [last] = await db.select({ id: auditLog.id }).from(auditLog).where(gt(auditLog.id, after)).orderBy(asc(auditLog.id)).offset(stretch - 1).limit(1);
    const behind = and(gt(auditLog.id, after), last ? lte(auditLog.id, last.id) : undefined);
    const rows = await db.select({ id: auditLog.id, at: auditLog.at }).from(auditLog)
      .where(and(behind, sql`not exists (select from ${auditSeals} where ${auditSeals.auditId} = ${auditLog.id})`)).orderBy(asc(auditLog.id));
    yield* rows;
    more = last !== undefined;
    after = last?.id ?? after;
  }
}
