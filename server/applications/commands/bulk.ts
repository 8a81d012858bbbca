import { and, eq, isNull, lt, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { bulkRunRows, bulkRuns } from "@/db/schema";
import { hindranceInBulk, hindranceToHandOver, hindranceToTake } from "@/domain/applications/policy/assignment";
import type { BulkById, BulkOrder, PrepareBulk } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { parseApplicationNumber } from "@/domain/core/codes";
import { DomainError, isDomainError, type ErrorParams } from "@/domain/core/errors";
import { listStaff } from "@/server/auth/staff";
import { commit, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { findAbsence } from "../queries/absences";
import { accountName } from "../queries/assignments";
import { getOwnRun, orderPlace, type BulkRun } from "../queries/bulk";
import { getCase, type Case } from "../queries/case";

type StaffCtx = Ctx & { actor: User };

export const bulkTopic = "applications.bulkWaits";
export const wake = (runId: string): OutboxEntry => ({ topic: bulkTopic, payload: { runId } });
export const runEntry = (act: string, id: string, after?: unknown) => ({ action: `applications.${act}`, subject: { type: "bulkRun", id }, after });

type Row = typeof bulkRunRows.$inferInsert;

/**
 * Looks at every case of a selection and says what may be done and what not, and why; nothing is done before it is
 * confirmed. A case is looked at once, however often it is named.
 */
export function prepareBulk(ctx: StaffCtx, { cases, order }: PrepareBulk): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const id = await newId(tx);
    const numbers = [...new Set(cases.map((text) => parseApplicationNumber(text) ?? text.slice(0, 40)))];
    const colleague = order.act === "handOver" ? await findReceiver(tx, ctx, order.to) : undefined;
    const rows: Row[] = [];
    for (const number of numbers) rows.push({ runId: id, position: rows.length + 1, number, ...(await planOne(tx, ctx, { number, order, colleague })) });
    await tx.insert(bulkRuns).values({ id, act: order.act, order: seal(JSON.stringify(order), orderPlace(id)), status: "ready", createdBy: ctx.actor.id, total: rows.length, createdAt: ctx.now, updatedAt: ctx.now });
    await tx.insert(bulkRunRows).values(rows);
    return { value: { id }, audit: runEntry("prepareBulk", id, { act: order.act, cases: rows.length, may: rows.filter(({ plan }) => plan === "may").length }) };
  });
}

type Planned = Pick<Row, "plan" | "problem" | "applicationId" | "version" | "holder">;
/** Whom everything is to be handed to, and until when they are away. */
type Receiver = { person: User; awayUntil: string | undefined };
type Asked = { number: string; order: BulkOrder; colleague: Receiver | undefined };

async function findReceiver(tx: Tx, { now }: Ctx, accountId: string): Promise<Receiver | undefined> {
  const [person] = await listStaff(tx, now, { ids: [accountId] });
  const today = shanghaiDay(now);
  return person && { person, awayUntil: (await findAbsence(tx, accountId, { fromOn: today, untilOn: today }))?.untilOn };
}

async function planOne(tx: Tx, ctx: StaffCtx, { number, order, colleague }: Asked): Promise<Planned> {
  const found = await findCase(tx, ctx, number);
  if (!found) return { plan: "mayNot", problem: { code: "applications.notFound", params: {} } };
  const { application: { id: applicationId, version, claimedBy: holder }, facts } = found;
  const code = order.act === "handOver" ? hindranceOfHandOver(ctx, found, colleague) : hindranceInBulk(ctx.actor, order.act, facts, ctx.now);
  const seen = { applicationId, version, holder };
  if (!code) return { plan: "may", ...seen };
  return { plan: "mayNot", problem: { code, params: await paramsOf(tx, code, holder, colleague) }, ...seen };
}

/** What the sentence of a reason names. */
async function paramsOf(tx: Tx, code: string, holder: string | null, colleague: Receiver | undefined): Promise<ErrorParams> {
  if (code === "applications.claimedByOther") return { who: await accountName(tx, holder) };
  return code === "applications.colleagueAway" ? { who: colleague?.person.name ?? "", until: colleague?.awayUntil ?? "" } : {};
}

function hindranceOfHandOver({ actor, now }: StaffCtx, { facts }: Case, colleague: Receiver | undefined): string | undefined {
  if (!colleague) return "applications.colleagueMayNot";
  if (colleague.awayUntil !== undefined) return "applications.colleagueAway";
  if (facts.claimedBy === colleague.person.id) return "applications.handedAlready";
  return hindranceToHandOver(actor, facts) ?? hindranceToTake(colleague.person, facts, now);
}

async function findCase(tx: Tx, { actor }: StaffCtx, number: string): Promise<Case | undefined> {
  try {
    return await getCase(tx, actor, { number });
  } catch (error) {
    if (isDomainError(error) && error.kind === "not_found") return undefined;
    throw error;
  }
}

/** Lets a run that was shown do its work in the background. Errors: `applications.bulkNotFound`, `applications.bulkNotReady` (conflict). */
export function confirmBulk(ctx: StaffCtx, { id }: BulkById): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const { status } = await lockRun(tx, ctx, id);
    if (status !== "ready") throw new DomainError("conflict", "applications.bulkNotReady");
    await tx.update(bulkRuns).set({ status: "running", updatedAt: ctx.now }).where(eq(bulkRuns.id, id));
    return { value: { id }, audit: runEntry("confirmBulk", id), outbox: [wake(id)] };
  });
}

/** Stops a run: what is done stays, what waits is not done. Errors: `applications.bulkNotFound`, `applications.bulkOver` (conflict). */
export function cancelBulk(ctx: StaffCtx, { id }: BulkById): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const { endedAt, done } = await lockRun(tx, ctx, id);
    if (endedAt) throw new DomainError("conflict", "applications.bulkOver");
    await tx.update(bulkRuns).set({ status: "cancelled", endedAt: ctx.now, updatedAt: ctx.now }).where(and(eq(bulkRuns.id, id), isNull(bulkRuns.endedAt)));
    return { value: { id }, audit: runEntry("cancelBulk", id, { done }) };
  });
}

const keptDays = 90;

/** Forgets runs that nobody has touched for ninety days; the cases and the audit log keep what was done. Returns how many. */
export function forgetBulkRuns(ctx: Ctx): Promise<number> {
  return commit(ctx, async (tx) => {
    const gone = await tx.delete(bulkRuns).where(and(lt(bulkRuns.updatedAt, new Date(ctx.now.getTime() - keptDays * 86_400_000)), ne(bulkRuns.status, "running"))).returning({ id: bulkRuns.id });
    return { value: gone.length, audit: runEntry("forgetBulk", "old", { runs: gone.length }) };
  });
}

async function lockRun(tx: Tx, { actor }: StaffCtx, id: string): Promise<BulkRun> {
  await tx.select({ id: bulkRuns.id }).from(bulkRuns).where(eq(bulkRuns.id, id)).for("update");
  return getOwnRun(tx, actor, id);
}
