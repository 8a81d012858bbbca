import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalIn } from "@/server/core/away";
import { withProblemPages } from "./problem-pages";

// The very compression that Next wraps around each of its answers.
const compress = (createRequire(import.meta.url)("next/dist/compiled/compression") as () => (request: IncomingMessage, response: ServerResponse, next: () => void) => void)();

let server: Server;
const asked: string[] = [];

beforeAll(async () => {
  const pages = withProblemPages((request, response) => {
    compress(request, response, () => {});
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    asked.push(pathname);
    const status = /missing|nope/.test(pathname) ? 404 : pathname.includes("refused") ? 403 : pathname.includes("broken") ? 500 : 200;
    response.statusCode = status;
    response.setHeader("content-type", pathname.endsWith(".json") ? "application/json" : "text/html; charset=utf-8");
    if (status !== 200) response.setHeader("x-first", "1");
    response.write(`<p>${pathname}`);
    response.end("</p>");
  });
  server = createServer((request, response) => {
    response.setHeader("x-frame-options", "DENY");
    void pages(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

async function ask(path: string, headers: Record<string, string> = { accept: "text/html" }, method = "GET") {
  const address = server.address();
  const response = await fetch(`http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}${path}`, { headers, method });
  return { status: response.status, body: await response.text(), headers: response.headers };
}

describe("problem pages", () => {
  it.each([
    ["/missing", 404, "<p>/problem/404</p>"],
    ["/en/missing?x=1", 404, "<p>/en/problem/404</p>"],
    ["/english/nope", 404, "<p>/problem/404</p>"],
    ["/refused", 403, "<p>/problem/403</p>"],
    ["/broken", 500, "<p>/broken</p>"],
    ["/fine", 200, "<p>/fine</p>"],
    ["/missing.json", 404, "<p>/missing.json</p>"],
  ])("%s answers %i with %s", async (path, status, body) => expect(await ask(path)).toMatchObject({ status, body }));

  it.each([["/broken", "zh-CN", "系统暂时连不上"], ["/en/broken", "en", "The service cannot be reached"]])("%s says in %s that the portal comes back, once something it needs was found away", async (path, language, words) => {
    refusalIn(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
    const { status, body, headers } = await ask(path);
    expect([status, headers.get("retry-after"), headers.get("x-first"), headers.get("x-frame-options")]).toEqual([503, "20", null, "DENY"]);
    expect(body).toContain(`<html lang="${language}">`);
    expect(body).toContain(words);
    expect(body).toContain('http-equiv="refresh"');
    expect(await ask("/fine")).toMatchObject({ status: 200, body: "<p>/fine</p>" });
    expect(await ask("/missing")).toMatchObject({ status: 404, body: "<p>/problem/404</p>" });
  });

  it("says so to a form too, without leaving it by itself; what its action answers stays", async () => {
    refusalIn(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
    const form = await ask("/broken", { accept: "text/html" }, "POST");
    expect(form.status).toBe(503);
    expect(form.body).toContain("不会重复办");
    expect(form.body).not.toContain("refresh");
    expect(await ask("/missing", { accept: "text/html" }, "POST")).toMatchObject({ status: 404, body: "<p>/missing</p>" });
  });

  it("keeps the headers set before, and none of the dropped document", async () => {
    const { headers } = await ask("/missing");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-first")).toBeNull();
  });

  it.each(["gzip", "identity"])("come whole as %s", async (encoding) => {
    const accept = { accept: "text/html", "accept-encoding": encoding };
    for (const [path, status, body] of [["/missing", 404, "<p>/problem/404</p>"], ["/fine", 200, "<p>/fine</p>"]] as const) {
      const answer = await ask(path, accept);
      expect(answer).toMatchObject({ status, body });
      expect(answer.headers.get("content-encoding")).toBe(encoding === "gzip" ? "gzip" : null);
    }
  });

  it("leaves the client router's own requests alone", async () => {
    expect(await ask("/missing", { accept: "text/html", rsc: "1" })).toMatchObject({ status: 404, body: "<p>/missing</p>" });
  });
});
