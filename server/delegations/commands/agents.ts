import { and, count, eq, gt, gte, inArray, isNotNull, isNull, ne, or, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest, keyedDigests } from "@/db/personal-data";
import { accounts, delegations } from "@/db/schema";
import { delegatedActs } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { normaliseText, parsePhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { hindranceToJoin } from "@/domain/delegations/policy";
import { agencyInvitationDays, agencyTerm, maxAgents } from "@/domain/delegations/rules";
import type { DelegationById, InviteAgent } from "@/domain/delegations/schema";
import { commit, type OutboxEntry } from "@/server/core/commit";
import { limit } from "@/server/core/rate-limit";
import { lockOrganisation } from "@/server/organisations/commands";
import { findOffer } from "../queries/agents";
import type { DelegationRow } from "../queries/invitation";
import { getRepresenting, type Representing } from "../queries/representing";
import { delegationEvent, takeUp, type Accepted, type SignedIn } from "./invitations";

export type AgentInvited = { id: string; expiresAt: string };

/**
 * Invites somebody to be the organisation's agent (经办人) on what is said and for so long. Whether the phone has an account is
 * not told; one that has gets a message that names nobody. An earlier invitation to the same phone is void.
 * Errors: `organisations.notFound`, `delegations.representativeOnly` (forbidden), `delegations.phoneMalformed`, those of
 * `agencyTerm` (invalid), `delegations.self`, `delegations.tooManyAgents` (conflict), `requests.tooMany`.
 */
export async function inviteAgent(asked: SignedIn, { organisationId, name, phone: typed, scope, validFrom, validUntil }: InviteAgent): Promise<AgentInvited> {
  const ctx = await getRepresenting(asked, organisationId);
  await limit(ctx.db, ctx.now, { act: "delegations.inviteAgent", subject: ctx.actor.id, max: 60, windowSeconds: 3600 });
  const phone = parsePhone(typed);
  if (!phone) throw new DomainError("invalid", "delegations.phoneMalformed");
  const term = agencyTerm({ validFrom, validUntil, today: shanghaiDay(ctx.now) });
  const codeExpiresAt = new Date(ctx.now.getTime() + agencyInvitationDays * 24 * 60 * 60_000);
  return commit(ctx, async (tx) => {
    await holdRepresentative(tx, ctx, organisationId);
    const invitee = await findByPhone(tx, phone);
    if (invitee === ctx.actor.id) throw new DomainError("conflict", "delegations.self");
    await tx.update(delegations).set({ revokedAt: ctx.now, revokedBy: ctx.actor.id, inviteePhoneIndex: null })
      .where(and(openAgency(organisationId), isNull(delegations.acceptedAt), inArray(delegations.inviteePhoneIndex, keyedDigests("agency", phone))));
    await checkRoom(tx, ctx, organisationId);
    const [row] = await tx.insert(delegations).values({
      kind: "agent", organisationId, scope, acts: [...delegatedActs], awaitsPrincipal: false, ...term, grantedBy: ctx.actor.id, grantedVia: "online", grantedAt: ctx.now,
      codeExpiresAt, inviteeName: normaliseText(name), inviteePhoneIndex: keyedDigest("agency", phone),
    }).returning({ id: delegations.id });
    const id = row?.id ?? "";
    return {
      value: { id, expiresAt: codeExpiresAt.toISOString() },
      audit: { action: "delegations.inviteAgent", subject: { type: "delegation", id }, after: { organisationId, scope, ...term } },
      outbox: invitee ? [tell(invitee, id)] : [],
    };
  });
}

const tell = (accountId: string, id: string): OutboxEntry => ({ topic: "notices.tell", payload: { accountId, template: "agencyOffered", params: {}, dedupeKey: `agencyOffered:${id}` } });

const openAgency = (organisationId: string): SQL | undefined => and(eq(delegations.organisationId, organisationId), eq(delegations.kind, "agent"), isNull(delegations.revokedAt));

// The organisation's row is the lock; whoever was replaced between the question and here is refused like a stranger.
async function holdRepresentative(tx: Tx, { actor }: Representing, organisationId: string): Promise<void> {
  await lockOrganisation(tx, organisationId);
  const [row] = await tx.select({ id: delegations.id }).from(delegations).where(and(eq(delegations.id, actor.actingFor.delegationId), isNull(delegations.revokedAt)));
  if (!row) throw new DomainError("not_found", "organisations.notFound");
}

async function findByPhone(tx: Tx, phone: string): Promise<string | undefined> {
  const [account] = await tx.select({ id: accounts.id }).from(accounts)
    .where(and(eq(accounts.kind, "citizen"), isNull(accounts.disabledAt), inArray(accounts.phoneIndex, keyedDigests("phone", phone)))).limit(1);
  return account?.id;
}

async function checkRoom(tx: Tx, { now }: Representing, organisationId: string): Promise<void> {
  const inForce = and(isNotNull(delegations.acceptedAt), gte(delegations.validUntil, shanghaiDay(now)));
  const waiting = and(isNull(delegations.acceptedAt), gt(delegations.codeExpiresAt, now));
  const [row] = await tx.select({ held: count() }).from(delegations).where(and(openAgency(organisationId), or(inForce, waiting)));
  if ((row?.held ?? 0) >= maxAgents) throw new DomainError("conflict", "delegations.tooManyAgents", { max: maxAgents });
}

/**
 * Becomes the agent of an organisation that invited this person's phone and name. What they were agent for before is
 * replaced by it: this is how a scope changes.
 * Errors: `delegations.offerUnknown` (not_found), `delegations.actForSelfFirst`, `access.levelTooLow`, `delegations.inviteeMismatch`,
 * `delegations.self` (forbidden).
 */
export function acceptAgency(ctx: SignedIn, { id }: DelegationById): Promise<Accepted> {
  return commit(ctx, async (tx) => {
    const { organisationId, inviteeName } = await lockOffer(tx, ctx, id);
    const hindrance = hindranceToJoin(ctx.actor, { inviteeName });
    if (hindrance) throw new DomainError("forbidden", hindrance);
    const mine = and(eq(delegations.organisationId, organisationId ?? ""), eq(delegations.delegateAccountId, ctx.actor.id), isNull(delegations.revokedAt));
    const held = await tx.select({ kind: delegations.kind }).from(delegations).where(mine);
    if (held.some(({ kind }) => kind === "representative")) throw new DomainError("forbidden", "delegations.self");
    await tx.update(delegations).set({ revokedAt: ctx.now, revokedBy: ctx.actor.id, revokeReason: "replaced" }).where(and(mine, ne(delegations.id, id)));
    const [row] = await tx.select().from(delegations).where(eq(delegations.id, id));
    if (!row) throw new DomainError("not_found", "delegations.offerUnknown");
    return takeUp(tx, ctx, row);
  });
}

// The organisation first, as everywhere; then the invitation, as it stands once nobody else may touch it.
async function lockOffer(tx: Tx, ctx: SignedIn, id: string): Promise<DelegationRow> {
  const seen = await findOffer(tx, ctx, id);
  if (seen?.organisationId) await lockOrganisation(tx, seen.organisationId);
  const offer = seen && (await findOffer(tx, ctx, id));
  if (!offer) throw new DomainError("not_found", "delegations.offerUnknown");
  return offer;
}

/** Turns an invitation down. Errors: `delegations.offerUnknown` (not_found). */
export function declineAgency(ctx: SignedIn, { id }: DelegationById): Promise<Accepted> {
  return commit(ctx, async (tx) => {
    await lockOffer(tx, ctx, id);
    await tx.update(delegations).set({ revokedAt: ctx.now, revokedBy: ctx.actor.id, revokeReason: "declined", inviteePhoneIndex: null }).where(eq(delegations.id, id));
    return { value: { id }, audit: { action: "delegations.declineAgency", subject: { type: "delegation", id } }, outbox: [delegationEvent(ctx, id, "declined")] };
  });
}

/**
 * The representative agrees that an agent whom an earlier one took on stays.
 * Errors: `delegations.notFound`, `organisations.notFound` (not_found), `delegations.representativeOnly` (forbidden).
 */
export async function confirmAgent(asked: SignedIn, { id }: DelegationById): Promise<Accepted> {
  const [row] = await asked.db.select({ organisationId: delegations.organisationId }).from(delegations).where(and(eq(delegations.id, id), eq(delegations.kind, "agent"))).limit(1);
  if (!row?.organisationId) throw new DomainError("not_found", "delegations.notFound");
  const { organisationId } = row;
  const ctx = await getRepresenting(asked, organisationId);
  return commit(ctx, async (tx) => {
    await holdRepresentative(tx, ctx, organisationId);
    const [agent] = await tx.update(delegations).set({ reviewedAt: ctx.now }).where(and(eq(delegations.id, id), openAgency(organisationId), isNotNull(delegations.acceptedAt))).returning({ id: delegations.id });
    if (!agent) throw new DomainError("not_found", "delegations.notFound");
    return { value: agent, audit: { action: "delegations.confirmAgent", subject: { type: "delegation", id } } };
  });
}
