import type { IncomingMessage, ServerResponse } from "node:http";
import { eq } from "drizzle-orm";
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keyedDigest } from "@/db/personal-data";
import { accounts, externalIdentities, externalSignIns } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createStaff, createPlace } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { makeCitizenId, parseCitizenId } from "@/domain/core/codes";
import type { Ctx } from "@/server/core/context";
import type * as External from "./external";
import { Browser, listenLocally } from "./oidc/provider.testing";
import type * as Session from "./session";
import type * as Tokens from "./tokens";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let external: typeof External;
let session: typeof Session;
let tokens: typeof Tokens;
let real: { url: string; people: Map<string, Record<string, unknown>>; close(): void };
let hostile: Awaited<ReturnType<typeof startHostile>>;

const client = { userAgent: "test" };
const ctx = (more: Partial<Ctx> = {}): Ctx => ({ actor: { kind: "anonymous" }, now: new Date(), requestId: "r", address: crypto.randomUUID(), db: database.db, ...more });
let order = 500;
const newCitizenId = () => makeCitizenId({ divisionCode: "310101", birthOn: "1985-03-02", order: (order += 1) });

/** A provider of another province: the real library, which signs in whom `login_hint`'s cookie names. */
async function startReal(redirectUri: string) {
  const people = new Map<string, Record<string, unknown>>();
  let provider: Provider | undefined;
  const http = await listenLocally((request, response) => void answer(request, response));
  const clients = [{ client_id: "tongban", client_secret: "s".repeat(32), redirect_uris: [redirectUri], response_types: ["code" as const], grant_types: ["authorization_code"] }];
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  provider = new Provider(http.url, {
    clients, jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "1", alg: "RS256", use: "sig" }] }, cookies: { keys: ["k"] },
    claims: { openid: ["sub", "acr"], profile: ["name", "citizen_id"] }, acrValues: ["silver", "gold"], features: { devInteractions: { enabled: false } },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
  });
  async function answer(request: IncomingMessage, response: ServerResponse) {
    if (!provider || !request.url?.startsWith("/interaction/")) return provider?.callback()(request, response);
    const details = await provider.interactionDetails(request, response);
    const accountId = [...people.keys()].at(-1)!;
    const grant = new provider.Grant({ accountId, clientId: String(details.params["client_id"]) });
    grant.addOIDCScope("openid profile");
    await provider.interactionFinished(request, response, { login: { accountId, acr: String(people.get(accountId)?.["acr"] ?? "silver") }, consent: { grantId: await grant.save() } });
  }
  return { ...http, people };
}

type Crafted = { claims?: Record<string, unknown>; token?: (claims: Record<string, unknown>) => Promise<string> | string };

/** A provider whose every answer can be bent. */
async function startHostile() {
  const key = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(key.publicKey)), kid: "h", alg: "RS256", use: "sig" };
  const state: { crafted: Crafted; nonce: string; asked: number } = { crafted: {}, nonce: "", asked: 0 };
  const http = await listenLocally((request, response) => void answer(request).then((body) => response.writeHead(body ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(body ?? {}))));
  const sign = (claims: Record<string, unknown>) => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "h" }).sign(key.privateKey);
  async function answer({ url }: IncomingMessage): Promise<unknown> {
    if (url === "/.well-known/openid-configuration") return { issuer: http.url, authorization_endpoint: `${http.url}/auth`, token_endpoint: `${http.url}/token`, jwks_uri: `${http.url}/jwks`, response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256", "none"], authorization_response_iss_parameter_supported: true };
    if (url === "/jwks") return { keys: [jwk] };
    if (url !== "/token") return undefined;
    state.asked += 1;
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: http.url, sub: "h-1", aud: "tongban", iat: now, exp: now + 300, nonce: state.nonce, name: "郑和", citizen_id: newCitizenId(), acr: "gold", ...state.crafted.claims };
    return { access_token: "a", token_type: "Bearer", expires_in: 60, id_token: await (state.crafted.token ?? sign)(claims) };
  }
  return { ...http, state, sign };
}

beforeAll(async () => {
  database = await createTestDatabase();
  const publicUrl = "http://127.0.0.1:3999";
  hostile = await startHostile();
  real = await startReal(`${publicUrl}/sign-in/with/province/callback`);
  const provider = (key: string, issuer: string) => ({ key, name: { zh: "省平台", en: "Province" }, issuer, clientId: "tongban", clientSecret: "s".repeat(32), levels: { silver: "L1", gold: "L2", L4: "L1" } });
  Object.assign(process.env, { PUBLIC_URL: publicUrl, DATABASE_URL: database.url, OIDC_PROVIDERS: JSON.stringify([provider("province", real.url), provider("hostile", hostile.url), provider("gone", "http://127.0.0.1:9")]) });
  [external, session, tokens] = await Promise.all([import("./external"), import("./session"), import("./tokens")]);
});
afterAll(async () => {
  real.close();
  hostile.close();
  await database.close();
});
beforeEach(() => {
  hostile.state.crafted = {};
});

/** A browser sent to the real provider as this person, and where it comes back. */
async function visit(sub: string, claims: Record<string, unknown>) {
  real.people.delete(sub);
  real.people.set(sub, claims);
  const { url, token } = await external.beginExternal(ctx(), { key: "province", next: "/me/applications" });
  const browser = new Browser(real.url);
  let at = new URL(url);
  for (let hop = 0; hop < 5 && at.origin === real.url; hop += 1) at = new URL((await browser.fetch(at.href)).headers.get("location") ?? "", at);
  return { token, query: at.search };
}

const arrive = async (sub: string, claims: Record<string, unknown>) => {
  const { token, query } = await visit(sub, claims);
  return { token, result: await external.answerExternal(ctx(), token, { key: "province", query }, client) };
};

const signedIn = async (token: string) => session.readActor(database.db, new Date(), `${tokens.cookieName("session")}=${token}`);
const levelOf = async (token: string) => ((await signedIn(token)) as User).assuranceLevel;

describe("a person of another provider", () => {
  test("whose ID number nobody has here opens an account at the level granted, and comes back to it", async () => {
    const citizenId = newCitizenId();
    const { token, result } = await arrive("p-new", { name: "王小明", citizen_id: citizenId, acr: "gold" });
    expect(result).toEqual({ known: false });
    expect(await external.waitingExternal(ctx(), token)).toMatchObject({ name: "王**", level: "L2", hasAccount: false, next: "/me/applications" });
    const made = await external.createFromExternal(ctx(), token, client);
    expect(made).toMatchObject({ next: "/me/applications", signedIn: { next: "done" } });
    expect(await signedIn(made.signedIn.token)).toMatchObject({ name: "王小明", assuranceLevel: "L2", factors: ["provider"] });
    const [row] = await database.db.select().from(accounts).where(eq(accounts.citizenIdIndex, keyedDigest("citizenId", citizenId)));
    expect(row).toMatchObject({ birthOn: parseCitizenId(citizenId)?.birthOn, phone: null, assuranceLevel: "L2" });
    expect(JSON.stringify(row)).not.toContain(citizenId);
    const again = await arrive("p-new", { name: "改了名", citizen_id: citizenId, acr: "silver" });
    expect(again.result).toMatchObject({ known: true, next: "/me/applications", signedIn: { next: "done", accountId: row!.id } });
    if (again.result.known) expect(await levelOf(again.result.signedIn.token)).toBe("L1");
    await expect(external.createFromExternal(ctx(), token, client)).rejects.toMatchObject({ code: "identity.externalExpired" });
  });

  test("who has an account here must sign in to it first; then the two are linked, and it keeps its level", async () => {
    const citizen = await createCitizen(database.db, { assuranceLevel: "L3" });
    const { token, result } = await arrive("p-known", { name: citizen.name, citizen_id: citizen.citizenId, acr: "gold" });
    expect(result).toEqual({ known: false });
    expect(await external.waitingExternal(ctx(), token)).toMatchObject({ hasAccount: true });
    await expect(external.createFromExternal(ctx(), token, client)).rejects.toMatchObject({ code: "identity.providerAccountExists" });
    const stale = { ...citizen, authenticatedAt: new Date(Date.now() - 11 * 60_000) };
    await expect(external.linkExternal({ ...ctx(), actor: stale }, token)).rejects.toMatchObject({ code: "identity.proofNeeded" });
    const fresh = { ...citizen, authenticatedAt: new Date() };
    expect(await external.linkExternal({ ...ctx(), actor: fresh }, token)).toEqual({ next: "/me/applications" });
    const again = await arrive("p-known", { name: citizen.name, citizen_id: citizen.citizenId, acr: "gold" });
    expect(again.result).toMatchObject({ known: true, signedIn: { accountId: citizen.id } });
    if (again.result.known) expect(await levelOf(again.result.signedIn.token)).toBe("L2");
    expect((await database.db.select().from(accounts).where(eq(accounts.id, citizen.id)))[0]?.assuranceLevel).toBe("L3");
  });

  test("is never linked to somebody else, by name, phone or role", async () => {
    const [citizen, namesake] = [await createCitizen(database.db), await createCitizen(database.db)];
    const { token } = await arrive("p-other", { name: namesake.name, citizen_id: citizen.citizenId, phone_number: namesake.phone, acr: "gold" });
    const clerk = await createStaff(database.db, "clerk", await createPlace(database.db));
    for (const actor of [namesake, clerk]) await expect(external.linkExternal({ ...ctx(), actor: { ...actor, authenticatedAt: new Date() } }, token)).rejects.toMatchObject({ code: "identity.providerOtherPerson" });
    expect(await database.db.select().from(externalIdentities).where(eq(externalIdentities.accountId, namesake.id))).toEqual([]);
  });

  test.each([
    ["without a verified level", { name: "赵六", acr: "bronze" }, true],
    ["that claims a level of its own", { name: "赵六", acr: "L3" }, true],
    ["without an ID number", { name: "赵六", acr: "gold" }, false],
    ["without a name", { acr: "gold" }, true],
    ["with a malformed ID number", { name: "赵六", acr: "gold", citizen_id: "123" }, false],
  ])("%s is not enough", async (_why, claims, numbered) => {
    await expect(arrive(crypto.randomUUID(), { ...claims, ...(numbered ? { citizen_id: newCitizenId() } : {}) })).rejects.toMatchObject({ kind: "forbidden", code: "identity.providerTooWeak" });
  });

  test("with an authenticator here is asked for it, and whose account is disabled stays out", async () => {
    const citizen = await createCitizen(database.db, { totpSecret: "sealed" });
    const link = async () => external.linkExternal({ ...ctx(), actor: { ...citizen, authenticatedAt: new Date() } }, (await arrive("p-totp", { name: citizen.name, citizen_id: citizen.citizenId, acr: "gold" })).token);
    await link();
    expect((await arrive("p-totp", { name: "x", acr: "gold" })).result).toMatchObject({ known: true, signedIn: { next: "secondFactor" } });
    await database.db.update(accounts).set({ disabledAt: new Date() }).where(eq(accounts.id, citizen.id));
    await expect(arrive("p-totp", { name: "x", acr: "gold" })).rejects.toMatchObject({ code: "identity.disabled" });
  });

  test("leaves no plain number behind while it waits", async () => {
    const citizenId = newCitizenId();
    await arrive("p-sealed", { name: "钱七", citizen_id: citizenId, acr: "gold" });
    expect(JSON.stringify(await database.db.select().from(externalSignIns))).not.toContain(citizenId);
  });
});

describe("a provider that lies", () => {
  /** Begins at the hostile provider and comes back with an address that may be bent. */
  async function back(bend: (query: URLSearchParams) => void = () => undefined) {
    const { url, token } = await external.beginExternal(ctx(), { key: "hostile", next: "" });
    const asked = new URL(url).searchParams;
    hostile.state.nonce = asked.get("nonce") ?? "";
    const query = new URLSearchParams({ code: "c", state: asked.get("state") ?? "", iss: hostile.url });
    bend(query);
    return { token, query: `?${query}`, asked };
  }
  const answer = async ({ token, query }: { token: string; query: string }, key = "hostile") => external.answerExternal(ctx(), token, { key, query }, client);

  test("is believed when it tells the truth, which shows that the rest is refused for its lie", async () => {
    const visit = await back();
    expect(visit.asked.get("code_challenge_method")).toBe("S256");
    expect(await answer(visit)).toEqual({ known: false });
  });

  const now = Math.floor(Date.now() / 1000);
  test.each<[string, Crafted]>([
    ["names another audience", { claims: { aud: "somebody-else" } }],
    ["names several audiences for another party", { claims: { aud: ["tongban", "x"], azp: "x" } }],
    ["repeats an old nonce", { claims: { nonce: "of-another-time" } }],
    ["leaves the nonce out", { claims: { nonce: undefined } }],
    ["speaks for another issuer", { claims: { iss: "https://login.example" } }],
    ["has expired", { claims: { iat: now - 7200, exp: now - 3600 } }],
    ["is not signed", { token: (claims) => new UnsecuredJWT(claims).encode() }],
    ["is signed by somebody else", { token: async (claims) => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "h" }).sign((await generateKeyPair("RS256")).privateKey) }],
    ["is signed with the client secret", { token: (claims) => new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from("s".repeat(32))) }],
    ["is no token", { token: () => "x.y.z" }],
  ])("a token that %s is refused", async (_lie, crafted) => {
    hostile.state.crafted = crafted;
    await expect(answer(await back())).rejects.toMatchObject({ kind: "unauthenticated", code: "identity.providerRefused" });
  });

  test.each<[string, (query: URLSearchParams) => void]>([
    ["without a state", (query) => query.delete("state")],
    ["with a wrong state", (query) => query.set("state", "x".repeat(43))],
    ["with two states", (query) => query.append("state", "y")],
    ["that names another issuer", (query) => query.set("iss", "https://login.example")],
    ["that names no issuer though it should", (query) => query.delete("iss")],
    ["without a code", (query) => query.delete("code")],
    ["that tells an error", (query) => (query.delete("code"), query.set("error", "access_denied"))],
  ])("an answer %s is refused before a code is redeemed", async (_lie, bend) => {
    const before = hostile.state.asked;
    await expect(answer(await back(bend))).rejects.toMatchObject({ code: "identity.providerRefused" });
    expect(hostile.state.asked).toBe(before);
  });

  test("an answer counts once, in its own browser, for its own provider, for a quarter of an hour", async () => {
    const visit = await back();
    const other = await back();
    await expect(answer({ token: other.token, query: visit.query })).rejects.toMatchObject({ code: "identity.providerRefused" });
    await expect(answer(visit, "province")).rejects.toMatchObject({ code: "identity.externalExpired" });
    await expect(external.answerExternal(ctx(), undefined, { key: "hostile", query: visit.query }, client)).rejects.toMatchObject({ code: "identity.externalExpired" });
    await expect(external.answerExternal(ctx({ now: new Date(Date.now() + 16 * 60_000) }), visit.token, { key: "hostile", query: visit.query }, client)).rejects.toMatchObject({ code: "identity.externalExpired" });
    hostile.state.nonce = visit.asked.get("nonce") ?? "";
    const twice = await Promise.allSettled([answer(visit), answer(visit)]);
    expect(twice.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(answer(visit)).rejects.toMatchObject({ code: "identity.externalExpired" });
  });

  test("a level that nobody mapped is the default one, whatever it is called", async () => {
    hostile.state.crafted = { claims: { acr: "__proto__" } };
    await expect(answer(await back())).rejects.toMatchObject({ code: "identity.providerTooWeak" });
  });

  test("a provider that is away or unknown is told as that", async () => {
    await expect(external.beginExternal(ctx(), { key: "gone", next: "" })).rejects.toMatchObject({ kind: "conflict", code: "identity.providerAway" });
    await expect(external.beginExternal(ctx(), { key: "nobody", next: "" })).rejects.toMatchObject({ kind: "not_found", code: "identity.providerUnknown" });
  });

  test("the way back is a path of this site", async () => {
    const { token } = await external.beginExternal(ctx(), { key: "hostile", next: "//evil.example" });
    const visit = await back();
    await answer(visit);
    expect((await external.waitingExternal(ctx(), visit.token))?.next).toBe("");
    expect(token).not.toBe(visit.token);
  });
});
