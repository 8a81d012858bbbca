import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { applicationEvents, serviceItems } from "@/db/schema";
import { createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { formatApplicationNumber } from "@/domain/core/codes";
import { answers, monday, openOffice, type Office } from "@/server/applications/router.testing";
import type { Ctx } from "@/server/core/context";
import { jobs } from "./jobs";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let office: Office;
let item: Item;
let elsewhere: Place;
let there: Item;
beforeAll(async () => {
  office = await openOffice();
  elsewhere = await createPlace(office.db, "310104");
  const content = revisionContent({ name: "都办的许可", form: office.plain.content.form, result: office.item.content.result, materials: [{ key: "m1", name: { zh: "专间照片" }, necessity: "tolerable" }] });
  item = await createItem(office.db, office.place, content);
  there = await createItem(office.db, elsewhere, content);
  const [{ basicCode } = { basicCode: "" }] = await office.db.select({ basicCode: serviceItems.basicCode }).from(serviceItems).where(eq(serviceItems.id, item.serviceItemId));
  await office.db.update(serviceItems).set({ basicCode }).where(eq(serviceItems.id, there.serviceItemId));
});
afterAll(() => office.connection.close());

const on = (actor: User) => office.as(actor).applications;
const system = (): Ctx => ({ actor: { kind: "system" }, now: monday, requestId: "t", address: "t", db: office.db });

async function filed(later: string[] = []) {
  const person = await office.citizen();
  const { id } = await on(person).start({ itemCode: item.code });
  const { answers: known } = await on(person).draft({ id });
  await on(person).save({ id, section: "applicant", raw: { ...answers, ownerId: String(known["ownerId"]), ownerPhone: String(known["ownerPhone"]) } });
  const { number } = await on(person).submit({ id, declared: true, later });
  return { person, id, number };
}

/** What the applicant reads and hears once the outbox has run, every notice sealed. */
async function told({ person, id, number }: Awaited<ReturnType<typeof filed>>) {
  const events = await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, id)).orderBy(asc(applicationEvents.sequence));
  for (const event of events) await jobs.topics!["applications.event"]!(system(), { applicationId: id, eventId: event.id, action: event.action });
  const list = await office.as(person).notices.listFor({ number });
  for (const { id: noticeId } of list) await jobs.topics!["notices.seal"]!(system(), { noticeId });
  const bodies = await Promise.all(list.map(async (one) => ({ kind: one.kind, number: one.number, ...(await office.as(person).notices.get({ id: one.id })).body })));
  const pdf = list.at(-1) && (await office.as(person).notices.download({ id: list.at(-1)!.id }));
  const messages = (await office.as(person).notices.listMessages({ limit: 50 })).rows.map(({ template }) => template);
  return { bodies, messages, pdf: pdf ? Buffer.from(pdf.base64, "base64").subarray(0, 5).toString() : null };
}

describe("the notice of", () => {
  it("a tolerant acceptance lists what follows, by when, and what happens without it", async () => {
    const one = await filed(["m1"]);
    await on(office.desk.clerk).tolerantAccept({ id: one.id, version: 1, items: [{ fieldId: "m1", dueOn: "2026-03-10" }] });
    const { bodies, messages, pdf } = await told(one);
    expect(bodies).toMatchObject([{ kind: "tolerantAccept", title: "容缺受理通知书", items: ["专间照片（2026年3月10日前）"], number: expect.stringMatching(/^310101容受字〔2026〕第\d{6}号$/) }]);
    expect(bodies[0]!.paragraphs.join("")).toContain("承诺于2026年3月10日前补交");
    expect([messages.includes("tolerantlyAccepted"), pdf]).toEqual([true, "%PDF-"]);
  });

  it("a transfer names the organ and the new number, with remedies; the case there begins without a notice", async () => {
    const one = await filed();
    await on(office.desk.clerk).transfer({ id: one.id, version: 1, serviceItemId: there.serviceItemId, reason: "经营场所在徐汇区" });
    const { transferredTo } = await on(one.person).get({ number: one.number });
    const { bodies, messages } = await told(one);
    const text = bodies[0]!.paragraphs.join("");
    expect(bodies[0]).toMatchObject({ kind: "transfer", remedies: [expect.stringContaining("六十日"), expect.any(String)] });
    for (const said of [elsewhere.departmentName, formatApplicationNumber(transferredTo!.number), "理由：经营场所在徐汇区"]) expect(text).toContain(said);
    expect(messages).toContain("transferred");
    expect((await told({ ...one, id: (await on(await createStaff(office.db, "clerk", elsewhere)).getForDesk({ number: transferredTo!.number })).id, number: transferredTo!.number })).bodies).toEqual([]);
  });

  it("a termination gives its ground and provision; one of a voiding names the certificate that goes with it", async () => {
    const gone = await filed();
    await on(office.desk.clerk).terminate({ id: gone.id, version: 1, ground: "applicantDied", reason: "申请人已去世", basis: "《民法典》第十三条" });
    const ended = (await told(gone)).bodies[0]!;
    expect(ended).toMatchObject({ kind: "terminate", paragraphs: [expect.stringContaining("因申请人死亡"), "理由：申请人已去世", "依据：《民法典》第十三条"] });

    const one = await filed();
    const { clerk, reviewer, approver, certificateOfficer } = office.desk;
    await on(clerk).accept({ id: one.id, version: 1 });
    await on(reviewer).startReview({ id: one.id, version: 2 });
    await on(reviewer).completeStep({ id: one.id, version: 3, opinion: "同意" });
    await on(approver).approve({ id: one.id, version: 4, opinion: "准予" });
    await on(certificateOfficer).issueCertificate({ id: one.id, version: 5 });
    await on(approver).proposeVoid({ id: one.id, version: 6, reason: "以欺骗手段取得" });
    await on(await createStaff(office.db, "approver", office.place)).void({ id: one.id, version: 7 });
    const { certificate } = await on(one.person).get({ number: one.number });
    const { bodies, messages, pdf } = await told(one);
    expect(bodies.map(({ kind }) => kind)).toEqual(["accept", "approve", "void"]);
    expect(bodies[2]!.paragraphs.join("")).toContain(`电子证照（标识：${certificate!.identifier}）同时吊销`);
    expect([certificate!.status, messages.filter((template) => template === "voided").length, pdf]).toEqual(["revoked", 1, "%PDF-"]);
  });
});
