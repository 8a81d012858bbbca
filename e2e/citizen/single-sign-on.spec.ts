import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRemoteJWKSet, jwtVerify } from "jose";
import * as oidc from "openid-client";
import departments from "../../db/seed/data/departments.json" with { type: "json" };
import { account, codeOf } from "../accounts";
import { expect, test, type Person } from "../fixtures";
import { signIn } from "../pages/sign-in";

/** A department's system: its own pages, its own session, and an address where it hears of sign-outs. */
class System {
  readonly told: string[] = [];
  private readonly server: Server;
  private config: oidc.Configuration | undefined;
  private checks: oidc.AuthorizationCodeGrantChecks = {};
  private idToken = "";
  url = "";

  constructor(readonly name: string) {
    this.server = createServer((request, response) => {
      void this.answer(new URL(request.url ?? "/", this.url), request).then(([status, headers, body]) => response.writeHead(status, headers).end(body), (error) => response.writeHead(500).end(String(error)));
    });
  }

  async start(): Promise<this> {
    await once(this.server.listen(0, "127.0.0.1"), "listening");
    const address = this.server.address();
    this.url = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
    return this;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  async connect(portal: string, clientId: string, secret: string): Promise<void> {
    this.config = await oidc.discovery(new URL(`${portal}/oidc`), clientId, secret, oidc.ClientSecretBasic(secret), { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] });
  }

  private async answer(url: URL, request: AsyncIterable<Buffer>): Promise<[number, Record<string, string>, string]> {
    if (url.pathname === "/backchannel") return this.hear(request);
    if (url.pathname === "/sign-in") return [302, { location: await this.ask() }, ""];
    if (url.pathname === "/sign-out") return [302, { location: oidc.buildEndSessionUrl(this.config!, { id_token_hint: this.idToken, post_logout_redirect_uri: `${this.url}/bye` }).href }, ""];
    const html = { "content-type": "text/html; charset=utf-8" };
    if (url.pathname === "/bye") return [200, html, `<h1>${this.name}：已退出</h1>`];
    if (url.pathname !== "/callback") return [404, html, ""];
    const tokens = await oidc.authorizationCodeGrant(this.config!, url, this.checks);
    this.idToken = tokens.id_token!;
    const { name } = await oidc.fetchUserInfo(this.config!, tokens.access_token, tokens.claims()!.sub);
    return [200, html, `<h1>${this.name}：${name}</h1><p id="level">${String(tokens.claims()!["acr"])}</p>`];
  }

  private async ask(): Promise<string> {
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    this.checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    const challenge = await oidc.calculatePKCECodeChallenge(verifier);
    return oidc.buildAuthorizationUrl(this.config!, { redirect_uri: `${this.url}/callback`, scope: "openid profile", state, nonce, code_challenge: challenge, code_challenge_method: "S256" }).href;
  }

  private async hear(request: AsyncIterable<Buffer>): Promise<[number, Record<string, string>, string]> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const token = new URLSearchParams(body).get("logout_token") ?? "";
    const { jwks_uri: keys = "", issuer } = this.config!.serverMetadata();
    await jwtVerify(token, createRemoteJWKSet(new URL(keys)), { issuer, audience: this.config!.clientMetadata().client_id, typ: "logout+jwt" });
    this.told.push(token);
    return [200, {}, ""];
  }
}

/** The security administrator registers a system and hands its credentials over. */
async function register({ page }: Person, system: System, portal: string): Promise<void> {
  await page.goto("/admin/clients/new");
  // A fresh proof is asked for when the sign-in of this run is too long ago.
  if (new URL(page.url()).pathname === "/sign-in/confirm") {
    await page.getByLabel("动态验证码").fill(codeOf(account("security-admin")) ?? "");
    await page.getByRole("button", { name: "确认" }).click();
  }
  await page.getByLabel("系统名称").fill(system.name);
  await page.getByLabel("主管单位的统一社会信用代码").fill(departments.provincialAndCity[0]!.uscc);
  await page.getByLabel("登录回调地址").fill(`${system.url}/callback`);
  await page.getByLabel("退出后的返回地址").fill(`${system.url}/bye`);
  await page.getByLabel("退出通知地址").fill(`${system.url}/backchannel`);
  await page.getByLabel("您的姓名").check();
  await page.getByLabel("用口令").check();
  await page.getByRole("button", { name: "登记" }).click();
  await expect(page.getByText("系统已登记")).toBeVisible();
  const value = (term: string) => page.locator("dl > div", { hasText: term }).locator("code").innerText();
  await system.connect(portal, await value("client_id"), await value("client_secret"));
}

test("a citizen signs in once for two systems and out of both at one", async ({ as, anyone, baseURL }) => {
  const [permits, fund] = await Promise.all([new System("不动产登记").start(), new System("公积金").start()]);
  const admin = await as("security-admin");
  for (const system of [permits, fund]) await register(admin, system, baseURL!);

  const { page } = await anyone();
  await page.goto(`${permits.url}/sign-in`);
  await signIn(page, "citizen-l3");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("登录“不动产登记”");
  await expect(page.getByText("您的姓名")).toBeVisible();
  await page.getByRole("button", { name: "同意", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`不动产登记：${account("citizen-l3").name}`);
  await expect(page.locator("#level")).toHaveText("L3");

  await page.goto(`${fund.url}/sign-in`);
  await page.getByRole("button", { name: "同意", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`公积金：${account("citizen-l3").name}`);
  // The second time nothing is asked.
  await page.goto(`${fund.url}/sign-in`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`公积金：${account("citizen-l3").name}`);

  await page.goto(`${permits.url}/sign-out`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("不动产登记：已退出");
  await expect.poll(() => [permits.told.length, fund.told.length], { timeout: 20_000 }).toEqual([1, 1]);
  await page.goto("/me");
  await expect(page).toHaveURL(/\/sign-in/);
  permits.stop();
  fund.stop();
});

test("a person may refuse, and after signing in goes on without being asked again", async ({ as, anyone, baseURL }) => {
  const system = await new System("档案查询").start();
  await register(await as("security-admin"), system, baseURL!);
  const { page } = await anyone();
  await page.goto(`${system.url}/sign-in`);
  await signIn(page, "citizen-l2");
  await page.getByRole("button", { name: "拒绝" }).click();
  await expect(page).toHaveURL(/error=access_denied/);
  await page.goto(`${system.url}/sign-in`);
  await page.getByRole("button", { name: "同意", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("档案查询：");
  await page.context().clearCookies();
  await page.goto(`${system.url}/sign-in`);
  await signIn(page, "citizen-l2");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("档案查询：");
  system.stop();
});

test("a request that is wrong ends at a plain page of the portal", async ({ anyone }) => {
  const { page } = await anyone();
  const response = await page.goto("/oidc/auth?client_id=nobody&response_type=code&redirect_uri=https%3A%2F%2Fevil.example%2F&scope=openid");
  expect(response?.status()).toBe(400);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("无法继续登录");
  await expect(page.getByText("invalid_client")).toBeVisible();
});
