import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { and, asc, eq, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader, Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { certificateImportRows, certificateImports, departments } from "@/db/schema";
import { importHindrance } from "@/domain/certificates/policy/import";
import { importColumns, importIdentity, readHeadings, readImportRow } from "@/domain/certificates/rules/import";
import { mostImportRows, type ImportedCertificate, type ImportProblem, type ImportReference, type StartImport } from "@/domain/certificates/schema/import";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError, isDomainError } from "@/domain/core/errors";
import type { User } from "@/domain/core/actor";
import { env } from "@/env";
import { authorize } from "@/server/core/authorize";
import { commit, type AuditEntry, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { missingGlyphs } from "@/server/core/documents/fonts";
import { newId } from "@/server/core/ids";
import { storage } from "@/server/core/storage";
import { readTableFile } from "@/server/core/table-file";
import { findIssuedType, type IssuedType } from "../queries/catalogue";
import { documentPlace, findOwnImport, hintMark, namesOfItems, openDocument, type Import, type ImportRow } from "../queries/imports";
import { findImported, insertImported, type ImportSource } from "./imported";

type OfficerCtx = Ctx & { actor: User };

const topic = "certificates.importWaits";
const wake = (importId: string): OutboxEntry => ({ topic, payload: { importId } });
const entry = (act: string, id: string, after?: unknown): AuditEntry => ({ action: `certificates.${act}`, subject: { type: "certificateImport", id }, after });

/** A file that was received: where it lies, and what its sender calls it. */
export type ReceivedTable = { fileKey: string; name: string };

/** Begins an import: the file is read in the background, then shown, and nothing is made before a second person confirms it. Errors: `access.forbidden`, `certificates.typeUnknown`. */
export async function startImport(ctx: OfficerCtx, asked: StartImport, file: ReceivedTable): Promise<{ id: string }> {
  authorize(importHindrance(ctx.actor, "start", asked));
  return beginImport(ctx, { ...asked, createdBy: ctx.actor.id }, file);
}

/** The same for an operator at the machine. Errors: `certificates.typeUnknown`. */
export function beginImport(ctx: Ctx, { typeId, departmentId, divisionCode, createdBy }: StartImport & { createdBy: string | null }, { fileKey, name }: ReceivedTable): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    if (!(await findIssuedType(tx, typeId))) throw new DomainError("unprocessable", "certificates.typeUnknown", { type: typeId });
    const id = await newId(tx);
    await tx.insert(certificateImports).values({ id, typeId, departmentId, divisionCode, status: "reading", title: name, fileKey, createdBy, createdAt: ctx.now, updatedAt: ctx.now });
    return { value: { id }, audit: entry("startImport", id, { typeId, departmentId, name }), outbox: [wake(id)] };
  });
}

/** A second officer lets it be made. Errors: `certificates.importNotFound`, `certificates.importNotReady`, `certificates.ownImport`. */
export function confirmImport(ctx: OfficerCtx, { id }: ImportReference): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const row = await lockOwn(tx, ctx, id);
    authorize(importHindrance(ctx.actor, "confirm", row));
    return letWork(tx, ctx, row, ctx.actor.id);
  });
}

/** An operator lets what an operator began be made. Errors: `certificates.importNotReady`. */
export function confirmAtMachine(ctx: Ctx, id: string): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(certificateImports).where(and(eq(certificateImports.id, id), isNull(certificateImports.createdBy))).for("update");
    if (!row) throw new DomainError("not_found", "certificates.importNotFound");
    return letWork(tx, ctx, row, null);
  });
}

async function letWork(tx: Tx, { now }: Ctx, { id, status }: Import, confirmedBy: string | null) {
  if (status !== "ready") throw new DomainError("conflict", "certificates.importNotReady");
  await tx.update(certificateImports).set({ status: "working", confirmedBy, updatedAt: now }).where(eq(certificateImports.id, id));
  return { value: { id }, audit: entry("confirmImport", id), outbox: [wake(id)] };
}

/** Stops an import: what is made stays, what waits is not made. Errors: `certificates.importNotFound`, `certificates.importOver`. */
export function cancelImport(ctx: OfficerCtx, { id }: ImportReference): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const row = await lockOwn(tx, ctx, id);
    if (row.endedAt) throw new DomainError("conflict", "certificates.importOver");
    await end(tx, ctx, row, { status: "cancelled" });
    return { value: { id }, audit: entry("cancelImport", id, { done: row.done }) };
  });
}

async function lockOwn(tx: Tx, { actor }: OfficerCtx, id: string): Promise<Import> {
  await tx.select({ id: certificateImports.id }).from(certificateImports).where(eq(certificateImports.id, id)).for("update");
  return findOwnImport(tx, actor, id);
}

/** Closes an import; what its rows held is not needed any more. */
async function end(tx: Tx, { now }: Ctx, { id, fileKey }: Import, how: { status: "done" | "cancelled" | "failed"; problems?: ImportProblem[] }): Promise<void> {
  await tx.update(certificateImports).set({ ...how, fileKey: null, endedAt: now, updatedAt: now }).where(eq(certificateImports.id, id));
  await tx.update(certificateImportRows).set({ document: null }).where(eq(certificateImportRows.importId, id));
  if (fileKey) await storage().delete(fileKey);
}

/** An import that nobody confirms for so long is cancelled: what its rows hold is not kept for nothing. */
const patienceDays = 30;

/** Cancels the imports that nobody confirmed in time. Tells how many. */
export async function cancelForgottenImports(ctx: Ctx): Promise<number> {
  const since = new Date(ctx.now.getTime() - patienceDays * 86_400_000);
  const forgotten = and(eq(certificateImports.status, "ready"), lt(certificateImports.updatedAt, since));
  const rows = await ctx.db.select({ id: certificateImports.id }).from(certificateImports).where(forgotten).limit(100);
  let cancelled = 0;
  for (const { id } of rows) {
    cancelled += await commit(ctx, async (tx) => {
      const [row] = await tx.select().from(certificateImports).where(and(eq(certificateImports.id, id), forgotten)).for("update");
      if (!row) return { value: 0, audit: entry("leaveImport", id) };
      await end(tx, ctx, row, { status: "cancelled" });
      return { value: 1, audit: entry("cancelImport", id, { forgotten: true }) };
    });
  }
  return cancelled;
}

const Message = z.object({ importId: z.uuid() });

/** Takes an import one step on, whichever is next. May run again at any time. */
export async function continueImport(ctx: Ctx, payload: unknown): Promise<void> {
  const { importId } = Message.parse(payload);
  await readImport(ctx, importId);
  await workImport(ctx, importId);
}

const findImport = async (db: Reader, id: string): Promise<Import | undefined> => (await db.select().from(certificateImports).where(eq(certificateImports.id, id)).limit(1))[0];

/** Reads the whole file and keeps all its rows at once, or says why it cannot be read. */
async function readImport(ctx: Ctx, id: string): Promise<void> {
  const row = await findImport(ctx.db, id);
  const type = row && (await findIssuedType(ctx.db, row.typeId));
  if (row?.status !== "reading" || !row.fileKey || !type) return;
  const table = await readFileOf(row.fileKey);
  const read = Array.isArray(table) ? await planRows(ctx, type, table) : { failed: [table] };
  await commit(ctx, async (tx) => {
    const [mine] = await tx.select({ status: certificateImports.status }).from(certificateImports).where(eq(certificateImports.id, id)).for("update");
    if (mine?.status !== "reading") return { value: undefined, audit: entry("leaveImport", id) };
    if ("failed" in read) await end(tx, ctx, row, { status: "failed", problems: read.failed });
    else await keepRows(tx, ctx, row, read.rows);
    return { value: undefined, audit: "failed" in read ? entry("failImport", id, { problems: read.failed.map(({ code }) => code) }) : entry("readImport", id, { rows: read.rows.length }) };
  });
}

async function readFileOf(fileKey: string): Promise<string[][] | ImportProblem> {
  const folder = resolve(env().DATA_DIR, "incoming", randomUUID());
  await mkdir(folder, { recursive: true });
  try {
    const path = join(folder, "file");
    await pipeline(await storage().getStream(fileKey), createWriteStream(path));
    return await readTableFile(path);
  } catch (error) {
    if (!isDomainError(error) || error.kind !== "invalid") throw error;
    return { column: "", code: error.code, params: error.params };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export type PlannedRow = { line: number; plan: "make" | "same" | "refuse"; document?: ImportedCertificate; problems: ImportProblem[]; certificateId?: string };

/** What the rows of a table would become, nothing written; or what is wrong with the table itself. */
export async function planRows({ db, now }: Ctx, type: IssuedType, [headings = [], ...lines]: string[][]): Promise<{ failed: ImportProblem[] } | { rows: PlannedRow[] }> {
  const { at, problems } = readHeadings(headings, importColumns(type.content));
  if (problems.length > 0) return { failed: problems.slice(0, 50) };
  const filled = lines.map((cells, index) => ({ line: index + 2, cells })).filter(({ cells }) => cells.some((cell) => cell.trim() !== "" && !cell.startsWith(hintMark)));
  if (filled.length === 0) return { failed: [{ column: "", code: "certificates.importEmpty", params: {} }] };
  if (filled.length > mostImportRows) return { failed: [{ column: "", code: "certificates.importTooLong", params: { most: mostImportRows } }] };
  const today = shanghaiDay(now);
  const read = filled.map(({ line, cells }) => ({ line, row: readImportRow(cells, at, { content: type.content, today }) }));
  const documents = read.flatMap(({ row }) => (Array.isArray(row) ? [] : [row]));
  const known = { names: await namesOfItems(db, [...new Set(documents.map(({ itemCode }) => itemCode))]), made: await findImported(db, documents.map((row) => importIdentity(type.id, row))) };
  const seen = new Map<string, number>();
  return { rows: read.map(({ line, row }) => planRow({ line, row, typeId: type.id }, known, seen)) };
}

type Read = { line: number; row: ImportedCertificate | ImportProblem[]; typeId: string };
type Known = { names: ReadonlyMap<string, string>; made: ReadonlyMap<string, string> };

function planRow({ line, row, typeId }: Read, { names, made }: Known, seen: Map<string, number>): PlannedRow {
  if (Array.isArray(row)) return { line, plan: "refuse", problems: row };
  const identity = importIdentity(typeId, row);
  const before = seen.get(identity);
  seen.set(identity, before ?? line);
  const unprintable = missingGlyphs([row.number, ...row.holders.map(({ name }) => name), ...row.face.map(({ value }) => value)].join(""));
  const problems = [
    ...(before === undefined ? [] : [{ column: "证照编号", code: "certificates.rowTwice", params: { line: before } }]),
    ...(names.has(row.itemCode) ? [] : [{ column: "关联事项基本编码", code: "certificates.itemCodeUnknown", params: { code: row.itemCode } }]),
    ...(unprintable ? [{ column: "", code: "certificates.missingGlyph", params: { characters: unprintable } }] : []),
  ];
  if (problems.length > 0) return { line, plan: "refuse", problems };
  const certificateId = made.get(identity);
  return certificateId ? { line, plan: "same", problems: [], certificateId } : { line, plan: "make", document: row, problems: [] };
}

async function keepRows(tx: Tx, { now }: Ctx, { id: importId, fileKey }: Import, rows: readonly PlannedRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 500) {
    const values = rows.slice(at, at + 500).map(({ document, ...row }) => {
      const id = randomUUID();
      return { ...row, id, importId, document: document ? seal(JSON.stringify(document), documentPlace(id)) : null };
    });
    await tx.insert(certificateImportRows).values(values);
  }
  await tx.update(certificateImports).set({ status: "ready", total: rows.length, fileKey: null, updatedAt: now }).where(eq(certificateImports.id, importId));
  if (fileKey) await storage().delete(fileKey);
}

/** Rows of one transaction; an import that is cut off goes on after the last whole one. */
const batchSize = 25;
const sliceMs = 60_000;

/**
 * Works a confirmed import off: each row whole or not at all, and never twice, since its outcome is written in the same
 * transaction. Any number of workers and restarts come to the same end.
 */
async function workImport(ctx: Ctx, id: string): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const late = performance.now() - startedAt > sliceMs;
    if (!(await workBatch(ctx, id, late ? [wake(id)] : [])) || late) return;
  }
}

/** The next rows; false when there is nothing left to do here. */
async function workBatch(ctx: Ctx, id: string, again: OutboxEntry[]): Promise<boolean> {
  if ((await findImport(ctx.db, id))?.status !== "working") return false;
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(certificateImports).where(eq(certificateImports.id, id)).for("update");
    if (row?.status !== "working") return { value: false, audit: entry("leaveImport", id) };
    const waiting = and(eq(certificateImportRows.importId, id), isNull(certificateImportRows.outcome), eq(certificateImportRows.plan, "make"));
    const rows = await tx.select().from(certificateImportRows).where(waiting).orderBy(asc(certificateImportRows.line)).limit(batchSize);
    const source = await sourceOf(tx, row);
    const settled = [];
    for (const one of rows) settled.push(await settle(tx, ctx, one, source));
    await tx.update(certificateImports).set({ done: sql`${certificateImports.done} + ${rows.length}`, updatedAt: ctx.now }).where(eq(certificateImports.id, id));
    const more = rows.length === batchSize;
    if (!more) await end(tx, ctx, row, { status: "done" });
    return { value: more, audit: [entry("workImport", id, { rows: rows.length }), ...settled.flatMap(({ audit }) => audit)], outbox: [...settled.flatMap(({ outbox }) => outbox), ...(more ? again : [])] };
  });
}

async function sourceOf(tx: Tx, { id, typeId, departmentId, divisionCode }: Import): Promise<Omit<ImportSource, "itemName">> {
  const type = await findIssuedType(tx, typeId);
  const [department] = await tx.select().from(departments).where(eq(departments.id, departmentId)).limit(1);
  if (!type || !department) throw new Error("an import whose type or department is gone");
  return { importId: id, type, divisionCode, issuer: { departmentId, name: department.name, uscc: department.uscc } };
}

type Settled = { audit: AuditEntry[]; outbox: OutboxEntry[] };
const nothing: Settled = { audit: [], outbox: [] };

/** What the database refuses is a refusal of this row alone; anything else stops the import, which is tried again. */
async function settle(tx: Tx, ctx: Ctx, row: ImportRow, source: Omit<ImportSource, "itemName">): Promise<Settled> {
  const document = openDocument(row);
  if (!document) throw new Error("a row that waits without what it holds");
  try {
    return (await isMade(tx, row, source, document)) ? nothing : await tx.transaction((savepoint) => makeRow(savepoint, ctx, { row, document }, source));
  } catch (error) {
    if (!isConstraint(error)) throw error;
    // Another file with the same row may have been quicker.
    if (!(await isMade(tx, row, source, document))) await keep(tx, row, { outcome: "refused", problems: [{ column: "", code: "certificates.alreadyCurrent", params: {} }] });
    return nothing;
  }
}

const keep = (tx: Tx, { id }: ImportRow, outcome: Partial<ImportRow>) => tx.update(certificateImportRows).set({ ...outcome, document: null }).where(eq(certificateImportRows.id, id));

async function isMade(tx: Tx, row: ImportRow, { type }: Pick<ImportSource, "type">, document: ImportedCertificate): Promise<boolean> {
  const identity = importIdentity(type.id, document);
  const made = (await findImported(tx, [identity])).get(identity);
  if (made) await keep(tx, row, { outcome: "same", certificateId: made });
  return made !== undefined;
}

async function makeRow(tx: Tx, ctx: Ctx, { row, document }: { row: ImportRow; document: ImportedCertificate }, source: Omit<ImportSource, "itemName">): Promise<Settled> {
  const itemName = (await namesOfItems(tx, [document.itemCode])).get(document.itemCode) ?? document.itemCode;
  const { id, recordDigest } = await insertImported(tx, ctx, document, { ...source, itemName });
  await keep(tx, row, { outcome: "made", certificateId: id });
  return {
    audit: [{ action: "certificates.import", subject: { type: "certificate", id }, after: { importId: source.importId, recordDigest } }],
    outbox: [{ topic: "certificates.sign", payload: { certificateId: id } }],
  };
}

function isConstraint(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && String(cause.code).startsWith("23");
}
