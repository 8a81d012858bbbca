import * as oidc from "openid-client";
import type { IdentityProviderSettings } from "@/env";
import { ProviderRefusal, type ExternalIdentity, type IdentityProviderPort, type Kept } from "./port";

const patienceSeconds = 10;
const rememberedMs = 60 * 60_000;
const discovered = new Map<string, { at: number; config: Promise<oidc.Configuration> }>();

/**
 * Any OpenID Connect provider by its configuration: authorization code with PKCE (S256), state and nonce; issuer (RFC 9207),
 * audience, signature and times of its answer are checked, and an unsigned one is refused.
 */
export function liveIdentityProvider(settings: IdentityProviderSettings): IdentityProviderPort {
  return {
    begin: (redirectUri) => believed(async () => {
      const config = await configurationOf(settings);
      const kept: Kept = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri, scope: settings.scope, state: kept.state, nonce: kept.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier), code_challenge_method: "S256",
      });
      return { url: url.href, kept };
    }),
    finish: (answer, kept) => believed(async () => {
      const config = await configurationOf(settings);
      const tokens = await oidc.authorizationCodeGrant(config, answer, {
        expectedState: kept.state, expectedNonce: kept.nonce, pkceCodeVerifier: kept.verifier, idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error("no ID token");
      return identityOf(settings, await withUserInfo(config, settings, tokens.access_token, claims));
    }),
  };
}

function configurationOf(settings: IdentityProviderSettings): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  const known = discovered.get(`${issuer} ${clientId}`);
  if (known && Date.now() - known.at < rememberedMs) return known.config;
  // Over http only where env.ts lets it: on this very machine.
  const execute = [oidc.enableNonRepudiationChecks, ...(issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : [])];
  const config = oidc.discovery(new URL(issuer), clientId, clientSecret, oidc.ClientSecretBasic(clientSecret), { execute, timeout: patienceSeconds });
  discovered.set(`${issuer} ${clientId}`, { at: Date.now(), config });
  config.catch(() => discovered.delete(`${issuer} ${clientId}`));
  return config;
}

type Claims = Record<string, unknown> & { iss: string; sub: string };

/** The claims of the ID token, and what is only told at the UserInfo endpoint; the token's own always win. */
async function withUserInfo(config: oidc.Configuration, { claims: names }: IdentityProviderSettings, accessToken: string, claims: Claims): Promise<Claims> {
  const complete = [names.name, names.citizenId].every((name) => claims[name] !== undefined);
  if (complete || !config.serverMetadata().userinfo_endpoint) return claims;
  return { ...(await oidc.fetchUserInfo(config, accessToken, claims.sub)), ...claims };
}

function identityOf({ claims: names, levels, defaultLevel }: IdentityProviderSettings, claims: Claims): ExternalIdentity {
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name] : undefined);
  const acr = text("acr");
  const granted = acr !== undefined && Object.hasOwn(levels, acr) ? levels[acr] : undefined;
  return { issuer: claims.iss, subject: claims.sub, name: text(names.name), citizenId: text(names.citizenId), level: granted ?? defaultLevel };
}

async function believed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ProviderRefusal(isAway(error), error);
  }
}

/** No connection, no time left, or an answer like "503": nothing was said about anybody. */
function isAway(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return error instanceof TypeError || code === "OAUTH_TIMEOUT" || code === "OAUTH_RESPONSE_IS_NOT_CONFORM" || code === "OAUTH_ABORT";
}
