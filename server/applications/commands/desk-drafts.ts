import { and, desc, eq, gt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { applicationEvents, applicationNotes, deskDrafts } from "@/db/schema";
import type { ApplicationAction } from "@/domain/applications/schema";
import type { DraftFields, DropDeskDraft, SaveDeskDraft } from "@/domain/applications/schema/case";
import type { User } from "@/domain/core/actor";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { getCase } from "../queries/case";
import { deskDraftPlace } from "../queries/desk-drafts";
import { notePlace } from "../queries/notes";

type Key = { applicationId: string; accountId: string; kind: string };
const where = ({ applicationId, accountId, kind }: Key) => and(eq(deskDrafts.applicationId, applicationId), eq(deskDrafts.accountId, accountId), eq(deskDrafts.kind, kind));

/**
 * Keeps what somebody types at the desk, for them alone, until its act happens. A form emptied again is no draft; what
 * arrives after the act it belonged to is not kept. Errors: `applications.notFound`.
 */
export function saveDeskDraft(ctx: Ctx, actor: User, { id, version, kind, fields }: SaveDeskDraft): Promise<{ savedAt: string }> {
  return commit(ctx, async (tx) => {
    await getCase(tx, ctx.actor, { id });
    const key = { applicationId: id, accountId: actor.id, kind };
    if (isEmpty(fields) || (kind === "note" ? await noted(tx, key, fields) : await happened(tx, key, version))) await tx.delete(deskDrafts).where(where(key));
    else await keep(tx, key, { fields, savedAt: ctx.now });
    return { value: { savedAt: ctx.now.toISOString() }, audit: { action: "applications.saveDeskDraft", subject: { type: "application", id }, after: { kind } } };
  });
}

const isEmpty = (fields: DraftFields) => Object.values(fields).flat().every((value) => value.trim() === "");

// The last keystrokes may still be under way when their act has gone through.
async function happened(tx: Tx, { applicationId, accountId, kind }: Key, version: number): Promise<boolean> {
  const since = await tx.select({ action: applicationEvents.action }).from(applicationEvents)
    .where(and(eq(applicationEvents.applicationId, applicationId), eq(applicationEvents.actorId, accountId), gt(applicationEvents.sequence, version)));
  return since.some(({ action }) => kind === `act:${action}`);
}

async function noted(tx: Tx, { applicationId, accountId }: Key, fields: DraftFields): Promise<boolean> {
  const [last] = await tx.select().from(applicationNotes).where(and(eq(applicationNotes.applicationId, applicationId), eq(applicationNotes.authorId, accountId))).orderBy(desc(applicationNotes.id)).limit(1);
  return last !== undefined && open(last.body, notePlace(last.id)) === String(fields["note"]).trim();
}

async function keep(tx: Tx, key: Key, { fields, savedAt }: { fields: DraftFields; savedAt: Date }): Promise<void> {
  // The row that is there keeps its id, to which the sealed text is bound.
  await tx.insert(deskDrafts).values({ ...key, id: await newId(tx), fields: "", savedAt }).onConflictDoNothing();
  const [row] = await tx.select({ id: deskDrafts.id }).from(deskDrafts).where(where(key)).for("update");
  if (row) await tx.update(deskDrafts).set({ fields: seal(JSON.stringify(fields), deskDraftPlace(row.id)), savedAt }).where(eq(deskDrafts.id, row.id));
}

/** Throws a draft away. Errors: `applications.notFound`. */
export function dropDeskDraft(ctx: Ctx, actor: User, { id, kind }: DropDeskDraft): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    await getCase(tx, ctx.actor, { id });
    await tx.delete(deskDrafts).where(where({ applicationId: id, accountId: actor.id, kind }));
    return { value: { id }, audit: { action: "applications.dropDeskDraft", subject: { type: "application", id }, after: { kind } } };
  });
}

/** Ends the draft of an act with the act itself; who applies has none. */
export async function endDeskDraft(tx: Tx, { actor }: Pick<Ctx, "actor">, applicationId: string, action: ApplicationAction): Promise<void> {
  if (actor.kind === "user" && actor.accountKind === "staff") await tx.delete(deskDrafts).where(where({ applicationId, accountId: actor.id, kind: `act:${action}` }));
}
