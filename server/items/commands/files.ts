import { eq } from "drizzle-orm";
import { itemFiles } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import { withFile } from "@/domain/items/rules/files";
import type { DraftReference } from "@/domain/items/schema";
import type { MaterialFile, MaterialFileKind, RemoveMaterialFile } from "@/domain/items/schema/life";
import { commit } from "@/server/core/commit";
import { getDraftAt } from "../queries/editing";
import { lockFor, type StaffCtx } from "./editing";
import { saveRevision } from "./revisions";

type Stored = Omit<MaterialFile, "fileId"> & { storageKey: string };
type Attachment = DraftReference & { material: string; kind: MaterialFileKind; file: Stored };

/**
 * Puts a blank form or a sample to a material of the draft; the file it replaces stays with the revision that named it.
 * Errors: those of `saveRevision`, and `items.materialNotFound`.
 */
export async function attachItemFile(ctx: StaffCtx, { itemId, version, material, kind, file: { storageKey, ...file } }: Attachment): Promise<{ fileId: string; version: number }> {
  const { content } = await getDraftAt(ctx.db, ctx.actor, { itemId, version });
  if (!content.materials.some(({ key }) => key === material)) throw new DomainError("not_found", "items.materialNotFound");
  const fileId = crypto.randomUUID();
  await commit(ctx, async (tx) => {
    await lockFor(tx, ctx, itemId, "saveRevision");
    await tx.insert(itemFiles).values({ id: fileId, serviceItemId: itemId, ...file, storageKey, uploadedBy: ctx.actor.id, uploadedAt: ctx.now });
    return { value: { fileId }, audit: { action: "items.attachFile", subject: { type: "serviceItem", id: itemId }, after: { fileId, material, kind, sha256: file.sha256 } } };
  });
  // The form's key answered for the file; the content is saved under none.
  const { idempotency: _, ...plain } = ctx;
  try {
    const saved = await saveRevision(plain, { itemId, version, content: withFile(content, material, kind, { fileId, ...file }) });
    return { fileId, version: saved.version };
  } catch (error) {
    await commit(plain, async (tx) => {
      await tx.delete(itemFiles).where(eq(itemFiles.id, fileId));
      return { value: undefined, audit: { action: "items.dropFile", subject: { type: "serviceItem", id: itemId }, before: { fileId } } };
    });
    throw error;
  }
}

/** Takes a blank form or a sample from a material of the draft. Errors: those of `saveRevision`. */
export async function removeMaterialFile(ctx: StaffCtx, { itemId, version, material, kind }: RemoveMaterialFile) {
  const { content } = await getDraftAt(ctx.db, ctx.actor, { itemId, version });
  return saveRevision(ctx, { itemId, version, content: withFile(content, material, kind, undefined) });
}
