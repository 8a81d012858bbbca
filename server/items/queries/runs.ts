import { and, asc, count, desc, eq, gt, lt } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { itemRunRows, itemRuns } from "@/db/schema";
import type { Actor, User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { ListRunRows } from "@/domain/items/schema/exchange";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";

export type Run = typeof itemRuns.$inferSelect;
export type RunRow = typeof itemRunRows.$inferSelect;

export async function findRun(db: Reader, runId: string): Promise<Run | undefined> {
  const [run] = await db.select().from(itemRuns).where(eq(itemRuns.id, runId)).limit(1);
  return run;
}

/** A run of one's own; anybody else's looks like a missing one. Errors: `items.runNotFound`. */
export async function getOwnRun(db: Reader, actor: Actor, runId: string): Promise<Run> {
  const run = await findRun(db, runId);
  if (!run || actor.kind !== "user" || run.createdBy !== actor.id) throw new DomainError("not_found", "items.runNotFound");
  return run;
}

const shown = ({ id, kind, status, title, subjectId, read, total, done, problem, createdAt, endedAt }: Run) =>
  ({ id, kind, status, title, subjectId, read, total, done, problem, createdAt: createdAt.toISOString(), endedAt: endedAt?.toISOString() ?? null });

/** The runs one has begun, the latest first. */
export async function listRuns(db: Reader, actor: User, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const rows = await db.select().from(itemRuns)
    .where(and(eq(itemRuns.createdBy, actor.id), cursor ? lt(itemRuns.id, decodeCursor(z.tuple([z.uuid()]), cursor)[0]) : undefined))
    .orderBy(desc(itemRuns.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit).map(shown), nextCursor: cursorAfter(rows, limit, ({ id }) => [id]) };
}

/** A run with how many rows it will and did do what to. Errors: `items.runNotFound`. */
export async function viewRun(db: Reader, actor: User, runId: string) {
  const run = await getOwnRun(db, actor, runId);
  const counts = await db.select({ plan: itemRunRows.plan, outcome: itemRunRows.outcome, rows: count() }).from(itemRunRows).where(eq(itemRunRows.runId, runId)).groupBy(itemRunRows.plan, itemRunRows.outcome);
  const sum = (keep: (row: (typeof counts)[number]) => boolean) => counts.filter(keep).reduce((total, { rows }) => total + rows, 0);
  return {
    ...shown(run),
    plans: { create: sum(({ plan }) => plan === "create"), revise: sum(({ plan }) => plan === "revise"), unchanged: sum(({ plan }) => plan === "unchanged"), refuse: sum(({ plan }) => plan === "refuse") },
    outcomes: { drafted: sum(({ outcome }) => outcome === "drafted"), refused: sum(({ outcome }) => outcome === "refused") },
  };
}

/** The rows of a run in the order of its file, of one plan where asked. Errors: `items.runNotFound`. */
export async function listRunRows(db: Reader, actor: User, { runId, plan, cursor, limit }: ListRunRows) {
  await getOwnRun(db, actor, runId);
  const { position, code, name, plan: planned, changes, problems, itemId, outcome } = itemRunRows;
  const rows = await db.select({ position, code, name, plan: planned, changes, problems, itemId, outcome }).from(itemRunRows)
    .where(and(eq(itemRunRows.runId, runId), plan ? eq(itemRunRows.plan, plan) : undefined, cursor ? gt(itemRunRows.position, decodeCursor(z.tuple([z.int()]), cursor)[0]) : undefined))
    .orderBy(asc(itemRunRows.position)).limit(limit + 1);
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ position: at }) => [at]) };
}
