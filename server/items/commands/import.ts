import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { itemRunRows, itemRuns } from "@/db/schema";
import { documentOf } from "@/db/seed/import/exchange";
import type { Problem } from "@/db/seed/import/imported";
import type { Entry } from "@/db/seed/import/parse";
import { readEntries } from "@/db/seed/import/read";
import { lookUpIn } from "@/db/seed/import/workbook";
import type { User } from "@/domain/core/actor";
import { DomainError, isDomainError } from "@/domain/core/errors";
import type { RowProblem } from "@/domain/items/schema/exchange";
import { env } from "@/env";
import { commit, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { storage } from "@/server/core/storage";
import { planDocuments, type Planned } from "../queries/run-plan";
import { findRun, getOwnRun, type Run } from "../queries/runs";
import { actingAs } from "./run-actor";

type StaffCtx = Ctx & { actor: User };

/** Rows read before the next transaction; a reader that is cut off goes on from there. */
const batchSize = 200;

export const runTopic = "items.runWaits";
export const wake = (runId: string): OutboxEntry => ({ topic: runTopic, payload: { runId } });
export const runEntry = (act: string, id: string, after?: unknown) => ({ action: `items.${act}`, subject: { type: "itemRun", id }, after });

/** A file that was received: where it lies, and what its sender calls it. */
export type ReceivedFile = { fileKey: string; name: string };

/** Begins an import: the file is read in the background, then shown, and nothing changes before it is confirmed. */
export function startImport(ctx: StaffCtx, { fileKey, name }: ReceivedFile): Promise<{ runId: string }> {
  return commit(ctx, async (tx) => {
    const id = await newId(tx);
    await tx.insert(itemRuns).values({ id, kind: "import", status: "reading", createdBy: ctx.actor.id, title: name, fileKey, createdAt: ctx.now, updatedAt: ctx.now });
    return { value: { runId: id }, audit: runEntry("startImport", id, { name }), outbox: [wake(id)] };
  });
}

/**
 * Lets a run that was shown do its work; the drafts it makes are its owner's, who never publishes them.
 * Errors: `items.runNotFound`, `items.runNotReady`.
 */
export function confirmRun(ctx: StaffCtx, { runId }: { runId: string }): Promise<{ runId: string }> {
  return commit(ctx, async (tx) => {
    const run = await lockRun(tx, ctx, runId);
    if (run.status !== "ready") throw new DomainError("conflict", "items.runNotReady");
    await tx.update(itemRuns).set({ status: "running", updatedAt: ctx.now }).where(eq(itemRuns.id, runId));
    return { value: { runId }, audit: runEntry("confirmRun", runId), outbox: [wake(runId)] };
  });
}

/** Stops a run: what is done stays, what waits is not done. Errors: `items.runNotFound`, `items.runOver`. */
export function cancelRun(ctx: StaffCtx, { runId }: { runId: string }): Promise<{ runId: string }> {
  return commit(ctx, async (tx) => {
    const run = await lockRun(tx, ctx, runId);
    if (run.endedAt) throw new DomainError("conflict", "items.runOver");
    await endRun(tx, ctx, run, { status: "cancelled" });
    return { value: { runId }, audit: runEntry("cancelRun", runId, { done: run.done }) };
  });
}

async function lockRun(tx: Tx, { actor }: StaffCtx, runId: string): Promise<Run> {
  await tx.select({ id: itemRuns.id }).from(itemRuns).where(eq(itemRuns.id, runId)).for("update");
  return getOwnRun(tx, actor, runId);
}

/** Closes a run; the documents it held are not needed any more. */
export async function endRun(tx: Tx, { now }: Ctx, { id, fileKey }: Run, how: Pick<Partial<Run>, "problem"> & { status: "done" | "cancelled" | "failed" }): Promise<void> {
  await tx.update(itemRuns).set({ ...how, endedAt: now, updatedAt: now, fileKey: null }).where(eq(itemRuns.id, id));
  await tx.update(itemRunRows).set({ document: null }).where(eq(itemRunRows.runId, id));
  if (fileKey) await storage().delete(fileKey);
}

/**
 * Reads the file of an import, row by row into the run, each with what it would do. May be called again after it was cut
 * off: it goes on after the last row kept. A file that cannot be read ends the run with the reason.
 */
export async function readRun(ctx: Ctx, runId: string): Promise<void> {
  const run = await findRun(ctx.db, runId);
  if (run?.status !== "reading" || !run.fileKey) return;
  const acting = await actingAs(ctx, run.createdBy);
  const folder = resolve(env().DATA_DIR, "incoming", randomUUID());
  await mkdir(folder, { recursive: true });
  try {
    const path = join(folder, "file");
    await pipeline(await storage().getStream(run.fileKey), createWriteStream(path));
    await readAll(acting, run, path);
  } catch (error) {
    if (!isDomainError(error) || error.kind !== "invalid") throw error;
    await commit(acting, async (tx) => {
      await endRun(tx, ctx, run, { status: "failed", problem: { code: error.code, params: error.params } });
      return { value: undefined, audit: runEntry("failRun", runId, { code: error.code }) };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readAll(ctx: StaffCtx, run: Run, path: string): Promise<void> {
  let read = 0;
  let batch: Entry[] = [];
  for await (const entry of readEntries(path, { lookUp: lookUpIn(ctx.db) })) {
    read += 1;
    if (read <= run.read) continue;
    batch.push(entry);
    if (batch.length < batchSize) continue;
    if (!(await keep(ctx, run.id, batch, { read: read - batch.length, ends: false }))) return;
    batch = [];
  }
  await keep(ctx, run.id, batch, { read: Math.max(read, run.read) - batch.length, ends: true });
}

type Progress = { read: number; ends: boolean };

/** Keeps a batch of rows after the `read` ones before; false when the run was cancelled or somebody else reads it. */
function keep(ctx: StaffCtx, runId: string, batch: readonly Entry[], { read, ends }: Progress): Promise<boolean> {
  return commit(ctx, async (tx) => {
    const audit = runEntry("readRun", runId, { read: read + batch.length });
    const mine = and(eq(itemRuns.id, runId), eq(itemRuns.status, "reading"), eq(itemRuns.read, read), isNull(itemRuns.endedAt));
    const now = read + batch.length;
    const [run] = await tx.update(itemRuns).set({ read: now, updatedAt: ctx.now, ...(ends ? { status: "ready" as const, total: now } : {}) }).where(mine).returning();
    if (!run) return { value: false, audit };
    const rows = await rowsOf(tx, ctx, runId, batch);
    if (rows.length > 0) await tx.insert(itemRunRows).values(rows);
    if (ends && run.fileKey) await storage().delete(run.fileKey);
    if (ends) await tx.update(itemRuns).set({ fileKey: null, total: sql`(select count(*) from ${itemRunRows} where ${itemRunRows.runId} = ${runId})` }).where(eq(itemRuns.id, runId));
    return { value: true, audit };
  });
}

async function rowsOf(tx: Tx, ctx: StaffCtx, runId: string, batch: readonly Entry[]): Promise<(typeof itemRunRows.$inferInsert)[]> {
  const good = batch.flatMap((entry) => ("problems" in entry ? [] : [entry]));
  const refused = batch.flatMap((entry) => ("problems" in entry ? [entry] : []));
  const planned = good.length > 0 ? await planDocuments(tx, ctx.actor, good.map(documentOf)) : [];
  return [
    ...planned.map((one, index) => ({ runId, position: good[index]?.row ?? 0, ...plannedRow(one) })),
    ...refused.map(({ row, name, problems }) => ({ runId, position: row, code: "", name: name.slice(0, 200), plan: "refuse" as const, changes: [], problems: problems.map(asRowProblem) })),
  ];
}

function plannedRow({ document, plan, changes, problems, item, draft }: Planned) {
  const seen = { itemId: item?.id ?? null, draftId: draft?.id ?? null, draftVersion: draft?.version ?? null };
  return { code: document.code, name: document.content.name, plan, changes, problems, document: plan === "create" || plan === "revise" ? document : null, ...seen };
}

/** The words of a problem are for operators; its code and place are for everybody. */
function asRowProblem({ sheet, row, field, code = "malformed", params = {} }: Problem): RowProblem {
  return { ...(sheet === undefined ? {} : { sheet }), ...(row === undefined ? {} : { row }), field, code, params };
}
