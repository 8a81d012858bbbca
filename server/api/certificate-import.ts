import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { StartImport } from "@/domain/certificates/schema/import";
import { isIn, type User } from "@/domain/core/actor";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { safeReturnPath } from "@/domain/identity/rules";
import { actingField } from "@/domain/identity/rules/kept-forms";
import { env } from "@/env";
import { requireHolder } from "@/server/auth/standing";
import { startImport } from "@/server/certificates/commands/imports";
import { importTemplate } from "@/server/certificates/queries/imports";
import { refusalIn } from "@/server/core/away";
import { logger } from "@/server/core/logger";
import { limit } from "@/server/core/rate-limit";
import { requireScan } from "@/server/applications/commands/scan-incoming";
import { storage } from "@/server/core/storage";
import { createContext } from "./context";
import { receiveOneFile, tidyName, type OneFileForm } from "./one-file";
import { sendFile } from "./send-file";
import type { RequestCtx } from "./trpc";

const maxBytes = 20 * 1024 * 1024;
const workbookMime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * Certificates issued before, for certificate officers. `POST /api/certificates/import`: a multipart form with `typeId`, `place`
 * (`<department>.<division>`) and one `file`, answered with a redirect to the import that reads it, or back with what was
 * wrong. `GET` with `type`: the empty workbook of that type.
 */
export async function handleCertificateImport(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ctx = await createContext({ headers: { get: (name) => request.headers[name]?.toString() ?? null } });
  if (request.method === "POST") return receive(ctx, request, response);
  try {
    officerOf(ctx);
    const type = new URL(request.url ?? "", "http://localhost").searchParams.get("type") ?? "";
    await sendFile(response, { name: `certificates-${type.replace(/[^a-z0-9-]/g, "")}.xlsx`, mime: workbookMime }, await importTemplate(ctx.db, type));
  } catch (error) {
    refuse(response, error);
  }
}

function officerOf({ actor }: RequestCtx): User {
  if (actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
  if (!isIn(actor, ["certificateOfficer"])) throw new DomainError("forbidden", "access.forbidden");
  return actor;
}

async function receive(ctx: RequestCtx, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form: OneFileForm = { fields: {}, name: "" };
  const folder = resolve(env().DATA_DIR, "incoming", randomUUID());
  const overview = () => safeReturnPath(form.fields["returnTo"]).replace(/\?.*$/, "");
  try {
    const actor = officerOf(ctx);
    await limit(ctx.db, ctx.now, { act: "certificates.import", subject: actor.id, max: 60, windowSeconds: 3600 });
    await mkdir(folder, { recursive: true });
    const path = join(folder, "file");
    await receiveOneFile(request, { path, maxBytes }, form);
    requireHolder(actor, form.fields[actingField]);
    await requireScan(ctx, { path, name: tidyName(form.name) });
    const { id } = await startImport({ ...ctx, actor }, askedIn(form), { fileKey: await keep(ctx.now, path), name: tidyName(form.name) });
    response.writeHead(303, { location: `${overview()}/${id}`, "cache-control": "no-store" }).end();
  } catch (error) {
    if (!isDomainError(error)) logger.error("certificates.importFailed", { error: error instanceof Error ? error.name : "unknown" });
    const { typeId = "", place = "" } = form.fields;
    // What was not read stays unread: the connection is not used again.
    response.writeHead(303, { location: `${overview()}?${new URLSearchParams({ refused: isDomainError(error) ? error.code : "files.failed", typeId, place })}`, "cache-control": "no-store", connection: "close" }).end();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function askedIn({ fields: { typeId, place = "" } }: OneFileForm): StartImport {
  const [departmentId, divisionCode] = place.split(".");
  const asked = StartImport.safeParse({ typeId, departmentId, divisionCode });
  if (!asked.success) throw new DomainError("invalid", "certificates.importChoices");
  return asked.data;
}

async function keep(now: Date, path: string): Promise<string> {
  const fileKey = `imports/${now.toISOString().slice(0, 10)}/${randomUUID()}`;
  await storage().putFile(fileKey, path);
  return fileKey;
}

const statuses = { invalid: 400, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, unprocessable: 422, too_many: 429, unavailable: 503 } as const;

function refuse(response: ServerResponse, thrown: unknown): void {
  const error = refusalIn(thrown) ?? thrown;
  if (!isDomainError(error)) logger.error("certificates.templateFailed", { error: error instanceof Error ? error.name : "unknown" });
  if (response.headersSent) return void response.destroy();
  const [status, body] = isDomainError(error) ? [statuses[error.kind], { code: error.code, params: error.params }] : [500, { code: "requests.failed", params: {} }];
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }).end(JSON.stringify(body));
}
