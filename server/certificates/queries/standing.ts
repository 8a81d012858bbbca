import { and, eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { departments, serviceItemRevisions, serviceItems } from "@/db/schema";
import { hindersGivingStanding } from "@/domain/certificates/policy/uses";
import { statusOn } from "@/domain/certificates/rules";
import { fieldsOfFace, labelOfField } from "@/domain/certificates/rules/grants";
import type { StandingSubject } from "@/domain/certificates/schema/uses";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { getHeld } from "./held";
import { openRecord } from "./record";

/** The published item that a standing permission is for, and whose staff will read. Errors: `certificates.itemNotFound`. */
export async function getStandingItem(db: Reader | Tx, itemId: string): Promise<{ departmentId: string; departmentName: string; name: string }> {
  const [row] = await db.select({ departmentId: serviceItems.departmentId, departmentName: departments.name, content: serviceItemRevisions.content }).from(serviceItems)
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId)).innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
    .where(and(eq(serviceItems.id, itemId), eq(serviceItemRevisions.status, "published"))).limit(1);
  if (!row) throw new DomainError("not_found", "certificates.itemNotFound");
  return { departmentId: row.departmentId, departmentName: row.departmentName, name: row.content.name };
}

/** Errors: `certificates.standingByHolderOnly`, `certificates.standingNotDelegated` (forbidden). */
export function requireStandingGiver(actor: User): void {
  const code = hindersGivingStanding(actor);
  if (code) throw new DomainError("forbidden", code);
}

/** What a holder reads before they permit: the certificate, who would use it for which item, and the fields to choose from. Errors: `certificates.notFound`, `certificates.itemNotFound`, and those of `requireStandingGiver`. */
export async function getGrantable({ db, actor, now }: Ctx & { actor: User }, { certificateId, itemId }: StandingSubject) {
  requireStandingGiver(actor);
  const row = await getHeld(db, actor, certificateId);
  const { extend_info: face } = openRecord(row);
  const { departmentName, name } = await getStandingItem(db, itemId);
  return {
    certificate: { id: row.id, name: row.name, status: statusOn(row, shanghaiDay(now)) }, item: { name }, reader: departmentName,
    fields: fieldsOfFace(face).map((field) => ({ field, ...labelOfField(field, face) })),
  };
}
