import { afterAll, beforeAll, expect, it } from "vitest";
import { absences, actProposals } from "./schema";
import { open } from "./personal-data";
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
  expect(await sealPlain(test.db)).toBe(2);
  const [proposal] = await test.db.select().from(actProposals);
  expect(proposal?.reason).not.toContain("核查");
  expect(open(proposal!.reason, { table: "act_proposals", column: "reason", row: proposal!.id })).toBe("等待外地核查");
  const [absence] = await test.db.select().from(absences);
  expect(open(absence!.word!, { table: "absences", column: "word", row: absence!.id })).toBe("看病");
  expect(await sealPlain(test.db), "nothing is left").toBe(0);
  expect((await test.db.select().from(actProposals))[0]?.reason).toBe(proposal?.reason);
});

