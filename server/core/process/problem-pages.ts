import type { IncomingMessage, ServerResponse } from "node:http";
import { wasAwayLately } from "@/server/core/away";
import { refuseAway } from "./surge/words";

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Next answers `notFound()` and `forbidden()` with an empty document that only script fills. Whoever asks for a page gets
 * the whole problem page instead, under the same address and status: readable without script. Where a page failed because
 * what the portal needs is away, it is one that says so and comes back by itself, 503.
 */
export function withProblemPages(pages: Handler): Handler {
  return async (request, response) => {
    if (!asksForPage(request)) return pages(request, response);
    const address = request.url ?? "/";
    const headers = new Map(Object.entries(response.getHeaders()));
    await pages(request, held(response, request.method === "GET" ? problems : none, (status) => {
      // Both documents listen for the end of the one answer.
      response.setMaxListeners(response.getMaxListeners() * 2);
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      for (const [name, value] of headers) if (value !== undefined) response.setHeader(name, value);
      if (status >= 500) return refuseAway(request, response);
      request.url = `${/^\/en(\/|\?|$)/.test(address) ? "/en" : ""}/problem/${status}?at=${encodeURIComponent(address)}`;
      return pages(request, fixed(response, status));
    }));
  };
}

function asksForPage({ method, headers }: IncomingMessage): boolean {
  return (method === "GET" || method === "POST") && headers["rsc"] === undefined && (headers.accept ?? "*/*").match(/text\/html|\*\/\*/) !== null;
}

const problems = new Set([403, 404]);
// A form is answered by its own action.
const none = new Set<number>();

/** Lets every answer through but a problem, whose document is dropped for the page that `instead` writes. */
function held(response: ServerResponse, replaced: ReadonlySet<number>, instead: (status: number) => unknown): ServerResponse {
  const { writeHead, write, end } = response;
  let dropped: number | undefined;
  let passing = false;
  const release = () => Object.assign(response, { writeHead, write, end });
  const begin = (status: number) => {
    if ((replaced.has(status) || (status >= 500 && wasAwayLately())) && isDocument(response)) dropped = status;
    // The gates stay: Next's compression has wrapped them by now, and to take them away would take it away too.
    else passing = true;
  };
  const originals = { writeHead, write, end };
  const gate = (method: "writeHead" | "write" | "end") => (...args: unknown[]) => {
    if (!passing && dropped === undefined) begin(method === "writeHead" ? Number(args[0]) : response.statusCode);
    if (dropped === undefined) return Reflect.apply(originals[method], response, args);
    if (method !== "end") return method === "write" ? true : response;
    release();
    void instead(dropped);
    return response;
  };
  return Object.assign(response, { writeHead: gate("writeHead"), write: gate("write"), end: gate("end") });
}

function isDocument(response: ServerResponse): boolean {
  return String(response.getHeader("content-type") ?? "").startsWith("text/html");
}

/** The problem page itself is fine; what it tells of is not. */
function fixed(response: ServerResponse, status: number): ServerResponse {
  const { writeHead } = response;
  return Object.assign(response, {
    writeHead: (_status: number, ...rest: unknown[]) => Reflect.apply(writeHead, response, [status, ...rest]),
  });
}
