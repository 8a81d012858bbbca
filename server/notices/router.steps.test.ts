import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { messages, outbox, texts } from "@/db/schema";
import { createItem, createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { TellOfStep } from "@/domain/notices/schema";
import { answers, monday, openOffice, type Office } from "@/server/applications/router.testing";
import { listStepTexts } from "./queries/texts";
import { jobs } from "./jobs";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let office: Office;
let writer: User;
let publisher: User;
beforeAll(async () => {
  office = await openOffice();
  writer = await createStaff(office.db, "systemAdmin", office.place);
  publisher = await createStaff(office.db, "securityAdmin", office.place);
});
afterAll(() => office.connection.close());

const on = (actor: User) => office.as(actor).applications;
const refused = (code: string, message: string) => ({ code, message });
const text = { name: "现场勘查", nameEn: "Site visit", zh: "申请 {number} 将进行现场勘查[，预计 {dueOn} 前完成]。", en: "We will visit the site for application {number}[ by {dueOn}]." };

async function publish(kind: `step.${string}`, content = text) {
  const { id } = await office.as(writer).notices.proposeText({ kind, content });
  return office.as(publisher).notices.decideText({ id, outcome: "confirmed" });
}

/** A case accepted and under review, of an item whose review tells as it begins and when it is done. */
async function reviewed() {
  const steps = office.plain.content.steps.map((step) => (step.kind === "review" ? { ...step, limitDays: 5, tells: { entered: "siteVisit", completed: "examined" } } : step));
  const item = await createItem(office.db, office.place, { ...office.plain.content, steps });
  const person = await office.citizen();
  const { id } = await on(person).start({ itemCode: item.code });
  const { answers: known } = await on(person).draft({ id });
  await on(person).save({ id, section: "applicant", raw: { ...answers, ownerId: String(known["ownerId"]), ownerPhone: String(known["ownerPhone"]) } });
  await on(person).submit({ id, declared: true });
  await on(office.desk.clerk).accept({ id, version: 1 });
  return { id, person };
}

async function relayed(id: string): Promise<void> {
  const rows = await office.db.select().from(outbox).where(eq(outbox.topic, "applications.step"));
  for (const { payload } of rows) {
    const telling = TellOfStep.parse(payload);
    // A message of the outbox may come twice.
    for (let again = 0; telling.applicationId === id && again < 2; again += 1) await jobs.topics!["applications.step"]!({ actor: { kind: "system" }, now: monday, requestId: "t", address: "t", db: office.db }, telling);
  }
}

const sent = (id: string) => office.db.select().from(messages).where(and(eq(messages.applicationId, id), eq(messages.template, "stepTold")));

describe("messages of steps", () => {
  it("are written by one administrator and published by another, under a code that stays", async () => {
    expect(await publish("step.siteVisit")).toMatchObject({ version: 1 });
    expect(await publish("step.examined", { ...text, name: "审查完成", nameEn: "Examined", zh: "申请 {number} 的审查已经完成。", en: "The review of application {number} is done." })).toMatchObject({ version: 1 });
    expect(await listStepTexts(office.db)).toEqual([{ code: "examined", name: { zh: "审查完成", en: "Examined" } }, { code: "siteVisit", name: { zh: "现场勘查", en: "Site visit" } }]);
    await expect(office.as(writer).notices.proposeText({ kind: "step.siteVisit", content: { ...text, name: "别的" }, fresh: true })).rejects.toMatchObject(refused("CONFLICT", "notices.textTaken"));
    await expect(office.as(writer).notices.proposeText({ kind: "step.other", content: { ...text, zh: "张三的地址 {recipient} {number}" } })).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "notices.textWrong"));
    await expect(office.as(writer).notices.getText({ kind: "step.nobodyWrote" })).rejects.toMatchObject(refused("NOT_FOUND", "notices.textUnknown"));
    const rows = await office.as(writer).notices.listTexts();
    expect(rows.find(({ kind }) => kind === "step.siteVisit")).toEqual({ kind: "step.siteVisit", name: { zh: "现场勘查", en: "Site visit" }, version: 1, waiting: false });
    await expect(office.db.insert(texts).values({ kind: "message.accepted", version: 1, content: text, writtenBy: writer.id, publishedBy: publisher.id, publishedAt: monday }), "what ships with the code is the first version").rejects.toThrow();
  });

  it("reach the applicant once as the step begins and once when it is done, in the words of their day", async () => {
    const { id, person } = await reviewed();
    await relayed(id);
    expect(await sent(id)).toMatchObject([{ params: { text: "siteVisit", dueOn: "2026-03-09" }, textVersion: 1 }]);
    await publish("step.siteVisit", { ...text, zh: "新的说法 {number}[ {dueOn}]。" });
    const { rows } = await office.as(person).notices.listMessages({ limit: 50 });
    expect(rows.find(({ template }) => template === "stepTold")?.text.zh).toMatch(/将进行现场勘查，预计 2026年3月9日\s?前完成/);
    await on(office.desk.reviewer).startReview({ id, version: 2 });
    await on(office.desk.reviewer).completeStep({ id, version: 3, opinion: "符合条件" });
    await on(office.desk.approver).sendBack({ id, version: 4, reason: "请补充勘查结论" });
    await on(office.desk.reviewer).completeStep({ id, version: 5, opinion: "符合条件" });
    await relayed(id);
    expect((await sent(id)).map(({ params }) => params["text"]).toSorted(), "sent back or not").toEqual(["examined", "siteVisit"]);
  });

  it("stay unsent where the case comes to nothing", async () => {
    const { id, person } = await reviewed();
    await on(person).withdraw({ id });
    await relayed(id);
    expect((await sent(id)).map(({ params }) => params["text"])).toEqual(["siteVisit"]);
  });
});
