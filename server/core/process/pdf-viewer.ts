import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";

/** What the viewer of PDF loads, from the installed pdf.js in its build for older browsers: library, worker, character maps, fonts, decoders. */
const folder = join(process.cwd(), "node_modules", "pdfjs-dist");
const scripts: Record<string, string> = { "pdf.mjs": "legacy/build/pdf.min.mjs", "worker.mjs": "legacy/build/pdf.worker.min.mjs" };
const served = /^(cmaps|standard_fonts|wasm|iccs)\/[\w-]+(\.[\w-]+)*$/;
const types: Record<string, string> = { mjs: "text/javascript; charset=utf-8", js: "text/javascript; charset=utf-8", wasm: "application/wasm" };

// Files of strangers are read in the worker: it may run its own code, compile its decoders and load from here, nothing else.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";

const askedBy = ({ url = "" }: IncomingMessage) => /^\/api\/pdf-viewer\/[\d.]+\/([^?]+)/.exec(url)?.[1] ?? "";

async function read(asked: string): Promise<Buffer | undefined> {
  const path = scripts[asked] ?? (served.test(asked) ? asked : undefined);
  return path === undefined ? undefined : readFile(join(folder, path)).catch(() => undefined);
}

/** GET `/api/pdf-viewer/<version>/<file>`: one file of the viewer; under the version of the library it never changes. */
export async function handlePdfViewer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = askedBy(request);
  const body = await read(asked);
  if (!body) return void response.writeHead(404, { "cache-control": "no-store" }).end();
  response.writeHead(200, {
    "content-type": types[asked.split(".").at(-1) ?? ""] ?? "application/octet-stream",
    "content-length": body.length,
    "content-security-policy": policy,
    "cache-control": "public, max-age=31536000, immutable",
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
