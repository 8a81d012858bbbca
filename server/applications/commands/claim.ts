import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, applicationSteps } from "@/db/schema";
import { canClaim, claimableSteps, completableSteps } from "@/domain/applications/policy";
import { holderOf } from "@/domain/applications/rules/steps";
import type { Claim } from "@/domain/applications/schema";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { getCase, type Case } from "../queries/case";
import { claimedByOther, lockCase } from "./give";

export type Claimed = { id: string; claimedBy: string | null };

/**
 * Takes a case, or one step of it, for oneself; exactly one colleague gets it. Whoever was only asked for a step takes that
 * step. Errors: `applications.claimedByOther` (conflict, who), `access.forbidden`.
 */
export function claimApplication(ctx: Ctx, { id, step }: Claim): Promise<Claimed> {
  return commit(ctx, async (tx) => {
    await lockCase(tx, id);
    const found = await getCase(tx, ctx.actor, { id });
    const me = ctx.actor.kind === "user" ? ctx.actor.id : null;
    const key = step ?? stepInstead(ctx, found);
    await (key === undefined ? claimCase(tx, ctx, found, me) : claimStep(tx, ctx, found, key));
    return { value: { id, claimedBy: me }, audit: { action: "applications.claim", subject: { type: "application", id }, ...(key === undefined ? {} : { after: { step: key } }) } };
  });
}

// A department that was asked has no case to take, only its step.
function stepInstead({ actor, now }: Ctx, { facts }: Case): string | undefined {
  const [mine] = facts.claimedBy === null && canClaim(actor, facts, now) ? [] : claimableSteps(actor, facts).filter(({ departmentId }) => departmentId !== null);
  return mine?.key;
}

async function claimCase(tx: Tx, ctx: Ctx, { application: { id }, facts }: Case, me: string | null): Promise<void> {
  if (facts.claimedBy !== me && facts.claimedBy) throw await claimedByOther(tx, facts.claimedBy);
  if (facts.claimedBy === null && !canClaim(ctx.actor, facts, ctx.now)) throw new DomainError("forbidden", "access.forbidden");
  const [taken] = await tx.update(applications).set({ claimedBy: me, claimedAt: ctx.now, takeBackUntil: null })
    .where(and(eq(applications.id, id), isNull(applications.claimedBy))).returning({ id: applications.id });
  if (!taken && facts.claimedBy !== me) throw await claimedByOther(tx, (await getCase(tx, ctx.actor, { id })).facts.claimedBy);
}

async function claimStep(tx: Tx, ctx: Ctx, { application: { id }, facts }: Case, key: string): Promise<void> {
  const me = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const step = facts.steps.find((one) => one.key === key);
  const holder = step ? holderOf(facts, step) : null;
  if (holder !== null && holder !== me) throw await claimedByOther(tx, holder);
  if (!completableSteps(ctx.actor, facts).some((one) => one.key === key)) throw new DomainError("forbidden", "access.forbidden");
  const [taken] = await tx.update(applicationSteps).set({ claimedBy: me })
    .where(and(eq(applicationSteps.applicationId, id), eq(applicationSteps.key, key), eq(applicationSteps.status, "active"), isNull(applicationSteps.claimedBy))).returning({ id: applicationSteps.id });
  if (taken || holder === me) return;
  throw await claimedByOther(tx, (await getCase(tx, ctx.actor, { id })).facts.steps.find((one) => one.key === key)?.claimedBy ?? null);
}

/** Gives a claimed case, or the steps one holds in it, back to the queue. Errors: `applications.notClaimedByYou` (conflict). */
export function releaseApplication(ctx: Ctx, { id, step }: Claim): Promise<Claimed> {
  return commit(ctx, async (tx) => {
    await lockCase(tx, id);
    const { facts } = await getCase(tx, ctx.actor, { id });
    const me = ctx.actor.kind === "user" ? ctx.actor.id : "";
    const mine = facts.steps.filter(({ key, claimedBy }) => claimedBy === me && (step === undefined || key === step));
    const holdsCase = step === undefined && facts.claimedBy === me;
    if (!holdsCase && mine.length === 0) throw new DomainError("conflict", "applications.notClaimedByYou");
    if (holdsCase) await tx.update(applications).set({ claimedBy: null, claimedAt: null }).where(and(eq(applications.id, id), eq(applications.claimedBy, me)));
    for (const { key } of mine) await tx.update(applicationSteps).set({ claimedBy: null }).where(and(eq(applicationSteps.applicationId, id), eq(applicationSteps.key, key), eq(applicationSteps.claimedBy, me)));
    return { value: { id, claimedBy: null }, audit: { action: "applications.release", subject: { type: "application", id }, ...(step === undefined ? {} : { after: { step } }) } };
  });
}
