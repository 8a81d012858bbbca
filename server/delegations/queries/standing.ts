import type { Reader } from "@/db/client";
import { isDelegated } from "@/domain/core/actor";
import { findDelegation } from "@/server/auth/session";

/** What somebody gave under a delegation: who, under which, on what. */
export type GivenUnder = { delegateId: string; delegationId: string; on: { id?: string | undefined; serviceItemId: string } };

/** Whether a delegation stands that what was given under it rests on: it is in force and still reaches to handing in such a case. */
export async function isStillDelegated(db: Reader, { delegateId, delegationId, on }: GivenUnder, now: Date): Promise<boolean> {
  const delegation = await findDelegation(db, delegateId, delegationId, now);
  return delegation !== undefined && isDelegated(delegation, "submit", on);
}
