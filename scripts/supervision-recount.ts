// npm run supervision:recount [-- --check]
import { parseArgs } from "node:util";
import { connect } from "@/db/client";
import { now } from "@/server/core/clock";
import { withDatabase } from "@/server/core/process/settle";
import { recountDay } from "@/server/supervision/commands/days";
import { daysSoFar, isRight } from "@/server/supervision/queries/check";
import { runCommand } from "./lib/command";

const usage = `Usage: npm run supervision:recount -- [--check]

Counts the days of supervision anew from the history of the cases. The portal may run meanwhile, and does the same by
itself for days on which something happened; this is for a calendar that was changed afterwards, or for doubt.

  --check  only compare what is kept with a recount, day by day
  --help   this text

Exit code: 0 all is as counted, 1 days differed (--check) or the work failed, 3 wrong usage.
The database is DATABASE_URL, or the one in DATA_DIR (a running portal's, or started for the work).`;

async function main(): Promise<number> {
  const { values: { check } } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  return withDatabase(async (url) => {
    const { db, close } = connect(url, 2);
    try {
      const days = await daysSoFar(db, now());
      let differing = 0;
      for (const day of days) {
        const right = await isRight(db, day);
        if (!right) {
          differing += 1;
          console.log(`${day} ${check ? "differs" : "counted anew"}`);
        }
        if (!right && !check) await recountDay({ actor: { kind: "system" }, now: now(), requestId: "supervision:recount", address: "system", db }, day);
      }
      console.log(`${days.length} days, ${differing} differed.`);
      return check && differing > 0 ? 1 : 0;
    } finally {
      await close();
    }
  });
}

await runCommand(main, { usage });
