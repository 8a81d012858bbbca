import { rm } from "node:fs/promises";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { startJobs } from "@/server/jobs";
import { handleFiles } from "@/server/api/files";
import { storage } from "@/server/core/storage";
import { gate } from "@/server/core/process/gate";
import { listen, type Listening } from "@/server/core/process/listen";
import { trpcHandler } from "@/server/core/process/trpc";
import { brokenIn, invariants } from "./invariants";
import { brokenChain, brokenPapers } from "./papers";
import { type Relay, startRelay } from "./relay";
import { through, verdictOf } from "./stage";
import { emptyTally, work } from "./workload";
import { openWorld, type World } from "./world";

// Files and rows are compared: those of other tests, which share a folder, would be strays.
const folder = await vi.hoisted(async () => {
  const [{ mkdtemp }, { tmpdir }, { join }] = await Promise.all([import("node:fs/promises"), import("node:os"), import("node:path")]);
  return (process.env["DATA_DIR"] = await mkdtemp(join(tmpdir(), "invariants-")));
});

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let http: Listening;
let jobs: Awaited<ReturnType<typeof startJobs>>;
let world: World;
let line: Relay;
const tally = emptyTally();

/** One case from draft to certificate, over HTTP, and everything that follows from it. */
beforeAll(async () => {
  database = await createTestDatabase();
  line = await startRelay(() => [Number(new URL(database.url).port)]);
  process.env["DATABASE_URL"] = through(database.url, line.port);
  world = await openWorld(database.url, { citizens: 1, desks: 1 });
  const nobody = { prefix: "", methods: [], handler: () => undefined };
  http = await listen(gate([{ prefix: "/api/files", methods: ["POST"], handler: handleFiles }, { prefix: "/api/trpc", methods: ["POST"], json: true, handler: trpcHandler }], nobody, { PUBLIC_URL: undefined, TRUSTED_PROXIES: 0 }), 0, ["127.0.0.1"]);
  jobs = await startJobs({ connectionString: database.url });
  await work(world, () => `http://127.0.0.1:${http.port}`, { tally, goesOn: () => tally.acknowledged.length < 8 });
});
afterAll(async () => {
  await jobs.stop();
  await http.close(0);
  await world.connection.close();
  await line.stop();
  await database.close();
  await rm(folder, { recursive: true });
});

it("all of them hold where nothing failed", async () => {
  expect(await verdictOf({ world, tally })).toMatchObject({ acts: 8, certificates: 1, broken: [] });
});

it("an upload whose COMMIT was not answered keeps its file: row and file agree, whatever its owner was told", async () => {
  const [citizen] = world.citizens;
  const call = (path: string, body: BodyInit, more: object = {}) => fetch(`http://127.0.0.1:${http.port}${path}`, { method: "POST", headers: { cookie: citizen?.cookie ?? "", accept: "application/json", ...more }, body });
  const started: { result: { data: { id: string } } } = JSON.parse(await (await call("/api/trpc/applications.start", JSON.stringify({ itemCode: world.itemCode }), { "content-type": "application/json" })).text());
  const form = new FormData();
  for (const [name, value] of Object.entries({ application: started.result.data.id, field: "paper" })) form.append(name, value);
  form.append("file", new Blob(["%PDF-1.4\n%%EOF\n"], { type: "application/pdf" }), "材料.pdf");
  const filed = async () => (await database.pool.query("select 1 from files where deleted_at is null")).rowCount ?? 0;
  const before = await filed();
  // Every commit of the request, the one that tells when its session was seen last among them.
  line.fate = () => "answerLost";
  const { status } = await call("/api/files", form);
  line.fate = () => "passes";
  expect(status).toBe(503);
  expect(await filed()).toBe(before + 1);
  expect(await brokenPapers(database)).toEqual([]);
});

it("while the database is away every procedure and upload answers 503 and says when to come back, and afterwards all is as before", async () => {
  const cookie = world.citizens[0]?.cookie ?? "";
  const own = () => fetch(`http://127.0.0.1:${http.port}/api/trpc/applications.listOwn?input=%7B%7D`, { headers: { cookie } });
  const upload = () => fetch(`http://127.0.0.1:${http.port}/api/files`, { method: "POST", headers: { cookie, accept: "application/json" }, body: new FormData() });
  const told = async (response: Response) => [response.status, Number(response.headers.get("retry-after")) > 0, (await response.text()).includes('"requests.unavailable"')];
  line.closed = true;
  line.reset();
  expect(await told(await own())).toEqual([503, true, true]);
  expect(await told(await upload())).toEqual([503, true, true]);
  line.closed = false;
  expect((await own()).status).toBe(200);
  expect((await upload()).status).toBe(400);
});

const damage: Record<string, string> = {
  kept: "delete from idempotency_keys",
  once: "update application_events set sequence = 90 where action = 'accept'",
  nothingElse: "update application_events set idempotency_key = gen_random_uuid() where action = 'approve'",
  noGap: "delete from application_events where action = 'accept'",
  status: "update applications set status = 'inReview' where status <> 'draft'",
  audited: "delete from audit_log where action = 'applications.approve'",
  outgoing: "delete from outbox where topic = 'applications.event'",
  drained: "update outbox set relayed_at = null",
  worked: "update pgboss.job set state = 'failed' where name not like 'schedules/%'",
  answered: "update idempotency_keys set answered_at = null",
  noticed: "update notices set pdf_key = null, pdf_sha256 = null",
  told: "delete from messages",
  certificate: "delete from audit_log where action = 'certificates.sign'",
};

describe("each of them can fail", () => {
  const damaged = async (statement: string, look: (client: PoolClient) => Promise<void>) => {
    const client = await database.pool.connect();
    try {
      await client.query("begin");
      await client.query("set local session_replication_role = replica");
      await client.query(statement);
      await look(client);
    } finally {
      await client.query("rollback");
      client.release();
    }
  };

  it.each(Object.entries(damage))("%s: %s", async (name, statement) => {
    await damaged(statement, async (client) => {
      const found = await brokenIn(client, tally.acknowledged, invariants.filter((one) => one.name === name));
      expect(found.map((one) => one.name)).toEqual([name]);
      expect(found[0]?.ids.length).toBeGreaterThan(0);
    });
  });

  it("noLock: somebody waits for a lock", async () => {
    const [holder, waiter] = [await database.pool.connect(), await database.pool.connect()];
    await holder.query("select pg_advisory_lock(1)");
    const waiting = waiter.query("select pg_advisory_xact_lock(1)");
    const locks = async () => (await brokenIn(database.pool, [], invariants.filter(({ name }) => name === "noLock"))).map(({ name }) => name);
    await expect.poll(locks).toEqual(["noLock"]);
    await holder.query("select pg_advisory_unlock(1)");
    await waiting;
    holder.release();
    waiter.release();
  });

  it("every invariant in SQL is among those that were broken here", () => {
    expect([...Object.keys(damage), "noLock"].toSorted()).toEqual(invariants.map(({ name }) => name).toSorted());
  });

  it("files: one is missing, and one that nobody knows is there", async () => {
    const { rows: [row] } = await database.pool.query<{ key: string }>("select pdf_key as key from certificates");
    await storage().delete(row?.key ?? "");
    await storage().put("notices/stray.pdf", "stray");
    expect(await brokenPapers(database)).toMatchObject([{ name: "files", ids: [row?.key] }, { name: "noStray", ids: ["notices/stray.pdf"] }]);
  });

  it("chain: a sealed row was changed", async () => {
    const client = await database.pool.connect();
    await client.query("set session_replication_role = replica");
    await client.query("update audit_log set subject_id = 'another' where action = 'applications.approve'");
    await client.query("set session_replication_role = default");
    client.release();
    expect(await brokenChain(database)).toMatchObject([{ name: "chain", ids: [expect.stringMatching(/^altered \d+$/)] }]);
  });
});
