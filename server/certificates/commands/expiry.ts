import { and, asc, eq, gte, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { certificateReminders, certificates } from "@/db/schema";
import { reminderDue } from "@/domain/certificates/rules/life";
import { reminderDays } from "@/domain/certificates/schema/life";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { commit, type Committed } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { openRecord } from "../queries/record";
import { applyAct, keyColumns } from "./write";

const batch = 500;

/** Another runner did it, or nothing was due: then nothing is written, not even that. */
const nothingLeft = () => new DomainError("conflict", "certificates.changedMeanwhile");

async function orNothing(work: Promise<number>): Promise<number> {
  try {
    return await work;
  } catch (error) {
    if (isDomainError(error) && error.kind === "conflict") return 0;
    throw error;
  }
}

/** Records that the last day of certificates has passed, whenever it did; two runners skip each other's. Tells how many. */
export async function expireCertificates(ctx: Ctx): Promise<number> {
  const today = shanghaiDay(ctx.now);
  const ids = await ctx.db.select({ id: certificates.id }).from(certificates).where(and(eq(certificates.status, "valid"), lt(certificates.validUntil, today))).orderBy(asc(certificates.validUntil)).limit(5000);
  let moved = 0;
  for (const { id } of ids) moved += await orNothing(commit(ctx, (tx) => expireOne(tx, ctx, { id, today })));
  return moved;
}

async function expireOne(tx: Tx, ctx: Ctx, { id, today }: { id: string; today: string }): Promise<Committed<number>> {
  const [row] = await tx.select().from(certificates).where(and(eq(certificates.id, id), eq(certificates.status, "valid"), lt(certificates.validUntil, today))).for("update", { skipLocked: true });
  if (!row) throw nothingLeft();
  const { audit, outbox } = await applyAct(tx, ctx, row, { act: "expire", from: "valid", reason: null });
  return { value: 1, audit, outbox };
}

/**
 * Orders the reminders before the last day, 90, 60 and 30 days, each once for ever however often and on whichever days this
 * runs; days missed bring the nearest one only. Tells how many.
 */
export async function remindOfExpiry(ctx: Ctx): Promise<number> {
  const today = shanghaiDay(ctx.now);
  let told = 0;
  for (let after: EndsSoon | undefined; ;) {
    const rows = await endingSoon(ctx.db, today, after);
    told += await orNothing(commit(ctx, (tx) => remindAll(tx, ctx, rows, today)));
    after = rows.at(-1);
    if (rows.length < batch || !after) return told;
  }
}

type EndsSoon = { id: string; validUntil: string | null; issuedOn: string };

/** The next batch of those that end within the longest notice, by their last day and id, along `certificates_ending`. */
export function endingSoon(db: Reader, today: string, after?: EndsSoon) {
  const { id, validUntil, issuedOn, status } = certificates;
  const further = after && sql`(${validUntil}, ${id}) > (${after.validUntil}::date, ${after.id}::uuid)`;
  return db.select({ id, validUntil, issuedOn }).from(certificates)
    .where(and(eq(status, "valid"), isNotNull(validUntil), gte(validUntil, today), lte(validUntil, addDays(today, Math.max(...reminderDays))), further)).orderBy(asc(validUntil), asc(id)).limit(batch);
}

async function remindAll(tx: Tx, { now }: Ctx, rows: readonly EndsSoon[], today: string): Promise<Committed<number>> {
  const due = rows.flatMap(({ id, validUntil, issuedOn }) => {
    const daysBefore = validUntil === null ? undefined : reminderDue({ validUntil, issuedOn }, today);
    return daysBefore === undefined ? [] : [{ certificateId: id, daysBefore, at: now }];
  });
  const made = due.length === 0 ? [] : await tx.insert(certificateReminders).values(due).onConflictDoNothing().returning({ certificateId: certificateReminders.certificateId, daysBefore: certificateReminders.daysBefore });
  if (made.length === 0) throw nothingLeft();
  return {
    value: made.length,
    audit: made.map(({ certificateId, daysBefore }) => ({ action: "certificates.remind", subject: { type: "certificate", id: certificateId }, after: { daysBefore } })),
    outbox: made.map((payload) => ({ topic: "certificates.ending", payload })),
  };
}

/** Gives certificates older than the look-up keys theirs; SQL cannot, their records are sealed. Tells how many. */
export async function keyOlder(ctx: Ctx): Promise<number> {
  const rows = await ctx.db.select().from(certificates).where(isNull(certificates.holderKey)).orderBy(asc(certificates.id)).limit(batch);
  if (rows.length === 0) return 0;
  return commit(ctx, async (tx) => {
    for (const row of rows) {
      const { divisionCode, ...keys } = keyColumns(openRecord(row));
      await tx.update(certificates).set({ ...keys, divisionCode: sql`coalesce(${certificates.divisionCode}, ${divisionCode})` }).where(eq(certificates.id, row.id));
    }
    return { value: rows.length, audit: { action: "certificates.key", subject: { type: "certificate", id: rows[0]?.id ?? "" }, after: { rows: rows.length } } };
  });
}
