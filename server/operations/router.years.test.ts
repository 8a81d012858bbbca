import { appendFile, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, createStaff, factoryNow, type Item, type Place } from "@/db/testing/factories";
import type { Actor } from "@/domain/core/actor";
import type { DumpLine } from "@/domain/audit/schema";
import { createCaller } from "@/server/api/root";
import { checkChain } from "@/server/audit/commands/check";
import { seal } from "@/server/audit/commands/seal";
import { withChain } from "@/server/audit/queries/rows";
import { checkpointsFile, type CheckpointsFile } from "@/server/audit/queries/witness";
import { commit } from "@/server/core/commit";
import { verifyChain } from "@/server/core/documents/audit-chain";
import { fileKeyProvider, type FileKeyProvider } from "@/server/core/documents/keys";
import { withMovedRows } from "@/server/core/documents/year-file";
import { daysSoFar } from "@/server/supervision/queries/check";
import { holdYear, makeYears, moveYear, releaseYear, returnYear } from "./commands/years";
import { countUnplaced, factsOf, listMissingParts, listParts } from "./queries/years";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;
let keys: FileKeyProvider;
let file: CheckpointsFile;
let place: Place;
let item: Item;
let person: Actor & { kind: "user" };
let at = factoryNow;

const ctxOf = (now = at) => ({ actor: { kind: "system" } as const, now, requestId: "years", address: "system", db: test.db });
const as = (actor: Actor) => createCaller({ actor, now: at, requestId: "test", address: "10.0.0.1", db: test.db });
const then = new Date("2020-05-01T00:00:00.000Z");
const thisYear = new Date().getFullYear();
const shift = `-(interval '${thisYear - 2020} years')`;

/** Seals until every row is: a transaction of another test on this server may hold some back for a moment. */
async function sealed(): Promise<void> {
  const open = async () => (await test.pool.query("select from audit_log where not exists (select from audit_seals where audit_id = audit_log.id) limit 1")).rowCount;
  for (await seal(ctxOf(), { keys, file }); (await open()) !== 0; await seal(ctxOf(), { keys, file })) await test.pool.query("select pg_sleep(0.02)");
}

/** As though the tables had been kept by year since 2020: the first part up to then, another from there on. */
async function splitFirst(table: string): Promise<void> {
  for (const statement of [
    `alter table ${table} detach partition years.${table}_${thisYear}`, `create table years.${table}_2020 (like years.${table}_${thisYear} including all)`, `select guard_part('${table}_2020')`,
    `do $$ begin execute format('alter table ${table} attach partition years.${table}_2020 for values from (minvalue) to (%L)', year_begins(2021));
      execute format('alter table ${table} attach partition years.${table}_${thisYear} for values from (%L) to (%L)', year_begins(2021), year_begins(${thisYear + 1})); end $$`,
  ]) await test.pool.query(statement);
}

beforeAll(async () => {
  test = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "years-"));
  keys = fileKeyProvider(join(folder, "keys"), () => at);
  file = checkpointsFile(join(folder, "elsewhere", "checkpoints.jws"));
  await splitFirst("audit_log");
  await splitFirst("application_events");
  place = await createPlace(test.db);
  item = await createItem(test.db, place);
  person = await createCitizen(test.db);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

async function chain(files: readonly string[] = [], change = (line: DumpLine) => line) {
  const jwks = await keys.publicJwks();
  return withChain(test.db, at, async (lines) => {
    const told: DumpLine[] = [];
    for await (const line of lines) told.push(change(line));
    const verdict = await verifyChain(withMovedRows((async function* () { yield* told; })(), files), { jwks, witnesses: await file.all() });
    return { ...verdict, kinds: [...new Set(verdict.findings.map(({ kind }) => kind))] };
  });
}

const countOf = async (table: string) => (await test.pool.query<{ rows: number }>(`select count(*)::int as rows from ${table}`)).rows[0]?.rows;
const move = (table: "audit_log" | "application_events", year = 2020) => moveYear(ctxOf(), { table, year, folder: join(folder, "moved") });

describe("a year of the audit log", () => {
  const rows = 30;
  const path = () => join(folder, "moved", "audit_log-2020.jsonl.gz");
  let whole: unknown[];
  const everything = async () => (await test.pool.query("select *, txid::text as txid from audit_log order by id")).rows;

  beforeAll(async () => {
    at = then;
    await test.pool.query(`insert into audit_log (id, at, actor_id, actor_kind, action, subject_type, subject_id, after, request_id)
      select uuidv7(${shift}), $1, $2, 'user', 'things.do', 'thing', n::text, jsonb_build_object('words', '一网通办 𠮷', 'half', 0.50, 'n', n), 'x' from generate_series(1, ${rows}) n`, [then, person.id]);
    await sealed();
    at = factoryNow;
    await commit(ctxOf(), async () => ({ value: undefined, audit: [1, 2, 3].map((n) => ({ action: "things.do", subject: { type: "thing", id: String(n) } })) }));
  });

  it("stays while nobody has looked over the chain, while it is held, and while a case begun by then is open", async () => {
    await expect(move("audit_log")).rejects.toMatchObject({ code: "operations.yearStays", params: { why: "chainDoubtful 2020" } });
    await checkChain(ctxOf(), { keys, file });
    await holdYear(ctxOf(), { year: 2020, because: "(2026)粤01行初1号" });
    await expect(holdYear(ctxOf(), { year: 2020, because: "again" })).rejects.toMatchObject({ code: "operations.yearHeld" });
    const open = await createApplication(test.db, { place, item, applicant: person, createdAt: then });
    await expect(move("audit_log")).rejects.toMatchObject({ params: { why: "held 2020, openCases 1" } });
    await releaseYear(ctxOf(), 2020);
    await expect(releaseYear(ctxOf(), 2020)).rejects.toMatchObject({ code: "operations.yearUnknown" });
    await test.pool.query("update applications set status = 'withdrawn', version = version + 1 where id = $1", [open.id]);
    await expect(move("audit_log", thisYear)).rejects.toMatchObject({ params: { why: expect.stringContaining("earlierFirst") } });
    await expect(move("audit_log", 2019)).rejects.toMatchObject({ code: "operations.yearUnknown" });
  });

  it("goes into a file, which alone holds its rows, and the chain stands without them", async () => {
    whole = await everything();
    expect(await move("audit_log")).toMatchObject({ rows, year: 2020, fromId: null });
    expect(await countOf("audit_log")).toBe(whole.length - rows + 1);
    expect((await listParts(test.db)).filter(({ table }) => table === "audit_log").map(({ year }) => year)).toEqual([thisYear, thisYear + 1]);
    await sealed();
    await checkChain(ctxOf(), { keys, file });
    expect(await chain()).toMatchObject({ moved: rows, sealed: await countOf("audit_log"), kinds: [] });
    const { rows: [check] } = await test.pool.query("select findings from audit_checks order by at desc, id desc limit 1");
    expect(check).toEqual({ findings: [] });
  });

  it("is verified by the file and the rest together, and a change in either is found", async () => {
    expect(await chain([path()])).toMatchObject({ moved: 0, kinds: [] });
    const changed = join(folder, "changed.jsonl.gz");
    await writeFile(changed, gzipSync(gunzipSync(await readFile(path())).toString("utf8").replace('"subject_id": "7"', '"subject_id": "8"')));
    expect(await chain([changed])).toMatchObject({ findings: [{ kind: "altered", seq: expect.any(Number) }] });
    expect((await chain([path()], (line) => ("moved" in line && line.moved.seq === 3 ? { moved: { ...line.moved, hash: "0".repeat(64) } } : line))).kinds).toEqual(["altered", "rewritten"]);
  });

  it("is no cover for a row that was deleted, nor is a note of it that nobody sealed", async () => {
    const client = await test.pool.connect();
    try {
      await client.query("begin");
      await client.query("set local session_replication_role = replica");
      const { rows: [gone] } = await client.query<{ id: string }>("delete from audit_log where id = (select id from audit_log where action = 'things.do' order by id limit 1) returning id");
      await client.query("commit");
      expect((await chain()).kinds).toEqual(["missing"]);
      await client.query("insert into moved_years (table_name, year, from_id, to_id, file, sha256, rows, content, moved_at) select 'audit_log', 2025, $1, $2, 'x', repeat('a', 64), 1, '1/1', now()", [gone?.id, `${gone?.id.slice(0, -12)}ffffffffffff`]);
      expect((await chain()).kinds).toEqual(["undeclared"]);
      await client.query("delete from moved_years where year = 2025");
      await client.query("set session_replication_role = replica");
      await client.query("insert into audit_log select * from jsonb_populate_record(null::audit_log, $1::jsonb)", [JSON.stringify(whole.find((row) => typeof row === "object" && row !== null && "id" in row && row.id === gone?.id))]);
      await client.query("set session_replication_role = origin");
    } finally {
      client.release();
    }
    expect((await chain()).kinds).toEqual([]);
  });

  it("leaves an honest answer to whoever asks for a proof of then", async () => {
    const { number } = await createApplication(test.db, { place, item, applicant: person, createdAt: then, status: "closed", version: 3 });
    await expect(as(person).audit.proof({ number })).rejects.toMatchObject({ code: "CONFLICT", message: "audit.movedAway" });
    const { number: later } = await createApplication(test.db, { place, item, applicant: await createCitizen(test.db) });
    await expect(as(person).audit.proof({ number: later })).rejects.toMatchObject({ message: "applications.notFound" });
  });

  it("comes back out of the very file, whole, and under its guards", async () => {
    const other = join(folder, "other.jsonl.gz");
    await copyFile(path(), other);
    await appendFile(other, gzipSync("\n"));
    await expect(returnYear(ctxOf(), other)).rejects.toMatchObject({ code: "operations.yearFileChanged" });
    await returnYear(ctxOf(), path());
    const ids = new Set(whole.map((row) => JSON.stringify(row)));
    expect((await everything()).filter((row) => ids.has(JSON.stringify(row)))).toHaveLength(whole.length);
    await expect(returnYear(ctxOf(), path())).rejects.toMatchObject({ code: "operations.yearUnknown" });
    await expect(test.pool.query("delete from audit_log where at < '2021-01-01'")).rejects.toThrow("append-only");
    await sealed();
    expect(await chain()).toMatchObject({ moved: 0, sealed: await countOf("audit_log"), kinds: [] });
  });
});

describe("a year of the history of cases", () => {
  let number: string;
  let id: string;
  const desk = () => createStaff(test.db, "clerk", place);

  beforeAll(async () => {
    at = factoryNow;
    ({ number, id } = await createApplication(test.db, { place, item, applicant: person, status: "closed", createdAt: then, submittedAt: then, receivedAt: then, closedAt: then, version: 3 }));
    await test.pool.query(`insert into application_events (id, application_id, sequence, action, from_status, to_status, actor_name, actor_role, at)
      select uuidv7(${shift}), $1, n, case n when 1 then 'submit' else 'accept' end, 'submitted', 'accepted', 'x', 'citizen', $2 from generate_series(1, 2) n`, [id, then]);
    // An act that began before midnight of New Year's Eve and was written after it.
    await test.pool.query("insert into application_events (application_id, sequence, action, from_status, to_status, actor_name, actor_role, at) values ($1, 3, 'close', 'approved', 'closed', 'x', 'clerk', '2020-12-31T23:59:59+08:00')", [id]);
  });
  beforeEach(() => void (at = factoryNow));
  afterEach(() => void (at = factoryNow));

  it("stays while a case of then has no package for the archive", async () => {
    await expect(move("application_events")).rejects.toMatchObject({ params: { why: expect.stringContaining("unpacked") } });
    expect((await as(person).applications.get({ number })).historyMoved).toBeNull();
  });

  it("goes, and every page of the case says so in place of a history that is not whole", async () => {
    await test.pool.query(`insert into archives (application_id, department_id, division_code, storage_key, size, sha256, manifest_sha256, file_count, kid, made_at)
      select id, department_id, division_code, id::text, 1, 'x', 'x', 1, 'k', now() from applications where created_at < '2021-01-01'`);
    expect(await move("application_events")).toMatchObject({ rows: 2 });
    const own = await as(person).applications.get({ number });
    expect(own).toMatchObject({ status: "closed", historyMoved: 2020, events: [{ action: "close" }] });
    expect(await as(await desk()).applications.getForDesk({ number })).toMatchObject({ historyMoved: 2020, events: [{ sequence: 3 }] });
    expect((await daysSoFar(test.db, factoryNow))[0]).toBe("2021-01-01");
  });

  it("comes back whole", async () => {
    await returnYear(ctxOf(), join(folder, "moved", "application_events-2020.jsonl.gz"));
    expect(await as(person).applications.get({ number })).toMatchObject({ historyMoved: null, events: [{ action: "submit" }, { action: "accept" }, { action: "close" }] });
    await expect(test.pool.query("insert into application_events (application_id, sequence, action, from_status, to_status, actor_name, actor_role, at) values ($1, 2, 'close', 'approved', 'closed', 'x', 'clerk', now())", [id])).rejects.toMatchObject({ code: "23505" });
  });
});

it("a year in which nobody acted is not moved, and holds up none after it", async () => {
  const empty = await createTestDatabase();
  try {
    const ctx = { ...ctxOf(new Date("2050-01-01T00:00:00Z")), db: empty.db };
    await expect(moveYear(ctx, { table: "application_events", year: thisYear, folder: join(folder, "empty") })).rejects.toMatchObject({ code: "operations.yearUnknown" });
    const next = (await listParts(empty.db)).find(({ table, year }) => table === "application_events" && year === thisYear + 1);
    expect(next && (await factsOf(empty.db, next)).earlierHere).toBe(false);
  } finally {
    await empty.close();
  }
});

describe("the years to come", () => {
  it("are there, and a row without a part would be told", async () => {
    expect(await makeYears(ctxOf())).toBe(0);
    expect([await listMissingParts(test.db), await countUnplaced(test.db)]).toEqual([[], 0]);
    await test.pool.query("insert into audit_log (id, at, actor_kind, action, subject_type, subject_id, request_id) values (uuidv7(interval '9 years'), now(), 'system', 'things.do', 'thing', '1', 'x')");
    expect(await countUnplaced(test.db)).toBe(1);
  });
});
