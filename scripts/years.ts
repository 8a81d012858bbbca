// npm run years [-- make | move | return | hold | release]
import { parseArgs } from "node:util";
import { connect, type Connection } from "@/db/client";
import { staysOf, yearTables, type Stay, type YearTable } from "@/domain/operations/rules/years";
import { now } from "@/server/core/clock";
import type { Ctx } from "@/server/core/context";
import { withDatabase } from "@/server/core/process/settle";
import { holdYear, makeYears, moveYear, releaseYear, returnYear } from "@/server/operations/commands/years";
import { countUnplaced, factsOf, listHolds, listMoved, listParts, type HerePart } from "@/server/operations/queries/years";
import { runCommand, UsageError } from "./lib/command";

const usage = `Usage: npm run years -- [command]

The history of cases (application_events) and the audit log (audit_log) are kept in a part for each year, by the instant in
the id of their rows. Next year's is made by the jobs; old ones can be moved out of the database into files, and back.

  (nothing)                          lists the years with their size, and what keeps each here
  make                               makes what is missing up to next year, as the jobs do daily
  move <year> --into <folder> [--table <name>]
                                     writes the year into a file for each table, reads it back, compares, takes it out
  return <file>                      brings a year back out of its file
  hold <year> --because <file number>, release <year>
                                     keeps a year here until it is released: a suit, an inspection

A year goes only when those before it have gone, no case begun by its end is open, every one of them has its archive package,
nobody holds it, and it ended long enough ago: the log three years, the history five. Keep the file as long as the log and
the cases, in two places, with the keys it names (SECRET_KEYS): it is the only copy. The portal may run meanwhile; acts
wait for a moment while a year is taken out. The audit chain verifies with the file: npm run audit:verify -- <dump> --moved
<file>. To be run as the owner of the tables (MIGRATION_DATABASE_URL).

Exit code: 0 done, 1 refused or failed, 3 wrong usage.
The database is DATABASE_URL, or the one in DATA_DIR (a running portal's, or started for the work).`;

const say = (text: string) => process.stdout.write(`${text}\n`);

const reasons: Record<Stay["why"], (detail: string) => string> = {
  keptUntil: (day) => `stays until ${day}`, held: (year) => `held (${year})`, earlierFirst: () => "years before it are here", openCases: (count) => `${count} cases open`,
  unpacked: (count) => `${count} cases without a package`, chainDoubtful: () => "the audit chain was not found whole",
};

const sizeOf = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`.padStart(12);

async function list({ db }: Connection): Promise<number> {
  const [parts, moved, holds, unplaced] = [await listParts(db), await listMoved(db), await listHolds(db), await countUnplaced(db)];
  const told = async (part: HerePart) => staysOf(part, await factsOf(db, part), now()).map(({ why, detail }) => reasons[why](detail)).join(", ");
  for (const { tableName, year, rows, file, sha256 } of moved) say(`${tableName.padEnd(20)} ${year}  moved to ${file}, ${rows} rows, sha256 ${sha256}`);
  for (const part of parts) say(`${part.table.padEnd(20)} ${part.year} ${sizeOf(part.bytes)}  ${(await told(part)) || "may be moved"}`);
  for (const { year, because } of holds) say(`${year} is held: ${because}`);
  if (unplaced > 0) say(`${unplaced} rows or more came for which there is no part yet: run npm run years -- make`);
  return 0;
}

function yearOf(text: string | undefined): number {
  if (!text || !/^\d{4}$/.test(text)) throw new UsageError("Name a year, such as 2026");
  return Number(text);
}

const tablesOf = (name: string | undefined): readonly YearTable[] => {
  if (name === undefined) return yearTables;
  const table = yearTables.find((one) => one === name);
  if (!table) throw new UsageError(`--table is one of ${yearTables.join(", ")}`);
  return [table];
};

type Values = { into?: string | undefined; table?: string | undefined; because?: string | undefined };

async function move(ctx: Ctx, year: string | undefined, { into, table }: Values): Promise<number> {
  if (!into) throw new UsageError("Name a folder for the files with --into");
  for (const one of tablesOf(table)) {
    const { file, rows, sha256 } = await moveYear(ctx, { table: one, year: yearOf(year), folder: into });
    say(`${one} of ${year}: ${rows} rows are in ${file} and no longer here\nsha256 ${sha256}`);
  }
  return 0;
}

async function act(command: string, ctx: Ctx, subject: string | undefined, values: Values): Promise<number> {
  if (command === "make") say(`${await makeYears(ctx)} parts made`);
  else if (command === "move") return move(ctx, subject, values);
  else if (command === "return" && subject) {
    const { tableName, year, rows } = await returnYear(ctx, subject);
    say(`${tableName} of ${year}: ${rows} rows are here again`);
  } else if (command === "hold" && values.because) await holdYear(ctx, { year: yearOf(subject), because: values.because });
  else if (command === "release") await releaseYear(ctx, yearOf(subject));
  else throw new UsageError("This is not called so");
  return 0;
}

async function main(): Promise<number> {
  const { positionals: [command, subject, ...more], values } = parseArgs({ allowPositionals: true, options: { into: { type: "string" }, table: { type: "string" }, because: { type: "string" } } });
  if (more.length > 0) throw new UsageError("Too many words");
  return withDatabase(async (url) => {
    const connection = connect(url, 2);
    try {
      const ctx: Ctx = { actor: { kind: "system" }, now: now(), requestId: "years", address: "system", db: connection.db };
      return command === undefined ? await list(connection) : await act(command, ctx, subject, values);
    } finally {
      await connection.close();
    }
  });
}

await runCommand(main, {
  usage,
  sentences: {
    "operations.yearUnknown": ({ year }) => `There is nothing of ${year} to work on: see npm run years`,
    "operations.yearStays": ({ table, year, why }) => `${table} of ${year} stays: ${why}`,
    "operations.yearUnsealed": ({ year, rows }) => `${rows} rows of ${year} are not sealed yet: wait for the sealer`,
    "operations.yearFileChanged": ({ year }) => `This is not the file into which ${year} was moved, or it was changed since`,
    "operations.yearHeld": ({ year }) => `${year} is held already`,
  },
});
