import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { isIn, type User } from "@/domain/core/actor";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { safeReturnPath } from "@/domain/identity/rules";
import { actingField } from "@/domain/identity/rules/kept-forms";
import { ExportItems } from "@/domain/items/schema/exchange";
import { env } from "@/env";
import { requireHolder } from "@/server/auth/standing";
import { refusalIn } from "@/server/core/away";
import { logger } from "@/server/core/logger";
import { limit } from "@/server/core/rate-limit";
import { requireScan } from "@/server/applications/commands/scan-incoming";
import { storage } from "@/server/core/storage";
import { startImport } from "@/server/items/commands/import";
import { exportFile, resultLines, type ExportForm } from "@/server/items/queries/export";
import { getOwnRun } from "@/server/items/queries/runs";
import { createContext } from "./context";
import { receiveOneFile, tidyName, type OneFileForm } from "./one-file";
import { sendFile } from "./send-file";
import type { RequestCtx } from "./trpc";

const maxBytes = 200 * 1024 * 1024;

/**
 * Files of many service items, for item editors. `POST /api/items/import`: a multipart form with one `file`, answered with a
 * redirect to the run that reads it. `GET /api/items/export?form=lines|workbook|template` with an editor's filters, and
 * `GET /api/items/results/<run>`: what came of each row. Both are streamed.
 */
export async function handleItemFiles(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ctx = await createContext({ headers: { get: (name) => request.headers[name]?.toString() ?? null } });
  if (request.method === "POST") return receive(ctx, request, response);
  try {
    await send({ ...ctx, actor: editorOf(ctx) }, new URL(request.url ?? "", "http://localhost"), response);
  } catch (error) {
    refuse(response, error);
  }
}

function editorOf({ actor }: RequestCtx): User {
  if (actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
  if (!isIn(actor, ["itemEditor", "itemPublisher"])) throw new DomainError("forbidden", "access.forbidden");
  return actor;
}

async function receive(ctx: RequestCtx, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form: OneFileForm = { fields: {}, name: "" };
  const folder = resolve(env().DATA_DIR, "incoming", randomUUID());
  const back = (query: Record<string, string>, path = safeReturnPath(form.fields["returnTo"])) => {
    // What was not read stays unread: the connection is not used again.
    if (query["file"]) response.setHeader("connection", "close");
    const to = new URL(path, "http://localhost");
    for (const [name, value] of Object.entries(query)) to.searchParams.set(name, value);
    response.writeHead(303, { location: `${to.pathname}${to.search}`, "cache-control": "no-store" }).end();
  };
  try {
    const actor = editorOf(ctx);
    if (!isIn(actor, ["itemEditor"])) throw new DomainError("forbidden", "access.forbidden");
    await limit(ctx.db, ctx.now, { act: "items.import", subject: actor.id, max: 60, windowSeconds: 3600 });
    await mkdir(folder, { recursive: true });
    const path = join(folder, "file");
    await receiveOneFile(request, { path, maxBytes }, form);
    requireHolder(actor, form.fields[actingField]);
    await requireScan(ctx, { path, name: tidyName(form.name) });
    const fileKey = `imports/${ctx.now.toISOString().slice(0, 10)}/${randomUUID()}`;
    await storage().putFile(fileKey, path);
    const { runId } = await startImport({ ...ctx, actor }, { fileKey, name: tidyName(form.name) });
    back({}, `${safeReturnPath(form.fields["returnTo"]).replace(/\?.*$/, "")}/${runId}`);
  } catch (error) {
    if (!isDomainError(error)) logger.error("items.importFailed", { error: error instanceof Error ? error.name : "unknown" });
    back({ file: isDomainError(error) ? error.code : "files.failed" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const types: Record<ExportForm | "results", { mime: string; ending: string }> = {
  lines: { mime: "application/x-ndjson; charset=utf-8", ending: "ndjson" },
  workbook: { mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ending: "xlsx" },
  template: { mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ending: "xlsx" },
  results: { mime: "text/csv; charset=utf-8", ending: "csv" },
};

async function send(ctx: RequestCtx & { actor: User }, { pathname, searchParams }: URL, response: ServerResponse): Promise<void> {
  const [, runId] = /^\/api\/items\/results\/([0-9a-f-]{36})$/.exec(pathname) ?? [];
  if (runId) {
    await getOwnRun(ctx.db, ctx.actor, runId);
    return stream(response, "results", resultLines(ctx.db, runId), ctx.now);
  }
  const form = searchParams.get("form") ?? "lines";
  if (pathname !== "/api/items/export" || (form !== "lines" && form !== "workbook" && form !== "template")) throw new DomainError("not_found", "items.notFound");
  const asked = ExportItems.safeParse({
    ...Object.fromEntries(["query", "state"].flatMap((name) => (searchParams.get(name) ? [[name, searchParams.get(name)]] : []))),
    ...(searchParams.has("code") ? { codes: searchParams.getAll("code") } : {}), drafts: searchParams.get("drafts") === "yes",
  });
  if (!asked.success) throw new DomainError("invalid", "requests.malformed");
  await stream(response, form, exportFile(ctx.db, ctx.actor, form, asked.data), ctx.now);
}

function stream(response: ServerResponse, kind: keyof typeof types, chunks: AsyncGenerator<string | Uint8Array>, now: Date): Promise<void> {
  const { mime, ending } = types[kind];
  return sendFile(response, { name: `items-${kind}-${now.toISOString().slice(0, 10)}.${ending}`, mime }, chunks);
}

const statuses = { invalid: 400, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, unprocessable: 422, too_many: 429, unavailable: 503 } as const;

function refuse(response: ServerResponse, thrown: unknown): void {
  const error = refusalIn(thrown) ?? thrown;
  if (!isDomainError(error)) logger.error("items.exportFailed", { error: error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : "unknown" });
  if (response.headersSent) return void response.destroy();
  const [status, body] = isDomainError(error) ? [statuses[error.kind], { code: error.code, params: error.params }] : [500, { code: "requests.failed", params: {} }];
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }).end(JSON.stringify(body));
}
