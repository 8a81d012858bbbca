import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Connection } from "./client";
import { createTestDatabase } from "./testing/database";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let one: Connection;
beforeAll(async () => { database = await createTestDatabase(); });
afterAll(() => database.close());
beforeEach(() => {
  one = connect(database.url, 1);
  return () => one.close();
});

/** What the one connection holds by name, as the server says it, and how often it was carried out. */
const held = async () => (await one.pool.query<{ statement: string; times: number }>("select statement, (generic_plans + custom_plans)::int as times from pg_prepared_statements where statement like '%as asked%'")).rows;
const ask = (value: string) => sql`select ${value}::text as asked`;

test("a statement of a transaction has a name from its second time on", async () => {
  for (const value of ["a", "b", "c"]) {
    const { rows } = await one.db.transaction((tx) => tx.execute(ask(value)));
    expect(rows).toEqual([{ asked: value }]);
  }
  expect(await held()).toEqual([{ statement: "select $1::text as asked", times: 2 }]);
});
test.each([
  ["what is read outside of one", () => one.db.execute(ask("a"))],
  ["what is read in one that writes nothing", () => one.db.transaction((tx) => tx.execute(ask("a")), { accessMode: "read only" })],
  ["what follows one", async () => { await one.db.transaction((tx) => tx.execute(sql`select 1`)); await one.db.execute(ask("a")); }],
  ["what follows one that failed", async () => { await expect(one.db.transaction((tx) => tx.execute(sql`select 1 / 0`))).rejects.toThrow(); await one.db.execute(ask("a")); }],
])("%s has none", async (_what, send) => {
  for (let times = 0; times < 3; times += 1) await send();
  expect(await held()).toEqual([]);
});
test("what failed by name is sent again like anything else", async () => {
  const divide = (by: number) => one.db.transaction((tx) => tx.execute(sql`select 6 / ${by}::int as asked`));
  await divide(1);
  await expect(divide(0)).rejects.toThrow();
  await expect(divide(0)).rejects.toThrow();
  expect((await divide(2)).rows).toEqual([{ asked: 3 }]);
});
test("a connection keeps no more than a hundred", async () => {
  for (let times = 0; times < 2; times += 1) {
    await one.db.transaction(async (tx) => { for (let at = 0; at < 120; at += 1) await tx.execute(sql`select ${at}::int as asked, ${sql.identifier(`c${at}`)} from (select 1) as t(${sql.identifier(`c${at}`)})`); });
  }
  const { rows } = await one.pool.query<{ count: number }>("select count(*)::int as count from pg_prepared_statements where statement like '%as asked%'");
  expect(rows).toEqual([{ count: 100 }]);
});
