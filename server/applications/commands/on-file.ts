import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationCertificates, certificates, files } from "@/db/schema";
import { problemOf, standsFor, type OnFileProblem } from "@/domain/applications/rules/on-file";
import type { AttachCertificate, DetachCertificate, OnFileMoment } from "@/domain/applications/schema/on-file";
import { endedCodes, fieldsOfFace } from "@/domain/certificates/rules/grants";
import { statusOn } from "@/domain/certificates/rules";
import { principalOf, type User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { maxFilesOf } from "@/domain/forms/rules/choices";
import { compileForm } from "@/domain/forms/rules/compile";
import type { Answers } from "@/domain/forms/schema";
import { formOf, materialFieldId } from "@/domain/items/rules";
import { grantUse } from "@/server/certificates/commands/grants";
import { checkUnderGrant, readUnderGrant } from "@/server/certificates/commands/read-under-grant";
import { heldByPrincipal } from "@/server/certificates/queries/held";
import { readIntact } from "@/server/certificates/queries/intact";
import { commit, type AuditEntry, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import type { Case } from "../queries/case";
import { listOnFile, type OnFileRow } from "../queries/on-file";
import { lockForUpload, wasFiled } from "./files";
import { takeOut } from "./on-file-end";

type CitizenCtx = Ctx & { actor: User };

/** What the holder reads in the record of uses: which case it is for. */
export const purposeIn = ({ application: { itemName, number } }: Pick<Case, "application">): string => `办理${[...itemName].slice(0, 120).join("")}（${formatApplicationNumber(number)}）`;

/**
 * Puts a certificate of the applicant in place of a paper: with their consent, under a grant for this case, and read once to
 * see that it is what it claims to be. Done again it stays as it is. Errors: `certificates.notFound`, `applications.certificateDoesNotFit`,
 * `applications.certificateNotUsable` (conflict; name, problem), `files.tooMany` (conflict), those of `grantUse` and of an upload.
 */
export function attachCertificate(ctx: CitizenCtx, { id, fieldId, certificateId }: AttachCertificate): Promise<{ attachmentId: string }> {
  return commit(ctx, async (tx) => {
    const found = await lockForUpload(tx, ctx, id, fieldId);
    const [standing] = await tx.select({ id: applicationCertificates.id }).from(applicationCertificates)
      .where(and(eq(applicationCertificates.applicationId, id), eq(applicationCertificates.fieldId, fieldId), eq(applicationCertificates.certificateId, certificateId), isNull(applicationCertificates.removedAt)));
    const audit = (attachmentId: string): AuditEntry => ({ action: "applications.attachCertificate", subject: { type: "application", id }, after: { fieldId, certificateId, attachmentId } });
    if (standing) return { value: { attachmentId: standing.id }, audit: audit(standing.id) };
    const fields = await usableFields(tx, ctx, { found, fieldId, certificateId });
    await requireRoom(tx, found, fieldId);
    const { attachmentId, audits } = await putThere(tx, ctx, { found, fieldId, certificateId, fields });
    return { value: { attachmentId }, audit: [audit(attachmentId), ...audits] };
  });
}

type Wanted = { found: Case; fieldId: string; certificateId: string };

/** Everything its face says, as the paper would: read here to see that it may be used. */
async function usableFields(tx: Tx, { actor, now }: CitizenCtx, { found, fieldId, certificateId }: Wanted): Promise<string[]> {
  const [row] = await tx.select().from(certificates).where(and(eq(certificates.id, certificateId), heldByPrincipal(principalOf(actor)))).limit(1);
  if (!row) throw new DomainError("not_found", "certificates.notFound");
  if (!standsFor(found.content.materials, fieldId, row.typeId)) throw new DomainError("conflict", "applications.certificateDoesNotFit");
  const { signature, record } = await readIntact(row);
  const problem = problemOf({ status: statusOn(row, shanghaiDay(now)), signature });
  if (problem || !record) throw new DomainError("conflict", "applications.certificateNotUsable", { name: row.name, problem: problem ?? "altered" });
  return fieldsOfFace(record.extend_info);
}

/** A certificate takes the room of one file. */
async function requireRoom(tx: Tx, { application: { id }, content }: Case, fieldId: string): Promise<void> {
  const field = compileForm(formOf(content)).findField(fieldId);
  if (field?.type !== "file") throw new DomainError("invalid", "applications.unknownField", { field: fieldId });
  const max = maxFilesOf(field);
  const uploads = await tx.$count(files, and(eq(files.applicationId, id), eq(files.fieldId, fieldId), isNull(files.deletedAt)));
  const others = (await listOnFile(tx, id)).filter((row) => row.fieldId === fieldId).length;
  if (uploads + others >= max) throw new DomainError("conflict", "files.tooMany", { max });
}

async function putThere(tx: Tx, ctx: CitizenCtx, { found, fieldId, certificateId, fields }: Wanted & { fields: string[] }) {
  const { application } = found;
  const reader = { kind: "department", id: application.departmentId } as const;
  const use = { itemId: application.serviceItemId, applicationId: application.id, purpose: purposeIn(found) };
  const grant = await grantUse(tx, ctx, { ...use, subject: { certificateId }, reader, fields });
  const { facts, status, signature, audit } = await readUnderGrant(tx, ctx, { ...use, grantId: grant.id, certificateId, by: reader, fields: [], kind: "attach" });
  const [{ digest } = { digest: "" }] = await tx.select({ digest: certificates.recordDigest }).from(certificates).where(eq(certificates.id, certificateId));
  const attachmentId = await newId(tx);
  await tx.insert(applicationCertificates).values({
    id: attachmentId, applicationId: application.id, fieldId, certificateId, grantId: grant.id, name: facts.name, identifier: facts.identifier, issuer: facts.issuer, version: facts.version,
    issuedOn: facts.issuedOn, validUntil: facts.validUntil, recordDigest: digest, attachedAt: ctx.now, attachedBy: ctx.actor.id, status, signature, checkedAt: ctx.now, checkedFor: "attach",
  });
  return { attachmentId, audits: [grant.audit, audit] };
}

/**
 * Takes a certificate out of an editable case and its permission back; the desk still reads that one was filed. Errors:
 * `applications.certificateNotThere` (not found), and those of an upload.
 */
export function detachCertificate(ctx: CitizenCtx, { id, attachmentId }: DetachCertificate): Promise<{ attachmentId: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(applicationCertificates)
      .where(and(eq(applicationCertificates.id, attachmentId), eq(applicationCertificates.applicationId, id), isNull(applicationCertificates.removedAt))).for("update");
    if (!row) throw new DomainError("not_found", "applications.certificateNotThere");
    const { application } = await lockForUpload(tx, ctx, id, row.fieldId);
    const ended = await takeOut(tx, ctx, row, wasFiled(application, { createdAt: row.attachedAt }));
    return { value: { attachmentId }, audit: [{ action: "applications.detachCertificate", subject: { type: "application", id }, after: { attachmentId } }, ...ended] };
  });
}

type Checked = { audit: AuditEntry[]; outbox: OutboxEntry[] };

/**
 * Looks at every certificate of a case again, in the transaction that relies on them, under their grants: each look is in the
 * holder's record. Errors: `applications.certificateGone` (field, material, name, problem).
 */
export async function recheckOnFile(tx: Tx, ctx: Ctx, found: Case, moment: Extract<OnFileMoment, "filing" | "decision">): Promise<Checked> {
  const told: Checked = { audit: [], outbox: [] };
  for (const row of await listOnFile(tx, found.application.id)) {
    const look = await lookAt(tx, ctx, found, row);
    if (typeof look === "string") throw gone(found, row, look);
    await tx.update(applicationCertificates).set({ status: look.status, signature: look.signature, checkedAt: ctx.now, checkedFor: moment }).where(eq(applicationCertificates.id, row.id));
    told.audit.push(look.audit);
    told.outbox.push(...look.outbox);
  }
  return told;
}

async function lookAt(tx: Tx, ctx: Ctx, found: Case, { grantId, certificateId }: OnFileRow): Promise<OnFileProblem | Awaited<ReturnType<typeof checkUnderGrant>>> {
  const { serviceItemId: itemId, id: applicationId, departmentId } = found.application;
  try {
    const look = await checkUnderGrant(tx, ctx, { grantId, certificateId, by: { kind: "department", id: departmentId }, itemId, applicationId, purpose: purposeIn(found) });
    return problemOf(look) ?? look;
  } catch (error) {
    if (isDomainError(error) && Object.values(endedCodes).includes(error.code)) return "grantEnded";
    throw error;
  }
}

function gone({ content }: Case, { fieldId, name }: OnFileRow, problem: OnFileProblem): DomainError {
  const material = content.materials.find((one) => materialFieldId(one) === fieldId)?.name.zh ?? fieldId;
  const section = formOf(content).sections.find(({ fields }) => fields.some((field) => field.id === fieldId))?.id ?? "";
  return new DomainError("conflict", "applications.certificateGone", { material, name, problem, field: fieldId, section });
}

/** At filing: what no question asks for any more is taken out, what stays is looked at again. */
export async function fileOnFile(tx: Tx, ctx: Ctx, found: Case, answers: Answers): Promise<Checked> {
  const idle = (await listOnFile(tx, found.application.id)).filter(({ fieldId }) => answers[fieldId] === undefined);
  const ended: AuditEntry[] = [];
  for (const row of idle) ended.push(...(await takeOut(tx, ctx, row, false)));
  const { audit, outbox } = await recheckOnFile(tx, ctx, found, "filing");
  return { audit: [...ended, ...audit], outbox };
}
