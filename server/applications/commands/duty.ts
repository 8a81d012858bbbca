import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificates } from "@/db/schema";
import { examinedStatuses, type ReadByDuty } from "@/domain/applications/schema/duty";
import { fieldsOfFace } from "@/domain/certificates/rules/grants";
import { postsIn, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { isWithin } from "@/domain/departments/rules";
import { grantUse } from "@/server/certificates/commands/grants";
import { readUnderGrant, type Reading } from "@/server/certificates/commands/read-under-grant";
import { heldByPrincipal } from "@/server/certificates/queries/held";
import { readIntact } from "@/server/certificates/queries/intact";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { getCase, type Case } from "../queries/case";

const days = 30;

export type DutyReading = Pick<Reading, "status" | "signature" | "facts" | "fields"> | null;

/**
 * Whoever handles an open case reads a certificate of its applicant by the duty of their organ, under the law they name and
 * for this case alone; nothing when the applicant has none that is valid. The applicant is told, and sees it for good.
 * Errors: `applications.notFound`, `applications.ownCase`, `applications.dutyOver` (conflict), `access.forbidden` to who does not
 * examine in the case's own department, and those of `readUnderGrant`.
 */
export function readByDuty(ctx: Ctx & { actor: User }, { id, typeId, legalBasis, purpose }: ReadByDuty): Promise<{ reading: DutyReading }> {
  return commit<{ reading: DutyReading }>(ctx, async (tx) => {
    const found = await getCase(tx, ctx.actor, { id });
    const { application } = found;
    requireOpen(ctx.actor, found);
    const row = await findValid(tx, found, typeId);
    const looked = { action: "applications.readByDuty", subject: { type: "application", id }, after: { typeId, certificateId: row?.id ?? null, legalBasis, purpose } };
    if (!row) return { value: { reading: null }, audit: looked };
    const fields = fieldsOfFace((await readIntact(row)).record?.extend_info ?? []);
    const use = { itemId: application.serviceItemId, applicationId: id, purpose };
    const reader = { kind: "department", id: application.departmentId } as const;
    const grant = await grantUse(tx, ctx, { ...use, subject: { certificateId: row.id }, reader, fields, expiresAt: new Date(ctx.now.getTime() + days * 86_400_000), duty: { holder: holderOf(found), legalBasis } });
    const { status, signature, facts, fields: told, audit, outbox } = await readUnderGrant(tx, ctx, { ...use, grantId: grant.id, certificateId: row.id, by: reader, fields });
    await recordAccess(tx, ctx, { subjectId: application.applicantAccountId, kind: "reveal", fields: told.map(({ labelZh }) => labelZh), reason: purpose, case: application });
    return { value: { reading: { status, signature, facts, fields: told } }, audit: [looked, grant.audit, audit], outbox };
  });
}

/** Before anything is looked up: who has what is nobody's business outside the office, or after the case. */
function requireOpen(actor: User, { application: { departmentId, divisionCode, status } }: Case): void {
  const posts = [...postsIn(actor, "reviewer"), ...postsIn(actor, "approver")];
  if (!posts.some((post) => post.departmentId === departmentId && isWithin(divisionCode, post.divisionCode))) throw new DomainError("forbidden", "access.forbidden");
  if (!examinedStatuses.some((open) => open === status)) throw new DomainError("conflict", "applications.dutyOver");
}

const holderOf = ({ application: { organisationId, applicantAccountId } }: Case) => (organisationId ? { organisationId } : { accountId: applicantAccountId });

async function findValid(tx: Tx, { application: { organisationId, applicantAccountId } }: Case, typeId: string) {
  const [row] = await tx.select().from(certificates)
    .where(and(eq(certificates.typeId, typeId), eq(certificates.status, "valid"), heldByPrincipal({ accountId: applicantAccountId, organisationId }))).orderBy(desc(certificates.id)).limit(1);
  return row;
}
