import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { accounts, departments, lifeEventRevisions, lifeEvents } from "@/db/schema";
import { postsIn, type Actor, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { canEdit, holds } from "@/domain/items/policy";
import { analyseLifeEvent } from "@/domain/lifeEvents/rules";
import { formsOf } from "./guide";

type Source = Reader | Tx;
export type LifeEventRow = typeof lifeEvents.$inferSelect;
export type RevisionRow = typeof lifeEventRevisions.$inferSelect;
export type EditableLifeEvent = { lifeEvent: LifeEventRow; departmentName: string; draft: RevisionRow | null; current: RevisionRow | null };

/** A life event of one's own department and division, with draft and published edition. Errors: `lifeEvents.notFound`. */
export async function getEditable(db: Source, actor: Actor, id: string): Promise<EditableLifeEvent> {
  const [row] = await db.select({ lifeEvent: lifeEvents, departmentName: departments.name }).from(lifeEvents)
    .innerJoin(departments, eq(departments.id, lifeEvents.departmentId)).where(eq(lifeEvents.id, id)).limit(1);
  if (!row || !canEdit(actor, row.lifeEvent)) throw new DomainError("not_found", "lifeEvents.notFound");
  const revisions = await db.select().from(lifeEventRevisions)
    .where(and(eq(lifeEventRevisions.lifeEventId, id), or(eq(lifeEventRevisions.status, "draft"), eq(lifeEventRevisions.status, "published"))));
  return { ...row, draft: revisions.find(({ status }) => status === "draft") ?? null, current: revisions.find(({ status }) => status === "published") ?? null };
}

/** What the editor's page shows: draft and published edition, what is still wrong, and who edited. Errors: `lifeEvents.notFound`. */
export async function getForEdit(db: Reader, actor: User, id: string) {
  const { lifeEvent, departmentName, draft, current } = await getEditable(db, actor, id);
  const editors = draft && (await db.select({ name: accounts.name }).from(accounts).where(sql`${accounts.id} = any(${sql.param(draft.editors)}::uuid[])`));
  return {
    id, key: lifeEvent.key, departmentName,
    current: current ? { number: current.number, content: current.content, publishedAt: current.publishedAt?.toISOString() ?? null } : null,
    draft: draft ? { number: draft.number, version: draft.version, content: draft.content, updatedAt: draft.updatedAt.toISOString(), editors: editors?.map(({ name }) => name) ?? [], problems: analyseLifeEvent(draft.content, await formsOf(db, draft.content.members)) } : null,
    mayEdit: holds(actor, "itemEditor", lifeEvent),
    mayPublish: holds(actor, "itemPublisher", lifeEvent) && draft !== null && !draft.editors.includes(actor.id),
  };
}

/** The life events of one's departments and divisions; a few dozen. */
export async function listForEdit(db: Reader, actor: User) {
  const rows = await db.select({ lifeEvent: lifeEvents, departmentName: departments.name, status: lifeEventRevisions.status, content: lifeEventRevisions.content }).from(lifeEvents)
    .innerJoin(departments, eq(departments.id, lifeEvents.departmentId))
    .innerJoin(lifeEventRevisions, and(eq(lifeEventRevisions.lifeEventId, lifeEvents.id), sql`${lifeEventRevisions.status} <> 'superseded'`))
    .orderBy(asc(lifeEvents.key), asc(lifeEventRevisions.number)).limit(1000);
  const mine = Object.values(Object.groupBy(rows.filter((row) => canEdit(actor, row.lifeEvent)), ({ lifeEvent }) => lifeEvent.id));
  return mine.flatMap((editions = []) => {
    const [first] = editions;
    const shown = editions.find(({ status }) => status === "published") ?? first;
    return first && shown ? [{ id: first.lifeEvent.id, key: first.lifeEvent.key, departmentName: first.departmentName, name: shown.content.name, members: shown.content.members.length, published: shown.status === "published", draft: editions.some(({ status }) => status === "draft") }] : [];
  });
}

/** Where this editor may begin a life event: their departments, each with the division of the post. */
export async function listPlaces(db: Reader, actor: User) {
  const posts = postsIn(actor, "itemEditor");
  if (posts.length === 0) return [];
  const names = await db.select({ id: departments.id, name: departments.name, divisionCode: departments.divisionCode }).from(departments).where(inArray(departments.id, posts.map(({ departmentId }) => departmentId)));
  return names.filter(({ id, divisionCode }) => holds(actor, "itemEditor", { departmentId: id, divisionCode }));
}
