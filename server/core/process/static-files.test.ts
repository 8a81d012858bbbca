import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { gate } from "./gate";
import { staticFiles } from "./static-files";

const script = "export const words = [1, 2, 3];\n".repeat(200);
const pages = { prefix: "", methods: [], handler: (_: unknown, response: { end: (text: string) => void }) => response.end("by the pages") };
let folder = "";
let server: ReturnType<typeof createServer>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "static-"));
  await mkdir(join(folder, "chunks"));
  await Promise.all([writeFile(join(folder, "chunks/a-1~b.js"), script), writeFile(join(folder, "chunks/a.css"), "a{color:red}"), writeFile(join(folder, "chunks/font.woff2"), "x")]);
  server = createServer(gate([staticFiles(pages.handler, folder)], pages, { PUBLIC_URL: undefined, TRUSTED_PROXIES: 0 }));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true });
});

type Got = { status: number | undefined; headers: IncomingHttpHeaders; body: Buffer };
const get = (path: string, headers: Record<string, string> = { "accept-encoding": "gzip, deflate, br, zstd" }, method = "GET") => new Promise<Got>((resolve, reject) => {
  request({ port: (server.address() as AddressInfo).port, path: `/_next/static/${path}`, headers, method }, (response) => {
    const parts: Buffer[] = [];
    response.on("data", (part: Buffer) => parts.push(part)).on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
  }).on("error", reject).end();
});
const packedSoon = (path: string) => vi.waitFor(async () => { const got = await get(path); expect(got.headers["content-encoding"]).toBe("br"); return got; });

test("a script comes packed once it is, whole, for ever, and as closed as everything else", async () => {
  expect((await get("chunks/a-1~b.js")).body.toString()).toBe("by the pages");
  const { status, headers, body } = await packedSoon("chunks/a-1~b.js");
  expect([status, brotliDecompressSync(body).toString()]).toEqual([200, script]);
  expect(headers).toMatchObject({
    "content-type": "text/javascript; charset=utf-8", vary: "accept-encoding", "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; frame-ancestors 'none'", "content-length": String(body.length),
  });
  expect(await get("chunks/a-1~b.js", { "accept-encoding": "br" }, "HEAD")).toMatchObject({ status: 200, body: Buffer.alloc(0) });
});

test("so does a style", async () => expect((await packedSoon("chunks/a.css")).headers["content-type"]).toBe("text/css; charset=utf-8"));

test.each([
  ["no Brotli wanted", "chunks/a-1~b.js", { "accept-encoding": "gzip" }], ["Brotli refused", "chunks/a-1~b.js", { "accept-encoding": "gzip, br;q=0" }],
  ["a part", "chunks/a-1~b.js", { "accept-encoding": "br", range: "bytes=0-5" }], ["whether it changed", "chunks/a-1~b.js", { "accept-encoding": "br", "if-none-match": "x" }],
  ["neither script nor style", "chunks/font.woff2", { "accept-encoding": "br" }], ["nothing there", "chunks/none.js", { "accept-encoding": "br" }],
  ["a way out", "../../../package.js", { "accept-encoding": "br" }], ["a hidden way out", "%2e%2e/x.js", { "accept-encoding": "br" }],
])("the pages' own server answers: %s", async (_, path, headers) => {
  await get(path, headers);
  await new Promise((later) => setTimeout(later, 30));
  expect((await get(path, headers)).body.toString()).toBe("by the pages");
});
