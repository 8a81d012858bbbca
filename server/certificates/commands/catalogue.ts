import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificateTypeEditions, certificateTypes } from "@/db/schema";
import { editionHindrance, lintType, type EditionAction } from "@/domain/certificates/policy/catalogue";
import { CertificateTypeContent, type CertificateTypeReference, type CreateCertificateType, type EditionReference, type SaveEdition } from "@/domain/certificates/schema/catalogue";
import { parseUscc } from "@/domain/core/codes";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordDigest } from "@/server/core/documents/canonical";
import { missingGlyphs } from "@/server/core/documents/fonts";
import { getType, type Edition, type TypeInEditing } from "../queries/catalogue";

type StaffCtx = Ctx & { actor: User };

/** Begins a type that the catalogue lacks, as a draft. Errors: `certificates.typeCodeMalformed` (unprocessable), `certificates.typeExists` (conflict), `access.forbidden`. */
export function createType(ctx: StaffCtx, { id, code, name }: CreateCertificateType) {
  authorize(editionHindrance(ctx.actor, "openEdition", { published: true, draft: null }));
  if (!parseUscc(code.slice(0, 18))) throw new DomainError("unprocessable", "certificates.typeCodeMalformed");
  return commit(ctx, async (tx) => {
    const [type] = await tx.insert(certificateTypes).values({ id, code, name }).onConflictDoNothing().returning();
    if (!type) throw new DomainError("conflict", "certificates.typeExists", { id });
    const content: CertificateTypeContent = { name, definingOrgan: {}, holderKinds: ["person"], validity: { kind: "none" }, aliases: [], linkedItems: [], severalPerHolder: false, fields: [], suite: "international" };
    const draft = await insertDraft(tx, ctx, { typeId: id, number: 1, content });
    return { value: stateOf(draft), audit: entry("createType", draft) };
  });
}

/** Copies the published edition into a draft. Errors: `certificates.typeNotFound`, `certificates.draftExists`, `certificates.nothingPublished`, `access.forbidden`. */
export function openEdition(ctx: StaffCtx, { id }: CertificateTypeReference) {
  return commit(ctx, async (tx) => {
    const { current, editions } = await lockFor(tx, ctx, id, "openEdition");
    if (!current) throw new DomainError("conflict", "certificates.nothingPublished");
    const draft = await insertDraft(tx, ctx, { typeId: id, number: (editions[0]?.edition.number ?? 0) + 1, content: current.content });
    return { value: stateOf(draft), audit: entry("openEdition", draft) };
  });
}

/** Changes parts of the draft. Errors: those of `openEdition`, `certificates.noDraft`, `certificates.changedMeanwhile` with who and when. */
export function saveEdition(ctx: StaffCtx, { id, version, changes: { layout, ...facts } }: SaveEdition) {
  return commit(ctx, async (tx) => {
    const editing = await lockFor(tx, ctx, id, "saveEdition");
    const draft = atVersion(editing, version);
    const { layout: before, ...rest } = draft.content;
    const page = layout === undefined ? before : (layout ?? undefined);
    const content = CertificateTypeContent.parse({ ...rest, ...facts, ...(page ? { layout: page } : {}) });
    const changes = { content, contentHash: recordDigest(content), version: draft.version + 1, updatedAt: ctx.now };
    await tx.update(certificateTypeEditions).set(changes).where(eq(certificateTypeEditions.id, draft.id));
    // Until it is published, a new type is called what its draft says.
    if (!editing.current) await tx.update(certificateTypes).set({ name: content.name }).where(eq(certificateTypes.id, id));
    return { value: { ...stateOf({ ...draft, ...changes }), problems: lintType(content, { code: editing.type.code, unprintable: missingGlyphs }) }, audit: { ...entry("saveEdition", draft), before: digestOf(draft), after: digestOf(changes) } };
  });
}

/**
 * Makes the draft what certificates are issued by; those issued keep their edition. Never by someone who edited it.
 * Errors: `certificates.typeNotFound`, `certificates.noDraft`, `certificates.changedMeanwhile`, `certificates.ownEdition`, `certificates.typeHasProblems` (count).
 */
export function publishEdition(ctx: StaffCtx, { id, version }: EditionReference) {
  return commit(ctx, async (tx) => {
    const editing = await lockFor(tx, ctx, id, "publishEdition");
    const draft = atVersion(editing, version);
    const count = lintType(draft.content, { code: editing.type.code, unprintable: missingGlyphs }).filter(({ severity }) => severity === "error").length;
    if (count > 0) throw new DomainError("unprocessable", "certificates.typeHasProblems", { count });
    await tx.update(certificateTypeEditions).set({ status: "superseded", updatedAt: ctx.now }).where(and(eq(certificateTypeEditions.typeId, id), eq(certificateTypeEditions.status, "published")));
    await tx.update(certificateTypeEditions).set({ status: "published", publishedBy: ctx.actor.id, publishedAt: ctx.now, updatedAt: ctx.now }).where(eq(certificateTypeEditions.id, draft.id));
    await tx.update(certificateTypes).set({ currentEditionId: draft.id, name: draft.content.name }).where(eq(certificateTypes.id, id));
    return {
      value: { id, number: draft.number },
      audit: { ...entry("publishEdition", draft), before: editing.current ? digestOf(editing.current) : null, after: digestOf(draft) },
    };
  });
}

/** Drops the draft; the published edition stays, and a type that never was published goes with it. Errors: as `publishEdition`, save the last two. */
export function discardEdition(ctx: StaffCtx, { id, version }: EditionReference) {
  return commit(ctx, async (tx) => {
    const editing = await lockFor(tx, ctx, id, "discardEdition");
    const draft = atVersion(editing, version);
    await tx.delete(certificateTypeEditions).where(eq(certificateTypeEditions.id, draft.id));
    if (!editing.current) await tx.delete(certificateTypes).where(eq(certificateTypes.id, id));
    return { value: { id, gone: !editing.current }, audit: { ...entry("discardEdition", draft), before: digestOf(draft) } };
  });
}

/** The type, held against other editors until the transaction ends, once the actor may do this to it. */
async function lockFor(tx: Tx, { actor }: StaffCtx, id: string, action: EditionAction): Promise<TypeInEditing> {
  await tx.select({ id: certificateTypes.id }).from(certificateTypes).where(eq(certificateTypes.id, id)).for("update");
  const editing = await getType(tx, id);
  authorize(editionHindrance(actor, action, editing.facts));
  return editing;
}

async function insertDraft(tx: Tx, { actor, now }: StaffCtx, { typeId, number, content }: Pick<Edition, "typeId" | "number" | "content">): Promise<Edition> {
  const [draft] = await tx.insert(certificateTypeEditions)
    .values({ typeId, number, status: "draft", content, contentHash: recordDigest(content), createdBy: actor.id, createdAt: now, updatedAt: now }).returning();
  if (!draft) throw new Error("the draft was not returned");
  return draft;
}

function atVersion({ draft, edits }: TypeInEditing, version: number): Edition {
  if (!draft) throw new DomainError("conflict", "certificates.noDraft");
  if (draft.version !== version) throw new DomainError("conflict", "certificates.changedMeanwhile", { name: edits[0]?.name ?? "", at: draft.updatedAt.toISOString() });
  return draft;
}

const stateOf = ({ typeId, number, version }: Edition) => ({ id: typeId, number, version });
const digestOf = ({ contentHash, version }: Pick<Edition, "contentHash" | "version">) => ({ contentHash, version });
const entry = (action: EditionAction | "createType", draft: Edition) => ({ action: `certificates.${action}`, subject: { type: "certificateTypeEdition", id: draft.id } });
