import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { plannedClosures, serviceItems } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { DecideProposal } from "@/domain/core/proposals";
import { placeDuties } from "@/domain/departments/policy";
import { closurePhase, planProblem } from "@/domain/departments/rules/closures";
import { PlanClosure, type ClosureScope, type EndClosure } from "@/domain/departments/schema/closures";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { settleProposal, writeProposal } from "@/server/core/proposals";
import { closureKind } from "../queries/closures";
import { openDepartment, openDivision } from "./places";

type StaffCtx = Ctx & { actor: User };

/**
 * Writes a closure down that another administrator confirms. Errors: `departments.closureReversed`, `departments.closurePast`,
 * `departments.closureTooLong` (unprocessable), `departments.notFound`, `departments.divisionNotFound`, `departments.closed`,
 * `departments.divisionClosed` (conflict), `departments.itemUnknown` (unprocessable).
 */
export function planClosure(ctx: StaffCtx, plan: PlanClosure): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    await checkPlan(tx, ctx, plan);
    const id = await writeProposal(tx, ctx, { kind: closureKind, subject: `closure:${await newId(tx)}`, content: plan });
    return { value: { id }, audit: { action: "departments.planClosure", subject: { type: "proposal", id }, after: plan } };
  });
}

/**
 * Confirms a closure, which is told of and holds from then on, refuses it with a reason, or takes one's own back. Errors: as
 * `planClosure`, and `proposals.decided` (conflict), `proposals.own`, `proposals.notYours` (forbidden), `proposals.reasonMissing` (invalid).
 */
export function decideClosure(ctx: StaffCtx, decision: DecideProposal): Promise<{ id: string; outcome: DecideProposal["outcome"] }> {
  return commit(ctx, async (tx) => {
    const { content } = await settleProposal(tx, ctx, decision, { kinds: [closureKind], decide: placeDuties.decide });
    const { id, outcome } = decision;
    if (outcome === "confirmed") await keep(tx, ctx, { proposalId: id, plan: PlanClosure.parse(content) });
    return { value: { id, outcome }, audit: { action: "departments.decideClosure", subject: { type: "proposal", id }, after: { outcome, plan: content } } };
  });
}

/**
 * Opens again before the time, or calls off what has not begun: nothing is taken from anybody, so one administrator does it,
 * with a reason. Errors: `departments.closureOver` (conflict).
 */
export function endClosure(ctx: StaffCtx, { closureId, reason }: EndClosure): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(plannedClosures).where(eq(plannedClosures.id, closureId)).for("update").limit(1);
    if (!row || closurePhase(row, ctx.now) === "over") throw new DomainError("conflict", "departments.closureOver");
    await tx.update(plannedClosures).set({ endedAt: ctx.now, endedBy: ctx.actor.id, endReason: reason }).where(eq(plannedClosures.id, closureId));
    return { value: { id: closureId }, audit: { action: "departments.endClosure", subject: { type: "closure", id: closureId }, before: { startsAt: row.startsAt, endsAt: row.endsAt }, after: { reason } } };
  });
}

async function checkPlan(tx: Tx, { now }: Ctx, { scope, ...times }: PlanClosure): Promise<void> {
  const problem = planProblem(times, now);
  if (problem) throw new DomainError("unprocessable", problem);
  if (scope.kind === "department") await openDepartment(tx, scope.departmentId);
  if (scope.kind === "division") await openDivision(tx, scope.code);
  if (scope.kind === "item" && (await tx.$count(serviceItems, eq(serviceItems.code, scope.code))) === 0) throw new DomainError("unprocessable", "departments.itemUnknown", { code: scope.code });
}

async function keep(tx: Tx, ctx: Ctx, { proposalId, plan }: { proposalId: string; plan: PlanClosure }): Promise<void> {
  await checkPlan(tx, ctx, plan);
  const { scope, startsAt, endsAt, noticeDays, why, instead } = plan;
  await tx.insert(plannedClosures).values({ proposalId, ...columnsOf(scope), startsAt: new Date(startsAt), endsAt: new Date(endsAt), noticeDays, why, instead });
}

function columnsOf(scope: ClosureScope) {
  switch (scope.kind) {
    case "portal": return { scope: scope.kind };
    case "department": return { scope: scope.kind, departmentId: scope.departmentId };
    case "division": return { scope: scope.kind, divisionCode: scope.code };
    case "item": return { scope: scope.kind, itemCode: scope.code };
  }
}
