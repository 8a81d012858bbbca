import { and, asc, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { departments, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import { postsIn, type Actor } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";

/** A published item to begin another with; any guide may be learned from, whoever wrote it. */
export async function findExample(db: Reader | Tx, itemId: string) {
  const [row] = await db.select({ content: serviceItemRevisions.content, departmentId: serviceItems.departmentId }).from(serviceItems)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
    .where(and(eq(serviceItems.id, itemId), isNotNull(serviceItems.currentRevisionId))).limit(1);
  return row;
}

/** Where an editor may begin an item: each department with the divisions it may act for, as far as the posts reach. */
export async function listPlaces(db: Reader, actor: Actor) {
  const posts = postsIn(actor, "itemEditor");
  const ids = [...new Set(posts.map(({ departmentId }) => departmentId))];
  if (ids.length === 0) return [];
  const [organs, all] = await Promise.all([
    db.select({ id: departments.id, name: departments.name, level: departments.level, divisionCode: departments.divisionCode }).from(departments).where(and(inArray(departments.id, ids), isNull(departments.closedOn))).orderBy(asc(departments.name)),
    db.select({ code: divisions.code, name: divisions.name }).from(divisions).where(and(inArray(divisions.level, ["country", "province", "city", "county"]), isNull(divisions.closedOn))).orderBy(asc(divisions.code)),
  ]);
  return organs.map((organ) => ({
    ...organ,
    divisions: all.filter(({ code }) => isWithin(code, organ.divisionCode) && posts.some((post) => post.departmentId === organ.id && isWithin(code, post.divisionCode))),
  }));
}
