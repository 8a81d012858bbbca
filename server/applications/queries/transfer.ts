import { and, asc, eq, ne, notInArray, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { accounts, applications, departments, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import { hindrance, mayFile } from "@/domain/applications/policy";
import type { ById } from "@/domain/applications/schema";
import type { AssuranceLevel } from "@/domain/core/actor";
import type { RevisionContent } from "@/domain/items/schema";
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

/** The items of other organs a case may be transferred to: in force, of the same entry in the directory, open to such an applicant, and none it came from. */
export async function transferTargets(db: Source, found: Case) {
  const rows = await db.select({ audience: sql<RevisionContent["audience"]>`${serviceItemRevisions.content}->'audience'`, minAssuranceLevel: sql<RevisionContent["minAssuranceLevel"]>`${serviceItemRevisions.content}->>'minAssuranceLevel'`, serviceItemId: serviceItems.id, itemName: sql<string>`${serviceItemRevisions.content}->>'name'`, departmentId: departments.id, departmentName: departments.name, divisionName: divisions.name })
    .from(serviceItems)
    .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published")))
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
    .innerJoin(divisions, eq(divisions.code, serviceItems.divisionCode))
    .where(and(
      eq(serviceItems.basicCode, found.basicCode), eq(serviceItems.status, "published"), ne(serviceItems.departmentId, found.application.departmentId),
      notInArray(serviceItems.id, await itemsPassed(db, found)),
    )).orderBy(asc(serviceItems.divisionCode), asc(departments.name), asc(serviceItems.id)).limit(200);
  const [applicant] = await db.select({ assuranceLevel: accounts.assuranceLevel }).from(accounts).where(eq(accounts.id, found.application.applicantAccountId)).limit(1);
  return rows.filter((row) => applicant && couldFile(found, applicant, row)).map(({ audience: _audience, minAssuranceLevel: _level, ...target }) => target);
}

/** Whether the applicant could have filed there: it serves such applicants, and they are proven well enough, which a counter saw to itself. */
function couldFile({ application }: Case, applicant: { assuranceLevel: AssuranceLevel }, item: Pick<RevisionContent, "audience" | "minAssuranceLevel">): boolean {
  const serves = item.audience.some((kind) => (kind === "1") === (application.organisationId === null));
  return serves && (application.channel === "counter" || mayFile(applicant, item));
}

/** Where a clerk may transfer a case to. Errors: `applications.notFound`, `access.forbidden`. */
export async function listTransferTargets(ctx: Ctx, { id }: ById) {
  const found = await getCase(ctx.db, ctx.actor, { id });
  authorize(hindrance(ctx.actor, "transfer", found.facts));
  return transferTargets(ctx.db, found);
}
