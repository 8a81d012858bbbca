import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applicationStatuses } from "@/domain/applications/schema";
import { RevisionContent } from "@/domain/items/schema";
import { createTestDatabase } from "./database";
import { createAgent, createApplication, createCertificateType, createCitizen, createEvent, createItem, createPlace, createStaff, revisionContent } from "./factories";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

describe("factories", () => {
  it("give a revision that the schema accepts", () => expect(RevisionContent.parse(revisionContent())).toBeTruthy());

  it("make a case in every status that the database's own checks accept", async () => {
    const place = await createPlace(test.db);
    const item = await createItem(test.db, place);
    for (const status of applicationStatuses) {
      const made = await createApplication(test.db, { place, item, applicant: await createCitizen(test.db), status });
      expect(made.status).toBe(status);
      expect(await createEvent(test.db, made, "submit")).toMatchObject({ applicationId: made.id });
    }
  });

  it("make staff, agents and certificate types", async () => {
    const place = await createPlace(test.db, "310115");
    expect(await createStaff(test.db, "clerk", place)).toMatchObject({ posts: [{ role: "clerk", divisionCode: "310115" }] });
    expect(await createAgent(test.db, await createCitizen(test.db))).toMatchObject({ actingFor: { kind: "organisation", name: expect.stringContaining("公司") } });
    expect((await createCertificateType(test.db, place)).code).toHaveLength(21);
  });
});
