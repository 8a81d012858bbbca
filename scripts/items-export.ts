// npm run items:export -- <file> [--code <code>]… [--drafts]
import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { connect, type Reader } from "@/db/client";
import { exportLines } from "@/db/seed/import/export";
import { workbookBytes } from "@/db/seed/import/workbook";
import { exchangeFormat, schemaPath } from "@/domain/items/schema/exchange";
import { readEnvironment } from "@/env";
import { withDatabase } from "@/server/core/process/settle";
import { onlyFile, runCommand } from "./lib/command";

const usage = `Usage: npm run items:export -- <file> [--code <code>]… [--drafts]

Writes service items as lines of JSON (NDJSON) in the format ${exchangeFormat}: a header line, then one item a line, which
items:import reads back without loss. A file name ending in .xlsx makes a workbook to fill in instead. The schema of an
item is at ${schemaPath} of every portal.

  --code <code>   only this item (31 or 33 characters); may be given several times
  --drafts        what is being written in place of what is published
  --help          this text

Exit code: 0 written, 2 nothing written.
The database is DATABASE_URL, or the one in DATA_DIR (a running portal's, or started for the work).`;

const NOTHING_DONE = 2;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { code: { type: "string", multiple: true }, drafts: { type: "boolean", default: false } },
  });
  const file = onlyFile(positionals);
  const written = await withDatabase(async (url) => {
    const connection = connect(url, 1);
    try {
      return await write(connection.db, file, { codes: values.code, drafts: values.drafts });
    } finally {
      await connection.close();
    }
  });
  console.log(file.toLowerCase().endsWith(".xlsx") ? `Workbook written to ${file}.` : `${written} service items written to ${file}.`);
  return written > 0 ? 0 : NOTHING_DONE;
}

type Wanted = { codes: readonly string[] | undefined; drafts: boolean };

/** Streamed page by page: the file may be larger than memory allows. */
async function write(db: Reader, file: string, wanted: Wanted): Promise<number> {
  if (file.toLowerCase().endsWith(".xlsx")) {
    await writeFile(file, await workbookBytes(db, wanted));
    return 1;
  }
  let lines = 0;
  async function* counted() {
    for await (const text of exportLines(db, wanted, readEnvironment().PUBLIC_URL)) {
      lines += text.split("\n").length - 1;
      yield text;
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(file));
  return lines - 1;
}

await runCommand(main, { usage, codes: { failed: NOTHING_DONE, wrongUsage: NOTHING_DONE } });
