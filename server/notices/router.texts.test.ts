import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { seal } from "@/db/personal-data";
import { accounts, messages, notices, proposals, texts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createEvent, createItem, createPlace, createStaff, factoryNow, type Item, type Place } from "@/db/testing/factories";
import type { ApplicationAction } from "@/domain/applications/schema";
import type { Actor, User } from "@/domain/core/actor";
import { firstText } from "@/domain/notices/rules/texts";
import { NoticeText, type MessageText } from "@/domain/notices/schema/texts";
import { createCallerFactory } from "@/server/api/trpc";
import type { Ctx } from "@/server/core/context";
import { fakeMail } from "@/server/integrations/mail/fake";
import { fakeSms } from "@/server/integrations/sms/fake";
import { jobs } from "./jobs";
import { noticesRouter } from "./router";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let item: Item;
let citizen: Awaited<ReturnType<typeof createCitizen>>;
let writer: User;
let publisher: User;
let approver: User;
const ctx = (actor: Actor): Ctx => ({ actor, now: factoryNow, requestId: "test", address: "test", db: test.db });
const caller = createCallerFactory(noticesRouter);
const as = (actor: Actor) => caller(ctx(actor));
const run = (topic: string, payload: unknown) => jobs.topics![topic]!(ctx({ kind: "system" }), payload);

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  item = await createItem(test.db, place);
  citizen = await createCitizen(test.db);
  writer = await createStaff(test.db, "systemAdmin", place);
  approver = await createStaff(test.db, "approver", place);
  publisher = await createStaff(test.db, "securityAdmin", place);
});
afterAll(() => test.close());

async function told(action: ApplicationAction, reason: string | null = null) {
  const application = await createApplication(test.db, { place, item, applicant: citizen, status: "accepted" });
  const event = await createEvent(test.db, application, action, { payload: {}, reason, actorRole: "approver", actorId: approver.id });
  await run("applications.event", { applicationId: application.id, eventId: event.id, action });
  const [notice] = await as(citizen).listFor({ number: application.number });
  const [message] = (await as(citizen).listMessages({ limit: 1 })).rows;
  return { application, notice, message };
}
const reject = NoticeText.parse(firstText("notice.reject"));
const reworded = { ...reject, paragraphs: [`经研究，${reject.paragraphs[0]}`, "[不予批准的理由：{reason}]"] };

describe("a notice's text", () => {
  it("is published by another than who wrote it; the next notice follows it and the earlier keeps its own", async () => {
    const earlier = await told("reject", "面积不足");
    const before = await as(citizen).get({ id: earlier.notice!.id });
    const { id } = await as(writer).proposeText({ kind: "notice.reject", content: reworded });
    expect(await as(publisher).getText({ kind: "notice.reject" })).toMatchObject({ current: { version: 1 }, waiting: [{ id, proposedByName: writer.name, preview: { kind: "notice", body: { paragraphs: [expect.stringMatching(/^经研究，您于2026年3月2日/), expect.stringContaining("不予批准的理由：")] } } }] });
    await told("reject", "还没有发布").then(({ application }) => expectVersion(application.id, 1));
    expect(await as(publisher).decideText({ id, outcome: "confirmed" })).toEqual({ id, version: 2 });
    const next = await told("reject", "材料不符");
    await expectVersion(next.application.id, 2);
    expect((await as(citizen).get({ id: next.notice!.id })).body.paragraphs).toEqual([expect.stringMatching(/^经研究，您于/), "不予批准的理由：材料不符"]);
    expect(await as(citizen).get({ id: earlier.notice!.id })).toEqual(before);
    await expectVersion(earlier.application.id, 1);
    await run("notices.seal", { noticeId: earlier.notice!.id });
    expect((await as(citizen).get({ id: earlier.notice!.id })).body).toEqual(before.body);
    expect((await as(writer).getText({ kind: "notice.reject" })).versions).toMatchObject([{ version: 2, writer: writer.name, publisher: publisher.name }, { version: 1 }]);
    expect((await as(writer).listTexts()).find(({ kind }) => kind === "notice.reject")).toEqual({ kind: "notice.reject", name: null, version: 2, waiting: false });
  });

  const expectVersion = async (applicationId: string, version: number) =>
    expect(await test.db.select({ version: notices.textVersion }).from(notices).where(eq(notices.applicationId, applicationId))).toEqual([{ version }]);

  it("without what the law wants, or with personal data in a message, is refused with the placeholder", async () => {
    const refused = (kind: "notice.reject" | "message.rejected", content: NoticeText | MessageText) => expect(as(writer).proposeText({ kind, content })).rejects;
    await refused("notice.reject", { ...reworded, remedies: [] }).toMatchObject({ message: "notices.textWrong", cause: { params: { problem: "missing", slot: "reviewTerm" } } });
    await refused("notice.reject", { ...reworded, paragraphs: [...reworded.paragraphs, "{phone}"] }).toMatchObject({ cause: { params: { problem: "unknown", slot: "phone" } } });
    await refused("message.rejected", { zh: "{recipient}您好，{number}没有获得批准", en: "{number} was not approved" }).toMatchObject({ cause: { params: { problem: "personal", slot: "recipient" } } });
    await refused("notice.reject", reworded).toMatchObject({ code: "CONFLICT", message: "notices.textUnchanged" });
    expect(await test.db.$count(proposals, eq(proposals.subject, "text:message.rejected"))).toBe(0);
  });

  it("is neither written nor published by others, nor by one person, nor changed afterwards", async () => {
    const clerk = await createStaff(test.db, "clerk", place);
    await expect(as(clerk).listTexts()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as({ kind: "anonymous" }).getText({ kind: "notice.accept" })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(as(publisher).proposeText({ kind: "notice.reject", content: reject })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { id } = await as(writer).proposeText({ kind: "notice.reject", content: reject });
    await expect(as(writer).decideText({ id, outcome: "confirmed" })).rejects.toMatchObject({ message: "proposals.own" });
    await expect(as(publisher).decideText({ id, outcome: "refused" })).rejects.toMatchObject({ message: "proposals.reasonMissing" });
    await as(publisher).decideText({ id, outcome: "refused", reason: "用语不规范" });
    const row = { kind: "notice.accept", version: 2, content: reject, writtenBy: writer.id, publishedBy: writer.id, publishedAt: factoryNow };
    await expect(test.db.insert(texts).values(row)).rejects.toThrow();
    await expect(test.db.insert(texts).values({ ...row, publishedBy: publisher.id, version: 1 })).rejects.toThrow();
    await expect(test.db.update(texts).set({ content: reject }).where(eq(texts.kind, "notice.reject"))).rejects.toThrow();
    await expect(test.db.delete(texts)).rejects.toThrow();
  });

  it("is published once by two at once", async () => {
    const { id } = await as(writer).proposeText({ kind: "notice.accept", content: { ...NoticeText.parse(firstText("notice.accept")), title: "受理决定通知书" } });
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => as(publisher).decideText({ id, outcome: "confirmed" })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await test.db.$count(texts, eq(texts.kind, "notice.accept"))).toBe(1);
  });

  it("is seen as PDF before it is published", async () => {
    const { mime, base64 } = await as(publisher).previewText({ kind: "notice.suspend" });
    expect([mime, Buffer.from(base64, "base64").subarray(0, 5).toString()]).toEqual(["application/pdf", "%PDF-"]);
    await expect(as(publisher).previewText({ kind: "message.accepted" })).rejects.toMatchObject({ message: "notices.textUnknown" });
  });
});

describe("a message's text", () => {
  it("is followed by the next message in both languages and by SMS; what was sent before still says what it said", async () => {
    const sms = vi.spyOn(fakeSms, "send");
    const earlier = await told("approve");
    expect(earlier.message!.text.zh).toMatch(/^您的申请 310101-.* 已经批准。$/);
    const { id } = await as(writer).proposeText({ kind: "message.approved", content: { zh: "好消息：申请 {number} 批准了。", en: "Good news: {number} is approved." } });
    await as(publisher).decideText({ id, outcome: "confirmed" });
    const next = await told("approve");
    expect(next.message!.text).toEqual({ zh: expect.stringMatching(/^好消息：申请 310101-/), en: expect.stringMatching(/^Good news: 310101-/) });
    await run("notices.send", { messageId: next.message!.id });
    expect(sms.mock.lastCall?.[0]).toMatchObject({ template: "approved", text: next.message!.text.zh });
    const all = (await as(citizen).listMessages({ limit: 100 })).rows;
    expect(all.find((row) => row.id === earlier.message!.id)?.text).toEqual(earlier.message!.text);
    expect(await test.db.select({ version: messages.textVersion }).from(messages).where(eq(messages.id, next.message!.id))).toEqual([{ version: 2 }]);
    sms.mockRestore();
  });

  it("by mail is a letter whose words are published too, and that still tells nothing", async () => {
    const send = vi.spyOn(fakeMail, "send");
    await test.db.update(accounts).set({ email: seal("r@example.com", { table: "accounts", column: "email", row: citizen.id }) }).where(eq(accounts.id, citizen.id));
    const { id } = await as(writer).proposeText({ kind: "letter.case", content: { zh: "申请 {number} 有消息了。", en: "News of {number}." } });
    await as(publisher).decideText({ id, outcome: "confirmed" });
    const { message, application } = await told("reject", "面积不足");
    await run("notices.mail", { messageId: message!.id });
    const text = send.mock.lastCall?.[0].text ?? "";
    expect(text).toMatch(/^申请 310101-.* 有消息了。\n.*\/me\/messages/);
    for (const secret of ["面积不足", citizen.name, application.itemName]) expect(text).not.toContain(secret);
    send.mockRestore();
  });
});
