import { and, asc, eq, gt, inArray, isNotNull, like, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { accounts, auditLog, departments, divisions, itemRetirements, revisionSaves, serviceItemRevisions, serviceItems } from "@/db/schema";
import { postsIn, type Actor, type Post, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { canEdit, itemRoles, type EditingFacts } from "@/domain/items/policy";
import type { DraftReference, ListItemsForEdit, RevisionContent } from "@/domain/items/schema";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";

export type Draft = typeof serviceItemRevisions.$inferSelect;

const drafts = alias(serviceItemRevisions, "draft");
const currents = alias(serviceItemRevisions, "current");

/** The items an editor or publisher looks after, by code; `state` draft: those with a revision in the making, inReview and scheduled: where it stands. */
export async function listForEdit(db: Reader, actor: User, { query, state, cursor, limit }: ListItemsForEdit) {
  const name = sql<string>`coalesce(${drafts.content}->>'name', ${currents.content}->>'name', '')`;
  const rows = await db
    .select({
      id: serviceItems.id, code: serviceItems.code, name, status: serviceItems.status, departmentName: departments.name,
      divisionName: divisions.name, publishedAt: currents.publishedAt, draftSince: drafts.updatedAt, draftBy: accounts.name,
      stage: drafts.stage, publishAt: drafts.publishAt,
    })
    .from(serviceItems)
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
    .innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode))
    .leftJoin(drafts, and(eq(drafts.serviceItemId, serviceItems.id), eq(drafts.status, "draft")))
    .leftJoin(currents, eq(currents.id, serviceItems.currentRevisionId))
    .leftJoin(accounts, eq(accounts.id, drafts.createdBy))
    .where(and(
      editableBy(actor),
      query ? or(sql`${name} ilike ${`%${query.trim().replace(/[\\%_]/gu, "\\$&")}%`}`, like(serviceItems.code, `${query.trim().toUpperCase()}%`)) : undefined,
      state && inState(state),
      cursor ? gt(serviceItems.code, decodeCursor(z.tuple([z.string()]), cursor)[0]) : undefined,
    ))
    .orderBy(asc(serviceItems.code))
    .limit(limit + 1);
  const shown = rows.slice(0, limit).map((row) => ({ ...row, publishedAt: row.publishedAt?.toISOString() ?? null, draftSince: row.draftSince?.toISOString() ?? null, publishAt: row.publishAt?.toISOString() ?? null }));
  return { rows: shown, nextCursor: cursorAfter(rows, limit, ({ code }) => [code]) };
}

function inState(state: NonNullable<ListItemsForEdit["state"]>): SQL | undefined {
  if (state === "draft") return isNotNull(drafts.id);
  if (state === "inReview" || state === "scheduled") return eq(drafts.stage, state);
  return eq(serviceItems.status, state);
}

/** The SQL twin of `canEdit`; the tests hold them to the same answer. */
export function editableBy(actor: Actor): SQL {
  const places = itemRoles.flatMap((role) => postsIn(actor, role)).map(({ departmentId, divisionCode }) =>
    and(eq(serviceItems.departmentId, departmentId), within(divisionCode)));
  return or(...places) ?? sql`false`;
}

/** Divisions nest by their digits: a province covers 2, a city 4, a county all 6. */
function within(code: Post["divisionCode"]): SQL {
  return like(serviceItems.divisionCode, `${code.replace(/^(?:0{6}|(\d{2})0{4}|(\d{4})00)$/u, "$1$2")}%`);
}

/** An item with its draft and current revision, for editing. Outside the actor's field it is as if missing. Errors: `items.notFound`. */
export async function getEditable(db: Reader, actor: Actor, itemId: string) {
  const found = await readEditable(db, itemId);
  if (!found || !canEdit(actor, found.item)) throw new DomainError("not_found", "items.notFound");
  return found;
}

/** The same for the clock, which may see everything. */
export async function readEditable(db: Reader, itemId: string) {
  const [row] = await db
    .select({ item: serviceItems, department: departments, divisionName: divisions.name, retirement: itemRetirements })
    .from(serviceItems)
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
    .innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode))
    .leftJoin(itemRetirements, eq(itemRetirements.serviceItemId, serviceItems.id))
    .where(eq(serviceItems.id, itemId));
  if (!row) return undefined;
  const revisions = await db.select().from(serviceItemRevisions)
    .where(and(eq(serviceItemRevisions.serviceItemId, itemId), inArray(serviceItemRevisions.status, ["draft", "published"])));
  const draft = revisions.find(({ status }) => status === "draft");
  const current = revisions.find(({ id }) => id === row.item.currentRevisionId);
  const edits = draft ? await editsOf(db, draft) : [];
  const { departmentId, divisionCode, status } = row.item;
  const facts: EditingFacts = {
    departmentId, divisionCode, status, published: current !== undefined,
    draft: draft ? { stage: draft.stage, editors: edits.map(({ accountId }) => accountId) } : null,
    ending: row.retirement !== null && row.retirement.appliedAt === null,
  };
  return { ...row, draft, current, edits, facts };
}

export type Editable = NonNullable<Awaited<ReturnType<typeof readEditable>>>;

/** Who opened or saved a draft, each with the last time, latest first; from the audit log, which nobody can rewrite. */
async function editsOf(db: Reader, draft: Draft): Promise<{ accountId: string; name: string; at: string }[]> {
  const at = sql<string>`max(${auditLog.at})`;
  const rows = await db
    .select({ accountId: auditLog.actorId, name: accounts.name, at })
    .from(auditLog)
    .leftJoin(accounts, eq(accounts.id, auditLog.actorId))
    .where(and(eq(auditLog.subjectType, "serviceItemRevision"), eq(auditLog.subjectId, draft.id), inArray(auditLog.action, ["items.openRevision", "items.saveRevision"])))
    .groupBy(auditLog.actorId, accounts.name)
    // Keys follow birth: they tell two acts of one instant apart.
    .orderBy(sql`${at} desc`, sql`max(${auditLog.id}::text) desc`);
  const edits = rows.flatMap(({ accountId, name, at: last }) => (accountId ? [{ accountId, name: name ?? "", at: new Date(last).toISOString() }] : []));
  // An imported draft has no entry in the log: its maker still counts.
  return edits.some(({ accountId }) => accountId === draft.createdBy) ? edits : [...edits, { accountId: draft.createdBy, name: "", at: draft.createdAt.toISOString() }];
}

/** A draft as it was at an earlier version; nothing when that was never saved over. */
export async function findSave(db: Reader, revisionId: string, version: number): Promise<RevisionContent | undefined> {
  const [row] = await db.select({ content: revisionSaves.content }).from(revisionSaves)
    .where(and(eq(revisionSaves.revisionId, revisionId), eq(revisionSaves.version, version))).limit(1);
  return row?.content;
}

/** The draft as it was at the version a form was made from. Errors: `items.notFound`, `items.noDraft`. */
export async function getDraftAt(db: Reader, actor: Actor, { itemId, version }: DraftReference): Promise<{ content: RevisionContent }> {
  const { draft } = await getEditable(db, actor, itemId);
  if (!draft) throw new DomainError("conflict", "items.noDraft");
  const content = draft.version === version ? draft.content : await findSave(db, draft.id, version);
  if (!content) throw new DomainError("conflict", "items.noDraft");
  return { content };
}

/** The highest revision number of an item so far. */
export async function lastRevisionNumber(db: Reader, itemId: string): Promise<number> {
  const [row] = await db.select({ last: sql<number | null>`max(${serviceItemRevisions.number})` }).from(serviceItemRevisions).where(eq(serviceItemRevisions.serviceItemId, itemId));
  return row?.last ?? 0;
}

