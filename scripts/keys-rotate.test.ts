import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { keyedDigest, seal } from "@/db/personal-data";
import { accounts, applications, idempotencyKeys, keyRotations } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createItem, createPlace, factoryNow } from "@/db/testing/factories";

const people = 3000;
const batch = 40;
const earlier = process.env["SECRET_KEYS"] ?? "";
const next = `next:${randomBytes(32).toString("base64")}`;
const both = `${next},${earlier}`;

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let caseId = "";

const phoneOf = (order: number) => `137${String(order).padStart(8, "0")}`;
const citizenIdOf = (order: number) => `31010119900517${String(order).padStart(4, "0")}`;

beforeAll(async () => {
  test = await createTestDatabase();
  const rows = Array.from({ length: people }, (_, order) => {
    const id = crypto.randomUUID();
    return {
      id, kind: "citizen" as const, name: String(order), assuranceLevel: "L3" as const, createdAt: factoryNow,
      phone: seal(phoneOf(order), { table: "accounts", column: "phone", row: id }), phoneIndex: keyedDigest("phone", phoneOf(order)),
      // Some never gave an ID number.
      ...(order % 3 === 0 ? {} : { citizenId: seal(citizenIdOf(order), { table: "accounts", column: "citizen_id", row: id }), citizenIdIndex: keyedDigest("citizenId", citizenIdOf(order)) }),
    };
  });
  for (let at = 0; at < people; at += 500) await test.db.insert(accounts).values(rows.slice(at, at + 500));
  const place = await createPlace(test.db);
  const applicant = { kind: "user" as const, id: rows[0]?.id ?? "", name: "0", accountKind: "citizen" as const, assuranceLevel: "L3" as const, sessionId: "", factors: [], authenticatedAt: factoryNow, posts: [] };
  caseId = (await createApplication(test.db, { place, item: await createItem(test.db, place), applicant })).id;
  const key = { accountId: applicant.id, key: crypto.randomUUID() };
  const answer = seal("{}", { table: "idempotency_keys", column: "answer", row: `${key.accountId}/${key.key}` });
  await test.db.insert(idempotencyKeys).values({ ...key, bodyHash: "x", answer, createdAt: factoryNow });
});
afterAll(() => test.close());

/** The command as an operator runs it; killed as soon as `until` says so of what it has printed. */
function run(keys: string, args: string[], until: (printed: string) => boolean = () => false): Promise<{ code: number | null; signal: string | null; printed: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/keys-rotate.ts", ...args], { env: { ...process.env, SECRET_KEYS: keys, DATABASE_URL: test.url, CLOCK: "" } });
    let printed = "";
    const hear = (chunk: Buffer) => {
      printed += chunk.toString();
      if (until(printed)) child.kill("SIGKILL");
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("close", (code, signal) => resolve({ code, signal, printed }));
  });
}

/** Opens every sealed value and finds everybody by phone and ID number, with these keys. */
async function everythingWorksWith(keys: string): Promise<void> {
  vi.resetModules();
  process.env["SECRET_KEYS"] = keys;
  const fresh = await import("@/db/personal-data");
  const rows = await test.db.select().from(accounts);
  expect(rows).toHaveLength(people);
  for (const { id, name, phone, phoneIndex, citizenId, citizenIdIndex } of rows) {
    const order = Number(name);
    expect(fresh.open(phone ?? "", { table: "accounts", column: "phone", row: id })).toBe(phoneOf(order));
    expect(fresh.keyedDigests("phone", phoneOf(order))).toContain(phoneIndex);
    if (order % 3 === 0) expect([citizenId, citizenIdIndex]).toEqual([null, null]);
    else {
      expect(fresh.open(citizenId ?? "", { table: "accounts", column: "citizen_id", row: id })).toBe(citizenIdOf(order));
      expect(fresh.keyedDigests("citizenId", citizenIdOf(order))).toContain(citizenIdIndex);
    }
  }
  const [file] = await test.db.select().from(applications).where(eq(applications.id, caseId));
  expect(fresh.open(file?.answers ?? "", { table: "applications", column: "answers", row: caseId })).toContain("老张面馆");
}

const onKey = async (kid: string) => (await test.pool.query<{ n: number }>("select count(*)::int as n from accounts where starts_with(phone, $1)", [`e2.${kid}.`])).rows[0]?.n ?? 0;

describe("rotating the keys", () => {
  it("counts what waits without touching it", async () => {
    const { code, printed } = await run(both, ["--status"]);
    expect(code).toBe(1);
    expect(printed).toMatch(/accounts +3000 sealed +3000 waiting/);
    expect(await onKey("next")).toBe(0);
    await everythingWorksWith(both);
  }, 60_000);

  it("killed in the middle, leaves whole batches, and everybody can still be found", async () => {
    const { signal } = await run(both, ["--batch", String(batch)], (printed) => Number(/.*accounts: (\d+) rows/s.exec(printed)?.[1] ?? 0) >= people / 2);
    expect(signal).toBe("SIGKILL");
    const done = await onKey("next");
    expect(done).toBeGreaterThanOrEqual(people / 2);
    expect(done).toBeLessThan(people);
    expect(done % batch).toBe(0);
    expect(await test.db.select().from(keyRotations)).toMatchObject([{ kid: "next", tableName: "accounts", rows: done, finishedAt: null }]);
    await everythingWorksWith(both);
  }, 60_000);

  it("goes on where it stopped, and ends with nothing under the earlier key", async () => {
    const before = await onKey("next");
    const { code, printed } = await run(both, []);
    expect(printed).toContain(`accounts: ${people - before} rows`);
    expect(code).toBe(0);
    expect(await onKey("next")).toBe(people);
    await everythingWorksWith(both);
  }, 60_000);

  it("opens and finds everything with the earlier key gone", () => everythingWorksWith(next), 60_000);

  it("changes nothing when run again, and takes along what an older process wrote meanwhile", async () => {
    expect(await run(both, [])).toMatchObject({ code: 0, printed: expect.stringContaining("0 rows brought") });
    const late = crypto.randomUUID();
    vi.resetModules();
    process.env["SECRET_KEYS"] = earlier;
    const old = await import("@/db/personal-data");
    await test.db.insert(accounts).values({ id: late, kind: "citizen", name: "late", assuranceLevel: "L0", createdAt: factoryNow, phone: old.seal("13912345678", { table: "accounts", column: "phone", row: late }), phoneIndex: old.keyedDigest("phone", "13912345678") });
    expect(await run(both, [])).toMatchObject({ code: 0, printed: expect.stringContaining("1 rows brought") });
    await test.db.delete(accounts).where(eq(accounts.id, late));
    await everythingWorksWith(next);
  }, 60_000);

  it("refuses without a word of data when a key is missing, and explains itself", async () => {
    expect(await run(`other:${randomBytes(32).toString("base64")}`, [])).toMatchObject({ code: 1, printed: expect.stringContaining("no key next to open") });
    expect(await run(next, ["--help"])).toMatchObject({ code: 0, printed: expect.stringContaining("Usage") });
    expect(await run(next, ["--batch", "0"])).toMatchObject({ code: 3 });
  }, 60_000);
});
