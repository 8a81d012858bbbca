import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What the viewer of PDF loads, from the installed pdf.js in its build for older browsers: library, worker, character maps, fonts, decoders. */
const folder = join(/* turbopackIgnore: true */ process.cwd(), "node_modules", "pdfjs-dist");
const scripts: Record<string, string> = { "pdf.mjs": "legacy/build/pdf.min.mjs", "worker.mjs": "legacy/build/pdf.worker.min.mjs" };
const served = /^(cmaps|standard_fonts|wasm|iccs)\/[\w-]+(\.[\w-]+)*$/;
const types: Record<string, string> = { mjs: "text/javascript; charset=utf-8", js: "text/javascript; charset=utf-8", wasm: "application/wasm" };

// Files of strangers are read in the worker: it may run its own code, compile its decoders and load from here, nothing else.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";

type Props = { params: Promise<{ version: string; path: string[] }> };

/** One file of the viewer; under the version of the library it never changes. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const asked = (await params).path.join("/");
  const path = scripts[asked] ?? (served.test(asked) ? asked : undefined);
  const body = path && (await readFile(join(folder, path)).catch(() => undefined));
  if (!body) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(body), {
    headers: {
      "content-type": types[asked.split(".").at(-1) ?? ""] ?? "application/octet-stream",
      "content-security-policy": policy,
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}
