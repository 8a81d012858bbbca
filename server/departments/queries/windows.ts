import { and, arrayContains, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { departments, divisions, serviceItems, serviceWindows } from "@/db/schema";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { hoursOn, openingAt } from "@/domain/departments/rules/opening";
import type { FindWindows } from "@/domain/departments/schema/windows";
import { getCalendar } from "@/server/core/calendar";

const most = 50;

/** The windows of a division, or those where a department's items or one item are taken, with whether they are open now. */
export async function listWindows(db: Reader, now: Date, { departmentId: of, division, itemCode }: FindWindows) {
  const departmentId = of ?? (itemCode ? await departmentOf(db, itemCode) : undefined);
  if (itemCode && !departmentId) return [];
  const rows = await db.select({ window: serviceWindows, departmentName: departments.name, divisionName: divisions.name }).from(serviceWindows)
    .innerJoin(departments, eq(departments.id, serviceWindows.departmentId)).innerJoin(divisions, eq(divisions.code, serviceWindows.divisionCode))
    .where(and(
      isNull(serviceWindows.closedAt), isNull(departments.closedOn),
      division ? eq(serviceWindows.divisionCode, division) : undefined,
      departmentId ? arrayContains(serviceWindows.serves, [departmentId]) : undefined,
      itemCode ? or(eq(serviceWindows.itemCodes, sql`'{}'::text[]`), arrayContains(serviceWindows.itemCodes, [itemCode])) : undefined,
    )).orderBy(asc(serviceWindows.divisionCode), asc(serviceWindows.id)).limit(most);
  const calendar = await getCalendar(db);
  const today = shanghaiDay(now);
  return rows.map(({ window: { id, content, divisionCode }, ...names }) => ({
    id, divisionCode, ...names, ...content, opening: openingAt(content.hours, calendar, now), today: hoursOn(content.hours, today, calendar),
    hours: { week: content.hours.week, exceptions: content.hours.exceptions.filter(({ until }) => until >= today) },
  }));
}

async function departmentOf(db: Reader, code: string): Promise<string | undefined> {
  const [item] = await db.select({ departmentId: serviceItems.departmentId }).from(serviceItems).where(eq(serviceItems.code, code)).limit(1);
  return item?.departmentId;
}

/** The divisions that have windows, by code. */
export function listWindowDivisions(db: Reader) {
  return db.selectDistinct({ code: divisions.code, name: divisions.name }).from(serviceWindows).innerJoin(divisions, eq(divisions.code, serviceWindows.divisionCode)).where(isNull(serviceWindows.closedAt)).orderBy(asc(divisions.code));
}

/** One window as it is kept. Errors: `departments.windowNotFound`. */
export async function getWindow(db: Reader, windowId: string) {
  const [row] = await db.select().from(serviceWindows).where(eq(serviceWindows.id, windowId)).limit(1);
  if (!row) throw new DomainError("not_found", "departments.windowNotFound");
  const served = await db.select({ id: departments.id, name: departments.name, uscc: departments.uscc }).from(departments).where(inArray(departments.id, row.serves)).orderBy(asc(departments.name));
  return { ...row, closedAt: row.closedAt?.toISOString() ?? null, served };
}
