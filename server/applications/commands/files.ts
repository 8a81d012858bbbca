import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { files } from "@/db/schema";
import { trustOfUpload } from "@/domain/applications/rules/counter";
import type { RemoveFile } from "@/domain/applications/schema";
import { signedFormField } from "@/domain/applications/schema/counter";
import { DomainError } from "@/domain/core/errors";
import { maxFilesOf } from "@/domain/forms/rules/choices";
import { canKeep } from "@/domain/applications/policy/materials";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf, materialFieldId } from "@/domain/items/rules";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { answersOf, fileNamePlace, type Case } from "../queries/case";
import { changeable, openForm } from "../queries/form";
import { listOnFile } from "../queries/on-file";
import { lockEditable } from "./draft";
import { markUnscanned } from "./scan-marks";
import { lockAwaiting } from "./supplement";

/** `unscanned`: the scanner was away when it came, and nobody opens it before that has looked at it. */
export type StoredFile = { name: string; mime: string; size: number; sha256: string; storageKey: string; unscanned?: boolean };

const perCase = { files: 60, bytes: 200 * 1024 * 1024 };

/**
 * Binds a stored upload to a file field of an editable case; with `keepNext` its applicant wants to use it again, and it is
 * kept for that when the case is filed (`keepWished`).
 * Errors: `applications.notFound`, `applications.notEditable`, `applications.unknownField` (invalid),
 * `applications.notToCorrect` (conflict), `files.tooMany` (conflict; max), `files.quota` (conflict), `applications.materialsNotYours` (forbidden).
 */
export function attachFile(ctx: Ctx, { id, fieldId, file: { unscanned = false, ...file }, keepNext = false }: { id: string; fieldId: string; file: StoredFile; keepNext?: boolean }): Promise<{ fileId: string }> {
  return commit(ctx, async (tx) => {
    if (keepNext && !canKeep(ctx.actor)) throw new DomainError("forbidden", "applications.materialsNotYours");
    const { application, content } = await lockForUpload(tx, ctx, id, fieldId);
    await requireRoomFor(tx, ctx, { id, content }, { fieldId, size: file.size });
    const fileId = await newId(tx);
    const name = seal(file.name, fileNamePlace(fileId));
    await tx.insert(files).values({ ...file, id: fileId, name, ownerAccountId: application.applicantAccountId, applicationId: id, fieldId, trustLevel: trustIn(content, fieldId), createdAt: ctx.now, keepNext });
    if (unscanned) await markUnscanned(tx, file.storageKey, ctx.now);
    return { value: { fileId }, audit: { action: "applications.attachFile", subject: { type: "application", id }, after: { fieldId, fileId, sha256: file.sha256, ...(keepNext && { keepNext }), ...(unscanned && { unscanned }) } } };
  });
}

/** Room for one more file in a field and in its case. Errors: `applications.unknownField`, `files.tooMany` (max), `files.quota`. */
export async function requireRoomFor(tx: Tx, ctx: Ctx, { id, content }: { id: string; content: Case["content"] }, { fieldId, size }: { fieldId: string; size: number }): Promise<void> {
  const max = mostFilesIn(ctx, content, fieldId);
  const kept = await tx.select({ fieldId: files.fieldId, size: files.size }).from(files).where(and(eq(files.applicationId, id), isNull(files.deletedAt)));
  const certificates = (await listOnFile(tx, id)).filter((row) => row.fieldId === fieldId).length;
  if (kept.filter((row) => row.fieldId === fieldId).length + certificates >= max) throw new DomainError("conflict", "files.tooMany", { max });
  if (kept.length >= perCase.files || kept.reduce((sum, row) => sum + row.size, size) > perCase.bytes) throw new DomainError("conflict", "files.quota");
}

const mostSignedPages = 10;

/** How many files a field takes; at a counter there is besides the form that was signed on paper. */
function mostFilesIn({ actor }: Ctx, content: Case["content"], fieldId: string): number {
  if (fieldId === signedFormField && actor.kind === "user" && actor.servedBy) return mostSignedPages;
  const field = compileForm(formOf(content)).findField(fieldId);
  if (field?.type !== "file") throw new DomainError("invalid", "applications.unknownField", { field: fieldId });
  return maxFilesOf(field);
}

/** How far an upload for a field is believed before anybody compared it with an original. */
export function trustIn({ materials }: Case["content"], fieldId: string): "C" | "D" {
  return fieldId === signedFormField ? "D" : trustOfUpload(materials.find((material) => materialFieldId(material) === fieldId));
}

// A case may be filled in, or a material promised for later is awaited.
export async function lockForUpload(tx: Tx, ctx: Ctx, id: string, fieldId: string): Promise<Case> {
  const awaiting = await lockAwaiting(tx, ctx, id, fieldId);
  if (awaiting) return awaiting;
  const found = await lockEditable(tx, ctx, id);
  await checkOpen(tx, ctx, found, fieldId);
  return found;
}

// A correction opens what it lists; another file stays as it was filed.
async function checkOpen(tx: Tx, ctx: Ctx, found: Case, fieldId: string): Promise<void> {
  if (fieldId === signedFormField) return;
  const stored = answersOf(found.application);
  const open = await changeable(tx, found, await openForm(tx, found, stored, ctx.now), stored);
  if (open && !open.has(fieldId)) throw new DomainError("conflict", "applications.notToCorrect");
}

/** Whether an upload was in the case when it was filed last: what a correction replaces stays beside what replaces it. */
export const wasFiled = ({ status, receivedAt }: Case["application"], { createdAt }: { createdAt: Date }) => status === "correction" && receivedAt !== null && createdAt <= receivedAt;

/** Takes an upload out of an editable case; one that had been filed stays readable as the earlier version. Errors: `files.notFound`, `applications.notEditable`, `applications.notToCorrect` (conflict). */
export function removeFile(ctx: Ctx, { id, fileId }: RemoveFile): Promise<{ fileId: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select({ fieldId: files.fieldId, key: files.storageKey, createdAt: files.createdAt }).from(files).where(and(eq(files.id, fileId), eq(files.applicationId, id), isNull(files.deletedAt))).for("update");
    const found = row ? await lockForUpload(tx, ctx, id, row.fieldId) : await lockEditable(tx, ctx, id);
    if (!row) throw new DomainError("not_found", "files.notFound");
    const kept = wasFiled(found.application, row);
    await tx.update(files).set({ deletedAt: ctx.now, kept }).where(eq(files.id, fileId));
    return {
      value: { fileId },
      audit: { action: "applications.removeFile", subject: { type: "application", id }, after: { fileId } },
      outbox: kept ? [] : [{ topic: "applications.filesRemoved", payload: { keys: [row.key] } }],
    };
  });
}
