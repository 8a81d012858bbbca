import { and, eq, gte, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { delegations } from "@/db/schema";
import { delegatedActs } from "@/domain/core/actor";
import { compareDays, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { comesOfAgeOn, guardianshipEnd } from "@/domain/delegations/rules";
import type { RegisterGuardianship } from "@/domain/delegations/schema";
import { commit } from "@/server/core/commit";
import { delegationEvent, type Accepted, type SignedIn } from "./invitations";
import { countLookUp, identifyDelegate, identifyPrincipal, readCitizenId } from "./people";

/**
 * A guardianship (监护) that a clerk has seen proven: the ward needs no account and confirms nothing; it lasts to its recorded
 * end, for a minor the coming of age by the birth date of the ID number.
 * Errors: `delegations.citizenIdMalformed`, `delegations.endMissing`, `delegations.endPassed`, `delegations.endBeyondMajority`
 * (invalid), `delegations.personMismatch`, `delegations.delegateUnknown`, `delegations.self`, `delegations.guardianMinor`,
 * `delegations.guardianAlready` (conflict), `requests.tooMany`.
 */
export async function registerGuardianship(ctx: SignedIn, { ward, guardian, endsOn, reason }: RegisterGuardianship): Promise<Accepted & { validUntil: string }> {
  await countLookUp(ctx);
  return commit(ctx, async (tx) => {
    const today = shanghaiDay(ctx.now);
    const validUntil = guardianshipEnd({ birthOn: readCitizenId(ward.citizenId, ctx.now).birthOn, endsOn, today });
    if (compareDays(today, comesOfAgeOn(readCitizenId(guardian.citizenId, ctx.now).birthOn)) < 0) throw new DomainError("conflict", "delegations.guardianMinor");
    const delegate = await identifyDelegate(tx, ctx, guardian);
    const principal = await identifyPrincipal(tx, ctx, ward);
    if (principal.id === delegate.id) throw new DomainError("conflict", "delegations.self");
    if (await isGuarded(tx, { principalAccountId: principal.id, delegateAccountId: delegate.id, today })) throw new DomainError("conflict", "delegations.guardianAlready");
    const [row] = await tx.insert(delegations).values({
      kind: "guardianship", principalAccountId: principal.id, delegateAccountId: delegate.id, scope: { kind: "all" }, acts: [...delegatedActs], awaitsPrincipal: false,
      validFrom: today, validUntil, grantedBy: ctx.actor.id, grantedVia: "counter", grantedAt: ctx.now, acceptedAt: ctx.now,
    }).returning({ id: delegations.id });
    const id = row?.id ?? "";
    return {
      value: { id, validUntil },
      audit: { action: "delegations.registerGuardianship", subject: { type: "delegation", id }, after: { validUntil, reason } },
      outbox: [delegationEvent(ctx, id, "recorded")],
    };
  });
}

async function isGuarded(tx: Tx, { principalAccountId, delegateAccountId, today }: { principalAccountId: string; delegateAccountId: string; today: string }): Promise<boolean> {
  const rows = await tx.select({ id: delegations.id }).from(delegations).where(and(
    eq(delegations.principalAccountId, principalAccountId), eq(delegations.delegateAccountId, delegateAccountId),
    eq(delegations.kind, "guardianship"), isNull(delegations.revokedAt), gte(delegations.validUntil, today),
  )).for("update");
  return rows.length > 0;
}
