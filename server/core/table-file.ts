import { open, readFile } from "node:fs/promises";
import { readTables } from "@/db/seed/import/workbook";
import { DomainError } from "@/domain/core/errors";

/**
 * The rows of a table in a file: the first sheet of a workbook, or CSV in UTF-8 or, as spreadsheets in China save it, GB 18030.
 * Errors (invalid): `items.workbookUnreadable`, `items.workbookTooLarge`, `files.notATable`.
 */
export async function readTableFile(path: string): Promise<string[][]> {
  if (await isArchive(path)) return (await readTables(path))[0]?.rows ?? [];
  const bytes = await readFile(path);
  if (bytes.includes(0)) throw new DomainError("invalid", "files.notATable");
  return parseCsv(textOf(bytes));
}

async function isArchive(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString("latin1") === "PK";
  } finally {
    await file.close();
  }
}

function textOf(bytes: Uint8Array): string {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one, then.
    }
  }
  throw new DomainError("invalid", "files.notATable");
}

/** A few megabytes of nothing but commas or line ends would become gigabytes of cells. */
const mostCells = 2_000_000;

/** CSV (RFC 4180): quoted cells may hold commas, line breaks and doubled quotes; a mark that stands for text is taken off. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let left = mostCells;
  let row: string[] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy;
  const body = text.replace(/^\uFEFF/, "");
  while (cells.lastIndex < body.length) {
    const [, quoted, plain = "", end] = cells.exec(body) ?? [];
    // A quote where none belongs: what follows cannot be told apart.
    left -= 1;
    if (end === undefined || left < 0) throw new DomainError("invalid", "files.notATable");
    const cell = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    row.push(/^'[=+\-@]/.test(cell) ? cell.slice(1) : cell);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push([...row, ""]);
  return rows;
}
