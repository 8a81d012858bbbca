import { and, count, eq, gte, inArray, sum } from "drizzle-orm";
import { materialSavings, serviceItems } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { editableBy } from "@/server/items/queries/editing";

/** Of one item: cases filed within a year, the materials they needed, and how many of those were certificates instead of papers. */
export type MaterialSavings = { itemId: string; cases: number; needed: number; saved: number };

const yearMs = 365 * 86_400_000;

/** 材料免交率, item by item, of the items that an editor or publisher looks after; an item without cases has no figure. */
export async function listSavings({ db, now, actor }: Ctx & { actor: User }, { ids }: { ids: readonly string[] }): Promise<MaterialSavings[]> {
  if (ids.length === 0) return [];
  const rows = await db.select({ itemId: materialSavings.serviceItemId, cases: count(), needed: sum(materialSavings.needed).mapWith(Number), saved: sum(materialSavings.saved).mapWith(Number) })
    .from(materialSavings).innerJoin(serviceItems, eq(serviceItems.id, materialSavings.serviceItemId))
    .where(and(inArray(materialSavings.serviceItemId, [...ids]), gte(materialSavings.filedAt, new Date(now.getTime() - yearMs)), editableBy(actor)))
    .groupBy(materialSavings.serviceItemId);
  return rows;
}
