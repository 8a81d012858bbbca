import { and, asc, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { prepared } from "@/db/prepared";
import { certificateTypes, departments, divisions, itemRetirements, itemSuccessors, serviceItemRevisions, serviceItems } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import type { ItemCode } from "@/domain/items/schema";
import { publicOf } from "@/server/core/scope";

/** The items a code stands for, once published, ended ones too: one handling item, or all that share an implementation code (of which those that go on). */
export async function listByCode(db: Reader, typed: ItemCode) {
  const code = typed.toUpperCase();
  const rows = await statements[code.length === 31 ? "shared" : "one"](publicOf(db), { code });
  if (rows.length === 0) throw new DomainError("not_found", "items.notFound");
  const living = rows.filter(({ item }) => item.status !== "cancelled");
  return living.length > 0 ? living : rows;
}

export type PublishedItem = Awaited<ReturnType<typeof listByCode>>[number];

// Few items end or stand in another's place: only for those is it read which.
const succession = sql<boolean>`exists (select from ${itemRetirements} where ${itemRetirements.serviceItemId} = ${serviceItems.id}) or exists (select from ${itemSuccessors} where ${itemSuccessors.successorId} = ${serviceItems.id})`;

// Asked more often than anything else, and always by a code: planned once for each connection.
const statement = (name: string, which: SQL | undefined) => prepared((db) => db
  .select({ item: serviceItems, content: serviceItemRevisions.content, revisionNumber: serviceItemRevisions.number, publishedAt: serviceItemRevisions.publishedAt, department: departments, divisionName: divisions.name, succeeds: succession })
  .from(serviceItems)
  .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
  .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
  .innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode))
  .where(and(inArray(serviceItems.status, ["published", "suspended", "cancelled"]), which))
  .orderBy(asc(serviceItems.code))
  .limit(100), name);

const code = sql.placeholder("code");
const statements = {
  one: statement("item_by_code", eq(serviceItems.code, code)),
  shared: statement("items_by_shared_code", or(eq(serviceItems.code, code), eq(sql`left(${serviceItems.code}, 31)`, code))),
};

/** Names of the certificate types a guide speaks of, by id. */
export async function certificateNames(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: certificateTypes.id, name: certificateTypes.name }).from(certificateTypes).where(inArray(certificateTypes.id, [...ids]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
