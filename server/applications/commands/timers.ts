import { and, asc, eq, isNull, lt } from "drizzle-orm";
import { applications } from "@/db/schema";
import { shanghaiDay } from "@/domain/core/calendar";
import { isDomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { act } from "./act";
import { acceptance } from "./intake";
import { keepPromise } from "./supplement";

const batch = 200;

/**
 * Silence for five workdays accepts a case as of its receipt (行政许可法 32(4)). Returns how many were.
 * Safe with two runners: each case is locked and its status asked again.
 */
export async function deemAcceptOverdue(ctx: Ctx): Promise<number> {
  const overdue = await ctx.db.select({ id: applications.id }).from(applications)
    .where(and(eq(applications.status, "submitted"), lt(applications.noticeDueOn, shanghaiDay(ctx.now)))).orderBy(asc(applications.noticeDueOn)).limit(batch);
  return countDone(overdue, ({ id }) => act(ctx, { id, action: "deemAccept" }, async (found, tx) => {
    const effect = await acceptance(tx, ctx, found, found.application.receivedAt ?? ctx.now);
    await keepPromise(tx, found, effect.patch.promisedDueOn);
    return { ...effect, patch: { ...effect.patch, deemedAccepted: true } };
  }));
}

/** Proposes the lapse of corrections whose period ran out; staff confirm it, and resubmission stays open until then. */
export async function proposeLapses(ctx: Ctx): Promise<number> {
  const unanswered = await ctx.db.select({ id: applications.id }).from(applications)
    .where(and(eq(applications.status, "correction"), isNull(applications.lapseProposedAt), lt(applications.correctionDueOn, shanghaiDay(ctx.now)))).orderBy(asc(applications.correctionDueOn)).limit(batch);
  return countDone(unanswered, ({ id }) => act(ctx, { id, action: "proposeLapse" }, () => ({ patch: { lapseProposedAt: ctx.now } })));
}

// One after another: a case that somebody else just moved is not ours any more and is passed over.
async function countDone(cases: readonly { id: string }[], move: (one: { id: string }) => Promise<unknown>): Promise<number> {
  let done = 0;
  for (const one of cases) {
    try {
      await move(one);
      done += 1;
    } catch (error) {
      if (!isDomainError(error)) throw error;
    }
  }
  return done;
}
