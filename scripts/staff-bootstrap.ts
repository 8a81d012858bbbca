// npm run staff:bootstrap -- --system <name> --security <name> --audit <name> --department <name> --uscc <code> --division <code>
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { connect } from "@/db/client";
import { divisions } from "@/db/schema";
import { divisionRows } from "@/db/seed/reference";
import { parseUscc } from "@/domain/core/codes";
import { enrolmentHours } from "@/domain/identity/rules/staff";
import { readEnvironment } from "@/env";
import { now } from "@/server/core/clock";
import { prepareDatabase } from "@/server/core/process/database";
import { withDatabase } from "@/server/core/process/settle";
import { bootstrapAdministrators, type Bootstrap } from "@/server/identity/commands/staff-bootstrap";
import { runCommand, UsageError } from "./lib/command";

const usage = `Usage: npm run staff:bootstrap -- [options]

Opens a system that has no administrators: creates the system, the security and the audit administrator, three people,
and prints for each a link, good once within ${enrolmentHours} hours, under which they choose password and passkey.
What is not given as an option is asked for.

  --system <name>       the system administrator: opens and closes accounts
  --security <name>     the security administrator: grants roles
  --audit <name>        the audit administrator: reads the audit
  --department <name>   the organ that employs them
  --uscc <code>         its unified social credit code (18 characters); a department with it that exists is taken as it is
  --division <code>     its administrative division (GB/T 2260, 6 digits)
  --help                this text

Exit code: 0 created, 2 nothing done.
The database is DATABASE_URL, or the one in DATA_DIR (a running portal's, or started for the work). The links begin with
PUBLIC_URL.`;

const NOTHING_DONE = 2;

const options = { system: { type: "string" }, security: { type: "string" }, audit: { type: "string" }, department: { type: "string" }, uscc: { type: "string" }, division: { type: "string" } } as const;
type Answers = Record<keyof typeof options, string>;

const questions: Answers = {
  system: "Name of the system administrator", security: "Name of the security administrator", audit: "Name of the audit administrator",
  department: "Name of the organ that employs them", uscc: "Its unified social credit code", division: "Its division (6 digits)",
};

async function ask(given: Partial<Answers>): Promise<Answers> {
  const missing = (Object.keys(questions) as (keyof Answers)[]).filter((key) => !given[key]?.trim());
  if (missing.length > 0 && !process.stdin.isTTY) throw new UsageError(`Missing: ${missing.map((key) => `--${key}`).join(", ")}`);
  const prompt = missing.length > 0 ? createInterface({ input: process.stdin, output: process.stdout }) : undefined;
  const asked: Partial<Answers> = {};
  for (const key of missing) asked[key] = await prompt?.question(`${questions[key]}: `) ?? "";
  prompt?.close();
  const text = (key: keyof Answers) => (asked[key] ?? given[key] ?? "").trim();
  return { system: text("system"), security: text("security"), audit: text("audit"), department: text("department"), uscc: text("uscc"), division: text("division") };
}

function check({ system, security, audit, department, uscc, division }: Answers): Bootstrap {
  const names = [system, security, audit];
  if (names.some((name) => name.length < 2 || name.length > 50)) throw new Error("A name has 2 to 50 characters.");
  if (new Set(names).size < names.length) throw new Error("The three administrators are three people: their names must differ.");
  if (department.length < 2) throw new Error("--department: the name of the organ is missing.");
  const code = parseUscc(uscc);
  if (!code) throw new Error(`--uscc ${uscc}: this is no unified social credit code (GB 32100); its check digit does not fit.`);
  if (!divisionRows().some((row) => row.code === division)) throw new Error(`--division ${division}: GB/T 2260 knows no such division.`);
  return { names: { systemAdmin: system, securityAdmin: security, auditAdmin: audit }, department: { uscc: code.number, name: department, divisionCode: division } };
}

async function open(url: string, wanted: Bootstrap): Promise<void> {
  await prepareDatabase(url, "none");
  const { db, close } = connect(url, 2);
  try {
    const places = divisionRows();
    for (let at = 0; at < places.length; at += 2000) await db.insert(divisions).values(places.slice(at, at + 2000)).onConflictDoNothing();
    const opened = await bootstrapAdministrators({ db, now: now(), actor: { kind: "system" }, requestId: crypto.randomUUID(), address: "console" }, wanted);
    const { publicUrl } = readEnvironment();
    console.log(`The three administrators are created. Hand each their own link; it works once, within ${enrolmentHours} hours.\n`);
    for (const { role, name, signInName, enrolmentToken } of opened) console.log(`${role}  ${name}  (${signInName})\n  ${publicUrl}/enrol/${enrolmentToken}\n`);
  } finally {
    await close();
  }
}

const sentences = {
  "identity.administratorsExist": () => "There are administrators already: nothing was done. They open accounts and grant roles under /admin/staff.",
  "identity.signInNameTaken": () => "An account named system-admin, security-admin or audit-admin exists already: nothing was done.",
};

async function main(): Promise<number> {
  const wanted = check(await ask(parseArgs({ options }).values));
  await withDatabase((url) => open(url, wanted));
  return 0;
}

await runCommand(main, { usage, codes: { failed: NOTHING_DONE, wrongUsage: NOTHING_DONE }, sentences });
