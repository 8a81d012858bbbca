import { randomInt } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest } from "@/db/personal-data";
import { delegations } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { canRevoke, hindranceToAccept } from "@/domain/delegations/policy";
import { codeDigits, codeMinutes } from "@/domain/delegations/rules";
import type { DelegationById, InvitationCode } from "@/domain/delegations/schema";
import { commit, type Committed } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { countGuess, opensBy, type DelegationRow } from "../queries/invitation";
import { findRepresenting } from "../queries/representing";

export type SignedIn = Ctx & { actor: User };
export type Invitation = { id: string; code: string; expiresAt: string };

/** What happened to a delegation; later nouns tell the parties of it. */
export type DelegationAct = "accepted" | "recorded" | "revoked" | "laidDown" | "declined";
export const delegationEvent = ({ actor }: SignedIn, delegationId: string, act: DelegationAct) => ({ topic: "delegations.event", payload: { delegationId, act, by: actor.id } });

type Offer = Omit<typeof delegations.$inferInsert, "id" | "codeDigest" | "codeExpiresAt" | "acceptedAt" | "grantedAt" | "revokedAt">;

// Two living invitations hardly ever share eight digits; beyond so many tries something else is wrong.
const codeAttempts = 5;

/** Writes a delegation that waits to be accepted under a new code, told here once and kept as a keyed digest. */
export async function insertInvitation(tx: Tx, { now }: Ctx, offer: Offer): Promise<Invitation> {
  const codeExpiresAt = new Date(now.getTime() + codeMinutes * 60_000);
  for (let attempt = 0; attempt < codeAttempts; attempt += 1) {
    const code = String(randomInt(10 ** codeDigits)).padStart(codeDigits, "0");
    const [row] = await tx.insert(delegations).values({ ...offer, grantedAt: now, codeDigest: keyedDigest("invitation", code), codeExpiresAt })
      .onConflictDoNothing({ target: delegations.codeDigest }).returning({ id: delegations.id });
    if (row) return { id: row.id, code, expiresAt: codeExpiresAt.toISOString() };
  }
  throw new Error("no free code for an invitation");
}

export type Accepted = { id: string };

/**
 * Takes up the invitation behind a code, which works once. Of many at once one is taken in.
 * Errors: `delegations.codeUnknown` (not_found), `delegations.actForSelfFirst`, `delegations.self`, `access.levelTooLow`
 * (forbidden), `requests.tooMany`.
 */
export async function acceptInvitation(ctx: SignedIn, { code }: InvitationCode): Promise<Accepted> {
  await countGuess(ctx);
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(delegations).where(opensBy(code, ctx.now)).for("update");
    if (!row) throw new DomainError("not_found", "delegations.codeUnknown");
    return takeUp(tx, ctx, row);
  });
}

/** Makes this person the delegate of an invitation that the caller has locked. Errors as `acceptInvitation`, without the code. */
export async function takeUp(tx: Tx, ctx: SignedIn, row: DelegationRow): Promise<Committed<Accepted>> {
  const { actor, now } = ctx;
  const hindrance = hindranceToAccept(actor, row);
  if (hindrance) throw new DomainError("forbidden", hindrance);
  await tx.update(delegations).set({ delegateAccountId: actor.id, acceptedAt: now, codeDigest: null, inviteePhoneIndex: null }).where(eq(delegations.id, row.id));
  return {
    value: { id: row.id },
    audit: { action: "delegations.accept", subject: { type: "delegation", id: row.id }, after: { kind: row.kind } },
    outbox: [delegationEvent(ctx, row.id, "accepted")],
  };
}

/**
 * Ends a delegation or takes an invitation back; the delegate's next request acts for nobody else. Ending what has ended
 * changes nothing. Errors: `delegations.notFound`, `delegations.byCounterOnly` (forbidden) for a guardian.
 */
export async function revokeDelegation(asked: SignedIn, { id }: DelegationById): Promise<Accepted> {
  const ctx = await inCapacity(asked, id);
  return commit(ctx, async (tx) => {
    const row = await lockDelegation(tx, id);
    if (row && !canRevoke(ctx.actor, row) && row.kind === "guardianship" && row.delegateAccountId === ctx.actor.id) throw new DomainError("forbidden", "delegations.byCounterOnly");
    if (!row || !canRevoke(ctx.actor, row)) throw new DomainError("not_found", "delegations.notFound");
    return endDelegation(tx, ctx, row);
  });
}

// An organisation's representative ends an agency in its name, wherever they ask it from.
async function inCapacity(ctx: SignedIn, id: string): Promise<SignedIn> {
  const [row] = await ctx.db.select({ organisationId: delegations.organisationId, delegateAccountId: delegations.delegateAccountId }).from(delegations).where(eq(delegations.id, id)).limit(1);
  if (!row?.organisationId || row.delegateAccountId === ctx.actor.id) return ctx;
  return (await findRepresenting(ctx, row.organisationId)) ?? ctx;
}

/** The delegation, locked against a second act on it. */
export async function lockDelegation(tx: Tx, id: string): Promise<DelegationRow | undefined> {
  const [row] = await tx.select().from(delegations).where(eq(delegations.id, id)).for("update");
  return row;
}

/** Ends a locked delegation; who may is the caller's question. */
export async function endDelegation(tx: Tx, ctx: SignedIn, row: DelegationRow, reason?: string): Promise<Committed<Accepted>> {
  const { actor, now } = ctx;
  const act = row.delegateAccountId === actor.id ? "laidDown" : "revoked";
  const audit = { action: act === "laidDown" ? "delegations.layDown" : "delegations.revoke", subject: { type: "delegation", id: row.id }, after: { kind: row.kind, ...(reason ? { reason } : {}) } };
  if (row.revokedAt) return { value: { id: row.id }, audit };
  await tx.update(delegations).set({ revokedAt: now, revokedBy: actor.id, revokeReason: reason ?? null, codeDigest: null, inviteePhoneIndex: null }).where(eq(delegations.id, row.id));
  return { value: { id: row.id }, audit, outbox: row.acceptedAt ? [delegationEvent(ctx, row.id, act)] : [] };
}
