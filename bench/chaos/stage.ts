import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { now } from "@/server/core/clock";
import { sweepFiles } from "@/server/records/commands/strays";
import { cleanUp, startDatabase } from "../machine";
import { compile } from "./compiled";
import { Fleet, watched } from "./fleet";
import { brokenIn, type Broken } from "./invariants";
import { brokenChain, brokenPapers } from "./papers";
import { type Relay, startRelay } from "./relay";
import { emptyTally, type Tally, work } from "./workload";
import { openWorld, type World } from "./world";

/**
 * Without processes that work the jobs, one begins when the fault is over. `pages`: the whole portal serves, which must have been
 * built, not its procedures alone. `isWatched`: the processes tell what they use.
 */
export type Plan = { web: number; jobs: number; citizens: number; desks: number; thoughtMs?: number; pages?: boolean; isWatched?: boolean; environment?: Record<string, string> };

/** A portal at work in a city of its own: web processes behind a door, jobs, and a database behind a line that can fail. */
export type Stage = { url: string; folder: string; world: World; web: Fleet; jobs: Fleet; door: Relay; line: Relay; tally: Tally; environment: Record<string, string> };

export type Verdict = { acts: number; certificates: number; longestMs: number; troubles: Map<string, number>; broken: Broken[] };

export const through = (url: string, port: number) => Object.assign(new URL(url), { port: String(port) }).href;

/** Does its worst; what it found broken itself counts with the rest. */
export type Fault = (stage: Stage) => Promise<void | Broken[]>;

/** Sets the stage, lets people work on it while `fault` does its worst, and tells what holds when the dust has settled. */
export async function play(plan: Plan, fault: Fault): Promise<Verdict> {
  // Processes are killed here, not the machine: what a process has written the disk gets in the end, and need not be waited for.
  const { url, folder } = await startDatabase("none", { fsync: "off" });
  const line = await startRelay(() => [Number(new URL(url).port)]);
  // Processes that are started again and again need not be compiled each time.
  const lined = (login: "DATABASE_URL" | "JOBS_DATABASE_URL") => through(process.env[login] ?? url, line.port);
  const environment = { DATABASE_URL: lined("DATABASE_URL"), JOBS_DATABASE_URL: lined("JOBS_DATABASE_URL"), SEED: "demo", NODE_COMPILE_CACHE: join(folder, "compiled"), ...plan.environment };
  const undo: (() => Promise<unknown>)[] = [() => line.stop()];
  try {
    const compiled = await compile();
    undo.push(() => compiled.remove());
    const world = await openWorld(url, plan);
    undo.push(() => world.connection.close());
    const execArgv = plan.isWatched ? watched : [];
    const [web, jobs] = await Promise.all([Fleet.start({ file: plan.pages ? "bench/chaos-portal.ts" : compiled.web, size: plan.web, environment: { ...environment, JOBS: "0" }, execArgv }), Fleet.start({ file: compiled.jobs, size: plan.jobs, environment, execArgv })]);
    // The verdict is in by then: nobody waits for them to end in order.
    undo.push(() => web.stop("SIGKILL"), () => jobs.stop("SIGKILL"));
    const door = await startRelay(() => web.ports());
    undo.push(() => door.stop());
    const stage: Stage = { url, folder, world, web, jobs, door, line, tally: emptyTally(), environment };
    const found = await underLoad(stage, fault, plan.thoughtMs);
    if (plan.jobs === 0) {
      const late = await Fleet.start({ file: compiled.jobs, size: 1, environment });
      undo.push(() => late.stop("SIGKILL"));
    }
    const verdict = await verdictOf(stage);
    return { ...verdict, broken: [...found, ...verdict.broken] };
  } finally {
    for (const step of undo.toReversed()) await step().catch((error: unknown) => console.error(error));
    await cleanUp();
  }
}

async function underLoad(stage: Stage, fault: Fault, thoughtMs: number | undefined): Promise<Broken[]> {
  const state = { over: false };
  const working = work(stage.world, () => `http://127.0.0.1:${stage.door.port}`, { tally: stage.tally, goesOn: () => !state.over, ...(thoughtMs === undefined ? {} : { thoughtMs }) });
  try {
    return (await fault(stage)) ?? [];
  } finally {
    state.over = true;
    await working;
  }
}

/** Everything counted when nothing is under way any more. */
export async function verdictOf({ world: { connection }, tally }: Pick<Stage, "world" | "tally">, patienceMs = 180_000): Promise<Verdict> {
  await drained(connection.pool, patienceMs);
  // Of whoever died between storing a file and writing its row; a day later the product does so by itself.
  await sweepFiles({ actor: { kind: "system" }, now: now(), requestId: "chaos", address: "chaos", db: connection.db }, 0);
  const { rows: [row] } = await connection.pool.query<{ n: number }>("select count(*)::int as n from certificates where signed_at is not null");
  const people = [
    { name: "unanswered", says: "Every act is answered in the end.", ids: tally.unanswered }, { name: "refused", says: "Nothing right is refused.", ids: tally.refused },
    { name: "sameAnswer", says: "One key has one answer.", ids: tally.unequal },
  ].filter(({ ids }) => ids.length > 0);
  const broken = [...people, ...(await brokenIn(connection.pool, tally.acknowledged)), ...(await brokenPapers(connection)), ...(await brokenChain(connection))];
  return { acts: tally.acknowledged.length, certificates: row?.n ?? 0, longestMs: tally.longestMs, troubles: tally.troubles, broken };
}

/** Waits until the background has nothing to do; what still waits when patience ends is told by the invariants. */
async function drained(pool: World["connection"]["pool"], patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs;
  for (let quiet = 0; quiet < 3 && performance.now() < until;) {
    const { rows: [row] } = await pool.query<{ left: number }>(
      "select ((select count(*) from outbox where relayed_at is null) + (select count(*) from pgboss.job where name not like 'schedules/%' and state in ('created', 'retry', 'active')))::int as left");
    quiet = row?.left === 0 ? quiet + 1 : 0;
    await pause(200);
  }
}
