import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cleanUp } from "./machine";
import { deadLine, hungLine, killDatabase, killWeb, loseCommits, resetLine, slowLine } from "./chaos/faults";
import { play, type Plan, type Stage, type Verdict } from "./chaos/stage";

const help = `What the portal keeps when things fail: people work on it while a fault is made, then every invariant is asked.

npm run chaos [-- <fault> …] [--kills 200] [--database-kills 20] [--seconds 20]

  kill-web       the web process, and now and then one that works the jobs, is killed (SIGKILL) --kills times
  kill-database  the database is killed --database-kills times
  slow-line, hung-line, dead-line, reset-line, lost-commits
                 the line to the database is slow, stands still, dies without a word, is reset, breaks at a COMMIT
  two, four      so many web processes behind a proxy, two that work the jobs
  clock          a portal in another time zone, behind the clock of the database

Exit code 0: everything held.`;

type Wanted = { kills: number; databaseKills: number; seconds: number };
type Fault = { name: string; did: (wanted: Wanted) => string; plan?: Partial<Plan>; run(stage: Stage, wanted: Wanted): Promise<void> };

const usual: Plan = { web: 3, jobs: 1, citizens: 6, desks: 2 };

const faults: readonly Fault[] = [
  { name: "kill-web", did: ({ kills }) => `${kills} × SIGKILL to a web process`, run: (stage, { kills }) => killWeb(stage, kills, (done) => done % 20 === 0 && say(`  ${done} kills, ${stage.tally.acknowledged.length} acts`)) },
  { name: "kill-database", did: ({ databaseKills }) => `${databaseKills} × SIGKILL to the database`, plan: { web: 2 }, run: (stage, { databaseKills }) => killDatabase(stage, databaseKills, ({ databaseMs, actMs }) => say(`  database back after ${Math.round(databaseMs)} ms, next act after ${Math.round(actMs)} ms`)) },
  { name: "slow-line", did: ({ seconds }) => `2 s for each packet to the database, ${seconds} s long`, plan: { web: 2 }, run: (stage, { seconds }) => slowLine(stage, seconds) },
  { name: "hung-line", did: ({ seconds }) => `nothing passes for ${seconds} s, then all of it`, plan: { web: 2 }, run: (stage, { seconds }) => hungLine(stage, seconds) },
  { name: "dead-line", did: () => "all connections dead without a word", plan: { web: 2 }, run: async (stage) => say(`  acts went on after ${Math.round(await deadLine(stage))} ms`) },
  { name: "reset-line", did: () => "30 × all connections reset", plan: { web: 2 }, run: (stage) => resetLine(stage, 30) },
  { name: "lost-commits", did: () => "100 × the line breaks at a COMMIT", plan: { web: 2 }, run: (stage) => loseCommits(stage, 100) },
  { name: "two", did: ({ seconds }) => `2 web processes, 2 for the jobs, ${seconds} s`, plan: { web: 2, jobs: 2 }, run: (_stage, { seconds }) => pause(seconds * 1000) },
  { name: "four", did: ({ seconds }) => `4 web processes, 2 for the jobs, ${seconds} s`, plan: { web: 4, jobs: 2 }, run: (_stage, { seconds }) => pause(seconds * 1000) },
  { name: "clock", did: ({ seconds }) => `all in New York, half an hour behind, ${seconds} s`, plan: { web: 2, environment: { TZ: "America/New_York", CLOCK: new Date(Date.now() - 1_800_000).toISOString() } }, run: (_stage, { seconds }) => pause(seconds * 1000) },
];

function say(text: string): void {
  console.log(`[${(performance.now() / 1000).toFixed(1).padStart(6)} s] ${text}`);
}

function readArguments(): { chosen: readonly Fault[]; wanted: Wanted } | undefined {
  const options = { kills: { type: "string", default: "200" }, "database-kills": { type: "string", default: "20" }, seconds: { type: "string", default: "20" }, help: { type: "boolean", default: false } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return undefined;
  const unknown = positionals.filter((name) => !faults.some((fault) => fault.name === name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}: see npm run chaos -- --help.`);
  const chosen = faults.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return { chosen, wanted: { kills: Number(values.kills), databaseKills: Number(values["database-kills"]), seconds: Number(values.seconds) } };
}

const rowOf = (name: string, did: string, { acts, certificates, longestMs, troubles, broken }: Verdict) =>
  `${name.padEnd(16)}${did.padEnd(46)}${String(acts).padStart(7)}${String(certificates).padStart(7)}${(longestMs / 1000).toFixed(1).padStart(11)}  ${broken.length === 0 ? "ok" : `BROKEN: ${broken.map(({ name: one, ids }) => `${one} (${ids.length})`).join(", ")}`}  ${[...troubles].map(([what, times]) => `${what} ${times}×`).join(", ")}`;

async function playOne(fault: Fault, wanted: Wanted): Promise<void> {
  say(`${fault.name}: ${fault.did(wanted)} …`);
  const verdict = await play({ ...usual, ...fault.plan }, (stage) => fault.run(stage, wanted));
  for (const { name, says, ids } of verdict.broken) console.error(`  ${name}: ${says}\n${ids.slice(0, 20).map((id) => `    ${id}`).join("\n")}`);
  if (verdict.broken.length > 0) process.exitCode = 1;
  const row = rowOf(fault.name, fault.did(wanted), verdict);
  if (process.send) process.send(row);
  else print([row]);
}

const print = (rows: readonly string[]) => console.log(`\n${"fault".padEnd(16)}${"what was done".padEnd(46)}${"acts".padStart(7)}${"certs".padStart(7)}${"longest s".padStart(11)}  invariants, and what people met meanwhile\n${rows.join("\n")}`);

/** Each in a process of its own: the keys and folders that one city had are none of the next one's. */
async function playEach(chosen: readonly Fault[]): Promise<void> {
  const rows: string[] = [];
  for (const { name } of chosen) {
    const child = fork("bench/chaos.ts", [...process.argv.slice(2).filter((argument) => !faults.some((fault) => fault.name === argument)), name], { execArgv: ["--import", "tsx"] });
    running = child;
    child.on("message", (row) => rows.push(String(row)));
    const [code] = await once(child, "exit");
    if (code !== 0) process.exitCode = 1;
    if (code !== 0 && !rows.some((row) => row.startsWith(name))) rows.push(`${name.padEnd(16)}did not come to its end`);
    if (stopping) break;
  }
  print(rows);
}

let running: ChildProcess | undefined;
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopping = true;
    // Whoever plays cleans up; whoever only waits goes on to the end.
    if (running) running.kill("SIGTERM");
    else void cleanUp().finally(() => process.exit(130));
  });
}
process.once("uncaughtException", (error) => {
  console.error(error);
  void cleanUp().finally(() => process.exit(1));
});
try {
  const asked = readArguments();
  const [only, ...others] = asked?.chosen ?? [];
  if (!asked || !only) console.log(help);
  else if (others.length === 0) await playOne(only, asked.wanted);
  else await playEach(asked.chosen);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
process.exit();
