import { once } from "node:events";
import { createServer } from "node:net";
import fc from "fast-check";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, standings, type Connection, type Reader } from "./client";
import { accounts, applicationEvents, applications, messages } from "./schema";
import { scoped, ScopedPool, type Scope } from "./scope";
import { createTestDatabase } from "./testing/database";
import { createApplication, createCitizen, createEvent, createItem, createPlace, factoryNow } from "./testing/factories";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let web: Connection;
const people: { id: string; caseId: string }[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  const place = await createPlace(test.db);
  const item = await createItem(test.db, place);
  for (let index = 0; index < 3; index += 1) {
    const applicant = await createCitizen(test.db);
    const { id } = applicant;
    const filed = await createApplication(test.db, { place, item, applicant, status: "submitted" });
    const caseId = filed.id;
    await createEvent(test.db, filed, "submit");
    await test.db.insert(messages).values({ accountId: id, applicationId: caseId, template: "submitted", params: {}, dedupeKey: caseId, createdAt: factoryNow });
    people.push({ id, caseId });
  }
  web = connect(test.url, 2, standings.web);
});
afterAll(async () => {
  await web.close();
  await test.close();
});

const of = (id: string): Scope => ({ name: "citizen", subjects: [id] });

/** What a query reads that forgot to ask whose. */
async function everything(db: Reader) {
  const [whose, cases, told, history] = [
    await db.select({ id: accounts.id }).from(accounts), await db.select({ id: applications.id }).from(applications),
    await db.select({ id: messages.accountId }).from(messages), await db.select({ id: applicationEvents.applicationId }).from(applicationEvents),
  ];
  return { accounts: whose, cases, told, history: history.length };
}

describe("a statement that forgot its where", () => {
  it("as one citizen reads nothing of another", async () => {
    for (const { id, caseId } of people) {
      expect(await everything(scoped(web.db, of(id)))).toMatchObject({ accounts: [{ id }], cases: [{ id: caseId }], told: [{ id }], history: 1 });
    }
  });

  it("reads nothing of another by name either, when its plan is kept from person to person", async () => {
    const one = connect(test.url, 1, standings.web);
    const held = () => one.pool.query<{ kept: number }>("select generic_plans::int as kept from pg_prepared_statements where statement like '%messages%'");
    for (let times = 0; times < 5; times += 1) {
      for (const { id } of people) {
        const read = await scoped(one.db, of(id)).transaction((tx) => tx.select({ id: messages.accountId }).from(messages).where(eq(messages.template, "submitted")));
        expect(read).toEqual([{ id }]);
      }
    }
    expect((await held()).rows).toEqual([{ kept: expect.toSatisfy((kept: number) => kept > 0) }]);
    await one.close();
  });

  it("reads nobody's rows for whoever is not signed in, and where nothing was said", async () => {
    for (const db of [web.db, scoped(web.db, { name: "anonymous" }), scoped(web.db, { name: "citizen", subjects: [] })]) {
      expect(await everything(db)).toEqual({ accounts: [], cases: [], told: [], history: 0 });
    }
  });

  it("changes, takes away and makes nothing of another's", async () => {
    const [one, other] = people;
    const client = await web.pool.connect();
    try {
      await client.query("select set_config('app.sees', $1, false)", [`{${one?.id}}`]);
      expect((await client.query("update messages set read_at = now() where account_id = $1", [other?.id])).rowCount).toBe(0);
      expect((await client.query("delete from messages where account_id = $1", [other?.id])).rowCount).toBe(0);
      await expect(client.query("insert into messages (account_id, template, params, dedupe_key, created_at) values ($1, 'submitted', '{}', 'forged', now())", [other?.id])).rejects.toMatchObject({ code: "42501" });
    } finally {
      client.release(true);
    }
  });

  it("as its owner by a plain connection reads nothing either, superusers apart", async () => {
    const client = await web.pool.connect();
    try {
      await client.query("reset app.sees");
      expect((await client.query("select from accounts")).rowCount).toBe(0);
    } finally {
      client.release(true);
    }
  });

  it("reads all at a door and at the desk", async () => {
    expect((await everything(scoped(web.db, { name: "system:session" }))).cases).toHaveLength(3);
    expect((await everything(scoped(web.db, { name: "staff" }))).cases).toHaveLength(3);
  });
});

describe("a pool that people share", () => {
  it("never shows one what the statement before was let see, however they interleave, in transactions and after failures", async () => {
    const who = fc.constantFrom(0, 1, 2, "anonymous" as const, "staff" as const);
    const how = fc.constantFrom("read" as const, "transaction" as const, "failure" as const, "rollback" as const);
    const seen = async (db: Reader) => (await db.select({ id: applications.id }).from(applications)).map(({ id }) => id).toSorted();
    const all = people.map(({ caseId }) => caseId).toSorted();
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(who, how), { minLength: 2, maxLength: 12 }), async (turns) => {
      await Promise.all(turns.map(async ([person, manner]) => {
        const scope: Scope = typeof person === "number" ? of(people[person]?.id ?? "") : { name: person };
        const expected = typeof person === "number" ? [people[person]?.caseId] : person === "staff" ? all : [];
        const db = scoped(web.db, scope);
        if (manner === "failure") await db.execute(sql`select 1 / 0`).catch(() => undefined);
        if (manner === "rollback") await db.transaction(async (tx) => { await tx.update(accounts).set({ name: "x" }).where(eq(accounts.id, people[0]?.id ?? "")); throw new Error("no"); }).catch(() => undefined);
        expect(manner === "transaction" ? await db.transaction((tx) => seen(tx)) : await seen(db)).toEqual(expected);
      }));
    }), { numRuns: 40 });
  });
});

describe("a process that was too busy to hear the database", () => {
  it("asks once more", async () => {
    const pool = new ScopedPool({ connectionString: test.url, max: 1, connectionTimeoutMillis: 300 }, standings.owner);
    const connecting = pool.connect();
    const until = performance.now() + 600;
    while (performance.now() < until);
    (await connecting).release();
    await pool.end();
  });

  it("and one whose database does not answer is told so", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const pool = new ScopedPool({ host: "127.0.0.1", port: typeof address === "object" && address ? address.port : 0, max: 1, connectionTimeoutMillis: 100 }, standings.owner);
    await expect(pool.connect()).rejects.toThrow("timeout");
    await pool.end();
    silent.close();
  });
});
