import { readFile } from "node:fs/promises";
import { asc, count } from "drizzle-orm";
import { expect, it } from "vitest";
import { absences, accounts, applications, itemSearch, serviceItems } from "@/db/schema";
import { importItems } from "@/db/seed/import/store";
import { readItems } from "@/db/seed/items";
import { seed } from "@/db/seed";
import { createTestDatabase } from "@/db/testing/database";
import { createPlace, createStaff, factoryNow } from "@/db/testing/factories";
import { prepareDatabase } from "./database";

it("what a start that died had not sealed yet, the next one seals, and looks no further once it is done", async () => {
  const database = await createTestDatabase();
  const { db, url } = database;
  const place = await createPlace(db);
  const deputy = await createStaff(db, "clerk", place);
  const kept = async () => (await db.select({ word: absences.word }).from(absences).orderBy(asc(absences.id))).map(({ word }) => (word?.startsWith("e2.") ? "sealed" : word));
  const inTheClear = async () => db.insert(absences).values({ accountId: (await createStaff(db, "clerk", place)).id, deputyId: deputy.id, fromOn: "2026-03-03", untilOn: "2026-03-04", word: "看病", recordedBy: deputy.id, recordedAt: factoryNow });
  try {
    await inTheClear();
    await prepareDatabase(url, "none");
    expect(await kept()).toEqual(["sealed"]);
    await inTheClear();
    await prepareDatabase(url, "none");
    expect(await kept()).toEqual(["sealed", "看病"]);
  } finally {
    await database.close();
  }
});

it("a start leaves a database with imported items alone, and seeding it by name adds the demo city, once", async () => {
  const database = await createTestDatabase();
  const { db, url } = database;
  const sizeOf = async (table: typeof accounts | typeof applications | typeof serviceItems | typeof itemSearch) => (await db.select({ rows: count() }).from(table))[0]?.rows;
  const sizes = async () => ({ accounts: await sizeOf(accounts), cases: await sizeOf(applications), items: await sizeOf(serviceItems), found: await sizeOf(itemSearch) });
  try {
    const { items } = readItems(JSON.parse(await readFile("db/seed/data/service-items.json", "utf8")));
    await db.transaction(async (tx) => {
      await seed(tx, { mode: "reference", report: () => undefined });
      await importItems(tx, items, { publish: false, now: new Date("2026-03-02T01:00:00.000Z") });
    });
    await prepareDatabase(url, "demo");
    // The importer's own two.
    expect(await sizes()).toEqual({ accounts: 2, cases: 0, items: 136, found: 0 });
    await prepareDatabase(url, "demo", { again: true });
    const city = await sizes();
    expect(city).toMatchObject({ accounts: 38, items: 2398, found: 2398 });
    expect(city.cases).toBeGreaterThan(10);
    await prepareDatabase(url, "demo", { again: true });
    expect(await sizes()).toEqual(city);
  } finally {
    await database.close();
  }
}, 120_000);
