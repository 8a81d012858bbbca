// npm run items:export -- <file> [--code <code>]…
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { connect, type Reader } from "@/db/client";
import { exchangeFormat } from "@/db/seed/import/exchange";
import { exportItems } from "@/db/seed/import/export";
import { withDatabase } from "@/server/core/process/settle";

const usage = `Usage: npm run items:export -- <file> [--code <code>]…

Writes the published service items as JSON in the format ${exchangeFormat}, which items:import reads back without loss.

  --code <code>   only this item (31 or 33 characters); may be given several times
  --help          this text

Exit code: 0 written, 2 nothing written.
The database is DATABASE_URL, or the one in DATA_DIR (a running portal's, or started for the work).`;

const NOTHING_DONE = 2;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { code: { type: "string", multiple: true }, help: { type: "boolean", default: false } },
  });
  const [file, ...more] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (!file || more.length > 0) throw new Error(usage);
  const written = await withDatabase(async (url) => {
    const connection = connect(url, 1);
    try {
      return await write(connection.db, file, values.code);
    } finally {
      await connection.close();
    }
  });
  console.log(`${written} service items written to ${file}.`);
  return written > 0 ? 0 : NOTHING_DONE;
}

/** Streamed page by page: the file may be larger than memory allows. */
async function write(db: Reader, file: string, codes?: readonly string[]): Promise<number> {
  const out = createWriteStream(file);
  await once(out, "open");
  out.write(`{"format":${JSON.stringify(exchangeFormat)},"exportedAt":${JSON.stringify(new Date().toISOString())},"items":[`);
  let written = 0;
  for await (const page of exportItems(db, codes)) {
    for (const item of page) {
      if (!out.write(`${written === 0 ? "" : ","}\n${JSON.stringify(item)}`)) await once(out, "drain");
      written += 1;
    }
  }
  out.end("\n]}\n");
  await finished(out);
  return written;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = NOTHING_DONE;
  },
);
