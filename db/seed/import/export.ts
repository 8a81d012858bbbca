import { asc, eq, gt, and, inArray, isNotNull } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { departments, serviceItemRevisions, serviceItems } from "@/db/schema";
import { Level } from "@/domain/items/schema";
import type { ExportedRow } from "./exchange";

const PAGE = 500;

/** Published items in our own exchange format, page by page in the order of their codes; all of them, or those named. */
export async function* exportItems(db: Reader, codes?: readonly string[]): AsyncGenerator<ExportedRow[]> {
  for (let after = ""; ; ) {
    const rows = await db
      .select({ code: serviceItems.code, sourceId: serviceItems.sourceId, department: departments, content: serviceItemRevisions.content })
      .from(serviceItems)
      .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
      .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
      .where(and(isNotNull(serviceItems.currentRevisionId), gt(serviceItems.code, after), codes ? inArray(serviceItems.code, [...codes]) : undefined))
      .orderBy(asc(serviceItems.code)).limit(PAGE);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ code, sourceId, department: { uscc, name, level, divisionCode }, content }) => ({
      code, ...(sourceId ? { sourceId } : {}), department: { uscc, name, level: Level.parse(level), divisionCode }, content,
    }));
    after = last.code;
  }
}
