import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test as it } from "vitest";
import { messages, toleratedMaterials } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, factoryNow, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { remindOfSupplements } from "./reminders";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let citizen: User;
const on = (day: string): Ctx => ({ actor: { kind: "system" }, now: new Date(`${day}T09:00:00+08:00`), requestId: "t", address: "t", db: test.db });

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  citizen = await createCitizen(test.db);
});
afterAll(() => test.close());

async function promised(dueOn: string, { suppliedAt = null as Date | null, status = "inReview" as const } = {}) {
  const application = await createApplication(test.db, { place, item: await createItem(test.db, place), applicant: citizen, status });
  await test.db.insert(toleratedMaterials).values(["m2", "m3"].map((fieldId) => ({ applicationId: application.id, fieldId, name: fieldId, promisedAt: factoryNow, promisedBy: citizen.id, dueOn, suppliedAt })));
  return application.id;
}
const remindersOf = async (id: string) => (await test.db.select().from(messages).where(and(eq(messages.applicationId, id), eq(messages.template, "supplementDue")))).map(({ dedupeKey, params }) => [dedupeKey.split(":").at(-1), params["dueOn"]]);

it("reminds five workdays and one before, once each for all materials of a day, with two runners and after days of silence", async () => {
  const id = await promised("2026-03-16");
  expect(await remindOfSupplements(on("2026-03-06"))).toBe(0);
  const both = await Promise.all([remindOfSupplements(on("2026-03-09")), remindOfSupplements(on("2026-03-09"))]);
  expect(both.toSorted()).toEqual([0, 1]);
  expect(await remindOfSupplements(on("2026-03-10"))).toBe(0);
  // The runner was down on Friday the 13th, the last workday before.
  expect(await remindOfSupplements(on("2026-03-15"))).toBe(1);
  expect(await remindOfSupplements(on("2026-03-16"))).toBe(0);
  expect(await remindersOf(id)).toEqual([["5", "2026-03-16"], ["1", "2026-03-16"]]);
});

it("says nothing of what has come, nor once the day has passed", async () => {
  const came = await promised("2026-03-17", { suppliedAt: factoryNow });
  const late = await promised("2026-03-05");
  await remindOfSupplements(on("2026-03-16"));
  expect([...(await remindersOf(came)), ...(await remindersOf(late))]).toEqual([]);
});
