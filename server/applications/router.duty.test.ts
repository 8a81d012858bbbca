import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { applications, auditLog, certificates, certificateUses, dataAccesses, outbox, usageGrants } from "@/db/schema";
import { createApplication, createCertificateType, createItem, createPlace, createStaff, revisionContent } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { insertCertificate } from "@/server/certificates/commands";
import { jobs as certificateJobs } from "@/server/certificates/jobs";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { monday, openOffice, refused, type Office } from "./router.testing";

// Signing keys are valid from the moment they are made, by the process's clock: it must not run ahead of the requests.
vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let office: Office;
let permit: Awaited<ReturnType<typeof createCertificateType>>;

beforeAll(async () => {
  office = await openOffice();
  permit = await createCertificateType(office.db, office.place);
});
afterAll(() => office.connection.close());

const system: () => Ctx = () => ({ actor: { kind: "system" }, now: monday, requestId: "job", address: "", db: office.db });
const fresh = (actor: User): User => ({ ...actor, authenticatedAt: monday });
const on = (actor: User) => office.as(fresh(actor)).applications;

async function issued(holder: User): Promise<string> {
  const content = revisionContent({ result: { name: permit.name, kind: "certificate", certificateType: permit.id, face: [{ key: "shop", label: { zh: "店名" }, field: "shopName" }] } });
  const source = await createApplication(office.db, { place: office.place, item: await createItem(office.db, office.place, content), applicant: holder, status: "approved" });
  const { id } = await commit(system(), async (tx) => {
    const { audit, outbox: outgoing, ...value } = await insertCertificate(tx, system(), {
      applicationId: source.id, applicationNumber: source.number, itemName: content.name, itemBasicCode: "310100001000", result: content.result!,
      holder: { accountId: holder.id, organisationId: null, name: holder.name, code: "110101199001010015", type: "111" },
      issuer: { departmentId: office.place.departmentId, name: office.place.departmentName, uscc: office.place.uscc },
      divisionCode: office.place.divisionCode, form: content.form!, answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox: outgoing };
  });
  await certificateJobs.topics!["certificates.sign"]!(system(), { certificateId: id });
  return id;
}

const caseOf = (applicant: User, status: "inReview" | "submitted" | "closed" = "inReview") => createApplication(office.db, { place: office.place, item: office.item, applicant, status });
const asked = (id: string) => ({ id, typeId: permit.id, legalBasis: "《中华人民共和国食品安全法》第一百一十条", purpose: "核对经营者资格" });

describe("reading by duty", () => {
  test("tells whoever handles the case what the certificate says, under a grant for this case that names the law", async () => {
    const person = await office.citizen();
    const [certificateId, { id }] = [await issued(person), await caseOf(person)];
    const { reading } = await on(office.desk.reviewer).readByDuty(asked(id));
    expect(reading).toMatchObject({ status: "valid", signature: "valid", facts: { name: permit.name } });
    expect(reading?.fields).toContainEqual({ field: "face.shop", labelZh: "店名", labelEn: "店名", value: "老张面馆" });
    expect(await office.db.select().from(usageGrants).where(eq(usageGrants.applicationId, id))).toMatchObject([{ mode: "duty", certificateId, departmentId: office.place.departmentId, standing: false, legalBasis: asked(id).legalBasis, holderAccountId: person.id }]);
    expect(await office.db.select().from(certificateUses).where(eq(certificateUses.certificateId, certificateId))).toMatchObject([{ mode: "duty", applicationId: id, userName: office.place.departmentName }]);
    expect(await office.db.select().from(dataAccesses).where(eq(dataAccesses.applicationId, id))).toMatchObject([{ kind: "reveal", reason: "核对经营者资格" }]);
    expect((await office.db.select().from(outbox).where(eq(outbox.topic, "notices.tell"))).map(({ payload }) => payload)).toContainEqual(expect.objectContaining({ accountId: person.id, template: "certificateUsedByDuty" }));
    const { rows: [use] } = await office.as({ ...person, assuranceLevel: "L3" }).certificates.listUses({});
    expect(use).toMatchObject({ mode: "duty", purpose: "核对经营者资格", by: { name: office.place.departmentName }, itemName: null });
    const { rows: [grant] } = await office.as({ ...person, assuranceLevel: "L3" }).certificates.listGrants({});
    expect(grant).toMatchObject({ mode: "duty", legalBasis: asked(id).legalBasis, revocable: false });
  });

  test("says only that there is none that is valid, and leaves that it was asked", async () => {
    const person = await office.citizen();
    const [certificateId, { id }] = [await issued(person), await caseOf(person)];
    await office.db.update(certificates).set({ status: "suspended" }).where(eq(certificates.id, certificateId));
    expect(await on(office.desk.reviewer).readByDuty(asked(id))).toEqual({ reading: null });
    expect((await office.db.select().from(auditLog).where(eq(auditLog.subjectId, id))).map(({ action }) => action)).toContain("applications.readByDuty");
    expect(await office.db.select().from(certificateUses).where(eq(certificateUses.certificateId, certificateId))).toEqual([]);
  });

  test("is refused outside the office, before acceptance and after the end, to a clerk, without a fresh proof, and of oneself", async () => {
    const person = await office.citizen();
    await issued(person);
    const { id } = await caseOf(person);
    const elsewhere = await createStaff(office.db, "reviewer", await createPlace(office.db));
    await expect(on(elsewhere).readByDuty(asked(id))).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    for (const status of ["submitted", "closed"] as const) await expect(on(office.desk.reviewer).readByDuty(asked((await caseOf(person, status)).id))).rejects.toMatchObject(refused("CONFLICT", "applications.dutyOver"));
    await expect(on(office.desk.clerk).readByDuty(asked(id))).rejects.toMatchObject({ code: "FORBIDDEN" });
    const examinerElsewhere = { ...office.desk.clerk, posts: [...office.desk.clerk.posts, ...elsewhere.posts] };
    await expect(on(examinerElsewhere).readByDuty(asked(id))).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await expect(office.as({ ...office.desk.reviewer, authenticatedAt: new Date(0) }).applications.readByDuty(asked(id))).rejects.toMatchObject({ message: "identity.proofNeeded" });
    await expect(on({ ...office.desk.reviewer, citizenAccountId: person.id }).readByDuty(asked(id))).rejects.toMatchObject(refused("FORBIDDEN", "applications.ownCase"));
    expect((await office.db.select().from(applications).where(eq(applications.id, id))).length).toBe(1);
    expect(await office.db.select().from(usageGrants).where(eq(usageGrants.applicationId, id))).toEqual([]);
  });
});
