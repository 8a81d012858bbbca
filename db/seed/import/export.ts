import { and, asc, eq, gt, inArray, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { departments, serviceItemRevisions, serviceItems } from "@/db/schema";
import { exchangeFormat, schemaPath, type ItemDocument } from "@/domain/items/schema/exchange";
import { Level } from "@/domain/items/schema";
import { documentOf } from "./exchange";

const PAGE = 200;
const drafts = alias(serviceItemRevisions, "draft");
const currents = alias(serviceItemRevisions, "current");

export type Selection = {
  codes?: readonly string[] | undefined;
  /** A condition on `service_items`. */
  where?: SQL | undefined;
  /** What is being written in place of what is published; without it only what is published. */
  drafts?: boolean | undefined;
};

/** Items in our own exchange format, page by page in the order of their codes: never more than a page in memory. */
export async function* exportItems(db: Reader, { codes, where, drafts: withDrafts = false }: Selection = {}): AsyncGenerator<ItemDocument[]> {
  for (let after = ""; ; ) {
    const rows = await db
      .select({ code: serviceItems.code, sourceId: serviceItems.sourceId, status: serviceItems.status, divisionCode: serviceItems.divisionCode, department: departments, published: currents.content, draft: drafts.content })
      .from(serviceItems)
      .innerJoin(departments, eq(departments.id, serviceItems.departmentId))
      .leftJoin(currents, eq(currents.id, serviceItems.currentRevisionId))
      .leftJoin(drafts, and(eq(drafts.serviceItemId, serviceItems.id), eq(drafts.status, "draft"), withDrafts ? undefined : sql`false`))
      .where(and(gt(serviceItems.code, after), codes ? inArray(serviceItems.code, [...codes]) : undefined, where))
      .orderBy(asc(serviceItems.code)).limit(PAGE);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.flatMap(({ sourceId, status, department, published, draft, ...place }) => {
      const content = draft ?? published;
      if (!content) return [];
      return [documentOf({ ...place, ...(sourceId ? { sourceId } : {}), ...(status === "suspended" || status === "cancelled" ? { status } : {}), department: { ...department, level: Level.parse(department.level) }, content })];
    });
    after = last.code;
  }
}

/** The first line of an export; `origin` is the address of the portal, so that the schema can be fetched by whoever gets the file. */
export const headerLine = (origin = "") => `${JSON.stringify({ format: exchangeFormat, schema: `${origin}${schemaPath}` })}\n`;

/** An export as lines of JSON (NDJSON): the header, then an item a line. Equal items make equal files. */
export async function* exportLines(db: Reader, selection: Selection, origin?: string): AsyncGenerator<string> {
  yield headerLine(origin);
  for await (const page of exportItems(db, selection)) if (page.length > 0) yield page.map((item) => `${JSON.stringify(item)}\n`).join("");
}
