import { createServer, request as send, type Server } from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gate, type Mount } from "./gate";

const seen: Record<string, string | string[] | undefined>[] = [];
const answer: Mount["handler"] = (request, response) => {
  seen.push(request.headers);
  response.end("ok");
};
const mounts: Mount[] = [
  { prefix: "/api/json", methods: ["POST"], json: true, handler: answer },
  { prefix: "/api/partners", methods: ["POST", "PUT"], crossSite: true, handler: answer },
  { prefix: "/api/away", methods: [], handler: async () => { throw new Error("Failed query", { cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }) }); } },
  { prefix: "/api/waits", methods: [], handler: (_request, response) => response.writeHead(503, { "retry-after": "60" }).end() },
  { prefix: "/api/broken", methods: [], handler: async () => { throw new Error("select * from secrets"); } },
];
const pages: Mount = { prefix: "", methods: ["POST"], json: false, handler: answer };

interface Answer { status: number; body: string; headers: Record<string, string | string[] | undefined> }

function serve(environment: Parameters<typeof gate>[2]): Server {
  return createServer(gate(mounts, pages, environment)).listen(0, "127.0.0.1");
}

function ask(server: Server, method: string, path: string, { body = "", ...headers }: Record<string, string> = {}): Promise<Answer> {
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return new Promise((done, fail) => {
    const length = headers["transfer-encoding"] ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const call = send({ host: "127.0.0.1", port, method, path, headers: { ...(method === "GET" ? {} : length), ...headers } }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => done({ status: response.statusCode ?? 0, body: text, headers: response.headers }));
    });
    call.on("error", fail).end(body);
  });
}

describe("the gate in front of every request", () => {
  let plain: Server;
  let https: Server;

  beforeAll(async () => {
    plain = serve({ PUBLIC_URL: undefined, TRUSTED_PROXIES: 0 });
    https = serve({ PUBLIC_URL: "https://portal.example", TRUSTED_PROXIES: 1 });
    await Promise.all([plain, https].map((server) => once(server, "listening")));
  });
  afterAll(() => [plain, https].forEach((server) => server.close()));

  const json = { "content-type": "application/json" };

  it.each([
    ["GET", "/", {}, 200],
    ["POST", "/", {}, 200],
    ["TRACE", "/", {}, 405],
    ["OPTIONS", "/", {}, 405],
    ["PUT", "/items", {}, 405],
    ["PUT", "/api/partners/cases", {}, 200],
    ["DELETE", "/api/partners/cases", {}, 405],
    ["POST", "/api/json/items.list", {}, 415],
    ["POST", "/api/json/items.list", { "content-type": "text/plain" }, 415],
    ["POST", "/api/json/items.list", { "content-type": "multipart/form-data; boundary=x" }, 415],
    ["POST", "/api/json/items.list", json, 200],
    ["POST", "/api/json/items.list", { "content-type": "Application/JSON; charset=utf-8" }, 200],
    ["POST", "/api/json/items.list", { ...json, "sec-fetch-site": "cross-site" }, 403],
    ["POST", "/api/json/items.list", { ...json, "sec-fetch-site": "same-site" }, 403],
    ["POST", "/api/json/items.list", { ...json, "sec-fetch-site": "same-origin", origin: "null" }, 200],
    ["POST", "/", { origin: "http://evil.example" }, 403],
    ["POST", "/", { origin: "null" }, 403],
    ["POST", "/api/partners/cases", { origin: "http://partner.example", "sec-fetch-site": "cross-site" }, 200],
    ["GET", "/", { "sec-fetch-site": "cross-site" }, 200],
    ["POST", "/", { "transfer-encoding": "chunked" }, 411],
    ["POST", "/api/jsonish", { "content-type": "text/plain" }, 200],
    ["GET", `/?q=${"a".repeat(4100)}`, {}, 414],
    ["GET", "http://evil.example/", {}, 400],
  ] as [string, string, Record<string, string>, number][])("%s %s with %j is answered %i", async (method, path, headers, status) => {
    expect((await ask(plain, method, path, headers)).status).toBe(status);
  });

  it("refuses a body over 1 MB before reading it", async () => {
    expect((await ask(plain, "POST", "/", { body: "x".repeat(1_000_001) })).status).toBe(413);
  });

  it("sends the security headers with answers of every kind", async () => {
    for (const [method, path] of [["GET", "/"], ["TRACE", "/"], ["GET", "/api/broken"]] as const) {
      const { headers } = await ask(plain, method, path);
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY", "cross-origin-opener-policy": "same-origin" });
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
      expect(headers["strict-transport-security"]).toBeUndefined();
    }
    expect((await ask(https, "GET", "/")).headers["strict-transport-security"]).toMatch(/^max-age=63072000/);
  });

  it("tells nothing about what broke", async () => {
    expect(await ask(plain, "GET", "/api/broken")).toMatchObject({ status: 500, body: '{"code":"requests.failed","params":{}}' });
  });

  it("says of what is away when to come back, and leaves a time that was named", async () => {
    expect(await ask(plain, "GET", "/api/away")).toMatchObject({ status: 503, body: '{"code":"requests.unavailable","params":{}}', headers: { "retry-after": "5" } });
    expect(await ask(plain, "GET", "/api/waits")).toMatchObject({ status: 503, headers: { "retry-after": "60" } });
    expect((await ask(plain, "GET", "/api/broken")).headers["retry-after"]).toBeUndefined();
  });

  it("drops what a client claims about itself", async () => {
    const claims = { "x-request-id": "mine", "x-client-address": "1.1.1.1", "x-forwarded-host": "evil.example", "x-middleware-subrequest": "proxy", "x-forwarded-for": "6.6.6.6" };
    await ask(plain, "GET", "/", claims);
    expect(seen.at(-1)).toMatchObject({ "x-client-address": "127.0.0.1", "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(Object.keys(seen.at(-1)!)).not.toEqual(expect.arrayContaining(["x-forwarded-host"]));
    expect(Object.keys(seen.at(-1)!)).not.toEqual(expect.arrayContaining(["x-middleware-subrequest"]));
  });

  it("behind one proxy, believes the last address and the configured name only", async () => {
    await ask(https, "GET", "/", { "x-forwarded-for": "6.6.6.6, 10.0.0.9", "x-forwarded-host": "evil.example" });
    expect(seen.at(-1)).toMatchObject({ "x-client-address": "10.0.0.9", "x-forwarded-host": "portal.example", "x-forwarded-proto": "https" });
    expect((await ask(https, "POST", "/", { origin: "https://portal.example" })).status).toBe(200);
    expect((await ask(https, "POST", "/", { origin: "https://other.example" })).status).toBe(403);
  });
});
