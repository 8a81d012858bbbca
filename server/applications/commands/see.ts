import { and, eq, isNull } from "drizzle-orm";
import { caseAssignments } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

/** Takes note of all that was put into one's hands; it is not announced again. */
export function seeHanded(ctx: Ctx & { actor: User }): Promise<{ seen: number }> {
  return commit(ctx, async (tx) => {
    const seen = await tx.update(caseAssignments).set({ seenAt: ctx.now })
      .where(and(eq(caseAssignments.toAccountId, ctx.actor.id), isNull(caseAssignments.seenAt))).returning({ id: caseAssignments.id });
    return { value: { seen: seen.length }, audit: { action: "applications.seeHanded", subject: { type: "account", id: ctx.actor.id }, after: { seen: seen.length } } };
  });
}
