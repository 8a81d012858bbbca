import { compileForm } from "@/domain/forms/rules/compile";
import { DomainError } from "@/domain/core/errors";
import type { AnswerValue } from "@/domain/forms/schema";
import type { RevealField } from "@/domain/applications/schema";
import { formOf } from "@/domain/items/rules";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { getCase } from "../queries/case";
import { asFiled } from "../queries/filings";

/**
 * Shows one masked answer in full to whoever handles the case; who, what and why go to the audit log, and to the log that
 * the person reads. Errors: `identity.proofNeeded` (a fresh proof is asked at the procedure), `applications.unknownField`.
 */
export function revealField(ctx: Ctx, { id, fieldId, reason }: RevealField): Promise<{ fieldId: string; value: AnswerValue }> {
  return commit(ctx, async (tx) => {
    const found = await getCase(tx, ctx.actor, { id });
    const { application, content } = found;
    const value = (await asFiled(tx, ctx.now, found)).answers[fieldId];
    const field = compileForm(formOf(content)).findField(fieldId);
    if (!field || value === undefined) throw new DomainError("invalid", "applications.unknownField", { field: fieldId });
    await recordAccess(tx, ctx, { subjectId: application.applicantAccountId, kind: "reveal", fields: [field.label.zh], reason, case: application });
    return { value: { fieldId, value }, audit: { action: "applications.reveal", subject: { type: "application", id }, after: { fieldId, reason } } };
  });
}
