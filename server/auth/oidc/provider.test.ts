import { and, eq } from "drizzle-orm";
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accounts, oidcConsents, oidcModels, outbox, sessions } from "@/db/schema";
import { createAgent, createCitizen } from "@/db/testing/factories";
import type { AssuranceLevel } from "@/domain/core/actor";
import { Browser, request, startPortal, startSystem, type Portal } from "./provider.testing";

let portal: Portal;
let one: Awaited<ReturnType<typeof startSystem>>;
let other: typeof one;

beforeAll(async () => {
  portal = await startPortal();
  one = await startSystem(portal);
  other = await startSystem(portal, { name: "公积金系统" });
});
afterAll(async () => {
  one.close();
  other.close();
  await portal.close();
});

/** A citizen signed in to the portal in a browser of their own. */
async function person({ level = "L2", factors = ["password"] as ("password" | "totp")[] }: { level?: AssuranceLevel; factors?: ("password" | "totp")[] } = {}) {
  const { openSession } = await import("../session");
  const { cookieName } = await import("../tokens");
  const citizen = await createCitizen(portal.db, { assuranceLevel: level });
  const browser = new Browser(portal.url);
  const signIn = async (now = new Date()) => browser.signInAs(cookieName("session"), await openSession(portal.db, now, { accountId: citizen.id, factors, userAgent: null }));
  await signIn();
  const [session] = await portal.db.select().from(sessions).where(eq(sessions.accountId, citizen.id));
  return { citizen, browser, signIn, session: session! };
}

type Person = Awaited<ReturnType<typeof person>>;
type System = typeof one;

/** Signs in to a system, with the page of consent where it is due; tells whether it was. */
async function signInTo(system: System, { browser, citizen }: Person, more: Record<string, string> = {}) {
  const asked = await request(system, more);
  const first = await browser.follow(asked.url);
  const isPage = first.origin === portal.url;
  const back = isPage ? await browser.decide(first, "agree", citizen.id) : first;
  const tokens = await client.authorizationCodeGrant(system.config, back, asked.checks);
  return { tokens, claims: tokens.claims()!, isPage, back, asked };
}

const refused = (status: number, error: string) => expect.objectContaining({ status, error });

describe("discovery", () => {
  test("stands below the issuer and at the site's own address, and promises what is kept", async () => {
    for (const path of ["/oidc/.well-known/openid-configuration", "/.well-known/openid-configuration"]) {
      const document = await (await fetch(portal.url + path)).json();
      expect(document).toMatchObject({
        issuer: `${portal.url}/oidc`, authorization_endpoint: `${portal.url}/oidc/auth`, token_endpoint: `${portal.url}/oidc/token`, jwks_uri: `${portal.url}/oidc/jwks`,
        end_session_endpoint: `${portal.url}/oidc/session/end`, response_types_supported: ["code"], code_challenge_methods_supported: ["S256"],
        subject_types_supported: ["pairwise"], acr_values_supported: ["L0", "L1", "L2", "L3", "L4"], backchannel_logout_supported: true,
        authorization_response_iss_parameter_supported: true, token_endpoint_auth_methods_supported: ["private_key_jwt", "client_secret_basic"],
      });
    }
  });

  test("names the portal whatever host a request claims", async () => {
    const response = await fetch(`${portal.url}/oidc/.well-known/openid-configuration`, { headers: { "x-forwarded-host": "evil.example" } });
    expect(JSON.stringify(await response.json())).not.toContain("evil");
  });

  test("every answer carries the security headers, and no private part of a key", async () => {
    const response = await fetch(`${portal.url}/oidc/jwks`);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const { keys } = await response.json() as { keys: Record<string, string>[] };
    expect(keys.map(({ alg }) => alg).toSorted()).toEqual(["ES256", "RS256"]);
    for (const key of keys) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(["d"]));
  });
});

describe("signing in to a system", () => {
  test("asks for consent once, then tells who it is, how far and since when", async () => {
    const someone = await person({ level: "L3", factors: ["password", "totp"] });
    const { tokens, claims, isPage, asked } = await signInTo(one, someone);
    expect(isPage).toBe(true);
    expect(claims).toMatchObject({ iss: `${portal.url}/oidc`, aud: one.clientId, acr: "L3", amr: ["pwd", "otp", "mfa"], nonce: asked.checks.expectedNonce });
    expect(Math.abs(Number(claims["auth_time"]) - Date.now() / 1000)).toBeLessThan(5);
    expect(claims.sub).not.toBe(someone.citizen.id);
    expect(await client.fetchUserInfo(one.config, tokens.access_token, claims.sub)).toMatchObject({ name: someone.citizen.name });
    expect((await signInTo(one, someone)).isPage).toBe(false);
  });

  test("masks the name without `profile`, and the phone always", async () => {
    const someone = await person();
    const { tokens, claims } = await signInTo(one, someone, { scope: "openid phone" });
    const told = await client.fetchUserInfo(one.config, tokens.access_token, claims.sub);
    expect(told).toMatchObject({ name: `${someone.citizen.name.slice(0, 1)}${"*".repeat(someone.citizen.name.length - 1)}`, phone_number_masked: someone.citizen.phone.replace(/^(...).*(....)$/, "$1****$2") });
    expect(JSON.stringify(told)).not.toContain(someone.citizen.phone);
  });

  test("a second system knows the same person under another name, without a page where consent is remembered", async () => {
    const someone = await person();
    const first = await signInTo(one, someone);
    const second = await signInTo(other, someone);
    expect(second.isPage).toBe(true);
    expect(second.claims.sub).not.toBe(first.claims.sub);
    expect((await signInTo(other, someone)).isPage).toBe(false);
    expect((await signInTo(one, someone)).claims.sub).toBe(first.claims.sub);
  });

  test("a broader wish asks again; consent taken back ends the tokens and asks again", async () => {
    const someone = await person();
    const { tokens } = await signInTo(one, someone, { scope: "openid" });
    expect((await signInTo(one, someone, { scope: "openid profile" })).isPage).toBe(true);
    const own = portal.as(someone.citizen).identity;
    expect(await own.listConsents()).toMatchObject([{ clientId: one.clientId, name: "不动产登记系统", scopes: expect.arrayContaining(["openid", "profile"]) }]);
    await own.revokeConsent({ clientId: one.clientId });
    expect(await own.listConsents()).toEqual([]);
    await expect(client.refreshTokenGrant(one.config, tokens.refresh_token!)).rejects.toMatchObject(refused(400, "invalid_grant"));
    await expect(client.fetchUserInfo(one.config, tokens.access_token, client.skipSubjectCheck)).rejects.toThrow();
    expect((await signInTo(one, someone)).isPage).toBe(true);
    await expect(portal.as((await person()).citizen).identity.revokeConsent({ clientId: one.clientId })).rejects.toMatchObject({ code: "NOT_FOUND", message: "identity.consentNotFound" });
  });

  test("who refuses sends the system away with access_denied, and nothing is remembered", async () => {
    const { browser, citizen } = await person();
    const back = await browser.decide(await browser.follow((await request(one)).url), "refuse", citizen.id);
    expect(back.href).toContain(one.url);
    expect(back.searchParams.get("error")).toBe("access_denied");
    expect(await portal.db.select().from(oidcConsents).where(eq(oidcConsents.accountId, citizen.id))).toEqual([]);
  });

  test("the page knows what is asked and what comes next", async () => {
    const someone = await person({ level: "L1" });
    const uidOf = async (browser: Browser, more?: Record<string, string>) => (await browser.follow((await request(one, more)).url)).pathname.split("/").at(-1)!;
    const anonymous = portal.as({ kind: "anonymous" }).identity;
    const uid = await uidOf(new Browser(portal.url));
    expect(await anonymous.authorization({ uid })).toMatchObject({ step: "signIn", person: null, client: { name: "不动产登记系统", departmentName: portal.place.departmentName }, scopes: ["openid", "profile"] });
    const { authenticatedAt } = someone.session;
    const me = portal.as({ ...someone.citizen, authenticatedAt }).identity;
    expect(await me.authorization({ uid })).toMatchObject({ step: "consent", person: { assuranceLevel: "L1" } });
    expect(await me.authorization({ uid: await uidOf(someone.browser, { acr_values: "L2" }) })).toMatchObject({ step: "stepUp", level: "L2" });
    await expect(anonymous.authorization({ uid: "x".repeat(21) })).rejects.toMatchObject({ code: "NOT_FOUND", message: "identity.authorizationExpired" });
  });

  test("a level above the account's is not granted, not even by pressing 同意", async () => {
    const { browser, citizen } = await person({ level: "L1" });
    const page = await browser.follow((await request(one, { acr_values: "L3" })).url);
    const next = await browser.decide(page, "agree", citizen.id);
    expect(next.pathname).toMatch(/^\/authorize\//);
    await portal.db.update(accounts).set({ assuranceLevel: "L3" }).where(eq(accounts.id, citizen.id));
    expect((await browser.follow(`/oidc/auth/${next.pathname.split("/").at(-1)}`)).searchParams.get("code")).toBeTruthy();
  });

  test("a client's own minimum counts where a request names none", async () => {
    const strict = await startSystem(portal, { minAssuranceLevel: "L3" });
    const { browser } = await person({ level: "L2" });
    const page = await browser.follow((await request(strict)).url);
    expect(await portal.as((await person()).citizen).identity.authorization({ uid: page.pathname.split("/").at(-1)! })).toMatchObject({ level: "L3", step: "stepUp" });
    strict.close();
  });

  test.each([["prompt=login", { prompt: "login" }], ["max_age", { max_age: "60" }]])("%s wants a proof after it", async (_name, more) => {
    const someone = await person();
    await signInTo(one, someone);
    await portal.db.update(sessions).set({ authenticatedAt: new Date(Date.now() - 5 * 60_000) }).where(eq(sessions.accountId, someone.citizen.id));
    const asked = await request(one, more);
    const page = await someone.browser.follow(asked.url);
    expect(page.pathname).toMatch(/^\/authorize\//);
    await someone.signIn();
    const back = await someone.browser.follow(`/oidc/auth/${page.pathname.split("/").at(-1)}`);
    const tokens = await client.authorizationCodeGrant(one.config, back, { ...asked.checks, maxAge: 60 });
    expect(Number(tokens.claims()!["auth_time"])).toBeGreaterThan(Date.now() / 1000 - 30);
  });

  test("prompt=none answers at once: a code, or why there is none", async () => {
    const someone = await person({ level: "L1" });
    const error = async (browser: Browser, more = {}) => (await browser.follow((await request(one, { prompt: "none", ...more })).url)).searchParams.get("error");
    expect(await error(new Browser(portal.url))).toBe("login_required");
    expect(await error(someone.browser)).toBe("consent_required");
    const { tokens } = await signInTo(one, someone);
    expect(await error(someone.browser)).toBeNull();
    expect(await error(someone.browser, { acr_values: "L4" })).toBe("login_required");
    const another = await person();
    await signInTo(one, another);
    expect(await error(another.browser, { id_token_hint: tokens.id_token! })).toBe("login_required");
  });

  test("tells for which organisation an agent acts, by its credit code", async () => {
    const someone = await person();
    const agent = await createAgent(portal.db, someone.citizen);
    await portal.db.update(sessions).set({ delegationId: agent.actingFor!.delegationId }).where(eq(sessions.accountId, someone.citizen.id));
    const { tokens, claims } = await signInTo(one, someone, { scope: "openid organisation delegation" });
    expect(await client.fetchUserInfo(one.config, tokens.access_token, claims.sub)).toMatchObject({ organisation: { name: agent.actingFor!.name, role: agent.actingFor!.delegation, uscc: expect.stringMatching(/^[0-9A-Z]{18}$/) } });
  });
});

describe("clients", () => {
  test("may prove themselves by a key of their own and get RS256", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
    const keyed = await startSystem(portal, { authMethod: "private_key_jwt", keys: { keys: [{ ...(await exportJWK(publicKey)), kid: "1", alg: "ES256" }] }, idTokenAlgorithm: "RS256" });
    expect(keyed.secret).toBeNull();
    const config = await client.discovery(new URL(`${portal.url}/oidc`), keyed.clientId, { id_token_signed_response_alg: "RS256" }, client.PrivateKeyJwt({ key: privateKey, kid: "1" }), { execute: [client.allowInsecureRequests] });
    const someone = await person();
    const asked = await request({ ...keyed, config });
    const back = await someone.browser.decide(await someone.browser.follow(asked.url), "agree", someone.citizen.id);
    const tokens = await client.authorizationCodeGrant(config, back, asked.checks);
    const { protectedHeader } = await jwtVerify(tokens.id_token!, createRemoteJWKSet(new URL(`${portal.url}/oidc/jwks`)), { audience: keyed.clientId });
    expect(protectedHeader.alg).toBe("RS256");
    await expect(portal.as(portal.admin).identity.rotateClientSecret({ clientId: keyed.clientId })).rejects.toMatchObject({ message: "identity.clientHasKeys" });
    keyed.close();
  });

  test("a new secret ends the old one; a disabled client signs nobody in", async () => {
    const system = await startSystem(portal);
    const someone = await person();
    const { tokens } = await signInTo(system, someone);
    const admin = portal.as(portal.admin).identity;
    const { secret } = await admin.rotateClientSecret({ clientId: system.clientId });
    await expect(client.refreshTokenGrant(system.config, tokens.refresh_token!)).rejects.toMatchObject(expect.objectContaining({ status: 401 }));
    const renewed = await client.discovery(new URL(`${portal.url}/oidc`), system.clientId, secret!, client.ClientSecretBasic(secret!), { execute: [client.allowInsecureRequests] });
    const again = await client.refreshTokenGrant(renewed, tokens.refresh_token!);
    expect(again.access_token).toBeTruthy();
    await admin.disableClient({ clientId: system.clientId });
    await expect(client.refreshTokenGrant(renewed, again.refresh_token!)).rejects.toMatchObject(expect.objectContaining({ status: 401 }));
    await expect(client.fetchUserInfo(renewed, again.access_token, client.skipSubjectCheck)).rejects.toThrow();
    expect((await someone.browser.fetch((await request(system)).url)).status).toBe(400);
    await expect(admin.disableClient({ clientId: system.clientId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    system.close();
  });

  test("are registered by the security administrator, with decent addresses and public keys only", async () => {
    const { registration } = await import("./provider.testing");
    const good = registration(portal.place, "https://system.example");
    const admin = portal.as(portal.admin).identity;
    for (const wrong of [
      { redirectUris: ["http://system.example/callback"] }, { redirectUris: ["https://system.example/#x"] }, { redirectUris: [] },
      { redirectUris: ["https://a.example/c", "https://b.example/c"] }, { redirectUris: ["javascript:alert(1)"] }, { redirectUris: ["https://u:p@system.example/"] },
      { authMethod: "private_key_jwt" as const }, { keys: { keys: [{ kty: "EC" }] } },
      { authMethod: "private_key_jwt" as const, keys: { keys: [{ kty: "EC", crv: "P-256", x: "x", y: "y", d: "secret" }] } },
      { backchannelLogoutUri: "http://169.254.169.254/latest" },
    ]) await expect(admin.registerClient({ ...good, ...wrong }), JSON.stringify(wrong)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(admin.registerClient({ ...good, departmentUscc: "91310000MA1FL4AW2X" })).rejects.toMatchObject({ message: "identity.clientDepartmentUnknown" });
    await expect(portal.as({ ...portal.admin, authenticatedAt: new Date(Date.now() - 11 * 60_000) }).identity.registerClient(good)).rejects.toMatchObject({ message: "identity.proofNeeded" });
    await expect(portal.as((await person()).citizen).identity.listClients()).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(JSON.stringify(await admin.listClients())).not.toContain(one.secret);
  });

  test("secrets, codes and tokens are nowhere to be read in the database", async () => {
    const someone = await person();
    const { tokens, back } = await signInTo(one, someone);
    const rows = JSON.stringify(await portal.db.select().from(oidcModels));
    for (const secret of [tokens.access_token, tokens.refresh_token!, back.searchParams.get("code")!, one.clientId, someone.citizen.id]) expect(rows).not.toContain(secret);
  });
});

describe("what an attacker tries", () => {
  const ask = async (change: (url: URL) => void) => {
    const url = new URL((await request(one)).url);
    change(url);
    return (await person()).browser.fetch(url.href);
  };

  test.each([
    ["a wrong redirect address", (url: URL) => url.searchParams.set("redirect_uri", "https://evil.example/callback")],
    ["a longer one", (url: URL) => url.searchParams.set("redirect_uri", `${url.searchParams.get("redirect_uri")}/more`)],
    ["an unknown client", (url: URL) => url.searchParams.set("client_id", crypto.randomUUID())],
    ["a client id that is no id", (url: URL) => url.searchParams.set("client_id", "' or 1=1 --")],
  ])("%s gets our own page and is sent nowhere", async (_name, change) => {
    const response = await ask(change);
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    expect(await response.text()).toMatch(/^page \/problem\/400\?at=/);
  });

  test.each<[string, (url: URL) => void, string]>([
    ["no PKCE", (url) => ["code_challenge", "code_challenge_method"].forEach((name) => url.searchParams.delete(name)), "invalid_request"],
    ["PKCE in plain", (url) => url.searchParams.set("code_challenge_method", "plain"), "invalid_request"],
    ["an implicit answer", (url) => url.searchParams.set("response_type", "id_token"), "invalid_request"],
    ["an answer in a form", (url) => url.searchParams.set("response_mode", "form_post"), "invalid_request"],
  ])("%s is refused", async (_name, change, error) => {
    const response = await ask(change);
    const said = `${response.headers.get("location")} ${await response.text()}`;
    expect(said).toMatch(new RegExp(`error(=|" value=")${error}`));
    expect(said).not.toMatch(/[?&#]code=|name="code"/);
  });

  test("a scope that nobody gave the client is refused; one that does not exist is passed over", async () => {
    const modest = await startSystem(portal, { scopes: ["openid"] });
    const { browser } = await person();
    expect((await browser.follow((await request(modest, { scope: "openid phone" })).url)).searchParams.get("error")).toBe("invalid_scope");
    expect((await browser.follow((await request(modest, { scope: "openid email" })).url)).pathname).toMatch(/^\/authorize\//);
    modest.close();
  });

  test("a code serves once; used again it ends what came of it", async () => {
    const { tokens, back, asked } = await signInTo(one, await person());
    await expect(client.authorizationCodeGrant(one.config, back, asked.checks)).rejects.toMatchObject(refused(400, "invalid_grant"));
    await expect(client.fetchUserInfo(one.config, tokens.access_token, client.skipSubjectCheck)).rejects.toThrow();
    await expect(client.refreshTokenGrant(one.config, tokens.refresh_token!)).rejects.toMatchObject(refused(400, "invalid_grant"));
  });

  test("a code of another client, or without its verifier, opens nothing", async () => {
    const someone = await person();
    await signInTo(one, someone);
    const asked = await request(one);
    const back = await someone.browser.follow(asked.url);
    const stolen = new URL(`${other.callback}${back.search}`);
    await expect(client.authorizationCodeGrant(other.config, stolen, asked.checks)).rejects.toMatchObject(refused(400, "invalid_grant"));
    await expect(client.authorizationCodeGrant(one.config, back, { ...asked.checks, pkceCodeVerifier: client.randomPKCECodeVerifier() })).rejects.toMatchObject(refused(400, "invalid_grant"));
  });

  test("a refresh token serves once; used again, at the same time or later, it ends the grant", async () => {
    const someone = await person();
    const { tokens } = await signInTo(one, someone);
    const next = await client.refreshTokenGrant(one.config, tokens.refresh_token!);
    expect(next.claims()).toMatchObject({ acr: "L2" });
    await expect(client.refreshTokenGrant(one.config, tokens.refresh_token!)).rejects.toMatchObject(refused(400, "invalid_grant"));
    await expect(client.refreshTokenGrant(one.config, next.refresh_token!)).rejects.toMatchObject(refused(400, "invalid_grant"));
    const again = (await signInTo(one, someone)).tokens;
    const race = await Promise.allSettled([0, 1, 2].map(() => client.refreshTokenGrant(one.config, again.refresh_token!)));
    expect(race.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(1);
  });

  test("an answer lured out of somebody else's browser opens nothing", async () => {
    const [attacker, victim] = [await person(), await person()];
    const page = await attacker.browser.follow((await request(one)).url);
    const uid = page.pathname.split("/").at(-1);
    const lured = await victim.browser.fetch(`/oidc/auth/${uid}/decision`, { method: "POST", body: new URLSearchParams({ answer: "agree", account: victim.citizen.id }) });
    expect(lured.status).toBe(400);
    expect(await portal.db.select().from(oidcConsents).where(eq(oidcConsents.accountId, victim.citizen.id))).toEqual([]);
    expect((await attacker.browser.follow(`/oidc/auth/${uid}`)).pathname).toMatch(/^\/authorize\//);
  });

  test("a decision or a sign-out sent from another site is refused", async () => {
    const { browser, citizen } = await person();
    const page = await browser.follow((await request(one)).url);
    for (const path of [`/oidc/auth/${page.pathname.split("/").at(-1)}/decision`, "/oidc/session/confirm"]) {
      const response = await browser.fetch(path, { method: "POST", headers: { "sec-fetch-site": "cross-site" }, body: new URLSearchParams({ answer: "agree", account: citizen.id }) });
      expect(response.status).toBe(403);
    }
  });
});

describe("the end of a sign-in", () => {
  test("tokens die with the session, with the account, and with idleness", async () => {
    const ends: [string, (someone: Person) => Promise<unknown>][] = [
      ["revoked", ({ citizen }) => portal.db.update(sessions).set({ revokedAt: new Date() }).where(eq(sessions.accountId, citizen.id))],
      ["disabled", ({ citizen }) => portal.db.update(accounts).set({ disabledAt: new Date() }).where(eq(accounts.id, citizen.id))],
      ["idle", ({ citizen }) => portal.db.update(sessions).set({ lastSeenAt: new Date(Date.now() - 31 * 60_000) }).where(eq(sessions.accountId, citizen.id))],
    ];
    for (const [name, end] of ends) {
      const someone = await person();
      const { tokens } = await signInTo(one, someone);
      await end(someone);
      await expect(client.refreshTokenGrant(one.config, tokens.refresh_token!), name).rejects.toMatchObject(refused(400, "invalid_grant"));
      await expect(client.fetchUserInfo(one.config, tokens.access_token, client.skipSubjectCheck), name).rejects.toThrow();
      expect((await someone.browser.follow((await request(one)).url)).pathname, name).toMatch(/^\/authorize\//);
    }
  });

  test("a code cannot be changed for tokens after it", async () => {
    const someone = await person();
    await signInTo(one, someone);
    const asked = await request(one);
    const back = await someone.browser.follow(asked.url);
    await portal.db.update(sessions).set({ revokedAt: new Date() }).where(eq(sessions.accountId, someone.citizen.id));
    await expect(client.authorizationCodeGrant(one.config, back, asked.checks)).rejects.toMatchObject(refused(400, "invalid_grant"));
  });

  const waiting = (someone: Person) => portal.db.select().from(outbox).where(and(eq(outbox.topic, "identity.clientSignOut"))).then((rows) => rows.filter(({ payload }) => payload["ssoId"] === someone.session.ssoId));

  test("at one system ends the portal's and tells the others, each with a token of its own", async () => {
    const { tellClient } = await import("./sign-out");
    const someone = await person();
    const [here, there] = [await signInTo(one, someone), await signInTo(other, someone)];
    const url = client.buildEndSessionUrl(one.config, { id_token_hint: here.tokens.id_token!, post_logout_redirect_uri: `${one.url}/bye`, state: "s1" });
    const back = await someone.browser.follow(url.href);
    expect(back.href).toBe(`${one.url}/bye?state=s1`);
    const [ended] = await portal.db.select().from(sessions).where(eq(sessions.id, someone.session.id));
    expect(ended?.revokedAt).not.toBeNull();
    const messages = await waiting(someone);
    expect(messages).toHaveLength(2);
    const ctx = { actor: { kind: "system" }, now: new Date(), requestId: "job", address: "system", db: portal.db } as const;
    for (const { payload } of [...messages, ...messages]) await tellClient(ctx, payload);
    const keys = createRemoteJWKSet(new URL(`${portal.url}/oidc/jwks`));
    for (const [system, { claims }] of [[one, here], [other, there]] as const) {
      const { payload, protectedHeader } = await jwtVerify(system.told.at(-1)!, keys, { issuer: `${portal.url}/oidc`, audience: system.clientId, typ: "logout+jwt" });
      expect(protectedHeader.alg).toBe("ES256");
      expect(payload).toMatchObject({ sub: claims.sub, sid: claims["sid"], events: { "http://schemas.openid.net/event/backchannel-logout": {} } });
      expect(payload["nonce"]).toBeUndefined();
      expect(system.told.filter((token) => token === system.told.at(-1))).toHaveLength(1);
    }
  });

  test("a system that does not answer is tried again, and the others do not wait for it", async () => {
    const { tellClient } = await import("./sign-out");
    const someone = await person();
    await signInTo(one, someone);
    await portal.db.update(sessions).set({ revokedAt: new Date() }).where(eq(sessions.accountId, someone.citizen.id));
    const [message] = await waiting(someone);
    const ctx = { actor: { kind: "system" }, now: new Date(), requestId: "job", address: "system", db: portal.db } as const;
    const before = one.told.length;
    one.answerWith(503);
    await expect(tellClient(ctx, message!.payload)).rejects.toThrow("503");
    one.answerWith(200);
    await tellClient(ctx, message!.payload);
    await tellClient(ctx, message!.payload);
    expect(one.told.length).toBe(before + 1);
  });

  test("a proof renewed keeps the sign-in; acting for another ends it", async () => {
    const { renewSession } = await import("../session");
    const someone = await person();
    const { tokens } = await signInTo(one, someone);
    await renewSession(portal.db, new Date(), { sessionId: someone.session.id }, { proven: ["totp"], userAgent: null });
    expect(await waiting(someone)).toEqual([]);
    const next = await client.refreshTokenGrant(one.config, tokens.refresh_token!);
    const [renewed] = await portal.db.select().from(sessions).where(and(eq(sessions.accountId, someone.citizen.id), eq(sessions.ssoId, someone.session.ssoId))).then((rows) => rows.filter(({ revokedAt }) => !revokedAt));
    await renewSession(portal.db, new Date(), { sessionId: renewed!.id }, { delegationId: crypto.randomUUID(), userAgent: null });
    expect(await waiting(someone)).toHaveLength(1);
    await expect(client.refreshTokenGrant(one.config, next.refresh_token!)).rejects.toMatchObject(refused(400, "invalid_grant"));
  });

  test("without a token of this sign-in, one is asked first", async () => {
    const someone = await person();
    const stranger = await signInTo(one, await person());
    for (const parameters of [{}, { client_id: one.clientId, post_logout_redirect_uri: `${one.url}/bye` }, { id_token_hint: stranger.tokens.id_token! }]) {
      const page = await someone.browser.follow(`/oidc/session/end?${new URLSearchParams(parameters as Record<string, string>)}`);
      expect(page.pathname).toBe("/authorize/sign-out");
      expect(page.search).not.toContain("id_token_hint");
    }
    const [still] = await portal.db.select().from(sessions).where(eq(sessions.id, someone.session.id));
    expect(still?.revokedAt).toBeNull();
    const response = await someone.browser.fetch("/oidc/session/confirm", { method: "POST", body: new URLSearchParams({ client_id: one.clientId, post_logout_redirect_uri: `${one.url}/bye` }) });
    expect(await response.text()).toContain(`url=${one.url}/bye`);
    expect(response.headers.getSetCookie().join()).toMatch(/session=; .*Max-Age=0/);
    expect((await portal.db.select().from(sessions).where(eq(sessions.id, someone.session.id)))[0]?.revokedAt).not.toBeNull();
  });

  test("leads back to registered addresses only; a client's form is taken from its own site", async () => {
    const { browser } = await person();
    const wrong = await browser.fetch(`/oidc/session/end?${new URLSearchParams({ client_id: one.clientId, post_logout_redirect_uri: "https://evil.example/" })}`);
    expect([wrong.status, wrong.headers.get("location")]).toEqual([400, null]);
    const forged = await browser.fetch(`/oidc/session/end?id_token_hint=${Buffer.from("{}").toString("base64url")}.${Buffer.from(JSON.stringify({ aud: one.clientId })).toString("base64url")}.x`);
    expect(forged.status).toBe(400);
    const posted = await fetch(`${portal.url}/oidc/session/end`, { method: "POST", redirect: "manual", headers: { "sec-fetch-site": "cross-site" }, body: new URLSearchParams({ client_id: one.clientId }) });
    expect([posted.status, posted.headers.get("location")]).toEqual([303, `/oidc/session/end?client_id=${one.clientId}`]);
  });
});

// Last, for systems that keep copies of the keys, as these here do, are lost after it.
describe("the keys that sign tokens", () => {
  const day = 24 * 60 * 60 * 1000;
  const kid = (token: string) => JSON.parse(Buffer.from(token.split(".")[0]!, "base64url").toString()).kid as string;
  const published = async () => ((await (await fetch(`${portal.url}/oidc/jwks`)).json()) as { keys: { kid: string }[] }).keys.map((key) => key.kid);

  test("are published for a day before they sign, and stay to verify for what they signed", async () => {
    const { rotateSigningKeys, signingKeys } = await import("./keys");
    const at = (days: number) => new Date(Date.now() + days * day);
    const first = (await signingKeys(portal.db, at(0))).keys.map((key) => key.kid);
    await rotateSigningKeys(portal.db, at(1));
    expect((await signingKeys(portal.db, at(1))).keys.map((key) => key.kid)).toEqual(first);
    await rotateSigningKeys(portal.db, at(91));
    await rotateSigningKeys(portal.db, at(91));
    const waiting = (await signingKeys(portal.db, at(91.5))).keys.map((key) => key.kid);
    expect([waiting.length, waiting.slice(0, 2)]).toEqual([4, first]);
    const signing = (await signingKeys(portal.db, at(92.1))).keys.map((key) => key.kid);
    expect(signing.slice(2)).toEqual(first);
    await rotateSigningKeys(portal.db, at(271));
    expect((await signingKeys(portal.db, at(271))).keys.map((key) => key.kid)).not.toEqual(expect.arrayContaining(first.slice(0, 1)));
  });

  test("are replaced at once after a leak", async () => {
    const someone = await person();
    const admin = portal.as(portal.admin).identity;
    await admin.replaceTokenKeys();
    const before = await published();
    const config = () => client.discovery(new URL(`${portal.url}/oidc`), one.clientId, one.secret!, client.ClientSecretBasic(one.secret!), { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] });
    const { tokens } = await signInTo({ ...one, config: await config() }, someone);
    expect(before).toContain(kid(tokens.id_token!));
    await admin.replaceTokenKeys();
    expect(await published()).not.toEqual(expect.arrayContaining([kid(tokens.id_token!)]));
    const again = await signInTo({ ...one, config: await config() }, someone);
    expect(await published()).toContain(kid(again.tokens.id_token!));
  });
});
