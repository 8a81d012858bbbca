import { expect, test } from "vitest";
import { GET } from "./route";

const get = (path: string) => GET(new Request("http://localhost"), { params: Promise.resolve({ version: "6", path: path.split("/") }) });

test.each([
  ["pdf.mjs", "text/javascript; charset=utf-8"], ["worker.mjs", "text/javascript; charset=utf-8"], ["cmaps/UniGB-UCS2-H.bcmap", "application/octet-stream"], ["standard_fonts/FoxitSerif.pfb", "application/octet-stream"],
  ["wasm/openjpeg.wasm", "application/wasm"], ["wasm/jbig2_nowasm_fallback.js", "text/javascript; charset=utf-8"],
])("%s is served from the installed library, shut in by its own policy", async (path, type) => {
  const response = await get(path);
  expect([response.status, response.headers.get("content-type")]).toEqual([200, type]);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
});

test.each(["package.json", "../../package.json", "cmaps/../package.json", "cmaps/..", "cmaps/%2e%2e/package.json", "wasm/none.wasm", "build/pdf.mjs"])("%s is not", async (path) => {
  expect((await get(path)).status).toBe(404);
});
