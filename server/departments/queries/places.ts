import { asc, eq, inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { departments, divisions } from "@/db/schema";
import { ancestry } from "@/domain/departments/rules";
import type { DivisionCode } from "@/domain/departments/schema";
import { DomainError } from "@/domain/core/errors";

/** The divisions directly beneath another, by code. */
export function listDivisions(db: Reader, parent: DivisionCode) {
  return db.select({ code: divisions.code, name: divisions.name, level: divisions.level }).from(divisions).where(eq(divisions.parentCode, parent)).orderBy(asc(divisions.code));
}

/** A division with all it lies in, the widest first and the country left out. Errors: `departments.divisionNotFound`. */
export async function getDivision(db: Reader, code: DivisionCode) {
  const rows = await db.select({ code: divisions.code, name: divisions.name, level: divisions.level }).from(divisions).where(inArray(divisions.code, ancestry(code))).orderBy(asc(divisions.code));
  const division = rows.find((row) => row.code === code);
  if (!division) throw new DomainError("not_found", "departments.divisionNotFound", { code });
  return { ...division, path: rows.filter((row) => row.code !== "000000") };
}

/** The departments of a division, by name. */
export function listDepartments(db: Reader, division: DivisionCode) {
  return db
    .select({ id: departments.id, name: departments.name, level: departments.level, divisionCode: departments.divisionCode, address: departments.address, phone: departments.phone })
    .from(departments).where(eq(departments.divisionCode, division)).orderBy(asc(departments.name));
}
