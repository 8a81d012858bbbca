import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLog, ratings } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createApplication, createCitizen, createItem, createPlace, createStaff, factoryNow, type Item, type Place } from "@/db/testing/factories";
import type { ApplicationStatus } from "@/domain/applications/schema";
import type { Actor, User } from "@/domain/core/actor";
import type { RateApplication } from "@/domain/ratings/schema";
import { createCaller } from "@/server/api/root";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let item: Item;
let citizen: User;
const as = (actor: Actor) => createCaller({ actor, now: factoryNow, requestId: "test", address: "10.0.0.1", db: test.db });
const given = (status: ApplicationStatus, applicant = citizen) => createApplication(test.db, { place, item, applicant, status });
const good = { level: "verySatisfied", reasons: ["510", "513"], comment: "很快", anonymous: false } satisfies Omit<RateApplication, "number">;

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  item = await createItem(test.db, place);
  citizen = await createCitizen(test.db);
});
afterAll(() => test.close());

describe("ratings.rate", () => {
  it("keeps one rating with its reasons and leaves an audit row", async () => {
    const { id, number } = await given("closed");
    expect(await as(citizen).ratings.get({ number })).toMatchObject({ rateable: true, rating: null, departmentName: place.departmentName });
    await as(citizen).ratings.rate({ number, ...good });
    expect(await as(citizen).ratings.get({ number })).toMatchObject({ rateable: false, rating: { level: "verySatisfied", reasons: ["510", "513"], comment: "很快", anonymous: false } });
    expect(await test.db.select().from(auditLog).where(eq(auditLog.subjectId, id))).toMatchObject([{ action: "ratings.rate", after: { level: "verySatisfied" } }]);
  });

  it("leaves no trace of an anonymous level outside the rating itself", async () => {
    const { id, number } = await given("refused");
    await as(citizen).ratings.rate({ number, level: "veryDissatisfied", reasons: ["115"], anonymous: true });
    expect(await test.db.select().from(auditLog).where(eq(auditLog.subjectId, id))).toMatchObject([{ after: { anonymous: true } }]);
    expect(JSON.stringify(await test.db.select().from(auditLog).where(eq(auditLog.subjectId, id)))).not.toContain("veryDissatisfied");
  });

  it("accepts the first of two at once and tells the other", async () => {
    const { id, number } = await given("closed");
    const outcomes = await Promise.allSettled([as(citizen).ratings.rate({ number, ...good }), as(citizen).ratings.rate({ number, ...good, level: "satisfied", reasons: [] })]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(as(citizen).ratings.rate({ number, ...good })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.ratedAlready" });
    expect(await test.db.select().from(ratings).where(eq(ratings.applicationId, id))).toHaveLength(1);
  });

  it.each(["draft", "submitted", "correction", "accepted", "inReview", "suspended", "withdrawn"] as const)("refuses a case that is %s", async (status) => {
    const { number } = await given(status, await createCitizen(test.db));
    const applicant = await createCitizen(test.db);
    const own = await createApplication(test.db, { place, item, applicant, status });
    await expect(as(applicant).ratings.rate({ number: own.number, ...good })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.notYet" });
    await expect(as(citizen).ratings.rate({ number, ...good })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuses the signed out, staff, strangers, an agent of another organisation, and unknown cases", async () => {
    const { number } = await given("closed");
    const clerk = await createStaff(test.db, "clerk", place);
    const agent = await createAgent(test.db, await createCitizen(test.db));
    for (const call of [(actor: Actor) => as(actor).ratings.rate({ number, ...good }), (actor: Actor) => as(actor).ratings.get({ number })]) {
      await expect(call({ kind: "anonymous" })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
      await expect(call(clerk)).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(call(await createCitizen(test.db))).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(call(agent)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(as(citizen).ratings.get({ number: "310101202603029999990" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuses reasons of another level and unknown fields", async () => {
    const { number } = await given("closed");
    await expect(as(citizen).ratings.rate({ number, ...good, reasons: ["108"] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(as(citizen).ratings.rate({ number, ...good, stars: 5 } as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
