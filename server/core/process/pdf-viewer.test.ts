import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gate } from "./gate";
import { handlePdfViewer } from "./pdf-viewer";

const pages = { prefix: "", methods: [], handler: () => undefined };
const server = createServer(gate([{ prefix: "/api/pdf-viewer", methods: [], handler: handlePdfViewer }], pages, { PUBLIC_URL: undefined, TRUSTED_PROXIES: 0 }));
beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => new Promise((done) => server.close(done)));

const get = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/pdf-viewer/6.5.438/${path}`);

test.each([
  ["pdf.mjs", "text/javascript; charset=utf-8"], ["worker.mjs", "text/javascript; charset=utf-8"], ["cmaps/UniGB-UCS2-H.bcmap", "application/octet-stream"],
  ["standard_fonts/FoxitSerif.pfb", "application/octet-stream"], ["wasm/openjpeg.wasm", "application/wasm"], ["wasm/jbig2_nowasm_fallback.js", "text/javascript; charset=utf-8"],
])("%s is served from the installed library, shut in by its own policy", async (path, type) => {
  const response = await get(path);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, type]);
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'");
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
});

test.each(["package.json", "cmaps/..%2fpackage.json", "cmaps/%2e%2e/package.json", "wasm/none.wasm", "build/pdf.mjs", ""])("%s is not", async (path) => {
  expect((await get(path)).status).toBe(404);
});
