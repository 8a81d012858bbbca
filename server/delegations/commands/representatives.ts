import { and, eq, isNull, or, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { delegations } from "@/db/schema";
import { delegatedActs } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { hindranceToBind, names } from "@/domain/organisations/policy";
import type { OrganisationByCode, OrganisationById } from "@/domain/organisations/schema";
import { commit, type OutboxEntry } from "@/server/core/commit";
import { askRegister, keepOrganisation, updateOrganisation, type Registered } from "@/server/organisations/commands";
import { getOrganisation } from "@/server/organisations/queries";
import type { DelegationRow } from "../queries/invitation";
import { getRepresenting } from "../queries/representing";
import { delegationEvent, type SignedIn } from "./invitations";

export type Bound = { id: string; replaced: boolean };

/**
 * Binds an organisation to its 法定代表人, whom the register names. Whoever represented it before is revoked with it, and told;
 * their invitations that wait are void; the agents stay for the new representative to review.
 * Errors: `delegations.actForSelfFirst` (forbidden), those of `askRegister`, `organisations.cancelled`,
 * `organisations.licenceRevoked`, `organisations.notRepresentative` (conflict).
 */
export async function bindOrganisation(ctx: SignedIn, { uscc }: OrganisationByCode): Promise<Bound> {
  if (ctx.actor.actingFor) throw new DomainError("forbidden", "delegations.actForSelfFirst");
  const registered = await askRegister(ctx, uscc);
  const hindrance = hindranceToBind(registered, ctx.actor.name);
  if (hindrance) {
    await commit({ ...ctx, idempotency: undefined }, (tx) => settle(tx, ctx, registered));
    throw new DomainError("conflict", hindrance);
  }
  return commit(ctx, async (tx) => {
    const id = await keepOrganisation(tx, ctx, registered);
    const former = await findRepresentative(tx, id);
    const replaced = former !== undefined && former.delegateAccountId !== ctx.actor.id;
    const told = replaced ? await replace(tx, ctx, former) : [];
    if (!former || replaced) await represent(tx, ctx, id);
    return { value: { id, replaced }, audit: { action: "delegations.bindOrganisation", subject: { type: "organisation", id }, after: { replaced } }, outbox: [...told, { topic: "organisations.bound", payload: { organisationId: id } }] };
  });
}

const isOpen = (organisationId: string) => and(eq(delegations.organisationId, organisationId), isNull(delegations.revokedAt));

async function findRepresentative(tx: Tx, organisationId: string): Promise<DelegationRow | undefined> {
  const [row] = await tx.select().from(delegations).where(and(isOpen(organisationId), eq(delegations.kind, "representative"))).for("update");
  return row;
}

async function represent(tx: Tx, ctx: SignedIn, organisationId: string): Promise<void> {
  // Whoever was an agent until now needs that no more: one capacity for each person.
  await endByRegister(tx, ctx, and(isOpen(organisationId), eq(delegations.kind, "agent"), eq(delegations.delegateAccountId, ctx.actor.id)));
  await tx.insert(delegations).values({
    kind: "representative", organisationId, delegateAccountId: ctx.actor.id, scope: { kind: "all" }, acts: [...delegatedActs], awaitsPrincipal: false,
    validFrom: shanghaiDay(ctx.now), grantedVia: "registry", grantedAt: ctx.now, acceptedAt: ctx.now,
  });
}

async function replace(tx: Tx, ctx: SignedIn, former: DelegationRow): Promise<OutboxEntry[]> {
  const waiting = and(eq(delegations.kind, "agent"), isNull(delegations.acceptedAt));
  await endByRegister(tx, ctx, and(isOpen(former.organisationId ?? ""), or(eq(delegations.id, former.id), waiting)));
  return [{ topic: "notices.tell", payload: { accountId: former.delegateAccountId, template: "representativeReplaced", params: {}, dedupeKey: `representativeReplaced:${former.id}` } }];
}

function endByRegister(tx: Tx, { now }: SignedIn, which: SQL | undefined): Promise<DelegationRow[]> {
  return tx.update(delegations).set({ revokedAt: now, revokeReason: "registry", codeDigest: null, inviteePhoneIndex: null }).where(which).returning();
}

/** Whether the organisation still has the person who asked as its representative. */
export type Refreshed = { stays: boolean };

/**
 * Asks the register again about an organisation that one represents. Whom it no longer names represents it no longer, and for
 * one that has ceased to exist nobody acts any more; both at once.
 * Errors: `organisations.notFound`, `delegations.representativeOnly` (forbidden), those of `askRegister`.
 */
export async function refreshOrganisation(ctx: SignedIn, { id }: OrganisationById): Promise<Refreshed> {
  const representing = await getRepresenting(ctx, id);
  const { uscc } = await getOrganisation(ctx, { id });
  const registered = await askRegister(ctx, uscc);
  return commit(representing, (tx) => settle(tx, representing, registered));
}

// What the register says now, for an organisation that is known here, and who may no longer act for it by that.
async function settle(tx: Tx, ctx: SignedIn, registered: Registered) {
  const stays = registered.status !== "cancelled" && names(registered, ctx.actor.name);
  const id = await updateOrganisation(tx, ctx, registered);
  const mine = and(eq(delegations.kind, "representative"), eq(delegations.delegateAccountId, ctx.actor.id));
  const ended = id && !stays ? await endByRegister(tx, ctx, registered.status === "cancelled" ? isOpen(id) : and(isOpen(id), mine)) : [];
  const agents = ended.filter(({ kind, acceptedAt }) => kind === "agent" && acceptedAt);
  return {
    value: { stays },
    audit: { action: "delegations.askRegister", subject: { type: "organisation", id: id ?? registered.uscc }, after: { status: registered.status, ended: ended.length } },
    outbox: agents.map((agent) => delegationEvent(ctx, agent.id, "revoked")),
  };
}
