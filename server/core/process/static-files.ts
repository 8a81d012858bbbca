import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { Mount } from "./gate";

const pack = promisify(brotliCompress);
const types: Record<string, string> = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

/** Names as the build gives them: no way out of the folder. */
const built = /^\/_next\/static\/((?:[\w~-]+\/)*[\w~-][\w.~-]*\.(js|css))(?:\?|$)/;

/**
 * Scripts and styles of the build as small as they get: Brotli at its best is an eighth less than gzip, which a phone on a
 * slow line feels. Each is packed once and kept; until it is, and for whoever takes no Brotli, the pages' own server answers.
 */
export function staticFiles(pages: Mount["handler"], folder = join(process.cwd(), ".next", "static")): Mount {
  // Without a value while it is being packed.
  const packed = new Map<string, Buffer | undefined>();
  const prepare = async (name: string) => {
    packed.set(name, undefined);
    try {
      packed.set(name, await pack(await readFile(join(folder, name)), { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }));
    } catch {
      packed.delete(name);
    }
  };
  return {
    prefix: "/_next/static", methods: [],
    handler: (request, response) => {
      const [, name, kind = ""] = built.exec(request.url ?? "") ?? [];
      if (name === undefined || !takesBrotli(request)) return pages(request, response);
      const body = packed.get(name);
      if (!body) {
        if (!packed.has(name)) void prepare(name);
        return pages(request, response);
      }
      response.writeHead(200, {
        "content-type": types[kind] ?? "", "content-encoding": "br", "content-length": body.length,
        vary: "accept-encoding", "cache-control": "public, max-age=31536000, immutable",
      });
      response.end(request.method === "HEAD" ? undefined : body);
    },
  };
}

/** A part of a file, or whether it changed, is asked of the pages' own server. */
function takesBrotli({ headers }: IncomingMessage): boolean {
  return /\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(String(headers["accept-encoding"] ?? "")) && headers.range === undefined && headers["if-none-match"] === undefined;
}
