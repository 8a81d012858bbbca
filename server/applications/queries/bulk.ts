import { and, asc, count, desc, eq, gt, lt } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { applications, bulkRunRows, bulkRuns } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { BulkOrder, type BulkById, type ListBulkRows, type ListBulkRuns } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { accountName } from "./assignments";

type StaffCtx = Ctx & { actor: User };
export type BulkRun = Omit<typeof bulkRuns.$inferSelect, "order"> & { order: BulkOrder };
export type BulkRunRow = typeof bulkRunRows.$inferSelect;

/** What is said in an order may say anything about anybody. */
export const orderPlace = (row: string): Place => ({ table: "bulk_runs", column: "order", row });

export async function findRun(db: Reader, id: string): Promise<BulkRun | undefined> {
  const [run] = await db.select().from(bulkRuns).where(eq(bulkRuns.id, id)).limit(1);
  return run && { ...run, order: BulkOrder.parse(JSON.parse(open(run.order, orderPlace(run.id)))) };
}

/** A run of one's own; anybody else's looks like a missing one. Errors: `applications.bulkNotFound`. */
export async function getOwnRun(db: Reader, actor: User, id: string): Promise<BulkRun> {
  const run = await findRun(db, id);
  if (run?.createdBy !== actor.id) throw new DomainError("not_found", "applications.bulkNotFound");
  return run;
}

const shown = ({ id, act, status, total, done, createdAt, endedAt }: Omit<BulkRun, "order">) => ({ id, act, status, total, done, createdAt: createdAt.toISOString(), endedAt: endedAt?.toISOString() ?? null });

/** The runs one has prepared, the latest first. */
export async function listBulkRuns({ db, actor }: StaffCtx, { cursor, limit }: ListBulkRuns) {
  const rows = await db.select().from(bulkRuns)
    .where(and(eq(bulkRuns.createdBy, actor.id), cursor ? lt(bulkRuns.id, decodeCursor(z.tuple([z.uuid()]), cursor)[0]) : undefined)).orderBy(desc(bulkRuns.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit).map(shown), nextCursor: cursorAfter(rows, limit, ({ id }) => [id]) ?? null };
}

/** A run: its order in names, and how many cases may, may not, were done and were refused. Errors: `applications.bulkNotFound`. */
export async function viewBulk({ db, actor }: StaffCtx, { id }: BulkById) {
  const run = await getOwnRun(db, actor, id);
  const counts = await db.select({ plan: bulkRunRows.plan, outcome: bulkRunRows.outcome, rows: count() }).from(bulkRunRows).where(eq(bulkRunRows.runId, id)).groupBy(bulkRunRows.plan, bulkRunRows.outcome);
  const sum = (keep: (row: (typeof counts)[number]) => boolean) => counts.filter(keep).reduce((total, { rows }) => total + rows, 0);
  const { order } = run;
  return {
    ...shown(run), order, to: order.act === "handOver" ? await accountName(db, order.to) : null,
    may: sum(({ plan }) => plan === "may"), mayNot: sum(({ plan }) => plan === "mayNot"), succeeded: sum(({ outcome }) => outcome === "done"), refused: sum(({ outcome }) => outcome === "refused"),
  };
}

/** The cases of a run in the order they were chosen: all, those that may not, or those that were refused. Errors: `applications.bulkNotFound`. */
export async function listBulkRows({ db, actor }: StaffCtx, { id, view, cursor, limit }: ListBulkRows) {
  await getOwnRun(db, actor, id);
  const wanted = { all: undefined, mayNot: eq(bulkRunRows.plan, "mayNot"), refused: eq(bulkRunRows.outcome, "refused") }[view];
  const rows = await db.select({ position: bulkRunRows.position, number: bulkRunRows.number, plan: bulkRunRows.plan, outcome: bulkRunRows.outcome, problem: bulkRunRows.problem, itemName: applications.itemName, status: applications.status })
    .from(bulkRunRows).leftJoin(applications, eq(applications.id, bulkRunRows.applicationId))
    .where(and(eq(bulkRunRows.runId, id), wanted, cursor ? gt(bulkRunRows.position, decodeCursor(z.tuple([z.int()]), cursor)[0]) : undefined)).orderBy(asc(bulkRunRows.position)).limit(limit + 1);
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ position }) => [position]) ?? null };
}
