import { and, asc, eq, gt, isNull, lt, lte, gte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificateReminders, certificates } from "@/db/schema";
import { reminderDue } from "@/domain/certificates/rules/life";
import { reminderDays } from "@/domain/certificates/schema/life";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { commit, type Committed } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { openRecord, type CertificateRow } from "../queries/record";
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
  let after = "00000000-0000-0000-0000-000000000000";
  let told = 0;
  for (;;) {
    const rows = await ctx.db.select({ id: certificates.id, validUntil: certificates.validUntil, issuedOn: certificates.issuedOn }).from(certificates)
      .where(and(eq(certificates.status, "valid"), gte(certificates.validUntil, today), lte(certificates.validUntil, addDays(today, Math.max(...reminderDays))), gt(certificates.id, after))).orderBy(asc(certificates.id)).limit(batch);
    told += await orNothing(commit(ctx, (tx) => remindAll(tx, ctx, rows, today)));
    const last = rows.at(-1);
    if (rows.length < batch || !last) return told;
    after = last.id;
  }
}

async function remindAll(tx: Tx, { now }: Ctx, rows: readonly Pick<CertificateRow, "id" | "validUntil" | "issuedOn">[], today: string): Promise<Committed<number>> {
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
