import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool } from "pg";
import { type Embedded, startEmbedded } from "@/db/embedded";
import { liveStatuses } from "@/domain/applications/schema";
import { later } from "./machine";
import { median } from "./statistics";

// What a city costs on several servers, its cases parted by division, beside the same cases on one. All of them stand on this
// machine and share its processors: what is told is what the parting itself costs, not what three machines could carry.

const shardCount = 3;
const divisions = Array.from({ length: 12 }, (_, at) => `4401${String(at + 1).padStart(2, "0")}`);
/** Where a division's cases are: the one thing that routing needs to know. */
const shardOf = (divisionCode: string) => divisions.indexOf(divisionCode) % shardCount;

type City = { one: Pool; shards: readonly Pool[]; servers: readonly Embedded[] };
type Row = Record<string, unknown>;
export type ShardReport = { report: string; wrong: string[] };

const live = `(${liveStatuses.map((status) => `'${status}'`).join()})`;
const statements = {
  queue: (from: string) => `select id, number, status, desk_due_on from ${from} where department_id = $1 and division_code = $2 and status in ${live} order by desk_due_on, id limit 50`,
  own: (from: string) => `select id, number, status, created_at from ${from} where applicant_account_id = $1 order by created_at desc, id desc limit 20`,
  figure: (from: string) => `select department_id, status, count(*)::int as cases from ${from} where status in ${live} group by 1, 2 order by 1, 2`,
};

/** Starts the servers, fills them, measures, and leaves nothing behind. */
export async function measureShards(cases: number, say: (line: string) => void): Promise<ShardReport> {
  const folder = await mkdtemp(join(tmpdir(), "tongban-shards-"));
  later(() => rm(folder, { recursive: true, force: true }));
  say(`Starting ${shardCount + 1} servers …`);
  const [first, ...others] = [await started(folder, 0), await started(folder, 1), await started(folder, 2), await started(folder, 3)] as const;
  const city = { one: first.pool, shards: others.map(({ pool }) => pool), servers: others.map(({ server }) => server) };
  say(`Adding ${cases} cases to one of them, and the same to the other ${shardCount} by division …`);
  await fillAll(city, cases);
  await openGate(city);
  say("Measuring …");
  return measured(city);
}

/** A server with the tables of the portal, stopped at the clean-up; what is written is on the disk before it is acknowledged. */
async function started(folder: string, at: number): Promise<{ server: Embedded; pool: Pool }> {
  const server = await startEmbedded({ dataDir: join(folder, `server-${at}`), settings: { shared_buffers: "64MB", max_connections: "40", max_prepared_transactions: "20" } });
  later(() => server.stop());
  const pool = new Pool({ connectionString: server.url, max: 8, options: "-c app.sees=all" });
  pool.on("error", () => undefined);
  later(() => pool.end());
  await migrate(drizzle(pool), { migrationsFolder: "db/migrations" });
  return { server, pool };
}

/** The same rows, whoever makes them: each server those of its own divisions. */
async function fillAll({ one, shards }: City, cases: number): Promise<void> {
  const values = [cases, divisions, new Date()];
  await fill(one, values, "true");
  for (const [at, pool] of shards.entries()) await fill(pool, values, `(g % ${divisions.length}) % ${shardCount} = ${at}`);
}

// A case in seven is open, one in twenty a draft to be filed; a person has cases in several divisions.
const caseRows = `
  insert into applications (id, number, service_item_id, revision_id, applicant_account_id, applicant_name, item_name, department_id, division_code, status, answers, version, created_at, saved_at, received_at, due_on)
  select md5('case' || g)::uuid, ($2::text[])[1 + g % 12] || '-' || g, md5('item' || case when g % 20 = 0 then g else g % 600 end)::uuid, md5('revision' || g % 600)::uuid, md5('person' || g % greatest($1::int / 8, 1))::uuid, '某某', '事项', md5('department' || g % 30)::uuid,
    ($2::text[])[1 + g % 12], case when g % 20 = 0 then 'draft' when g % 7 = 0 then 'accepted' else 'closed' end, repeat(md5(g::text), 12), 0,
    at, at, case when g % 20 = 0 then null else at end, case when g % 20 <> 0 and g % 7 = 0 then current_date + g % 30 end
  from (select g, $3::timestamptz - interval '2 years' + g * (interval '2 years' / $1::int) as at from generate_series(1, $1::int) g) made where `;

async function fill(pool: Pool, values: readonly unknown[], which: string): Promise<void> {
  const client = await pool.connect();
  try {
    // Accounts, items and departments would be on every server; nothing that is measured reads them.
    await client.query("set session_replication_role = replica");
    await client.query(caseRows + which, [...values]);
    await client.query("set session_replication_role = origin");
    await client.query("analyze applications");
  } finally {
    client.release();
  }
}

/** The whole city as one table on the first server, each part of which is another server's (postgres_fdw). */
async function openGate({ shards: [gate], servers }: City): Promise<void> {
  await gate?.query("create extension postgres_fdw; create schema city; create table city.applications (like public.applications) partition by list (division_code)");
  for (const [at, { url }] of servers.entries()) {
    const { hostname, port, username, password, pathname } = new URL(url);
    const mine = divisions.filter((code) => shardOf(code) === at).map((code) => `'${code}'`).join();
    await gate?.query(`create server s${at} foreign data wrapper postgres_fdw options (host '${hostname}', port '${port}', dbname '${pathname.slice(1)}', async_capable 'true', options '-c app.sees=all');
      create user mapping for current_user server s${at} options (user '${username}', password '${password}');
      create foreign table city.s${at} partition of city.applications for values in (${mine}) server s${at} options (schema_name 'public', table_name 'applications')`);
  }
  await gate?.query("analyze city.applications");
}

type Ways = Readonly<Record<string, () => Promise<unknown>>>;

async function measured(city: City): Promise<ShardReport> {
  const wrong: string[] = [];
  const { one, shards } = city;
  const gate = at(shards, 0);
  const asked = (pool: Pool, statement: string, values: unknown[]) => pool.query<Row>(statement, values).then(({ rows }) => rows);
  const everywhere = (statement: string, values: unknown[]) => Promise.all(shards.map((pool) => asked(pool, statement, values)));
  const { rows: [some] } = await one.query<{ d: string; v: string; a: string }>(`select department_id as d, division_code as v, applicant_account_id as a from applications where status = 'accepted' order by id limit 1`);
  const [desk, person] = [[some?.d, some?.v], [some?.a]];
  const latest = (found: Row[][]) => found.flat().toSorted((a, b) => Number(b["created_at"]) - Number(a["created_at"]) || (String(a["id"]) < String(b["id"]) ? 1 : -1)).slice(0, 20);
  const reads: Record<string, Ways> = {
    "a clerk's queue": { one: () => asked(one, statements.queue("applications"), desk), routed: () => asked(at(shards, shardOf(some?.v ?? "")), statements.queue("applications"), desk), "postgres_fdw": () => asked(gate, statements.queue("city.applications"), desk) },
    "one's own list": { one: () => asked(one, statements.own("applications"), person), routed: () => everywhere(statements.own("applications"), person).then(latest), "postgres_fdw": () => asked(gate, statements.own("city.applications"), person) },
    "a figure of the city": { one: () => asked(one, statements.figure("applications"), []), routed: () => everywhere(statements.figure("applications"), []).then(summed), "postgres_fdw": () => asked(gate, statements.figure("city.applications"), []) },
  };
  const lines: string[] = [];
  for (const [what, ways] of Object.entries(reads)) {
    const answers = await Promise.all(Object.values(ways).map((way) => way().then((answer) => JSON.stringify(answer))));
    if (new Set(answers).size > 1 || answers[0] === "[]") wrong.push(`${what}: the servers do not say the same.`);
    lines.push(await lineOf(what, ways, 60));
  }
  lines.push(await filing(city), "", `${"".padEnd(32)}${["one server", "two phases", "outbox"].map((head) => head.padStart(16)).join("")}`, await moving(city));
  const { rows: numbers } = await gate.query("select number from city.applications group by 1 having count(*) > 1");
  if (numbers.length > 0) wrong.push("A number was given twice.");
  lines.push(...(await failing(city, { queue: desk, person })));
  return { report: [`${"".padEnd(32)}${["one server", "routed", "postgres_fdw"].map((head) => head.padStart(16)).join("")}`, ...lines].join("\n"), wrong };
}

function at<T>(list: readonly T[], index: number): T {
  const entry = list[index];
  if (entry === undefined) throw new Error("There is no such server.");
  return entry;
}

function summed(found: Row[][]): Row[] {
  const sums = new Map<string, Row & { cases: number }>();
  for (const row of found.flat()) {
    const key = [row["department_id"], row["status"]].join("/");
    sums.set(key, { ...row, cases: Number(row["cases"]) + (sums.get(key)?.cases ?? 0) });
  }
  return [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Turn by turn, so that what else the machine does meets them all. */
async function lineOf(what: string, ways: Ways, times: number): Promise<string> {
  const found = Object.values(ways).map((way) => ({ way, took: [] as number[] }));
  for (let turn = 0; turn < times; turn += 1) for (const { way, took } of found) took.push(await timed(way));
  return what.padEnd(32) + found.map(({ took }) => `${median(took).toFixed(1)} ms`.padStart(16)).join("");
}

/** What an act writes: the case, its event, the log, the outbox; all of it on the server of the case. */
async function file(pool: Pool, id: string): Promise<void> {
  await within(pool, async (run) => {
    await run("select from applications where id = $1 for update", [id]);
    await run("update applications set status = 'submitted', version = version + 1, submitted_at = now(), received_at = now(), due_on = current_date + 10 where id = $1", [id]);
    await run("insert into application_events (application_id, sequence, action, from_status, to_status, actor_name, actor_role, at) values ($1, 1, 'submit', 'draft', 'submitted', '某某', 'citizen', now())", [id]);
    await run("insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) values (now(), 'user', 'applications.submit', 'application', $1, 'bench')", [id]);
    await run("insert into outbox (topic, payload, created_at) values ('applications.event', '{}', now())", []);
  });
}

type Run = (statement: string, values?: unknown[]) => Promise<unknown>;

/** In one transaction; `name` prepares it for a second phase in place of committing. */
async function within(pool: Pool, work: (run: Run) => Promise<void>, name?: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await work((statement, values) => client.query(statement, values));
    await client.query(name ? `prepare transaction '${name}'` : "commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

/** Drafts of one kind of use each, in an order that takes a server after the other. */
const draftsOf = async (pool: Pool, offset: number) => (await pool.query<{ id: string; division: string }>("select id, division_code as division from applications where status = 'draft' order by id offset $1 limit 60", [offset])).rows;

async function filing({ one, shards }: City): Promise<string> {
  const drafts = await draftsOf(one, 0);
  const turns = [drafts.values(), drafts.values()];
  const next = (turn: number) => turns[turn]?.next().value ?? { id: "", division: "" };
  return lineOf("filing an application", {
    one: () => file(one, next(0).id),
    routed: () => { const { id, division } = next(1); return file(at(shards, shardOf(division)), id); },
  }, drafts.length);
}

const taken = (run: Run, id: string) => run("update applications set status = 'withdrawn', version = version + 1, received_at = now() where id = $1", [id]);
const given = (run: Run, key: string, division: string) => run(`insert into applications (id, number, service_item_id, revision_id, applicant_account_id, applicant_name, item_name, department_id, division_code, status, answers, created_at, saved_at)
  values (md5($1)::uuid, $1, md5('item1')::uuid, md5('revision1')::uuid, md5('person1')::uuid, '某某', '事项', md5('department1')::uuid, $2, 'draft', 'x', now(), now()) on conflict do nothing`, [key, division]);

/** All without what the case hangs on, which is not here. A case that goes to another division's server: in one transaction, in two phases over two servers, and told by the outbox of one to the other. */
async function moving({ one, shards }: City): Promise<string> {
  for (const pool of [one, ...shards]) await pool.query("alter table applications disable trigger all; drop index applications_one_draft");
  const drafts = (await draftsOf(one, 0)).filter(({ division }) => shardOf(division) !== 0).slice(0, 20);
  const turns = [drafts.values(), drafts.values(), drafts.values()];
  const next = (turn: number) => turns[turn]?.next().value ?? { id: "", division: "" };
  const [to, home] = [at(divisions, 0), at(shards, 0)];
  return lineOf("giving a case to another server", {
    one: () => { const { id } = next(0); return within(one, async (run) => { await taken(run, id); await given(run, `one-${id}`, to); }); },
    "two phases": async () => {
      const { id, division } = next(1);
      const from = at(shards, shardOf(division));
      await Promise.all([within(from, async (run) => void (await taken(run, id)), id), within(home, async (run) => void (await given(run, `two-${id}`, to)), id)]);
      await Promise.all([from, home].map((pool) => pool.query(`commit prepared '${id}'`)));
    },
    outbox: async () => {
      const { id, division } = next(2);
      const from = at(shards, shardOf(division));
      await within(from, async (run) => { await taken(run, id); await run("insert into outbox (topic, payload, created_at) values ('cases.given', jsonb_build_object('key', $1::text), now())", [`box-${id}`]); });
      await within(home, async (run) => void (await given(run, `box-${id}`, to)));
      await from.query("update outbox set relayed_at = now() where topic = 'cases.given' and payload->>'key' = $1", [`box-${id}`]);
    },
  }, drafts.length);
}

/** What is left when a transaction of two phases loses who began it, and when a server is away. */
async function failing({ shards, servers }: City, { queue, person }: { queue: unknown[]; person: unknown[] }): Promise<string[]> {
  const home = at(shards, 0);
  const { rows: [held] } = await home.query<{ id: string }>("select id from applications where status = 'accepted' limit 1");
  await within(home, async (run) => void (await run("update applications set saved_at = now() where id = $1", [held?.id])), "lost");
  const waits = await within(home, async (run) => { await run("set local lock_timeout = '300ms'"); await run("update applications set saved_at = now() where id = $1", [held?.id]); }).then(() => "goes on", () => "waits, until somebody decides it by hand");
  await home.query("rollback prepared 'lost'");
  const beside = shardOf(String(queue[1]));
  // Not the one that asks the others.
  await at(servers, (beside + 1) % shardCount || 1).stop();
  const tried = (work: Promise<unknown>) => work.then(() => "as ever", () => "fails");
  const parts = await Promise.allSettled(shards.map((pool) => pool.query(statements.own("applications"), person)));
  return [
    "", `an act on a case in doubt          ${waits}`,
    `one server away: its neighbours' queues ${await tried(at(shards, beside).query(statements.queue("applications"), queue))}; one's own list ${parts.filter(({ status }) => status === "fulfilled").length} of ${shardCount} parts; through postgres_fdw it ${await tried(home.query(statements.own("city.applications"), person))}`,
  ];
}
