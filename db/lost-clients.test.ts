import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect, type Connection } from "./client";
import { createTestDatabase } from "./testing/database";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let narrow: Connection;
beforeAll(async () => {
  database = await createTestDatabase();
  narrow = connect(database.url, 1);
});
afterAll(async () => {
  await narrow.close();
  await database.close();
});

it("a pool of one still serves after its connection broke at the begin, in the middle and at the end of a transaction", async () => {
  const current = async () => {
    const { rows } = await narrow.pool.query<{ pid: number }>("select pg_backend_pid() as pid");
    return { pid: rows[0]?.pid ?? 0 };
  };
  const end = (pid: number) => database.pool.query("select pg_terminate_backend($1, 5000)", [pid]);
  for (let time = 0; time < 3; time += 1) {
    // As a reset does that nobody has noticed yet: the connection is taken out whole, and its begin fails.
    const { pid } = await current();
    const client = await narrow.pool.connect();
    await end(pid);
    await expect(client.query("begin")).rejects.toThrow();
    // Drizzle leaves it at that: nobody releases it.
    await expect.poll(() => narrow.pool.totalCount).toBe(0);
    client.release();
  }
  await expect(narrow.db.transaction(async (tx) => {
    const { rows: [row] } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await end(row?.pid ?? 0);
    await tx.execute(sql`select 1`);
  })).rejects.toThrow();
  expect((await narrow.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});
