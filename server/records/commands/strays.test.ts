import { mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getTableName } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Connection, connect, standings } from "@/db/client";
import { createTestDatabase } from "@/db/testing/database";
import type { Ctx } from "@/server/core/context";
import { storage } from "@/server/core/storage";
import { namingFiles, sweepFiles } from "./strays";

// What is swept here is nobody else's.
const folder = await vi.hoisted(async () => {
  const [{ mkdtemp }, { tmpdir }, path] = await Promise.all([import("node:fs/promises"), import("node:os"), import("node:path")]);
  return (process.env["DATA_DIR"] = await mkdtemp(path.join(tmpdir(), "strays-")));
});

const places = namingFiles.map((column) => ({ table: getTableName(column.table), column: column.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) }));
// Keys of another kind: nothing in the storage bears such a name.
const noFiles = new Set(["dedupe_key", "holder_key", "public_key", "step_key", "idempotency_key"]);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let jobs: Connection;
const ctx = (): Ctx => ({ actor: { kind: "system" }, now: new Date(), requestId: "sweep", address: "system", db: jobs.db });

beforeAll(async () => {
  database = await createTestDatabase();
  jobs = connect(database.url, 1, standings.jobs);
});
afterAll(async () => {
  await jobs.close();
  await database.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => rm(join(folder, "files"), { recursive: true, force: true }));

const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);

async function stored(key: string, at = twoDaysAgo): Promise<string> {
  await storage().put(key, "a paper");
  await utimes(join(folder, "files", key), at, at);
  return key;
}

/** A row that names this file, whatever else it says. */
async function named({ table, column }: (typeof places)[number], key: string): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query("set session_replication_role = replica");
    const { rows: checks } = await client.query<{ name: string }>("select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'", [table]);
    for (const { name } of checks) await client.query(`alter table ${table} drop constraint "${name}"`);
    const { rows: columns } = await client.query<{ name: string; type: string; primary: boolean }>(
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnum = any(coalesce(i.indkey::int2[], '{}')) as primary
       from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and (a.attnotnull or a.attname = $2)`, [table, column]);
    const given = columns.filter((one) => one.primary || one.name === column);
    for (const one of columns) if (!one.primary) await client.query(`alter table ${table} alter column "${one.name}" drop not null`);
    await client.query(`insert into ${table} (${given.map(({ name }) => `"${name}"`).join()}) values (${given.map(({ name, type }) => (name === column ? "$1" : type === "uuid" ? "gen_random_uuid()" : "1")).join()})`, [key]);
  } finally {
    await client.query("set session_replication_role = default");
    client.release();
  }
}

async function left(): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of storage().list("")) keys.push(key);
  return keys.toSorted();
}

describe("files of no row", () => {
  it("every column of the database that may name a file is known here", async () => {
    const { rows } = await database.pool.query<{ table: string; column: string }>(
      "select relname as table, attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.atttypid = 'text'::regtype and attname like '%\\_key'");
    expect(rows.filter(({ column }) => !noFiles.has(column)).toSorted((a, b) => `${a.table} ${a.column}`.localeCompare(`${b.table} ${b.column}`))).toEqual(places.toSorted((a, b) => `${a.table} ${a.column}`.localeCompare(`${b.table} ${b.column}`)));
  });

  it.each(places)("one that $column of $table names stays, as whoever works the jobs sees it", async (place) => {
    const kept = await stored(`uploads/2026-03-02/${place.table}.pdf`);
    await named(place, kept);
    await stored("uploads/2026-03-02/nobodys.pdf");
    expect(await sweepFiles(ctx())).toBe(1);
    expect(await left()).toEqual([kept]);
  });

  it("go after a day, from every folder of ours and from no other, and an audit row says how many", async () => {
    const others = [await stored("elsewhere/a.pdf"), await stored("uploads/2026-03-02/young.pdf", new Date(Date.now() - 80_000_000))];
    for (const key of ["archives/2026-03/a.zip", "certificates/a.pdf", "imports/2026-03-02/a", "notices/a.pdf", "reports/a.pdf", "uploads/2026-03-02/a.pdf"]) await stored(key);
    expect(await sweepFiles(ctx())).toBe(6);
    expect(await left()).toEqual(others.toSorted());
    const { rows } = await database.pool.query("select actor_kind, after from audit_log where action = 'records.sweepFiles' order by at desc limit 1");
    expect(rows).toEqual([{ actor_kind: "system", after: { files: 6 } }]);
    expect(await sweepFiles(ctx())).toBe(0);
  });

  it("stay, all of them, where they are so many that the database can hardly be the one of these files", async () => {
    for (let index = 0; index < 101; index += 1) await stored(`uploads/2026-03-02/${index}.pdf`);
    await expect(sweepFiles(ctx())).rejects.toMatchObject({ code: "records.tooManyStrays", params: { files: 101 } });
    expect(await left()).toHaveLength(101);
  });

  it("and what was still being received when its process died", async () => {
    for (const [name, at] of [["died", twoDaysAgo], ["comes", new Date()]] as const) {
      await mkdir(join(folder, "incoming", name), { recursive: true });
      await writeFile(join(folder, "incoming", name, "0"), "half a pa");
      await utimes(join(folder, "incoming", name), at, at);
    }
    expect(await sweepFiles(ctx())).toBe(0);
    expect(await readdir(join(folder, "incoming"))).toEqual(["comes"]);
  });
});
