import { and, asc, desc, eq, isNotNull, ne, or, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { accounts, deskPreferences, deskViews, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import { caseRoles } from "@/domain/applications/policy";
import { defaultColumns, queueColumns, type QueueColumn } from "@/domain/applications/schema/queue";
import type { User } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import { inItemPlaces } from "./queue-where";

const mostChoices = 500;
const itemName = sql<string>`${serviceItemRevisions.content}->>'name'`;

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

/** What the queue can be narrowed to: the items whose cases lie with this actor, withdrawn ones too, under their latest name (five hundred at most), and their divisions. */
export async function listChoices(db: Reader, actor: User): Promise<{ items: { id: string; name: string }[]; divisions: { code: string; name: string }[] }> {
  const items = await db.selectDistinctOn([serviceItems.id], { id: serviceItems.id, name: itemName }).from(serviceItems)
    .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), ne(serviceItemRevisions.status, "draft")))
    .where(inItemPlaces(actor)).orderBy(asc(serviceItems.id), desc(serviceItemRevisions.number)).limit(mostChoices);
  const places = await db.selectDistinct({ code: divisions.code, name: divisions.name }).from(serviceItems)
    .innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode)).where(inItemPlaces(actor)).orderBy(asc(divisions.code)).limit(mostChoices);
  return { items: items.toSorted((a, b) => a.name.localeCompare(b.name, "zh-CN")), divisions: places };
}
