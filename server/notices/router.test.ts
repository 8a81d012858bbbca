import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { seal } from "@/db/personal-data";
import { accounts, auditLog, delegations, messages, notices, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { agency, createAgent, createApplication, createCitizen, createEvent, createItem, createPlace, createStaff, factoryNow, type Case, type Item, type Place } from "@/db/testing/factories";
import type { ApplicationAction } from "@/domain/applications/schema";
import type { Actor, User } from "@/domain/core/actor";
import { formatApplicationNumber } from "@/domain/core/codes";
import { env } from "@/env";
import { createCaller } from "@/server/api/root";
import type { Ctx } from "@/server/core/context";
import { signingKeys } from "@/server/core/documents/provider";
import { verifyPdfSignature } from "@/server/core/documents/verify-pdf";
import { fakeMail } from "@/server/integrations/mail/fake";
import { jobs } from "./jobs";

// Signing keys are valid from the moment they are made, by the process's clock: it must not run ahead of the requests.
vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let item: Item;
let citizen: Awaited<ReturnType<typeof createCitizen>>;
let addresses = 0;
const ctx = (actor: Actor): Ctx => ({ actor, now: factoryNow, requestId: "test", address: `10.1.0.${(addresses += 1)}`, db: test.db });
const as = (actor: Actor) => createCaller(ctx(actor));
const anyone: Actor = { kind: "anonymous" };
const run = (topic: string, payload: unknown) => jobs.topics![topic]!(ctx({ kind: "system" }), payload);

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  item = await createItem(test.db, place);
  citizen = await createCitizen(test.db);
});
afterAll(() => test.close());

/** An act on a new case, told to its applicant. */
async function told(action: ApplicationAction, { applicant = citizen as User, payload = {}, reason = null as string | null } = {}) {
  const application = await createApplication(test.db, { place, item, applicant, status: "accepted" });
  const event = await createEvent(test.db, application, action, { payload, reason, actorRole: "approver" });
  await run("applications.event", { applicationId: application.id, eventId: event.id, action });
  return { application, event };
}
const noticesOf = ({ id }: Pick<Case, "id">) => test.db.select().from(notices).where(eq(notices.applicationId, id));
const messagesOf = ({ id }: Pick<Case, "id">) => test.db.select().from(messages).where(eq(messages.applicationId, id));

describe("an act on an organisation's case", () => {
  it("is told to the agent who filed it, and to the representative once that agent is gone", async () => {
    const agent = await createAgent(test.db, await createCitizen(test.db));
    const representative = await createCitizen(test.db);
    await test.db.insert(delegations).values({ ...agency(agent.organisationId, representative.id), kind: "representative", validUntil: null, grantedVia: "registry" });
    const first = await told("accept", { applicant: agent, payload: { promisedDueOn: "2026-03-16" } });
    expect(await messagesOf(first.application)).toMatchObject([{ accountId: agent.id }]);
    await test.db.update(delegations).set({ revokedAt: factoryNow }).where(eq(delegations.delegateAccountId, agent.id));
    const second = await told("accept", { applicant: agent, payload: { promisedDueOn: "2026-03-16" } });
    expect(await messagesOf(second.application)).toMatchObject([{ accountId: representative.id }]);
  });
});

describe("an act of the organ", () => {
  it("gives one numbered notice and one message, audited, with the orders to seal and send; a second telling changes nothing", async () => {
    const { application, event } = await told("accept", { payload: { promisedDueOn: "2026-03-16", statutoryDueOn: "2026-03-30" } });
    await Promise.all([run("applications.event", { eventId: event.id }), run("applications.event", { eventId: event.id })]);
    const [notice, ...more] = await noticesOf(application);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ kind: "accept", issuedOn: "2026-03-02", number: expect.stringMatching(/^310101受字〔2026〕第\d{6}号$/), pdfKey: null });
    expect(notice!.body).not.toContain(citizen.name);
    const [message] = await messagesOf(application);
    expect(message).toMatchObject({ accountId: citizen.id, template: "accepted", params: { dueOn: "2026-03-16" }, dedupeKey: `${event.id}:accepted` });
    expect(JSON.stringify(message!.params)).not.toContain(citizen.name);
    expect(await test.db.select().from(auditLog).where(eq(auditLog.subjectId, notice!.id))).toMatchObject([{ action: "notices.issue", actorKind: "system" }]);
    const orders = (await test.db.select().from(outbox)).filter(({ payload }) => payload["noticeId"] === notice!.id || payload["messageId"] === message!.id);
    expect(orders.map(({ topic }) => topic).toSorted()).toEqual(["notices.mail", "notices.seal", "notices.send"]);
  });

  it("is told with the time of the act, however late the telling", async () => {
    const application = await createApplication(test.db, { place, item, applicant: citizen, status: "accepted" });
    const at = new Date("2026-02-27T03:04:05.000Z");
    const event = await createEvent(test.db, application, "accept", { at });
    await run("applications.event", { eventId: event.id });
    expect(await messagesOf(application)).toMatchObject([{ createdAt: at }]);
  });

  it("numbers notices of one kind, division and year without repeats", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => told("extend", { payload: { days: 5 } })));
    const numbers = (await Promise.all(made.map(({ application }) => noticesOf(application)))).map(([notice]) => notice!.number);
    expect(new Set(numbers).size).toBe(8);
  });

  it.each([
    { action: "requestCorrection", payload: { items: [{ fieldId: "m1", label: "健康证明", reason: "已过期" }], dueOn: "2026-03-23" }, reason: null, sentence: "健康证明：已过期", template: "correctionRequested" },
    { action: "suspend", payload: { procedure: "inspection", startOn: "2026-03-03", plannedEndOn: "2026-03-20" }, reason: "现场检验", sentence: "自2026年3月3日起至2026年3月20日止", template: "suspended" },
    { action: "reject", payload: {}, reason: "面积不足", sentence: "理由：面积不足", template: "rejected" },
    { action: "refuse", payload: { ground: "notCompetent", competentOrgan: "市局" }, reason: "不归本局", sentence: "请向市局提出申请", template: "refused" },
  ] as const)("$action is worded from what its act recorded", async ({ action, payload, reason, sentence, template }) => {
    const { application } = await told(action, { payload, reason });
    const [{ id } = { id: "" }] = await as(citizen).notices.listFor({ number: application.number });
    expect(JSON.stringify((await as(citizen).notices.get({ id })).body)).toContain(sentence);
    expect(await messagesOf(application)).toMatchObject([{ template }]);
  });

  it("keeps the organ's own opinion at an approval out of its notice", async () => {
    const { application } = await told("approve", { reason: "内部意见" });
    const [{ id } = { id: "" }] = await as(citizen).notices.listFor({ number: application.number });
    expect(JSON.stringify(await as(citizen).notices.get({ id }))).not.toContain("内部意见");
  });

  it("that only moves the desk along tells nobody, and one of the applicant's own sends a message alone", async () => {
    const quiet = await told("completeStep");
    expect([await noticesOf(quiet.application), await messagesOf(quiet.application)]).toEqual([[], []]);
    const submitted = await told("submit");
    expect(await noticesOf(submitted.application)).toEqual([]);
    expect(await messagesOf(submitted.application)).toMatchObject([{ template: "submitted" }]);
  });

  it("that takes a case back is the newest message, once however often it is told, and says nothing of the person", async () => {
    const application = await createApplication(test.db, { place, item, applicant: citizen, status: "draft" });
    const minute = (count: number) => new Date(factoryNow.getTime() + count * 60_000);
    const [filed, back, again] = await Promise.all((["submit", "takeBack", "submit"] as const).map((action, index) => createEvent(test.db, application, action, { at: minute(index) })));
    for (const { id } of [filed!, back!]) await run("applications.event", { eventId: id });
    await Promise.allSettled([run("applications.event", { eventId: back!.id }), run("applications.event", { eventId: back!.id })]);
    const [newest, ...earlier] = (await as(citizen).notices.listMessages({ limit: 100 })).rows.filter(({ params }) => params["number"] === formatApplicationNumber(application.number));
    expect([newest, ...earlier]).toMatchObject([{ template: "takenBack" }, { template: "submitted" }]);
    expect(newest!.text.zh).toContain("现在是草稿");
    expect(JSON.stringify(newest)).not.toContain(citizen.name);
    await run("applications.event", { eventId: again!.id });
    expect((await messagesOf(application)).map(({ template }) => template).toSorted()).toEqual(["submitted", "submitted", "takenBack"]);
    expect(await noticesOf(application)).toEqual([]);
  });

  it("that does not exist fails loudly", async () => {
    await expect(run("applications.event", { eventId: crypto.randomUUID() })).rejects.toMatchObject({ code: "notices.eventUnknown" });
  });
});

describe("sealing", () => {
  it("signs once however often it runs; the file verifies and anyone who has it learns what it is", async () => {
    const { application } = await told("accept");
    const noticeId = (await noticesOf(application))[0]!.id;
    await expect(as(citizen).notices.download({ id: noticeId })).rejects.toMatchObject({ code: "CONFLICT", message: "notices.notSealedYet" });
    await Promise.all([run("notices.seal", { noticeId }), run("notices.seal", { noticeId })]);
    const [sealed] = await noticesOf(application);
    await run("notices.seal", { noticeId });
    expect(await noticesOf(application)).toEqual([sealed]);
    const { base64, name } = await as(citizen).notices.download({ id: noticeId });
    const pdf = Buffer.from(base64, "base64");
    expect(name).toBe(`受理通知书-${sealed!.number}.pdf`);
    expect(await verifyPdfSignature(pdf, await signingKeys().trustedCertificates())).toMatchObject({ status: "valid" });
    const checked = await as(anyone).certificates.verifyFile({ base64 });
    expect(checked).toMatchObject({ verdict: "unregistered", sha256: createHash("sha256").update(pdf).digest("hex") });
    expect(await as(anyone).notices.verify({ sha256: checked.sha256 })).toEqual({ number: sealed!.number, title: "受理通知书", titleEn: "Notice of acceptance", issuer: place.departmentName, issuedOn: "2026-03-02" });
    expect(await as(anyone).notices.verify({ sha256: "0".repeat(64) })).toBeNull();
    await expect(as(anyone).notices.verify({ sha256: "x" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(run("notices.seal", { noticeId: crypto.randomUUID() })).rejects.toMatchObject({ code: "notices.notFound" });
  });
});

describe("who reads a notice", () => {
  it("is the applicant and the staff of its department and division; to everyone else it is missing", async () => {
    const { application } = await told("accept");
    const clerk = await createStaff(test.db, "clerk", place);
    const elsewhere = await createStaff(test.db, "clerk", await createPlace(test.db, "310115"));
    const editor = await createStaff(test.db, "itemEditor", place);
    const stranger = await createCitizen(test.db);
    const { number } = application;
    const { id } = (await as(citizen).notices.listFor({ number }))[0]!;
    expect(await as(clerk).notices.get({ id })).toMatchObject({ applicationNumber: number, body: { recipient: citizen.name } });
    for (const other of [elsewhere, stranger]) {
      await expect(as(other).notices.listFor({ number })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(as(other).notices.get({ id })).rejects.toMatchObject({ code: "NOT_FOUND", message: "notices.notFound" });
      await expect(as(other).notices.download({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(as(editor).notices.get({ id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(anyone).notices.listFor({ number })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(as(citizen).notices.get({ id: crypto.randomUUID() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("of an organisation's case is whoever acts for it now", async () => {
    const agent = await createAgent(test.db, await createCitizen(test.db));
    const colleague = await createAgent(test.db, await createCitizen(test.db), agent.organisationId);
    const { application } = await told("accept", { applicant: agent });
    expect(await as(colleague).notices.listFor({ number: application.number })).toHaveLength(1);
  });
});

describe("messages", () => {
  it("are sent once to the phone of the account, and not at all where there is none", async () => {
    const { application } = await told("accept");
    const messageId = (await messagesOf(application))[0]!.id;
    await Promise.all([run("notices.send", { messageId }), run("notices.send", { messageId })]);
    expect(await messagesOf(application)).toMatchObject([{ sentAt: factoryNow }]);
    expect(await test.db.select().from(auditLog).where(and(eq(auditLog.subjectId, messageId), eq(auditLog.action, "notices.sendMessage")))).toHaveLength(1);

    const silent = await createCitizen(test.db);
    await test.db.update(accounts).set({ phone: null }).where(eq(accounts.id, silent.id));
    const other = await told("accept", { applicant: silent });
    const { id } = (await messagesOf(other.application))[0]!;
    await run("notices.send", { messageId: id });
    expect(await messagesOf(other.application)).toMatchObject([{ sentAt: null }]);
    await expect(run("notices.send", { messageId: crypto.randomUUID() })).rejects.toMatchObject({ code: "notices.messageUnknown" });
  });

  it("go by mail too, once, where there is an address: a letter that names nobody and tells nothing", async () => {
    const send = vi.spyOn(fakeMail, "send");
    const reader = await createCitizen(test.db);
    const email = seal("reader@example.com", { table: "accounts", column: "email", row: reader.id });
    await test.db.update(accounts).set({ email }).where(eq(accounts.id, reader.id));
    const { application } = await told("approve", { applicant: reader });
    const messageId = (await messagesOf(application))[0]!.id;
    await Promise.all([run("notices.mail", { messageId }), run("notices.mail", { messageId })]);
    expect(send.mock.calls).toMatchObject([[{ id: messageId, to: "reader@example.com" }]]);
    const { subject, text } = send.mock.calls[0]![0];
    for (const secret of [reader.name, reader.phone, reader.citizenId, "reader@example.com", "批准", application.itemName]) expect(`${subject}${text}`).not.toContain(secret);
    expect(text).toContain("/me/messages");
    expect(subject).not.toMatch(/[\r\n]/);
    expect(await messagesOf(application)).toMatchObject([{ mailedAt: factoryNow, sentAt: null }]);
    expect((await as(anyone).notices.listOutbox({ limit: 1 })).rows).toMatchObject([{ emailMasked: "r*****@example.com" }]);

    const other = await told("approve");
    await run("notices.mail", { messageId: (await messagesOf(other.application))[0]!.id });
    expect(send).toHaveBeenCalledTimes(1);
    send.mockRestore();
  });

  it("wait for a mail server that is away, while the text message is sent", async () => {
    const send = vi.spyOn(fakeMail, "send").mockRejectedValue(new Error("away"));
    const reader = await createCitizen(test.db);
    await test.db.update(accounts).set({ email: seal("away@example.com", { table: "accounts", column: "email", row: reader.id }) }).where(eq(accounts.id, reader.id));
    const { application } = await told("accept", { applicant: reader });
    const messageId = (await messagesOf(application))[0]!.id;
    await expect(run("notices.mail", { messageId })).rejects.toThrow("away");
    await run("notices.send", { messageId });
    expect(await messagesOf(application)).toMatchObject([{ mailedAt: null, sentAt: factoryNow }]);
    send.mockRestore();
    await run("notices.mail", { messageId });
    expect(await messagesOf(application)).toMatchObject([{ mailedAt: factoryNow }]);
  });

  it("are listed to their own account, newest first and in pages, and marked as read by it alone", async () => {
    const reader = await createCitizen(test.db);
    for (const action of ["submit", "accept", "approve"] as const) await told(action, { applicant: reader });
    const first = await as(reader).notices.listMessages({ limit: 2 });
    const second = await as(reader).notices.listMessages({ limit: 2, cursor: first.nextCursor! });
    expect([...first.rows, ...second.rows].map(({ template }) => template)).toEqual(["approved", "accepted", "submitted"]);
    const ids = first.rows.map(({ id }) => id);
    expect(await as(citizen).notices.markRead({ ids })).toEqual({ marked: 0 });
    expect(await as(reader).notices.markRead({ ids })).toEqual({ marked: 2 });
    expect(await as(reader).notices.markRead({ ids })).toEqual({ marked: 0 });
    expect((await as(reader).notices.listMessages({})).rows.map(({ read }) => read)).toEqual([true, true, false]);
    const clerk = await createStaff(test.db, "clerk", place);
    await expect(as(clerk).notices.listMessages({})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(clerk).notices.markRead({ ids })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(anyone).notices.listMessages({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(as(anyone).notices.markRead({ ids })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("about an organisation's cases are read by whoever acts for it, whoever of its people they went to, and stand among nobody's own", async () => {
    const person = await createCitizen(test.db);
    const agent = await createAgent(test.db, await createCitizen(test.db));
    const representative = await createAgent(test.db, person, agent.organisationId);
    await test.db.update(delegations).set({ kind: "representative", validUntil: null, grantedVia: "registry" }).where(eq(delegations.delegateAccountId, person.id));
    await told("accept", { applicant: agent });
    await test.db.update(delegations).set({ revokedAt: factoryNow }).where(eq(delegations.delegateAccountId, agent.id));
    await told("approve", { applicant: agent });
    expect((await as(representative).notices.listMessages({})).rows.map(({ template }) => template)).toEqual(["approved", "accepted"]);
    expect((await as(person).notices.listMessages({})).rows).toEqual([]);
  });

  it("are readable by all in demo mode with the phone masked, and nowhere else", async () => {
    const reader = await createCitizen(test.db);
    const { application } = await told("accept", { applicant: reader });
    const { rows } = await as(anyone).notices.listOutbox({ limit: 5 });
    expect(rows[0]).toMatchObject({ template: "accepted", applicationNumber: expect.stringContaining("310101-20260302"), phoneMasked: `138****${reader.phone.slice(-4)}` });
    expect(JSON.stringify(rows)).not.toContain(reader.phone);
    expect(application.number).toBeTruthy();
    const environment = env();
    environment.demo = false;
    await expect(as(anyone).notices.listOutbox({})).rejects.toMatchObject({ code: "NOT_FOUND" });
    environment.demo = true;
  });
});

describe("how somebody hears of news", () => {
  const wanted = { sms: "all", mail: "important", quiet: { from: 22, until: 8 }, daily: false } as const;
  const at = (now: string): Ctx => ({ ...ctx({ kind: "system" }), now: new Date(now) });
  const sentOf = async (accountId: string) => (await test.db.select().from(messages).where(eq(messages.accountId, accountId))).filter(({ sentAt }) => sentAt !== null);
  const send = async (accountId: string, now: string) => {
    for (const { id: messageId } of await test.db.select().from(messages).where(eq(messages.accountId, accountId))) await jobs.topics!["notices.send"]!(at(now), { messageId });
  };
  /** What the releases of both runners order, carried out. */
  const release = async (now: string) => {
    const before = new Set((await test.db.select().from(outbox)).map(({ id }) => id));
    await Promise.all([jobs.schedules!["releaseHeld"]!.run(at(now)), jobs.schedules!["releaseHeld"]!.run(at(now))]);
    const orders = (await test.db.select().from(outbox)).filter(({ id }) => !before.has(id));
    for (const { topic, payload } of orders) await jobs.topics![topic]!(at(now), payload);
    return orders;
  };

  it("is the usual way until they say otherwise, and theirs alone", async () => {
    const [one, other] = [await createCitizen(test.db), await createCitizen(test.db)];
    expect(await as(one).notices.preferences()).toEqual({ sms: "all", mail: "all", quiet: null, daily: false });
    await as(one).notices.savePreferences(wanted);
    await as(one).notices.savePreferences({ ...wanted, daily: true });
    expect(await as(one).notices.preferences()).toEqual({ ...wanted, daily: true });
    expect(await as(other).notices.preferences()).toMatchObject({ quiet: null });
    await expect(as(one).notices.savePreferences({ ...wanted, quiet: { from: 7, until: 7 } })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(as(anyone).notices.savePreferences(wanted)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("what came in quiet hours goes when they end, once with two runners; what is about security at once", async () => {
    const person = await createCitizen(test.db);
    await as(person).notices.savePreferences(wanted);
    await told("requestCorrection", { applicant: person, payload: { dueOn: "2026-03-20" } });
    await run("notices.tell", { accountId: person.id, template: "phoneChanged", params: {}, dedupeKey: `night:${person.id}` });
    await send(person.id, "2026-03-02T23:30:00+08:00");
    expect((await sentOf(person.id)).map(({ template }) => template)).toEqual(["phoneChanged"]);
    expect(await release("2026-03-03T07:59:00+08:00")).toEqual([]);
    expect(await release("2026-03-03T08:00:00+08:00")).toHaveLength(1);
    expect((await sentOf(person.id)).map(({ template }) => template).toSorted()).toEqual(["correctionRequested", "phoneChanged"]);
    expect(await release("2026-03-03T08:05:00+08:00")).toEqual([]);
  });

  it("news of a day comes as one word at nine", async () => {
    const person = await createCitizen(test.db);
    await as(person).notices.savePreferences({ ...wanted, quiet: null, daily: true });
    for (let time = 0; time < 3; time += 1) await told("accept", { applicant: person });
    await send(person.id, "2026-03-02T15:00:00+08:00");
    expect(await sentOf(person.id)).toEqual([]);
    expect((await as(person).notices.listMessages({})).rows).toHaveLength(3);
    expect(await release("2026-03-03T09:00:00+08:00")).toMatchObject([{ topic: "notices.send", payload: { held: "forAll" } }]);
    expect(await sentOf(person.id)).toHaveLength(3);
    expect(await release("2026-03-04T09:00:00+08:00")).toEqual([]);
  });

  it("where only what asks something is wanted, news stays in their space", async () => {
    const person = await createCitizen(test.db);
    await as(person).notices.savePreferences({ ...wanted, sms: "important", quiet: null });
    await told("accept", { applicant: person });
    await send(person.id, "2026-03-02T15:00:00+08:00");
    expect(await release("2026-03-09T09:00:00+08:00")).toEqual([]);
    expect(await sentOf(person.id)).toEqual([]);
  });
});
