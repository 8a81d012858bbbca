// npm run items:import -- <file> [--strict] [--publish]
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { connect, type Tx } from "@/db/client";
import { divisions } from "@/db/schema";
import type { ImportFile, Problem, RefusedRow } from "@/db/seed/import/imported";
import { importItems, type ImportOutcome } from "@/db/seed/import/store";
import { readItems } from "@/db/seed/items";
import { seedReference } from "@/db/seed/reference";
import { isDomainError } from "@/domain/core/errors";
import { readEnvironment } from "@/env";
import { prepareDatabase } from "@/server/core/process/database";
import { withDatabase } from "@/server/core/process/settle";

const usage = `Usage: npm run items:import -- <file> [--strict] [--publish]

Reads service items from a JSON file: described items ({items:[{id,name,itemType,…}]}), items of the Guangdong portal
({source,items:[{taskCode,…}]}) or an export of our own ({"format":"tongban.items/1",…}). Every row is checked; good rows
are imported, the others reported with row and field. The same file a second time changes nothing.

  --publish   publish at once; without it new items and changes wait as drafts
  --strict    import nothing when any row is refused
  --help      this text

Exit code: 0 all rows imported or unchanged, 1 some rows refused, 2 nothing done.
The database is DATABASE_URL, or the one in DATA_DIR (a running portal's, or started for the work).`;

const NOTHING_DONE = 2;

type Options = { strict: boolean; publish: boolean };

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { strict: { type: "boolean", default: false }, publish: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  const [file, ...more] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (!file || more.length > 0) throw new Error(usage);
  return importFile(readItems(await readJson(file)), values);
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`${file} cannot be read.`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : "unreadable"}`, { cause: error });
  }
}

const nothing: ImportOutcome = { imported: 0, updated: 0, unchanged: 0, refused: [] };

async function importFile(file: ImportFile, options: Options): Promise<number> {
  console.log(`${file.read} rows of format ${file.format}, ${file.items.length} readable.`);
  for (const { row, code, sourceId, warnings } of file.items) printProblems("warning", { row, name: sourceId ?? code, problems: warnings });
  const held = options.strict && file.refused.length > 0;
  const outcome = held ? nothing : await store(file, options);
  const refused = [...file.refused, ...outcome.refused].toSorted((a, b) => a.row - b.row);
  for (const row of refused) printProblems("refused", row);
  return conclude(file, { ...outcome, refused }, options);
}

function conclude(file: ImportFile, { imported, updated, unchanged, refused }: ImportOutcome, { strict }: Options): number {
  const warnings = file.items.reduce((sum, item) => sum + item.warnings.length, 0);
  console.log(JSON.stringify({ read: file.read, imported, updated, unchanged, refused: refused.length, warnings }));
  if (refused.length === 0) return imported + updated + unchanged > 0 ? 0 : NOTHING_DONE;
  if (strict) console.log("Nothing was imported: --strict, and some rows were refused.");
  return strict || imported + updated + unchanged === 0 ? NOTHING_DONE : 1;
}

const progress = (done: number, of: number) => console.log(`  ${done} of ${of} written`);

function store(file: ImportFile, options: Options) {
  return withDatabase(async (url) => {
    await prepareDatabase(url, readEnvironment().seed);
    const connection = connect(url, 1);
    try {
      return await connection.db.transaction(async (tx) => {
        await addMissingReference(tx);
        return importItems(tx, file.items, { ...options, now: new Date(), progress });
      });
    } finally {
      await connection.close();
    }
  });
}

/** Items lie in divisions: an empty database gets its reference data first. */
async function addMissingReference(tx: Tx): Promise<void> {
  const [division] = await tx.select({ code: divisions.code }).from(divisions).limit(1);
  if (!division) await seedReference(tx, (message) => console.log(`Reference data: ${message}`));
}

function printProblems(kind: "warning" | "refused", { row, name, problems }: RefusedRow | { row: number; name: string; problems: Problem[] }): void {
  for (const { field, problem } of problems) console.log(`${kind}: row ${row}, 事项 ${name || "(no name)"}: ${field} — ${problem}`);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (isDomainError(error) && error.code === "items.unknownFormat") {
      console.error(`This file holds ${error.params["found"]}; a file of service items is ${error.params["expected"]}.`);
    } else {
      console.error(error instanceof Error ? error.message : error);
    }
    process.exitCode = NOTHING_DONE;
  },
);
