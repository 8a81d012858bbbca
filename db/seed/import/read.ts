import { createReadStream } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { DomainError } from "@/domain/core/errors";
import { parseJson } from "@/domain/core/json";
import { ExchangeHeader } from "@/domain/items/schema/exchange";
import { exchangedItem } from "./exchange";
import type { ImportFile } from "./imported";
import { readImportFile, readRow, type Entry, type Seen } from "./parse";
import { readWorkbook, type LookUp } from "./workbook";

/** Where a file ends being an import: bytes of a file that is read whole, bytes of one line. */
const limits = { wholeBytes: 64 * 1024 * 1024, lineBytes: 4 * 1024 * 1024 };
const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);

type FileKind = "lines" | "workbook" | "json";

/** What a file is by its first bytes: an export of ours line by line, a workbook (a ZIP), or one JSON value. */
async function kindOf(path: string): Promise<FileKind> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    const start = buffer.subarray(0, bytesRead);
    if (start.subarray(0, 2).toString("latin1") === "PK") return "workbook";
    const [line = ""] = start.toString("utf8").replace(/^\uFEFF/, "").split("\n", 1);
    return ExchangeHeader.safeParse(parseJson(line)).success ? "lines" : "json";
  } finally {
    await file.close();
  }
}

/** How a JSON file is read, and where a workbook's rows find what is there already; without it workbooks are not read. */
export type ReadOptions = { readJson?: (json: unknown) => ImportFile; lookUp?: LookUp };

/**
 * The items of a file one after another: an export line by line, in the memory of one line however long the file is; any
 * other JSON read whole. Errors (invalid): `items.unknownFormat`, `items.notJson`, `items.fileTooLarge` (megabytes),
 * `items.workbookTooLarge`, `items.workbookUnreadable`.
 */
export async function* readEntries(path: string, { readJson = readImportFile, lookUp }: ReadOptions = {}): AsyncGenerator<Entry> {
  const kind = await kindOf(path);
  if (kind === "lines") return yield* readLines(path);
  if (kind === "workbook" && lookUp) return yield* readWorkbook(path, lookUp);
  if ((await stat(path)).size > limits.wholeBytes) throw new DomainError("invalid", "items.fileTooLarge", { megabytes: megabytes(limits.wholeBytes) });
  const { items, refused } = readJson(jsonOf(await readFile(path, "utf8")));
  yield* [...items, ...refused].toSorted((a, b) => a.row - b.row);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DomainError("invalid", "items.notJson", { problem: error instanceof Error ? error.message.slice(0, 200) : "" });
  }
}

async function* readLines(path: string): AsyncGenerator<Entry> {
  const seen: Seen = new Map();
  let row = 0;
  for await (const line of linesOf(path)) {
    if (row > 0) yield readRow(exchangedItem, parseJson(line) ?? line, row, seen);
    row += 1;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 256 * 1024 }) as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > limits.lineBytes) throw new DomainError("invalid", "items.fileTooLarge", { megabytes: megabytes(limits.lineBytes) });
    yield* lines.filter((line) => line.trim() !== "");
  }
  if (rest.trim() !== "") yield rest;
}
