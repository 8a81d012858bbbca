import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { logger } from "@/server/core/logger";
import { limit } from "@/server/core/rate-limit";
import { storage } from "@/server/core/storage";
import { getArchive } from "@/server/records/queries/archives";
import { createContext } from "./context";

const statuses = { invalid: 400, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, unprocessable: 422, too_many: 429 } as const;

/** GET `/api/archives/<id>` streams an archive package to who keeps its department's. */
export async function handleArchives(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const [, id = ""] = /^\/api\/archives\/([0-9a-f-]{36})$/.exec(request.url ?? "") ?? [];
    const ctx = await createContext({ headers: { get: (name) => request.headers[name]?.toString() ?? null } });
    if (ctx.actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
    if (!id) throw new DomainError("not_found", "records.archiveNotFound");
    await limit(ctx.db, ctx.now, { act: "records.archive", subject: ctx.actor.id, max: 100, windowSeconds: 3600 });
    const { name, size, storageKey } = await getArchive({ ...ctx, actor: ctx.actor }, id);
    response.writeHead(200, {
      "content-type": "application/zip", "content-length": size, "content-disposition": `attachment; filename="${name}"`, "cache-control": "private, no-store",
      "content-security-policy": "sandbox; default-src 'none'",
    });
    await pipeline(await storage().getStream(storageKey), response);
  } catch (error) {
    refuse(response, error);
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  if (!isDomainError(error)) logger.error("archives.failed", { error: error instanceof Error ? error.name : "unknown" });
  const [status, body] = isDomainError(error) ? [statuses[error.kind], { code: error.code, params: error.params }] as const : [500, { code: "requests.failed", params: {} }] as const;
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }).end(JSON.stringify(body));
}
