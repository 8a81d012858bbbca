import { eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { applications, type usageGrants } from "@/db/schema";
import type { GrantBounds } from "@/domain/certificates/rules/grants";
import { isStillDelegated } from "@/server/delegations/queries/standing";

export type GrantRow = typeof usageGrants.$inferSelect;

/** A permission with what ends it beside its own row, as of now. */
export async function withBounds(db: Reader | Tx, now: Date, grant: GrantRow): Promise<GrantRow & GrantBounds> {
  const { applicationId, delegationId, grantedBy: delegateId, itemId: serviceItemId } = grant;
  const [found] = applicationId ? await db.select({ closedAt: applications.closedAt }).from(applications).where(eq(applications.id, applicationId)).limit(1) : [];
  const delegationEnded = delegationId !== null && !(await isStillDelegated(db, { delegateId, delegationId, on: { id: applicationId ?? undefined, serviceItemId } }, now));
  return { ...grant, delegationEnded, caseClosedAt: found?.closedAt ?? null };
}
