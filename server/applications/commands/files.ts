import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { files } from "@/db/schema";
import type { RemoveFile } from "@/domain/applications/schema";
import { DomainError } from "@/domain/core/errors";
import { maxFilesOf } from "@/domain/forms/rules/choices";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/items/rules";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { answersOf, fileNamePlace, type Case } from "../queries/case";
import { changeable, openForm } from "../queries/form";
import { lockEditable } from "./draft";

export type StoredFile = { name: string; mime: string; size: number; sha256: string; storageKey: string };

const perCase = { files: 60, bytes: 200 * 1024 * 1024 };

/**
 * Binds a stored upload to a file field of an editable case.
 * Errors: `applications.notFound`, `applications.notEditable`, `applications.unknownField` (invalid),
 * `applications.notToCorrect` (conflict), `files.tooMany` (conflict; max), `files.quota` (conflict).
 */
export function attachFile(ctx: Ctx, { id, fieldId, file }: { id: string; fieldId: string; file: StoredFile }): Promise<{ fileId: string }> {
  return commit(ctx, async (tx) => {
    const found = await lockEditable(tx, ctx, id);
    const { application, content } = found;
    const field = compileForm(formOf(content)).findField(fieldId);
    if (field?.type !== "file") throw new DomainError("invalid", "applications.unknownField", { field: fieldId });
    await checkOpen(tx, ctx, found, fieldId);
    const kept = await tx.select({ fieldId: files.fieldId, size: files.size }).from(files).where(and(eq(files.applicationId, id), isNull(files.deletedAt)));
    const max = maxFilesOf(field);
    if (kept.filter((row) => row.fieldId === fieldId).length >= max) throw new DomainError("conflict", "files.tooMany", { max });
    if (kept.length >= perCase.files || kept.reduce((sum, row) => sum + row.size, file.size) > perCase.bytes) throw new DomainError("conflict", "files.quota");
    const fileId = await newId(tx);
    const name = seal(file.name, fileNamePlace(fileId));
    await tx.insert(files).values({ ...file, id: fileId, name, ownerAccountId: application.applicantAccountId, applicationId: id, fieldId, createdAt: ctx.now });
    return { value: { fileId }, audit: { action: "applications.attachFile", subject: { type: "application", id }, after: { fieldId, fileId, sha256: file.sha256 } } };
  });
}

// A correction opens what it lists; another file stays as it was filed.
async function checkOpen(tx: Tx, ctx: Ctx, found: Case, fieldId: string): Promise<void> {
  const stored = answersOf(found.application);
  const open = await changeable(tx, found, await openForm(tx, found, stored, ctx.now), stored);
  if (open && !open.has(fieldId)) throw new DomainError("conflict", "applications.notToCorrect");
}

/** Takes an upload out of an editable case. Errors: `files.notFound`, `applications.notEditable`, `applications.notToCorrect` (conflict). */
export function removeFile(ctx: Ctx, { id, fileId }: RemoveFile): Promise<{ fileId: string }> {
  return commit(ctx, async (tx) => {
    const found = await lockEditable(tx, ctx, id);
    const [row] = await tx.select({ fieldId: files.fieldId, key: files.storageKey }).from(files).where(and(eq(files.id, fileId), eq(files.applicationId, id), isNull(files.deletedAt)));
    if (!row) throw new DomainError("not_found", "files.notFound");
    await checkOpen(tx, ctx, found, row.fieldId);
    await tx.update(files).set({ deletedAt: ctx.now }).where(eq(files.id, fileId));
    return {
      value: { fileId },
      audit: { action: "applications.removeFile", subject: { type: "application", id }, after: { fileId } },
      outbox: [{ topic: "applications.filesRemoved", payload: { keys: [row.key] } }],
    };
  });
}
