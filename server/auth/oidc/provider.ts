import { Provider, type Configuration, type errors, type FindAccount, type KoaContextWithOIDC } from "oidc-provider";
import type { Reader } from "@/db/client";
import { assuranceLevels } from "@/domain/core/actor";
import { clientAuthMethods, idTokenAlgorithms, oidcScopes } from "@/domain/identity/rules/authorization";
import { env } from "@/env";
import { now } from "@/server/core/clock";
import { logger } from "@/server/core/logger";
import { findSignIn } from "../session";
import { isSecure } from "../tokens";
import { requirePublicHttps } from "./addresses";
import { claimsOf, claimsOfScopes, consentedScopes, sectorOf, subjectOf } from "./claims";
import { signingKeys } from "./keys";
import { openInterfaceTokens } from "./open-interface";
import { policyFor } from "./policy";
import { bindSessions, findGrantId, noteClient, signInOf } from "./sign-on";
import { storeFor } from "./store";

type Surroundings = { issuer: string; db: Reader; renderError?: NonNullable<Configuration["renderError"]> };

const hour = 3600;
const ttl = { AccessToken: 600, ClientCredentials: 600, AuthorizationCode: 60, IdToken: 600, Interaction: hour, Grant: 13 * hour, RefreshToken: 13 * hour };

/** Opens the provider anew when its keys have changed. */
export function providerFor(surroundings: Surroundings): () => Promise<Provider> {
  let current: { version: string; provider: Provider } | undefined;
  return async () => {
    const { version, keys } = await signingKeys(surroundings.db, now());
    if (current?.version !== version) current = { version, provider: openProvider(surroundings, keys) };
    return current.provider;
  };
}

function openProvider({ issuer, db, renderError }: Surroundings, keys: Awaited<ReturnType<typeof signingKeys>>["keys"]): Provider {
  const provider = new Provider(issuer, { ...protocol, ...ownWays(db), features: { ...protocol.features, resourceIndicators: openInterfaceTokens(db) }, adapter: storeFor(db), jwks: { keys }, ...(renderError ? { renderError } : {}) });
  // The address is settled by the entry, which drops what a client claims of it.
  provider.proxy = true;
  bindSessions(provider, db);
  provider.on("server_error", (_ctx, error) => logger.error("oidc.failed", { error: error.name, message: error.message.slice(0, 300) }));
  const tell = (event: string) => ({ oidc }: KoaContextWithOIDC, error: errors.OIDCProviderError) =>
    logger.info(event, { clientId: oidc.client?.clientId, error: error.error, reason: (error.error_detail ?? error.error_description ?? "").slice(0, 200) });
  provider.on("grant.error", tell("oidc.grantRefused"));
  provider.on("authorization.error", tell("oidc.requestRefused"));
  return provider;
}

/** People by code with PKCE and nothing else, where every token ends with the sign-in it came of; systems in their own name by client credentials. */
const protocol: Configuration = {
  acrValues: assuranceLevels,
  scopes: oidcScopes,
  claims: { iss: null, sid: null, ...claimsOfScopes, openid: [...claimsOfScopes.openid, "acr", "amr", "auth_time"] },
  responseTypes: ["code"],
  subjectTypes: ["pairwise"],
  clientAuthMethods,
  clientDefaults: { id_token_signed_response_alg: "ES256" },
  enabledJWA: { idTokenSigningAlgValues: idTokenAlgorithms, clientAuthSigningAlgValues: ["ES256", "RS256", "PS256"] },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  expiresWithSession: async () => true,
  allowOmittingSingleRegisteredRedirectUri: false,
  clientBasedCORS: () => false,
  routes: { jwks: "/jwks", authorization: "/auth", token: "/token", userinfo: "/userinfo", revocation: "/token/revocation", end_session: "/session/end" },
  ttl,
  features: {
    devInteractions: { enabled: false }, dPoP: { enabled: false }, pushedAuthorizationRequests: { enabled: false }, clientCredentials: { enabled: true },
    // Its end_session endpoint is never reached: ending a sign-in is the portal's own act, see sign-out.ts.
    rpInitiatedLogout: { enabled: true }, backchannelLogout: { enabled: true }, revocation: { enabled: true },
  },
  fetch: callOut,
};

/**
 * Tells a system of a sign-out. Its host is resolved and looked at first, and the library's dispatcher looks at the socket once
 * it is open, should the name have changed meanwhile; a demonstration may call this machine, which that refuses.
 */
async function callOut(url: string | URL | globalThis.Request, options: RequestInit = {}): Promise<Response> {
  await requirePublicHttps(url instanceof globalThis.Request ? url.url : String(url));
  const kept = Object.entries(options).filter(([name]) => name !== "dispatcher" || !env().demo);
  return fetch(url, { ...Object.fromEntries(kept), redirect: "manual" });
}

/** Which browser an interaction belongs to; sent below its own address only. */
export const resumeCookie = "oidc-resume";

/** What our accounts, consents and pages decide. */
function ownWays(db: Reader): Configuration {
  const cookie = { path: "/oidc", httpOnly: true, sameSite: "lax", secure: isSecure() } as const;
  return {
    cookies: {
      names: { session: "oidc-session", interaction: "oidc-interaction", resume: resumeCookie },
      long: cookie,
      short: cookie,
    },
    interactions: { policy: policyFor(db), url: (ctx, interaction) => interactionPage(ctx, interaction) },
    pairwiseIdentifier: (_ctx, accountId, client) => subjectOf(db, accountId, sectorOf(client)),
    loadExistingGrant: (ctx) => grantOf(db, ctx),
    findAccount: accountsOf(db),
  };
}

/** Whoever is signed in, or was when a token was made: only while that sign-in lives and the client still has their consent. */
function accountsOf(db: Reader): FindAccount {
  return async (ctx, accountId, token) => {
    const signIn = token && "sessionUid" in token ? await findSignIn(db, now(), String(token.sessionUid)) : await signInOf(db, ctx);
    if (signIn?.actor.id !== accountId) return undefined;
    if (token?.clientId && (await consentedScopes(db, accountId, token.clientId)).length === 0) return undefined;
    const { client } = ctx.oidc;
    return { accountId, claims: (_use, scope) => claimsOf(db, signIn.actor, client ? sectorOf(client) : "", scope.split(" ")) };
  };
}

type Interaction = InstanceType<Provider["Interaction"]>;

/** The page that asks, in the language the client prefers. It is bound to a browser, not to whoever was signed in when it was asked. */
async function interactionPage({ oidc }: KoaContextWithOIDC, interaction: Interaction): Promise<string> {
  interaction.session = undefined;
  await interaction.persist();
  const english = /^en\b/i.test(String(oidc.params?.["ui_locales"] ?? ""));
  return `${english ? "/en" : ""}/authorize/${interaction.uid}`;
}

/** The grant of this sign-in, made when this person's remembered consent covers what is asked. */
async function grantOf(db: Reader, ctx: KoaContextWithOIDC) {
  const { provider, client } = ctx.oidc;
  const signIn = await signInOf(db, ctx);
  if (!client || !signIn) return undefined;
  const consented = await consentedScopes(db, signIn.actor.id, client.clientId);
  if (consented.length === 0) return undefined;
  const grantId = await findGrantId(db, signIn.ssoId, client.clientId);
  const kept = grantId ? await provider.Grant.find(grantId) : undefined;
  const grant = kept ?? new provider.Grant({ accountId: signIn.actor.id, clientId: client.clientId });
  // Consent given again after being taken back may be for less.
  grant.openid = { scope: consented.join(" ") };
  await noteClient(db, signIn, client.clientId, await grant.save());
  return grant;
}
