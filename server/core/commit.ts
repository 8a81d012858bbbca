import { and, eq, sql, type SQLWrapper } from "drizzle-orm";
import type { Database, Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { auditLog, idempotencyKeys, outbox } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { traced } from "@/db/tracing";
import { doerOf } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "./context";
import { throughDoor } from "./scope";
import { writeTogether } from "./write-together";

export type AuditEntry = {
  action: string;
  subject: { type: string; id: string };
  before?: unknown;
  after?: unknown;
};

export type OutboxEntry = { topic: string; payload: Record<string, unknown> };

/**
 * `writes`: what is left to write, sent in one statement with the audit rows. `secret`: the answer is told this once and kept nowhere, not even for a repeated
 * Idempotency-Key.
 */
export type Committed<T> = { value: T; audit: AuditEntry | AuditEntry[]; outbox?: OutboxEntry[]; writes?: SQLWrapper[]; secret?: true };

/**
 * The only door to a write: the change, its history, the audit row and the outgoing messages in one transaction.
 * Work that returns no audit entry does not compile. With an Idempotency-Key the first answer is given again.
 * Errors: `requests.stillRunning` (conflict), `requests.keyReused` (unprocessable), `requests.secretShown` (conflict) where
 * the first answer held a secret, and whatever the work throws.
 */
export async function commit<T>(ctx: Ctx, work: (tx: Tx) => Promise<Committed<T>>): Promise<T> {
  return traced({ name: "commit" }, (note) => writable(ctx).transaction(async (tx) => {
    const earlier = await claimKey<T>(tx, ctx);
    if (earlier) return earlier.answer;
    const { value, audit, outbox: outgoing = [], writes = [], secret } = await work(tx);
    note({ "tongban.actions": [audit].flat().map(({ action }) => action), "tongban.topics": outgoing.map(({ topic }) => topic) });
    await writeTogether(tx, [
      tx.insert(auditLog).values([audit].flat().map((entry) => auditRow(ctx, entry))),
      ...(outgoing.length > 0 ? [tx.insert(outbox).values(outgoing.map((entry) => ({ ...entry, createdAt: ctx.now })))] : []),
      ...writes,
      ...answerKept(tx, ctx, secret ? undefined : { value }),
    ]);
    return value;
  }));
}

function auditRow({ actor, now, requestId }: Ctx, { action, subject, before, after }: AuditEntry) {
  return {
    at: now,
    actorId: actor.kind === "user" ? doerOf(actor).id : null,
    actorKind: actor.kind,
    onBehalfOf: actor.kind === "user" ? (actor.actingFor?.id ?? (actor.servedBy ? actor.id : null)) : null,
    action,
    subjectType: subject.type,
    subjectId: subject.id,
    before: before ?? null,
    after: after ?? null,
    requestId,
  };
}

type Key = { accountId: string; key: string; bodyHash: string };

function keyOf({ actor, idempotency }: Ctx): Key | undefined {
  return idempotency && actor.kind === "user" ? { accountId: doerOf(actor).id, ...idempotency } : undefined;
}

const answerPlace = (key: Key): Place => ({ table: "idempotency_keys", column: "answer", row: `${key.accountId}/${key.key}` });

async function claimKey<T>(tx: Tx, ctx: Ctx): Promise<{ answer: T } | undefined> {
  const key = keyOf(ctx);
  if (!key) return undefined;
  if (await isFirst(tx, key, ctx.now)) return undefined;
  const [row] = await tx.select().from(idempotencyKeys).where(and(eq(idempotencyKeys.accountId, key.accountId), eq(idempotencyKeys.key, key.key))).limit(1);
  if (!row) throw new Error("a key that is taken belongs to nobody");
  if (row.bodyHash !== key.bodyHash) throw new DomainError("unprocessable", "requests.keyReused");
  if (row.answer === null) throw new DomainError("conflict", "requests.secretShown");
  return { answer: answerOf<T>(JSON.parse(open(row.answer, answerPlace(key)))) };
}

// A double click waits, at the key that both write, for the first to finish; what takes longer is told to come back. In one
// statement: patience is limited before the key is written (its row comes from there), and given back after.
async function isFirst(tx: Tx, { accountId, key, bodyHash }: Key, now: Date): Promise<boolean> {
  const patience = tx.$with("patience", { usual: sql<string>`usual` }).as(sql`select current_setting('lock_timeout') as usual, set_config('lock_timeout', '3s', true) as limited`);
  const written = tx.$with("written", { key: sql<string>`key` }).as(sql`insert into ${idempotencyKeys} (account_id, key, body_hash, created_at) select ${accountId}::uuid, ${key}::uuid, ${bodyHash}, ${now.toISOString()}::timestamptz from patience on conflict do nothing returning key`);
  try {
    const [row] = await tx.with(patience, written).select({ isFirst: sql<boolean>`done.first`, usual: sql`set_config('lock_timeout', patience.usual, true)` })
      .from(sql`patience cross join (select count(*) = 1 as first from written) as done`);
    return row?.isFirst === true;
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new DomainError("conflict", "requests.stillRunning");
  }
}

const isLockTimeout = (error: unknown) => error instanceof Error && error.cause instanceof Error && "code" in error.cause && error.cause.code === "55P03";

function answerKept(tx: Tx, ctx: Ctx, kept: { value: unknown } | undefined): SQLWrapper[] {
  const key = keyOf(ctx);
  if (!key) return [];
  const answer = kept ? seal(JSON.stringify(kept), answerPlace(key)) : null;
  return [tx.update(idempotencyKeys).set({ answer, answeredAt: ctx.now }).where(and(eq(idempotencyKeys.accountId, key.accountId), eq(idempotencyKeys.key, key.key)))];
}

// Safe because only answerKept writes answers, from the value of the same command (the body hash covers its name).
function answerOf<T>(stored: { value?: unknown }): T {
  return stored.value as T;
}

// Safe because every Ctx is built around the real client; the narrow type only hides its write methods.
function writable(ctx: Ctx): Database {
  return throughDoor(ctx, "commit").db as Database;
}
