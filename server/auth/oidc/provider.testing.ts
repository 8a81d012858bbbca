import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import * as client from "openid-client";
import { createTestDatabase } from "@/db/testing/database";
import { createPlace, createStaff, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import type { RegisterClient } from "@/domain/identity/schema/clients";

/** A server on a loopback port of its own. */
export async function listenLocally(listener: RequestListener): Promise<{ url: string; server: Server; close(): void }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`, server, close };
}

/** The portal's entry with the provider behind its gate; pages answer with their own address. */
export async function startPortal() {
  const test = await createTestDatabase();
  const http = await listenLocally((request, response) => void entry(request, response));
  // Before anything reads the environment: addresses and cookies depend on it.
  Object.assign(process.env, { PUBLIC_URL: http.url, DATABASE_URL: test.url });
  const [{ gate }, { oidcMounts }, { openMounts }, { createCaller }] = await Promise.all([import("@/server/core/process/gate"), import("./handler"), import("@/server/api/open/mounts"), import("@/server/api/root")]);
  const pages: RequestListener = (request, response) => void response.writeHead(200, { "content-type": "text/html" }).end(`page ${request.url}`);
  const entry = gate([...oidcMounts(pages), ...openMounts(pages)], { prefix: "", methods: ["POST"], json: false, handler: pages }, { PUBLIC_URL: http.url, TRUSTED_PROXIES: 0 });
  const place = await createPlace(test.db);
  const admin: User = { ...(await createStaff(test.db, "securityAdmin", place)), authenticatedAt: new Date() };
  const as = (actor: Actor) => createCaller({ actor, now: new Date(), requestId: "test", address: "10.0.0.1", db: test.db });
  const close = async () => {
    http.close();
    await test.close();
  };
  return { url: http.url, db: test.db, databaseUrl: test.url, place, as, admin, close };
}

export type Portal = Awaited<ReturnType<typeof startPortal>>;

/** A department's system: a real relying party with an address of its own, where it hears of sign-outs. */
export async function startSystem(portal: Portal, overrides: Partial<RegisterClient> = {}) {
  const told: string[] = [];
  let answer = 200;
  const http = await listenLocally((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      const token = new URLSearchParams(body).get("logout_token");
      if (token && answer === 200) told.push(token);
      response.writeHead(answer).end();
    });
  });
  const callback = `${http.url}/callback`;
  const { clientId, secret } = await portal.as(portal.admin).identity.registerClient({ ...registration(portal.place, http.url), ...overrides });
  const config = await client.discovery(new URL(`${portal.url}/oidc`), clientId, secret ?? undefined, secret ? client.ClientSecretBasic(secret) : undefined, { execute: [client.allowInsecureRequests] });
  client.enableNonRepudiationChecks(config);
  return { ...http, clientId, secret, config, callback, told, answerWith: (status: number) => void (answer = status) };
}

type System = Awaited<ReturnType<typeof startSystem>>;

export const registration = ({ uscc }: Place, url: string): RegisterClient => ({
  name: "不动产登记系统", departmentUscc: uscc, redirectUris: [`${url}/callback`], postLogoutRedirectUris: [`${url}/bye`], backchannelLogoutUri: `${url}/backchannel`,
  scopes: ["openid", "profile", "phone", "organisation", "delegation"], minAssuranceLevel: "L0", authMethod: "client_secret_basic", idTokenAlgorithm: "ES256",
});

type Cookie = { value: string; path: string };

/** A browser as far as cookies, their paths and redirects go. */
export class Browser {
  readonly cookies = new Map<string, Cookie>();
  constructor(readonly portal: string) {}

  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, this.portal);
    const sent = [...this.cookies].filter(([, { path }]) => url.pathname === path || url.pathname.startsWith(path.endsWith("/") ? path : `${path}/`)).map(([name, { value }]) => `${name}=${value}`);
    const response = await fetch(url, { ...init, redirect: "manual", headers: { accept: "text/html", cookie: sent.join("; "), ...init.headers } });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  private keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const name = pair.slice(0, pair.indexOf("="));
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? "/";
    const gone = attributes.some((one) => /^max-age=0$/i.test(one) || /^expires=Thu, 01 Jan 1970/i.test(one));
    if (gone) this.cookies.delete(name);
    else this.cookies.set(name, { value: pair.slice(name.length + 1), path });
  }

  /** Follows redirects within the provider; where it ends is a page of the portal or an address of a system. */
  async follow(address: string): Promise<URL> {
    let url = new URL(address, this.portal);
    for (let hop = 0; hop < 5; hop += 1) {
      if (url.origin !== this.portal || !url.pathname.startsWith("/oidc/")) return url;
      const response = await this.fetch(url.href);
      const location = response.headers.get("location");
      if (!location) throw new Error(`${url.href} answered ${response.status}: ${await response.text()}`);
      url = new URL(location, url);
    }
    return url;
  }

  /** What the page of an authorization sends when its button is pressed, and where that leads. */
  async decide(page: URL, answer: "agree" | "refuse", account: string): Promise<URL> {
    const uid = page.pathname.split("/").at(-1);
    const response = await this.fetch(`/oidc/auth/${uid}/decision`, { method: "POST", body: new URLSearchParams({ answer, account }) });
    const next = /url=([^"]+)"/.exec(await response.text())?.[1];
    if (!next) throw new Error(`the decision answered ${response.status}`);
    return this.follow(next.replaceAll("&amp;", "&"));
  }

  signInAs(cookieName: string, token: string): void {
    this.cookies.set(cookieName, { value: token, path: "/" });
  }
}

/** One authorization request as a system makes it, with what it keeps to check the answer. */
export async function request({ config, callback }: Pick<System, "config" | "callback">, more: Record<string, string> = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback, scope: "openid profile", state: expectedState, nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: "S256", ...more,
  });
  return { url: url.href, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}
