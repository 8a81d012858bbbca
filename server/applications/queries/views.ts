import { and, asc, desc, eq, ilike, isNotNull, ne, or, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, deskPreferences, deskViews, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import { caseRoles } from "@/domain/applications/policy";
import { defaultColumns, queueColumns, type QueueChoices, type QueueColumn, type QueueItems } from "@/domain/applications/schema/queue";
import type { User } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import { inItemPlaces } from "./queue-where";

const mostDivisions = 500;
const mostItems = 20;
const itemLabel = sql<string>`${serviceItemRevisions.content}->>'name' || ' · ' || ${divisions.name}`.as("label");

/** How somebody's desk opens: the views they may use, their own first, with which the queue begins, and the columns they chose. */
export async function listViews(db: Reader, actor: User) {
  const posts = actor.posts.filter(({ role }) => caseRoles.some((one) => one === role));
  const rows = await db.select({ view: deskViews, ownerName: accounts.name }).from(deskViews).innerJoin(accounts, eq(accounts.id, deskViews.ownerId))
    .where(or(eq(deskViews.ownerId, actor.id), ...posts.map(({ departmentId }) => and(isNotNull(deskViews.departmentId), eq(deskViews.departmentId, departmentId)))))
    .orderBy(asc(deskViews.name), asc(deskViews.id));
  const views = rows.filter(({ view }) => view.ownerId === actor.id || isSharedWith(actor, view))
    .map(({ view: { id, name, content, ownerId, departmentId }, ownerName }) => ({ id, name, content, shared: departmentId !== null, own: ownerId === actor.id, ownerName }));
  const [preference] = await db.select().from(deskPreferences).where(eq(deskPreferences.accountId, actor.id));
  const opensWith = views.find(({ id }) => id === preference?.viewId)?.id ?? null;
  return { views: views.toSorted((a, b) => Number(b.own) - Number(a.own)), opensWith, columns: known(preference?.columns) };
}

type Shared = Pick<typeof deskViews.$inferSelect, "departmentId" | "divisionCode">;

/** A view is shared with its department, in its division and beneath it. */
export function isSharedWith({ posts }: User, { departmentId, divisionCode }: Shared): boolean {
  if (departmentId === null || divisionCode === null) return false;
  return posts.some((post) => post.departmentId === departmentId && isWithin(post.divisionCode, divisionCode));
}

// A column that no longer exists is left out.
const known = (columns: readonly string[] | null | undefined): QueueColumn[] => (columns ? queueColumns.filter((column) => columns.includes(column)) : [...defaultColumns]);

type NamedItem = { id: string; label: string };

/** The items whose cases lie with this actor, withdrawn ones too, under their latest name and with the division, which tells those of one name apart. */
const itemsOf = (db: Reader, actor: User, id?: string) => db.selectDistinctOn([serviceItems.id], { id: serviceItems.id, label: itemLabel }).from(serviceItems)
  .innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode))
  .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), ne(serviceItemRevisions.status, "draft")))
  .where(and(inItemPlaces(actor), id ? eq(serviceItems.id, id) : undefined)).orderBy(asc(serviceItems.id), desc(serviceItemRevisions.number)).as("latest");

/** The items that the queue can be narrowed to by these words, each of which stands in the name or the division; twenty at most. */
export function listItems(db: Reader, actor: User, { query }: QueueItems): Promise<NamedItem[]> {
  const latest = itemsOf(db, actor);
  const words = query.split(/[\s·]+/u).filter(Boolean).map((word) => ilike(latest.label, `%${word.replace(/[\\%_]/gu, "\\$&")}%`));
  return db.select({ id: latest.id, label: latest.label }).from(latest).where(and(...words)).orderBy(asc(latest.label), asc(latest.id)).limit(mostItems);
}

/** What the queue can be narrowed to: the divisions whose cases lie with this actor, and the item it is narrowed to, by its name. */
export async function listChoices(db: Reader, actor: User, { item }: QueueChoices): Promise<{ item: NamedItem | null; divisions: { code: string; name: string }[] }> {
  const places = await db.selectDistinct({ code: divisions.code, name: divisions.name }).from(serviceItems)
    .innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode)).where(inItemPlaces(actor)).orderBy(asc(divisions.code)).limit(mostDivisions);
  const latest = itemsOf(db, actor, item);
  const [named] = item ? await db.select({ id: latest.id, label: latest.label }).from(latest) : [];
  return { item: named ?? null, divisions: places };
}
