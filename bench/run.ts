// npm run bench -- certificates [--times 200], npm run bench -- issue [--certificates 1000] [--kills 5], npm run bench -- desk [--cases 1000000], npm run bench -- export [--rows 100000], npm run bench -- enumeration [--samples 400], npm run bench -- pages, npm run bench -- fleet, npm run bench -- shards [--cases 100000], npm run bench -- forms [--seconds 8], npm run bench -- all [--many 1000000] [--json FILE], or npm run bench -- [names] [--cases 100000] [--seconds 8] [--connections 16]
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { Pool } from "pg";
import { type Everything, measureEverything } from "./all";
import type { Mix } from "./cases";
import { measureCertificates } from "./certificates";
import { measureDesk } from "./desk";
import { measureEnumeration } from "./enumeration";
import { measureForms } from "./form-compiler";
import { issueUnderFire } from "./issue";
import type { Load } from "./load";
import { cleanUp, machineFacts, startDatabase, startServer } from "./machine";
import { measurePages } from "./pages";
import { measureRates, verdictsOf } from "./rates";
import { tableOf } from "./report";
import { measureShards } from "./shards";
import { measureSurge } from "./surge";
import type { Scenario } from "./scenario";
import { fill, scenarios } from "./scenarios";
import { isMet, tableOfVerdicts } from "./verdict";

const help = `Usage: npm run bench -- [name …] [options]

Starts a database of its own with the demo city and many cases, the production build and, as the yardstick, a plain
node:http + pg server that sends the same statements; measures one after the other, prints a table with the processor time
and the statements of each server for one answer, leaves nothing behind.

npm run bench -- enumeration asks instead, at sign-in, sign-up and recovery, whether answers or their times tell which
numbers have an account. npm run bench -- forms measures, without a portal, how fast a form of 200 fields compiles and
judges answers, beside a plain Zod object. npm run bench -- desk measures every list of the desk in the database, without
a portal, and names each scan of a whole table; it fails where there is one, and where a list takes longer than 50 ms. npm run bench -- export makes files of so
many open cases in processes that are held to little memory, and fails where one of them takes 200 MB in all.

npm run bench -- certificates measures how long it takes to issue and to verify a certificate, beside bare drawing and
signing. npm run bench -- issue has certificates issued by a process that is killed again and again, and fails unless each
case has one in the end, signed once.

npm run bench -- pages opens the homes and every question of an application on a slow phone (CPU four times slower, fast 3G)
and fails where a page is heavier or later than its budget.

npm run bench -- fleet starts two and four processes behind nginx and HAProxy as the project ships them, and fails unless they are
one portal: sessions, drafts, files, memory, limits, live changes, jobs, public reading from a replica, also while they are stopped and killed.

npm run bench -- shards starts four servers, puts the same cases on one of them and, by division, on the other three, and measures
what the parting costs a clerk, a citizen, a filing and a figure of the city; it fails where they do not say the same.

npm run bench -- all measures everything by those names; pages for people signed in beside a minimal page of Next; pages
far down a list beside the first; and queue and search once more with very many cases, beside a copy with few. It says of
each target whether it is met, and fails where one is not.
npm run bench -- surge sends five times the load for a while and fails unless people are served as before within 30 seconds
and everything that was acknowledged is there.

Names (all when none is given):
${scenarios.map(({ name, what }) => `  ${name.padEnd(9)} ${what}`).join("\n")}

Options:
  --cases N        cases in the database      (100000)
  --many N         cases in the end, for all; the more are copies in one table (1000000)
  --json FILE      the figures of all as JSON, too
  --rows N         open cases in a file, for export (100000)
  --seconds N      measured for each figure   (8)
  --connections N  requests in flight         (16)
  --rush N         seconds of five times the load, for surge (30)
  --samples N      answers of each sort, for enumeration (400)
  --times N        certificates signed and verified, for certificates (200)
  --certificates N certificates to issue, for issue (1000)
  --kills N        how often the process is killed meanwhile (5)
  --help`;

const warmUpSeconds = 2;
type Chosen = { chosen: readonly Scenario[]; cases: number; load: Load };
type Wanted = { all: Everything } | { surgeSeconds: number } | { deskCases: number } | { rows: number } | Chosen | { samples: number } | { formSeconds: number } | { times: number } | { certificates: number; kills: number } | { pages: true } | { fleet: true } | { shardedCases: number };

type Values = { json?: string | undefined } & Record<"cases" | "many" | "rush" | "connections" | "rows" | "seconds" | "samples" | "times" | "certificates" | "kills", string>;
/** What is asked alone, in place of the scenarios. */
const instead: Partial<Record<string, (values: Values) => Wanted>> = {
  enumeration: (values) => ({ samples: count(values, "samples", 100_000) }),
  desk: (values) => ({ deskCases: count(values, "cases", 10_000_000) }),
  export: (values) => ({ rows: count(values, "rows", 1_000_000) }),
  forms: (values) => ({ formSeconds: count(values, "seconds", 600) }),
  certificates: (values) => ({ times: count(values, "times", 100_000) }),
  pages: () => ({ pages: true }),
  fleet: () => ({ fleet: true }),
  shards: (values) => ({ shardedCases: count(values, "cases", 1_000_000) }),
  all: (values) => ({ all: { ...chosenBy(scenarios, values), many: count(values, "many", 10_000_000), json: values.json } }),
  surge: (values) => ({ surgeSeconds: count(values, "rush", 600) }),
  issue: (values) => ({ certificates: count(values, "certificates", 100_000), kills: count(values, "kills", 100) }),
};

function readArguments(): Wanted | undefined {
  const options = { cases: { type: "string", default: "100000" }, many: { type: "string", default: "1000000" }, json: { type: "string" }, rows: { type: "string", default: "100000" }, rush: { type: "string", default: "30" }, seconds: { type: "string", default: "8" }, connections: { type: "string", default: "16" }, samples: { type: "string", default: "400" }, times: { type: "string", default: "200" }, certificates: { type: "string", default: "1000" }, kills: { type: "string", default: "5" }, help: { type: "boolean", default: false } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return undefined;
  const [only] = positionals;
  const alone = positionals.length === 1 && only ? instead[only] : undefined;
  if (alone) return alone(values);
  const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}: see npm run bench -- --help.`);
  const chosen = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return chosenBy(chosen, values);
}

function chosenBy(chosen: readonly Scenario[], values: Values): Chosen {
  return { chosen, cases: count(values, "cases", 5_000_000), load: { seconds: count(values, "seconds", 600), connections: count(values, "connections", 1000), warmUpSeconds } };
}

function count<Name extends string>(values: Record<Name, string>, name: Name, most: number): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new Error(`--${name} is a whole number from 1 to ${most}.`);
  return value;
}

type City = Awaited<ReturnType<typeof startDatabase>> & { pool: Pool };

/** Does the work on a database of its own, with the demo city unless told. */
async function inCity(work: (city: City) => Promise<void>, seed: "demo" | "none" = "demo"): Promise<void> {
  say(seed === "demo" ? "Starting the database and filling the demo city …" : "Starting the database …");
  const database = await startDatabase(seed);
  const pool = new Pool({ connectionString: database.url, max: 4 });
  pool.on("error", () => undefined);
  try {
    await work({ ...database, pool });
  } finally {
    await pool.end();
  }
}

async function withCases({ pool, url }: City, count: number, mix: Mix = "all") {
  say(`Adding ${count} ${mix === "open" ? "open " : ""}cases …`);
  return fill(pool, url, { count, mix, progress: (done) => done % 50_000 === 0 && say(`  ${done}`) });
}

/** Whether the doors tell who has an account. */
async function enumeration({ pool }: City, samples: number): Promise<void> {
  const portal = await startServer("server/main.ts", "/api/health/ready", [], { TRUSTED_PROXIES: "1" });
  const report = await measureEnumeration(pool, portal.url, samples, say);
  console.log(`\n${await machineFacts(pool)}\none request at a time, every number once, from its own address\n\n${report}`);
  await portal.stop();
}

/** Whether pages stay within their weight and are painted in time. */
async function pages({ pool, url }: City): Promise<void> {
  const portal = await startServer("server/main.ts", "/api/health/ready");
  say("Measuring …");
  const { report, over } = await measurePages(pool, url, portal.url);
  console.log(`\n${await machineFacts(pool)}\nCPU 4 times slower, fast 3G, nothing cached; measured / budget\n\n${report}`);
  await portal.stop();
  if (over.length > 0) throw new Error(`Over their budget: ${over.join(", ")}.`);
}

async function bench(city: City, { chosen, cases, load }: Chosen): Promise<void> {
  const rows = await measureRates(await withCases(city, cases), { chosen, load, folder: city.folder }, say);
  console.log(`\n${await machineFacts(city.pool)}\n${cases} cases · ${load.connections} connections · ${load.seconds} s each after ${warmUpSeconds} s of warming up, by turns · no jobs\n\n${tableOf(rows)}\n\n${tableOfVerdicts(verdictsOf(rows))}`);
  if (verdictsOf(rows).some((verdict) => !isMet(verdict))) throw new Error("A target is not met.");
}

/** Every target of the portal's speed in one run. */
async function all(city: City, wanted: Everything): Promise<void> {
  const world = { ...(await withCases(city, wanted.cases)), folder: city.folder };
  const missed = await measureEverything(world, wanted, say);
  if (missed > 0) throw new Error(`${missed} targets are not met.`);
}

/** Whether a rush is over when it is over, and all that was acknowledged is there. */
async function surge(city: City, seconds: number): Promise<void> {
  const world = await withCases(city, 20_000);
  const portal = await startServer("server/main.ts", "/api/health/ready", [], { TRUSTED_PROXIES: "1" });
  const { report, wrong } = await measureSurge(portal.url, world, seconds, say);
  console.log(`\n${await machineFacts(city.pool)}\n\n${report}`);
  await portal.stop();
  if (wrong.length > 0) throw new Error(wrong.join(" "));
}

/** What it costs to part the cases of a city over several servers. */
async function sharded(cases: number): Promise<void> {
  const { report, wrong } = await measureShards(cases, say);
  console.log(`\n${cases} cases, all servers on this machine, medians\n\n${report}`);
  if (wrong.length > 0) throw new Error(wrong.join(" "));
}

/** What the lists of the desk cost in the database. */
async function desk(city: City, cases: number): Promise<void> {
  await withCases(city, cases);
  say("Measuring …");
  const { report, whole, slow } = await measureDesk(city.pool, city.url);
  console.log(`\n${await machineFacts(city.pool)}\n${report}`);
  if (whole.length > 0) throw new Error(`Whole tables are read by: ${whole.join(", ")}.`);
  if (slow.length > 0) throw new Error(`Longer than 50 ms take: ${slow.join(", ")}.`);
}

/** What it costs to issue and to verify. */
async function certified({ pool, url }: City, times: number): Promise<void> {
  say("Measuring …");
  console.log(`\n${await machineFacts(pool)}\n${times} times each, one after the other, medians\n\n${await measureCertificates(url, times)}`);
}

/** Whether a process that is killed while it issues leaves anything undone, or done twice. */
async function issued({ url }: City, { certificates, kills }: { certificates: number; kills: number }): Promise<void> {
  say(`Issuing ${certificates} certificates, killed ${kills} times …`);
  const { killedAtWork, ...left } = await issueUnderFire({ url, count: certificates, kills, say });
  console.log(`\nkilled with certificates waiting for their signature: ${killedAtWork} of ${kills} times\n${Object.entries(left).map(([what, found]) => `${what.padEnd(14)}${String(found).padStart(8)}`).join("\n")}`);
  if (Object.values(left).some((found) => found !== certificates)) throw new Error(`Each of these should be ${certificates}.`);
}

// The whole portal as people meet it, and what only processes can show that start in seconds.
const fleets = [["--processes", "2", "--pages", "--replica"], ["--processes", "4", "--pages"], ["--processes", "4"], ["--processes", "4", "--proxy", "haproxy"]];

/** Whether several processes are one portal; each fleet in a process of its own, whose keys and folders are none of the next one's. */
async function fleet(): Promise<void> {
  let wrong = 0;
  for (const args of fleets) wrong += await exitCode(spawn(process.execPath, ["--import", "tsx", "bench/fleet.ts", ...args], { stdio: "inherit" }));
  if (wrong > 0) throw new Error("Something does not hold with several processes.");
}

// Were a file held in memory, there would be no room for it.
const little = ["--max-old-space-size=96", "--max-semi-space-size=4"];

/** What an export of so many rows costs in memory, as one process that does nothing else. */
async function exported(city: City, rows: number): Promise<void> {
  await withCases(city, rows, "open");
  say("Measuring …");
  console.log(`\n${await machineFacts(city.pool)}\nmemory of the whole process, with node ${little.join(" ")}\n\n${"all open cases".padEnd(18)}${"rows".padStart(10)}${"MB file".padStart(10)}${"s".padStart(8)}${"before MB".padStart(12)}${"peak MB".padStart(10)}`);
  let wrong = 0;
  for (const format of ["csv", "xlsx"]) {
    for (const kind of ["masked", "full"]) wrong += await exitCode(spawn(process.execPath, [...little, "--import", "tsx", "bench/export.ts", format, kind, String(rows)], { stdio: "inherit", env: { ...process.env, DATABASE_URL: city.url } }));
  }
  if (wrong > 0) throw new Error("An export is short of rows, or takes 200 MB or more.");
}

/** The build of `npm start`, made again where the sources have changed. */
async function build(): Promise<void> {
  const child = spawn(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
  if ((await exitCode(child)) !== 0) throw new Error("The build failed: there is nothing to measure.");
}

async function exitCode(child: ChildProcess): Promise<number> {
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : 1;
}

function say(text: string): void {
  console.log(`[${(performance.now() / 1000).toFixed(1).padStart(6)} s] ${text}`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    say("Stopping …");
    void cleanUp().finally(() => process.exit(130));
  });
}

try {
  const wanted = readArguments();
  if (!wanted) console.log(help);
  else if ("formSeconds" in wanted) console.log(measureForms(wanted.formSeconds));
  else if ("times" in wanted) await inCity((city) => certified(city, wanted.times), "none");
  else if ("certificates" in wanted) await inCity((city) => issued(city, wanted), "none");
  else if ("shardedCases" in wanted) await sharded(wanted.shardedCases);
  else if ("deskCases" in wanted) await inCity((city) => desk(city, wanted.deskCases));
  else if ("rows" in wanted) await inCity((city) => exported(city, wanted.rows));
  else {
    await build();
    if ("fleet" in wanted) await fleet();
    else await inCity(async (city) => ("all" in wanted ? all(city, wanted.all) : "surgeSeconds" in wanted ? surge(city, wanted.surgeSeconds) : "samples" in wanted ? enumeration(city, wanted.samples) : "pages" in wanted ? pages(city) : bench(city, wanted)));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
process.exit();
