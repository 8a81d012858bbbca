import { and, eq, isNull } from "drizzle-orm";
import { certificateTypes, departments, oidcClients } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { ByClient, RegisterClient, SetApiAccess } from "@/domain/identity/schema/clients";
import { requirePublicHttps } from "@/server/auth/oidc/addresses";
import { newClientSecret } from "@/server/auth/oidc/clients";
import { replaceSigningKeys } from "@/server/auth/oidc/keys";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";

type ActorCtx = Ctx & { actor: User };

/** What its owner is told once, to set the client up. */
export type ClientCredentials = { clientId: string; secret: string | null };

const subject = (id: string) => ({ type: "oidcClient", id });

/**
 * Registers a system that signs people in through the portal. Its secret is shown this once; a client with keys of its own
 * has none. Errors: `identity.clientDepartmentUnknown`, `identity.clientAddressPrivate` (invalid).
 */
export async function registerClient(ctx: ActorCtx, { departmentUscc, keys, nameEn, backchannelLogoutUri, ...client }: RegisterClient): Promise<ClientCredentials> {
  if (backchannelLogoutUri) await requirePublicHttps(backchannelLogoutUri);
  return commit(ctx, async (tx) => {
    const [department] = await tx.select({ id: departments.id }).from(departments).where(eq(departments.uscc, departmentUscc)).limit(1);
    if (!department) throw new DomainError("invalid", "identity.clientDepartmentUnknown");
    const id = await newId(tx);
    const { secret, sealed } = keys ? { secret: null, sealed: null } : newClientSecret(id);
    await tx.insert(oidcClients).values({
      ...client, id, departmentId: department.id, nameEn: nameEn || null, backchannelLogoutUri: backchannelLogoutUri ?? null,
      jwks: keys ?? null, secret: sealed, createdBy: ctx.actor.id, createdAt: ctx.now,
    });
    const { name, redirectUris, scopes, authMethod, minAssuranceLevel } = client;
    return { ...(secret ? { secret: true as const } : {}), value: { clientId: id, secret }, audit: { action: "identity.registerClient", subject: subject(id), after: { name, redirectUris, scopes, authMethod, minAssuranceLevel } } };
  });
}

/** Gives a client a new secret, shown this once; the old one ends at once. Errors: `identity.clientNotFound`, `identity.clientHasKeys` (conflict). */
export function rotateClientSecret(ctx: ActorCtx, { clientId }: ByClient): Promise<ClientCredentials> {
  return commit(ctx, async (tx) => {
    const { secret, sealed } = newClientSecret(clientId);
    const [client] = await tx.select({ authMethod: oidcClients.authMethod }).from(oidcClients).where(and(eq(oidcClients.id, clientId), isNull(oidcClients.disabledAt))).for("update");
    if (!client) throw new DomainError("not_found", "identity.clientNotFound");
    if (client.authMethod === "private_key_jwt") throw new DomainError("conflict", "identity.clientHasKeys");
    await tx.update(oidcClients).set({ secret: sealed }).where(eq(oidcClients.id, clientId));
    return { secret: true, value: { clientId, secret }, audit: { action: "identity.rotateClientSecret", subject: subject(clientId) } };
  });
}

/** Shuts a client out for good: it signs nobody in, and its tokens end. Errors: `identity.clientNotFound`. */
export function disableClient(ctx: ActorCtx, { clientId }: ByClient): Promise<{ clientId: string }> {
  return commit(ctx, async (tx) => {
    const [client] = await tx.update(oidcClients).set({ disabledAt: ctx.now }).where(and(eq(oidcClients.id, clientId), isNull(oidcClients.disabledAt))).returning();
    if (!client) throw new DomainError("not_found", "identity.clientNotFound");
    return { value: { clientId }, audit: { action: "identity.disableClient", subject: subject(clientId) } };
  });
}

/**
 * Lets a system into the open interface in its own name, within scopes, or shuts it out; what was taken away counts at once,
 * for tokens given before too. Errors: `identity.clientNotFound`, `identity.scopeUnknown` (invalid).
 */
export function setApiAccess(ctx: ActorCtx, { clientId, scopes, dailyQuota }: SetApiAccess): Promise<{ clientId: string }> {
  return commit(ctx, async (tx) => {
    const [client] = await tx.select({ apiScopes: oidcClients.apiScopes, apiDailyQuota: oidcClients.apiDailyQuota }).from(oidcClients).where(and(eq(oidcClients.id, clientId), isNull(oidcClients.disabledAt))).for("update");
    if (!client) throw new DomainError("not_found", "identity.clientNotFound");
    const types = new Set((await tx.select({ id: certificateTypes.id }).from(certificateTypes)).map(({ id }) => id));
    const unknown = scopes.find((scope) => !types.has(scope.split(":")[1] ?? ""));
    if (unknown) throw new DomainError("invalid", "identity.scopeUnknown", { scope: unknown });
    const access = { apiScopes: [...new Set(scopes)].toSorted(), apiDailyQuota: dailyQuota };
    await tx.update(oidcClients).set(access).where(eq(oidcClients.id, clientId));
    return { value: { clientId }, audit: { action: "identity.setApiAccess", subject: subject(clientId), before: client, after: access } };
  });
}

/** Replaces the keys that sign tokens at once, as after a leak: systems fetch the new ones, and what the old ones signed counts no more. */
export function replaceTokenKeys(ctx: ActorCtx): Promise<{ replaced: true }> {
  return commit(ctx, async (tx) => {
    await replaceSigningKeys(tx, ctx.now);
    return { value: { replaced: true as const }, audit: { action: "identity.replaceTokenKeys", subject: { type: "oidcKeys", id: "signing" } } };
  });
}
