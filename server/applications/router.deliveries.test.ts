import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applications, deliveries, deliveryEvents, outbox, serviceWindows } from "@/db/schema";
import { createPlace } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { storage } from "@/server/core/storage";
import { attachProof } from "./commands/deliveries";
import { at, monday, openOffice, refused, staffOf, type Office } from "./router.testing";

let office: Office;
let applicant: User & { phone: string };
let windowId: string;
const png = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

beforeAll(async () => {
  office = await openOffice();
  const [row] = await office.db.insert(serviceWindows).values({
    departmentId: office.place.departmentId, divisionCode: office.place.divisionCode, serves: [office.place.departmentId], itemCodes: [],
    content: { name: "一号窗口", address: "人民路1号", hours: { week: Array.from({ length: 7 }, () => [{ from: "09:00", until: "17:00" }]), exceptions: [] }, languages: ["zh"], facilities: [] },
  }).returning();
  windowId = row!.id;
});
afterAll(() => office.connection.close());
beforeEach(async () => {
  applicant = await office.citizen();
});

const on = (actor: User, now = monday) => office.as(actor, { now }).applications;
const address = { name: "张三", phone: "13800000001", address: "上海市黄浦区人民大道 200 号 3 单元" };

async function approved() {
  const { desk } = office;
  const filed = await office.submitted(applicant, office.plain);
  const { id } = filed;
  await on(desk.clerk).accept({ id, version: 1 });
  await on(desk.reviewer).startReview({ id, version: 2 });
  await on(desk.reviewer).completeStep({ id, version: 3, opinion: "属实" });
  await on(desk.approver).approve({ id, version: 4, opinion: "准予" });
  return filed;
}

const seen = async (number: string) => (await on(office.desk.clerk).deliveryForDesk({ number })).delivery!;
const reference = async (number: string) => { const { id, version } = await seen(number); return { deliveryId: id, version }; };
const toldTo = async () => (await office.db.select().from(outbox)).flatMap(({ topic, payload }) => (topic === "notices.tell" && payload["accountId"] === applicant.id ? [payload["template"]] : []));

describe("by post", () => {
  test("goes from choice to delivery, told at each change, and closes the case with its proof", async () => {
    const { clerk, certificateOfficer } = office.desk;
    const { id, number } = await approved();
    await on(applicant).chooseDelivery({ id, way: "post", addressee: address });
    const [row] = await office.db.select().from(deliveries).where(eq(deliveries.applicationId, id));
    expect(JSON.stringify(row)).not.toContain("人民大道");
    expect((await on(clerk).deliveries({})).rows.find((one) => one.number === number)).toMatchObject({ way: "post", state: "chosen" });
    await on(certificateOfficer).prepareDelivery(await reference(number));
    expect((await on(clerk).deliveryLabels()).find((label) => label.number === number)).toMatchObject({ addressee: address });
    await expect(on(applicant).chooseDelivery({ id, way: "pickUp", windowId })).rejects.toMatchObject(refused("CONFLICT", "deliveries.underWay"));
    await expect(on(clerk).readyDelivery(await reference(number))).rejects.toMatchObject(refused("CONFLICT", "deliveries.actNotAllowed"));
    const stale = await reference(number);
    await on(clerk).sendDelivery({ ...stale, carrier: "中国邮政", trackingNumber: "EA123456789CN" });
    await expect(on(clerk).sendDelivery({ ...stale, carrier: "中国邮政", trackingNumber: "EA000000000CN" })).rejects.toMatchObject(refused("CONFLICT", "deliveries.changedMeanwhile"));
    expect((await on(applicant).ownDelivery({ number })).delivery).toMatchObject({ state: "sent", trackingNumber: "EA123456789CN", addressee: address });
    await expect(on(clerk).confirmDelivery({ ...(await reference(number)), proof: "paper", receiver: "张三" })).rejects.toMatchObject(refused("CONFLICT", "deliveries.proofMissing"));
    expect(await on(clerk).confirmDelivery({ ...(await reference(number)), proof: "carrier", receiver: "张三" })).toMatchObject({ status: "closed" });
    expect(await seen(number)).toMatchObject({ state: "delivered", proof: "carrier", acts: [], path: [{ state: "chosen" }, { state: "prepared" }, { state: "sent" }, { state: "delivered" }] });
    expect(await toldTo()).toEqual(["deliveryPrepared", "deliverySent"]);
    await expect(office.db.delete(deliveryEvents)).rejects.toThrow();
  });

  test("that comes back is chosen anew", async () => {
    const { clerk } = office.desk;
    const { id, number } = await approved();
    await on(applicant).chooseDelivery({ id, way: "post", addressee: address });
    await on(clerk).prepareDelivery(await reference(number));
    await on(clerk).sendDelivery({ ...(await reference(number)), carrier: "中国邮政", trackingNumber: "EA1111" });
    await on(clerk).returnDelivery({ ...(await reference(number)), reason: "地址欠详" });
    expect(await toldTo()).toContain("deliveryReturned");
    expect(await on(applicant).ownDelivery({ number })).toMatchObject({ canChoose: true, delivery: { state: "returned" } });
    await on(applicant).chooseDelivery({ id, way: "pickUp", windowId });
    expect(await seen(number)).toMatchObject({ way: "pickUp", state: "chosen", attempt: 2, trackingNumber: null });
  });
});

describe("at a window", () => {
  async function ready() {
    const filed = await approved();
    await on(applicant).chooseDelivery({ id: filed.id, way: "pickUp", windowId });
    await on(office.desk.clerk).prepareDelivery(await reference(filed.number));
    await on(office.desk.clerk).readyDelivery(await reference(filed.number));
    return { ...filed, code: (await on(applicant).ownDelivery({ number: filed.number })).delivery!.code! };
  }

  test("is handed over for the code and a signature on the screen", async () => {
    const { clerk } = office.desk;
    const { number, code } = await ready();
    expect(code).toMatch(/^\d{6}$/);
    expect(JSON.stringify(await on(clerk).deliveryForDesk({ number }))).not.toContain(code);
    const wrong = code === "000000" ? "111111" : "000000";
    const hand = async (more: object) => on(clerk).confirmDelivery({ ...(await reference(number)), proof: "signature", receiver: "张三", signature: png, ...more });
    await expect(hand({ code: wrong })).rejects.toMatchObject(refused("CONFLICT", "deliveries.codeWrong"));
    await expect(hand({ code, signature: `data:image/png;base64,${Buffer.from("<script>canary()</script>").toString("base64")}` })).rejects.toMatchObject(refused("BAD_REQUEST", "files.unreadable"));
    await expect(hand({ code, signature: undefined })).rejects.toMatchObject(refused("CONFLICT", "deliveries.proofMissing"));
    await expect(hand({ code, proof: "carrier" })).rejects.toMatchObject(refused("CONFLICT", "deliveries.proofOfPost"));
    expect(await hand({ code: `${code.slice(0, 3)} ${code.slice(3)}` })).toMatchObject({ status: "closed" });
    const [row] = await office.db.select().from(deliveries).where(eq(deliveries.id, (await seen(number)).id));
    expect((await storage().getBytes(row!.proofKey!)).length).toBeGreaterThan(50);
  });

  test("or for a document that was looked at and a signed paper", async () => {
    const { clerk } = office.desk;
    const { number } = await ready();
    const storageKey = `uploads/test/${randomUUID()}.pdf`;
    await storage().put(storageKey, "signed");
    await attachProof({ actor: clerk, now: monday, requestId: "r", address: "t", db: office.db }, { reference: await reference(number), file: { name: "a.pdf", mime: "application/pdf", size: 6, sha256: "0".repeat(64), storageKey } });
    expect(await on(clerk).confirmDelivery({ ...(await reference(number)), proof: "paper", receiver: "李四（受托）", documentChecked: true })).toMatchObject({ status: "closed" });
  });
});

describe("a delivery", () => {
  test("is the applicant's to choose, where something can be delivered, and the desk's own to move", async () => {
    const { clerk } = office.desk;
    const filed = await office.submitted(applicant, office.plain);
    await on(applicant).chooseDelivery({ id: filed.id, way: "pickUp", windowId });
    await expect(on(clerk).prepareDelivery(await reference(filed.number))).rejects.toMatchObject(refused("CONFLICT", "deliveries.nothingYet"));
    await expect(on(applicant).chooseDelivery({ id: filed.id, way: "pickUp", windowId: randomUUID() })).rejects.toMatchObject(refused("BAD_REQUEST", "deliveries.windowUnknown"));
    await expect(on(applicant).chooseDelivery({ id: filed.id, way: "post", addressee: { ...address, phone: "123456" } })).rejects.toMatchObject(refused("BAD_REQUEST", "identity.phoneInvalid"));
    const stranger = await office.citizen();
    await expect(on(stranger).chooseDelivery({ id: filed.id, way: "pickUp", windowId })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(stranger).ownDelivery({ number: filed.number })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    const elsewhere = await staffOf(office.db, await createPlace(office.db));
    await expect(on(elsewhere.clerk).prepareDelivery(await reference(filed.number))).rejects.toMatchObject(refused("NOT_FOUND", "deliveries.unknown"));
    expect((await on(elsewhere.clerk).deliveries({})).rows).toEqual([]);
    await expect(on(office.desk.reviewer).prepareDelivery(await reference(filed.number))).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    expect((await on(office.desk.reviewer).deliveryForDesk({ number: filed.number })).delivery).toMatchObject({ acts: [], addressee: null });
    expect((await office.db.select().from(applications).where(eq(applications.id, filed.id)))[0]!.status).toBe("submitted");
    expect(await on(applicant, at("2026-03-03")).ownDelivery({ number: filed.number })).toMatchObject({ known: { name: applicant.name, phone: applicant.phone }, windows: [{ id: windowId }] });
  });
});
