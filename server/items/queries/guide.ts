import { and, asc, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { certificateTypes, departments, divisions, itemRetirements, itemSuccessors, serviceItemRevisions, serviceItems } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import type { ItemCode } from "@/domain/items/schema";
import { publicOf } from "@/server/core/scope";

/** The items a code stands for, once published, ended ones too: one handling item, or all that share an implementation code (of which those that go on). */
export async function listByCode(db: Reader, typed: ItemCode) {
  const code = typed.toUpperCase();
  const rows = await statementsOn(publicOf(db))[code.length === 31 ? "shared" : "one"].execute({ code });
  if (rows.length === 0) throw new DomainError("not_found", "items.notFound");
  const living = rows.filter(({ item }) => item.status !== "cancelled");
  return living.length > 0 ? living : rows;
}

export type PublishedItem = Awaited<ReturnType<typeof listByCode>>[number];

// Asked more often than anything else, and always by a code: written once for all, and planned once for each connection.
function prepare(db: Reader) {
  const code = sql.placeholder("code");
  const statement = (name: string, which: SQL | undefined) => db
    .select({ item: serviceItems, content: serviceItemRevisions.content, revisionNumber: serviceItemRevisions.number, publishedAt: serviceItemRevisions.publishedAt, department: departments, divisionName: divisions.name, succeeds: succession })
    .from(serviceItems)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
    .innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode))
    .where(and(inArray(serviceItems.status, ["published", "suspended", "cancelled"]), which))
    .orderBy(asc(serviceItems.code))
    .limit(100)
    .prepare(name);
  return {
    one: statement("item_by_code", eq(serviceItems.code, code)),
    shared: statement("items_by_shared_code", or(eq(serviceItems.code, code), eq(sql`left(${serviceItems.code}, 31)`, code))),
  };
}

const prepared = new WeakMap<Reader, ReturnType<typeof prepare>>();

function statementsOn(db: Reader): ReturnType<typeof prepare> {
  const statements = prepared.get(db) ?? prepare(db);
  prepared.set(db, statements);
  return statements;
}

// Few items end or stand in another's place: only for those is it read which.
const succession = sql<boolean>`exists (select from ${itemRetirements} where ${itemRetirements.serviceItemId} = ${serviceItems.id}) or exists (select from ${itemSuccessors} where ${itemSuccessors.successorId} = ${serviceItems.id})`;

/** Names of the certificate types a guide speaks of, by id. */
export async function certificateNames(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: certificateTypes.id, name: certificateTypes.name }).from(certificateTypes).where(inArray(certificateTypes.id, [...ids]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
