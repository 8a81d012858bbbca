import { setTimeout as pause } from "node:timers/promises";
import type { Pool } from "pg";
import type { Fleet } from "./fleet";
import type { Broken } from "./invariants";
import { look, type Looks } from "./readers";
import type { Stage } from "./stage";
import { rising, type Series } from "./trend";

// So long under the same modest load, nothing may grow: what leaks a little in a minute stops a portal within a week.

type Figure = { name: string; unit: string; allowed: (first: number) => number };

const share = (part: number, least: number) => (first: number) => Math.max(least, first * part);

// What the system lends a process comes back late, what the program holds does not come back at all: the heap is held closer.
const figures = [
  { name: "web rss", unit: "MB", allowed: share(0.15, 30) }, { name: "web heap", unit: "MB", allowed: share(0.1, 8) }, { name: "web descriptors", unit: "", allowed: () => 6 },
  { name: "jobs rss", unit: "MB", allowed: share(0.15, 30) }, { name: "jobs heap", unit: "MB", allowed: share(0.1, 8) }, { name: "jobs descriptors", unit: "", allowed: () => 6 },
  { name: "connections", unit: "", allowed: () => 4 }, { name: "locks", unit: "", allowed: () => 10 }, { name: "outbox", unit: "", allowed: () => 10 }, { name: "queued", unit: "", allowed: () => 10 },
] as const satisfies readonly Figure[];

type Sample = Record<(typeof figures)[number]["name"], number>;

const MB = 2 ** 20;

async function usedBy(kind: "web" | "jobs", fleet: Fleet) {
  const all = await fleet.usages();
  const sum = (of: "rss" | "heap" | "descriptors") => all.reduce((total, one) => total + one[of], 0);
  return { [`${kind} rss`]: sum("rss") / MB, [`${kind} heap`]: sum("heap") / MB, [`${kind} descriptors`]: sum("descriptors") };
}

async function standing(pool: Pool) {
  const { rows: [row] } = await pool.query<{ connections: number; locks: number; outbox: number; queued: number }>(`
    select (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
           (select count(*)::int from pg_locks l where l.pid <> pg_backend_pid()) as locks,
           (select count(*)::int from outbox where relayed_at is null) as outbox,
           (select count(*)::int from pgboss.job where name not like 'schedules/%' and state in ('created', 'retry', 'active')) as queued`);
  return { connections: row?.connections ?? 0, locks: row?.locks ?? 0, outbox: row?.outbox ?? 0, queued: row?.queued ?? 0 };
}

async function sample({ web, jobs, world }: Stage): Promise<Sample> {
  const blank: Sample = { "web rss": 0, "web heap": 0, "web descriptors": 0, "jobs rss": 0, "jobs heap": 0, "jobs descriptors": 0, connections: 0, locks: 0, outbox: 0, queued: 0 };
  return { ...blank, ...(await usedBy("web", web)), ...(await usedBy("jobs", jobs)), ...(await standing(world.connection.pool)) };
}

const column = 17;
const shown = (values: readonly string[]) => values.map((value) => value.padStart(column)).join("");

/** A sample each minute for so many minutes, readers beside those who act; tells what rose, and what readers met that should not be. */
export async function steady(stage: Stage, { minutes, everyMs = 60_000, pages }: { minutes: number; everyMs?: number; pages: boolean }, say: (line: string) => void): Promise<Broken[]> {
  const state = { over: false };
  const looks: Looks = { answers: 0, failures: new Map() };
  const reading = look(stage.world, () => `http://127.0.0.1:${stage.door.port}`, { goesOn: () => !state.over, pages, pauseMs: 400, looks });
  const samples: Sample[] = [];
  try {
    say(`${"minute".padStart(8)}${"acts".padStart(8)}${"reads".padStart(8)}${shown(figures.map(({ name, unit }) => (unit ? `${name} ${unit}` : name)))}`);
    for (let minute = 1; minute <= minutes; minute += 1) {
      await pause(everyMs);
      const taken = await sample(stage);
      samples.push(taken);
      say(`${String(minute).padStart(8)}${String(stage.tally.acknowledged.length).padStart(8)}${String(looks.answers).padStart(8)}${shown(figures.map(({ name, unit }) => taken[name].toFixed(unit ? 1 : 0)))}`);
    }
  } finally {
    state.over = true;
    await reading;
  }
  const series = figures.map(({ name, allowed }): Series => {
    const values = samples.map((one) => one[name]);
    return { name, values, allowed: allowed(values[Math.floor(values.length / 4)] ?? 0) };
  });
  const restarted = stage.web.restarts + stage.jobs.restarts;
  return [
    { name: "flat", says: "Memory, descriptors, connections and what waits do not grow.", ids: rising(series) },
    { name: "reads", says: "Whoever only looks gets what is there.", ids: [...looks.failures].map(([what, times]) => `${what} ${times} ×`) },
    { name: "alive", says: "No process ended.", ids: restarted > 0 ? [`${restarted} ended`] : [] },
  ].filter(({ ids }) => ids.length > 0);
}
