import { eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationCertificates } from "@/db/schema";
import { endGrant } from "@/server/certificates/commands/grants";
import type { AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import type { OnFileRow } from "../queries/on-file";

/** Takes a certificate out of a case, and its permission back; `kept` where the desk goes on reading that it was filed. */
export async function takeOut(tx: Tx, ctx: Pick<Ctx, "actor" | "now">, { id, grantId }: Pick<OnFileRow, "id" | "grantId">, kept: boolean): Promise<AuditEntry[]> {
  await tx.update(applicationCertificates).set({ removedAt: ctx.now, kept }).where(eq(applicationCertificates.id, id));
  return endGrant(tx, ctx, grantId);
}

/** Drafts that are taken out of the database take their permissions with them. */
export async function forgetOnFile(tx: Tx, ctx: Pick<Ctx, "actor" | "now">, applicationIds: readonly string[]): Promise<void> {
  const rows = await tx.delete(applicationCertificates).where(inArray(applicationCertificates.applicationId, [...applicationIds])).returning({ grantId: applicationCertificates.grantId });
  for (const { grantId } of rows) await endGrant(tx, ctx, grantId);
}
