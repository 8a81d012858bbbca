import { eq } from "drizzle-orm";
import { applicationCertificates, certificates, usageGrants } from "@/db/schema";
import { copyEnds } from "@/domain/certificates/rules/open";
import { shanghaiDay } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { dayInWords } from "@/domain/core/words";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/items/rules";
import { readUnderGrant } from "@/server/certificates/commands/read-under-grant";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { markedCopy } from "@/server/core/documents/marked-copy";
import { storage } from "@/server/core/storage";
import { getCase, type Case } from "../queries/case";
import type { OnFileRow } from "../queries/on-file";
import { purposeIn } from "./on-file";

/** What an address of papers leads to where it is a certificate: a marked copy for the desk, the holder's own page for them. */
export type OnFilePaper = { kind: "copy"; name: string; bytes: Buffer } | { kind: "own"; certificateId: string };

/**
 * A certificate in a case by its address, for whoever sees the case; nothing where the address is none of a certificate. The
 * desk reads it under the holder's permission, as a copy that says what for and until when; each is on record for the holder.
 * Errors: `files.notFound`, and those of `readUnderGrant`.
 */
export async function openOnFile(ctx: Ctx, id: string): Promise<OnFilePaper | undefined> {
  const [row] = await ctx.db.select().from(applicationCertificates).where(eq(applicationCertificates.id, id)).limit(1);
  if (!row) return undefined;
  const found = await getCase(ctx.db, ctx.actor, { id: row.applicationId }).catch(() => {
    throw new DomainError("not_found", "files.notFound");
  });
  if (ctx.actor.kind !== "user" || ctx.actor.accountKind !== "staff") return { kind: "own", certificateId: row.certificateId };
  return copyOf(ctx, found, row);
}

async function copyOf(ctx: Ctx, found: Case, { grantId, certificateId, fieldId, name, identifier }: OnFileRow): Promise<OnFilePaper> {
  const { application, content, department } = found;
  const { pdfKey, until } = await commit(ctx, async (tx) => {
    const [row] = await tx.select({ fields: usageGrants.fields, pdfKey: certificates.pdfKey }).from(usageGrants).innerJoin(certificates, eq(certificates.id, certificateId)).where(eq(usageGrants.id, grantId)).limit(1);
    const use = { itemId: application.serviceItemId, applicationId: application.id, purpose: purposeIn(found) };
    const { audit, outbox, grantEnds } = await readUnderGrant(tx, ctx, { ...use, grantId, certificateId, by: { kind: "department", id: application.departmentId }, fields: row?.fields ?? [], kind: "copy" });
    return { value: { pdfKey: row?.pdfKey ?? null, until: dayInWords(shanghaiDay(copyEnds(ctx.now, grantEnds))) }, audit, outbox };
  });
  if (!pdfKey) throw new DomainError("conflict", "certificates.notSignedYet");
  const field = compileForm(formOf(content)).findField(fieldId)?.label.zh ?? fieldId;
  await recordAccess(ctx.db, ctx, { subjectId: application.applicantAccountId, kind: "download", fields: [field], case: application });
  const bytes = await markedCopy(await storage().getBytes(pdfKey), {
    across: `仅供${department.name}使用 ${until}前有效`,
    foot: `副本，不是电子证照原件。仅供${department.name}${purposeIn(found)}使用，${until}前有效，他用无效。`,
  });
  return { kind: "copy", name: `${name}-${identifier}-${formatApplicationNumber(application.number)}.pdf`, bytes };
}
