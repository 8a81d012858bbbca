// npm run security -- [matrix] [fuzz] [supply] [--seconds 60] [--seed 1]
import { randomInt } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import setUp from "@/db/testing/global-setup";
import type { World } from "./security/world";
import { faultsIn, readFloors, readLock, secretsIn } from "./security/supply";

const help = `Usage: npm run security -- [matrix] [fuzz] [supply] [options]

Starts a database of its own, asks the portal on loopback what it should not be asked, prints a table, and leaves nothing
behind. Fails where something is wrong. Without names: all three.

  matrix  every procedure by everybody who may not call it; every case from a stranger and from another office
  fuzz    every procedure, again and again, with inputs that fit and inputs that do not
  supply  packages against the oldest safe versions, their digests and scripts; secrets in the tree and in the scripts of pages

Options:
  --seconds N  how long inputs are made up, for fuzz (60)
  --seed N     the first seed, which repeats a run (by chance)`;

type Line = { what: string; asked: number; faults: readonly string[]; note?: string };

const parts = ["matrix", "fuzz", "supply"] as const;
const slowMs = 2000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { seconds: { type: "string", default: "60" }, seed: { type: "string", default: String(randomInt(1_000_000)) }, help: { type: "boolean", default: false } } });
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  const understood = positionals.every((name) => parts.some((part) => part === name)) && Number.isInteger(seed) && seconds > 0 && seconds <= 86_400;
  if (values.help || !understood) {
    console.log(help);
    process.exitCode = understood ? 0 : 1;
    return;
  }
  const wanted = parts.filter((part) => positionals.length === 0 || positionals.includes(part));
  await report(wanted, { seconds, seed });
}

async function report(wanted: readonly string[], { seconds, seed }: { seconds: number; seed: number }): Promise<void> {
  const lines = [...(wanted.includes("supply") ? supply() : []), ...(wanted.some((part) => part !== "supply") ? await atTheDoor(wanted, { seconds, seed }) : [])];
  print(lines);
  if (lines.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

function supply(): Line[] {
  const lock = readLock();
  const texts = globSync("{app,server,domain,db,scripts,bench,e2e,docs,public}/**/*.{ts,tsx,mjs,js,json,md,yml,yaml,sql,sh}");
  const built = globSync(".next/static/**/*.js");
  const held = (files: string[]) => files.flatMap((file) => secretsIn(readFileSync(file, "utf8")).map((what) => `${file}: ${what}`));
  return [
    { what: "packages", asked: Object.keys(lock.packages).length, faults: faultsIn(lock, readFloors()) },
    { what: "secrets in the tree", asked: texts.length, faults: held(texts) },
    { what: "secrets in what browsers get", asked: built.length, faults: held(built), ...(built.length === 0 ? { note: "nothing is built here: npm run build" } : {}) },
  ];
}

async function atTheDoor(wanted: readonly string[], plan: { seconds: number; seed: number }): Promise<Line[]> {
  say("Starting the database …");
  const stop = await setUp();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop().finally(() => process.exit(130)));
  // Each refused call is a line of the log: what counts is what is answered.
  const { write } = process.stderr;
  process.stderr.write = () => true;
  try {
    const [{ openWorld }, { openDoor }] = await Promise.all([import("./security/world"), import("./security/door")]);
    const world = await openWorld();
    const { trpcHandler } = await import("@/server/core/process/trpc");
    const door = await openDoor([{ prefix: "/api/trpc", methods: ["POST"], json: true, handler: trpcHandler }]);
    const lines = [...(wanted.includes("matrix") ? await matrix(world, door.url) : []), ...(wanted.includes("fuzz") ? [await fuzzing(world, door.url, plan)] : [])];
    door.close();
    return lines;
  } finally {
    process.stderr.write = write;
    await stop();
  }
}

async function matrix(world: World, url: string): Promise<Line[]> {
  say("Asking as whoever may not …");
  const { elsewhere, outsiders } = await import("./security/matrix");
  return [{ what: "procedures by outsiders", ...(await outsiders(world, url)) }, { what: "cases from elsewhere", ...(await elsewhere(world, url)) }];
}

async function fuzzing(world: World, url: string, { seconds, seed }: { seconds: number; seed: number }): Promise<Line> {
  say(`Making up inputs for ${seconds} s, from seed ${seed} …`);
  const { fuzz } = await import("./security/fuzz");
  const until = Date.now() + seconds * 1000;
  const faults = new Set<string>();
  let [asked, slowest] = [0, { procedure: "", ms: 0 }];
  for (let round = seed; Date.now() < until; round += 1) {
    const told = await fuzz(world, url, { seed: round, each: 6, outsiders: true, slowMs, until });
    asked += told.calls;
    if (told.slowest.ms > slowest.ms) slowest = told.slowest;
    for (const { procedure, by, what, input } of told.faults) faults.add(`seed ${round}: ${procedure} by ${by} ${what}: ${input}`);
  }
  return { what: "procedures, made-up inputs", asked, faults: [...faults], note: `slowest ${slowest.procedure} ${slowest.ms} ms` };
}

function print(lines: readonly Line[]): void {
  console.log("");
  for (const { what, asked, faults, note } of lines) console.log(`${what.padEnd(30)}${String(asked).padStart(8)} asked${String(faults.length).padStart(6)} wrong${note ? `   ${note}` : ""}`);
  for (const fault of lines.flatMap(({ faults }) => faults.slice(0, 40))) console.log(`  ${fault}`);
}

const say = (text: string) => console.log(text);

await main();
// Pools of the portal stay open otherwise.
process.exit();
