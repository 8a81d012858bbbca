import { deepStrictEqual as same, ok } from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { act, type Answer, dataOf, read, type Way } from "./client";
import { signInAt } from "./signing";
import type { Stand } from "./stand";

/** Something that must hold whichever process is asked. `prove` throws where it does not; it may tell a figure. */
export type Proof = { name: string; says: string; prove(stand: Stand): Promise<string | void> };

const Begun = z.looseObject({ id: z.uuid() });
const Filed = z.looseObject({ id: z.uuid(), number: z.string(), version: z.int() });
const pdf = Buffer.from("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");

export const first = <One>(all: readonly One[], index = 0): One => {
  const one = all[index % all.length];
  if (one === undefined) throw new Error("There is none.");
  return one;
};

/** Waits for what must come; what does not come in time is told. */
export async function until(says: string, holds: () => Promise<boolean>, patienceMs = 15_000): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > patienceMs) throw new Error(`${says}: not within ${patienceMs / 1000} s`);
    await pause(20);
  }
  return performance.now() - began;
}

/** A draft that could be filed, begun at one process and answered at the next. */
export async function begin({ each, world }: Stand, cookie: string, shopName = "老张面馆"): Promise<string> {
  const ways = each(cookie);
  const { id } = Begun.parse(dataOf(await first(ways).ask(act("applications.start", { itemCode: world.itemCode }))));
  dataOf(await first(ways, 1).ask(act("applications.save", { id, section: "applicant", raw: { shopName } })));
  return id;
}

const session: Proof = {
  name: "session", says: "A sign-in at one process is known at all, and signing out at another ends it at all at once.",
  async prove(stand) {
    const cookie = await signInAt(first(stand.each()), stand);
    const statuses = async () => (await Promise.all(stand.each(cookie).map((way) => way.ask(read("identity.viewer"))))).map(({ status }) => status);
    same(await statuses(), stand.members.map(() => 200));
    const { status } = await first(stand.each(cookie), 1).ask({ path: "/api/sign-out", body: "", headers: { "content-type": "application/x-www-form-urlencoded" } });
    ok(status < 400, `signing out answered ${status}`);
    same(await statuses(), stand.members.map(() => 401));
  },
};

const draft: Proof = {
  name: "draft", says: "What is saved through one is read through every other, and through the proxy.",
  async prove(stand) {
    const { cookie } = first(stand.world.citizens);
    const id = await begin(stand, cookie, "面馆一号");
    for (const way of [...stand.each(cookie), ...stand.members.map(() => stand.door(cookie))]) ok(JSON.stringify(dataOf(await way.ask(read("applications.draft", { id })))).includes("面馆一号"));
  },
};

const once: Proof = {
  name: "once", says: "One key that is sent to all processes at the same moment files once, and everybody is given the same answer.",
  async prove(stand) {
    const { cookie } = first(stand.world.citizens, 1);
    const id = await begin(stand, cookie);
    const question = act("applications.submit", { id, declared: true });
    const ways = [...stand.each(cookie), ...stand.each(cookie), stand.door(cookie), stand.door(cookie)];
    // Whoever is told that it is still running asks again, under the same key.
    const answers = await Promise.all(ways.map(async (way) => {
      let answer = await way.ask(question);
      await until("an answer to the key", async () => answer.status !== 409 || ((answer = await way.ask(question)), answer.status !== 409));
      return Filed.parse(dataOf(answer));
    }));
    answers.forEach((one) => same(one, answers[0]));
    const { rows } = await stand.world.connection.pool.query("select count(*)::int as n from application_events where application_id = $1 and action = 'submit'", [id]);
    same(rows, [{ n: 1 }]);
  },
};

const files: Proof = {
  name: "files", says: "A paper that was handed in at one is handed out by all, byte for byte.",
  async prove(stand) {
    const { cookie } = first(stand.world.citizens, 2);
    const id = await begin(stand, cookie);
    const boundary = randomUUID();
    const field = (name: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body = Buffer.concat([Buffer.from(`${field("application", id)}${field("field", "paper")}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n`), pdf, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const { status, body: told } = await stand.door(cookie).ask({ path: "/api/files", body, headers: { "content-type": `multipart/form-data; boundary=${boundary}`, accept: "application/json" } });
    same(status, 200, told);
    const { files: [file] } = z.object({ files: z.array(z.object({ fileId: z.uuid() })) }).parse(JSON.parse(told));
    for (const way of [...stand.each(cookie), stand.door(cookie)]) same(sumOf(await way.ask({ path: `/api/files/${file?.fileId}` })), createHash("sha256").update(pdf).digest("hex"));
  },
};

const sumOf = ({ body }: Answer) => createHash("sha256").update(body).digest("hex");

/** A public page, as a visitor reads it whom nobody knows. */
const visit = async (way: Way, path: string) => (await way.ask({ path, headers: { accept: "text/html" } })).body;

/** What a process tells of the item. */
export const guideOf = async (way: Way, { world }: Stand): Promise<string> => wordsOf(await visit(way, `/items/${world.itemCode}`));

const publication: Proof = {
  name: "publication", says: "A change of an item drops its page from the memory of every process.",
  async prove(stand) {
    const path = `/items/${stand.world.itemCode}`;
    const { rows: [item] } = await stand.world.connection.pool.query<{ id: string }>("select id from service_items where code = $1", [stand.world.itemCode]);
    const told = (way: Way) => guideOf(way, stand);
    const open = await told(first(stand.each()));
    ok(open.length > 0, "there is no guide");
    for (const way of stand.each()) {
      same(await told(way), open);
      // From memory: it is told as it was written, and but for its nonce nothing is new.
      if (!stand.plan.pages) await until("a page from memory", async () => rendering(await visit(way, path)) === rendering(await visit(way, path)));
    }
    dataOf(await first(stand.each(stand.people.editor)).ask(act("items.suspend", { itemId: item?.id, reason: "系统演练" })));
    // Far sooner than by age: a page that nobody drops is told for half a minute.
    const waits = await Promise.all(stand.each().map((way) => until("the page that says so", async () => (await told(way)) !== open, 10_000)));
    dataOf(await first(stand.each(stand.people.editor), 1).ask(act("items.resume", { itemId: item?.id, reason: "演练结束" })));
    await Promise.all(stand.each().map((way) => until("the page of the open item", async () => (await told(way)) === open, 10_000)));
    return `told by all after ${Math.round(Math.max(...waits))} ms`;
  },
};

/** What stands there to be read, without what is another in each rendering. */
const wordsOf = (html: string) => html.replace(/^.*<main[^>]*>|<\/main>.*$/gs, "").replace(/<(script|style|i)\b.*?<\/\1>/gs, "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();

const rendering = (html: string) => /rendering ([\w-]+)/.exec(html)?.[1] ?? randomUUID();

const limited: Proof = {
  name: "limit", says: "What one address may ask is counted over all processes together.",
  async prove(stand) {
    const allowed = 60;
    const ways = stand.each();
    const answers = await inGroups(Array.from({ length: allowed + 12 }, (_, index) => first(ways, index)), 8, (way) => way.ask(read("certificates.verify", { identifier: "1.2.156.3005.2.00000000000000000A0000.000000000000000000.000000000000000000.001.0" })));
    same(answers.filter(({ status }) => status === 429).length, 12);
  },
};

async function inGroups<One, Result>(all: readonly One[], size: number, work: (one: One) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < all.length; start += size) results.push(...(await Promise.all(all.slice(start, start + size).map(work))));
  return results;
}

const live: Proof = {
  name: "live", says: "What a clerk does at one reaches whoever watches the queue or the case at another.",
  async prove(stand) {
    const [{ cookie }, clerk, watcher] = [first(stand.world.citizens), first(stand.world.desk.clerk), first(stand.world.desk.reviewer)];
    const { id, number, version } = await file(stand, cookie);
    const watching = first(stand.each(watcher.cookie), 1);
    const since = new Date().toISOString();
    const shown = { filters: {}, since, shown: [id] };
    same(z.looseObject({ version: z.int() }).parse(dataOf(await watching.ask(read("applications.watch", { number, version })))).version, version);
    dataOf(await first(stand.each(clerk.cookie)).ask(act("applications.accept", { id, version })));
    const { rows, count } = z.object({ rows: z.array(z.string()), count: z.int() }).parse(dataOf(await watching.ask(read("applications.queueChanges", shown))));
    ok(rows.includes(id) && count > 0, "the queue of the other does not know");
    const seen = z.looseObject({ version: z.int(), changed: z.looseObject({ action: z.string() }) }).parse(dataOf(await watching.ask(read("applications.watch", { number, version }))));
    same([seen.version > version, seen.changed.action], [true, "accept"]);
  },
};

async function file(stand: Stand, cookie: string): Promise<z.infer<typeof Filed>> {
  const id = await begin(stand, cookie);
  return Filed.parse(dataOf(await stand.door(cookie).ask(act("applications.submit", { id, declared: true }))));
}

const jobs: Proof = {
  name: "jobs", says: "Work of the background is done once, however many processes work it.",
  async prove(stand) {
    const clerk = first(stand.world.desk.clerk);
    const { citizens } = stand.world;
    const cases = await inGroups([...citizens, ...citizens, ...citizens], citizens.length, ({ cookie }) => file(stand, cookie));
    await inGroups(cases, 3, async ({ id, version }) => dataOf(await stand.door(clerk.cookie).ask(act("applications.accept", { id, version }))));
    const ids = cases.map(({ id }) => id);
    const { pool } = stand.world.connection;
    await until("the end of the background work", async () => {
      const { rows: [row] } = await pool.query<{ left: number }>("select ((select count(*) from outbox where relayed_at is null) + (select count(*) from pgboss.job where name not like 'schedules/%' and state in ('created', 'retry', 'active')))::int as left");
      return row?.left === 0;
    }, 60_000);
    const { rows } = await pool.query<{ notices: number }>("select count(notices.id)::int as notices from unnest($1::uuid[]) as filed(id) left join notices on notices.application_id = filed.id group by filed.id", [ids]);
    same(rows.map(({ notices }) => notices), ids.map(() => 1));
    return `${ids.length} filings, ${stand.plan.runners} runners`;
  },
};

/** What holds while all are well. */
export const proofs: readonly Proof[] = [session, draft, once, files, publication, limited, live, jobs];
