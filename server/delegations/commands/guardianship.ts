import { and, asc, eq, gt, gte, isNotNull, isNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { accounts, delegations } from "@/db/schema";
import { delegatedActs } from "@/domain/core/actor";
import { compareDays, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { comesOfAgeOn, guardianshipEnd } from "@/domain/delegations/rules";
import type { RegisterGuardianship } from "@/domain/delegations/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { populationRegistry } from "@/server/integrations/checks";
import { waitingSince } from "../queries/waiting";
import { officeOf } from "./counter";
import type { Accepted, SignedIn } from "./invitations";
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

const perPage = 200;

/**
 * Asks the register about every guardianship in force and ends those that it says are over; what it does not know, and all
 * while it is away, stays as it is until the next night. Returns how many ended.
 */
export async function endByRegistry(ctx: Ctx): Promise<number> {
  const registry = populationRegistry();
  let ended = 0;
  for (let after: string | undefined, more = registry !== undefined; registry && more;) {
    const rows = await listInForce(ctx, after);
    for (const { id, ward, guardian } of rows) {
      if (ward && guardian && (await registry.guardianship({ id, ward, guardian })) === "ended") ended += await endOne(ctx, id);
    }
    after = rows.at(-1)?.id;
    more = rows.length === perPage;
  }
  return ended;
}

const wards = alias(accounts, "wards");
const guardians = alias(accounts, "guardians");

async function listInForce({ db, now }: Ctx, after: string | undefined) {
  const rows = await db.select({ id: delegations.id, ward: { id: wards.id, citizenId: wards.citizenId }, guardian: { id: guardians.id, citizenId: guardians.citizenId } }).from(delegations)
    .innerJoin(wards, eq(wards.id, delegations.principalAccountId)).innerJoin(guardians, eq(guardians.id, delegations.delegateAccountId))
    .where(and(eq(delegations.kind, "guardianship"), isNull(delegations.revokedAt), isNotNull(delegations.acceptedAt), gte(delegations.validUntil, shanghaiDay(now)), after ? gt(delegations.id, after) : undefined))
    .orderBy(asc(delegations.id)).limit(perPage);
  const number = ({ id, citizenId }: { id: string; citizenId: string | null }) => citizenId && open(citizenId, { table: "accounts", column: "citizen_id", row: id });
  return rows.map(({ id, ward, guardian }) => ({ id, ward: number(ward), guardian: number(guardian) }));
}

async function endOne(ctx: Ctx, id: string): Promise<number> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.update(delegations).set({ revokedAt: ctx.now, revokeReason: "registry" }).where(and(eq(delegations.id, id), isNull(delegations.revokedAt))).returning({ id: delegations.id });
    return {
      value: row ? 1 : 0,
      audit: { action: "delegations.endByRegistry", subject: { type: "delegation", id }, after: { ended: Boolean(row) } },
      outbox: row ? [{ topic: "delegations.event", payload: { delegationId: id, act: "revoked", by: null } }] : [],
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
