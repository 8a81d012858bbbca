import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";
import { connect, standings } from "@/db/client";
import type { DumpLine } from "@/domain/audit/schema";
import { env } from "@/env";
import { withChain } from "@/server/audit/queries/rows";
import { now } from "@/server/core/clock";
import { withDatabase } from "@/server/core/process/settle";
import { onlyFile, runCommand } from "./lib/command";

const usage = `Writes the whole audit log with its seals and checkpoints as of this instant, to be checked anywhere by npm run audit:verify.

  npm run audit:export -- <file.jsonl[.gz]>

The database is JOBS_DATABASE_URL, MIGRATION_DATABASE_URL or DATABASE_URL, whichever is set first, or else the one in DATA_DIR (a running
portal's, or started for the work). It is read under the role tongban_sealer, which may read the log and its seals and nothing else;
the login of the jobs may take it on, that of the web processes may not. A file ending in .gz is compressed. Exit code: 0 written, 1 failed, 3 wrong usage.`;

async function* told(lines: AsyncIterable<DumpLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

async function main(): Promise<number> {
  const path = onlyFile(parseArgs({ allowPositionals: true }).positionals);
  const { JOBS_DATABASE_URL, MIGRATION_DATABASE_URL, DATABASE_URL } = env();
  const url = JOBS_DATABASE_URL ?? MIGRATION_DATABASE_URL ?? DATABASE_URL;
  return url ? writeTo(path, url) : withDatabase((own) => writeTo(path, own));
}

async function writeTo(path: string, url: string): Promise<number> {
  const { db, pool, close } = connect(url, 1, standings.sealer);
  try {
    await pool.query("select 1").catch(explained);
    const out = createWriteStream(path, { mode: 0o600, flags: "wx" });
    await withChain(db, now(), (lines) => (path.endsWith(".gz") ? pipeline(Readable.from(told(lines)), createGzip(), out) : pipeline(Readable.from(told(lines)), out)));
    process.stdout.write(`Written to ${path}\n`);
    return 0;
  } finally {
    await close();
  }
}

/** A login that may not take on the role. */
function explained(error: unknown): never {
  if (!(error instanceof Error && "code" in error && error.code === "42501")) throw error;
  throw new Error("This login may not read the audit log whole: set JOBS_DATABASE_URL to the login of the jobs, or MIGRATION_DATABASE_URL to the owner's.", { cause: error });
}

await runCommand(main, { usage });
