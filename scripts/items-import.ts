// npm run items:import -- <file> [--strict] [--publish]
import { parseArgs } from "node:util";
import { connect, type Connection, type Tx } from "@/db/client";
import { divisions } from "@/db/schema";
import type { ImportedItem, RefusedRow } from "@/db/seed/import/imported";
import { importEditorId, planImport } from "@/db/seed/import/plan";
import { readEntries } from "@/db/seed/import/read";
import { importItems } from "@/db/seed/import/store";
import { lookUpIn } from "@/db/seed/import/workbook";
import { readItems } from "@/db/seed/items";
import { seedReference } from "@/db/seed/reference";
import type { DomainError } from "@/domain/core/errors";
import { exchangeFormat } from "@/domain/items/schema/exchange";
import { readEnvironment } from "@/env";
import { prepareDatabase } from "@/server/core/process/database";
import { withDatabase } from "@/server/core/process/settle";
import { onlyFile, runCommand } from "./lib/command";

const usage = `Usage: npm run items:import -- <file> [--strict] [--publish]

Reads service items from an export of our own (lines of JSON, ${exchangeFormat}), a workbook (.xlsx, as items:export makes
it), or a JSON file: described items ({items:[{id,name,itemType,…}]}), items of the Guangdong portal
({source,items:[{taskCode,…}]}) or our own ({"format":"${exchangeFormat}","items":[…]}). Every row is checked; good rows are
imported, the others reported with row and field. The same file a second time changes nothing, and a run that was cut off
goes on where it stopped. Lines of JSON are read one by one, however long the file is.

  --publish   publish at once; without it new items and changes wait as drafts
  --strict    import nothing when any row is refused (the file is read twice)
  --help      this text

Exit code: 0 all rows imported or unchanged, 1 some rows refused, 2 nothing done.
The database is DATABASE_URL, or the one in DATA_DIR (a running portal's, or started for the work).`;

const NOTHING_DONE = 2;
const BATCH = 500;

type Options = { strict: boolean; publish: boolean };

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { strict: { type: "boolean", default: false }, publish: { type: "boolean", default: false } },
  });
  const file = onlyFile(positionals);
  return withDatabase(async (url) => {
    await prepareDatabase(url, readEnvironment().seed);
    const connection = connect(url, 1);
    try {
      await connection.db.transaction(addMissingReference);
      return await importFile(connection, file, values);
    } finally {
      await connection.close();
    }
  });
}

const nothing = { read: 0, imported: 0, updated: 0, unchanged: 0, refused: 0, warnings: 0 };

async function importFile({ db }: Connection, file: string, { strict, publish }: Options): Promise<number> {
  if (strict && (await check(db, file, publish)) > 0) {
    console.log("Nothing was imported: --strict, and some rows were refused.");
    return NOTHING_DONE;
  }
  const sum = { ...nothing };
  const startedAt = performance.now();
  for await (const { items, refused } of batches(db, file)) {
    for (const { row, code, sourceId, warnings } of items) tell("warning", { row, name: sourceId ?? code, problems: warnings });
    const outcome = await db.transaction((tx) => importItems(tx, items, { publish, now: new Date() }));
    for (const row of [...refused, ...outcome.refused]) tell("refused", row);
    sum.read += items.length + refused.length;
    sum.refused += refused.length + outcome.refused.length;
    sum.warnings += items.reduce((warnings, item) => warnings + item.warnings.length, 0);
    for (const what of ["imported", "updated", "unchanged"] as const) sum[what] += outcome[what];
    console.log(`  ${sum.read} rows read, ${sum.imported + sum.updated} written (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
  console.log(JSON.stringify(sum));
  return exitCode(sum);
}

function exitCode({ read, refused }: typeof nothing): number {
  if (refused === 0) return read > 0 ? 0 : NOTHING_DONE;
  return refused === read ? NOTHING_DONE : 1;
}

/** Reads the whole file without writing; how many rows would be refused. */
async function check(db: Connection["db"], file: string, publish: boolean): Promise<number> {
  let count = 0;
  for await (const { items, refused } of batches(db, file)) {
    const steps = await db.transaction((tx) => planImport(tx, items, { publish, editorId: importEditorId }));
    const all = [...refused, ...steps.flatMap((step) => (step.kind === "refuse" ? [step.refused] : []))];
    for (const row of all) tell("refused", row);
    count += all.length;
  }
  return count;
}

async function* batches(db: Connection["db"], file: string): AsyncGenerator<{ items: ImportedItem[]; refused: RefusedRow[] }> {
  let batch = { items: [] as ImportedItem[], refused: [] as RefusedRow[] };
  for await (const entry of readEntries(file, { readJson: readItems, lookUp: lookUpIn(db) })) {
    if ("problems" in entry) batch.refused.push(entry);
    else batch.items.push(entry);
    if (batch.items.length + batch.refused.length < BATCH) continue;
    yield batch;
    batch = { items: [], refused: [] };
  }
  if (batch.items.length + batch.refused.length > 0) yield batch;
}

/** Items lie in divisions: an empty database gets its reference data first. */
async function addMissingReference(tx: Tx): Promise<void> {
  const [division] = await tx.select({ code: divisions.code }).from(divisions).limit(1);
  if (!division) await seedReference(tx, new Date(), (message) => console.log(`Reference data: ${message}`));
}

function tell(kind: "warning" | "refused", { row, name, problems }: RefusedRow): void {
  for (const { sheet, row: line, field, problem } of problems) console.log(`${kind}: ${sheet ? `${sheet} ` : ""}row ${line ?? row}, 事项 ${name || "(no name)"}: ${field} — ${problem}`);
}

const sentences: Record<string, (params: DomainError["params"]) => string> = {
  "items.unknownFormat": ({ found, expected }) => `This file holds ${found}; a file of service items is ${expected}.`,
  "items.notJson": ({ problem }) => `This file is not JSON: ${problem}.`,
  "items.fileTooLarge": ({ megabytes }) => `This file, or one line of it, is larger than ${megabytes} MB: export it as lines of JSON.`,
  "items.workbookTooLarge": ({ megabytes, rows }) => `This workbook is larger than ${megabytes} MB unpacked or ${rows} rows: split it.`,
  "items.workbookUnreadable": () => "This file is no workbook (.xlsx) that can be read.",
};

await runCommand(main, { usage, codes: { failed: NOTHING_DONE, wrongUsage: NOTHING_DONE }, sentences });
