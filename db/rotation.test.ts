import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { absences, actProposals, applicationEvents, applicationSteps } from "./schema";
import { open, seal } from "./personal-data";
import { sealPlain } from "./rotation";
import { createTestDatabase } from "./testing/database";
import { createApplication, createCitizen, createItem, createPlace, createStaff, factoryNow } from "./testing/factories";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => void (test = await createTestDatabase()));
afterAll(() => test.close());

it("what an earlier version kept in the clear is sealed by the first start after it, once, and the rest stays as it is", async () => {
  const place = await createPlace(test.db);
  const [clerk, deputy] = [await createStaff(test.db, "clerk", place), await createStaff(test.db, "clerk", place)];
  const application = await createApplication(test.db, { place, item: await createItem(test.db, place), applicant: await createCitizen(test.db) });
  const proposed = { applicationId: application.id, action: "extend" as const, proposedBy: clerk.id, proposedByName: clerk.name, proposedAt: factoryNow };
  await test.db.insert(actProposals).values({ ...proposed, reason: "等待外地核查" });
  await test.db.insert(absences).values({ accountId: clerk.id, deputyId: deputy.id, fromOn: "2026-03-03", untilOn: "2026-03-04", word: "看病", recordedBy: clerk.id, recordedAt: factoryNow });
  const said = { applicationId: application.id, sequence: 1, fromStatus: "inReview" as const, toStatus: "inReview" as const, actorName: clerk.name, actorRole: "clerk" as const, at: factoryNow };
  const [event] = await test.db.insert(applicationEvents).values({ ...said, action: "sendBack", reason: "核查不清", payload: '{"step":"review"}' }).returning();
  const [step] = await test.db.insert(applicationSteps).values({ applicationId: application.id, key: "review", kind: "review", position: 1, status: "done", opinion: "申请人住院，属实" }).returning();
  const [empty] = await test.db.insert(applicationEvents).values({ ...said, sequence: 3, action: "handBack", reason: "" }).returning();
  const [bare] = await test.db.insert(applicationEvents).values({ ...said, sequence: 2, action: "startReview" }).returning();
  // In batches smaller than what there is.
  expect(await sealPlain(test.db, 1)).toBe(5);
  const [kept, untouched] = await test.db.select().from(applicationEvents).orderBy(asc(applicationEvents.sequence));
  expect([kept?.reason, kept?.payload].join()).not.toMatch(/核查|review/);
  expect(open(kept!.reason!, { table: "application_events", column: "reason", row: event!.id })).toBe("核查不清");
  expect(open(kept!.payload!, { table: "application_events", column: "payload", row: event!.id })).toBe('{"step":"review"}');
  expect(untouched).toEqual(bare);
  const [said3] = await test.db.select().from(applicationEvents).where(eq(applicationEvents.id, empty!.id));
  expect(open(said3!.reason!, { table: "application_events", column: "reason", row: empty!.id }), "nothing said is sealed too, or nobody could open it").toBe("");
  const [done] = await test.db.select().from(applicationSteps).where(eq(applicationSteps.id, step!.id));
  expect(open(done!.opinion!, { table: "application_steps", column: "opinion", row: step!.id })).toBe("申请人住院，属实");
  const refusal = { cause: { message: "application_events is append-only" } };
  for (const change of [{ reason: seal("别的", { table: "application_events", column: "reason", row: event!.id }) }, { reason: null }, { payload: null }, { actorName: "别人" }]) {
    await expect(test.db.update(applicationEvents).set(change).where(eq(applicationEvents.id, event!.id)), JSON.stringify(Object.keys(change))).rejects.toMatchObject(refusal);
  }
  const [proposal] = await test.db.select().from(actProposals);
  expect(proposal?.reason).not.toContain("核查");
  expect(open(proposal!.reason, { table: "act_proposals", column: "reason", row: proposal!.id })).toBe("等待外地核查");
  const [absence] = await test.db.select().from(absences);
  expect(open(absence!.word!, { table: "absences", column: "word", row: absence!.id })).toBe("看病");
  expect(await sealPlain(test.db), "nothing is left").toBe(0);
  expect((await test.db.select().from(actProposals))[0]?.reason).toBe(proposal?.reason);
});

