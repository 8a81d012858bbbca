import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request as send, type Server } from "node:http";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Connection } from "@/db/client";
import { createTestDatabase } from "@/db/testing/database";
import type { Mount } from "./gate";
import { PageCache } from "./page-cache";
import { listenForChanges } from "./page-cache/changes";

const code = "11440104DE7686442U44420C8ZGY00001";
const item = `/items/${code}`;
let now = 0;
/** With room for a machine that is busy. */
const until = (condition: () => unknown, timeout = 10_000) => vi.waitUntil(condition, timeout);

type Written = { status?: number; headers?: Record<string, string>; text?: string };

/** Pages as Next writes them: in chunks, a nonce on each script, in the policy and in a Link. */
function pagesThatSay(what: (path: string) => Written | Promise<Written>) {
  const asked: { url: string; headers: IncomingHttpHeaders }[] = [];
  const handler: Mount["handler"] = async (request, response) => {
    asked.push({ url: request.url ?? "", headers: { ...request.headers } });
    const { status = 200, headers = {}, text = "居住证" } = await what(request.url ?? "");
    const nonce = btoa(randomUUID());
    response.setHeader("content-security-policy", `script-src 'self' 'nonce-${nonce}'`);
    response.writeHead(status, { link: `</a.css>; rel=preload; nonce="${nonce}"`, "cache-control": "private, no-cache, no-store", "content-type": "text/html; charset=utf-8", ...headers });
    response.flushHeaders();
    for (let part = 0; part < 5; part += 1) response.write(`<script nonce="${nonce}">self.push("${text.repeat(200)}")</script>`);
    response.end(`<p>${text} ${request.headers.cookie ?? "no cookie"}</p>`);
  };
  return { handler, asked };
}

const cacheOf = (handler: Mount["handler"], bytes = 10_000_000) => {
  const cache = new PageCache(handler, { bytes, maxAgeMs: 30_000, publicUrl: "https://portal.example", clock: () => now });
  cache.hearing(true);
  return cache;
};

type Answer = { status: number; headers: IncomingHttpHeaders; body: string; nonce: string | undefined };

async function served(cache: PageCache): Promise<(path: string, headers?: Record<string, string>, method?: string) => Promise<Answer>> {
  const handler = cache.hits(cache.fills());
  const server: Server = createServer((request, response) => void handler(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => (server.closeAllConnections(), void server.close()));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return (path, headers = {}, method = "GET") => new Promise((done, fail) => {
    send({ host: "127.0.0.1", port, path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const body = (response.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
        done({ status: response.statusCode ?? 0, headers: response.headers, body, nonce: /'nonce-([^']+)'/.exec(String(response.headers["content-security-policy"]))?.[1] });
      });
    }).on("error", fail).end();
  });
}

beforeEach(() => void (now = 0));

describe("a public page from memory", () => {
  it("is written once and told under another nonce each time, packed or not", async () => {
    const { handler, asked } = pagesThatSay(() => ({}));
    const ask = await served(cacheOf(handler));
    const answers = [await ask(item), await ask(item), await ask(item, { "accept-encoding": "gzip, br" }), await ask(item, { "accept-encoding": "gzip;q=0" })];
    expect(asked).toHaveLength(1);
    expect(new Set(answers.map(({ nonce }) => nonce)).size).toBe(4);
    for (const { status, body, nonce = "", headers } of answers) {
      expect(status).toBe(200);
      expect(nonce).toMatch(/^[\w-]{48}$/);
      expect([...body.matchAll(/nonce="([^"]*)"/g)].map(([, one]) => one)).toEqual(Array(5).fill(nonce));
      expect(headers["link"]).toContain(`nonce="${nonce}"`);
      expect(headers["cache-control"]).toBe("private, no-cache, no-store");
      expect(body.replaceAll(nonce, "")).toBe(answers[0]!.body.replaceAll(answers[0]!.nonce!, ""));
    }
    expect(answers.map(({ headers }) => headers["content-encoding"])).toEqual([undefined, undefined, "gzip", undefined]);
  });

  it("is written once for all who ask while it is being written", async () => {
    const gate = Promise.withResolvers<Written>();
    const { handler, asked } = pagesThatSay(() => gate.promise);
    const ask = await served(cacheOf(handler));
    const answers = Promise.all(Array.from({ length: 5 }, () => ask(item)));
    await until(() => asked.length > 0);
    gate.resolve({});
    expect(new Set((await answers).map(({ nonce }) => nonce)).size).toBe(5);
    expect(asked).toHaveLength(1);
  });

  it("is made of address and view alone: nothing else that a client sends reaches it", async () => {
    const { handler, asked } = pagesThatSay(() => ({}));
    const ask = await served(cacheOf(handler));
    const claims = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http", "x-forwarded-for": "6.6.6.6", "x-original-url": "/admin", "x-rewrite-url": "/admin", "x-nonce": "AAAA", "content-security-policy": "script-src *", "user-agent": "<script>", referer: "https://evil.example", cookie: "utm=1; ui-mode=%3Cscript%3E; _ga=2; x-view-switched=elder", "accept-language": "en", "x-view-switched": "elder", "x-http-method-override": "POST", "accept-encoding": "br" };
    await ask(item, claims);
    const clean = await ask(item);
    expect(asked).toHaveLength(1);
    expect(Object.keys(asked[0]!.headers).toSorted()).toEqual(["accept", "cookie", "host", "x-client-address", "x-forwarded-host", "x-forwarded-proto", "x-request-id"]);
    expect(asked[0]!.headers).toMatchObject({ host: "portal.example", "x-forwarded-proto": "https", "x-client-address": "unknown", cookie: expect.stringMatching(/^ui-mode=standard; ui-prefs=%7B[\w%]*%7D$/) });
    expect(clean.body).not.toContain("evil");
  });

  it("is another for each view and language, however the view is written", async () => {
    const { handler, asked } = pagesThatSay(() => ({}));
    const ask = await served(cacheOf(handler));
    const elder = { cookie: "ui-mode=elder" };
    expect((await ask(item, elder)).body).toContain("ui-mode=elder");
    expect((await ask(item)).body).toContain("ui-mode=standard");
    await ask(item, { cookie: " ui-prefs=%7B%22size%22%3A%22nonsense%22%7D;ui-mode=elder; other=1" });
    await ask(`/en${item}`, elder);
    expect((await ask(item, { cookie: 'ui-prefs={"contrast":"dark"}' })).body).toContain("dark");
    expect(asked.map(({ url }) => url)).toEqual([item, item, `/en${item}`, item]);
  });

  it.each<[string, Record<string, string>, string?, string?]>([
    ["somebody signed in", { cookie: "tongban-session=x" }],
    ["somebody signed in under https", { cookie: "ui-mode=elder; __Host-session=x" }],
    ["somebody half signed in", { cookie: "__Host-pending=x" }],
    ["a cookie without value", { cookie: "tongban-session" }],
    ["the router of the page", { rsc: "1" }],
    ["its look ahead", { "next-router-prefetch": "1" }],
    ["a browser that looks ahead", { "sec-purpose": "prefetch" }],
    ["a program", { "sec-fetch-mode": "cors" }],
    ["part of it", { range: "bytes=0-10" }],
    ["bearing a token", { authorization: "Bearer x" }],
    ["for something else", { accept: "application/json" }],
    ["with a query", {}, `${item}?utm=1`],
    ["with an empty query", {}, `${item}?`],
    ["by another spelling", {}, `/${item}`],
    ["with an encoded path", {}, item.replace("items", "item%73")],
    ["with a parameter in the path", {}, `${item};x=1`],
    ["a page of one's own", {}, "/me"],
    ["a verification", {}, "/verify/1.2.156.1"],
    ["sending something", {}, item, "POST"],
    ["the head only", {}, item, "HEAD"],
  ])("neither tells nor keeps anything for %s", async (_sentence, headers, path = item, method = "GET") => {
    const { handler, asked } = pagesThatSay(() => ({}));
    const ask = await served(cacheOf(handler));
    await ask(path, headers, method);
    await ask(path, headers, method);
    expect(asked).toHaveLength(2);
    await ask(item);
    expect(asked).toHaveLength(3);
    await ask(path, headers, method);
    expect(asked).toHaveLength(4);
  });

  it.each<[string, Written]>([
    ["not found", { status: 404 }],
    ["broken", { status: 500 }],
    ["sent elsewhere", { status: 307, headers: { location: "/en" } }],
    ["an answer with a cookie", { headers: { "set-cookie": "ui-mode=elder" } }],
    ["an answer for caches outside", { headers: { "cache-control": "public, max-age=60" } }],
    ["not a page", { headers: { "content-type": "application/json" } }],
    ["a form that is sent once", { text: '<input name="idempotencyKey" value="1">' }],
    ["a page without a nonce in its policy", { headers: { "content-security-policy": "default-src 'self'" } }],
  ])("is never kept when it is %s, and the first who asked gets it as it was written", async (_sentence, written) => {
    const { handler, asked } = pagesThatSay(() => written);
    const ask = await served(cacheOf(handler));
    const first = await ask(item);
    expect(first).toMatchObject({ status: written.status ?? 200, headers: written.headers?.["set-cookie"] ? { "set-cookie": [written.headers["set-cookie"]] } : (written.headers ?? {}) });
    await ask(item);
    expect(asked).toHaveLength(2);
  });

  it("is never kept when its nonce stands anywhere in another shape than whole", async () => {
    const cache = cacheOf((_request, response) => {
      const nonce = btoa(randomUUID());
      response.writeHead(200, { "content-security-policy": `'nonce-${nonce}'`, "cache-control": "no-store", "content-type": "text/html" });
      response.end(`<script nonce="${nonce}">push("${nonce.slice(0, 30)}")</script><script>push("${nonce.slice(30)}")</script>`);
    });
    const ask = await served(cache);
    await ask(item);
    await ask(item);
    expect(cache.figures).toMatchObject({ hits: 0, fills: 2 });
  });

  it("gets older than its time at most once more, while it is written anew", async () => {
    let edition = 1;
    const { handler, asked } = pagesThatSay(() => ({ text: `edition ${edition}` }));
    const ask = await served(cacheOf(handler));
    await ask(item);
    [now, edition] = [31_000, 2];
    expect((await ask(item)).body).toContain("edition 1");
    await until(() => asked.length === 2);
    await until(async () => (await ask(item)).body.includes("edition 2"));
    [now, edition] = [200_000, 3];
    expect((await ask(item)).body).toContain("edition 3");
  });

  it("is told as it is while so many are too old that writing them would take the place of telling, and not for ever", async () => {
    let [edition, takes] = [1, 0];
    const { handler, asked } = pagesThatSay(() => (now += takes, { text: `edition ${edition}` }));
    const ask = await served(cacheOf(handler));
    const [one, other] = ["/divisions/440101", "/divisions/440102"];
    for (const path of [one, other]) await ask(path);
    [now, edition, takes] = [40_000, 2, 5_000];
    await ask(one);
    await until(async () => (await ask(one)).body.includes("edition 2"));
    now = 64_000;
    expect((await ask(other)).body).toContain("edition 1");
    expect(asked).toHaveLength(3);
    now = 66_000;
    expect((await ask(other)).body).toContain("edition 2");
    [now, edition] = [now + 301_000, 3];
    await ask(one);
    expect((await ask(other)).body).toContain("edition 3");
  });

  it("stays within its memory: what was asked for longest ago goes first", async () => {
    const { handler, asked } = pagesThatSay(() => ({}));
    const ask = await served(cacheOf(handler, 120_000));
    const division = (one: number) => `/divisions/44010${one}`;
    for (const one of [1, 2, 3]) await ask(division(one));
    await ask(division(1));
    for (const one of [4, 5, 6]) await ask(division(one));
    const before = asked.length;
    await ask(division(6));
    expect(asked).toHaveLength(before);
    await ask(division(2));
    expect(asked).toHaveLength(before + 1);
  });
});

describe("a change of what is public", () => {
  it("drops the pages of an item and every list, and leaves the other items", async () => {
    const other = item.replace(/1$/, "2").replace("8ZGY", "8ZGX");
    const { handler, asked } = pagesThatSay(() => ({}));
    const cache = cacheOf(handler);
    const ask = await served(cache);
    for (const path of [item, other, "/items", "/"]) await ask(path);
    cache.changed(`items:${code}`);
    for (const path of [item, other, "/items", "/"]) await ask(path);
    expect(asked.map(({ url }) => url)).toEqual([item, other, "/items", "/", item, "/items", "/"]);
    cache.changed("departments");
    await ask(other);
    expect(asked).toHaveLength(8);
  });

  it("is never lost to a page that was being written meanwhile", async () => {
    const gates = [Promise.withResolvers<Written>(), Promise.withResolvers<Written>()];
    const { handler, asked } = pagesThatSay(() => gates[asked.length - 1]!.promise);
    const cache = cacheOf(handler);
    const ask = await served(cache);
    const before = ask(item);
    await until(() => asked.length === 1);
    cache.changed(`items:${code}`);
    const after = ask(item);
    await until(() => asked.length === 2);
    gates[0]!.resolve({ text: "old" });
    expect((await before).body).toContain("old");
    gates[1]!.resolve({ text: "new" });
    expect((await after).body).toContain("new");
    expect((await ask(item)).body).toContain("new");
    expect(asked).toHaveLength(2);
  });

  it("is asked for each time while nothing is heard of changes", async () => {
    const { handler, asked } = pagesThatSay(() => ({}));
    const cache = cacheOf(handler);
    const ask = await served(cache);
    await ask(item);
    cache.hearing(false);
    for (let time = 0; time < 3; time += 1) await ask(item);
    expect(asked).toHaveLength(4);
  });
});

describe("publications, as the database tells them", () => {
  let database: (Connection & { url: string }) | undefined;
  afterAll(() => database?.close());

  it("reach every process that keeps pages, also after its connection broke", async () => {
    const { pool, url } = (database = await createTestDatabase());
    await pool.query("insert into divisions (code, name, level) values ('440104', '越秀区', 'county')");
    const name = async () => ({ text: (await pool.query("select name from divisions where code = '440104'")).rows[0].name });
    const processes = await Promise.all([1, 2].map(async () => {
      const cache = new PageCache(pagesThatSay(name).handler, { bytes: 1_000_000, maxAgeMs: 30_000, clock: () => 0 });
      let heard = 0;
      const changes = listenForChanges(url, { changed: (tag) => cache.changed(tag), hearing: (yes) => (heard += yes ? 1 : 0, cache.hearing(yes)) }, { beatMs: 2_000, againMs: 20 });
      onTestFinished(() => changes.close());
      await until(() => heard > 0, 10_000);
      return { cache, heard: () => heard, ask: await served(cache) };
    }));
    const kept = async () => {
      for (const { ask, cache } of processes) {
        const { hits } = cache.figures;
        await until(async () => (await ask("/divisions/440104"), cache.figures.hits > hits), 10_000);
      }
    };
    const told = (text: string) => Promise.all(processes.map(({ ask }) => until(async () => (await ask("/divisions/440104")).body.includes(text), 10_000)));
    await kept();
    await pool.query("update divisions set name = '新越秀区' where code = '440104'");
    await told("新越秀区");
    await kept();
    const before = processes.map(({ heard }) => heard());
    await pool.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%pg_notify%' and pid <> pg_backend_pid()");
    await pool.query("update divisions set name = '越秀新区' where code = '440104'");
    await told("越秀新区");
    await Promise.all(processes.map(({ heard }, index) => until(() => heard() > (before[index] ?? 0), 10_000)));
    await kept();
  });
});
