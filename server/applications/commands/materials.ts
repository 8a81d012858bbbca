import { and, count, eq, inArray, isNull, or } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { files, keptMaterials } from "@/db/schema";
import { isApplicant } from "@/domain/applications/policy";
import { canKeep } from "@/domain/applications/policy/materials";
import { fits, hasEnded, kindOf, mostKept, trustAgain, withinRoom, type Kind } from "@/domain/applications/rules/materials";
import type { DateMaterial, KeepMaterials, MaterialReference, ReuseMaterial } from "@/domain/applications/schema/materials";
import { principalOf, type User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { materialFieldId } from "@/domain/items/rules";
import { commit, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { fileNamePlace, getCase, named, type Case } from "../queries/case";
import { requireScanned } from "../queries/unscanned";
import { keptBy, keptNamePlace, mayReuse, type KeptRow } from "../queries/materials";
import { lockForUpload, requireRoomFor, trustIn } from "./files";

type CitizenCtx = Ctx & { actor: User };

const notYours = () => new DomainError("forbidden", "applications.materialsNotYours");
const unknown = () => new DomainError("not_found", "applications.materialNotFound");

/**
 * Keeps papers of a case that was filed for the next time, because its applicant wants it; what is kept already stays as it is.
 * The stored file is shared, not copied. Errors: `applications.notFound`, `applications.materialsNotYours` (forbidden),
 * `applications.notFiledYet`, `applications.keptTooMany` (conflict; max), `files.notFound`.
 */
export function keepMaterials(ctx: CitizenCtx, { id, fileIds }: KeepMaterials): Promise<{ kept: number }> {
  if (!canKeep(ctx.actor)) throw notYours();
  const owner = principalOf(ctx.actor);
  return commit(ctx, async (tx) => {
    const { application, content } = await getCase(tx, ctx.actor, { id });
    if (!isApplicant(ctx.actor, application, "submit")) throw new DomainError("not_found", "applications.notFound");
    if (!application.receivedAt) throw new DomainError("conflict", "applications.notFiledYet");
    const rows = await tx.select().from(files).where(and(eq(files.applicationId, id), inArray(files.id, fileIds), isNull(files.deletedAt))).for("share");
    const papers = papersOf(rows, content);
    if (papers.length < new Set(fileIds).size) throw new DomainError("not_found", "files.notFound");
    if ((await tx.$count(keptMaterials, keptBy(owner))) + papers.length > mostKept) throw new DomainError("conflict", "applications.keptTooMany", { max: mostKept });
    const kept = await keep(tx, { actor: ctx.actor, now: ctx.now }, papers);
    return { value: { kept }, audit: { action: "applications.keepMaterials", subject: { type: "application", id }, after: { fileIds, kept } } };
  });
}

/**
 * Keeps, of a case that is being filed, what was ticked at its upload, if whoever files it looks after these papers. It never
 * stands in the way of filing: what there is no room for is not kept. The tick is told in the log of the upload.
 */
export async function keepWished(tx: Tx, { actor, now }: Ctx, { application: { id }, content }: Pick<Case, "application" | "content">): Promise<void> {
  if (!canKeep(actor)) return;
  const rows = await tx.select().from(files).where(and(eq(files.applicationId, id), files.keepNext, isNull(files.deletedAt))).orderBy(files.createdAt, files.id).for("share");
  if (rows.length === 0) return;
  const there = await tx.$count(keptMaterials, keptBy(principalOf(actor)));
  const papers = withinRoom(papersOf(rows, content), there);
  await keep(tx, { actor, now }, papers);
  // Done once: what its owner then throws away does not come back when the case is filed again.
  await tx.update(files).set({ keepNext: false }).where(inArray(files.id, papers.map(({ file }) => file.id)));
}

type Paper = { file: typeof files.$inferSelect; kind: Kind };

const papersOf = (rows: readonly (typeof files.$inferSelect)[], { materials }: Case["content"]): Paper[] => rows.flatMap((row) => {
  const material = materials.find((one) => materialFieldId(one) === row.fieldId);
  return material ? [{ file: named(row), kind: kindOf(material) }] : [];
});

/** Puts papers among those of whoever acts; returns how many were not there yet. */
async function keep(tx: Tx, { actor, now }: { actor: User; now: Date }, papers: readonly Paper[]): Promise<number> {
  const { organisationId, accountId } = principalOf(actor);
  let kept = 0;
  for (const { file, kind } of papers) {
    const materialId = await newId(tx);
    const { mime, size, sha256, storageKey, trustLevel, verifiedBy, verifiedAt } = file;
    const made = await tx.insert(keptMaterials).values({
      id: materialId, accountId: organisationId ? null : accountId, organisationId, ...kind, name: seal(file.name, keptNamePlace(materialId)), mime, size, sha256, storageKey, trustLevel, verifiedBy, verifiedAt,
      uploadedAt: file.reusedFrom ?? file.createdAt, applicationId: file.applicationId, keptAt: now, keptBy: actor.id, usedAt: now,
    }).onConflictDoNothing().returning({ id: keptMaterials.id });
    kept += made.length;
  }
  return kept;
}

async function lockKept(tx: Tx, actor: User, id: string): Promise<KeptRow> {
  if (!canKeep(actor)) throw notYours();
  const [row] = await tx.select().from(keptMaterials).where(and(eq(keptMaterials.id, id), keptBy(principalOf(actor)))).for("update");
  if (!row) throw unknown();
  return row;
}

/** Says until when a kept paper is good. Errors: `applications.materialNotFound`, `applications.materialsNotYours` (forbidden). */
export function dateMaterial(ctx: CitizenCtx, { id, validUntil }: DateMaterial): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    await lockKept(tx, ctx.actor, id);
    await tx.update(keptMaterials).set({ validUntil }).where(eq(keptMaterials.id, id));
    return { value: { id }, audit: { action: "applications.dateMaterial", subject: { type: "keptMaterial", id }, after: { validUntil } } };
  });
}

/**
 * Takes a paper out of the library for good; its bytes go with it unless a case holds them. `held` says in how many cases it
 * stays. Errors: `applications.materialNotFound`, `applications.materialsNotYours` (forbidden).
 */
export function removeMaterial(ctx: CitizenCtx, { id }: MaterialReference): Promise<{ id: string; held: number }> {
  return commit(ctx, async (tx) => {
    const { storageKey } = await lockKept(tx, ctx.actor, id);
    await tx.delete(keptMaterials).where(eq(keptMaterials.id, id));
    const [{ held } = { held: 0 }] = await tx.select({ held: count() }).from(files).where(inCase(storageKey));
    return { value: { id, held }, audit: { action: "applications.removeMaterial", subject: { type: "keptMaterial", id }, after: { held } }, outbox: erasing([storageKey]) };
  });
}

const inCase = (storageKey: string) => and(eq(files.storageKey, storageKey), or(isNull(files.deletedAt), files.kept));

/** Orders that bytes be erased once nothing holds them any more. */
export const erasing = (keys: readonly string[]): OutboxEntry[] => (keys.length > 0 ? [{ topic: "applications.filesRemoved", payload: { keys: [...keys] } }] : []);

/** Whether stored bytes are still somebody's: of a case, or of what somebody keeps. */
export async function isHeld(db: Reader, storageKey: string): Promise<boolean> {
  return (await db.$count(files, inCase(storageKey))) > 0 || (await db.$count(keptMaterials, eq(keptMaterials.storageKey, storageKey))) > 0;
}

/**
 * Puts a kept paper of the applicant into a case in place of a new upload: the stored file is shared, how far it is believed
 * goes with it. Errors: `applications.materialNotFound`, `applications.materialDoesNotFit`,
 * `applications.materialEnded` (conflict), those of an upload.
 */
export function reuseMaterial(ctx: CitizenCtx, { id, fieldId, materialId }: ReuseMaterial): Promise<{ fileId: string }> {
  return commit(ctx, async (tx) => {
    const { application, content } = await lockForUpload(tx, ctx, id, fieldId);
    const [kept] = mayReuse(ctx.actor, application) ? await tx.select().from(keptMaterials).where(and(eq(keptMaterials.id, materialId), keptBy(principalOf(ctx.actor)))).for("update") : [];
    const material = content.materials.find((one) => materialFieldId(one) === fieldId);
    if (!kept || !material) throw unknown();
    if (!fits(kept, material)) throw new DomainError("conflict", "applications.materialDoesNotFit");
    if (hasEnded(kept, shanghaiDay(ctx.now))) throw new DomainError("conflict", "applications.materialEnded");
    const [there] = await tx.select({ id: files.id }).from(files).where(and(eq(files.applicationId, id), eq(files.fieldId, fieldId), eq(files.storageKey, kept.storageKey), isNull(files.deletedAt)));
    const audit = (fileId: string) => ({ action: "applications.reuseMaterial", subject: { type: "application", id }, after: { fieldId, fileId, materialId, sha256: kept.sha256 } });
    if (there) return { value: { fileId: there.id }, audit: audit(there.id) };
    await requireRoomFor(tx, ctx, { id, content }, { fieldId, size: kept.size });
    const fileId = await newId(tx);
    const trustLevel = trustAgain(kept, trustIn(content, fieldId));
    const compared = trustLevel === "B" ? { verifiedBy: kept.verifiedBy, verifiedAt: kept.verifiedAt } : {};
    const { mime, size, sha256, storageKey } = kept;
    await tx.insert(files).values({
      id: fileId, ownerAccountId: application.applicantAccountId, applicationId: id, fieldId, name: seal(open(kept.name, keptNamePlace(kept.id)), fileNamePlace(fileId)),
      mime, size, sha256, storageKey, trustLevel, ...compared, createdAt: ctx.now, reusedFrom: kept.uploadedAt,
    });
    await tx.update(keptMaterials).set({ usedAt: ctx.now }).where(eq(keptMaterials.id, materialId));
    return { value: { fileId }, audit: audit(fileId) };
  });
}

/** A kept paper to look at, for its owner; each look is in the log. Undefined where there is none of that id for this actor. */
export async function openKept(ctx: Ctx, id: string): Promise<{ name: string; mime: string; size: number; storageKey: string } | undefined> {
  if (!canKeep(ctx.actor)) return undefined;
  const [row] = await ctx.db.select().from(keptMaterials).where(and(eq(keptMaterials.id, id), keptBy(principalOf(ctx.actor)))).limit(1);
  if (!row) return undefined;
  await requireScanned(ctx.db, row.storageKey);
  const value = { name: open(row.name, keptNamePlace(id)), mime: row.mime, size: row.size, storageKey: row.storageKey };
  return commit({ ...ctx, idempotency: undefined }, async () => ({ value, audit: { action: "applications.openMaterial", subject: { type: "keptMaterial", id } } }));
}
