import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "@/db/client";
import { now } from "@/server/core/clock";
import { sweepFiles } from "@/server/records/commands/strays";
import { openSessions } from "../drafts";
import { cleanUp, startDatabase } from "../machine";
import { cookieOf } from "../record";
import { type Compiled, compile } from "./compiled";
import { Fleet, withHand } from "./fleet";
import { brokenIn, type Broken } from "./invariants";
import { type OldTree, openOldTree } from "./old-tree";
import { type OuterSystems, startOuterSystems } from "./outer";
import { brokenChain, brokenPapers } from "./papers";
import { type Relay, startRelay } from "./relay";
import { mountSmallDisk, type SmallDisk } from "./small-disk";
import { emptyTally, type Tally, work } from "./workload";
import { openWorld, type Person, type World } from "./world";

/**
 * Without processes that work the jobs, one begins when the fault is over. `pages`: the whole portal serves, which must have been
 * built, not its procedures alone. `execArgv`: what is loaded into each process ahead. `disk`: a small one under the data folder.
 * `outer`: the systems around are ours, not the demo's. `old`: what stood before an upgrade serves first. `expects`: findings of the
 * audit chain that are right here.
 */
export type Plan = {
  web: number; jobs: number; citizens: number; desks: number; thoughtMs?: number; pages?: boolean; execArgv?: readonly string[]; environment?: Record<string, string>;
  disk?: { at: string; megabytes: number }; outer?: true; old?: true; expects?: (finding: string) => boolean;
};

/** A portal at work in a city of its own: web processes behind a door, jobs, and a database behind a line that can fail. */
export type Stage = {
  url: string; folder: string; world: World; web: Fleet; jobs: Fleet; door: Relay; line: Relay; tally: Tally; environment: Record<string, string>;
  /** By how much the clock of whoever signs in again is ahead. */
  hand: { aheadMs: number };
  disk: SmallDisk | undefined; outer: OuterSystems | undefined; old: OldTree | undefined;
  /** Starts more processes of this release beside those at work; people reach them too. */
  more(web: number, jobs: number): Promise<{ web: Fleet; jobs: Fleet }>;
};

export type Verdict = { acts: number; certificates: number; longestMs: number; troubles: Map<string, number>; broken: Broken[] };

export const through = (url: string, port: number) => Object.assign(new URL(url), { port: String(port) }).href;

/** Does its worst; what it found broken itself counts with the rest. */
export type Fault = (stage: Stage) => Promise<void | Broken[]>;

type Undo = (() => Promise<unknown>)[];

/** Sets the stage, lets people work on it while `fault` does its worst, and tells what holds when the dust has settled. */
export async function play(plan: Plan, fault: Fault): Promise<Verdict> {
  const undo: Undo = [];
  try {
    const stage = await setStage(plan, undo);
    const found = await underLoad(stage, fault, plan);
    if (plan.jobs === 0) await stage.more(0, 1);
    const { broken, ...verdict } = await verdictOf(stage);
    return { ...verdict, broken: [...found, ...broken.map((one) => (one.name === "chain" ? { ...one, ids: one.ids.filter((id) => !plan.expects?.(id)) } : one)).filter(({ ids }) => ids.length > 0)] };
  } finally {
    for (const step of undo.toReversed()) await step().catch((error: unknown) => console.error(error));
    await cleanUp();
  }
}

async function setStage(plan: Plan, undo: Undo): Promise<Stage> {
  const props: { disk?: SmallDisk; outer?: OuterSystems; old?: OldTree; world?: Omit<World, "connection"> | undefined } = {};
  // Processes are killed here, not the machine: what a process has written the disk gets in the end, and need not be waited for.
  const { url, folder } = await startDatabase("none", { fsync: "off" }, {
    async lay(data) {
      if (plan.disk) props.disk = await mountSmallDisk(join(data, plan.disk.at), plan.disk.megabytes);
      if (plan.old) props.old = await openOldTree(data);
    },
    ...(plan.old ? { fill: async (owner: string) => (props.world = await props.old?.found(owner, plan)) } : {}),
  });
  undo.push(async () => props.disk?.remove());
  const line = await startRelay(() => [Number(new URL(url).port)]);
  undo.push(() => line.stop());
  const outer = plan.outer ? await startOuterSystems(folder) : undefined;
  undo.push(async () => outer?.stop());
  // Processes that are started again and again need not be compiled each time.
  const lined = (login: "DATABASE_URL" | "JOBS_DATABASE_URL") => through(process.env[login] ?? url, line.port);
  const environment = { DATABASE_URL: lined("DATABASE_URL"), JOBS_DATABASE_URL: lined("JOBS_DATABASE_URL"), SEED: "demo", NODE_COMPILE_CACHE: join(folder, "compiled"), ...outer?.environment, ...plan.environment };
  const compiled = await compile();
  undo.push(() => compiled.remove());
  const world = props.world ? { ...props.world, connection: connect(url, 3) } : await openWorld(url, plan);
  undo.push(() => world.connection.close());
  const fleets: Fleet[] = [];
  const start = async (of: Compiled, size: { web: number; jobs: number }, cwd?: string) => {
    const more = { execArgv: plan.execArgv ?? [], ...(cwd ? { cwd } : {}) };
    const [web, jobs] = await Promise.all([Fleet.start({ file: plan.pages ? "bench/chaos-portal.ts" : of.web, size: size.web, environment: { ...environment, JOBS: "0" }, ...more }), Fleet.start({ file: of.jobs, size: size.jobs, environment, ...more })]);
    fleets.push(web);
    // The verdict is in by then: nobody waits for them to end in order.
    undo.push(() => web.stop("SIGKILL"), () => jobs.stop("SIGKILL"));
    return { web, jobs };
  };
  const first = await start(props.old ?? compiled, plan, props.old?.tree);
  const door = await startRelay(() => fleets.flatMap((fleet) => fleet.ports()));
  undo.push(() => door.stop());
  return { url, folder, world, ...first, door, line, tally: emptyTally(), environment, hand: { aheadMs: 0 }, disk: props.disk, outer, old: props.old, more: (web, jobs) => start(compiled, { web, jobs }) };
}

async function underLoad(stage: Stage, fault: Fault, { thoughtMs, execArgv }: Plan): Promise<Broken[]> {
  const state = { over: false };
  const signIn = async (person: Person) => {
    const [token = ""] = await openSessions(stage.url, [person.accountId], new Date(Date.now() + stage.hand.aheadMs));
    person.cookie = cookieOf(token);
  };
  const working = work(stage.world, () => `http://127.0.0.1:${stage.door.port}`, {
    tally: stage.tally, goesOn: () => !state.over, ...(thoughtMs === undefined ? {} : { thoughtMs }),
    // Where clocks are set, sessions end; otherwise nobody is signed out.
    ...(execArgv === withHand ? { signIn } : {}),
  });
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

/** Waits until the background has nothing to do, as long as it gets anywhere; what still waits when patience ends is told by the invariants. */
async function drained(pool: World["connection"]["pool"], patienceMs: number): Promise<void> {
  let [quiet, done, since] = [0, -1, performance.now()];
  while (quiet < 3 && performance.now() - since < patienceMs) {
    const { rows: [row] } = await pool.query<{ left: number; done: number }>(`
      select ((select count(*) from outbox where relayed_at is null) + (select count(*) from pgboss.job where name not like 'schedules/%' and state in ('created', 'retry', 'active')))::int as left,
             ((select count(*) from outbox where relayed_at is not null) + (select count(*) from pgboss.job where state = 'completed'))::int as done`);
    quiet = row?.left === 0 ? quiet + 1 : 0;
    if (row && row.done > done) [done, since] = [row.done, performance.now()];
    await pause(200);
  }
}
