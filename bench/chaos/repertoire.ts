import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fullDisk, fullWitness, outerSystems, setClock, upgrade } from "./around";
import { deadLine, hungLine, killDatabase, killWeb, loseCommits, resetLine, slowLine } from "./faults";
import { watched, withHand } from "./fleet";
import type { Broken } from "./invariants";
import type { Plan, Stage } from "./stage";
import { steady } from "./steady";

/** How much of each is wanted, and where to tell how it goes. */
export type Wanted = { kills: number; databaseKills: number; seconds: number; minutes: number; say: (line: string) => void };

export type Fault = {
  name: string;
  did: (wanted: Wanted) => string;
  plan?: Partial<Plan>;
  /** Played only when asked for by name. */
  isLong?: true;
  run(stage: Stage, wanted: Wanted): Promise<void | Broken[]>;
};

export const usual: Plan = { web: 3, jobs: 1, citizens: 6, desks: 2 };

const pages = existsSync(".next/BUILD_ID");

const toTheLine: readonly Fault[] = [
  { name: "slow-line", did: ({ seconds }) => `2 s for each packet to the database, ${seconds} s long`, plan: { web: 2 }, run: (stage, { seconds }) => slowLine(stage, seconds) },
  { name: "hung-line", did: ({ seconds }) => `nothing passes for ${seconds} s, then all of it`, plan: { web: 2 }, run: (stage, { seconds }) => hungLine(stage, seconds) },
  { name: "dead-line", did: () => "all connections dead without a word", plan: { web: 2 }, run: async (stage, { say }) => say(`  acts went on after ${Math.round(await deadLine(stage))} ms`) },
  { name: "reset-line", did: () => "30 × all connections reset", plan: { web: 2 }, run: (stage) => resetLine(stage, 30) },
  { name: "lost-commits", did: () => "100 × the line breaks at a COMMIT", plan: { web: 2 }, run: (stage) => loseCommits(stage, 100) },
];

const lasting = (_stage: Stage, { seconds }: Wanted) => pause(seconds * 1000);

export const faults: readonly Fault[] = [
  { name: "kill-web", did: ({ kills }) => `${kills} × SIGKILL to a web process`, run: (stage, { kills, say }) => killWeb(stage, kills, (done) => done % 20 === 0 && say(`  ${done} kills, ${stage.tally.acknowledged.length} acts`)) },
  {
    name: "kill-database", did: ({ databaseKills }) => `${databaseKills} × SIGKILL to the database`, plan: { web: 2 },
    run: (stage, { databaseKills, say }) => killDatabase(stage, databaseKills, ({ databaseMs, actMs }) => say(`  database back after ${Math.round(databaseMs)} ms, next act after ${Math.round(actMs)} ms`)),
  },
  ...toTheLine,
  { name: "two", did: ({ seconds }) => `2 web processes, 2 for the jobs, ${seconds} s`, plan: { web: 2, jobs: 2 }, run: lasting },
  { name: "four", did: ({ seconds }) => `4 web processes, 2 for the jobs, ${seconds} s`, plan: { web: 4, jobs: 2 }, run: lasting },
  {
    name: "zone", did: ({ seconds }) => `all in New York, half an hour behind, ${seconds} s`,
    plan: { web: 2, environment: { TZ: "America/New_York", CLOCK: new Date(Date.now() - 1_800_000).toISOString() } }, run: lasting,
  },
  {
    name: "clock", did: () => "clocks 2 h, 25 h and 40 d ahead, 2 h and 25 h behind, back each time", plan: { web: 2, execArgv: withHand, expects: (finding) => /^(late|early) /.test(finding) },
    run: (stage, { seconds, say }) => setClock(stage, seconds, say),
  },
  { name: "full-files", did: ({ seconds }) => `no room for files, ${seconds} s`, plan: { web: 2, disk: { at: "files", megabytes: 8 } }, run: (stage, { seconds, say }) => fullDisk(stage, seconds, say) },
  { name: "full-disk", did: ({ seconds }) => `no room for database and files, ${seconds} s`, plan: { web: 2, disk: { at: ".", megabytes: 500 } }, run: (stage, { seconds, say }) => fullDisk(stage, seconds, say) },
  { name: "full-witness", did: ({ seconds }) => `no room for the audit's second place, ${seconds} s`, plan: { web: 2, disk: { at: "audit", megabytes: 1 } }, run: (stage, { seconds, say }) => fullWitness(stage, seconds, say) },
  { name: "outer", did: ({ seconds }) => `all outer systems off, hanging, talking nonsense, ${seconds} s each`, plan: { web: 2, outer: true }, run: (stage, { seconds, say }) => outerSystems(stage, seconds, say) },
  { name: "upgrade", did: () => "the release before serves on while this one migrates and takes over", plan: { web: 2, old: true }, run: (stage, { seconds, say }) => upgrade(stage, seconds, say) },
  {
    name: "hour", isLong: true, did: ({ minutes }) => `${minutes} min of a modest mixed load${pages ? ", pages too" : ""}`, plan: { web: 2, citizens: 3, desks: 1, thoughtMs: 1500, execArgv: watched, pages },
    run: (stage, { minutes, say }) => steady(stage, { minutes, pages }, say),
  },
];
