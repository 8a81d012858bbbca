import { createServer, connect as dial, type Socket } from "node:net";
import { once } from "node:events";
import { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endWhenSilent } from "./silence";
import { createTestDatabase } from "./testing/database";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** A line to the database that forgets the connections it has, and takes new ones. */
async function forgetfulLine(port: number) {
  const ends: Socket[] = [];
  const server = createServer((client) => {
    const upstream = dial(port, "127.0.0.1");
    for (const socket of [client, upstream]) ends.push(socket.on("error", () => undefined));
    client.pipe(upstream).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    forget: () => ends.forEach((socket) => socket.unpipe().pause()),
    close: () => [...ends.map((socket) => socket.destroy()), server.close()],
  };
}

it("whoever asks over a connection that died without a word is refused after a while, and the next one is served", async () => {
  const line = await forgetfulLine(Number(new URL(database.url).port));
  const pool = new Pool({ connectionString: Object.assign(new URL(database.url), { port: String(line.port) }).href, max: 1 });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("connect", (client) => endWhenSilent(client, 1_500));
  const client = await pool.connect();
  await client.query("begin");
  // Slow is not dead, and neither is whoever asks nothing.
  await client.query("select pg_sleep(0.3)");
  await new Promise((done) => setTimeout(done, 1_700));
  await client.query("select 1");
  line.forget();
  await expect(client.query("commit")).rejects.toThrow();
  await expect(client.query("rollback")).rejects.toThrow();
  client.release();
  expect((await pool.query("select 2 as two")).rows).toEqual([{ two: 2 }]);
  await pool.end();
  line.close();
});
