import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import { AuditRow, YearLine, type DumpLine } from "@/domain/audit/schema";
import { parseJson } from "@/domain/core/json";
import { actorOf } from "./audit-chain";

export type YearHead = Extract<YearLine, { format: string }>;
type YearRow = Extract<YearLine, { row: object }>;
type SealedLine = Extract<DumpLine, { seq: number }>;

/** Writes a year's file under its name whole or not at all, and gives its SHA-256. */
export async function writeYearFile(path: string, lines: AsyncIterable<string>): Promise<string> {
  const draft = `${path}.part`;
  try {
    await pipeline(Readable.from(lines), createGzip(), createWriteStream(draft, { mode: 0o600, flush: true }));
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  return fileDigest(path);
}

export async function fileDigest(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** The lines of a year's file as they stand, so that nothing of a row is lost between JSON and JavaScript. */
export async function* yearTexts(path: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity });
}

/** The head of a year's file. Throws where it is none. */
export async function yearHead(path: string): Promise<YearHead> {
  for await (const text of yearTexts(path)) {
    const line = YearLine.safeParse(parseJson(text)).data;
    if (line && "format" in line) return line;
    break;
  }
  throw new Error(`${path} is not the file of a year`);
}

const StoredRow = z.object({
  id: z.uuid(), at: z.coerce.date(), actor_id: z.uuid().nullable(), actor_kind: z.string(), on_behalf_of: z.uuid().nullable(), action: z.string(),
  subject_type: z.string(), subject_id: z.string(), before: z.json(), after: z.json(), request_id: z.string(),
});

/** A sealed row of the audit log as a dump has it, out of a year's file; undefined where it is none. */
function sealedLine({ row, seal }: YearRow): SealedLine | undefined {
  const stored = StoredRow.safeParse(row).data;
  if (!stored || !seal) return undefined;
  const { id, at, actor_id: actorId, actor_kind: actorKind, on_behalf_of: onBehalfOf, action, subject_type: subjectType, subject_id: subjectId, before, after, request_id: requestId } = stored;
  const told = AuditRow.safeParse({ id, at: at.toISOString(), actor: actorOf(seal.salt, actorId), actorKind, onBehalfOf, action, subjectType, subjectId, before, after, requestId });
  return told.success ? { seq: seal.seq, hash: seal.hash, salt: seal.salt, actorId, row: told.data } : undefined;
}

async function* sealedLines(path: string): AsyncGenerator<SealedLine> {
  for await (const text of yearTexts(path)) {
    const line = YearLine.safeParse(parseJson(text)).data;
    const told = line && "row" in line ? sealedLine(line) : undefined;
    if (told) yield told;
  }
}

/** A dump with the rows of moved years in their places, out of the years' files; a row that no file has stays a seal alone. */
export async function* withMovedRows(lines: AsyncIterable<DumpLine>, files: readonly string[]): AsyncGenerator<DumpLine> {
  const readers = files.map((path) => new SealedReader(path));
  for await (const line of lines) yield "moved" in line ? await inPlace(line, readers) : line;
}

async function inPlace(line: Extract<DumpLine, { moved: object }>, readers: readonly SealedReader[]): Promise<DumpLine> {
  const { seq, hash, id } = line.moved;
  for (const reader of readers) {
    const row = await reader.at(seq);
    // The seal is the dump's own: what the file says must fit it.
    if (row?.row.id === id) return { ...row, hash };
  }
  return line;
}

/** The sealed rows of a file, asked for by number, from the lowest on. */
class SealedReader {
  private readonly rows: AsyncIterator<SealedLine>;
  private next: SealedLine | undefined;
  private ended = false;

  constructor(path: string) {
    this.rows = sealedLines(path);
  }

  async at(seq: number): Promise<SealedLine | undefined> {
    while (!this.ended && (this.next?.seq ?? 0) < seq) {
      const { done = false, value } = await this.rows.next();
      [this.ended, this.next] = [done, done ? undefined : value];
    }
    return this.next?.seq === seq ? this.next : undefined;
  }
}
