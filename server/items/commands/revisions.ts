import { and, eq } from "drizzle-orm";
import { searchRow } from "@/db/search-document";
import { itemSearch, revisionSaves, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { Tx } from "@/db/client";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { hindrance, type RevisionAction } from "@/domain/items/policy";
import { lintRevision } from "@/domain/items/policy/lint";
import { mergeRevisions } from "@/domain/items/rules/merge";
import { RevisionContent, type ChangeItemStatus, type DraftReference, type ItemReference, type PatchRevision, type SaveRevision } from "@/domain/items/schema";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordDigest } from "@/server/core/documents/canonical";
import { findSave, getDraftAt, getEditable, lastRevisionNumber, type Draft, type Editable } from "../queries/editing";

type StaffCtx = Ctx & { actor: User };

/** Copies the published revision into a draft. Errors: `items.notFound`, `items.draftExists`, `items.nothingPublished`, `items.cancelled`. */
export function openRevision(ctx: StaffCtx, { itemId }: ItemReference) {
  return commit(ctx, async (tx) => {
    const { current } = await lockFor(tx, ctx, itemId, "openRevision");
    if (!current) throw new DomainError("conflict", "items.nothingPublished");
    const [draft] = await tx.insert(serviceItemRevisions).values({
      serviceItemId: itemId, number: (await lastRevisionNumber(tx, itemId)) + 1, status: "draft", content: current.content, contentHash: current.contentHash,
      createdBy: ctx.actor.id, createdAt: ctx.now, updatedAt: ctx.now,
    }).returning();
    if (!draft) throw new Error("the draft was not returned");
    return { value: stateOf(draft), audit: entry("openRevision", draft) };
  });
}

/**
 * Keeps the content of the draft. What a colleague saved since `version` stays, where the two did not change the same
 * thing (`mergedWith` names them). Errors: `items.notFound`, `items.noDraft`, `items.changedMeanwhile` with who and when.
 */
export function saveRevision(ctx: StaffCtx, { itemId, version, content: typed }: SaveRevision) {
  return commit(ctx, async (tx) => {
    const editable = await lockFor(tx, ctx, itemId, "saveRevision");
    const { draft, content, mergedWith } = await mergeInto(tx, editable, version, typed);
    const changes = { content, contentHash: recordDigest(content), version: draft.version + 1, updatedAt: ctx.now };
    await tx.insert(revisionSaves).values({ revisionId: draft.id, version: draft.version, content: draft.content, savedAt: draft.updatedAt }).onConflictDoNothing();
    await tx.update(serviceItemRevisions).set(changes).where(eq(serviceItemRevisions.id, draft.id));
    return {
      value: { ...stateOf({ ...draft, ...changes }), problems: lintRevision(content), mergedWith },
      audit: { ...entry("saveRevision", draft), before: digestOf(draft), after: digestOf(changes) },
    };
  });
}

/** Changes parts of the draft as it was at `version`, and leaves the rest as it stood there. Errors: those of `saveRevision`. */
export async function patchRevision(ctx: StaffCtx, { itemId, version, changes }: PatchRevision) {
  const { content } = await getDraftAt(ctx.db, ctx.actor, { itemId, version });
  return saveRevision(ctx, { itemId, version, content: RevisionContent.parse({ ...content, ...changes }) });
}

/**
 * Makes the draft what the public reads: the old revision is superseded, search follows, cases keep theirs. Never by
 * someone who edited it. Errors: `items.notFound`, `items.noDraft`, `items.changedMeanwhile`, `items.ownRevision`,
 * `items.hasProblems` (count).
 */
export function publishRevision(ctx: StaffCtx, { itemId, version }: DraftReference) {
  return commit(ctx, async (tx) => {
    const editable = await lockFor(tx, ctx, itemId, "publishRevision");
    const draft = atVersion(editable, version);
    demandSound(draft.content);
    await tx.update(serviceItemRevisions).set({ status: "superseded", updatedAt: ctx.now })
      .where(and(eq(serviceItemRevisions.serviceItemId, itemId), eq(serviceItemRevisions.status, "published")));
    await tx.update(serviceItemRevisions).set({ status: "published", publishedBy: ctx.actor.id, publishedAt: ctx.now, updatedAt: ctx.now })
      .where(eq(serviceItemRevisions.id, draft.id));
    await tx.delete(revisionSaves).where(eq(revisionSaves.revisionId, draft.id));
    const status = editable.item.status === "draft" ? "published" : editable.item.status;
    await tx.update(serviceItems).set({ currentRevisionId: draft.id, status, updatedAt: ctx.now }).where(eq(serviceItems.id, itemId));
    await indexForSearch(tx, editable, draft.content);
    return {
      value: { itemId, revision: draft.number, status },
      audit: { ...entry("publishRevision", draft), before: editable.current ? digestOf(editable.current) : null, after: digestOf(draft) },
    };
  });
}

/** Drops the draft; the published revision stays as it is. Errors: `items.notFound`, `items.noDraft`, `items.changedMeanwhile`. */
export function discardRevision(ctx: StaffCtx, { itemId, version }: DraftReference) {
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lockFor(tx, ctx, itemId, "discardRevision"), version);
    await tx.delete(serviceItemRevisions).where(eq(serviceItemRevisions.id, draft.id));
    return { value: { itemId }, audit: { ...entry("discardRevision", draft), before: digestOf(draft) } };
  });
}

/** Stops new applications; the guide stays readable and says so. Errors: `items.notFound`, `items.notPublished`. */
export function suspendItem(ctx: StaffCtx, input: ChangeItemStatus) {
  return changeStatus(ctx, input, { action: "suspend", status: "suspended" });
}

/** Takes applications again. Errors: `items.notFound`, `items.notSuspended`. */
export function resumeItem(ctx: StaffCtx, input: ChangeItemStatus) {
  return changeStatus(ctx, input, { action: "resume", status: "published" });
}

type StatusChange = { action: "suspend"; status: "suspended" } | { action: "resume"; status: "published" };

function changeStatus(ctx: StaffCtx, { itemId, reason }: ChangeItemStatus, { action, status }: StatusChange) {
  return commit(ctx, async (tx) => {
    const { item } = await lockFor(tx, ctx, itemId, action);
    await tx.update(serviceItems).set({ status, updatedAt: ctx.now }).where(eq(serviceItems.id, itemId));
    return {
      value: { itemId, status },
      audit: { action: `items.${action}`, subject: { type: "serviceItem", id: itemId }, before: { status: item.status }, after: { status, reason } },
    };
  });
}

/** The item, held against other editors until the transaction ends, once the actor may do this to it. */
async function lockFor(tx: Tx, { actor }: StaffCtx, itemId: string, action: RevisionAction): Promise<Editable> {
  await tx.select({ id: serviceItems.id }).from(serviceItems).where(eq(serviceItems.id, itemId)).for("update");
  const editable = await getEditable(tx, actor, itemId);
  authorize(hindrance(actor, action, editable.facts));
  return editable;
}

function atVersion({ draft, edits }: Editable, version: number): Draft {
  if (!draft) throw new DomainError("conflict", "items.noDraft");
  if (draft.version !== version) throw new DomainError("conflict", "items.changedMeanwhile", { name: edits[0]?.name ?? "", at: draft.updatedAt.toISOString() });
  return draft;
}

/** What is to be saved over the draft as it is now: as typed, or merged with what a colleague saved since. */
async function mergeInto(tx: Tx, editable: Editable, version: number, typed: RevisionContent) {
  const { draft, edits } = editable;
  if (!draft || draft.version === version) return { draft: atVersion(editable, version), content: typed, mergedWith: null };
  const base = await findSave(tx, draft.id, version);
  const merge = base && mergeRevisions(base, typed, draft.content);
  if (!merge || merge.conflicts.length > 0) return { draft: atVersion(editable, version), content: typed, mergedWith: null };
  return { draft, content: merge.content, mergedWith: edits[0]?.name ?? null };
}

function demandSound(content: RevisionContent): void {
  const count = lintRevision(content).filter(({ severity }) => severity === "error").length;
  if (count > 0) throw new DomainError("unprocessable", "items.hasProblems", { count });
}

async function indexForSearch(tx: Tx, { item, department }: Editable, content: RevisionContent): Promise<void> {
  const row = searchRow({ id: item.id, code: item.code, divisionCode: item.divisionCode, department }, content);
  await tx.insert(itemSearch).values(row).onConflictDoUpdate({ target: itemSearch.serviceItemId, set: row });
}

const stateOf = ({ id, serviceItemId, number, version }: Draft) => ({ itemId: serviceItemId, revisionId: id, revision: number, version });
const digestOf = ({ contentHash, version }: Pick<Draft, "contentHash" | "version">) => ({ contentHash, version });
const entry = (action: RevisionAction, draft: Draft) => ({ action: `items.${action}`, subject: { type: "serviceItemRevision", id: draft.id } });
