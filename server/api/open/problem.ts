import { STATUS_CODES, type ServerResponse } from "node:http";
import type { ErrorKind, ErrorParams } from "@/domain/core/errors";
import { refusalIn } from "@/server/core/away";
import { logger } from "@/server/core/logger";

const statuses = { invalid: 400, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, unprocessable: 422, too_many: 429, unavailable: 503 } as const satisfies Record<ErrorKind, number>;

/** A refusal after RFC 9457; `code` is the same as everywhere in the portal. */
export type Problem = { type: string; title: string; status: number; code: string; params: ErrorParams; requestId: string };

/** Answers with what went wrong: how to go on is in its code, and in `Retry-After` where waiting helps. */
export function refuse(response: ServerResponse, error: unknown, requestId: string): void {
  if (response.headersSent) return void response.destroy();
  const known = refusalIn(error);
  if (!known) logger.error("open.failed", { requestId, error: error instanceof Error ? error.name : "unknown" });
  const [status, code, params] = known ? [statuses[known.kind], known.code, known.params] as const : [500, "requests.failed", {}] as const;
  const problem: Problem = { type: `urn:tongban:problem:${code}`, title: STATUS_CODES[status] ?? "", status, code, params, requestId };
  response.writeHead(status, {
    "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store",
    ...(status === 401 ? { "www-authenticate": 'Bearer error="invalid_token"' } : {}),
    ...(status === 429 ? { "retry-after": String(params["seconds"] ?? 60) } : {}),
  }).end(JSON.stringify(problem));
}
