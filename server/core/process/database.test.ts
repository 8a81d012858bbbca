import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { asc, count } from "drizzle-orm";
import { expect, it } from "vitest";
import { absences, accounts, applications, itemSearch, serviceItems } from "@/db/schema";
import { importItems } from "@/db/seed/import/store";
import { readItems } from "@/db/seed/items";
import { seed } from "@/db/seed";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff, factoryNow } from "@/db/testing/factories";
import { connect, standings } from "@/db/client";
import { derivedPassword, makeLogins, urlOf } from "@/db/logins";
import { startJobs } from "@/server/jobs";
import { prepareDatabase } from "./database";

it("a database of one's own is met under logins that own nothing, and again after an earlier release ran its jobs as the owner", async () => {
  const database = await createTestDatabase();
  const login = (name: "tongban_web" | "tongban_worker") => urlOf(database.url, name, derivedPassword(database.url, name));
  try {
    await (await startJobs({ connectionString: database.url })).stop();
    await prepareDatabase(database.url, "none", { ownDatabase: true });
    await makeLogins(database.url, { tongban_web: derivedPassword(database.url, "tongban_web"), tongban_worker: derivedPassword(database.url, "tongban_worker") });
    const web = connect(login("tongban_web"), 1, standings.web);
    expect((await web.pool.query("select current_user::text as who, (select rolsuper or rolbypassrls from pg_roles where rolname = session_user) as mighty")).rows).toEqual([{ who: "tongban_portal", mighty: false }]);
    for (const act of ["create table mine (id int)", "set role tongban_signer", "set role tongban_jobs", "set role tongban", "delete from audit_log", "alter table accounts disable row level security"]) {
      await expect(web.pool.query(act)).rejects.toMatchObject({ code: "42501" });
    }
    await web.close();
    await (await startJobs({ connectionString: login("tongban_worker") })).stop();
    expect((await database.pool.query("select nspowner::regrole::text as owner from pg_namespace where nspname = 'pgboss'")).rows).toEqual([{ owner: "tongban_worker" }]);
  } finally {
    await database.close();
  }
}, 60_000);

const openUp = `
create table told (sees text);
grant insert on told to public;
create function tell() returns event_trigger language plpgsql as $$ begin insert into public.told values (current_setting('app.sees', true)); end $$;
create event trigger tells on ddl_command_end execute function tell()`;

it("an owner who is no superuser brings the tables up, its migrations seeing every row, and runs everything by one login or by one each", async () => {
  const database = await createTestDatabase();
  const name = `owned_${randomBytes(6).toString("hex")}`;
  const as = (login: string) => Object.assign(new URL(database.url), { username: login, password: "secret", pathname: name }).href;
  await database.pool.query(`create role ${name} login createrole password 'secret'`);
  const passwords = { tongban_web: derivedPassword(database.url, "tongban_web"), tongban_worker: derivedPassword(database.url, "tongban_worker") };
  await makeLogins(database.url, passwords);
  // As if this owner had made them.
  await database.pool.query(`grant tongban_portal, tongban_jobs, tongban_signer, tongban_sealer, tongban_web, tongban_worker to ${name} with admin true, inherit false, set true`);
  await database.pool.query(`create database ${name} owner ${name}`);
  const above = connect(Object.assign(new URL(database.url), { pathname: name }).href, 1);
  const owner = connect(as(name), 1);
  try {
    await above.pool.query(openUp);
    await prepareDatabase(as(name), "none");
    expect((await above.pool.query("select distinct sees from told")).rows).toEqual([{ sees: "all" }]);
    await (await startJobs({ connectionString: as(name) })).stop();
    await createCitizen(owner.db);
    const web = connect(as(name), 1, standings.web);
    expect([await owner.db.$count(accounts), await web.db.$count(accounts)]).toEqual([1, 0]);
    await web.close();
    // A login for each, and new passwords later.
    for (const time of ["first", "second"]) await expect(makeLogins(as(name), passwords), time).resolves.toBeUndefined();
    await (await startJobs({ connectionString: Object.assign(new URL(as(name)), { username: "tongban_worker", password: passwords.tongban_worker }).href })).stop();
  } finally {
    await Promise.all([owner.close(), above.close()]);
    await database.pool.query(`drop database ${name} with (force)`);
    await database.pool.query(`drop owned by ${name}`);
    await database.pool.query(`drop role ${name}`);
    await database.close();
  }
}, 60_000);

it("what a start that died had not sealed yet, the next one seals, and looks no further once it is done", async () => {
  const database = await createTestDatabase();
  const { db, url } = database;
  const place = await createPlace(db);
  const deputy = await createStaff(db, "clerk", place);
  const kept = async () => (await db.select({ word: absences.word }).from(absences).orderBy(asc(absences.id))).map(({ word }) => (word?.startsWith("e2.") ? "sealed" : word));
  const inTheClear = async () => db.insert(absences).values({ accountId: (await createStaff(db, "clerk", place)).id, deputyId: deputy.id, fromOn: "2026-03-03", untilOn: "2026-03-04", word: "看病", recordedBy: deputy.id, recordedAt: factoryNow });
  try {
    await inTheClear();
    await prepareDatabase(url, "none");
    expect(await kept()).toEqual(["sealed"]);
    await inTheClear();
    await prepareDatabase(url, "none");
    expect(await kept()).toEqual(["sealed", "看病"]);
  } finally {
    await database.close();
  }
});

it("a start leaves a database with imported items alone, and seeding it by name adds the demo city, once", async () => {
  const database = await createTestDatabase();
  const { db, url } = database;
  const sizeOf = async (table: typeof accounts | typeof applications | typeof serviceItems | typeof itemSearch) => (await db.select({ rows: count() }).from(table))[0]?.rows;
  const sizes = async () => ({ accounts: await sizeOf(accounts), cases: await sizeOf(applications), items: await sizeOf(serviceItems), found: await sizeOf(itemSearch) });
  try {
    const { items } = readItems(JSON.parse(await readFile("db/seed/data/service-items.json", "utf8")));
    await db.transaction(async (tx) => {
      await seed(tx, { mode: "reference", report: () => undefined });
      await importItems(tx, items, { publish: false, now: new Date("2026-03-02T01:00:00.000Z") });
    });
    await prepareDatabase(url, "demo");
    // The importer's own two.
    expect(await sizes()).toEqual({ accounts: 2, cases: 0, items: 136, found: 0 });
    await prepareDatabase(url, "demo", { again: true });
    const city = await sizes();
    expect(city).toMatchObject({ accounts: 40, items: 2398, found: 2398 });
    expect(city.cases).toBeGreaterThan(10);
    await prepareDatabase(url, "demo", { again: true });
    expect(await sizes()).toEqual(city);
  } finally {
    await database.close();
  }
}, 120_000);
