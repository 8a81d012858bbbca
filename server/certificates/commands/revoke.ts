import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificates } from "@/db/schema";
import { statusOn } from "@/domain/certificates/rules";
import { stateAfter } from "@/domain/certificates/rules/life";
import { shanghaiDay } from "@/domain/core/calendar";
import type { AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import type { CertificateRow } from "../queries/record";
import { applyAct } from "./write";

/**
 * Revokes the certificate of a voided case inside the caller's transaction, as the two who voided it decided; nothing where it
 * has none that could still be used. The holder learns of it by the notice of the case.
 */
export async function revokeCertificateOf(tx: Tx, ctx: Ctx, { applicationId, reason }: { applicationId: string; reason: string }): Promise<{ identifier: string; audit: AuditEntry } | undefined> {
  const row = await lockLatest(tx, applicationId);
  if (!row) return undefined;
  const from = statusOn(row, shanghaiDay(ctx.now));
  if (!stateAfter("revoke", from)) return undefined;
  const { audit } = await applyAct(tx, ctx, row, { act: "revoke", from, reason, applicationId });
  return { identifier: row.identifier, audit };
}

/** What the case brought, in the version it was last reissued or changed to. A renewal stands on a case of its own. */
async function lockLatest(tx: Tx, applicationId: string): Promise<CertificateRow | undefined> {
  let [row] = await tx.select().from(certificates).where(eq(certificates.applicationId, applicationId)).for("update");
  while (row?.status === "superseded") {
    [row] = await tx.select().from(certificates).where(and(eq(certificates.previousId, row.id), inArray(certificates.origin, ["reissued", "changed"]))).for("update");
  }
  return row;
}
