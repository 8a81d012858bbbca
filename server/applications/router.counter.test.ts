import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accounts, applications, auditLog, counterReceptions, dataAccesses, files, identityProofs, paymentNotes, serviceItems, serviceWindows, toleratedMaterials } from "@/db/schema";
import { createAgent, createCitizen, createDelegate, createItem, createPlace, createStaff, revisionContent, type Item } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { makeCitizenId } from "@/domain/core/codes";
import { attachAtCounter } from "./commands/counter";
import { listEvents } from "./queries/events";
import { answers, at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let colleague: User;
let paid: Item;
let shared: Item;
beforeAll(async () => {
  office = await openOffice();
  colleague = await createStaff(office.db, "clerk", office.place);
  paid = await createItem(office.db, office.place, revisionContent({
    name: "收费许可", fees: { charged: true, items: [{ name: "工本费", standard: "10 元" }] },
    materials: [
      { key: "m1", name: { zh: "身份证复印件" }, necessity: "optional", source: "government" },
      { key: "m2", name: { zh: "自己写的说明" }, necessity: "optional", source: "applicant" },
    ],
  }));
  shared = await createItem(office.db, office.place, revisionContent({ name: "单位许可", audience: ["1", "2"] }));
});
afterAll(() => office.connection.close());

type Call = { now?: Date; key?: string };
const on = (actor: User, call: Call = {}) => office.as(actor, call).applications;
const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const eventsOf = (id: string) => listEvents(office.db, id);
const seen = (person: { name: string; citizenId: string }) => ({ document: "idCard" as const, person: { name: person.name, citizenId: person.citizenId }, reason: "读卡器坏了" });

/** Received by hand and confirmed by a colleague. */
const received = async (person: User & { citizenId: string }, clerk = office.desk.clerk, second = colleague) => {
  const { reception } = await on(clerk).counterEnter(seen(person));
  await on(second).counterDecide({ id: reception, decision: "confirmed" });
  return reception;
};
/** A draft that is filled in and can be filed. */
const filled = async (reception: string, item: Item = office.item, clerk = office.desk.clerk) => {
  const { id } = await on(clerk).counterStart({ reception, itemCode: item.code });
  const draft = await on(clerk).counterDraft({ reception, id });
  const raw = Object.fromEntries(Object.entries(draft.answers).map(([key, value]) => [key, String(value)]));
  await on(clerk).counterSave({ reception, id, section: "applicant", raw: { ...raw, ...answers } });
  return id;
};
const submit = (reception: string, id: string) => ({ reception, id, declared: true as const, signature: "screen" as const });
const file = () => ({ name: "身份证.pdf", mime: "application/pdf", size: 8, sha256: "0".repeat(64), storageKey: `uploads/${crypto.randomUUID()}.pdf` });
const ctxOf = (actor: User) => ({ actor, now: monday, requestId: "r", address: "test", db: office.db });
const forbidden = refused("FORBIDDEN", "access.forbidden");

test("what somebody began at the counter no delegate of theirs throws away", async () => {
  const person = await office.citizen();
  const id = await filled(await received(person));
  const delegate = await createDelegate(office.db, person, await office.citizen());
  await expect(on(delegate).discard({ id })).rejects.toMatchObject(refused("FORBIDDEN", "applications.principalsDraft"));
  expect(await on(person).discard({ id })).toEqual({ id });
});

describe("who stands at the counter", () => {
  test("read by the machine they are proven at once, and given an account where they have none", async () => {
    const { samples } = await on(office.desk.clerk).counterReader();
    const { reception } = await on(office.desk.clerk).counterRead({ sample: samples.find(({ name }) => name === "林小满")!.key });
    const [row] = await office.db.select().from(counterReceptions).where(eq(counterReceptions.id, reception));
    expect(row).toMatchObject({ method: "reader", document: "idCard", clerkId: office.desk.clerk.id });
    const [account] = await office.db.select().from(accounts).where(eq(accounts.id, row!.accountId));
    expect(account).toMatchObject({ name: "林小满", assuranceLevel: "L3", phone: null, passwordHash: null });
    expect(await office.db.select().from(identityProofs).where(eq(identityProofs.accountId, row!.accountId))).toMatchObject([{ kind: "counter", clerkId: office.desk.clerk.id, level: "L3" }]);
    expect(await office.db.select().from(dataAccesses).where(eq(dataAccesses.subjectId, row!.accountId))).toMatchObject([{ kind: "counter", actorId: office.desk.clerk.id }]);
    expect(await on(office.desk.clerk).counterReception({ reception })).toMatchObject({ name: "林小满", refusal: null, level: "L3" });
    await expect(on(colleague).counterReception({ reception })).rejects.toMatchObject(refused("NOT_FOUND", "applications.receptionNotFound"));
  });

  test.each([["nothing lies on the reader", undefined, "applications.nothingOnReader"], ["the machine does not believe the document", "440199193109091077", "applications.documentRefused"]])("%s", async (_what, sample, code) => {
    await expect(on(office.desk.clerk).counterRead(sample ? { sample } : {})).rejects.toMatchObject(refused("CONFLICT", code));
  });

  test("typed by hand nobody is served until a second person of the office has looked", async () => {
    const person = await createCitizen(office.db, { assuranceLevel: "L1" });
    const { reception } = await on(office.desk.clerk).counterEnter(seen(person));
    const unproven = refused("CONFLICT", "applications.identityUnproven");
    await expect(on(office.desk.clerk).counterStart({ reception, itemCode: office.item.code })).rejects.toMatchObject(unproven);
    await expect(on(office.desk.clerk).counterServeFor({ reception, delegationId: null })).rejects.toMatchObject(unproven);
    await expect(on(office.desk.clerk).counterDecide({ id: reception, decision: "confirmed" })).rejects.toMatchObject(refused("FORBIDDEN", "identity.secondLookOwn"));
    const stranger = await createStaff(office.db, "clerk", await createPlace(office.db, "310104"));
    await expect(on(stranger).counterDecide({ id: reception, decision: "confirmed" })).rejects.toMatchObject(refused("NOT_FOUND", "identity.secondLookNotFound"));
    expect((await on(colleague).counterReceptions()).waiting.map(({ id }) => id)).toContain(reception);
    await on(colleague).counterDecide({ id: reception, decision: "confirmed" });
    await expect(on(colleague).counterDecide({ id: reception, decision: "refused" })).rejects.toMatchObject(refused("CONFLICT", "identity.secondLookDecided"));
    expect((await office.db.select().from(accounts).where(eq(accounts.id, person.id)))[0]).toMatchObject({ assuranceLevel: "L3" });
    expect(await on(office.desk.clerk).counterStart({ reception, itemCode: office.item.code })).toMatchObject({ resumed: false });
  });

  test("what a colleague did not recognise serves nobody, and neither does a reception that is over", async () => {
    const person = await office.citizen();
    const { reception } = await on(office.desk.clerk).counterEnter(seen(person));
    await on(colleague).counterDecide({ id: reception, decision: "refused" });
    await expect(on(office.desk.clerk).counterStart({ reception, itemCode: office.item.code })).rejects.toMatchObject(refused("CONFLICT", "applications.identityUnproven"));
    const other = await received(person);
    await expect(on(office.desk.clerk, { now: at("2026-03-02", "11:01") }).counterStart({ reception: other, itemCode: office.item.code })).rejects.toMatchObject(refused("CONFLICT", "applications.receptionOver"));
    await on(office.desk.clerk).counterEnd({ reception: other });
    await expect(on(office.desk.clerk).counterStart({ reception: other, itemCode: office.item.code })).rejects.toMatchObject(refused("CONFLICT", "applications.receptionOver"));
  });

  test("another name than the account's is refused; a person unknown so far gets an account without a way to sign in", async () => {
    const person = await office.citizen();
    await expect(on(office.desk.clerk).counterEnter(seen({ ...person, name: "别的人" }))).rejects.toMatchObject(refused("CONFLICT", "delegations.personMismatch"));
    const unknown = { name: "新来的", citizenId: makeCitizenId({ divisionCode: "310101", birthOn: "1970-01-02", order: 321 }) };
    const { reception } = await on(office.desk.clerk).counterEnter(seen(unknown));
    await on(colleague).counterDecide({ id: reception, decision: "confirmed" });
    expect(await on(office.desk.clerk).counterReception({ reception })).toMatchObject({ name: "新来的", level: "L3" });
  });
});

describe("an application taken at the counter", () => {
  test("is the applicant's, filed by the same rules; history and case name the clerk, the receipt carries the query code", async () => {
    const person = await office.citizen();
    const reception = await received(person);
    const id = await filled(reception);
    expect(await rowOf(id)).toMatchObject({ applicantAccountId: person.id, channel: "counter", takenBy: office.desk.clerk.id, presentedBy: person.id, status: "draft" });
    const { number } = await on(office.desk.clerk).counterSubmit(submit(reception, id));
    expect(await eventsOf(id)).toMatchObject([{ action: "submit", actorId: office.desk.clerk.id, actorName: office.desk.clerk.name, actorRole: "clerk", onBehalfOf: person.name, payload: { channel: "counter", signature: "screen" } }]);
    expect(await office.db.select().from(auditLog).where(and(eq(auditLog.subjectId, id), eq(auditLog.action, "applications.submit")))).toMatchObject([{ actorId: office.desk.clerk.id, onBehalfOf: person.id }]);
    const receipt = await on(office.desk.clerk).counterReceipt({ id });
    expect(receipt).toMatchObject({ number, applicantName: person.name, byDelegate: false, atDesk: true, mayAccept: true });
    expect(await office.as({ kind: "anonymous" }).applications.progress({ number, queryCode: receipt.queryCode ?? "" })).toMatchObject({ status: "submitted" });
    expect((await on(office.desk.clerk, { now: at("2026-03-02", "09:31") }).counterReceipt({ id })).queryCode).toBeNull();
    await expect(on(colleague).counterReceipt({ id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    expect((await on(office.desk.clerk).queue({})).rows).toEqual(expect.arrayContaining([expect.objectContaining({ id, channel: "counter" })]));
    expect(await on(office.desk.clerk).getForDesk({ number })).toMatchObject({ channel: "counter", takenByName: office.desk.clerk.name, presentedByName: person.name });
    expect((await on(person).get({ number })).events).toMatchObject([{ action: "submit", actorRole: "clerk", delegate: null, payload: { channel: "counter" } }]);
  });

  test("goes on with the draft that its applicant began online, and what they then file online is theirs alone", async () => {
    const person = await office.citizen();
    const begun = await office.draft(person);
    const reception = await received(person);
    expect(await on(office.desk.clerk).counterStart({ reception, itemCode: office.item.code })).toEqual({ id: begun, resumed: true });
    await on(office.desk.clerk).counterSubmit(submit(reception, begun));
    expect(await rowOf(begun)).toMatchObject({ channel: "counter", takenBy: office.desk.clerk.id });
    await on(person).takeBack({ id: begun });
    await on(person).submit({ id: begun, declared: true });
    expect(await rowOf(begun)).toMatchObject({ channel: "online", takenBy: null, presentedBy: null });
  });

  test("sent again under its key it is filed once; pressed twice it is refused", async () => {
    const reception = await received(await office.citizen());
    const id = await filled(reception);
    const key = crypto.randomUUID();
    const first = await on(office.desk.clerk, { key }).counterSubmit(submit(reception, id));
    expect(await on(office.desk.clerk, { key }).counterSubmit(submit(reception, id))).toEqual(first);
    await expect(on(office.desk.clerk).counterSubmit(submit(reception, id))).rejects.toMatchObject(refused("CONFLICT", "applications.actionNotAllowed"));
    expect((await eventsOf(id)).length).toBe(1);
  });

  test("what is missing, a level too low and an edition that is outdated are refused as they are online", async () => {
    const reception = await received(await office.citizen());
    const { id } = await on(office.desk.clerk).counterStart({ reception, itemCode: office.plain.code });
    await expect(on(office.desk.clerk).counterSubmit(submit(reception, id))).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "applications.answersIncomplete"));
    const secret = await createItem(office.db, office.place, revisionContent({ name: "须最高等级", minAssuranceLevel: "L4" }));
    const high = await filled(reception, secret);
    await expect(on(office.desk.clerk).counterSubmit(submit(reception, high))).rejects.toMatchObject(refused("FORBIDDEN", "access.levelTooLow"));
    const paused = await createItem(office.db, office.place, revisionContent({ name: "暂停的" }));
    const stale = await filled(reception, paused);
    await office.db.update(serviceItems).set({ status: "suspended" }).where(eq(serviceItems.id, paused.serviceItemId));
    await expect(on(office.desk.clerk).counterSubmit(submit(reception, stale))).rejects.toMatchObject(refused("CONFLICT", "items.suspended"));
    await expect(on(office.desk.clerk).counterStart({ reception, itemCode: paused.code })).rejects.toMatchObject(refused("CONFLICT", "items.suspended"));
    await expect(on(office.desk.clerk).counterStart({ reception, itemCode: "0".repeat(33) })).rejects.toMatchObject(refused("NOT_FOUND", "items.notFound"));
  });

  test("signed on paper it waits for the scan of the signed form", async () => {
    const reception = await received(await office.citizen());
    const id = await filled(reception);
    const paper = { ...submit(reception, id), signature: "paper" as const };
    await expect(on(office.desk.clerk).counterSubmit(paper)).rejects.toMatchObject(refused("CONFLICT", "applications.signedFormMissing"));
    await attachAtCounter(ctxOf(office.desk.clerk), { reception, id, fieldId: "_signedForm", file: file() });
    await on(office.desk.clerk).counterSubmit(paper);
    expect(await eventsOf(id)).toMatchObject([{ payload: { signature: "paper" } }]);
  });
});

describe("who may take it", () => {
  test("no citizen, no reviewer, nobody of another division, and no clerk for themselves", async () => {
    const person = await office.citizen();
    for (const actor of [person, office.desk.reviewer]) await expect(on(actor).counterEnter(seen(person))).rejects.toMatchObject(forbidden);
    const elsewhere = await createPlace(office.db, "310104");
    const [stranger, second] = [await createStaff(office.db, "clerk", elsewhere), await createStaff(office.db, "clerk", elsewhere)];
    const away = await received(person, stranger, second);
    await expect(on(stranger).counterStart({ reception: away, itemCode: office.item.code })).rejects.toMatchObject(refused("FORBIDDEN", "applications.notServedHere"));
    const self = { ...office.desk.clerk, citizenAccountId: person.id };
    await expect(on(self).counterEnter(seen(person))).rejects.toMatchObject(refused("FORBIDDEN", "identity.notOneself"));
    const reception = await received(person);
    await expect(on(self).counterStart({ reception, itemCode: office.item.code })).rejects.toMatchObject(refused("FORBIDDEN", "applications.ownCase"));
    await expect(on(colleague).counterStart({ reception, itemCode: office.item.code })).rejects.toMatchObject(refused("NOT_FOUND", "applications.receptionNotFound"));
  });

  test("a one-stop window takes the items of the departments it serves, and no others", async () => {
    const hall = await createPlace(office.db, "310106");
    const [taker, second] = [await createStaff(office.db, "clerk", hall), await createStaff(office.db, "clerk", hall)];
    const content = { name: "综合窗口", address: "测试路 1 号", hours: { week: [[], [], [], [], [], [], []], exceptions: [] }, languages: [], facilities: [] };
    await office.db.insert(serviceWindows).values({ departmentId: hall.departmentId, divisionCode: hall.divisionCode, content, serves: [hall.departmentId, office.place.departmentId], itemCodes: [office.item.code] });
    const person = await office.citizen();
    const reception = await received(person, taker, second);
    await expect(on(taker).counterStart({ reception, itemCode: office.plain.code })).rejects.toMatchObject(refused("FORBIDDEN", "applications.notServedHere"));
    const id = await filled(reception, office.item, taker);
    await on(taker).counterSubmit(submit(reception, id));
    expect(await on(taker).counterReceipt({ id })).toMatchObject({ atDesk: false, mayAccept: false });
  });
});

describe("for another", () => {
  test("a family delegate files for whom they have come: “X 代 Y”; what is reserved waits for the principal", async () => {
    const [elder, helper] = [await office.citizen(), await office.citizen()];
    const delegate = await createDelegate(office.db, elder, helper);
    const reception = await received(helper);
    await on(office.desk.clerk).counterServeFor({ reception, delegationId: delegate.actingFor!.delegationId });
    const id = await filled(reception);
    await on(office.desk.clerk).counterSubmit(submit(reception, id));
    expect(await rowOf(id)).toMatchObject({ applicantAccountId: elder.id, applicantName: elder.name, presentedBy: helper.id });
    expect(await on(office.desk.clerk).counterReceipt({ id })).toMatchObject({ applicantName: elder.name, presentName: helper.name, byDelegate: true });

    const [careful, other] = [await office.citizen(), await office.citizen()];
    const reserved = await createDelegate(office.db, careful, other, { awaitsPrincipal: true });
    const waits = await received(other);
    await on(office.desk.clerk).counterServeFor({ reception: waits, delegationId: reserved.actingFor!.delegationId });
    const asked = await filled(waits);
    expect(await on(office.desk.clerk).counterSubmit(submit(waits, asked))).toMatchObject({ awaits: true });
    expect(await rowOf(asked)).toMatchObject({ status: "draft", awaitingPrincipalBy: other.id });
  });

  test("an organisation's agent files for it; somebody else's delegation serves nobody", async () => {
    const agent = await createAgent(office.db, await office.citizen());
    const reception = await received(agent as never);
    await on(office.desk.clerk).counterServeFor({ reception, delegationId: agent.actingFor!.delegationId });
    const id = await filled(reception, shared);
    await on(office.desk.clerk).counterSubmit(submit(reception, id));
    expect(await rowOf(id)).toMatchObject({ organisationId: agent.organisationId, presentedBy: agent.id });
    const stranger = await received(await office.citizen());
    await expect(on(office.desk.clerk).counterServeFor({ reception: stranger, delegationId: agent.actingFor!.delegationId })).rejects.toMatchObject(refused("CONFLICT", "applications.delegationOver"));
  });
});

test("a draft that was opened at a counter is still its owner's to throw away; the log keeps that it was opened", async () => {
  const person = await office.citizen();
  const id = await filled(await received(person));
  await on(person).discard({ id });
  expect(await rowOf(id)).toBeUndefined();
  expect((await office.as(person).records.accesses({ limit: 20 })).rows).toEqual(expect.arrayContaining([expect.objectContaining({ kind: "open", applicationNumber: null })]));
});

test("who stands at a counter and for whom is told no more once they have gone", async () => {
  const person = await office.citizen();
  const delegate = await office.citizen();
  await createDelegate(office.db, person, delegate);
  const reception = await received(delegate);
  const before = (await on(office.desk.clerk).counterReception({ reception })).principals.length;
  await on(office.desk.clerk).counterEnd({ reception });
  expect([before > 0, (await on(office.desk.clerk).counterReception({ reception })).principals]).toEqual([true, []]);
});

describe("materials and money", () => {
  test("a copy is C, what one wrote oneself D, compared with the original B with who and when; the applicant sees it", async () => {
    const person = await office.citizen();
    const reception = await received(person);
    const id = await filled(reception, paid);
    const copy = await attachAtCounter(ctxOf(office.desk.clerk), { reception, id, fieldId: "m1", file: file() });
    const statement = await attachAtCounter(ctxOf(office.desk.clerk), { reception, id, fieldId: "m2", file: file() });
    const trust = async (fileId: string) => (await office.db.select().from(files).where(eq(files.id, fileId)))[0];
    expect([await trust(copy.fileId), await trust(statement.fileId)]).toMatchObject([{ trustLevel: "C", verifiedBy: null }, { trustLevel: "D" }]);
    await on(office.desk.clerk).counterCompare({ reception, id, fileId: copy.fileId, compared: true });
    expect(await trust(copy.fileId)).toMatchObject({ trustLevel: "B", verifiedBy: office.desk.clerk.id, verifiedAt: monday });
    await on(office.desk.clerk).counterCompare({ reception, id, fileId: copy.fileId, compared: false });
    expect(await trust(copy.fileId)).toMatchObject({ trustLevel: "C", verifiedBy: null, verifiedAt: null });
    const { number } = await on(office.desk.clerk).counterSubmit(submit(reception, id));
    await expect(on(office.desk.reviewer).counterCompare({ id, fileId: copy.fileId, compared: true })).rejects.toMatchObject(forbidden);
    await on(colleague).counterCompare({ id, fileId: copy.fileId, compared: true });
    expect((await on(office.desk.clerk).getForDesk({ number })).files).toEqual(expect.arrayContaining([expect.objectContaining({ id: copy.fileId, trustLevel: "B", verifiedByName: colleague.name })]));
    const own = (await on(person).get({ number })).files.find((one) => one.id === copy.fileId);
    expect(own).toMatchObject({ trustLevel: "B", verifiedByName: null, verifiedAt: monday.toISOString() });
    await on(person, { now: at("2026-03-03") }).withdraw({ id, reason: "不办了" });
    const over = refused("CONFLICT", "applications.notEditable");
    for (const where of [{ reception }, {}]) await expect(on(office.desk.clerk).counterCompare({ ...where, id, fileId: copy.fileId, compared: false })).rejects.toMatchObject(over);
  });

  test("a payment is noted once under its receipt, for a fee of the item, and never changed", async () => {
    const reception = await received(await office.citizen());
    const id = await filled(reception, paid);
    const note = { id, fee: "工本费", amountFen: 1000, method: "cash" as const, receiptNumber: "GZ-0001" };
    await expect(on(office.desk.clerk).counterPay(note)).rejects.toMatchObject(refused("CONFLICT", "applications.notEditable"));
    await on(office.desk.clerk).counterSubmit(submit(reception, id));
    const key = crypto.randomUUID();
    await on(office.desk.clerk, { key }).counterPay(note);
    await on(office.desk.clerk, { key }).counterPay(note);
    await expect(on(colleague).counterPay(note)).rejects.toMatchObject(refused("CONFLICT", "applications.receiptNoted"));
    await expect(on(office.desk.clerk).counterPay({ ...note, fee: "别的费", receiptNumber: "GZ-0002" })).rejects.toMatchObject(refused("CONFLICT", "applications.noFee"));
    await expect(on(office.desk.reviewer).counterPay(note)).rejects.toMatchObject(forbidden);
    expect((await on(office.desk.clerk).counterReceipt({ id })).payments).toMatchObject([{ fee: "工本费", amountFen: 1000, receiptNumber: "GZ-0001", takenByName: office.desk.clerk.name }]);
    await expect(office.db.update(paymentNotes).set({ amountFen: 1 }).where(eq(paymentNotes.applicationId, id))).rejects.toMatchObject({ cause: { message: "payment_notes is append-only" } });
    await expect(office.db.insert(paymentNotes).values({ applicationId: id, fee: "工本费", amountFen: 0, method: "cash", receiptNumber: "X", takenBy: colleague.id, at: monday })).rejects.toThrow();
  });
});

test("what is missing and may follow is promised at the counter as it is online", async () => {
  const item = await createItem(office.db, office.place, { ...office.plain.content, materials: [{ key: "m1", name: { zh: "专间照片" }, necessity: "tolerable" }] });
  const reception = await received(await office.citizen());
  const id = await filled(reception, item);
  const { tolerable } = await on(office.desk.clerk).counterDraft({ reception, id });
  expect(tolerable.map(({ name }) => name.zh)).toEqual(["专间照片"]);
  await expect(on(office.desk.clerk).counterSubmit({ ...submit(reception, id), later: ["m2"] })).rejects.toMatchObject(refused("CONFLICT", "applications.notTolerable"));
  await on(office.desk.clerk).counterSubmit({ ...submit(reception, id), later: tolerable.map(({ fieldId }) => fieldId) });
  expect(await office.db.select().from(toleratedMaterials).where(eq(toleratedMaterials.applicationId, id))).toMatchObject([{ name: "专间照片", promisedBy: office.desk.clerk.id }]);
});

test("what a delegate at the counter chose to hand in later waits for the principal, whose filing makes it a promise", async () => {
  const item = await createItem(office.db, office.place, { ...office.plain.content, materials: [{ key: "m1", name: { zh: "专间照片" }, necessity: "tolerable" }] });
  const [elder, helper] = [await office.citizen(), await office.citizen()];
  const reception = await received(helper);
  const delegate = await createDelegate(office.db, elder, helper, { awaitsPrincipal: true });
  await on(office.desk.clerk).counterServeFor({ reception, delegationId: delegate.actingFor!.delegationId });
  const id = await filled(reception, item);
  const { tolerable } = await on(office.desk.clerk).counterDraft({ reception, id });
  const later = tolerable.map(({ fieldId }) => fieldId);
  await expect(on(office.desk.clerk).counterSubmit({ ...submit(reception, id), later: ["m2"] })).rejects.toMatchObject(refused("CONFLICT", "applications.notTolerable"));
  expect(await on(office.desk.clerk).counterSubmit({ ...submit(reception, id), later, person: true })).toMatchObject({ awaits: true });
  const promised = () => office.db.select().from(toleratedMaterials).where(eq(toleratedMaterials.applicationId, id));
  expect(await promised(), "nothing is promised in somebody else's name").toEqual([]);
  const { awaiting } = await on(elder).draft({ id });
  expect(awaiting.choices).toEqual({ later, person: true });
  await on(elder).submit({ id, declared: true, confirms: awaiting.since!, later: [...awaiting.choices.later], person: awaiting.choices.person });
  expect(await promised()).toMatchObject([{ name: "专间照片", promisedBy: elder.id }]);
  const [filed] = await office.db.select().from(applications).where(eq(applications.id, id));
  expect(filed).toMatchObject({ status: "submitted", personAsked: true, awaitingChoices: null });
});
