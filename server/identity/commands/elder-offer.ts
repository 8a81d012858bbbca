import { and, eq, isNull } from "drizzle-orm";
import { accounts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { presetOf } from "@/domain/identity/rules/preferences";
import type { AnswerElderOffer } from "@/domain/identity/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

/**
 * What somebody answered when senior mode was offered: they are not asked again, and a yes is kept in the account like
 * any choice of a view. The audit row does not say which it was.
 */
export function answerElderOffer(ctx: Ctx & { actor: User }, { accepted }: AnswerElderOffer): Promise<{ accepted: boolean }> {
  return commit(ctx, async (tx) => {
    await tx.update(accounts).set({ elderAskedAt: ctx.now }).where(and(eq(accounts.id, ctx.actor.id), isNull(accounts.elderAskedAt)));
    if (accepted) await tx.update(accounts).set({ preferences: { mode: "elder", preferences: presetOf("elder") } }).where(eq(accounts.id, ctx.actor.id));
    return { value: { accepted }, audit: { action: "identity.answerElderOffer", subject: { type: "account", id: ctx.actor.id } } };
  });
}
