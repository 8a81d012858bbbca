import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applications, toleratedMaterials } from "@/db/schema";
import { createItem, revisionContent, type Item } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { attachFile } from "./commands/files";
import { deemAcceptOverdue } from "./commands/timers";
import { listEvents } from "./queries/events";
import { answers, at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let item: Item;
beforeAll(async () => {
  office = await openOffice();
  const named = (key: string, zh: string, necessity: "required" | "tolerable") => ({ key, name: { zh }, necessity });
  const cold = { ...named("m2", "冷柜照片", "tolerable"), name: { zh: "冷柜照片", en: "Photographs of the cold storage" }, condition: "有冷柜" };
  item = await createItem(office.db, office.place, revisionContent({ name: "容缺事项", form: office.plain.content.form, materials: [named("m1", "平面图", "required"), cold, named("m3", "专间照片", "tolerable")], english: { 有冷柜: "There is cold storage" } }));
});
afterAll(() => office.connection.close());

const on = (actor: User, now = monday) => office.as(actor, { now }).applications;
const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const eventOf = async (id: string, action: "submit" | "tolerantAccept" | "checkSupplement" | "supplement") =>
  (await listEvents(office.db, id)).find((event) => event.action === action)!;
let uploads = 0;
const upload = (actor: User, id: string, fieldId: string, now = monday) =>
  attachFile({ actor, now, requestId: "r", address: "test", db: office.db }, { id, fieldId, file: { name: "照片.jpg", mime: "image/jpeg", size: 1, sha256: "0".repeat(64), storageKey: `uploads/tolerance/${(uploads += 1)}.jpg` } });

async function filed(later: string[], has: string[] = ["m1"]) {
  const person = await office.citizen();
  const { id } = await on(person).start({ itemCode: item.code });
  const { answers: known } = await on(person).draft({ id });
  await on(person).save({ id, section: "applicant", raw: { ...answers, ownerId: String(known["ownerId"]), ownerPhone: String(known["ownerPhone"]) } });
  for (const field of has) await upload(person, id, field);
  const { number } = await on(person).submit({ id, declared: true, later });
  return { person, id, number };
}
const both = (dueOn: string) => [{ fieldId: "m2", dueOn }, { fieldId: "m3", dueOn }];

describe("a promise at filing", () => {
  test("is written down with the names of what follows, and only of what may follow and is not there", async () => {
    const { id, person, number } = await filed(["m2", "m3"]);
    expect((await eventOf(id, "submit")).payload).toMatchObject({ promised: ["冷柜照片", "专间照片"] });
    expect((await on(person).get({ number })).tolerated).toMatchObject([{ fieldId: "m2", state: "awaited", dueOn: null, named: { zh: "冷柜照片", en: "Photographs of the cold storage" } }, { fieldId: "m3", state: "awaited", named: { zh: "专间照片" } }]);
    for (const [later, has, field] of [[["m1"], ["m1"], "m1"], [["m2"], ["m1", "m2"], "m2"], [["shopName"], ["m1"], "shopName"]] as const) {
      await expect(filed([...later], [...has])).rejects.toMatchObject(refused("CONFLICT", "applications.notTolerable", { field }));
    }
  });

  test("is offered in every language that the guide has, the condition of a material too", async () => {
    const person = await office.citizen();
    const { id } = await on(person).start({ itemCode: item.code });
    const { materials, definition } = await on(person).draft({ id });
    expect(materials.map(({ key, conditionSaid }) => [key, conditionSaid])).toEqual([["m1", undefined], ["m2", { zh: "有冷柜", en: "There is cold storage" }], ["m3", undefined]]);
    expect(definition.sections.flatMap(({ fields }) => fields).find(({ id: field }) => field === "m2")?.hint).toEqual({ zh: "适用于：有冷柜", en: "For: There is cold storage" });
  });

  test("does not stand in for a main material", async () => {
    await expect(filed(["m2", "m3"], [])).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "applications.answersIncomplete"));
  });

  test("is taken back with the application", async () => {
    const { id, person } = await filed(["m2"]);
    await on(person).takeBack({ id });
    expect(await office.db.$count(toleratedMaterials, eq(toleratedMaterials.applicationId, id))).toBe(0);
  });
});

describe("tolerant acceptance (容缺受理)", () => {
  test("lists all that was promised by days within the promised limit; plain acceptance is closed", async () => {
    const { id } = await filed(["m2", "m3"]);
    const clerk = on(office.desk.clerk);
    await expect(clerk.accept({ id, version: 1 })).rejects.toMatchObject(refused("CONFLICT", "applications.materialsPromised"));
    await expect(clerk.tolerantAccept({ id, version: 1, items: [{ fieldId: "m2", dueOn: "2026-03-10" }] })).rejects.toMatchObject(refused("CONFLICT", "applications.toleratedIncomplete"));
    await expect(clerk.tolerantAccept({ id, version: 1, items: both("2026-03-17") })).rejects.toMatchObject(refused("BAD_REQUEST", "applications.supplementTooLate", { max: "2026-03-16" }));
    await expect(clerk.tolerantAccept({ id, version: 1, items: both("2026-03-02") })).rejects.toMatchObject(refused("BAD_REQUEST", "applications.endsInThePast"));
    expect(await clerk.tolerantAccept({ id, version: 1, items: both("2026-03-16") })).toMatchObject({ status: "accepted", version: 2 });
    expect(await rowOf(id)).toMatchObject({ acceptedBy: office.desk.clerk.id, promisedDueOn: "2026-03-16", dueOn: "2026-03-16" });
    expect((await eventOf(id, "tolerantAccept")).payload).toMatchObject({ tolerated: [{ name: "冷柜照片", dueOn: "2026-03-16" }, { name: "专间照片", dueOn: "2026-03-16" }] });
  });

  test("needs a promise: what was not promised is corrected, not tolerated", async () => {
    const { id } = await filed([]);
    await expect(on(office.desk.clerk).tolerantAccept({ id, version: 1, items: both("2026-03-10") })).rejects.toMatchObject(refused("CONFLICT", "applications.nothingTolerated"));
    expect(await on(office.desk.clerk).accept({ id, version: 1 })).toMatchObject({ status: "accepted" });
  });

  test("by silence keeps the promise to the last day of the promised limit, and the decision waits", async () => {
    const { number } = await filed(["m2"], ["m1", "m3"]);
    await deemAcceptOverdue({ actor: { kind: "system" }, now: at("2026-03-10"), requestId: "t", address: "t", db: office.db });
    expect(await on(office.desk.reviewer).getForDesk({ number })).toMatchObject({ status: "accepted", deemedAccepted: true, tolerated: [{ fieldId: "m2", state: "awaited", dueOn: "2026-03-16" }] });
  });
});

describe("what follows later", () => {
  async function atDecision() {
    const one = await filed(["m2", "m3"]);
    const { clerk, reviewer } = office.desk;
    await on(clerk).tolerantAccept({ id: one.id, version: 1, items: both("2026-03-16") });
    await on(reviewer).startReview({ id: one.id, version: 2 });
    await on(reviewer).completeStep({ id: one.id, version: 3, opinion: "同意" });
    return one;
  }

  test("is uploaded, handed in, checked piece by piece; approval waits for all of it, whoever holds the case", async () => {
    const { id, person, number } = await atDecision();
    const { approver, clerk } = office.desk;
    await expect(on(approver).approve({ id, version: 4, opinion: "准予" })).rejects.toMatchObject(refused("CONFLICT", "applications.materialsAwaited"));
    await expect(on(person).supplement({ id })).rejects.toMatchObject(refused("CONFLICT", "applications.nothingHandedIn"));
    await expect(upload(person, id, "m1")).rejects.toMatchObject({ code: "applications.notEditable" });
    await expect(upload(await office.citizen(), id, "m2")).rejects.toMatchObject({ code: "applications.notFound" });
    const { fileId } = await upload(person, id, "m2");
    await on(approver).claim({ id });
    expect(await on(person).supplement({ id })).toMatchObject({ status: "inReview", version: 5 });
    await expect(on(person).removeFile({ id, fileId })).rejects.toMatchObject(refused("CONFLICT", "applications.notEditable"));
    expect(await rowOf(id)).toMatchObject({ claimedBy: approver.id });
    await expect(on(clerk).checkSupplement({ id, version: 5, items: [{ fieldId: "m3", inOrder: true }] })).rejects.toMatchObject(refused("CONFLICT", "applications.nothingToCheck"));
    await on(clerk).checkSupplement({ id, version: 5, items: [{ fieldId: "m2", inOrder: false, reason: "照片不清晰" }] });
    expect((await on(person).get({ number })).tolerated).toMatchObject([{ fieldId: "m2", state: "awaited", returnedReason: "照片不清晰" }, { fieldId: "m3", state: "awaited" }]);
    await on(person).removeFile({ id, fileId });
    await upload(person, id, "m2");
    await upload(person, id, "m3");
    await on(person).supplement({ id });
    await on(clerk).checkSupplement({ id, version: 7, items: [{ fieldId: "m2", inOrder: true }] });
    await expect(on(approver).approve({ id, version: 8, opinion: "准予" })).rejects.toMatchObject(refused("CONFLICT", "applications.materialsAwaited"));
    await on(clerk).checkSupplement({ id, version: 8, items: [{ fieldId: "m3", inOrder: true }] });
    expect(await on(approver).approve({ id, version: 9, opinion: "准予" })).toMatchObject({ status: "approved" });
  });

  test("that never comes ends in a rejection with that reason", async () => {
    const { id } = await atDecision();
    expect(await on(office.desk.approver, at("2026-03-17")).reject({ id, version: 4, reason: "逾期未补交承诺的材料。" })).toMatchObject({ status: "rejected" });
  });
});
