import { and, eq } from "drizzle-orm";
import { applicationTransfers, lifeEventParts } from "@/db/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

/** A part that was transferred goes on elsewhere: the whole follows it to its new case, and does not end with the old one. */
export async function followTransfers(ctx: Ctx, applicationId: string): Promise<void> {
  const [part] = await ctx.db.select({ caseId: lifeEventParts.caseId }).from(lifeEventParts).where(eq(lifeEventParts.applicationId, applicationId)).limit(1);
  if (!part) return;
  const moved = await ctx.db.select({ from: applicationTransfers.fromApplicationId, to: applicationTransfers.toApplicationId }).from(lifeEventParts)
    .innerJoin(applicationTransfers, eq(applicationTransfers.fromApplicationId, lifeEventParts.applicationId)).where(eq(lifeEventParts.caseId, part.caseId));
  for (const { from, to } of moved) {
    await commit(ctx, async (tx) => {
      await tx.update(lifeEventParts).set({ applicationId: to }).where(and(eq(lifeEventParts.caseId, part.caseId), eq(lifeEventParts.applicationId, from)));
      return { value: undefined, audit: { action: "lifeEvents.follow", subject: { type: "lifeEventCase", id: part.caseId }, after: { from, to } } };
    });
  }
}
