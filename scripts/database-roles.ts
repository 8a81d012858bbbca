// npm run db:roles
import { randomBytes } from "node:crypto";
import { makeLogins, urlOf } from "@/db/logins";
import { prepareDatabase } from "@/server/core/process/database";
import { withDatabase } from "@/server/core/process/settle";
import { runCommand } from "./lib/command";

const usage = `Usage: MIGRATION_DATABASE_URL=postgres://<owner>:…@… npm run db:roles

Brings the tables up to date and makes the two logins under which the portal is to run, neither of which owns anything:
tongban_web serves people, tongban_worker works the jobs and signs. Prints their addresses, with new passwords, once; a
second run gives new ones again, and the portal has to be started anew with them. The owner needs CREATEROLE.

Exit code: 0 done, 1 the work failed, 3 wrong usage.`;

const password = () => randomBytes(24).toString("hex");

async function main(): Promise<number> {
  return withDatabase(async (url) => {
    await prepareDatabase(url, "none");
    const passwords = { tongban_web: password(), tongban_worker: password() };
    await makeLogins(url, passwords);
    console.log(`DATABASE_URL=${urlOf(url, "tongban_web", passwords.tongban_web)}`);
    console.log(`JOBS_DATABASE_URL=${urlOf(url, "tongban_worker", passwords.tongban_worker)}`);
    return 0;
  });
}

await runCommand(main, { usage });
