import { inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { itemSearch } from "@/db/schema";

/** The names of published items by their ids, in no order; an id nobody published is left out. */
export function listNames(db: Reader, ids: readonly string[]): Promise<{ id: string; code: string; name: string; departmentName: string }[]> {
  return db.select({ id: itemSearch.serviceItemId, code: itemSearch.code, name: itemSearch.name, departmentName: itemSearch.departmentName }).from(itemSearch).where(inArray(itemSearch.serviceItemId, [...ids]));
}
