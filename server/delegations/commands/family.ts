import { and, count, eq, gt, gte, isNotNull, isNull, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, delegations } from "@/db/schema";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { hindranceToGrant } from "@/domain/delegations/policy";
import { actsUpTo, familyTerm, maxFamilyDelegates } from "@/domain/delegations/rules";
import type { GrantAtCounter, GrantFamily } from "@/domain/delegations/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { waitingSince } from "../queries/waiting";
import { officeOf } from "./counter";
import { insertInvitation, type Accepted, type Invitation, type SignedIn } from "./invitations";
import { canSignIn, countLookUp, identifyDelegate, identifyPrincipal } from "./people";

/**
 * Lets somebody close act for oneself (亲友代办), as far and as long as said. Gives the code that the helper takes it up with,
 * within 15 minutes. Errors: `delegations.noChain` (forbidden), `delegations.tooMany` (conflict).
 */
export function grantFamily(ctx: SignedIn, { inviteeName, ...grant }: GrantFamily): Promise<Invitation> {
  return commit(ctx, async (tx) => {
    const hindrance = hindranceToGrant(ctx.actor);
    if (hindrance) throw new DomainError("forbidden", hindrance);
    await checkRoom(tx, ctx, ctx.actor.id);
    const offer = { ...termsOf(ctx, grant), principalAccountId: ctx.actor.id, inviteeName, grantedBy: ctx.actor.id, grantedVia: "online" as const };
    const invitation = await insertInvitation(tx, ctx, offer);
    return { value: invitation, audit: { action: "delegations.grantFamily", subject: { type: "delegation", id: invitation.id }, after: { acts: offer.acts, scope: offer.scope, validUntil: offer.validUntil } } };
  });
}

type Terms = Pick<GrantFamily, "scope" | "reach" | "days" | "awaitsPrincipal">;

function termsOf({ now }: Ctx, { scope, reach, days, awaitsPrincipal }: Terms) {
  return { kind: "family" as const, scope, acts: actsUpTo(reach), awaitsPrincipal, ...familyTerm(shanghaiDay(now), days) };
}

// The principal's own row is the lock: of two grants at once the second counts the first.
async function checkRoom(tx: Tx, { now }: Ctx, principalAccountId: string): Promise<void> {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, principalAccountId)).for("update");
  const inForce = and(isNotNull(delegations.acceptedAt), gte(delegations.validUntil, shanghaiDay(now)));
  const waiting = and(isNull(delegations.acceptedAt), or(gt(delegations.codeExpiresAt, now), and(eq(delegations.grantedVia, "counter"), gt(delegations.grantedAt, waitingSince(now)))));
  const [row] = await tx.select({ held: count() }).from(delegations)
    .where(and(eq(delegations.principalAccountId, principalAccountId), eq(delegations.kind, "family"), isNull(delegations.revokedAt), or(inForce, waiting)));
  if ((row?.held ?? 0) >= maxFamilyDelegates) throw new DomainError("conflict", "delegations.tooMany", { max: maxFamilyDelegates });
}

/**
 * A grant that a clerk records for a principal who is present with both documents. It is in force, and both are told, when a
 * second person of the office has confirmed it. Errors: `delegations.citizenIdMalformed` (invalid), `delegations.personMismatch`, `delegations.delegateUnknown`,
 * `delegations.self`, `delegations.principalCannotConfirm`, `delegations.tooMany` (conflict), `requests.tooMany`.
 */
export async function grantAtCounter(ctx: SignedIn, { principal, delegate, reason, ...grant }: GrantAtCounter): Promise<Accepted> {
  await countLookUp(ctx);
  const office = officeOf(ctx.actor);
  return commit(ctx, async (tx) => {
    const helper = await identifyDelegate(tx, ctx, delegate);
    const owner = await identifyPrincipal(tx, ctx, principal);
    if (owner.id === helper.id) throw new DomainError("conflict", "delegations.self");
    if (grant.awaitsPrincipal && !canSignIn(owner)) throw new DomainError("conflict", "delegations.principalCannotConfirm");
    await checkRoom(tx, ctx, owner.id);
    const terms = termsOf(ctx, grant);
    const [row] = await tx.insert(delegations).values({
      ...terms, principalAccountId: owner.id, delegateAccountId: helper.id, inviteeName: helper.name,
      grantedBy: ctx.actor.id, grantedVia: "counter", grantedAt: ctx.now, grantReason: reason, ...office,
    }).returning({ id: delegations.id });
    const id = row?.id ?? "";
    return {
      value: { id },
      audit: { action: "delegations.grantAtCounter", subject: { type: "delegation", id }, after: { acts: terms.acts, scope: terms.scope, validUntil: terms.validUntil, reason } },
    };
  });
}
