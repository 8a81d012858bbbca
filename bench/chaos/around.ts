import { setTimeout as pause } from "node:timers/promises";
import { prepareDatabase } from "@/server/core/process/database";
import type { Broken } from "./invariants";
import { moods } from "./outer";
import type { Stage } from "./stage";

// What fails around the processes and their database: clocks, disks, other systems, and releases that work side by side.

type Say = (line: string) => void;

const hour = 3_600_000;

/** The clocks of all processes of the portal are set, forwards and back, while that of the database stands right. */
export async function setClock({ web, jobs, tally, hand }: Stage, seconds: number, say: Say): Promise<void> {
  for (const aheadMs of [2 * hour, 0, 25 * hour, 0, 40 * 24 * hour, 0, -2 * hour, 0, -25 * hour, 0]) {
    hand.aheadMs = aheadMs;
    for (const fleet of [web, jobs]) fleet.tell({ aheadMs });
    const acts = tally.acknowledged.length;
    await pause((seconds * 1000) / 4);
    say(`  clocks ${aheadMs / hour} h ahead: ${tally.acknowledged.length - acts} acts`);
  }
}

/** No byte more goes on the disk; then some do again. */
export async function fullDisk({ disk, tally }: Stage, seconds: number, say: Say): Promise<void> {
  await pause(3000);
  const before = tally.acknowledged.length;
  const until = performance.now() + seconds * 1000;
  // Whatever becomes free while it lasts is taken again: a log that is recycled, a file that is given up.
  while (performance.now() < until) {
    await disk?.fill();
    await pause(200);
  }
  const during = tally.acknowledged.length;
  await disk?.free();
  const since = performance.now();
  for (let waited = 0; tally.acknowledged.length < during + 12 && waited < 120_000; waited += 50) await pause(50);
  say(`  ${during - before} acts while it was full; twelve more ${Math.round(performance.now() - since)} ms after there was room`);
}

/** The same, with the sealer asked again and again to take what it signed to the second place. */
export async function fullWitness(stage: Stage, seconds: number, say: Say): Promise<void> {
  const state = { over: false };
  const sealing = (async () => {
    while (!state.over) {
      await stage.world.connection.pool.query("insert into pgboss.job (name, policy) values ('schedules/seal/audit', 'exclusive') on conflict do nothing");
      await pause(500);
    }
  })();
  try {
    await fullDisk(stage, seconds, say);
    await pause(3000);
  } finally {
    state.over = true;
    await sealing;
  }
}

type Probe = { path: string; input: object };

// Asked by a citizen; each needs one of the systems and must say that it is away, soon, and raise nobody.
const probes: readonly Probe[] = [
  { path: "identity.prove", input: { check: "phoneThreeFactor" } }, { path: "identity.startCheck", input: { check: "networkIdentity", next: "/me" } },
  { path: "identity.startCheck", input: { check: "livePerson", faceConsent: true, next: "/me" } },
];

/** What is wrong with the answer to one. */
async function probed(url: string, cookie: string, { path, input }: Probe): Promise<string[]> {
  const began = performance.now();
  const response = await fetch(`${url}/api/trpc/${path}`, { method: "POST", headers: { "content-type": "application/json", cookie }, body: JSON.stringify(input) });
  const told = await response.text();
  const tookMs = Math.round(performance.now() - began);
  // Too many tries of one person is a right answer too.
  const isRight = response.status === 429 || (response.status === 409 && told.includes("identity.registryAway"));
  return [...(isRight ? [] : [`${path} answered ${response.status} ${told.slice(0, 200)}`]), ...(tookMs > 10_000 ? [`${path} took ${tookMs} ms`] : [])];
}

/** Each system around the portal is off, hangs and talks nonsense, all of them at once; in between they answer. */
export async function outerSystems({ outer, world, door, tally }: Stage, seconds: number, say: Say): Promise<Broken[]> {
  const wrong: string[] = [];
  await pause(3000);
  for (const mood of moods) {
    outer?.turn(mood);
    const [acts, until] = [tally.acknowledged.length, performance.now() + seconds * 1000];
    for (const probe of probes) wrong.push(...(await probed(`http://127.0.0.1:${door.port}`, world.citizens[0]?.cookie ?? "", probe)).map((what) => `${mood}: ${what}`));
    await pause(Math.max(0, until - performance.now()));
    outer?.turn("well");
    say(`  ${mood}: ${tally.acknowledged.length - acts} acts`);
    await pause(3000);
  }
  return wrong.length > 0 ? [{ name: "away", says: "Whoever needs a system that is away is told so, soon.", ids: wrong }] : [];
}

/** As an upgrade goes without a pause: the new tables under the old processes, new ones beside the old, then without them. */
export async function upgrade(stage: Stage, seconds: number, say: Say): Promise<void> {
  const step = async (what: string, work: () => Promise<unknown>) => {
    const [acts, began] = [stage.tally.acknowledged.length, performance.now()];
    await work();
    say(`  ${what}: ${stage.tally.acknowledged.length - acts} acts in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  };
  const lasting = () => pause((seconds * 1000) / 2);
  await step(`the release before (${stage.old?.from})`, lasting);
  await step("this one migrates", () => prepareDatabase(stage.url, "none", { ownDatabase: true }));
  await step("the one before on the new tables", lasting);
  await step("both", async () => (await stage.more(2, 1), lasting()));
  await step("the one before stops", () => Promise.all([stage.web.stop(), stage.jobs.stop()]));
  await step("this one alone", lasting);
}
