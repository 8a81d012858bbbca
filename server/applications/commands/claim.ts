import { and, eq, isNull } from "drizzle-orm";
import { accounts, applications } from "@/db/schema";
import { canClaim } from "@/domain/applications/policy";
import type { ById } from "@/domain/applications/schema";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { getCase } from "../queries/case";

export type Claimed = { id: string; claimedBy: string | null };

/** Takes a case for oneself; exactly one colleague gets it. Errors: `applications.claimedByOther` (conflict, who), `access.forbidden`. */
export function claimApplication(ctx: Ctx, { id }: ById): Promise<Claimed> {
  return commit(ctx, async (tx) => {
    const { facts } = await getCase(tx, ctx.actor, { id });
    const me = ctx.actor.kind === "user" ? ctx.actor.id : null;
    if (facts.claimedBy !== me && facts.claimedBy) throw await claimedByOther(tx, facts.claimedBy);
    if (facts.claimedBy === null && !canClaim(ctx.actor, facts, ctx.now)) throw new DomainError("forbidden", "access.forbidden");
    const [taken] = await tx.update(applications).set({ claimedBy: me, claimedAt: ctx.now, takeBackUntil: null })
      .where(and(eq(applications.id, id), isNull(applications.claimedBy))).returning({ id: applications.id });
    if (!taken && facts.claimedBy !== me) throw await claimedByOther(tx, (await getCase(tx, ctx.actor, { id })).facts.claimedBy);
    return { value: { id, claimedBy: me }, audit: { action: "applications.claim", subject: { type: "application", id } } };
  });
}

/** Gives a claimed case back to the queue. Errors: `applications.notClaimedByYou` (conflict). */
export function releaseApplication(ctx: Ctx, { id }: ById): Promise<Claimed> {
  return commit(ctx, async (tx) => {
    const { facts } = await getCase(tx, ctx.actor, { id });
    if (ctx.actor.kind !== "user" || facts.claimedBy !== ctx.actor.id) throw new DomainError("conflict", "applications.notClaimedByYou");
    await tx.update(applications).set({ claimedBy: null, claimedAt: null }).where(and(eq(applications.id, id), eq(applications.claimedBy, ctx.actor.id)));
    return { value: { id, claimedBy: null }, audit: { action: "applications.release", subject: { type: "application", id } } };
  });
}

async function claimedByOther(tx: Parameters<typeof getCase>[0], accountId: string | null): Promise<DomainError> {
  const [other] = accountId ? await tx.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, accountId)) : [];
  return new DomainError("conflict", "applications.claimedByOther", { who: other?.name ?? "" });
}
