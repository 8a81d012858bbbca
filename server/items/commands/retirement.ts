import { and, asc, eq, inArray, isNull, lte } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { itemRetirements, itemSearch, itemSuccessors, serviceItems } from "@/db/schema";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { hindrance } from "@/domain/items/policy";
import { endHindrance } from "@/domain/items/rules/life";
import type { ChangeItemStatus } from "@/domain/items/schema";
import type { RetireItems } from "@/domain/items/schema/life";
import { authorize } from "@/server/core/authorize";
import { commit, type AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { getEditable, readEditable } from "../queries/editing";
import { lockFor, lockItem, type StaffCtx } from "./editing";
import { indexForSearch } from "./search-index";

/**
 * Decides that items end on a day, and what stands in their place: nothing or one (cancelled), several for one (split), one
 * for several (merged). From then on nobody applies; the guide stays readable and leads on, drafts are kept, cases finish.
 * Errors: `items.notFound`, `items.notPublished`, `items.endsAlready`, `items.cancelled`, `items.endsInPast`, `items.successorTwice`,
 * `items.successorsMismatch`, `items.successorNotPublished`.
 */
export function retireItems(ctx: StaffCtx, { kind, itemIds, successorIds, effectiveOn, reason }: RetireItems) {
  const hindered = endHindrance(kind, itemIds, successorIds);
  if (hindered) throw new DomainError("unprocessable", hindered);
  if (effectiveOn < shanghaiDay(ctx.now)) throw new DomainError("unprocessable", "items.endsInPast");
  return commit(ctx, async (tx) => {
    // One order for everybody, so that two who end and merge at once wait instead of blocking one another.
    for (const id of [...itemIds, ...successorIds].toSorted()) await lockItem(tx, id);
    for (const id of itemIds) authorize(hindrance(ctx.actor, "retire", (await getEditable(tx, ctx.actor, id)).facts));
    for (const id of successorIds) await demandLiving(tx, id);
    await tx.insert(itemRetirements).values(itemIds.map((serviceItemId) => ({ serviceItemId, kind, effectiveOn, reason, decidedBy: ctx.actor.id, decidedAt: ctx.now })));
    if (successorIds.length > 0) await tx.insert(itemSuccessors).values(itemIds.flatMap((serviceItemId) => successorIds.map((successorId) => ({ serviceItemId, successorId }))));
    const decided = itemIds.map((id): AuditEntry => ({ action: "items.retire", subject: { type: "serviceItem", id }, after: { kind, successorIds, effectiveOn, reason } }));
    const ended = effectiveOn <= shanghaiDay(ctx.now) ? await end(tx, ctx, itemIds) : [];
    return { value: { itemIds, kind, effectiveOn, ended: ended.length > 0 }, audit: [...decided, ...ended] };
  });
}

/** What is to stand in for another must be open to applications and stay so. */
async function demandLiving(tx: Tx, itemId: string): Promise<void> {
  const found = await readEditable(tx, itemId);
  if (!found?.current || found.item.status !== "published" || found.facts.ending) throw new DomainError("unprocessable", "items.successorNotPublished");
}

/** Calls an end off before its day. Errors: `items.notFound`, `items.endsNot`, `items.cancelled`. */
export function keepItem(ctx: StaffCtx, { itemId, reason }: ChangeItemStatus) {
  return commit(ctx, async (tx) => {
    const { retirement } = await lockFor(tx, ctx, itemId, "keep");
    await tx.delete(itemRetirements).where(eq(itemRetirements.serviceItemId, itemId));
    const before = retirement && { kind: retirement.kind, effectiveOn: retirement.effectiveOn };
    return { value: { itemId }, audit: { action: "items.keep", subject: { type: "serviceItem", id: itemId }, before, after: { reason } } };
  });
}

/** Ends what ends today, each once however many runners do it at once. Returns how many ended. */
export async function endDueItems(ctx: Ctx): Promise<number> {
  const due = await ctx.db.select({ id: itemRetirements.serviceItemId }).from(itemRetirements)
    .where(and(isNull(itemRetirements.appliedAt), lte(itemRetirements.effectiveOn, shanghaiDay(ctx.now))))
    .orderBy(asc(itemRetirements.serviceItemId)).limit(100);
  if (due.length === 0) return 0;
  try {
    return await commit(ctx, async (tx) => {
      for (const { id } of due) await lockItem(tx, id);
      const audit = await end(tx, ctx, due.map(({ id }) => id));
      if (audit.length === 0) throw new DomainError("conflict", "items.endsNot");
      return { value: audit.length, audit };
    });
  } catch (error) {
    if (isDomainError(error) && error.code === "items.endsNot") return 0;
    throw error;
  }
}

/** Nobody finds or begins these any more; what stands in for them is found under their names. */
async function end(tx: Tx, ctx: Ctx, itemIds: readonly string[]): Promise<AuditEntry[]> {
  const applied = await tx.update(itemRetirements).set({ appliedAt: ctx.now })
    .where(and(inArray(itemRetirements.serviceItemId, [...itemIds]), isNull(itemRetirements.appliedAt), lte(itemRetirements.effectiveOn, shanghaiDay(ctx.now))))
    .returning({ id: itemRetirements.serviceItemId });
  const ids = applied.map(({ id }) => id);
  if (ids.length === 0) return [];
  await tx.update(serviceItems).set({ status: "cancelled", updatedAt: ctx.now }).where(inArray(serviceItems.id, ids));
  await tx.delete(itemSearch).where(inArray(itemSearch.serviceItemId, ids));
  const successors = await tx.selectDistinct({ id: itemSuccessors.successorId }).from(itemSuccessors).where(inArray(itemSuccessors.serviceItemId, ids));
  for (const { id } of successors) {
    const found = await readEditable(tx, id);
    if (found?.current && found.item.status !== "cancelled") await indexForSearch(tx, found, found.current.content);
  }
  return ids.map((id) => ({ action: "items.end", subject: { type: "serviceItem", id }, after: { status: "cancelled" } }));
}
