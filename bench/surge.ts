import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { addDrafts, type Draft } from "./drafts";
import { cookieOf } from "./record";
import type { World } from "./scenario";

type Tally = { answers: number; served: number; asked: number; times: number[] };

const normal = 8;
const calmSeconds = 10;
const recoverSeconds = 30;
const window = 5;
// More than can be filed in all this time.
const draftsPerSecond = 60;

/**
 * A normal load, five times as much of it and of new visitors for `seconds`, and the normal load again: how people are served
 * in each, after how long it is as before, and whether each acknowledged filing is there, once, with all that belongs to it.
 */
export async function measureSurge(url: string, world: Omit<World, "drafts">, seconds: number, say: (text: string) => void): Promise<{ report: string; wrong: string[] }> {
  const drafts = await addDrafts(world.pool, world.url, (calmSeconds + seconds + recoverSeconds) * draftsPerSecond);
  const acknowledged: string[] = [];
  const people = { url, codes: world.codes, drafts, acknowledged };
  say(`Normal load, ${normal} at once …`);
  await under(people, normal, 3);
  const before = await under(people, normal, calmSeconds);
  say(`Five times as much for ${seconds} s …`);
  const during = await under(people, normal * 5, seconds, normal * 5);
  say("Normal load again …");
  const after: Tally[] = [];
  for (let past = 0; past < recoverSeconds; past += window) after.push(await under(people, normal, window));
  const recovered = after.findIndex((tally) => shareOf(tally) > 0.99 && medianOf(tally) <= 1.5 * medianOf(before) + 5);
  const kept = await keptOf(world, acknowledged);
  const lines = [["before", before], ["during", during], ...after.map((tally, index) => [`${index * window} s after`, tally] as const)] as const;
  const report = [
    `${"".padEnd(14)}${["answers/s", "served", "p50 ms", "asked to wait"].map((head) => head.padStart(14)).join("")}`,
    ...lines.map(([name, tally]) => `${name.padEnd(14)}${[(tally.answers / (name === "before" ? calmSeconds : name === "during" ? seconds : window)).toFixed(0), `${(100 * shareOf(tally)).toFixed(1)} %`, medianOf(tally).toFixed(1), String(tally.asked)].map((cell) => cell.padStart(14)).join("")}`),
    "", `acknowledged filings ${acknowledged.length}, of these ${Object.entries(kept).map(([what, count]) => `${what} ${count}`).join(", ")}`,
    recovered < 0 ? `not as before within ${recoverSeconds} s` : `as before within ${(recovered + 1) * window} s`,
  ].join("\n");
  return { report, wrong: [...(recovered < 0 ? ["The portal did not recover."] : []), ...(Object.values(kept).some((count) => count !== acknowledged.length) ? ["Something acknowledged is not there."] : [])] };
}

type People = { url: string; codes: readonly string[]; drafts: Draft[]; acknowledged: string[] };

/** So many people at once, each acting as soon as they have an answer; `visitors` more who open pages that nobody has in memory. */
async function under(people: People, atOnce: number, seconds: number, visitors = 0): Promise<Tally> {
  const tally: Tally = { answers: 0, served: 0, asked: 0, times: [] };
  const until = performance.now() + seconds * 1000;
  const each = async (index: number) => {
    for (let turn = index; performance.now() < until; turn += 1) await answer(tally, () => actOf(people, turn));
  };
  const look = async (index: number) => {
    for (let turn = index; performance.now() < until; turn += 1) await answer(undefined, () => send(`${people.url}/items?q=${turn}`, { accept: "text/html", "x-forwarded-for": `10.1.${turn % 250}.${index}` }));
  };
  await Promise.all([...Array.from({ length: atOnce }, (_, index) => each(index)), ...Array.from({ length: visitors }, (_, index) => look(index))]);
  return tally;
}

async function answer(tally: Tally | undefined, ask: () => Promise<number>): Promise<void> {
  const began = performance.now();
  const status = await ask().catch(() => 0);
  if (!tally) return;
  tally.answers += 1;
  tally.times.push(performance.now() - began);
  if (status === 200) tally.served += 1;
  else if (status === 503 || status === 429) tally.asked += 1;
}

const agent = new Agent({ keepAlive: true });

/** The status of the answer, once it is here. */
function send(url: string, headers: Record<string, string>, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { agent, method: body === undefined ? "GET" : "POST", headers: { ...headers, ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) } }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode ?? 0)).once("error", reject);
    }).once("error", reject).end(body);
  });
}

/** One in four files a draft, signed in; the others read, half of them a guide and half a procedure. */
async function actOf({ url, codes, drafts, acknowledged }: People, turn: number): Promise<number> {
  const code = codes[turn % codes.length] ?? "";
  const draft = turn % 4 === 0 ? drafts.pop() : undefined;
  if (!draft) return turn % 2 === 0 ? send(`${url}/items/${code}`, { accept: "text/html" }) : send(`${url}/api/trpc/items.get?input=${encodeURIComponent(JSON.stringify({ code }))}`, { accept: "application/json" });
  const status = await send(`${url}/api/trpc/applications.submit`, { "content-type": "application/json", "idempotency-key": randomUUID(), cookie: cookieOf(draft.token) }, JSON.stringify({ id: draft.id, declared: true }));
  if (status === 200) acknowledged.push(draft.id);
  return status;
}

const shareOf = ({ answers, served }: Tally) => served / Math.max(1, answers);
const medianOf = ({ times }: Tally) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

/** How many of these are filed, and have one event and one audit entry for it. */
async function keptOf({ pool }: Pick<World, "pool">, ids: readonly string[]): Promise<Record<string, number>> {
  const { rows: [row] } = await pool.query<Record<string, number>>(
    `select count(*) filter (where a.status <> 'draft')::int as "filed",
       count(*) filter (where (select count(*) from application_events e where e.application_id = a.id and e.action = 'submit') = 1)::int as "with one event",
       count(*) filter (where (select count(*) from audit_log l where l.subject_id = a.id::text and l.action = 'applications.submit') = 1)::int as "with one audit entry"
     from applications a where a.id = any($1)`, [ids]);
  return row ?? {};
}
