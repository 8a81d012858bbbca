import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gate, type Mount } from "@/server/core/process/gate";

// What a browser or a program of another site would send, written byte by byte.

let server: Server;
const reached: { mount: string; url: string; headers: Record<string, unknown> }[] = [];
const answering = (mount: string): Mount["handler"] => (request, response) => {
  reached.push({ mount, url: request.url ?? "", headers: request.headers });
  request.resume();
  response.end("in");
};

beforeAll(async () => {
  const mounts: Mount[] = [{ prefix: "/api/trpc", methods: ["POST"], json: true, handler: answering("procedures") }, { prefix: "/api/files", methods: ["POST"], handler: answering("files") }];
  const pages: Mount = { prefix: "", methods: ["POST"], json: false, handler: answering("pages") };
  server = createServer({ headersTimeout: 15_000 }, gate(mounts, pages, { PUBLIC_URL: undefined, TRUSTED_PROXIES: 0 })).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** Sends bytes as they are; resolves to all that comes back until the other side is done, or to what came within a second. */
async function send(bytes: string): Promise<string> {
  const address = server.address();
  const socket = connect({ host: "127.0.0.1", port: address && typeof address === "object" ? address.port : 0 });
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  socket.end(bytes);
  await once(socket, "close");
  return text;
}

const statusesOf = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
const request = (method: string, path: string, headers: Record<string, string> = {}, body = "") =>
  `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${Object.entries({ ...(method === "POST" && !("transfer-encoding" in headers) ? { "content-length": String(Buffer.byteLength(body)) } : {}), ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;

describe("changes nothing from another site", () => {
  const act = "/api/trpc/applications.submit";
  const types = ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "application/json", "", "application/json, text/plain"];
  const sites: Record<string, string>[] = [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { "sec-fetch-site": "", origin: "https://evil.example" }, { origin: "https://evil.example" }, { origin: "null" }, { origin: "http://localhost.evil.example" }, { origin: "http://evil.example@localhost:1" }, { origin: "not an origin" }];
  test.each(sites)("%j", async (site) => {
    const before = reached.length;
    for (const type of types) for (const path of [act, "/api/files", "/me/security"]) expect(statusesOf(await send(request("POST", path, { ...site, ...(type ? { "content-type": type } : {}) }, "{}"))), `${type} ${path}`).toEqual([403]);
    expect(reached.length).toBe(before);
  });

  test.each(types.filter((type) => type !== "application/json"))("nor a procedure as a form: %s", async (type) => {
    expect(statusesOf(await send(request("POST", act, type ? { "content-type": type } : {}, "{}")))).toEqual([415]);
  });

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])("nor by %s", async (method) => expect(statusesOf(await send(request(method, act, { origin: "https://evil.example" })))).toEqual([405]));
});

test.each(["https://evil.example", "null", "http://localhost"])("no other origin is let in: %s", async (origin) => {
  const text = await send(request("GET", "/api/trpc/items.facets", { origin }));
  expect(text).not.toMatch(/access-control-/i);
  expect(text).toMatch(/cross-origin-resource-policy: same-origin/i);
});

describe("a request within a request", () => {
  const hidden = "GET /api/files/hidden HTTP/1.1\r\nhost: localhost\r\n\r\n";
  test.each<[string, Record<string, string>]>([
    ["length and chunks", { "content-length": "5", "transfer-encoding": "chunked" }], ["chunks by another name", { "transfer-encoding": "xchunked" }], ["chunks twice", { "transfer-encoding": "chunked, chunked" }],
    ["chunks with a tab", { "transfer-encoding": "\tchunked" }], ["two lengths", { "content-length": "5\r\ncontent-length: 50" }], ["a length with a sign", { "content-length": "+5" }], ["a name with a blank", { "content-length ": "5" }], ["a folded line", { "x-a": "b\r\n transfer-encoding: chunked" }],
  ])("%s: is never answered as a second", async (_, headers) => {
    const before = reached.filter(({ url }) => url.includes("hidden")).length;
    const statuses = statusesOf(await send(request("POST", "/me", { "content-type": "application/x-www-form-urlencoded", ...headers }, `0\r\n\r\n${hidden}`)));
    expect(statuses.length).toBeLessThanOrEqual(1);
    expect(statuses.every((status) => status === 200 || (status >= 400 && status < 500))).toBe(true);
    expect(reached.filter(({ url }) => url.includes("hidden")).length).toBe(before);
  });
});

test.each(["/API/files/x", "/api//files/x", "//api/files/x", "/api/%66iles/x", "/api/files%2fx", "/api/files;x", "/./api/files/x", "/en/api/files/x", "/api/files.rsc", "/_next/data/api/files/x.json", "/.git/config", "/..%2f..%2fetc/passwd", "/.env", "/package.json"])("another way of writing an address is another address: %s", async (path) => {
  const before = reached.length;
  expect(statusesOf(await send(request("GET", path)))).toEqual([200]);
  // The pages' own server has to know it; neither files nor procedures do.
  expect(reached.slice(before).map(({ mount }) => mount)).toEqual(["pages"]);
});

test("what a bypass would claim arrives nowhere", async () => {
  const claims = { "x-middleware-subrequest": "proxy:proxy:proxy", "x-middleware-rewrite": "/desk", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http", "x-real-ip": "1.2.3.4", "x-nonce": "mine", "x-client-address": "1.2.3.4" };
  await send(request("GET", "/desk?a=1&a=2", claims));
  const headers = reached.at(-1)?.headers ?? {};
  expect(Object.values(headers).filter((value) => typeof value === "string" && /proxy:proxy|evil|1\.2\.3\.4|mine|^\/desk/.test(value))).toEqual([]);
});

test.each<[string, string, number]>([
  ["an address of 5,000 characters", request("GET", `/?${"a".repeat(5000)}`), 414], ["headers of 20 KB", request("GET", "/", { "x-a": "a".repeat(20_000) }), 431],
  ["a thousand headers", request("GET", "/", Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`x-${at}`, "a".repeat(15)]))), 431], ["a length of 50 MB", request("POST", "/", { "content-length": "50000000" }), 413],
  ["a body without an end", request("POST", "/", { "transfer-encoding": "chunked" }, "5\r\nhello\r\n"), 411], ["no host", "GET / HTTP/1.1\r\n\r\n", 400], ["an address of another host", request("GET", "http://evil.example/"), 400], ["a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n", 0], ["no HTTP at all", "\u0016\u0003\u0001\u0002\r\n\r\n", 400],
])("%s is refused at once", async (_, bytes, status) => {
  const before = reached.length;
  expect(statusesOf(await send(bytes))).toEqual(status ? [status] : []);
  expect(reached.length).toBe(before);
});

test("every refusal says its kind, and nothing of the inside", async () => {
  for (const bytes of [request("TRACE", "/"), request("POST", "/api/trpc/x", {}, "x"), request("POST", "/", { origin: "null" })]) {
    const text = await send(bytes);
    expect(text).toMatch(/content-type: application\/json; charset=utf-8/i);
    expect(text).not.toMatch(/\.[jt]s:\d|node_modules/);
  }
});
