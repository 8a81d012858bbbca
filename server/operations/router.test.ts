import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { auditLog, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff, factoryNow } from "@/db/testing/factories";
import type { Actor } from "@/domain/core/actor";
import { env } from "@/env";
import { createCaller } from "@/server/api/root";
import { startJobs } from "@/server/jobs";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let keeper: Actor;
const as = (actor: Actor, key?: string) => createCaller({ actor, now: factoryNow, requestId: "test", address: "10.0.0.1", db: test.db, ...(key ? { idempotencyKey: key } : {}) }).operations;

beforeAll(async () => {
  test = await createTestDatabase();
  await mkdir(env().DATA_DIR, { recursive: true });
  keeper = await createStaff(test.db, "systemAdmin", await createPlace(test.db));
});
afterAll(() => test.close());

describe("the standing of operations, before any job ran", () => {
  it("is for the system administrator alone", async () => {
    const place = await createPlace(test.db);
    for (const actor of [await createStaff(test.db, "securityAdmin", place), await createStaff(test.db, "clerk", place), await createCitizen(test.db)]) {
      await expect(as(actor).standing()).rejects.toMatchObject({ message: "access.forbidden" });
    }
    await expect(as({ kind: "anonymous" }).standing()).rejects.toMatchObject({ message: "access.signIn" });
  });

  it("says which part could not be read, and reads the others", async () => {
    const { work, findings, database, storage, keys, sessions } = await as(keeper).standing();
    expect(work).toBeNull();
    expect(findings).toContainEqual({ kind: "unreadable", urgent: false, subject: "work" });
    expect(database?.size).toBeGreaterThan(1_000_000);
    expect(storage?.free).toBeGreaterThan(0);
    expect(keys?.map(({ purpose }) => purpose).toSorted()).toEqual(["audit/ES256", "document/ES256", "record/ES256", "record/SM2", "status/ES256"]);
    expect(sessions).toBe(0);
  });
});

describe("with jobs", () => {
  let jobs: Awaited<ReturnType<typeof startJobs>>;
  beforeAll(async () => {
    jobs = await startJobs({ connectionString: test.url });
  });
  afterAll(() => jobs.stop());
  const id = crypto.randomUUID();

  beforeEach(async () => {
    await test.pool.query("delete from pgboss.job where name = 'dead-letter'");
    await test.pool.query("insert into pgboss.job (id, name, data, source_name, source_id, source_retry_count, source_output) values ($1, 'dead-letter', '{}', 'applications.event/notices', $1, 8, '{\"code\":\"Error\"}')", [id]);
  });

  it("lists work that was given up, and every schedule with its last run", async () => {
    await test.pool.query("insert into pgboss.job (name) values ('schedules/publishDue/items')");
    const standing = await vi.waitFor(async () => {
      const found = await as(keeper).standing();
      expect(found.schedules?.find(({ name }) => name === "publishDue/items")?.finishedAt).toEqual(expect.any(String));
      return found;
    }, { timeout: 50_000, interval: 300 });
    expect(standing.givenUp).toMatchObject([{ id, queue: "applications.event/notices", tries: 9, code: "Error" }]);
    expect(standing.findings.map(({ kind }) => kind)).toContain("workGivenUp");
    expect(standing.schedules?.length).toBeGreaterThan(20);
    expect(standing.findings.filter(({ kind }) => kind === "unreadable")).toEqual([]);
  }, 60_000);

  it("puts it back once, however often it is asked, and leaves a row in the audit log", async () => {
    const key = crypto.randomUUID();
    await as(keeper, key).retry({ id });
    await as(keeper, key).retry({ id });
    expect((await test.db.select().from(auditLog)).filter(({ action }) => action === "operations.retry")).toHaveLength(1);
    expect((await test.db.select().from(outbox)).filter(({ topic }) => topic === "operations.retry")).toHaveLength(1);
    await vi.waitFor(async () => expect((await as(keeper).standing()).givenUp).not.toContainEqual(expect.objectContaining({ id })), { timeout: 15_000, interval: 100 });
    const { rows } = await test.pool.query("select count(*)::int as count from pgboss.job where name = 'applications.event/notices'");
    expect(rows).toEqual([{ count: 1 }]);
    await expect(as(keeper).retry({ id })).rejects.toMatchObject({ message: "operations.workGone" });
  });

  it("shows whoever serves people how the work goes, but not what it carries", async () => {
    const client = await test.pool.connect();
    try {
      await client.query("set role tongban_portal");
      expect((await client.query("select name, state from pgboss.job limit 1")).rowCount).toBe(1);
      await expect(client.query("select data from pgboss.job limit 1")).rejects.toMatchObject({ code: "42501" });
    } finally {
      await client.query("reset role");
      client.release();
    }
  });
});
