import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applicationEvents, applications, auditLog, messages } from "@/db/schema";
import { createAgent, createDelegate, createItem, revisionContent } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { jobs as notices } from "@/server/notices/jobs";
import { answers, at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const on = (actor: User, now = monday) => office.as(actor, { now }).applications;
const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const pair = async (overrides: Parameters<typeof createDelegate>[3] = {}) => {
  const [elder, helper] = [await office.citizen(), await office.citizen()];
  return { elder, helper, delegate: await createDelegate(office.db, elder, helper, overrides) };
};
const forbidden = refused("FORBIDDEN", "access.forbidden");
const reserved = refused("FORBIDDEN", "applications.principalConfirms");
const system = { actor: { kind: "system" as const }, now: monday, requestId: "r", address: "system" };

describe("filling in for another", () => {
  test("starts from what is known of the principal; nothing of the delegate stands in the form", async () => {
    const { elder, helper, delegate } = await pair();
    const { id } = await on(delegate).start({ itemCode: office.item.code });
    const draft = await on(delegate).draft({ id });
    expect(draft).toMatchObject({ applicantName: elder.name, answers: { ownerId: elder.citizenId, ownerPhone: elder.phone }, fillable: true, filing: "file" });
    for (const own of [helper.citizenId, helper.phone, helper.name]) expect(JSON.stringify(draft)).not.toContain(own);
    expect(await rowOf(id)).toMatchObject({ applicantAccountId: elder.id, organisationId: null });
    expect((await on(elder).listOwn({})).rows).toMatchObject([{ id }]);
    expect((await on(helper).listOwn({})).rows).toEqual([]);
    await expect(on(helper).draft({ id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    expect(await on(elder).start({ itemCode: office.item.code })).toEqual({ id, resumed: true });
  });

  test.each([
    ["a delegate who only looks", { acts: ["view"] as const }],
    ["one for other items", { scope: { kind: "items" as const, itemIds: ["00000000-0000-7000-8000-000000000000"] } }],
  ])("%s starts nothing", async (_name, overrides) => {
    const { delegate } = await pair(overrides);
    await expect(on(delegate).start({ itemCode: office.item.code })).rejects.toMatchObject(refused("FORBIDDEN", "delegations.outOfScope"));
  });

  test("whoever only looks sees the draft, changes nothing, and is not told what is known of the person beside it", async () => {
    const { elder, delegate } = await pair({ acts: ["view"] });
    const id = await office.draft(elder);
    expect(await on(delegate).draft({ id })).toMatchObject({ fillable: false, filing: null, answers, context: { profile: {} } });
    const { save, discard, submit, askPrincipal } = on(delegate);
    for (const act of [() => save({ id, section: "applicant", raw: answers }), () => discard({ id }), () => submit({ id, declared: true }), () => askPrincipal({ id, declared: true })]) {
      await expect(act()).rejects.toMatchObject(forbidden);
    }
    const filler = await createDelegate(office.db, elder, await office.citizen(), { acts: ["view", "fill"] });
    expect(await on(filler).draft({ id })).toMatchObject({ fillable: true, filing: null });
    await on(filler).save({ id, section: "applicant", raw: { ...answers, ownerId: elder.citizenId, ownerPhone: elder.phone } });
    await expect(on(filler).submit({ id, declared: true })).rejects.toMatchObject(forbidden);
  });

  test("whoever fills in throws away what they began, and not what the principal began", async () => {
    const { elder, delegate } = await pair({ acts: ["view", "fill"] });
    const hers = (await on(elder).start({ itemCode: office.item.code })).id;
    await expect(on(delegate).discard({ id: hers })).rejects.toMatchObject(refused("FORBIDDEN", "applications.principalsDraft"));
    await on(elder).discard({ id: hers });
    const his = (await on(delegate).start({ itemCode: office.item.code })).id;
    await expect(on(delegate).discard({ id: his })).resolves.toEqual({ id: his });
  });

  test("one for a single application sees that one alone", async () => {
    const { elder, helper } = await pair();
    const [one, other] = [await office.draft(elder), await office.draft(elder, office.plain)];
    const delegate = await createDelegate(office.db, elder, helper, { scope: { kind: "application", applicationId: one } });
    expect((await on(delegate).listOwn({})).rows.map(({ id }) => id)).toEqual([one]);
    await expect(on(delegate).draft({ id: other })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await on(delegate).submit({ id: one, declared: true });
  });

  test("nothing of one principal shows while acting for another, nor for an organisation", async () => {
    const { elder, helper, delegate } = await pair();
    const [aunt, own] = [await office.citizen(), await office.draft(helper)];
    const forAunt = await createDelegate(office.db, aunt, helper);
    const company = await createAgent(office.db, helper);
    const [hers, theirs] = [await office.draft(delegate), await office.draft(forAunt)];
    const seen = async (actor: User) => (await on(actor).listOwn({})).rows.map(({ id }) => id);
    expect(await Promise.all([delegate, forAunt, helper, company, elder, aunt].map(seen))).toEqual([[hers], [theirs], [own], [], [hers], [theirs]]);
    for (const [actor, id] of [[forAunt, hers], [delegate, theirs], [helper, hers], [company, hers], [delegate, own]] as const) {
      await expect(on(actor).draft({ id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
      await expect(on(actor).save({ id, section: "applicant", raw: answers })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    }
  });
});

test("a colleague who opens an organisation's draft is not told what is known of the agent who began it", async () => {
  const [first, second] = [await office.citizen(), await office.citizen()];
  const agent = await createAgent(office.db, first);
  const colleague = await createAgent(office.db, second, agent.organisationId);
  const item = await createItem(office.db, office.place, revisionContent({ form: { version: 1, sections: [{ id: "applicant", title: { zh: "申请人" }, fields: [{ id: "shopName", type: "text", label: { zh: "店名" } }] }] }, audience: ["2"] }));
  const { id } = await on(agent).start({ itemCode: item.code });
  expect((await on(agent).draft({ id })).context.profile).toMatchObject({ citizenId: first.citizenId });
  const seen = await on(colleague).draft({ id });
  expect(seen).toMatchObject({ fillable: true, context: { profile: {} } });
  for (const own of [first.citizenId, first.phone]) expect(JSON.stringify(seen)).not.toContain(own);
});

describe("filing for another", () => {
  test("is told to the principal and stands in the history as one for the other", async () => {
    const { elder, helper, delegate } = await pair();
    const { id, number } = await office.submitted(delegate);
    const [event] = await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, id));
    expect(event).toMatchObject({ action: "submit", actorId: helper.id, actorName: helper.name, onBehalfOf: elder.name, actorRole: "citizen" });
    expect((await on(elder).get({ number })).events).toMatchObject([{ action: "submit", delegate: { name: helper.name, principal: elder.name } }]);
    await notices.topics!["applications.event"]!({ ...system, db: office.db }, { eventId: event!.id });
    expect(await office.db.select().from(messages).where(eq(messages.applicationId, id))).toMatchObject([{ accountId: elder.id, template: "submittedForYou" }]);
    expect((await office.as(elder).notices.listMessages({})).rows).toHaveLength(1);
    expect((await office.as(delegate).notices.listMessages({})).rows).toHaveLength(1);
    expect((await office.as(helper).notices.listMessages({})).rows).toEqual([]);
    await on(delegate).withdraw({ id });
    expect(await rowOf(id)).toMatchObject({ status: "withdrawn" });
  });

  test("asks the level of whoever files", async () => {
    const item = await createItem(office.db, office.place, revisionContent({ form: office.item.content.form!, minAssuranceLevel: "L3" }));
    const { elder, delegate } = await pair({ awaitsPrincipal: true });
    const id = await office.draft(delegate, item);
    await on(delegate).askPrincipal({ id, declared: true });
    await expect(on({ ...elder, assuranceLevel: "L2" }).submit({ id, declared: true })).rejects.toMatchObject({ ...refused("FORBIDDEN", "access.levelTooLow"), cause: { params: { level: "L3" } } });
    await on(elder).submit({ id, declared: true });
  });
});

describe("where the principal confirms", () => {
  test("they file what they were shown, not what the delegate has changed since", async () => {
    const { elder, delegate } = await pair({ awaitsPrincipal: true });
    const id = await office.draft(delegate);
    const { awaitingSince: confirms } = await on(delegate).askPrincipal({ id, declared: true });
    await on(delegate).save({ id, section: "applicant", raw: { ...answers, ownerId: elder.citizenId, ownerPhone: elder.phone, shopName: "换了的店名" } });
    const meanwhile = refused("CONFLICT", "applications.notAwaiting");
    await expect(on(elder).submit({ id, declared: true, confirms })).rejects.toMatchObject(meanwhile);
    const again = await on(delegate, at("2026-03-03")).askPrincipal({ id, declared: true });
    await expect(on(elder).submit({ id, declared: true, confirms })).rejects.toMatchObject(meanwhile);
    await on(elder).submit({ id, declared: true, confirms: again.awaitingSince });
  });

  test("it stays a draft until they file it, which is the receipt", async () => {
    const { elder, helper, delegate } = await pair({ awaitsPrincipal: true });
    const id = await office.draft(delegate);
    expect(await on(delegate).draft({ id })).toMatchObject({ filing: "ask", awaiting: { since: null } });
    await expect(on(delegate).submit({ id, declared: true })).rejects.toMatchObject(reserved);
    const asked = await on(delegate).askPrincipal({ id, declared: true });
    expect(await on(delegate, at("2026-03-03")).askPrincipal({ id, declared: true })).toEqual(asked);
    expect(await rowOf(id)).toMatchObject({ status: "draft", receivedAt: null, awaitingPrincipalSince: monday, awaitingPrincipalBy: helper.id, version: 0 });
    await expect(on(delegate).submit({ id, declared: true })).rejects.toMatchObject(reserved);

    expect((await on(elder).listOwn({ state: "drafts" })).rows).toMatchObject([{ id, awaitingSince: monday.toISOString(), awaitingBy: helper.name }]);
    expect(await on(elder).draft({ id })).toMatchObject({ filing: "file", awaiting: { by: helper.name, mine: false } });
    const filedAt = at("2026-03-04");
    const { number } = await on(elder, filedAt).submit({ id, declared: true });
    expect(await rowOf(id)).toMatchObject({ status: "submitted", receivedAt: filedAt, submittedAt: filedAt, awaitingPrincipalSince: null, awaitingPrincipalBy: null });
    expect((await on(elder).get({ number })).events).toMatchObject([{ action: "submit", delegate: null, payload: { preparedByDelegate: true } }]);
    await expect(on(delegate, filedAt).takeBack({ id })).rejects.toMatchObject(reserved);
    await expect(on(delegate, filedAt).withdraw({ id })).rejects.toMatchObject(reserved);
    expect((await on(delegate, filedAt).get({ number })).actions).toEqual([]);
  });

  test("they are told once however often they are asked, and the delegate when it comes back with a word", async () => {
    const { elder, helper, delegate } = await pair({ awaitsPrincipal: true });
    const id = await office.draft(delegate);
    const { awaitingSince: since } = await on(delegate).askPrincipal({ id, declared: true });
    for (const _twice of [1, 2]) await notices.topics!["applications.awaitsPrincipal"]!({ ...system, db: office.db }, { applicationId: id, since });
    expect((await office.as(elder).notices.listMessages({})).rows).toMatchObject([{ template: "confirmationAsked" }]);

    await expect(on(delegate).returnToDelegate({ id, word: "自己退给自己" })).rejects.toMatchObject(forbidden);
    await on(elder).returnToDelegate({ id, word: "店名写错了，是老李面馆" });
    await expect(on(elder).returnToDelegate({ id, word: "店名写错了" })).rejects.toMatchObject(refused("CONFLICT", "applications.notAwaiting"));
    expect(await on(delegate).draft({ id })).toMatchObject({ awaiting: { since: null, word: "店名写错了，是老李面馆" } });
    expect(JSON.stringify(await rowOf(id))).not.toContain("老李");
    await notices.topics!["applications.returnedToDelegate"]!({ ...system, db: office.db }, { applicationId: id, accountId: helper.id, at: since });
    expect((await office.as(helper).notices.listMessages({})).rows).toMatchObject([{ template: "returnedToDelegate", applicationNumber: null, itemName: null }]);

    await on(delegate).askPrincipal({ id, declared: true });
    expect(await on(elder).draft({ id })).toMatchObject({ awaiting: { word: null, by: helper.name } });
  });

  test("what the delegate goes on changing is no longer asked; what the principal changes still is", async () => {
    const { elder, delegate } = await pair({ awaitsPrincipal: true });
    const id = await office.draft(delegate);
    const raw = { shopName: "老李面馆", ownerId: elder.citizenId, ownerPhone: elder.phone };
    await on(delegate).askPrincipal({ id, declared: true });
    await on(elder).save({ id, section: "applicant", raw });
    expect((await rowOf(id)).awaitingPrincipalSince).toEqual(monday);
    await on(delegate).save({ id, section: "applicant", raw });
    expect(await rowOf(id)).toMatchObject({ awaitingPrincipalSince: null, awaitingPrincipalBy: null });
    await expect(on(elder).returnToDelegate({ id, word: "请改店名" })).rejects.toMatchObject(refused("CONFLICT", "applications.notAwaiting"));
    await on(elder).submit({ id, declared: true });
  });

  test("nothing is handed over unfinished, filed already, or by who files alone", async () => {
    const { elder, delegate } = await pair({ awaitsPrincipal: true });
    const { id } = await on(delegate).start({ itemCode: office.item.code });
    await expect(on(delegate).askPrincipal({ id, declared: true })).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "applications.answersIncomplete"));
    await expect(on(elder).askPrincipal({ id, declared: true })).rejects.toMatchObject(forbidden);
    const filed = await office.submitted(elder, office.plain);
    await expect(on(delegate).askPrincipal({ id: filed.id, declared: true })).rejects.toMatchObject(refused("CONFLICT", "applications.notEditable"));
  });

  test("a correction is answered the same way, and a case that ends waits for nobody", async () => {
    const { elder, delegate } = await pair({ awaitsPrincipal: true });
    const { id } = await office.submitted(elder);
    await on(office.desk.clerk).requestCorrection({ id, version: 1, items: [{ fieldId: "shopName", reason: "与执照不符" }] });
    await on(delegate).save({ id, section: "applicant", raw: { shopName: "老李面馆" } });
    await expect(on(delegate).resubmit({ id, declared: true })).rejects.toMatchObject(reserved);
    await on(delegate).askPrincipal({ id, declared: true });
    expect((await on(elder).listOwn({ state: "open" })).rows).toMatchObject([{ id, status: "correction", awaitingSince: monday.toISOString() }]);
    await on(elder).resubmit({ id, declared: true });
    expect(await rowOf(id)).toMatchObject({ status: "submitted", awaitingPrincipalSince: null });
    await on(office.desk.clerk).requestCorrection({ id, version: 3, items: [{ fieldId: "shopName", reason: "与执照不符" }] });
    await on(delegate).askPrincipal({ id, declared: true });
    await on(elder).withdraw({ id });
    expect(await rowOf(id)).toMatchObject({ status: "withdrawn", awaitingPrincipalSince: null });
  });

  test("of the principal's filing and the delegate's change at once, one is first and both are whole", async () => {
    const { elder, delegate } = await pair({ awaitsPrincipal: true });
    const id = await office.draft(delegate);
    await on(delegate).askPrincipal({ id, declared: true });
    const raw = { shopName: "老李面馆", ownerId: elder.citizenId, ownerPhone: elder.phone };
    const [filed, saved] = await Promise.allSettled([on(elder).submit({ id, declared: true }), on(delegate).save({ id, section: "applicant", raw })]);
    expect(filed.status).toBe("fulfilled");
    if (saved.status === "rejected") expect(saved.reason).toMatchObject(refused("CONFLICT", "applications.notEditable"));
    expect(await rowOf(id)).toMatchObject({ status: "submitted", awaitingPrincipalSince: null });
  });
});

test("a delegate rates for the principal only when they may submit", async () => {
  const { elder, helper, delegate } = await pair();
  const { number } = await office.submitted(elder);
  await office.db.update(applications).set({ status: "refused", version: 2 }).where(eq(applications.number, number));
  const looker = await createDelegate(office.db, elder, helper, { acts: ["view"] });
  expect(await office.as(looker).ratings.get({ number })).toMatchObject({ rateable: false });
  await expect(office.as(looker).ratings.rate({ number, level: "basic", reasons: [], anonymous: false })).rejects.toMatchObject(forbidden);
  expect(await office.as(delegate).ratings.get({ number })).toMatchObject({ rateable: true });
});

test("what a delegate does is logged with both names' ids", async () => {
  const { elder, helper, delegate } = await pair();
  const { id } = await office.submitted(delegate);
  const rows = await office.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
  expect(new Set(rows.map(({ actorId, onBehalfOf }) => `${actorId} ${onBehalfOf}`))).toEqual(new Set([`${helper.id} ${elder.id}`]));
});
