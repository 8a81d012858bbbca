import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";
import { connect } from "@/db/client";
import type { DumpLine } from "@/domain/audit/schema";
import { env } from "@/env";
import { withChain } from "@/server/audit/queries/rows";
import { now } from "@/server/core/clock";
import { onlyFile, runCommand, UsageError } from "./lib/command";

const usage = `Writes the whole audit log with its seals and checkpoints as of this instant, to be checked anywhere by npm run audit:verify.

  DATABASE_URL=postgres://… npm run audit:export -- <file.jsonl[.gz]>

A file ending in .gz is compressed. Exit code: 0 written, 1 failed, 3 wrong usage.`;

async function* told(lines: AsyncIterable<DumpLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

async function main(): Promise<number> {
  const path = onlyFile(parseArgs({ allowPositionals: true }).positionals);
  const url = env().DATABASE_URL;
  if (!url) throw new UsageError("Set DATABASE_URL");
  const { db, close } = connect(url, 1);
  try {
    const out = createWriteStream(path, { mode: 0o600, flags: "wx" });
    await withChain(db, now(), (lines) => (path.endsWith(".gz") ? pipeline(Readable.from(told(lines)), createGzip(), out) : pipeline(Readable.from(told(lines)), out)));
    process.stdout.write(`Written to ${path}\n`);
    return 0;
  } finally {
    await close();
  }
}

await runCommand(main, { usage });
