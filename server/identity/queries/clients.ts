import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { departments, oidcClients, oidcConsents } from "@/db/schema";
import type { AssuranceLevel, User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { askedBy, nextStep, type AuthorizationStep, type OidcScope } from "@/domain/identity/rules/authorization";
import { consentedScopes } from "@/server/auth/oidc/claims";
import { findModel } from "@/server/auth/oidc/models";
import { personBehind } from "@/server/auth/oidc/sign-on";
import type { Ctx } from "@/server/core/context";

/** Every client ever registered, the newest first; never its secret. */
export function listClients(db: Reader) {
  return db.select({
    id: oidcClients.id, name: oidcClients.name, nameEn: oidcClients.nameEn, departmentName: departments.name,
    redirectUris: oidcClients.redirectUris, scopes: oidcClients.scopes, minAssuranceLevel: oidcClients.minAssuranceLevel,
    authMethod: oidcClients.authMethod, apiScopes: oidcClients.apiScopes, apiDailyQuota: oidcClients.apiDailyQuota, createdAt: oidcClients.createdAt, disabledAt: oidcClients.disabledAt,
  }).from(oidcClients).innerJoin(departments, eq(departments.id, oidcClients.departmentId)).orderBy(desc(oidcClients.createdAt)).limit(100);
}

/** The systems that this person lets in, and what each may know. */
export function listConsents({ db, actor }: Ctx & { actor: User }) {
  return db.select({
    clientId: oidcConsents.clientId, name: oidcClients.name, nameEn: oidcClients.nameEn, departmentName: departments.name,
    scopes: oidcConsents.scopes, grantedAt: oidcConsents.grantedAt,
  }).from(oidcConsents)
    .innerJoin(oidcClients, eq(oidcClients.id, oidcConsents.clientId)).innerJoin(departments, eq(departments.id, oidcClients.departmentId))
    .where(eq(oidcConsents.accountId, actor.id)).orderBy(desc(oidcConsents.grantedAt)).limit(100);
}

export type AuthorizationView = {
  client: { name: string; nameEn: string | null; departmentName: string; host: string };
  scopes: readonly OidcScope[];
  level: AssuranceLevel | null;
  step: AuthorizationStep;
  person: { id: string; name: string; assuranceLevel: AssuranceLevel; actingFor: string | null } | null;
};

const Request = z.object({ iat: z.number(), exp: z.number(), params: z.looseObject({ client_id: z.string(), redirect_uri: z.string() }) });

/**
 * What another system asks of whoever sees this page, and what has to happen next. Tells nothing but the name of a system.
 * Errors: `identity.authorizationExpired` (not_found).
 */
export async function getAuthorization({ db, actor }: Ctx, uid: string): Promise<AuthorizationView> {
  const { client, asked, clientId } = await getRequest(db, uid);
  const base = { client, scopes: asked.scopes, level: asked.level ?? null };
  if (actor.kind !== "user") return { ...base, step: nextStep(asked, undefined, []), person: null };
  const { id, name, assuranceLevel, actingFor } = actor;
  const step = nextStep(asked, personBehind(actor), await consentedScopes(db, id, clientId));
  return { ...base, step, person: { id, name, assuranceLevel, actingFor: actingFor?.name ?? null } };
}

async function getRequest(db: Reader, uid: string) {
  const request = Request.safeParse(await findModel(db, "Interaction", uid)).data;
  const client = request && request.exp * 1000 > Date.now() ? await findClient(db, request.params.client_id) : undefined;
  if (!request || !client) throw new DomainError("not_found", "identity.authorizationExpired");
  const { client_id: clientId, redirect_uri: address } = request.params;
  return { clientId, client: { ...client, host: new URL(address).host }, asked: askedBy(request.params, new Date(request.iat * 1000)) };
}

async function findClient(db: Reader, clientId: string) {
  const [client] = await db.select({ name: oidcClients.name, nameEn: oidcClients.nameEn, departmentName: departments.name }).from(oidcClients)
    .innerJoin(departments, eq(departments.id, oidcClients.departmentId)).where(eq(oidcClients.id, clientId)).limit(1);
  return client;
}
