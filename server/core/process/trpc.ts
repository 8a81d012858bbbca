import type { IncomingHttpHeaders } from "node:http";
import type { TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { isDomainError } from "@/domain/core/errors";
import { createContext } from "@/server/api/context";
import { toTRPCError } from "@/server/api/errors";
import { appRouter } from "@/server/api/root";

/** The procedures over Node's own request, two to three times as quick as through a route handler. */
export const trpcHandler = createHTTPHandler({
  router: appRouter,
  basePath: "/api/trpc/",
  maxBodySize: 1_000_000,
  maxBatchSize: 10,
  createContext: ({ req }) => createContext({ headers: headersIn(req.headers) }).catch(refuse),
  responseMeta: ({ errors }) => ({ headers: new Headers({ "cache-control": "no-store", ...waitOf(errors) }) }),
});

function refuse(error: unknown): never {
  throw isDomainError(error) ? toTRPCError(error) : error;
}

/** How long whoever asked too often waits, as every client reads it. */
function waitOf(errors: readonly TRPCError[]): Record<string, string> {
  const seconds = errors.flatMap(({ cause }) => (isDomainError(cause) && cause.kind === "too_many" ? [Number(cause.params["seconds"] ?? 1)] : []));
  return seconds.length > 0 ? { "retry-after": String(Math.max(...seconds)) } : {};
}

/** Reads them where they are: to copy and check all of them costs more than the few that are asked for. */
const headersIn = (source: IncomingHttpHeaders): Pick<Headers, "get"> => ({ get: (name) => source[name.toLowerCase()]?.toString() ?? null });
