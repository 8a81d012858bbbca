import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts, delegations } from "@/db/schema";
import { postsIn, type User } from "@/domain/core/actor";
import { hindersSecondLook, type Asked } from "@/domain/identity/policy";
import { secondLookHours } from "@/domain/identity/rules/counter";
import type { Ctx } from "@/server/core/context";
import type { DelegationRow } from "./invitation";

/** Since when what is asked at a counter may be decided. */
export const waitingSince = (now: Date) => new Date(now.getTime() - secondLookHours * 3_600_000);

/** What was asked with a delegation recorded at a counter, while it may be decided; nothing for any other. */
export function askedOf({ grantedVia, departmentId, divisionCode, grantedBy, grantedAt, acceptedAt, revokedAt, principalAccountId, delegateAccountId }: DelegationRow, now: Date): Asked | undefined {
  if (grantedVia !== "counter" || !departmentId || !divisionCode || !grantedBy || grantedAt <= waitingSince(now)) return undefined;
  const concerns = [principalAccountId, delegateAccountId].filter((id) => id !== null);
  return { departmentId, divisionCode, askedBy: grantedBy, concerns, decision: acceptedAt ? "confirmed" : revokedAt ? "refused" : null };
}

const principals = alias(accounts, "principals");
const delegates = alias(accounts, "delegates");
const askers = alias(accounts, "askers");

/** What clerks of this office recorded and that waits for a second person, at most 100, the oldest first; not what is one's own. */
export async function listWaitingAtCounter({ db, actor, now }: Ctx & { actor: User }) {
  const departments = [...postsIn(actor, "clerk"), ...postsIn(actor, "approver")].map(({ departmentId }) => departmentId);
  const rows = await db.select({ delegation: delegations, principalName: principals.name, delegateName: delegates.name, askedBy: askers.name }).from(delegations)
    .innerJoin(principals, eq(principals.id, delegations.principalAccountId)).innerJoin(delegates, eq(delegates.id, delegations.delegateAccountId)).innerJoin(askers, eq(askers.id, delegations.grantedBy))
    .where(and(
      eq(delegations.grantedVia, "counter"), isNull(delegations.acceptedAt), isNull(delegations.revokedAt), inArray(delegations.departmentId, departments), gt(delegations.grantedAt, waitingSince(now)),
    )).orderBy(asc(delegations.grantedAt)).limit(100);
  return rows.flatMap(({ delegation, ...names }) => {
    const asked = askedOf(delegation, now);
    if (!asked || hindersSecondLook(actor, asked)) return [];
    const { id, kind, acts, awaitsPrincipal, grantReason, grantedAt, validUntil } = delegation;
    return [{ id, kind, acts, awaitsPrincipal, reason: grantReason ?? "", askedAt: grantedAt.toISOString(), validUntil, ...names }];
  });
}
