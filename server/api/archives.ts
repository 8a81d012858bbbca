import type { IncomingMessage, ServerResponse } from "node:http";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { refusalIn } from "@/server/core/away";
import { logger } from "@/server/core/logger";
import { limit } from "@/server/core/rate-limit";
import { getArchive } from "@/server/records/queries/archives";
import { createContext } from "./context";
import { sendStored } from "./stored-file";

const statuses = { invalid: 400, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, unprocessable: 422, too_many: 429, unavailable: 503 } as const;

/** GET `/api/archives/<id>` streams an archive package to who keeps its department's. */
export async function handleArchives(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const [, id = ""] = /^\/api\/archives\/([0-9a-f-]{36})$/.exec(request.url ?? "") ?? [];
    const ctx = await createContext({ headers: { get: (name) => request.headers[name]?.toString() ?? null } });
    if (ctx.actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
    if (!id) throw new DomainError("not_found", "records.archiveNotFound");
    await limit(ctx.db, ctx.now, { act: "records.archive", subject: ctx.actor.id, max: 100, windowSeconds: 3600 });
    const { name, size, storageKey } = await getArchive({ ...ctx, actor: ctx.actor }, id);
    await sendStored(request, response, { storageKey, size }, {
      "content-type": "application/zip", "content-disposition": `attachment; filename="${name}"`, "cache-control": "private, no-store",
      "content-security-policy": "sandbox; default-src 'none'",
    });
  } catch (error) {
    refuse(response, error);
  }
}

function refuse(response: ServerResponse, thrown: unknown): void {
  const error = refusalIn(thrown) ?? thrown;
  if (response.headersSent) return void response.destroy();
  if (!isDomainError(error)) logger.error("archives.failed", { error: error instanceof Error ? error.name : "unknown" });
  const [status, body] = isDomainError(error) ? [statuses[error.kind], { code: error.code, params: error.params }] as const : [500, { code: "requests.failed", params: {} }] as const;
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }).end(JSON.stringify(body));
}
