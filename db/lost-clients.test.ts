import { once } from "node:events";
import { connect as dial, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { Pool } from "pg";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { connect, type Connection } from "./client";
import { releaseLost } from "./lost-clients";
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

it("a connection that came too late for whoever waited, and breaks later, harms nobody", async () => {
  const late = Promise.withResolvers<void>();
  const { port, hostname } = new URL(database.url);
  let calls = 0;
  // The first call is put through at once, the second when nobody waits for it any more.
  const relay = createServer((socket) => {
    void ((calls += 1) === 2 ? late.promise : Promise.resolve()).then(() => socket.pipe(dial(Number(port), hostname)).pipe(socket));
    socket.on("error", () => undefined);
  }).listen(0, "127.0.0.1");
  await once(relay, "listening");
  const address = relay.address();
  const through = Object.assign(new URL(database.url), { host: `127.0.0.1:${typeof address === "object" ? address?.port : ""}` });
  const pool = new Pool({ connectionString: through.href, application_name: "late", max: 1, connectionTimeoutMillis: 1_500 });
  const ended: string[] = [];
  pool.on("error", ({ message }) => ended.push(message));
  onTestFinished(async () => {
    await pool.end();
    relay.close();
  });
  releaseLost(pool);
  const first = await pool.connect();
  const waiting = pool.connect();
  // The second connection has as long as whoever waits, from now on.
  await Promise.all([expect(waiting).rejects.toThrow("timeout"), pause(750).then(() => first.release(true))]);
  late.resolve();
  await expect.poll(() => pool.idleCount).toBe(1);
  await database.pool.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'late'");
  await expect.poll(() => [ended.length, pool.totalCount]).toEqual([1, 0]);
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});
