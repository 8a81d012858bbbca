import { eq, type SQLWrapper } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { materialSavings } from "@/db/schema";
import { savedAmong } from "@/domain/applications/rules/on-file";
import { materialFieldId, materialsFor } from "@/domain/items/rules";
import type { Ctx } from "@/server/core/context";
import type { Case } from "../queries/case";
import type { FiledForm } from "../queries/form";

/**
 * Counts what was filed: the materials that were asked of this applicant or handed in, and those of them that are
 * certificates instead of papers. Filed again, it is counted anew.
 */
export function countedSavings(tx: Tx, { now }: Ctx, found: Case, { form, answers, context, files, onFile }: FiledForm): SQLWrapper {
  const { id: applicationId, serviceItemId } = found.application;
  const fieldsOf = (papers: readonly { fieldId: string }[]) => new Set(papers.map(({ fieldId }) => fieldId));
  const given = { uploaded: fieldsOf(files), onFile: fieldsOf(onFile) };
  const needed = materialsFor(found.content, context, answers).map(materialFieldId)
    .filter((fieldId) => form.findField(fieldId)?.optional !== true || given.uploaded.has(fieldId) || given.onFile.has(fieldId));
  const counted = { serviceItemId, ...savedAmong(needed, given), filedAt: now };
  return tx.insert(materialSavings).values({ applicationId, ...counted }).onConflictDoUpdate({ target: materialSavings.applicationId, set: counted });
}

/** What was taken back was never filed. */
export async function forgetSaved(tx: Tx, applicationId: string): Promise<void> {
  await tx.delete(materialSavings).where(eq(materialSavings.applicationId, applicationId));
}
