import { and, eq, isNull } from "drizzle-orm";
import { files } from "@/db/schema";
import type { RemoveFile } from "@/domain/applications/schema";
import { DomainError } from "@/domain/core/errors";
import { maxFilesOf } from "@/domain/forms/rules/choices";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/items/rules";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { lockEditable } from "./draft";

export type StoredFile = { name: string; mime: string; size: number; sha256: string; storageKey: string };

const perCase = { files: 60, bytes: 200 * 1024 * 1024 };

/**
 * Binds a stored upload to a file field of an editable case.
 * Errors: `applications.notFound`, `applications.notEditable`, `applications.unknownField` (invalid),
 * `files.tooMany` (conflict; max), `files.quota` (conflict).
 */
export function attachFile(ctx: Ctx, { id, fieldId, file }: { id: string; fieldId: string; file: StoredFile }): Promise<{ fileId: string }> {
  return commit(ctx, async (tx) => {
    const { application, content } = await lockEditable(tx, ctx, id);
    const field = compileForm(formOf(content)).findField(fieldId);
    if (field?.type !== "file") throw new DomainError("invalid", "applications.unknownField", { field: fieldId });
    const kept = await tx.select({ fieldId: files.fieldId, size: files.size }).from(files).where(and(eq(files.applicationId, id), isNull(files.deletedAt)));
    const max = maxFilesOf(field);
    if (kept.filter((row) => row.fieldId === fieldId).length >= max) throw new DomainError("conflict", "files.tooMany", { max });
    if (kept.length >= perCase.files || kept.reduce((sum, row) => sum + row.size, file.size) > perCase.bytes) throw new DomainError("conflict", "files.quota");
    const [row] = await tx.insert(files).values({ ...file, ownerAccountId: application.applicantAccountId, applicationId: id, fieldId, createdAt: ctx.now }).returning({ id: files.id });
    const fileId = row?.id ?? "";
    return { value: { fileId }, audit: { action: "applications.attachFile", subject: { type: "application", id }, after: { fieldId, fileId, sha256: file.sha256 } } };
  });
}

/** Takes an upload out of an editable case. Errors: `files.notFound`, `applications.notEditable`. */
export function removeFile(ctx: Ctx, { id, fileId }: RemoveFile): Promise<{ fileId: string }> {
  return commit(ctx, async (tx) => {
    await lockEditable(tx, ctx, id);
    const [row] = await tx.update(files).set({ deletedAt: ctx.now }).where(and(eq(files.id, fileId), eq(files.applicationId, id), isNull(files.deletedAt))).returning({ key: files.storageKey });
    if (!row) throw new DomainError("not_found", "files.notFound");
    return {
      value: { fileId },
      audit: { action: "applications.removeFile", subject: { type: "application", id }, after: { fileId } },
      outbox: [{ topic: "applications.filesRemoved", payload: { keys: [row.key] } }],
    };
  });
}
