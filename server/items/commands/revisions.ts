import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { revisionSaves, serviceItemRevisions, serviceItems, warningAnswers } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import { lintRevision } from "@/domain/items/policy/lint";
import { foldEnglish } from "@/domain/items/rules/english";
import { mergeRevisions } from "@/domain/items/rules/merge";
import { RevisionContent, type ChangeItemStatus, type DraftReference, type ItemReference, type PatchRevision, type SaveRevision } from "@/domain/items/schema";
import { commit } from "@/server/core/commit";
import { recordDigest } from "@/server/core/documents/canonical";
import { findSave, getDraftAt, lastRevisionNumber, type Editable } from "../queries/editing";
import { readLintFacts } from "../queries/lint-facts";
import { atVersion, digestOf, entry, lockFor, stateOf, type StaffCtx } from "./editing";
import { refuseTrespass } from "./inherit";

/** Copies the published revision into a draft, an older one with its English where drafts keep it. Errors: `items.notFound`, `items.draftExists`, `items.nothingPublished`, `items.cancelled`. */
export function openRevision(ctx: StaffCtx, { itemId }: ItemReference) {
  return commit(ctx, async (tx) => {
    const { current } = await lockFor(tx, ctx, itemId, "openRevision");
    if (!current) throw new DomainError("conflict", "items.nothingPublished");
    const content = foldEnglish(current.content);
    const [draft] = await tx.insert(serviceItemRevisions).values({
      serviceItemId: itemId, number: (await lastRevisionNumber(tx, itemId)) + 1, status: "draft", content, contentHash: recordDigest(content),
      createdBy: ctx.actor.id, createdAt: ctx.now, updatedAt: ctx.now,
    }).returning();
    if (!draft) throw new Error("the draft was not returned");
    await takeOverAnswers(tx, current.id, draft.id);
    return { value: stateOf(draft), audit: entry("openRevision", draft) };
  });
}

// A warning that was accepted stays accepted for as long as it reads the same; the publisher still sees it.
async function takeOverAnswers(tx: Tx, from: string, to: string): Promise<void> {
  const rows = await tx.select().from(warningAnswers).where(eq(warningAnswers.revisionId, from));
  if (rows.length > 0) await tx.insert(warningAnswers).values(rows.map((row) => ({ ...row, revisionId: to })));
}

/**
 * Keeps the content of the draft. What a colleague saved since `version` stays, where the two did not change the same
 * thing (`mergedWith` names them). Errors: `items.notFound`, `items.noDraft`, `items.inReview`, `items.scheduled`, `items.changedMeanwhile` with
 * who and when, `items.lockedByDirectory` (fields).
 */
export function saveRevision(ctx: StaffCtx, { itemId, version, content: typed }: SaveRevision) {
  return commit(ctx, async (tx) => {
    const editable = await lockFor(tx, ctx, itemId, "saveRevision");
    const { draft, content, mergedWith } = await mergeInto(tx, editable, version, typed);
    await refuseTrespass(tx, editable.item.basicCode, { before: draft.content, after: content });
    const changes = { content, contentHash: recordDigest(content), version: draft.version + 1, updatedAt: ctx.now };
    await tx.insert(revisionSaves).values({ revisionId: draft.id, version: draft.version, content: draft.content, savedAt: draft.updatedAt }).onConflictDoNothing();
    await tx.update(serviceItemRevisions).set(changes).where(eq(serviceItemRevisions.id, draft.id));
    return {
      value: { ...stateOf({ ...draft, ...changes }), problems: lintRevision(content, await readLintFacts(tx, content)), mergedWith },
      audit: { ...entry("saveRevision", draft), before: digestOf(draft), after: digestOf(changes) },
    };
  });
}

/** Changes parts of the draft as it was at `version`, and leaves the rest as it stood there. Errors: those of `saveRevision`. */
export async function patchRevision(ctx: StaffCtx, { itemId, version, changes }: PatchRevision) {
  const { content } = await getDraftAt(ctx.db, ctx.actor, { itemId, version });
  return saveRevision(ctx, { itemId, version, content: RevisionContent.parse({ ...foldEnglish(content), ...changes }) });
}

/**
 * Drops the draft; the published revision stays as it is, and an item that never had one goes with its draft.
 * Errors: `items.notFound`, `items.noDraft`, `items.scheduled`, `items.changedMeanwhile`.
 */
export function discardRevision(ctx: StaffCtx, { itemId, version }: DraftReference) {
  return commit(ctx, async (tx) => {
    const editable = await lockFor(tx, ctx, itemId, "discardRevision");
    const draft = atVersion(editable, version);
    await tx.delete(serviceItemRevisions).where(eq(serviceItemRevisions.id, draft.id));
    const gone = editable.item.status === "draft";
    if (gone) await tx.delete(serviceItems).where(eq(serviceItems.id, itemId));
    return { value: { itemId, gone }, audit: { ...entry("discardRevision", draft), before: digestOf(draft) } };
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

/** What is to be saved over the draft as it is now: as typed, or merged with what a colleague saved since. */
async function mergeInto(tx: Tx, editable: Editable, version: number, typed: RevisionContent) {
  const { draft, edits } = editable;
  if (!draft || draft.version === version) return { draft: atVersion(editable, version), content: typed, mergedWith: null };
  const base = await findSave(tx, draft.id, version);
  const merge = base && mergeRevisions(base, typed, draft.content);
  if (!merge || merge.conflicts.length > 0) return { draft: atVersion(editable, version), content: typed, mergedWith: null };
  return { draft, content: merge.content, mergedWith: edits[0]?.name ?? null };
}
