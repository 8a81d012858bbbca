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

/** The departments for which an editor may begin items, each with its own division; `whole` where the post reaches all of that. */
export async function listPlaces(db: Reader, actor: Actor) {
  const posts = postsIn(actor, "itemEditor");
  const ids = [...new Set(posts.map(({ departmentId }) => departmentId))];
  if (ids.length === 0) return [];
  const rows = await db.select({ id: departments.id, name: departments.name, divisionCode: departments.divisionCode, divisionName: divisions.name }).from(departments)
    .innerJoin(divisions, eq(divisions.code, departments.divisionCode))
    .where(and(inArray(departments.id, ids), isNull(departments.closedOn))).orderBy(asc(departments.divisionCode), asc(departments.name));
  return rows.map((row) => ({ ...row, whole: posts.some((post) => post.departmentId === row.id && isWithin(row.divisionCode, post.divisionCode)) }));
}
