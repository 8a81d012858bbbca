// npm run keys:rotate [-- --status]
import { parseArgs } from "node:util";
import { connect } from "@/db/client";
import { rotateKeys, rotationStatus } from "@/db/rotation";
import { now } from "@/server/core/clock";
import { withDatabase } from "@/server/core/process/settle";
import { runCommand, UsageError } from "./lib/command";

const usage = `Usage: npm run keys:rotate -- [--status] [--batch <rows>]

Brings all sealed personal data, and the indexes by which phones and ID numbers are found, under the first key of
SECRET_KEYS. Before: put the new key first, keep the earlier ones behind it, and restart the portal. The portal may run
meanwhile. It may be interrupted at any time; the next run goes on where it stopped. After it said that nothing waits,
the earlier keys may be taken out a day later, when the last counters made under them have ended.

  --status        only count what waits
  --batch <rows>  rows per transaction (500)
  --help          this text

Exit code: 0 nothing waits any more, 1 something waits (--status) or the work failed, 3 wrong usage.
The database is DATABASE_URL, or the one in DATA_DIR (a running portal's, or started for the work).`;

function readArguments() {
  const { values: { status, batch } } = parseArgs({ options: { status: { type: "boolean", default: false }, batch: { type: "string", default: "500" } } });
  const batchSize = Number(batch);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 10_000) throw new UsageError("--batch: a whole number from 1 to 10000");
  return { status, batchSize };
}

async function main(): Promise<number> {
  const { status, batchSize } = readArguments();
  return withDatabase(async (url) => {
    const { db, close } = connect(url, 2);
    try {
      if (!status) {
        const rows = await rotateKeys(db, { now, batchSize, report: ({ table, rows: done }) => console.log(`${table}: ${done} rows`) });
        console.log(`${rows} rows brought under the current key.`);
      }
      const found = await rotationStatus(db);
      for (const { table, sealed, waiting } of found) console.log(`${table.padEnd(20)} ${String(sealed).padStart(10)} sealed ${String(waiting).padStart(10)} waiting`);
      return found.some(({ waiting }) => waiting > 0) ? 1 : 0;
    } finally {
      await close();
    }
  });
}

await runCommand(main, { usage });
