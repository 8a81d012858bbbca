import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { departments } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createItem, createPlace, factoryNow, revisionContent } from "@/db/testing/factories";
import { createCaller } from "@/server/api/root";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test("a division's departments are called by their own number, else by the one that most of their guides give", async () => {
  const { db } = database;
  const [own, guided, silent] = [await createPlace(db, "310101"), await createPlace(db, "310101"), await createPlace(db, "310101")];
  const elsewhere = await createPlace(db, "310104");
  await db.update(departments).set({ phone: "021-11111111" }).where(eq(departments.id, own.departmentId));
  await createItem(db, own, revisionContent({ consultPhone: "021-99999999" }));
  for (const phone of ["021-22222222", "021-33333333", "021-33333333"]) await createItem(db, guided, revisionContent({ consultPhone: phone }));
  await createItem(db, silent, revisionContent());
  await createItem(db, elsewhere, revisionContent({ consultPhone: "021-44444444" }));
  const lines = await createCaller({ actor: { kind: "anonymous" }, now: factoryNow, requestId: "r", address: "test", db }).items.consultationLines({ division: "310101" });
  expect(new Map(lines.map(({ id, phone }) => [id, phone]))).toEqual(new Map([[own.departmentId, "021-11111111"], [guided.departmentId, "021-33333333"], [silent.departmentId, null]]));
});
