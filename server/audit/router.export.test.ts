import { afterAll, beforeAll, expect, it, test } from "vitest";
import { connect, standings } from "@/db/client";
import { auditLog } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { factoryNow } from "@/db/testing/factories";
import { commit } from "@/server/core/commit";
import { seal } from "./commands/seal";
import { unsealed, withChain } from "./queries/rows";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const system = () => ({ actor: { kind: "system" } as const, now: factoryNow, requestId: "test", address: "system", db: database.db });
const write = (count: number) => commit(system(), async () => ({ value: undefined, audit: Array.from({ length: count }, (_, at) => ({ action: "test.act", subject: { type: "thing", id: String(at) } })) }));

async function idsOf(rows: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of rows) ids.push(id);
  return ids;
}

it("finds each row without a seal once, in whatever stretches it looks", async () => {
  await write(7);
  // A transaction of another test on this server may hold some back for a moment.
  for (let sealed = 0; sealed < 7; sealed += await seal(system())) await database.pool.query("select pg_sleep(0.02)");
  const before = new Set((await database.db.select({ id: auditLog.id }).from(auditLog)).map(({ id }) => id));
  await write(5);
  const waiting = (await database.db.select({ id: auditLog.id }).from(auditLog)).map(({ id }) => id).filter((id) => !before.has(id)).toSorted();
  for (const stretch of [1, 3, 12, 100]) expect(await idsOf(unsealed(database.db, stretch))).toEqual(waiting);
});

test("whoever takes the log out reads it whole under the sealer's role, and no other table", async () => {
  const { db, pool, close } = connect(database.url, 1, standings.sealer);
  try {
    const lines = await withChain(db, factoryNow, async (all) => {
      const kinds: string[] = [];
      for await (const line of all) kinds.push(Object.keys(line)[0] ?? "");
      return kinds;
    });
    expect(lines.filter((kind) => kind === "seq")).toHaveLength(7);
    expect(lines.at(-1)).toBe("end");
    await expect(pool.query("select from accounts")).rejects.toMatchObject({ code: "42501" });
  } finally {
    await close();
  }
});
