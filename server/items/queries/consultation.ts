import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { departments, serviceItemRevisions, serviceItems } from "@/db/schema";

/** Whom to call in a division: each department with services there, by its own number, else by the one that most of its guides give. */
export function listConsultationLines(db: Reader, division: string): Promise<{ id: string; name: string; phone: string | null }[]> {
  const given = sql`${serviceItemRevisions.content}->>'consultPhone'`;
  return db.select({ id: departments.id, name: departments.name, phone: sql<string | null>`coalesce(${departments.phone}, mode() within group (order by ${given}))` })
    .from(serviceItems)
    .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published")))
    .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
    .where(and(eq(serviceItems.divisionCode, division), isNull(departments.closedOn))).groupBy(departments.id).orderBy(asc(departments.name));
}
