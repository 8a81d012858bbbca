import { and, asc, desc, eq, ilike, inArray, isNull, like, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { departments, divisions, serviceItemRevisions, serviceItems } from "@/db/schema";
import { parseUscc } from "@/domain/core/codes";
import type { CloneItem } from "@/domain/items/schema/exchange";

type DepartmentRow = typeof departments.$inferSelect;
/** A place to clone to: an organ and a division, or what was asked for and is not there. */
export type Target = { department: DepartmentRow; divisionCode: string } | { missing: "noDepartment" | "noDivision"; asked: string };

const mostTargets = 1000;
const prefixOf = (code: string) => `${code.replace(/^(?:0{6}|(\d{2})0{4}|(\d{4})00)$/u, "$1$2")}%`;

/** The organs and divisions that a clone is asked for, at most a thousand. `own` is the department of the cloned item. */
export async function listTargets(db: Reader, targets: CloneItem["targets"], own: DepartmentRow): Promise<Target[]> {
  switch (targets.by) {
    case "list": return fromList(db, targets.lines);
    case "subtree": {
      const rows = await db.select().from(departments)
        .where(and(like(departments.divisionCode, prefixOf(targets.divisionCode)), ilike(departments.name, `%${targets.named.replace(/[\\%_]/gu, "\\$&")}%`), isNull(departments.closedOn)))
        .orderBy(asc(departments.divisionCode), asc(departments.uscc)).limit(mostTargets);
      return rows.map((department) => ({ department, divisionCode: department.divisionCode }));
    }
    case "divisions": {
      const rows = await db.select({ code: divisions.code }).from(divisions).where(and(eq(divisions.parentCode, targets.divisionCode), isNull(divisions.closedOn))).orderBy(asc(divisions.code)).limit(mostTargets);
      return rows.length > 0 ? rows.map(({ code }) => ({ department: own, divisionCode: code })) : [{ missing: "noDivision", asked: targets.divisionCode }];
    }
  }
}

async function fromList(db: Reader, lines: readonly { uscc: string; divisionCode?: string | undefined }[]): Promise<Target[]> {
  const usccs = lines.map(({ uscc }) => parseUscc(uscc)?.number ?? uscc.trim());
  const rows = await db.select().from(departments).where(and(inArray(departments.uscc, usccs), isNull(departments.closedOn)));
  const asked = lines.flatMap(({ divisionCode }) => (divisionCode ? [divisionCode] : []));
  const places = asked.length > 0 ? await db.select({ code: divisions.code }).from(divisions).where(and(inArray(divisions.code, asked), isNull(divisions.closedOn))) : [];
  const known = new Set(places.map(({ code }) => code));
  return lines.map(({ divisionCode }, index): Target => {
    const department = rows.find(({ uscc }) => uscc === usccs[index]);
    if (!department) return { missing: "noDepartment", asked: usccs[index] ?? "" };
    if (divisionCode && !known.has(divisionCode)) return { missing: "noDivision", asked: divisionCode };
    return { department, divisionCode: divisionCode ?? department.divisionCode };
  });
}

/** The sequences in use under some implementation codes; one without a sequence counts as 0. */
export async function takenSequences(db: Reader, implementationCodes: readonly string[]): Promise<Map<string, Set<number>>> {
  const found = new Map(implementationCodes.map((code) => [code, new Set<number>()]));
  for (const { code } of await itemsUnder(db, implementationCodes)) found.get(code.slice(0, 31))?.add(Number(code.slice(31) || 0));
  return found;
}

/** The items under some implementation codes, each with its division and the name it is known by. */
export async function itemsUnder(db: Reader, implementationCodes: readonly string[]): Promise<{ code: string; divisionCode: string; name: string }[]> {
  if (implementationCodes.length === 0) return [];
  return db.selectDistinctOn([serviceItems.code], { code: serviceItems.code, divisionCode: serviceItems.divisionCode, name: sql<string>`coalesce(${serviceItemRevisions.content}->>'name', '')` })
    .from(serviceItems).leftJoin(serviceItemRevisions, eq(serviceItemRevisions.serviceItemId, serviceItems.id))
    .where(inArray(sql`left(${serviceItems.code}, 31)`, [...implementationCodes])).orderBy(asc(serviceItems.code), desc(serviceItemRevisions.number));
}
