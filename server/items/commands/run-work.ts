import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { itemRunRows, itemRuns, serviceItems } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { isSame } from "@/domain/core/same";
import { problemOf } from "@/domain/items/rules/exchange";
import { commit, type AuditEntry, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { planDocuments, type Planned } from "../queries/run-plan";
import { findRun, type Run, type RunRow } from "../queries/runs";
import { writeDraft, type Outcome } from "./drafts";
import { endRun, readRun, runEntry, wake } from "./import";
import { inheritRow } from "./inherit";
import { actingAs } from "./run-actor";

type StaffCtx = Ctx & { actor: User };

/** Rows of one transaction; a run that is cut off goes on after the last whole one. */
const batchSize = 25;
/** After this long the rest is left to the next message, so that no message is worked on for longer than its queue waits. */
const sliceMs = 60_000;

/**
 * Works a confirmed run off: each row in a savepoint of its own, done whole or not at all, and never twice, since its outcome
 * is written in the same transaction. Any number of workers and restarts come to the same end.
 */
export async function workRun(ctx: Ctx, runId: string): Promise<void> {
  const run = await findRun(ctx.db, runId);
  if (run?.status !== "running") return;
  const acting = await actingAs(ctx, run.createdBy);
  const startedAt = performance.now();
  for (;;) {
    const late = performance.now() - startedAt > sliceMs;
    if (!(await workBatch(acting, run, late ? [wake(runId)] : [])) || late) return;
  }
}

const Message = z.object({ runId: z.uuid() });

/** Takes a run one step on, whichever is next: reading its file, or working its rows off. */
export async function continueRun(ctx: Ctx, payload: unknown): Promise<void> {
  const { runId } = Message.parse(payload);
  await readRun(ctx, runId);
  await workRun(ctx, runId);
}

/** The next rows; false when there is nothing left to do here. */
function workBatch(ctx: StaffCtx, { id }: Run, outbox: OutboxEntry[]): Promise<boolean> {
  return commit(ctx, async (tx) => {
    const [run] = await tx.select().from(itemRuns).where(eq(itemRuns.id, id)).for("update");
    if (run?.status !== "running") return { value: false, audit: runEntry("leaveRun", id) };
    const rows = await tx.select().from(itemRunRows)
      .where(and(eq(itemRunRows.runId, id), isNull(itemRunRows.outcome), inArray(itemRunRows.plan, ["create", "revise"])))
      .orderBy(asc(itemRunRows.position)).limit(batchSize);
    const audit: AuditEntry[] = [runEntry("workRun", id, { rows: rows.length })];
    for (const row of rows) audit.push(...(await settle(tx, ctx, run, row)));
    await tx.update(itemRuns).set({ done: sql`${itemRuns.done} + ${rows.length}`, updatedAt: ctx.now }).where(eq(itemRuns.id, id));
    if (rows.length < batchSize) await endRun(tx, ctx, run, { status: "done" });
    return { value: rows.length === batchSize, audit, outbox: rows.length === batchSize ? outbox : [] };
  });
}

async function settle(tx: Tx, ctx: StaffCtx, run: Run, row: RunRow): Promise<AuditEntry[]> {
  const outcome = await attempt(tx, (savepoint) => (run.kind === "inherit" ? inheritRow(savepoint, ctx, run, row) : draftRow(savepoint, ctx, row)));
  const here = and(eq(itemRunRows.runId, run.id), eq(itemRunRows.position, row.position));
  const told = "problems" in outcome ? { outcome: "refused" as const, problems: outcome.problems } : { outcome: "drafted" as const, itemId: outcome.itemId };
  await tx.update(itemRunRows).set({ ...told, endedAt: ctx.now, document: null }).where(here);
  return "problems" in outcome ? [] : outcome.audit;
}

/** What the database refuses is a refusal of this row alone; anything else stops the run, which is tried again. */
async function attempt(tx: Tx, work: (savepoint: Tx) => Promise<Outcome>): Promise<Outcome> {
  try {
    return await tx.transaction(work);
  } catch (error) {
    // 22: a value that cannot be kept; 23: a constraint, such as a code that somebody else took meanwhile.
    if (/^2[23]/.test(sqlState(error))) return { problems: [problemOf("row", "notStored")] };
    throw error;
  }
}

function sqlState(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

/** Makes the draft of one row, if the item still is what was shown. */
async function draftRow(tx: Tx, ctx: StaffCtx, row: RunRow): Promise<Outcome> {
  if (!row.document) return { problems: [problemOf("row", "notStored")] };
  await tx.select({ id: serviceItems.id }).from(serviceItems).where(eq(serviceItems.code, row.code)).for("update");
  const [planned] = await planDocuments(tx, ctx.actor, [row.document]);
  if (!planned) throw new Error("a document without a plan");
  if (planned.plan === "refuse") return { problems: planned.problems };
  if (!isAsShown(planned, row)) return { problems: [problemOf("code", "changedMeanwhile")] };
  const itemId = planned.item?.id ?? (await createItem(tx, ctx, planned));
  return writeDraft(tx, ctx, { itemId, draft: planned.draft, content: planned.document.content });
}

function isAsShown({ plan, item, draft }: Planned, row: RunRow): boolean {
  const seen = [plan, item?.id ?? null, draft?.id ?? null, draft?.version ?? null];
  return isSame(seen, [row.plan, row.itemId, row.draftId, row.draftVersion]);
}

async function createItem(tx: Tx, { now }: StaffCtx, { document: { code, sourceId }, departmentId, divisionCode }: Planned): Promise<string> {
  const [created] = await tx.insert(serviceItems)
    .values({ code, basicCode: code.slice(19, 31), sourceId: sourceId ?? null, departmentId, divisionCode, status: "draft", createdAt: now, updatedAt: now })
    .returning({ id: serviceItems.id });
  if (!created) throw new Error("the item was not returned");
  return created.id;
}
