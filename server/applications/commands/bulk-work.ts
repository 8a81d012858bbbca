import { createHash } from "node:crypto";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { applications, bulkRunRows, bulkRuns } from "@/db/schema";
import type { BulkOrder } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import { DomainError, isDomainError, type ErrorParams } from "@/domain/core/errors";
import { listStaff } from "@/server/auth/staff";
import { commit, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { accountName } from "../queries/assignments";
import { findRun, type BulkRun, type BulkRunRow } from "../queries/bulk";
import { runEntry, wake } from "./bulk";
import { claimApplication, releaseApplication } from "./claim";
import { closeApplication, deliverApplication } from "./decide";
import { handOver } from "./hand-over";
import { acceptApplication } from "./intake";
import { completeStep, startReview } from "./review";

type StaffCtx = Ctx & { actor: User };
/** A row that waits, of a case that was found. */
type Waiting = BulkRunRow & { applicationId: string; version: number };

/** After this long the rest is left to the next message, so that no message is worked on for longer than its queue waits. */
const sliceMs = 60_000;

const Message = z.object({ runId: z.uuid() });

/**
 * Works a confirmed run off, case by case, each by the same command as one by itself and in its owner's name, with the posts
 * they hold at that moment. A case is done once: its key gives the first answer again, and its version is compared. Whoever is
 * cut off goes on with what waits; any number of workers come to the same end.
 */
export async function workBulk(ctx: Ctx, payload: unknown): Promise<void> {
  const { runId } = Message.parse(payload);
  const startedAt = performance.now();
  for (;;) {
    const run = await findRun(ctx.db, runId);
    if (run?.status !== "running") return;
    const row = await nextRow(ctx, runId);
    if (!row) return endRun(ctx, run);
    const late = performance.now() - startedAt > sliceMs;
    await settle(ctx, run, row, late ? [wake(runId)] : []);
    if (late) return;
  }
}

async function nextRow({ db }: Ctx, runId: string): Promise<Waiting | undefined> {
  const [row] = await db.select().from(bulkRunRows)
    .where(and(eq(bulkRunRows.runId, runId), eq(bulkRunRows.plan, "may"), isNull(bulkRunRows.outcome))).orderBy(asc(bulkRunRows.position)).limit(1);
  if (!row) return undefined;
  if (row.applicationId === null || row.version === null) throw new Error("a row that may be done without its case");
  return { ...row, applicationId: row.applicationId, version: row.version };
}

async function settle(ctx: Ctx, run: BulkRun, row: Waiting, outbox: OutboxEntry[]): Promise<void> {
  const problem = await attempt(ctx, run, row);
  await commit(ctx, async (tx) => {
    const here = and(eq(bulkRunRows.runId, run.id), eq(bulkRunRows.position, row.position), isNull(bulkRunRows.outcome));
    const [settled] = await tx.update(bulkRunRows).set({ outcome: problem ? "refused" : "done", problem: problem ?? null, endedAt: ctx.now }).where(here).returning({ position: bulkRunRows.position });
    if (settled) await tx.update(bulkRuns).set({ done: sql`${bulkRuns.done} + 1`, updatedAt: ctx.now }).where(eq(bulkRuns.id, run.id));
    return { value: undefined, audit: runEntry("workBulk", run.id, { number: row.number, ...(problem ? { refused: problem.code } : {}) }), outbox };
  });
}

type Problem = { code: string; params: ErrorParams };

/** What the rules refuse is the answer of this case; anything else stops the run, which is tried again. */
async function attempt(ctx: Ctx, { createdBy, order }: BulkRun, row: Waiting): Promise<Problem | undefined> {
  try {
    const [actor] = await listStaff(ctx.db, ctx.now, { ids: [createdBy] });
    if (!actor) throw new DomainError("forbidden", "access.forbidden");
    const bodyHash = createHash("sha256").update(`${row.runId}/${row.position}`).digest("hex");
    await perform({ ...ctx, actor, idempotency: { key: row.key, bodyHash } }, row, order);
    return undefined;
  } catch (error) {
    if (isDomainError(error) && error.code !== "requests.stillRunning") return { code: error.code, params: { ...error.params, ...(await holderIn(ctx, error, row)) } };
    throw error;
  }
}

// The policy knows who holds a case by their key; a person reads the name.
async function holderIn({ db }: Ctx, { code, params }: DomainError, { applicationId }: Waiting): Promise<ErrorParams> {
  if (code !== "applications.claimedByOther" || "who" in params) return {};
  const [held] = await db.select({ claimedBy: applications.claimedBy }).from(applications).where(eq(applications.id, applicationId));
  return { who: await accountName(db, held?.claimedBy ?? null) };
}

function perform(ctx: StaffCtx, { applicationId: id, version, holder }: Waiting, order: BulkOrder): Promise<unknown> {
  switch (order.act) {
    case "claim": return claimApplication(ctx, { id });
    case "release": return releaseApplication(ctx, { id });
    case "handOver": return handOver(ctx, { id, version, holder, to: order.to, word: order.word });
    case "accept": return acceptApplication(ctx, { id, version });
    case "startReview": return startReview(ctx, { id, version });
    case "completeStep": return completeStep(ctx, { id, version, opinion: order.opinion });
    case "deliver": return deliverApplication(ctx, { id, version, method: order.method });
    default: return closeApplication(ctx, { id, version });
  }
}

async function endRun(ctx: Ctx, { id }: BulkRun): Promise<void> {
  await commit(ctx, async (tx) => {
    await tx.update(bulkRuns).set({ status: "done", endedAt: ctx.now, updatedAt: ctx.now }).where(and(eq(bulkRuns.id, id), eq(bulkRuns.status, "running")));
    return { value: undefined, audit: runEntry("endBulk", id) };
  });
}
