import { eq } from "drizzle-orm";
import { certificates } from "@/db/schema";
import { deskRecord } from "@/domain/certificates/rules/desk";
import type { RevealNumber } from "@/domain/certificates/schema/life";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { lifeFacts } from "../queries/life";
import { openRecord } from "../queries/record";

/**
 * Shows a covered number in full at the issuer's desk; who, what and why go to the audit log, and to the log that its holders
 * read. Errors: `certificates.notFound`, `certificates.fieldUnknown` (invalid).
 */
export function revealNumber(ctx: Ctx & { actor: User }, { id, field, reason }: RevealNumber): Promise<{ value: string }> {
  return commit(ctx, async (tx) => {
    const [found] = await tx.select().from(certificates).where(eq(certificates.id, id)).limit(1);
    const { row, holders } = await lifeFacts(tx, ctx, found);
    const record = openRecord(row);
    if (!deskRecord(record).covered.includes(field)) throw new DomainError("invalid", "certificates.fieldUnknown", { field });
    const line = record.extend_info.find(({ key }) => key === field);
    for (const subjectId of holders) await recordAccess(tx, ctx, { subjectId, kind: "reveal", fields: [line?.labelZh ?? "证照编号"], reason });
    return { value: { value: line?.value ?? record.certificate_number }, secret: true, audit: { action: "certificates.reveal", subject: { type: "certificate", id }, after: { field, reason } } };
  });
}
