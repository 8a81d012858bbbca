import { deepStrictEqual as same, ok } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { act, type Answer, dataOf, read, type Way } from "./client";
import { begin, first, type Proof, until } from "./proofs";
import type { Stand } from "./stand";

/** What people met who worked on meanwhile: how often something was asked, and what came instead of an answer. */
type Met = { reads: number; writes: number; badReads: string[]; badWrites: string[] };

// As fast as a person is, and within what the proxy lets one address ask.
const breathMs = 40;

const troubleOf = (answer: Answer | Error) => (answer instanceof Error ? answer.message : answer.status === 200 ? undefined : `${answer.status}`);
const tried = (way: Way, question: Parameters<Way["ask"]>[0]) => way.ask(question).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

/** Everybody saves their draft and reads it, again and again through the proxy, while `fault` is made; what was acknowledged must be there, and once. */
async function whileAtWork(stand: Stand, fault: () => Promise<void>): Promise<Met> {
  const met: Met = { reads: 0, writes: 0, badReads: [], badWrites: [] };
  const state = { over: false };
  // Begun while all are well: it is asked of single processes.
  const drafts: Draft[] = [];
  for (const [index, { cookie }] of stand.world.citizens.entries()) drafts.push({ id: await begin(stand, cookie), cookie, index });
  const working = Promise.all(drafts.map((draft) => atWork(stand, draft, met, () => !state.over)));
  try {
    // Whoever fails at work ends it for all.
    await Promise.race([fault(), working.then(() => undefined)]);
  } finally {
    state.over = true;
  }
  await working;
  return met;
}

type Draft = { id: string; cookie: string; index: number };

async function atWork(stand: Stand, { id, cookie, index }: Draft, met: Met, goesOn: () => boolean): Promise<void> {
  const way = stand.door(cookie);
  const [before, saves] = [await savesOf(stand, id), { count: 0 }];
  while (goesOn()) {
    const shopName = `面馆 ${index}-${(saves.count += 1)}`;
    await save(way, { id, shopName }, met);
    const answer = await tried(way, read("applications.draft", { id }));
    met.reads += 1;
    const trouble = troubleOf(answer);
    if (trouble) met.badReads.push(trouble);
    else if (!(answer instanceof Error)) ok(JSON.stringify(dataOf(answer)).includes(`${shopName}"`), `${shopName} was acknowledged and is not there`);
    await pause(breathMs);
  }
  same((await savesOf(stand, id)) - before, saves.count, "an acknowledged save happened more or less than once");
}

async function savesOf({ world }: Stand, id: string): Promise<number> {
  const { rows: [row] } = await world.connection.pool.query<{ n: number }>("select count(*)::int as n from audit_log where action = 'applications.save' and subject_id = $1", [id]);
  return row?.n ?? 0;
}

/** Sent under one key until it is acknowledged. */
async function save(way: Way, { id, shopName }: { id: string; shopName: string }, met: Met): Promise<void> {
  const question = act("applications.save", { id, section: "applicant", raw: { shopName } });
  const acknowledged = async () => {
    met.writes += 1;
    const trouble = troubleOf(await tried(way, question));
    if (trouble && trouble !== "409") met.badWrites.push(trouble);
    await pause(breathMs);
    return trouble === undefined;
  };
  await until("an acknowledgement", acknowledged, 60_000);
}

const told = ({ reads, writes, badWrites }: Met) => `${reads} reads and ${writes} writes meanwhile${badWrites.length > 0 ? `, ${badWrites.length} writes sent again` : ""}`;

/** A proxy counts a process out for five seconds after it failed, nginx until more than five whole ones have passed; the next fault waits for that. */
const countedOutMs = 6_500;

/** Each in its turn, or only the first. */
const victims = ({ members, plan }: Stand) => (plan.pages || members.length > 2 ? members : members.slice(0, 1));

const stopped: Proof = {
  name: "stop", says: "A process that is told to stop, as in an upgrade, costs nobody an answer.",
  async prove(stand) {
    const met = await whileAtWork(stand, async () => {
      for (const [index, member] of victims(stand).entries()) {
        if (index > 0) await pause(countedOutMs);
        await pause(300);
        member.killOne("SIGTERM");
        await member.allReady();
      }
      await pause(300);
    });
    same([met.badReads, met.badWrites], [[], []]);
    return told(met);
  },
};

const killed: Proof = {
  name: "kill", says: "A process that is killed costs nobody a page; what was being sent is sent again under its key, and done once.",
  async prove(stand) {
    const met = await whileAtWork(stand, async () => {
      for (const [index, member] of victims(stand).entries()) {
        if (index > 0) await pause(countedOutMs);
        await pause(300);
        member.killOne("SIGKILL");
        await member.allReady();
      }
      await pause(300);
    });
    same(met.badReads, []);
    return told(met);
  },
};

const placeIn = ({ headers }: Answer) => headers["set-cookie"]?.map((one) => one.split(";", 1)[0] ?? "").find((one) => one.startsWith("waiting-place="));

const line: Proof = {
  name: "line", says: "When all are full, new visitors stand in one line, whichever process gave them their number, and are let in by any.",
  async prove(stand) {
    const path = "/help/busy?fleet";
    // Whoever is being served goes on being served, so that there is no room.
    const guests = stand.each().flatMap((way) => Array.from({ length: 12 }, () => way.hold({ path, headers: { accept: "text/html" } })));
    const places: string[] = [];
    const take = async (way: Way) => {
      const answer = await way.ask({ path: "/items/none?new", headers: { accept: "text/html" } });
      const place = placeIn(answer);
      if (place) places.push(place);
      return answer.status === 503 && place !== undefined;
    };
    for (const way of [...stand.each(), ...stand.each()]) await until("a place in the line", () => take(way));
    const numbers = places.map((place) => Number(/=(\d+)\./.exec(place)?.[1]));
    same(numbers, numbers.map((_, index) => (numbers[0] ?? 0) + index), "numbers of one line follow one another");
    for (const guest of guests) guest();
    await Promise.all(places.map((place, index) => until("a turn", async () => (await first(stand.each(place), index + 1).ask({ path: "/items/none?new", headers: { accept: "text/html" } })).status !== 503, 20_000)));
    return `${numbers.length} numbers from ${stand.members.length} processes`;
  },
};

const unready: Proof = {
  name: "readiness", says: "A process that says it is not ready is sent nobody, until it is again.",
  async prove(stand) {
    const [person, guest] = [first(stand.world.citizens), first(stand.world.citizens, 1)];
    const [full, door] = [first(stand.each(guest.cookie)), stand.door(person.cookie)];
    const ready = async () => troubleOf(await tried(full, { path: "/api/health/ready" })) === undefined;
    const refused = async () => troubleOf(await tried(full, read("identity.viewer"))) === "503";
    const round = () => Promise.all(stand.members.map(() => tried(door, read("identity.viewer"))));
    const guests = Array.from({ length: 20 }, () => full.hold({ path: "/help/busy?fleet", headers: { accept: "text/html" } }));
    await until("a full process", refused);
    // In turn, each of them is asked once: one of them refuses.
    await until("somebody whom the full process refuses", async () => (await round()).some((answer) => troubleOf(answer) === "503"));
    const saidMs = await until("a process that says it is not ready", async () => (await refused(), await pause(200), !(await ready())), 30_000);
    await until("nobody who is sent there", async () => (await refused(), (await rounds(round, 5)).every((answer) => troubleOf(answer) === undefined)), 20_000);
    for (const leave of guests) leave();
    await until("a process that is ready again", ready, 20_000);
    return `not ready after ${(saidMs / 1000).toFixed(1)} s of refusing`;
  },
};

// However many processes are asked in a round, it stays within what the proxy lets one address ask: 400 in ten seconds.
const roundMs = 200;

async function rounds<One>(round: () => Promise<One[]>, times: number): Promise<One[]> {
  const all: One[] = [];
  for (let done = 0; done < times; done += 1) {
    all.push(...(await round()));
    await pause(roundMs);
  }
  return all;
}

/** What holds while processes come and go, or have too much to do. Pages that hold somebody are none of the portal's own. */
export const faultsOf = ({ pages, proxy }: Stand["plan"]): readonly Proof[] => [...(pages ? [] : [line]), ...(proxy === "haproxy" && !pages ? [unready] : []), stopped, killed];
