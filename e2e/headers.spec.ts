import { readdir } from "node:fs/promises";
import type { APIResponse } from "@playwright/test";
import { city } from "./city";
import { expect, test } from "./fixtures";

const always = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
};

test("every kind of answer carries the security headers", async ({ as }) => {
  const { context: { request } } = await as("citizen-l4");
  const { certificate } = city();
  const kinds: Record<string, APIResponse> = {
    page: await request.get("/"),
    "page in English": await request.get("/en"),
    "missing page": await request.get("/no-such-page"),
    "closed page": await request.get("/desk"),
    redirect: await request.get("/apply/x/done", { maxRedirects: 0 }),
    procedure: await request.get("/api/trpc/items.facets"),
    "refused procedure": await request.get("/api/trpc/applications.queue?input=%7B%7D"),
    "unknown procedure": await request.get("/api/trpc/items.nothing"),
    "malformed call": await request.post("/api/trpc/applications.submit", { data: "{", headers: { "content-type": "application/json" } }),
    certificate: await request.get(`/api/certificates/${certificate}/pdf`),
    "missing file": await request.get("/api/files/00000000-0000-4000-8000-000000000000"),
    keys: await request.get("/.well-known/jwks.json"),
    static: await request.get("/icon.svg"),
    worker: await request.get("/sw.js"),
    manifest: await request.get("/app.webmanifest"),
    health: await request.get("/api/health/ready"),
    "refused method": await request.fetch("/", { method: "DELETE" }),
    "cross-site": await request.post("/api/trpc/applications.submit", { data: {}, headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } }),
  };
  for (const [kind, response] of Object.entries(kinds)) {
    const headers = response.headers();
    expect(headers, kind).toMatchObject(always);
    expect(headers, kind).not.toHaveProperty("x-powered-by");
    expect(headers["content-security-policy"], kind).toContain("frame-ancestors 'none'");
    const isPage = headers["content-type"]?.startsWith("text/html") ?? false;
    if (isPage) expect(headers["content-security-policy"], kind).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic'.* report-uri \/api\/policy-reports/);
    if (isPage) expect(headers["reporting-endpoints"], kind).toBe('policy="/api/policy-reports"');
    expect(await response.text(), kind).not.toMatch(/at .*\.(ts|js):\d+|select .* from /i);
  }
});

test("what the policy of a page holds back is reported to the server, and did not run", async ({ browser }) => {
  const page = await browser.newPage();
  await page.goto("/");
  const report = page.waitForRequest(/\/api\/policy-reports$/);
  // As text that got into a page as HTML would.
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<img src='/nothing' alt='' onerror='document.title = `canary`'>"));
  expect((await (await report).response())?.status()).toBe(204);
  expect(await page.title()).not.toBe("canary");
  await page.close();
});

test("each page has a nonce of its own, and personal pages are kept by no cache", async ({ as }) => {
  const { context: { request } } = await as("citizen-l4");
  const nonce = async () => /nonce-([\w+/=]+)/.exec((await request.get("/")).headers()["content-security-policy"] ?? "")?.[1];
  expect(await nonce()).not.toBe(await nonce());
  for (const path of ["/me", `/me/certificates/${city().certificate}`]) expect((await request.get(path)).headers()["cache-control"]).toMatch(/no-store|private/);
});

test("cookies are out of reach of scripts, but for the view", async ({ as }) => {
  const { context, page } = await as("citizen-l4");
  await page.goto("/me");
  const open = (await context.cookies()).filter(({ name, httpOnly }) => !httpOnly && !name.startsWith("ui-"));
  expect(open).toEqual([]);
  for (const { sameSite } of await context.cookies()) expect(["Lax", "Strict"]).toContain(sameSite);
});

test("the pages are served without source maps: the first error whose stack is read would unpack them into memory for good", async () => {
  const files = await readdir(".next/server", { recursive: true });
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
});

test("methods that nothing answers are refused, and so are other sites", async ({ anyone }) => {
  const { context: { request } } = await anyone();
  for (const method of ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"]) {
    for (const path of ["/", "/api/trpc/items.facets", "/api/health/live", "/api/files"]) {
      if (method === "TRACE" && path !== "/") continue;
      expect((await request.fetch(path, { method })).status(), `${method} ${path}`).toBe(405);
    }
  }
  expect((await request.post("/api/health/live")).status()).toBe(405);
  expect((await request.post("/api/trpc/applications.submit", { form: { id: "x" } })).status()).toBe(415);
  expect((await request.post("/sign-in", { form: { x: "y" }, headers: { "sec-fetch-site": "cross-site" } })).status()).toBe(403);
});

test("senior mode is in the first bytes", async ({ anyone, baseURL }) => {
  const { context: { request } } = await anyone();
  for (const [mode, cookie] of [["standard", ""], ["elder", "ui-mode=elder"]] as const) {
    const html = await (await request.get(`${baseURL}/`, { headers: { cookie } })).text();
    expect(html.slice(0, 400)).toContain(`data-mode="${mode}"`);
  }
  const elder = await request.get("/elder", { headers: { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" } });
  expect((await elder.text()).slice(0, 400)).toContain('data-mode="elder"');
});
