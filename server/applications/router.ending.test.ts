import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actProposals, applications, applicationSteps, applicationTransfers, certificates, files, serviceItems } from "@/db/schema";
import { createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { storage } from "@/server/core/storage";
import { attachFile } from "./commands/files";
import { listEvents } from "./queries/events";
import { openEndReason } from "@/server/certificates/queries/record";
import { answers, at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let elsewhere: Place;
let here: Item;
let there: Item;
beforeAll(async () => {
  office = await openOffice();
  elsewhere = await createPlace(office.db, "310104");
  const form = office.plain.content.form!;
  const material = { key: "m1", name: { zh: "平面图" }, necessity: "required" } as const;
  here = await createItem(office.db, office.place, revisionContent({ name: "两地都办的许可", form, materials: [material] }));
  const [applicant, ...rest] = form.sections;
  // There the phone is not asked for, and the shop's name is a long text.
  const changed = { ...form, sections: [{ ...applicant!, fields: applicant!.fields.filter(({ id }) => id !== "ownerPhone") }, ...rest] };
  there = await createItem(office.db, elsewhere, revisionContent({ name: "两地都办的许可", form: changed, materials: [material] }));
  const [{ basicCode } = { basicCode: "" }] = await office.db.select({ basicCode: serviceItems.basicCode }).from(serviceItems).where(eq(serviceItems.id, here.serviceItemId));
  await office.db.update(serviceItems).set({ basicCode }).where(eq(serviceItems.id, there.serviceItemId));
});
afterAll(() => office.connection.close());

const on = (actor: User, now = monday) => office.as(actor, { now }).applications;
const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const eventsOf = (id: string) => listEvents(office.db, id);
const stepsOf = async (id: string) => (await office.db.select().from(applicationSteps).where(eq(applicationSteps.applicationId, id)).orderBy(asc(applicationSteps.position))).map(({ status }) => status);
const openProposals = (id: string) => office.db.select().from(actProposals).where(and(eq(actProposals.applicationId, id)));

async function filedWithPaper(item = here) {
  const person = await office.citizen();
  const { id } = await on(person).start({ itemCode: item.code });
  const { answers: known } = await on(person).draft({ id });
  await on(person).save({ id, section: "applicant", raw: { ...answers, ownerId: String(known["ownerId"]), ownerPhone: String(known["ownerPhone"]) } });
  const storageKey = `uploads/ending/${crypto.randomUUID()}.jpg`;
  await storage().put(storageKey, Buffer.from("a plan"));
  await attachFile({ actor: person, now: monday, requestId: "r", address: "test", db: office.db }, { id, fieldId: "m1", file: { name: "平面图.jpg", mime: "image/jpeg", size: 6, sha256: "0".repeat(64), storageKey } });
  const { queryCode, number } = await on(person).submit({ id, declared: true });
  return { person, id, number, queryCode };
}

describe("a transfer to the competent organ", () => {
  test("closes the case here and opens it there with its papers, both telling of the other", async () => {
    const { person, id, number, queryCode } = await filedWithPaper();
    const clerk = on(office.desk.clerk, at("2026-03-04"));
    const targets = await clerk.transferTargets({ id });
    expect(targets).toMatchObject([{ serviceItemId: there.serviceItemId, departmentName: elsewhere.departmentName }]);
    expect(await clerk.transfer({ id, version: 1, serviceItemId: there.serviceItemId, reason: "经营场所在徐汇区" })).toMatchObject({ status: "transferred", version: 2 });
    expect(await rowOf(id)).toMatchObject({ status: "transferred", dueOn: null, noticeDueOn: null, claimedBy: null, outcome: null });
    expect(await stepsOf(id)).toEqual(["skipped", "skipped", "skipped"]);

    const [link] = await office.db.select().from(applicationTransfers).where(eq(applicationTransfers.fromApplicationId, id));
    const opened = await rowOf(link!.toApplicationId);
    expect(opened).toMatchObject({ status: "submitted", version: 1, departmentId: elsewhere.departmentId, divisionCode: "310104", noticeDueOn: "2026-03-11", applicantAccountId: person.id, takeBackUntil: null });
    expect(opened.number.startsWith("310104")).toBe(true);
    expect(await stepsOf(opened.id)).toEqual(["active", "pending", "pending"]);
    expect((await eventsOf(opened.id)).map(({ action, sequence, actorName }) => [action, sequence, actorName])).toEqual([["receive", 1, office.desk.clerk.name]]);
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "transfer", reason: "经营场所在徐汇区", payload: { competentOrgan: elsewhere.departmentName } });

    const seen = await on(person).get({ number: opened.number });
    expect(seen).toMatchObject({ transferredFrom: { number }, transferredTo: null, answers: { shopName: "老张面馆" }, files: [{ name: "平面图.jpg", fieldId: "m1" }] });
    expect(seen.answers).not.toHaveProperty("ownerPhone");
    expect((await on(person).get({ number })).transferredTo).toMatchObject({ number: opened.number, departmentName: elsewhere.departmentName });
    const [copied] = await office.db.select().from(files).where(eq(files.applicationId, opened.id));
    expect(Buffer.from(await storage().getBytes(copied!.storageKey)).toString()).toBe("a plan");
    expect(await office.as(person).applications.progress({ number: opened.number, queryCode })).toMatchObject({ status: "submitted" });

    const theirs = await createStaff(office.db, "clerk", elsewhere);
    expect(await on(theirs, at("2026-03-05")).accept({ id: opened.id, version: 1 })).toMatchObject({ status: "accepted" });
    await expect(on(office.desk.clerk).getForDesk({ number: opened.number })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
  });

  test("takes along no paper that the other item means something else by", async () => {
    const place = await createPlace(office.db, "440305");
    const other = await createItem(office.db, place, revisionContent({ name: "同一目录的许可", form: null, materials: [{ key: "m1", name: { zh: "产权证明" }, necessity: "optional" }] }));
    const [{ basicCode } = { basicCode: "" }] = await office.db.select({ basicCode: serviceItems.basicCode }).from(serviceItems).where(eq(serviceItems.id, here.serviceItemId));
    await office.db.update(serviceItems).set({ basicCode }).where(eq(serviceItems.id, other.serviceItemId));
    const { id } = await filedWithPaper();
    await on(office.desk.clerk).transfer({ id, version: 1, serviceItemId: other.serviceItemId, reason: "经营场所在那里" });
    const [link] = await office.db.select().from(applicationTransfers).where(eq(applicationTransfers.fromApplicationId, id));
    expect(await office.db.select().from(files).where(eq(files.applicationId, link!.toApplicationId))).toEqual([]);
    await office.db.update(serviceItems).set({ basicCode: "elsewhere" }).where(eq(serviceItems.id, other.serviceItemId));
  });

  test("does not go in a circle, nor to an organ without the item, nor on from a case that somebody examines", async () => {
    const { id } = await filedWithPaper();
    await on(office.desk.clerk).transfer({ id, version: 1, serviceItemId: there.serviceItemId, reason: "经营场所在徐汇区" });
    const [link] = await office.db.select().from(applicationTransfers).where(eq(applicationTransfers.fromApplicationId, id));
    const theirs = await createStaff(office.db, "clerk", elsewhere);
    expect(await on(theirs).transferTargets({ id: link!.toApplicationId })).toEqual([]);
    await expect(on(theirs).transfer({ id: link!.toApplicationId, version: 1, serviceItemId: here.serviceItemId, reason: "不归我们" })).rejects.toMatchObject(refused("CONFLICT", "applications.transferCircle"));
    const other = await filedWithPaper();
    await expect(on(office.desk.clerk).transfer({ id: other.id, version: 1, serviceItemId: office.plain.serviceItemId, reason: "不归我们" })).rejects.toMatchObject(refused("CONFLICT", "applications.transferTargetMissing"));
    await expect(on(theirs).transferTargets({ id: other.id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await on(office.desk.clerk).accept({ id: other.id, version: 1 });
    await expect(on(office.desk.clerk).transfer({ id: other.id, version: 2, serviceItemId: there.serviceItemId, reason: "不归我们" })).rejects.toMatchObject(refused("CONFLICT", "applications.actionNotAllowed"));
  });
});

describe("termination", () => {
  test.each(["accepted", "suspended"] as const)("ends a case that is %s with its reason and provision, and leaves nothing open", async (status) => {
    const { id } = await office.submitted(await office.citizen());
    await on(office.desk.clerk).accept({ id, version: 1 });
    await on(office.desk.reviewer).askExtension({ id, version: 2, days: 5, reason: "案情复杂" });
    await on(office.desk.reviewer).release({ id });
    if (status === "suspended") await on(office.desk.approver).suspend({ id, version: 3, procedure: "inspection", reason: "现场检验", plannedEndOn: "2026-03-20" });
    const version = status === "suspended" ? 4 : 3;
    expect(await on(office.desk.approver).terminate({ id, version, ground: "applicantDied", reason: "申请人已去世", basis: "《民法典》第十三条" })).toMatchObject({ status: "terminated" });
    expect(await rowOf(id)).toMatchObject({ dueOn: null, stepDueOn: null, outcome: null, suspendedFrom: null });
    expect(await stepsOf(id)).toEqual(["done", "skipped", "skipped"]);
    expect(await openProposals(id)).toMatchObject([{ outcome: "overtaken", decidedBy: null }]);
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "terminate", payload: { termination: "applicantDied", basis: "《民法典》第十三条" } });
  });
});

describe("acts of two people", () => {
  async function closed() {
    const { id, number } = await office.submitted(await office.citizen());
    const { clerk, reviewer, approver, certificateOfficer } = office.desk;
    await on(clerk).accept({ id, version: 1 });
    await on(reviewer).startReview({ id, version: 2 });
    await on(reviewer).completeStep({ id, version: 3, opinion: "同意" });
    await on(approver).approve({ id, version: 4, opinion: "准予" });
    await on(certificateOfficer).issueCertificate({ id, version: 5 });
    await on(certificateOfficer).deliver({ id, version: 6, method: "online" });
    return { id, number };
  }

  test("voiding takes a second approver and revokes the certificate with it", async () => {
    const { id, number } = await closed();
    const { approver } = office.desk;
    await expect(on(approver).void({ id, version: 7 })).rejects.toMatchObject(refused("CONFLICT", "applications.nothingProposed"));
    await on(approver).proposeVoid({ id, version: 7, reason: "以欺骗手段取得许可" });
    await expect(on(approver).void({ id, version: 8 })).rejects.toMatchObject(refused("FORBIDDEN", "applications.ownProposal"));
    await expect(on(approver).proposeVoid({ id, version: 8, reason: "再提一次" })).rejects.toMatchObject(refused("CONFLICT", "applications.proposedAlready"));
    const second = await createStaff(office.db, "approver", office.place);
    expect((await on(second).getForDesk({ number })).proposed).toMatchObject([{ action: "void", reason: "以欺骗手段取得许可", proposedByName: approver.name }]);
    expect(await on(second).void({ id, version: 8 })).toMatchObject({ status: "voided" });
    expect(await rowOf(id)).toMatchObject({ outcome: "approved", status: "voided" });
    const [certificate] = await office.db.select().from(certificates).where(eq(certificates.applicationId, id));
    expect([certificate!.status, openEndReason(certificate!)]).toEqual(["revoked", "以欺骗手段取得许可"]);
    expect((await eventsOf(id)).at(-1)).toMatchObject({ reason: "以欺骗手段取得许可", payload: { certificate: certificate!.identifier } });
    expect(await openProposals(id)).toMatchObject([{ outcome: "granted", decidedBy: second.id }]);
  });

  test("voiding that a second declines leaves the result as it is, and can be proposed again", async () => {
    const { id } = await closed();
    const second = await createStaff(office.db, "approver", office.place);
    await on(office.desk.certificateOfficer).proposeVoid({ id, version: 7, reason: "证照信息有误" });
    expect(await on(second).declineVoid({ id, version: 8, reason: "可以变更，不必作废" })).toMatchObject({ status: "closed" });
    const [certificate] = await office.db.select().from(certificates).where(eq(certificates.applicationId, id));
    expect(certificate).toMatchObject({ status: "valid" });
    expect(await on(office.desk.approver).proposeVoid({ id, version: 9, reason: "另有新情况" })).toMatchObject({ version: 10 });
  });

  test("the applicant hears of neither proposal nor refusal", async () => {
    const person = await office.citizen();
    const { id, number } = await office.submitted(person);
    await on(office.desk.clerk).accept({ id, version: 1 });
    await on(office.desk.reviewer).askExtension({ id, version: 2, days: 3, reason: "案情复杂" });
    await on(office.desk.approver).declineExtension({ id, version: 3, reason: "期限内可以办完" });
    expect((await on(person).get({ number })).events.map(({ action }) => action)).toEqual(["submit", "accept"]);
    expect(await on(office.desk.reviewer).askExtension({ id, version: 4, days: 3, reason: "仍然办不完" })).toMatchObject({ version: 5 });
  });

  test("the database itself holds the two apart and lets one proposal wait at a time", async () => {
    const { id } = await office.submitted(await office.citizen());
    const { reviewer } = office.desk;
    const row = { applicationId: id, action: "extend", reason: "案情复杂", proposedBy: reviewer.id, proposedByName: reviewer.name, proposedAt: monday } as const;
    await office.db.insert(actProposals).values(row);
    await expect(office.db.insert(actProposals).values(row)).rejects.toThrow();
    await expect(office.db.update(actProposals).set({ outcome: "granted", decidedBy: reviewer.id, decidedAt: monday }).where(eq(actProposals.applicationId, id))).rejects.toThrow();
    await expect(office.db.update(actProposals).set({ outcome: "granted", decidedAt: monday }).where(eq(actProposals.applicationId, id))).rejects.toThrow();
  });
});
