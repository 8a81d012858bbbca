import { and, eq, inArray, sql } from "drizzle-orm";
import { oidcConsents, oidcModels, oidcSessionClients } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { OidcScope } from "@/domain/identity/rules/authorization";
import type { ByClient } from "@/domain/identity/schema/clients";
import { digestOf } from "@/server/auth/tokens";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";

type ActorCtx = Ctx & { actor: User };

/** Remembers what this person lets a client know, on top of what they agreed to before (个人信息保护法 14, 23). */
export function giveConsent(ctx: ActorCtx, { clientId, scopes }: { clientId: string; scopes: readonly OidcScope[] }): Promise<void> {
  return commit(ctx, async (tx) => {
    const all = sql`array(select distinct unnest(${oidcConsents.scopes} || excluded.scopes))`;
    await tx.insert(oidcConsents).values({ accountId: ctx.actor.id, clientId, scopes: [...scopes], grantedAt: ctx.now })
      .onConflictDoUpdate({ target: [oidcConsents.accountId, oidcConsents.clientId], set: { scopes: all, grantedAt: ctx.now } });
    return { value: undefined, audit: { action: "identity.giveConsent", subject: { type: "oidcClient", id: clientId }, after: { scopes } } };
  });
}

/** Takes a consent back: the client's tokens end at once, and it has to ask again. Errors: `identity.consentNotFound`. */
export function revokeConsent(ctx: ActorCtx, { clientId }: ByClient): Promise<{ clientId: string }> {
  return commit(ctx, async (tx) => {
    const [consent] = await tx.delete(oidcConsents).where(and(eq(oidcConsents.accountId, ctx.actor.id), eq(oidcConsents.clientId, clientId))).returning();
    if (!consent) throw new DomainError("not_found", "identity.consentNotFound");
    const grants = await tx.select({ grantId: oidcSessionClients.grantId }).from(oidcSessionClients)
      .where(and(eq(oidcSessionClients.accountId, ctx.actor.id), eq(oidcSessionClients.clientId, clientId)));
    await tx.delete(oidcModels).where(inArray(oidcModels.grantDigest, grants.map(({ grantId }) => digestOf(grantId))));
    return { value: { clientId }, audit: { action: "identity.revokeConsent", subject: { type: "oidcClient", id: clientId } } };
  });
}
