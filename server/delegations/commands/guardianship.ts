import { and, eq, gt, gte, isNotNull, isNull, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { delegations } from "@/db/schema";
import { delegatedActs, postsIn, type User } from "@/domain/core/actor";
import { compareDays, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { comesOfAgeOn, guardianshipEnd } from "@/domain/delegations/rules";
import type { DecideGuardianship, RegisterGuardianship } from "@/domain/delegations/schema";
import { hindersSecondLook } from "@/domain/identity/policy";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import { askedOf, waitingSince } from "../queries/waiting";
import { delegationEvent, lockDelegation, type Accepted, type SignedIn } from "./invitations";
import { countLookUp, identifyDelegate, identifyPrincipal, readCitizenId } from "./people";

/**
 * A guardianship (监护) that a clerk has seen proven: the ward needs no account and confirms nothing; it lasts to its recorded
 * end, for a minor the coming of age by the birth date of the ID number. It is in force when a second person of the office
 * has confirmed it.
 * Errors: `delegations.citizenIdMalformed`, `delegations.endMissing`, `delegations.endPassed`, `delegations.endBeyondMajority`
 * (invalid), `delegations.personMismatch`, `delegations.delegateUnknown`, `delegations.self`, `delegations.guardianMinor`,
 * `delegations.guardianAlready` (conflict), `identity.notOneself` (forbidden), `requests.tooMany`.
 */
export async function registerGuardianship(ctx: SignedIn, { ward, guardian, endsOn, reason }: RegisterGuardianship): Promise<Accepted & { validUntil: string }> {
  await countLookUp(ctx);
  const office = officeOf(ctx.actor);
  return commit(ctx, async (tx) => {
    const today = shanghaiDay(ctx.now);
    const validUntil = guardianshipEnd({ birthOn: readCitizenId(ward.citizenId, ctx.now).birthOn, endsOn, today });
    if (compareDays(today, comesOfAgeOn(readCitizenId(guardian.citizenId, ctx.now).birthOn)) < 0) throw new DomainError("conflict", "delegations.guardianMinor");
    const delegate = await identifyDelegate(tx, ctx, guardian);
    const principal = await identifyPrincipal(tx, ctx, ward);
    if (principal.id === delegate.id) throw new DomainError("conflict", "delegations.self");
    if (await isGuarded(tx, ctx, { principalAccountId: principal.id, delegateAccountId: delegate.id })) throw new DomainError("conflict", "delegations.guardianAlready");
    const [row] = await tx.insert(delegations).values({
      kind: "guardianship", principalAccountId: principal.id, delegateAccountId: delegate.id, scope: { kind: "all" }, acts: [...delegatedActs], awaitsPrincipal: false,
      validFrom: today, validUntil, grantedBy: ctx.actor.id, grantedVia: "counter", grantedAt: ctx.now, grantReason: reason, ...office,
    }).returning({ id: delegations.id });
    const id = row?.id ?? "";
    return {
      value: { id, validUntil },
      audit: { action: "delegations.askGuardianship", subject: { type: "delegation", id }, after: { validUntil, reason } },
    };
  });
}

function officeOf(actor: User): { departmentId: string; divisionCode: string } {
  const [post] = postsIn(actor, "clerk");
  if (!post) throw new DomainError("forbidden", "access.forbidden");
  return { departmentId: post.departmentId, divisionCode: post.divisionCode };
}

/**
 * The second person's word on a guardianship: confirmed it is in force and both sides are told, refused it never was.
 * Errors: `identity.secondLookNotFound` (not_found), `identity.secondLookOwn` (forbidden), `identity.secondLookDecided` (conflict).
 */
export function decideGuardianship(ctx: SignedIn, { id, decision }: DecideGuardianship): Promise<Accepted> {
  return commit(ctx, async (tx) => {
    const row = await lockDelegation(tx, id);
    const asked = row && askedOf(row, ctx.now);
    if (!asked) throw new DomainError("not_found", "identity.secondLookNotFound");
    authorize(hindersSecondLook(ctx.actor, asked));
    const confirmed = decision === "confirmed";
    await tx.update(delegations).set(confirmed ? { acceptedAt: ctx.now, confirmedBy: ctx.actor.id } : { revokedAt: ctx.now, revokedBy: ctx.actor.id, revokeReason: "refused" }).where(eq(delegations.id, id));
    return {
      value: { id },
      audit: { action: confirmed ? "delegations.confirmGuardianship" : "delegations.refuseGuardianship", subject: { type: "delegation", id } },
      outbox: confirmed ? [delegationEvent(ctx, id, "recorded")] : [],
    };
  });
}

/** Whether this guardianship is in force, or was asked for and may still be confirmed. */
async function isGuarded(tx: Tx, { now }: SignedIn, { principalAccountId, delegateAccountId }: { principalAccountId: string; delegateAccountId: string }): Promise<boolean> {
  const rows = await tx.select({ id: delegations.id }).from(delegations).where(and(
    eq(delegations.principalAccountId, principalAccountId), eq(delegations.delegateAccountId, delegateAccountId),
    eq(delegations.kind, "guardianship"), isNull(delegations.revokedAt), gte(delegations.validUntil, shanghaiDay(now)), or(isNotNull(delegations.acceptedAt), gt(delegations.grantedAt, waitingSince(now))),
  )).for("update");
  return rows.length > 0;
}
