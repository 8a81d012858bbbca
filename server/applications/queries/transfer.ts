import { and, asc, eq, ne, notInArray, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { applications, departments, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import { hindrance } from "@/domain/applications/policy";
import type { ById } from "@/domain/applications/schema";
import { authorize } from "@/server/core/authorize";
import type { Ctx } from "@/server/core/context";
import { getCase, type Case } from "./case";

type Source = Reader | Tx;

/** The items this case has been through on its way here, its own included. */
export async function itemsPassed(db: Source, { application }: Case): Promise<string[]> {
  const way = sql`(with recursive way(id) as (
    select ${application.id}::uuid union select transfer.from_application_id from application_transfers transfer join way on way.id = transfer.to_application_id
  ) select id from way)`;
  const rows = await db.selectDistinct({ item: applications.serviceItemId }).from(applications).where(sql`${applications.id} in ${way}`);
  return rows.map(({ item }) => item);
}

/** The items of other organs a case may be transferred to: in force, of the same entry in the directory, and none it came from. */
export async function transferTargets(db: Source, found: Case) {
  return db.select({ serviceItemId: serviceItems.id, itemName: sql<string>`${serviceItemRevisions.content}->>'name'`, departmentId: departments.id, departmentName: departments.name, divisionName: divisions.name })
    .from(serviceItems)
    .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published")))
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
    .innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode))
    .where(and(
      eq(serviceItems.basicCode, found.basicCode), eq(serviceItems.status, "published"), ne(serviceItems.departmentId, found.application.departmentId),
      notInArray(serviceItems.id, await itemsPassed(db, found)),
    )).orderBy(asc(serviceItems.divisionCode), asc(departments.name), asc(serviceItems.id)).limit(200);
}

/** Where a clerk may transfer a case to. Errors: `applications.notFound`, `access.forbidden`. */
export async function listTransferTargets(ctx: Ctx, { id }: ById) {
  const found = await getCase(ctx.db, ctx.actor, { id });
  authorize(hindrance(ctx.actor, "transfer", found.facts));
  return transferTargets(ctx.db, found);
}
