import { and, desc, eq, gt, inArray, isNull, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader, Tx } from "@/db/client";
import { keyedDigests, open } from "@/db/personal-data";
import { accounts, delegations, organisations } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { hindranceToJoin } from "@/domain/delegations/policy";
import { agencyStandingOf, awaitsReview } from "@/domain/delegations/rules";
import type { AgentsOf } from "@/domain/delegations/schema";
import type { Ctx } from "@/server/core/context";
import type { DelegationRow } from "./invitation";
import { getRepresenting } from "./representing";

type OwnCtx = Ctx & { actor: User };

const delegates = alias(accounts, "delegates");
const mostListed = 200;

/** An organisation's agents and invitations, for its representative, newest first. Errors: `organisations.notFound`, `delegations.representativeOnly` (forbidden). */
export async function listAgents(asked: OwnCtx, { organisationId }: AgentsOf) {
  const { db, now, actor } = await getRepresenting(asked, organisationId);
  const [own] = await db.select({ since: delegations.grantedAt }).from(delegations).where(eq(delegations.id, actor.actingFor.delegationId)).limit(1);
  const rows = await db.select({ delegation: delegations, name: delegates.name }).from(delegations).leftJoin(delegates, eq(delegates.id, delegations.delegateAccountId))
    .where(and(eq(delegations.organisationId, organisationId), eq(delegations.kind, "agent"))).orderBy(desc(delegations.grantedAt), desc(delegations.id)).limit(mostListed);
  return rows.map(({ delegation, name }) => {
    const { id, inviteeName, scope, validFrom, validUntil, codeExpiresAt, revokedAt } = delegation;
    const standing = agencyStandingOf(delegation, now);
    const inForce = standing === "live" || standing === "upcoming";
    return {
      id, name: name ?? inviteeName ?? "", scope, validFrom, validUntil, standing,
      review: inForce && own !== undefined && awaitsReview(delegation, own.since),
      expiresAt: codeExpiresAt?.toISOString() ?? null, revokedAt: revokedAt?.toISOString() ?? null,
    };
  });
}

async function addressedTo(db: Reader | Tx, { actor, now }: OwnCtx): Promise<SQL | undefined> {
  const [account] = await db.select({ id: accounts.id, phone: accounts.phone }).from(accounts).where(eq(accounts.id, actor.id)).limit(1);
  if (!account?.phone) return undefined;
  const phone = open(account.phone, { table: "accounts", column: "phone", row: account.id });
  return and(
    eq(delegations.kind, "agent"), inArray(delegations.inviteePhoneIndex, keyedDigests("agency", phone)),
    isNull(delegations.acceptedAt), isNull(delegations.revokedAt), gt(delegations.codeExpiresAt, now),
  );
}

/** The invitation, if it waits for the phone of whoever is signed in. */
export async function findOffer(tx: Tx, ctx: OwnCtx, id: string): Promise<DelegationRow | undefined> {
  const mine = await addressedTo(tx, ctx);
  const [row] = mine ? await tx.select().from(delegations).where(and(mine, eq(delegations.id, id))) : [];
  return row;
}

/**
 * The organisations that ask the person signed in to be their agent. `hindrance` is why they may not yet, as an error code.
 * Errors: `delegations.actForSelfFirst` (forbidden).
 */
export async function listOffers(ctx: OwnCtx) {
  if (ctx.actor.actingFor) throw new DomainError("forbidden", "delegations.actForSelfFirst");
  const mine = await addressedTo(ctx.db, ctx);
  if (!mine) return [];
  const rows = await ctx.db.select({ delegation: delegations, organisation: organisations.name, uscc: organisations.uscc }).from(delegations)
    .innerJoin(organisations, eq(organisations.id, delegations.organisationId)).where(mine).orderBy(desc(delegations.grantedAt)).limit(20);
  return rows.map(({ delegation: { id, scope, validFrom, validUntil, codeExpiresAt, inviteeName }, ...named }) =>
    ({ id, ...named, scope, validFrom, validUntil, expiresAt: codeExpiresAt?.toISOString() ?? null, hindrance: hindranceToJoin(ctx.actor, { inviteeName }) ?? null }));
}
