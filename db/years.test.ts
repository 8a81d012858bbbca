import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "./testing/database";
import { databaseUrl } from "./testing/names";

const server = () => process.env["TEST_SERVER_URL"] ?? "";

async function opened(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

/** The lowest id of an instant. */
const uuidOf = (ms: number) => ms.toString(16).padStart(12, "0").replace(/^(.{8})(.{4})$/, "$1-$2-0000-0000-000000000000");

const parts = `select inhparent::regclass::text as of, inhrelid::regclass::text as name from pg_inherits join pg_class on oid = inhrelid
  where inhparent::regclass::text in ('audit_log', 'application_events') and relkind = 'r' order by 2`;

/** What one act writes, by the login that runs it. */
const act = (at: string) => `insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) values ('${at}', 'system', 'things.do', 'thing', '1', 'x')`;
const event = (caseId: string, sequence: number, rest = "") => `insert into application_events (${rest ? "id, " : ""}application_id, sequence, action, from_status, to_status, actor_name, actor_role, at)
  values (${rest}'${caseId}', ${sequence}, 'submit', 'draft', 'submitted', 'x', 'citizen', now())`;

/** How many rows of the history this transaction has read one after the other. */
async function read(client: Client): Promise<number | undefined> {
  const { rows: [told] } = await client.query<{ read: number }>("select sum(seq_tup_read)::int as read from pg_stat_xact_user_tables where relname like 'application_events%'");
  return told?.read;
}

/** A case as the tables have it, past what it hangs on. */
async function addCase(client: Client): Promise<string> {
  await client.query("set session_replication_role = replica");
  const { rows: [made] } = await client.query<{ id: string }>(`insert into applications (number, service_item_id, revision_id, applicant_account_id, applicant_name, item_name, department_id, division_code, status, answers, created_at, saved_at, received_at)
    select $1, uuidv7(), uuidv7(), uuidv7(), 'x', 'x', uuidv7(), '440104', 'submitted', 'x', now(), now(), now() returning id`, [randomBytes(8).toString("hex")]);
  await client.query("set session_replication_role = origin");
  return made?.id ?? "";
}

describe("a portal of the release before", () => {
  const name = `test_years_${randomBytes(4).toString("hex")}`;
  let folder: string;
  let client: Client;
  let caseId: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "migrations-"));
    await cp("db/migrations", folder, { recursive: true });
    const journal: { entries: { idx: number }[] } = JSON.parse(await readFile("db/migrations/meta/_journal.json", "utf8"));
    await writeFile(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries: journal.entries.filter(({ idx }) => idx <= 86) }));
    const admin = await opened(server());
    await admin.query(`create database ${name}`);
    await admin.end();
    client = await opened(databaseUrl(server(), name));
    await migrate(drizzle(client), { migrationsFolder: folder });
    await client.query("set app.sees = 'all'");
    caseId = await addCase(client);
    for (const sequence of [1, 2, 3]) await client.query(event(caseId, sequence));
    for (const at of ["2024-05-05", "2026-05-05"]) await client.query(act(at));
    await client.query("insert into notices (number, event_id, application_id, kind, body, issued_on, created_at) select 'N1', id, application_id, 'accept', 'x', current_date, now() from application_events where sequence = 1");
  });
  afterAll(async () => {
    await client.end();
    const admin = await opened(server());
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    await rm(folder, { recursive: true });
  });

  it("is left as it was while an act is under way that does not end, and keeps nobody waiting behind it", async () => {
    const slow = await opened(databaseUrl(server(), name));
    await slow.query("begin");
    await slow.query(act("2026-05-06"));
    await client.query("set lock_timeout = '200ms'");
    await expect(migrate(drizzle(client), { migrationsFolder: "db/migrations" })).rejects.toMatchObject({ cause: { code: "55P03" } });
    expect((await client.query(parts)).rows).toEqual([]);
    await slow.query("commit");
    await slow.end();
  });

  it("is brought over with every row, none of them written anew", async () => {
    const place = "select id, ctid::text, xmin::text from";
    const before = { log: (await client.query(`${place} audit_log order by id`)).rows, history: (await client.query(`${place} application_events order by id`)).rows };
    const bound = uuidOf(Date.parse(`${new Date(Date.now() + 8 * 3_600_000).getUTCFullYear() + 1}-01-01T00:00:00+08:00`));
    await client.query(`alter table audit_log add constraint audit_log_year check (id < '${bound}') not valid; alter table audit_log validate constraint audit_log_year`);
    const said: string[] = [];
    client.on("notice", ({ message }) => void said.push(message ?? ""));
    await client.query("set client_min_messages = debug1");
    await migrate(drizzle(client), { migrationsFolder: "db/migrations" });
    expect({ log: (await client.query(`${place} audit_log order by id`)).rows, history: (await client.query(`${place} application_events order by id`)).rows }).toEqual(before);
    await client.query("reset client_min_messages");
    expect(before.log).toHaveLength(3);
    // Not read again where it was checked before.
    expect(said.filter((line) => /^partition constraint for table "audit_log_\d{4}" is implied/.test(line)).length).toBeGreaterThan(0);
    const { rows } = await client.query("select conname from pg_constraint where conname in ('audit_log_year', 'notices_event_id_application_events_id_fk')");
    expect(rows).toEqual([]);
    expect((await client.query("select e.sequence from notices n join application_events e on e.id = n.event_id")).rows).toEqual([{ sequence: 1 }]);
  });

  it("goes on acting, and is held to what was held before", async () => {
    await client.query(event(caseId, 4));
    await expect(client.query(event(caseId, 2))).rejects.toMatchObject({ code: "23505", constraint: "application_events_sequence" });
    await expect(client.query(event(crypto.randomUUID(), 1))).rejects.toMatchObject({ code: "23503" });
    await expect(client.query("update application_events set at = now()")).rejects.toThrow("application_events is append-only");
    await expect(client.query("delete from audit_log")).rejects.toThrow("audit_log is append-only");
    for (const table of ["audit_log", "application_events"]) await expect(client.query(`truncate ${table} cascade`)).rejects.toMatchObject({ code: "42501" });
    await expect(client.query("insert into notices (number, event_id, application_id, kind, body, issued_on, created_at) values ('N2', uuidv7(), $1, 'accept', 'x', current_date, now())", [caseId])).rejects.toMatchObject({ code: "23503" });
  });
});

describe("the parts of a table", () => {
  let test: Awaited<ReturnType<typeof createTestDatabase>>;
  let client: Client;
  let caseId: string;
  const year = new Date().getFullYear();
  const named = async () => (await client.query<{ of: string; name: string }>(parts)).rows;

  beforeAll(async () => {
    test = await createTestDatabase();
    client = await opened(test.url);
    await client.query("set app.sees = 'all'");
    caseId = await addCase(client);
    // One more than there is, as the jobs will make it.
    for (const table of ["audit_log", "application_events"]) await client.query("select add_part($1, $2, $3)", [table, year + 1, year + 2]);
  });
  afterAll(async () => {
    await client.end();
    await test.close();
  });

  it("are those of this year, the next and the one made just now, and one for what comes without a part", async () => {
    expect((await named()).map(({ name }) => name)).toEqual(["application_events", "audit_log"].flatMap((table) => [year, year + 1, year + 2, "later"].map((part) => `years.${table}_${part}`)));
  });

  it("have every trigger, constraint and index of the others, are nobody's to reach, and show nothing where nothing was said", async () => {
    const shape = await client.query(`select inhparent::regclass::text as of, inhrelid::regclass::text as name, relrowsecurity and relforcerowsecurity as held,
        array(select tgname::text from pg_trigger where tgrelid = c.oid and not tgisinternal order by 1) as triggers, array(select pg_get_constraintdef(oid) from pg_constraint where conrelid = c.oid and contype <> 'n' order by 1) as constraints,
        array(select regexp_replace(pg_get_indexdef(indexrelid), '^CREATE (UNIQUE )?INDEX .* USING', '\\1') from pg_index where indrelid = c.oid order by 1) as indexes, array(select pg_get_expr(polqual, c.oid) from pg_policy where polrelid = c.oid) as policies,
        exists (select from unnest(array['tongban_portal', 'tongban_jobs', 'tongban_sealer', 'tongban_signer']) as role where has_table_privilege(role, c.oid, 'select, insert, update, delete, truncate') or has_schema_privilege(role, 'years', 'usage')) as reached
      from pg_inherits join pg_class c on c.oid = inhrelid where inhparent::regclass::text in ('audit_log', 'application_events') and relkind = 'r' order by 1, 2`);
    for (const table of ["audit_log", "application_events"]) {
      const [first, ...others] = shape.rows.filter(({ of }) => of === table);
      expect(first).toMatchObject({ held: true, reached: false, policies: [expect.stringContaining("app.sees")] });
      expect(first.triggers.length).toBeGreaterThan(2);
      for (const other of others) expect({ ...other, name: first.name }).toEqual(first);
    }
  });

  it("take rows by the instant of their ids, and hold to one act of a number over the years", async () => {
    await client.query(event(caseId, 1));
    await client.query(event(caseId, 2, "uuidv7(interval '1 year'), "));
    const { rows } = await client.query("select tableoid::regclass::text as part, sequence from application_events order by sequence");
    expect(rows).toEqual([{ part: `years.application_events_${year}`, sequence: 1 }, { part: `years.application_events_${year + 1}`, sequence: 2 }]);
    await expect(client.query(event(caseId, 2))).rejects.toMatchObject({ code: "23505", constraint: "application_events_sequence" });
  });

  it("let one act of a case wait for another, also where they fall into two years", async () => {
    const other = await opened(test.url);
    await other.query("set app.sees = 'all'");
    await client.query("begin");
    await client.query(event(caseId, 9));
    const second = other.query(event(caseId, 9, "uuidv7(interval '1 year'), ")).then(() => "written", (error: { code: string }) => error.code);
    await client.query("commit");
    expect(await second).toBe("23505");
    await other.end();
  });

  it("are looked into by an index, however small they were when a session began", async () => {
    const fresh = await opened(test.url);
    await fresh.query("set app.sees = 'all'");
    const cases: string[] = [];
    for (let index = 0; index < 40; index += 1) cases.push(await addCase(fresh));
    await fresh.query("begin");
    for (const id of cases.slice(0, 2)) await fresh.query(event(id, 1));
    // The database has seen that there is next to nothing.
    await fresh.query("analyze application_events");
    const before = await read(fresh);
    for (const id of cases.slice(2)) await fresh.query(event(id, 1));
    expect(await read(fresh)).toBe(before);
    await fresh.query("rollback");
    await fresh.end();
  });

  it("are made of what waited, where a year was missing", async () => {
    await client.query(`insert into audit_log (id, at, actor_kind, action, subject_type, subject_id, request_id) values (uuidv7(interval '3 years'), now(), 'system', 'things.do', 'thing', 'late', 'x')`);
    const where = async () => (await client.query("select tableoid::regclass::text as part from audit_log where subject_id = 'late'")).rows;
    expect(await where()).toEqual([{ part: "years.audit_log_later" }]);
    await expect(client.query("select add_part('audit_log', $1, $1)", [year + 2])).rejects.toThrow("belongs to no year");
    await client.query("select add_part('audit_log', $1, $2)", [year + 2, year + 3]);
    expect(await where()).toEqual([{ part: `years.audit_log_${year + 3}` }]);
    await client.query("insert into audit_log (id, at, actor_kind, action, subject_type, subject_id, request_id) values (uuidv7(interval '9 years'), now(), 'system', 'things.do', 'thing', 'later', 'x')");
    await expect(client.query("truncate years.audit_log_later")).rejects.toThrow("append-only");
    await expect(client.query("delete from audit_log where subject_id = 'later'")).rejects.toThrow("append-only");
  });

  it("are made by the jobs through one function, and by nobody else", async () => {
    await client.query("set role tongban_jobs");
    expect((await client.query("select make_years() as made")).rows).toEqual([{ made: 0 }]);
    await expect(client.query("select add_part('audit_log', 2026, 2027)")).rejects.toMatchObject({ code: "42501" });
    await client.query("set role tongban_portal");
    await expect(client.query("select make_years()")).rejects.toMatchObject({ code: "42501" });
    await expect(client.query(`select from years.audit_log_${year}`)).rejects.toMatchObject({ code: "42501" });
    await client.query("reset role");
  });
});
