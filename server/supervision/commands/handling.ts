import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applications, overdueReasons, supervisionSignals } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { hindersSupervision, worksIn } from "@/domain/supervision/policy";
import type { DecideReason, ExplainSignal, GiveReason, HandleSignal } from "@/domain/supervision/schema";
import { getCase } from "@/server/applications/queries/case";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { signalPlace } from "../queries/handling";

type StaffCtx = Ctx & { actor: User };

async function lockSignal(tx: Tx, id: string) {
  const [row] = await tx.select({ signal: supervisionSignals, application: { id: applications.id, departmentId: applications.departmentId, divisionCode: applications.divisionCode, applicantAccountId: applications.applicantAccountId } })
    .from(supervisionSignals).innerJoin(applications, eq(applications.id, supervisionSignals.applicationId)).where(eq(supervisionSignals.id, id)).for("update", { of: supervisionSignals }).limit(1);
  return row;
}

/** The department responsible says how it came to a signal. Errors: `supervision.notFound`, `supervision.handledAlready` (conflict). */
export function explainSignal(ctx: StaffCtx, { id, explanation }: ExplainSignal): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const row = await lockSignal(tx, id);
    if (!row || !(worksIn(ctx.actor, row.signal) || worksIn(ctx.actor, row.application))) throw new DomainError("not_found", "supervision.notFound");
    if (row.signal.state !== "open" && row.signal.state !== "explained") throw new DomainError("conflict", "supervision.handledAlready");
    await tx.update(supervisionSignals).set({ state: "explained", explanation: seal(explanation, signalPlace(id, "explanation")), explainedBy: ctx.actor.id, explainedAt: ctx.now }).where(eq(supervisionSignals.id, id));
    return { value: { id }, audit: { action: "supervision.explain", subject: { type: "signal", id }, before: { state: row.signal.state }, after: { state: "explained" } } };
  });
}

/**
 * A supervisor confirms a signal, or excuses it on what the department explained: never on their own word alone.
 * Errors: `supervision.notFound`, `supervision.handledAlready` (conflict), `supervision.notExplained` (conflict), `supervision.ownExplanation` (forbidden).
 */
export function handleSignal(ctx: StaffCtx, { id, outcome, result }: HandleSignal): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const row = await lockSignal(tx, id);
    const hindrance = row ? hindersSupervision(ctx.actor, row.application) : "access.forbidden";
    if (!row || hindrance === "access.forbidden") throw new DomainError("not_found", "supervision.notFound");
    authorize(hindrance);
    const { state, explainedBy } = row.signal;
    if (state !== "open" && state !== "explained") throw new DomainError("conflict", "supervision.handledAlready");
    if (outcome === "excused" && state !== "explained") throw new DomainError("conflict", "supervision.notExplained");
    if (outcome === "excused" && explainedBy === ctx.actor.id) throw new DomainError("forbidden", "supervision.ownExplanation");
    await tx.update(supervisionSignals).set({ state: outcome, result: seal(result, signalPlace(id, "result")), handledBy: ctx.actor.id, handledAt: ctx.now }).where(eq(supervisionSignals.id, id));
    return { value: { id }, audit: { action: "supervision.handle", subject: { type: "signal", id }, before: { state }, after: { state: outcome } } };
  });
}

/**
 * The department gives the reason why a case passed its statutory date; the public reads it once a supervisor confirms it.
 * Errors: `applications.notFound`, `access.forbidden`, `supervision.notOverdue` (conflict), `supervision.reasonGiven` (conflict).
 */
export function giveReason(ctx: StaffCtx, { number, reason }: GiveReason): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const { application } = await getCase(tx, ctx.actor, { number });
    if (!worksIn(ctx.actor, application)) throw new DomainError("forbidden", "access.forbidden");
    const passedOn = application.decidedAt ? shanghaiDay(application.decidedAt) : shanghaiDay(ctx.now);
    if (!application.acceptedAt || !application.statutoryDueOn || passedOn <= application.statutoryDueOn) throw new DomainError("conflict", "supervision.notOverdue");
    const [row] = await tx.insert(overdueReasons).values({ applicationId: application.id, statutoryDueOn: application.statutoryDueOn, reason, givenBy: ctx.actor.id, givenAt: ctx.now }).onConflictDoNothing().returning({ id: overdueReasons.id });
    if (!row) throw new DomainError("conflict", "supervision.reasonGiven");
    return { value: { id: row.id }, audit: { action: "supervision.giveReason", subject: { type: "application", id: application.id }, after: { reason: row.id } } };
  });
}

/** A supervisor publishes the reason, or sends it back with a word. Errors: `supervision.notFound`, `supervision.decidedAlready` (conflict), `supervision.ownReason` (forbidden), `supervision.wordMissing` (invalid). */
export function decideReason(ctx: StaffCtx, { id, outcome, word }: DecideReason): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select({ reason: overdueReasons, application: { departmentId: applications.departmentId, divisionCode: applications.divisionCode, applicantAccountId: applications.applicantAccountId } })
      .from(overdueReasons).innerJoin(applications, eq(applications.id, overdueReasons.applicationId)).where(eq(overdueReasons.id, id)).for("update", { of: overdueReasons }).limit(1);
    const hindrance = row ? hindersSupervision(ctx.actor, row.application) : "access.forbidden";
    if (!row || hindrance === "access.forbidden") throw new DomainError("not_found", "supervision.notFound");
    authorize(hindrance);
    if (row.reason.outcome !== null) throw new DomainError("conflict", "supervision.decidedAlready");
    if (row.reason.givenBy === ctx.actor.id) throw new DomainError("forbidden", "supervision.ownReason");
    if (outcome === "returned" && !word) throw new DomainError("invalid", "supervision.wordMissing");
    await tx.update(overdueReasons).set({ outcome, word: word || null, decidedBy: ctx.actor.id, decidedAt: ctx.now }).where(eq(overdueReasons.id, id));
    return { value: { id }, audit: { action: "supervision.decideReason", subject: { type: "overdueReason", id }, after: { outcome } } };
  });
}
