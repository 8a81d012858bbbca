import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import Busboy from "@fastify/busboy";
import { z } from "zod";
import { isIn, type User } from "@/domain/core/actor";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { safeReturnPath } from "@/domain/identity/rules";
import { actingField } from "@/domain/identity/rules/kept-forms";
import { MaterialFileKind } from "@/domain/items/schema/life";
import { env } from "@/env";
import { attachAtCounter } from "@/server/applications/commands/counter";
import { DeliveryById } from "@/domain/applications/schema/deliveries";
import { attachProof } from "@/server/applications/commands/deliveries";
import { attachMinutes } from "@/server/applications/commands/hearings";
import { attachFile } from "@/server/applications/commands/files";
import { openOnFile, type OnFilePaper } from "@/server/applications/commands/on-file-copy";
import { attachItemFile } from "@/server/items/commands/files";
import { getItemFile } from "@/server/items/queries/files";
import { getFileAtCounter } from "@/server/applications/queries/counter-case";
import { openKept } from "@/server/applications/commands/materials";
import { getFile } from "@/server/applications/queries/files";
import { requireHolder } from "@/server/auth/standing";
import { refusalIn } from "@/server/core/away";
import { logger } from "@/server/core/logger";
import { limit } from "@/server/core/rate-limit";
import { awaitsScan, requireScan } from "@/server/applications/commands/scan-incoming";
import { storage } from "@/server/core/storage";
import { checkUpload, maxUploadBytes } from "@/server/core/uploads";
import { createContext } from "./context";
import { IncomingFiles } from "./incoming-files";
import { sendStored } from "./stored-file";
import { tidyName as shownName } from "./one-file";
import type { RequestCtx } from "./trpc";

/**
 * Uploads and private downloads, without JavaScript or with it. POST a multipart form with `application`, `field`,
 * `returnTo` and then `file` (several allowed): answered with a redirect back, or JSON where `Accept` asks for it.
 * With `reception` a clerk scans for whoever they serve. With `item`, `version`, `material` and `kind` it is the blank form or sample of a material of a draft.
 * GET `/api/files/public/<id>` gives those to anyone once published; GET `/api/files/<id>` streams one file to whoever may see its case, with `?reception=` to the clerk who serves its applicant.
 */
export async function handleFiles(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ctx = await contextOf(request);
  if (request.method === "POST") return receive(ctx, request, response);
  try {
    await send(ctx, request, response);
  } catch (error) {
    answerJson(response, statusOf(error), refusal(error));
  }
}

function contextOf(request: IncomingMessage): Promise<RequestCtx> {
  const get = (name: string) => request.headers[name]?.toString() ?? null;
  return createContext({ headers: { get } });
}

type Upload = { fields: Record<string, string>; attached: { fileId: string; name: string; size: number }[] };

async function receive(ctx: RequestCtx, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const upload: Upload = { fields: {}, attached: [] };
  const problem = await problemOf(async () => {
    const { id } = uploaderOf(ctx);
    await limit(ctx.db, ctx.now, { act: "files.upload", subject: id, max: 300, windowSeconds: 3600 });
    await readForm(ctx, request, upload);
  });
  // What was not read stays unread: the connection is not used again.
  if (problem) response.setHeader("connection", "close");
  if (!request.headers.accept?.includes("application/json")) return sendBack(response, upload, problem?.code);
  answerJson(response, problem?.status ?? 200, { ...(problem ? { code: problem.code, params: problem.params } : {}), files: upload.attached });
}

/** Who keeps the minutes of a hearing. */
const keepers = ["clerk", "reviewer", "approver"] as const;

function uploaderOf({ actor }: RequestCtx, ...audience: ("citizen" | "clerk" | "reviewer" | "approver" | "certificateOfficer" | "itemEditor")[]): User {
  if (actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
  if (!isIn(actor, audience.length > 0 ? audience : ["citizen", ...keepers, "certificateOfficer", "itemEditor"])) throw new DomainError("forbidden", "access.forbidden");
  return actor;
}

async function problemOf(work: () => Promise<void>) {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { status: statusOf(error), ...refusal(error) };
  }
}

/** Back to the page of the form, with what was wrong in its address. */
function sendBack(response: ServerResponse, { fields }: Upload, code: string | undefined): void {
  const back = new URL(safeReturnPath(fields["returnTo"]), "http://localhost");
  for (const name of ["file", "field"]) back.searchParams.delete(name);
  if (code) back.searchParams.set("file", code);
  if (code && fields["field"]) back.searchParams.set("field", fields["field"]);
  response.writeHead(303, { location: `${back.pathname}${back.search}`, "cache-control": "no-store" }).end();
}

async function readForm(ctx: RequestCtx, request: IncomingMessage, upload: Upload): Promise<void> {
  const folder = resolve(env().DATA_DIR, "incoming", randomUUID());
  await mkdir(folder, { recursive: true });
  try {
    const names = await toFolder(request, folder, upload);
    requireHolder(ctx.actor, upload.fields[actingField]);
    if (names.length === 0) throw new DomainError("invalid", "files.none");
    for (const [index, name] of names.entries()) upload.attached.push(await keep(ctx, upload.fields, { path: join(folder, String(index)), name }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Streams every file of the form to the folder as 0, 1, 2 …; returns the names given by the browser. */
async function toFolder(request: IncomingMessage, folder: string, upload: Upload): Promise<string[]> {
  const names: string[] = [];
  const incoming = new IncomingFiles();
  const parser = makeParser(request);
  parser.on("field", (name, value) => {
    upload.fields[name] = value;
  });
  parser.on("file", (_field, stream, name) => {
    if (!name) return void stream.resume();
    incoming.write(stream, join(folder, String(names.push(name) - 1)), () => new DomainError("invalid", "files.tooLarge", { megabytes: maxUploadBytes / 1024 / 1024 }));
  });
  await incoming.readFrom(request, parser);
  return names;
}

function makeParser({ headers }: IncomingMessage) {
  const type = headers["content-type"];
  if (!type?.startsWith("multipart/form-data")) throw new DomainError("invalid", "files.notAForm");
  return new Busboy({ headers: { ...headers, "content-type": type }, limits: { fileSize: maxUploadBytes, files: 10, fields: 10, fieldSize: 2000, parts: 20 } });
}

async function keep(ctx: RequestCtx, fields: Record<string, string>, { path, name }: { path: string; name: string }) {
  const unscanned = await mayKeep(ctx, fields, { path, name: shownName(name) });
  const checked = await checkUpload(path);
  const storageKey = `uploads/${ctx.now.toISOString().slice(0, 10)}/${randomUUID()}.${checked.extension}`;
  await storage().putFile(storageKey, checked.path);
  const file = { name: tidyName(name, checked.extension), mime: checked.mime, size: checked.size, sha256: checked.sha256, storageKey, ...(unscanned && { unscanned }) };
  try {
    const { fileId } = await attach(ctx, fields, file);
    return { fileId, name: file.name, size: file.size };
  } catch (error) {
    // Refused, it is nobody's. When the line breaks at the COMMIT nobody knows: a row without its file would be worse than a file without a row.
    if (isDomainError(error)) await storage().delete(storageKey);
    throw error;
  }
}

/**
 * True for the paper of an applicant that comes while the scanner is away: it is kept unopened, so that nobody who files is turned
 * away for it. What staff bring for others is not kept then; they can come again.
 */
async function mayKeep(ctx: RequestCtx, fields: Record<string, string>, file: { path: string; name: string }): Promise<boolean> {
  if (!fields["minutes"] && !fields["delivery"] && !fields["item"]) return awaitsScan(ctx, file);
  await requireScan(ctx, file);
  return false;
}

const ItemUpload = z.object({ itemId: z.uuid(), version: z.int().min(0), material: z.string().min(1).max(10), kind: MaterialFileKind });
type Stored = Parameters<typeof attachFile>[1]["file"];

/** To an application of a citizen, at a counter to that of whoever is served, or as the blank form or sample of a material to the draft of an item. */
function attach(ctx: RequestCtx, fields: Record<string, string>, file: Stored): Promise<{ fileId: string }> {
  if (fields["minutes"]) return attachMinutes({ ...ctx, actor: uploaderOf(ctx, ...keepers) }, { id: applicationId(fields), file });
  if (fields["delivery"]) return attachProof({ ...ctx, actor: uploaderOf(ctx, "clerk", "certificateOfficer") }, { reference: deliveryOf(fields), file });
  if (fields["reception"]) return attachAtCounter({ ...ctx, actor: uploaderOf(ctx, "clerk") }, { reception: receptionId(fields["reception"]), id: applicationId(fields), fieldId: fields["field"] ?? "", file });
  if (!fields["item"]) return attachFile({ ...ctx, actor: uploaderOf(ctx, "citizen") }, { id: applicationId(fields), fieldId: fields["field"] ?? "", file, keepNext: fields[`keep-${fields["field"]}`] === "yes" });
  const reference = ItemUpload.safeParse({ itemId: fields["item"], version: Number(fields["version"]), material: fields["material"], kind: fields["kind"] });
  if (!reference.success) throw new DomainError("not_found", "items.materialNotFound");
  return attachItemFile({ ...ctx, actor: uploaderOf(ctx, "itemEditor") }, { ...reference.data, file });
}

function deliveryOf({ delivery, version }: Record<string, string>): DeliveryById {
  const reference = DeliveryById.safeParse({ deliveryId: delivery, version: Number(version) });
  if (!reference.success) throw new DomainError("not_found", "deliveries.unknown");
  return reference.data;
}

function applicationId({ application = "" }: Record<string, string>): string {
  if (!/^[0-9a-f-]{36}$/.test(application)) throw new DomainError("not_found", "applications.notFound");
  return application;
}

function receptionId(text: string): string {
  if (!/^[0-9a-f-]{36}$/.test(text)) throw new DomainError("not_found", "applications.receptionNotFound");
  return text;
}

// The name is shown, never used as a path: no folders, no control characters, the ending of what the file really is.
function tidyName(name: string, extension: string): string {
  const base = name.normalize("NFC").split(/[/\\]/).at(-1)?.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, "").replace(/\.[^.]{1,8}$/, "").trim();
  return `${[...(base || "file")].slice(0, 120).join("")}.${extension}`;
}

type Exchange = { request: IncomingMessage; response: ServerResponse };

/** Anyone may fetch a form or sample that was published; what it is never changes under its id. */
async function sendPublic(ctx: RequestCtx, fileId: string, { request, response }: Exchange): Promise<void> {
  const file = await getItemFile(ctx.db, ctx.actor, fileId);
  await sendStored(request, response, file, {
    "content-type": file.mime,
    "content-disposition": `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    "cache-control": file.publishedAt ? "public, max-age=31536000, immutable" : "private, no-store",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  });
}

async function send(ctx: RequestCtx, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = "" } = request;
  const published = /^\/api\/files\/public\/([0-9a-f-]{36})$/.exec(url)?.[1];
  if (published) return sendPublic(ctx, published, { request, response });
  const [, fileId = "", inline, reception] = /^\/api\/files\/([0-9a-f-]{36})(?:(\?inline=1)|\?reception=([0-9a-f-]{36}))?$/.exec(url) ?? [];
  if (ctx.actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
  if (!fileId) throw new DomainError("not_found", "files.notFound");
  const how: Handing = inline ? shown : handedOut;
  // At a counter the person has their certificates themselves.
  const exchange = { request, response };
  return reception ? sendFile(await fileFor(ctx, fileId, reception), how, exchange) : sendPaper(ctx, fileId, how, exchange);
}

/** A certificate that stands in place of a paper, a paper that somebody keeps, or the upload. */
async function sendPaper(ctx: RequestCtx, id: string, how: Handing, exchange: Exchange): Promise<void> {
  const certificate = await openOnFile(ctx, id);
  return certificate ? sendOnFile(certificate, how, exchange.response) : sendFile((await openKept(ctx, id)) ?? (await getFile(ctx, id)), how, exchange);
}

type Handing = (name: string) => Record<string, string>;

async function sendFile(file: Pick<Awaited<ReturnType<typeof getFile>>, "name" | "mime" | "size" | "storageKey">, how: Handing, { request, response }: Exchange): Promise<void> {
  await sendStored(request, response, file, { "content-type": file.mime, "cache-control": "private, no-store", ...how(file.name) });
}

/** A certificate that stands in place of a paper: the holder has the original in their wallet. */
function sendOnFile(paper: OnFilePaper, how: Handing, response: ServerResponse): void {
  if (paper.kind === "own") {
    response.writeHead(303, { location: `/me/certificates/${paper.certificateId}`, "cache-control": "private, no-store" }).end();
    return;
  }
  const { bytes, name } = paper;
  response.writeHead(200, { "content-type": "application/pdf", "content-length": bytes.length, "cache-control": "private, no-store", ...how(name) }).end(bytes);
}

/** The file at a counter, for the clerk who takes its case from whoever is served. */
function fileFor(ctx: RequestCtx, fileId: string, reception: string): ReturnType<typeof getFile> {
  return getFileAtCounter({ ...ctx, actor: uploaderOf(ctx, "clerk") }, { reception, fileId });
}

const named = (how: "inline" | "attachment", name: string) => `${how}; filename="file"; filename*=UTF-8''${encodeURIComponent(name)}`;

// A browser's PDF viewer does not run in a sandbox; shown inside our own pages only, never as a document with scripts.
const shown = (name: string) => ({ "content-disposition": named("inline", name), "content-security-policy": "script-src 'none'; frame-ancestors 'self'", "x-frame-options": "SAMEORIGIN" });
const handedOut = (name: string) => ({ "content-disposition": named("attachment", name), "content-security-policy": "sandbox; default-src 'none'" });

const statuses = { invalid: 400, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, unprocessable: 422, too_many: 429, unavailable: 503 } as const;

function statusOf(error: unknown): number {
  const known = refusalIn(error);
  return known ? statuses[known.kind] : 500;
}

function refusal(error: unknown): { code: string; params: Record<string, string | number> } {
  const known = refusalIn(error);
  if (known) return { code: known.code, params: known.params };
  logger.error("files.failed", { error: error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : "unknown" });
  return { code: "files.failed", params: {} };
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }).end(JSON.stringify(body));
}
