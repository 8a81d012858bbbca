import { eq } from "drizzle-orm";
import { accounts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import type { View } from "@/domain/identity/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

/**
 * Keeps in the account how its owner likes to see the portal; the next sign-in, wherever, begins with it, and in senior
 * mode a session may rest longer. The audit row does not say what was chosen: it may tell of somebody's health.
 */
export function savePreferences(ctx: Ctx & { actor: User }, view: View): Promise<View> {
  return commit(ctx, async (tx) => {
    await tx.update(accounts).set({ preferences: view }).where(eq(accounts.id, ctx.actor.id));
    return { value: view, audit: { action: "identity.savePreferences", subject: { type: "account", id: ctx.actor.id } } };
  });
}
