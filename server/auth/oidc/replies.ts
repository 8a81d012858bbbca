import type { IncomingMessage, ServerResponse } from "node:http";
import { DomainError } from "@/domain/core/errors";

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

const maxFormBytes = 20_000;

/** The fields of a posted form. Errors: `requests.tooLarge` (invalid). */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxFormBytes) throw new DomainError("invalid", "requests.tooLarge");
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");

/**
 * Sends the browser on after a form, without script. Not by a redirect: a browser counts that to the form, and our pages
 * may send forms to this site only.
 */
export function sendOn(response: ServerResponse, url: string): void {
  const address = escaped(url);
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "referrer-policy": "no-referrer" });
  response.end(`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="0;url=${address}"><title>正在前往 · Going on</title></head><body><p><a href="${address}">继续 · Continue</a></p></body></html>`);
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, "cache-control": "no-store" }).end();
}

/** The plain page that says why a request of another system went no further; programs get the same as JSON. */
export function refuse(pages: Handler, request: IncomingMessage, response: ServerResponse, { status, error }: { status: number; error: string }): unknown {
  if (!request.headers.accept?.includes("text/html")) {
    return response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }).end(JSON.stringify({ error }));
  }
  const { writeHead } = response;
  // The page itself is fine; what it tells of is not.
  Object.assign(response, { writeHead: (_status: number, ...rest: unknown[]) => Reflect.apply(writeHead, response, [status, ...rest]) });
  const at = "originalUrl" in request ? String(request.originalUrl) : (request.url ?? "/");
  request.method = "GET";
  request.url = `/problem/${status}?${new URLSearchParams({ at, error })}`;
  return pages(request, response);
}
