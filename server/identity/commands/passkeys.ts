import { and, eq } from "drizzle-orm";
import { passkeys } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

/** Gives one of one's own passkeys another name. Errors: `identity.passkeyUnknown` (not_found), also for others' passkeys. */
export function renamePasskey(ctx: Ctx & { actor: User }, { id, name }: { id: string; name: string }): Promise<void> {
  return commit(ctx, async (tx) => {
    const [renamed] = await tx.update(passkeys).set({ name }).where(and(eq(passkeys.id, id), eq(passkeys.accountId, ctx.actor.id))).returning({ id: passkeys.id });
    if (!renamed) throw new DomainError("not_found", "identity.passkeyUnknown");
    return { value: undefined, audit: { action: "identity.renamePasskey", subject: { type: "account", id: ctx.actor.id }, after: { passkeyId: id } } };
  });
}
