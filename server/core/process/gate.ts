import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { traced, tracing, type Traced } from "@/db/tracing";
import type { Environment } from "@/env";
import { againSeconds, refusalIn } from "@/server/core/away";
import { logger, withinRequest } from "@/server/core/logger";
import { closedPolicy, securityHeaders, transportSecurity } from "./headers";

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What the entry answers itself, ahead of Next. */
export interface Mount {
  /** `/api/trpc` holds `/api/trpc` and all below it. */
  prefix: string;
  handler: Handler;
  /** Beyond GET and HEAD. */
  methods: readonly string[];
  /** Only JSON bodies up to 1 MB; left out where the handler reads its own kind. */
  json?: boolean;
  /** Other sites' programs may write here: they bring their own credentials, never cookies. */
  crossSite?: boolean;
}

type Surroundings = Pick<Environment, "PUBLIC_URL" | "TRUSTED_PROXIES"> & {
  /** The template of a page's address, for traces. */
  routeOf?: (path: string) => string;
};

interface Refusal { status: number; code: string }

const maxUrlLength = 4096;
const maxBodyBytes = 1_000_000;

/** Looks at every request before anyone else: headers out, shape, origin, then the mount it belongs to. */
export function gate(mounts: readonly Mount[], pages: Mount, environment: Surroundings): Handler {
  const { PUBLIC_URL: publicUrl } = environment;
  // Pages replace the closed policy by their own, with the nonce, in proxy.ts.
  const outgoing = { ...securityHeaders, "content-security-policy": closedPolicy, ...(publicUrl?.startsWith("https:") ? { "strict-transport-security": transportSecurity } : {}) };
  return async (request, response) => {
    response.setHeaders(new Map(Object.entries(outgoing)));
    const path = request.url?.split("?", 1)[0] ?? "";
    const mount = mounts.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`)) ?? pages;
    const refusal = refuse(request, mount, publicUrl);
    if (refusal) return reply(response, refusal);
    settle(request, environment);
    response.setHeader("x-request-id", request.headers["x-request-id"] ?? "");
    sayWhenAgain(response);
    try {
      await withinRequest(String(request.headers["x-request-id"]), () => tracedRequest(request, response, { mount, routeOf: environment.routeOf }));
    } catch (error) {
      answerFailed(request, response, error);
    }
  };
}

function answerFailed(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  // Whoever gave its body up has answered it.
  if (response.writableEnded && !request.complete) return;
  if (refusalIn(error)?.kind === "unavailable") return reply(response, { status: 503, code: "requests.unavailable" });
  logger.error("http.failed", { requestId: String(request.headers["x-request-id"]), error: error instanceof Error ? error.name : "unknown" });
  reply(response, { status: 500, code: "requests.failed" });
}

// Asked all day by machines: their traces would hide the others.
const untraced = new Set(["/api/health", "/api/metrics", "/_next/static"]);

/** The request as a span until the last byte is sent. */
function tracedRequest(request: IncomingMessage, response: ServerResponse, { mount, routeOf }: { mount: Mount; routeOf: Surroundings["routeOf"] }): unknown {
  if (!tracing() || untraced.has(mount.prefix)) return mount.handler(request, response);
  return traced(spanOf(request, mount.prefix || (routeOf?.(request.url?.split("?", 1)[0] ?? "") ?? "pages")), async (note) => {
    const closed = new Promise((done) => response.once("close", done));
    await mount.handler(request, response);
    await closed;
    note({ "http.response.status_code": response.statusCode });
  });
}

/** Told by the template of its address. */
function spanOf({ method = "", headers }: IncomingMessage, route: string): Traced {
  const parent = headers["traceparent"]?.toString();
  return { name: `${method} ${route}`, kind: "server", attributes: { "http.request.method": method, "http.route": route }, ...(parent ? { parent } : {}) };
}

/** Names and addresses are ours to state: what a client claims in these headers is dropped. */
function settle(request: IncomingMessage, { PUBLIC_URL, TRUSTED_PROXIES }: Surroundings): void {
  const { headers } = request;
  // The last entries were written by our own proxies, each naming whom it answered.
  const address = TRUSTED_PROXIES > 0 ? headers["x-forwarded-for"]?.toString().split(",").at(-TRUSTED_PROXIES)?.trim() : undefined;
  for (const name of Object.keys(headers)) {
    if (/^(x-(middleware-|forwarded-|real-ip$|nonce$|client-address$)|tracestate$|baggage$)/.test(name)) delete headers[name];
  }
  // Of which trace a request is a part, its own proxies say alone.
  if (TRUSTED_PROXIES === 0) delete headers["traceparent"];
  headers["x-client-address"] = address ?? request.socket.remoteAddress ?? "unknown";
  headers["x-request-id"] = randomUUID();
  if (!PUBLIC_URL) return;
  const { host, protocol } = new URL(PUBLIC_URL);
  Object.assign(headers, { "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) });
}

function refuse(request: IncomingMessage, mount: Mount, publicUrl: string | undefined): Refusal | undefined {
  const { method = "", url = "" } = request;
  const reads = method === "GET" || method === "HEAD";
  if (!reads && !mount.methods.includes(method)) return { status: 405, code: "requests.methodNotAllowed" };
  if (!url.startsWith("/")) return { status: 400, code: "requests.malformed" };
  if (url.length > maxUrlLength) return { status: 414, code: "requests.addressTooLong" };
  return reads ? undefined : refuseWrite(request, mount, publicUrl);
}

function refuseWrite(request: IncomingMessage, mount: Mount, publicUrl: string | undefined): Refusal | undefined {
  if (!mount.crossSite && !isSameOrigin(request, publicUrl)) return { status: 403, code: "requests.crossSite" };
  return mount.json === undefined ? undefined : refuseBody(request.headers, mount.json);
}

/** Browsers that send Sec-Fetch-Site cannot be made to lie about it; older ones send Origin; programs send neither. */
function isSameOrigin({ headers }: IncomingMessage, publicUrl: string | undefined): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  if (headers.origin === undefined) return true;
  const host = publicUrl ? new URL(publicUrl).host : headers.host;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === host;
}

function refuseBody(headers: IncomingHttpHeaders, json: boolean): Refusal | undefined {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (json && type !== "application/json") return { status: 415, code: "requests.jsonOnly" };
  // Without a length nothing bounds what Next would buffer.
  if (headers["transfer-encoding"] !== undefined) return { status: 411, code: "requests.lengthRequired" };
  return Number(headers["content-length"] ?? 0) > maxBodyBytes ? { status: 413, code: "requests.tooLarge" } : undefined;
}

/** Whoever is told that something is away is told when to come back, where their answer names no time itself. */
function sayWhenAgain(response: ServerResponse): void {
  const { writeHead } = response;
  Object.assign(response, {
    writeHead(status: number, ...rest: unknown[]) {
      if (status === 503 && !response.hasHeader("retry-after")) response.setHeader("retry-after", againSeconds);
      return Reflect.apply(writeHead, response, [status, ...rest]);
    },
  });
}

function reply(response: ServerResponse, { status, code }: Refusal): void {
  if (response.headersSent) return void response.destroy();
  // The rest of a refused body is not worth reading.
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", connection: "close" });
  response.end(JSON.stringify({ code, params: {} }));
}
