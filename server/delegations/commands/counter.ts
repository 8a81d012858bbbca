import { and, desc, eq, inArray, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts, delegations } from "@/db/schema";
import { isOneself, postsIn, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { canRevoke } from "@/domain/delegations/policy";
import { standingOf } from "@/domain/delegations/rules";
import type { DecideAtCounter, LookUpAtCounter, RevokeAtCounter } from "@/domain/delegations/schema";
import { hindersSecondLook } from "@/domain/identity/policy";
import { authorize } from "@/server/core/authorize";
import { recordAccess } from "@/server/core/data-access";
import { commit } from "@/server/core/commit";
import { askedOf } from "../queries/waiting";
import { delegationEvent, endDelegation, lockDelegation, type Accepted, type SignedIn } from "./invitations";
import { countLookUp, findByCitizenId, readCitizenId } from "./people";

const principals = alias(accounts, "principals");
const delegates = alias(accounts, "delegates");

export type AtCounter = Awaited<ReturnType<typeof lookUpAtCounter>>;

/**
 * The delegations of a person who stands at the counter, both those they gave and those they were given. It shows personal
 * data, so it is an act with its reason in the audit log.
 * Errors: `delegations.citizenIdMalformed` (invalid), `delegations.personUnknown` (not_found), `identity.notOneself` (forbidden), `requests.tooMany`.
 */
export async function lookUpAtCounter(ctx: SignedIn, { citizenId, reason }: LookUpAtCounter) {
  await countLookUp(ctx);
  return commit(ctx, async (tx) => {
    const person = await findByCitizenId(tx, readCitizenId(citizenId, ctx.now).number);
    if (!person) throw new DomainError("not_found", "delegations.personUnknown");
    if (isOneself(ctx.actor, person.id)) throw new DomainError("forbidden", "identity.notOneself");
    await recordAccess(tx, ctx, { subjectId: person.id, kind: "counter", fields: ["姓名", "代办授权"], reason });
    const rows = await tx.select({ delegation: delegations, principalName: principals.name, delegateName: delegates.name }).from(delegations)
      .innerJoin(principals, eq(principals.id, delegations.principalAccountId)).innerJoin(delegates, eq(delegates.id, delegations.delegateAccountId))
      .where(and(inArray(delegations.kind, ["family", "guardianship"]), or(eq(delegations.principalAccountId, person.id), eq(delegations.delegateAccountId, person.id))))
      .orderBy(desc(delegations.grantedAt)).limit(50);
    return {
      value: {
        name: person.name,
        rows: rows.map(({ delegation, principalName, delegateName }) => ({
          id: delegation.id, kind: delegation.kind, principalName, delegateName, scope: delegation.scope, acts: delegation.acts,
          validUntil: delegation.validUntil, standing: standingOf(delegation, ctx.now),
        })),
      },
      audit: { action: "delegations.lookUp", subject: { type: "account", id: person.id }, after: { reason } },
    };
  });
}

/** Ends a delegation for somebody who stands at the counter, guardianships too. Errors: `delegations.notFound`. */
export function revokeAtCounter(ctx: SignedIn, { id, reason }: RevokeAtCounter): Promise<Accepted> {
  return commit(ctx, async (tx) => {
    const row = await lockDelegation(tx, id);
    if (!row || !canRevoke(ctx.actor, row)) throw new DomainError("not_found", "delegations.notFound");
    return endDelegation(tx, ctx, row, reason);
  });
}

/** The office of the clerk who records. Errors: `access.forbidden`. */
export function officeOf(actor: User): { departmentId: string; divisionCode: string } {
  const [post] = postsIn(actor, "clerk");
  if (!post) throw new DomainError("forbidden", "access.forbidden");
  return { departmentId: post.departmentId, divisionCode: post.divisionCode };
}

/**
 * The second person's word on what a clerk recorded: confirmed it is in force and both sides are told, refused it never was.
 * Errors: `identity.secondLookNotFound` (not_found), `identity.secondLookOwn` (forbidden), `identity.secondLookDecided` (conflict).
 */
export function decideAtCounter(ctx: SignedIn, { id, decision }: DecideAtCounter): Promise<Accepted> {
  return commit(ctx, async (tx) => {
    const row = await lockDelegation(tx, id);
    const asked = row && askedOf(row, ctx.now);
    if (!asked) throw new DomainError("not_found", "identity.secondLookNotFound");
    authorize(hindersSecondLook(ctx.actor, asked));
    const confirmed = decision === "confirmed";
    await tx.update(delegations).set(confirmed ? { acceptedAt: ctx.now, confirmedBy: ctx.actor.id } : { revokedAt: ctx.now, revokedBy: ctx.actor.id, revokeReason: "refused" }).where(eq(delegations.id, id));
    return {
      value: { id },
      audit: { action: confirmed ? "delegations.confirmAtCounter" : "delegations.refuseAtCounter", subject: { type: "delegation", id } },
      outbox: confirmed ? [delegationEvent(ctx, id, "recorded")] : [],
    };
  });
}
