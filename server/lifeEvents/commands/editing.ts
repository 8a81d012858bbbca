import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { lifeEventRevisions, lifeEvents } from "@/db/schema";
import type { StaffRole, User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { holds } from "@/domain/items/policy";
import { analyseLifeEvent } from "@/domain/lifeEvents/rules";
import type { CreateLifeEvent, DraftContent, LifeEventDraft, LifeEventReference, SaveLifeEvent } from "@/domain/lifeEvents/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { getEditable, type EditableLifeEvent, type RevisionRow } from "../queries/editing";
import { formsOf } from "../queries/guide";

type StaffCtx = Ctx & { actor: User };

const entry = (action: string, revision: Pick<RevisionRow, "id" | "number">) => ({ action: `lifeEvents.${action}`, subject: { type: "lifeEventRevision", id: revision.id }, after: { number: revision.number } });

/** Begins a life event led by a department of one's own. Errors: `access.forbidden`, `lifeEvents.keyTaken` (conflict). */
export function createLifeEvent(ctx: StaffCtx, { key, name, departmentId, divisionCode }: CreateLifeEvent): Promise<{ id: string }> {
  if (!holds(ctx.actor, "itemEditor", { departmentId, divisionCode })) throw new DomainError("forbidden", "access.forbidden");
  const content: DraftContent = { name, summary: name, stage: "living", audience: "person", questions: null, members: [], shared: [], materials: [] };
  return commit(ctx, async (tx) => {
    const [made] = await tx.insert(lifeEvents).values({ key, departmentId, divisionCode, createdAt: ctx.now }).onConflictDoNothing().returning({ id: lifeEvents.id });
    if (!made) throw new DomainError("conflict", "lifeEvents.keyTaken", { key });
    const draft = await insertDraft(tx, ctx, { lifeEventId: made.id, number: 1, content });
    return { value: made, audit: entry("create", draft) };
  });
}

async function insertDraft(tx: Tx, ctx: StaffCtx, row: { lifeEventId: string; number: number; content: DraftContent }): Promise<RevisionRow> {
  const [draft] = await tx.insert(lifeEventRevisions).values({ ...row, status: "draft", editors: [ctx.actor.id], updatedAt: ctx.now }).returning();
  if (!draft) throw new Error("the draft was not returned");
  return draft;
}

/** Copies the published edition into a draft. Errors: `lifeEvents.notFound`, `lifeEvents.draftExists`, `access.forbidden`. */
export function openLifeEvent(ctx: StaffCtx, { lifeEventId }: LifeEventReference): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const { draft, current } = await lock(tx, ctx, lifeEventId, "itemEditor");
    if (draft || !current) throw new DomainError("conflict", "lifeEvents.draftExists");
    const opened = await insertDraft(tx, ctx, { lifeEventId, number: current.number + 1, content: current.content });
    return { value: { id: lifeEventId }, audit: entry("open", opened) };
  });
}

/** Keeps a draft, however incomplete. Errors: `lifeEvents.notFound`, `lifeEvents.noDraft`, `lifeEvents.changedMeanwhile` (conflict). */
export function saveLifeEvent(ctx: StaffCtx, { lifeEventId, version, content }: SaveLifeEvent): Promise<{ id: string; version: number }> {
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lock(tx, ctx, lifeEventId, "itemEditor"), version);
    const editors = [...new Set([...draft.editors, ctx.actor.id])];
    await tx.update(lifeEventRevisions).set({ content, editors, version: version + 1, updatedAt: ctx.now }).where(eq(lifeEventRevisions.id, draft.id));
    return { value: { id: lifeEventId, version: version + 1 }, audit: entry("save", draft) };
  });
}

/**
 * Makes the draft what the public reads; cases that were begun keep their edition. Never by someone who edited it.
 * Errors: `lifeEvents.notFound`, `lifeEvents.noDraft`, `lifeEvents.changedMeanwhile`, `lifeEvents.ownRevision`, `lifeEvents.hasProblems` (count).
 */
export function publishLifeEvent(ctx: StaffCtx, { lifeEventId, version }: LifeEventDraft): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lock(tx, ctx, lifeEventId, "itemPublisher"), version);
    if (draft.editors.includes(ctx.actor.id)) throw new DomainError("forbidden", "lifeEvents.ownRevision");
    const problems = analyseLifeEvent(draft.content, await formsOf(tx, draft.content.members));
    if (problems.length > 0) throw new DomainError("unprocessable", "lifeEvents.hasProblems", { count: problems.length });
    await tx.update(lifeEventRevisions).set({ status: "superseded" }).where(and(eq(lifeEventRevisions.lifeEventId, lifeEventId), eq(lifeEventRevisions.status, "published")));
    await tx.update(lifeEventRevisions).set({ status: "published", publishedBy: ctx.actor.id, publishedAt: ctx.now }).where(eq(lifeEventRevisions.id, draft.id));
    await tx.update(lifeEvents).set({ currentRevisionId: draft.id }).where(eq(lifeEvents.id, lifeEventId));
    return { value: { id: lifeEventId }, audit: entry("publish", draft) };
  });
}

/** Drops a draft; one that was never published goes with its life event. Errors: `lifeEvents.notFound`, `lifeEvents.noDraft`, `lifeEvents.changedMeanwhile`. */
export function discardLifeEvent(ctx: StaffCtx, { lifeEventId, version }: LifeEventDraft): Promise<{ gone: boolean }> {
  return commit(ctx, async (tx) => {
    const found = await lock(tx, ctx, lifeEventId, "itemEditor");
    const draft = atVersion(found, version);
    await tx.delete(lifeEventRevisions).where(eq(lifeEventRevisions.id, draft.id));
    if (!found.current) await tx.delete(lifeEvents).where(eq(lifeEvents.id, lifeEventId));
    return { value: { gone: !found.current }, audit: entry("discard", draft) };
  });
}

async function lock(tx: Tx, { actor }: StaffCtx, id: string, role: StaffRole): Promise<EditableLifeEvent> {
  await tx.execute(sql`select 1 from ${lifeEvents} where ${lifeEvents.id} = ${id} for update`);
  const found = await getEditable(tx, actor, id);
  if (!holds(actor, role, found.lifeEvent)) throw new DomainError("forbidden", "access.forbidden");
  return found;
}

function atVersion({ draft }: EditableLifeEvent, version: number): RevisionRow {
  if (!draft) throw new DomainError("conflict", "lifeEvents.noDraft");
  if (draft.version !== version) throw new DomainError("conflict", "lifeEvents.changedMeanwhile");
  return draft;
}
