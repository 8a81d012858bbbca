import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificates } from "@/db/schema";
import type { AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

/** Revokes the certificate of a case inside the caller's transaction; nothing where it has none that could still be used. */
export async function revokeCertificateOf(tx: Tx, { now }: Ctx, { applicationId, reason }: { applicationId: string; reason: string }): Promise<{ identifier: string; audit: AuditEntry } | undefined> {
  const [row] = await tx.update(certificates).set({ status: "revoked", endedAt: now, endReason: reason })
    .where(and(eq(certificates.applicationId, applicationId), inArray(certificates.status, ["valid", "suspended"]))).returning({ id: certificates.id, identifier: certificates.identifier });
  return row && { identifier: row.identifier, audit: { action: "certificates.revoke", subject: { type: "certificate", id: row.id }, after: { status: "revoked", applicationId } } };
}
