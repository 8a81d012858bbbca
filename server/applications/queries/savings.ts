import { and, count, eq, gte, inArray, sum } from "drizzle-orm";
import { answerCounts, materialSavings, serviceItems } from "@/db/schema";
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

/** Of one item: cases filed within a year, and how many of their answers were typed, taken over unchanged, taken over and changed. */
export type AnswerFigures = { itemId: string; cases: number; typed: number; kept: number; changed: number };

/** How much applicants still type, item by item, of the items that an editor or publisher looks after; an item without cases has no figure. */
export async function listAnswerFigures({ db, now, actor }: Ctx & { actor: User }, { ids }: { ids: readonly string[] }): Promise<AnswerFigures[]> {
  if (ids.length === 0) return [];
  const total = (column: typeof answerCounts.typed | typeof answerCounts.kept | typeof answerCounts.changed) => sum(column).mapWith(Number);
  return db.select({ itemId: answerCounts.serviceItemId, cases: count(), typed: total(answerCounts.typed), kept: total(answerCounts.kept), changed: total(answerCounts.changed) })
    .from(answerCounts).innerJoin(serviceItems, eq(serviceItems.id, answerCounts.serviceItemId))
    .where(and(inArray(answerCounts.serviceItemId, [...ids]), gte(answerCounts.filedAt, new Date(now.getTime() - yearMs)), editableBy(actor)))
    .groupBy(answerCounts.serviceItemId);
}
