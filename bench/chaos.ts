import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { cleanUp } from "./machine";
import { type Fault, faults, usual, type Wanted } from "./chaos/repertoire";
import { play, type Verdict } from "./chaos/stage";

const help = `What the portal keeps when things fail: people work on it while a fault is made, then every invariant is asked.

npm run chaos [-- <fault> …] [--kills 200] [--database-kills 20] [--seconds 20] [--minutes 60]

  kill-web       the web process, and now and then one that works the jobs, is killed (SIGKILL) --kills times
  kill-database  the database is killed --database-kills times
  slow-line, hung-line, dead-line, reset-line, lost-commits
                 the line to the database is slow, stands still, dies without a word, is reset, breaks at a COMMIT
  two, four      so many web processes behind a proxy, two that work the jobs
  hour           nothing fails for --minutes: a modest mixed load, and memory, descriptors, connections and what waits each
                 minute, none of which may grow (with pages where the portal was built; only when asked for)
  zone           a portal in another time zone, half an hour behind the clock of the database

Exit code 0: everything held.`;

function say(text: string): void {
  console.log(`[${(performance.now() / 1000).toFixed(1).padStart(6)} s] ${text}`);
}

function readArguments(): { chosen: readonly Fault[]; wanted: Wanted } | undefined {
  const options = { kills: { type: "string", default: "200" }, "database-kills": { type: "string", default: "20" }, seconds: { type: "string", default: "20" }, minutes: { type: "string", default: "60" }, help: { type: "boolean", default: false } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return undefined;
  const unknown = positionals.filter((name) => !faults.some((fault) => fault.name === name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}: see npm run chaos -- --help.`);
  const chosen = faults.filter(({ name, isLong }) => (positionals.length === 0 ? !isLong : positionals.includes(name)));
  return { chosen, wanted: { kills: Number(values.kills), databaseKills: Number(values["database-kills"]), seconds: Number(values.seconds), minutes: Number(values.minutes), say } };
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
