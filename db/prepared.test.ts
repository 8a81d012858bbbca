import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, standings, type Connection } from "./client";
import { prepared } from "./prepared";
import { accounts, departments } from "./schema";
import { scoped } from "./scope";
import { createTestDatabase } from "./testing/database";
import { createCitizen, createPlace } from "./testing/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let web: Connection;
beforeAll(async () => {
  database = await createTestDatabase();
  web = connect(database.url, 2, standings.web);
});
afterAll(async () => {
  await web.close();
  await database.close();
});

const departmentById = (name?: string) => prepared((db) => db.select({ name: departments.name }).from(departments).where(eq(departments.id, sql.placeholder("id"))), name);

describe("a statement that was put together once", () => {
  test("shows each handle the rows that it may see, by turns and at once", async () => {
    const people = [await createCitizen(database.db), await createCitizen(database.db)];
    for (const name of ["", "accounts_of_the_test"]) {
      const everybody = prepared((db) => db.select({ id: accounts.id }).from(accounts), name);
      const seen = await Promise.all([...people, ...people, ...people].map(({ id }) => everybody(scoped(web.db, { name: "citizen", subjects: [id] }), {})));
      expect(seen).toEqual([...people, ...people, ...people].map(({ id }) => [{ id }]));
    }
  });
  test("belongs to the transaction that sends it, and to none afterwards", async () => {
    const { departmentId: id, departmentName: name } = await createPlace(database.db);
    const read = departmentById();
    const within = await database.db.transaction(async (tx) => {
      await tx.update(departments).set({ name: "改名局" }).where(eq(departments.id, id));
      return [await read(tx, { id }), await read(database.db, { id })];
    });
    expect(within).toEqual([[{ name: "改名局" }], [{ name }]]);
    expect(await read(database.db, { id })).toEqual([{ name: "改名局" }]);
  });
  test("takes other values each time, and says which one is missing", async () => {
    const places = [await createPlace(database.db), await createPlace(database.db)];
    const read = departmentById("department_of_the_test");
    for (const { departmentId: id, departmentName: name } of places) expect(await read(database.db, { id })).toEqual([{ name }]);
    await expect(read(database.db, {})).rejects.toThrow('No value for placeholder "id"');
  });
});
