import { and, desc, eq, gte, inArray, isNotNull, like, lte, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts, auditLog, delegations } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { canRevoke } from "@/domain/delegations/policy";
import { standingOf } from "@/domain/delegations/rules";
import type { DelegationById } from "@/domain/delegations/schema";
import type { Ctx } from "@/server/core/context";

type OwnCtx = Ctx & { actor: User };

const principals = alias(accounts, "principals");
const delegates = alias(accounts, "delegates");

/**
 * Whom a person lets act for them, and for whom they may act, newest first. It speaks of the person signed in, never of a
 * principal. Errors: `delegations.actForSelfFirst` (forbidden).
 */
export async function listDelegations(ctx: OwnCtx) {
  const rows = await ownDelegations(ctx, or(eq(delegations.principalAccountId, ctx.actor.id), eq(delegations.delegateAccountId, ctx.actor.id)));
  const of = (side: "principalAccountId" | "delegateAccountId") => rows.filter(({ delegation }) => delegation[side] === ctx.actor.id).map((row) => viewOf(ctx, row));
  return { given: of("principalAccountId"), received: of("delegateAccountId") };
}

const mostListed = 100;

function ownDelegations({ db, actor }: OwnCtx, mine: ReturnType<typeof or>) {
  if (actor.actingFor) throw new DomainError("forbidden", "delegations.actForSelfFirst");
  return db.select({ delegation: delegations, principalName: principals.name, delegateName: delegates.name }).from(delegations)
    .innerJoin(principals, eq(principals.id, delegations.principalAccountId)).leftJoin(delegates, eq(delegates.id, delegations.delegateAccountId))
    .where(and(mine, inArray(delegations.kind, ["family", "guardianship"]), or(isNotNull(delegations.acceptedAt), eq(delegations.grantedVia, "online")))).orderBy(desc(delegations.grantedAt), desc(delegations.id)).limit(mostListed);
}

type Row = Awaited<ReturnType<typeof ownDelegations>>[number];

function viewOf({ actor, now }: OwnCtx, { delegation, principalName, delegateName }: Row) {
  const { id, kind, scope, acts, awaitsPrincipal, validFrom, validUntil, grantedVia, inviteeName } = delegation;
  const standing = standingOf(delegation, now);
  return {
    id, kind, scope, acts, awaitsPrincipal, validFrom, validUntil, grantedVia, standing, principalName, delegateName, inviteeName,
    acceptedAt: delegation.acceptedAt?.toISOString() ?? null, revokedAt: delegation.revokedAt?.toISOString() ?? null, codeExpiresAt: delegation.codeExpiresAt?.toISOString() ?? null,
    revocable: (standing === "live" || standing === "pending") && canRevoke(actor, delegation),
  };
}

const mostUses = 50;

/**
 * One delegation, for either party, with what was done under it, newest first: the acts from the audit log and the
 * applications they were done to. Errors: `delegations.notFound`, `delegations.actForSelfFirst` (forbidden).
 */
export async function getDelegation(ctx: OwnCtx, { id }: DelegationById) {
  const mine = and(eq(delegations.id, id), or(eq(delegations.principalAccountId, ctx.actor.id), eq(delegations.delegateAccountId, ctx.actor.id)));
  const [row] = await ownDelegations(ctx, mine);
  if (!row) throw new DomainError("not_found", "delegations.notFound");
  return { ...viewOf(ctx, row), given: row.delegation.principalAccountId === ctx.actor.id, uses: await listUses(ctx, row) };
}

async function listUses({ db }: OwnCtx, { delegation: { delegateAccountId, principalAccountId, acceptedAt, revokedAt } }: Row) {
  if (!delegateAccountId || !principalAccountId || !acceptedAt) return [];
  const rows = await db.select({ action: auditLog.action, at: auditLog.at, applicationId: auditLog.subjectId }).from(auditLog).where(and(
    eq(auditLog.actorId, delegateAccountId), eq(auditLog.onBehalfOf, principalAccountId), isNotNull(auditLog.onBehalfOf), eq(auditLog.subjectType, "application"),
    like(auditLog.action, "applications.%"), gte(auditLog.at, acceptedAt), revokedAt ? lte(auditLog.at, revokedAt) : undefined,
  )).orderBy(desc(auditLog.at), desc(auditLog.id)).limit(mostUses);
  return rows.map(({ at, ...use }) => ({ ...use, at: at.toISOString() }));
}
