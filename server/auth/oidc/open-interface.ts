import { and, eq, isNull } from "drizzle-orm";
import { errors, type ClientMetadata, type Configuration } from "oidc-provider";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { departments, oidcClients } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import { env } from "@/env";
import { findModel } from "./models";

/** For whom tokens of the client credentials grant are made: the open interface, and nobody else. */
export const openInterface = (): string => `${env().publicUrl}/api/open/v1`;

const isOwnCredentials = (params: Record<string, unknown> | undefined) => params?.["grant_type"] === "client_credentials";

/** Tokens a system gets in its own name are for the open interface, within what it was let into; no other token names a resource. */
export const openInterfaceTokens = (db: Reader): NonNullable<NonNullable<Configuration["features"]>["resourceIndicators"]> => ({
  enabled: true,
  defaultResource: (ctx) => (isOwnCredentials(ctx.oidc.params) ? openInterface() : []),
  getResourceServerInfo: async (ctx, resource, { clientId }) => {
    if (!isOwnCredentials(ctx.oidc.params) || resource !== openInterface()) throw new errors.InvalidTarget();
    const allowed = (await findApiClient(db, clientId))?.scopes ?? [];
    const asked = String(ctx.oidc.params?.["scope"] ?? "").split(" ").filter(Boolean);
    if (asked.length === 0 || asked.some((scope) => !allowed.includes(scope))) throw new errors.InvalidScope("requested scope is not allowed", asked.find((scope) => !allowed.includes(scope)) ?? "");
    return { scope: allowed.join(" "), audience: openInterface(), accessTokenFormat: "opaque" };
  },
});

/** What a client may ask for at the token endpoint. */
export const grantTypesOf = ({ apiScopes }: { apiScopes: readonly string[] }): NonNullable<ClientMetadata["grant_types"]> =>
  ["authorization_code", "refresh_token", ...(apiScopes.length > 0 ? ["client_credentials"] : [])];

/** A system that asks in its own name: what it may ask now, and which department answers for it. */
export type ApiClient = { id: string; name: string; departmentId: string; departmentName: string; dailyQuota: number; scopes: readonly string[] };

async function findApiClient(db: Reader, clientId: string): Promise<ApiClient | undefined> {
  const [client] = await db.select({ id: oidcClients.id, name: oidcClients.name, departmentId: oidcClients.departmentId, departmentName: departments.name, dailyQuota: oidcClients.apiDailyQuota, scopes: oidcClients.apiScopes })
    .from(oidcClients).innerJoin(departments, eq(departments.id, oidcClients.departmentId)).where(and(eq(oidcClients.id, clientId), isNull(oidcClients.disabledAt))).limit(1);
  return client;
}

const Token = z.object({ kind: z.literal("ClientCredentials"), clientId: z.uuid(), aud: z.string(), exp: z.number(), scope: z.string().default("") });

/**
 * The system behind an access token: made for this interface, not expired, its client still let in. What was taken from the
 * client since counts at once. Errors: `access.tokenInvalid` (unauthenticated).
 */
export async function readApiToken(db: Reader, authorization: string | undefined): Promise<ApiClient> {
  const [, token] = /^Bearer ([\w-]{20,200})$/i.exec(authorization ?? "") ?? [];
  // Times of tokens are the provider's, which knows only the machine's clock.
  const model = token ? Token.safeParse(await findModel(db, "ClientCredentials", token)).data : undefined;
  const isGood = model && model.exp * 1000 > Date.now() && model.aud === openInterface();
  const client = isGood ? await findApiClient(db, model.clientId) : undefined;
  if (!client) throw new DomainError("unauthenticated", "access.tokenInvalid");
  return { ...client, scopes: model?.scope.split(" ").filter((scope) => client.scopes.includes(scope)) ?? [] };
}
