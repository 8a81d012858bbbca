import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { itemSearch, serviceItems, supervisionDays } from "@/db/schema";
import { searchRow } from "@/db/search-document";
import { createTestDatabase } from "@/db/testing/database";
import { createItem, createPlace, revisionContent, type Place } from "@/db/testing/factories";
import { createCaller } from "@/server/api/root";

const now = new Date("2026-03-12T02:00:00.000Z");
let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
const hot = (audience: "person" | "organisation", at = now) => createCaller({ actor: { kind: "anonymous" }, now: at, requestId: "r", address: "test", db: connection.db }).supervision.hot({ audience });

async function filed(name: string, days: Record<string, number>, audience: "1" | "2" = "1") {
  const item = await createItem(connection.db, place, revisionContent({ name, audience: [audience] }));
  const [row] = await connection.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId)).returning();
  if (row && !(await connection.db.$count(itemSearch, eq(itemSearch.serviceItemId, row.id)))) await connection.db.insert(itemSearch).values(searchRow({ ...row, department: { id: place.departmentId, name: place.departmentName } }, item.content));
  await connection.db.insert(supervisionDays).values(Object.entries(days).map(([day, received]) => ({ day, received, departmentId: place.departmentId, divisionCode: place.divisionCode, serviceItemId: item.serviceItemId, workdays: [] })));
  return item;
}

beforeAll(async () => {
  connection = await createTestDatabase();
  place = await createPlace(connection.db);
  await filed("多的", { "2026-03-11": 4, "2026-02-12": 5 });
  await filed("早的", { "2026-02-11": 99 });
  await filed("今天的", { "2026-03-12": 99 });
  await filed("少的", { "2026-03-10": 2 });
  await filed("够的", { "2026-03-10": 3 });
  await filed("单位的", { "2026-03-10": 7 }, "2");
  const gone = await filed("停办的", { "2026-03-10": 50 });
  await connection.db.update(serviceItems).set({ status: "suspended" }).where(eq(serviceItems.id, gone.serviceItemId));
});
afterAll(() => connection.close());

test("the home page tells what most was filed for in the last four whole weeks, with the figure, and of each kind of applicant their own", async () => {
  expect((await hot("person")).rows.map(({ name, filed: times }) => [name, times])).toEqual([["多的", 9], ["够的", 3]]);
  expect((await hot("organisation")).rows).toMatchObject([{ name: "单位的", filed: 7 }]);
});

test("figures are kept for ten minutes", async () => {
  await connection.db.delete(supervisionDays);
  expect((await hot("person", new Date(now.getTime() + 9 * 60_000))).rows).toHaveLength(2);
  expect((await hot("person", new Date(now.getTime() + 10 * 60_000))).rows).toEqual([]);
});
