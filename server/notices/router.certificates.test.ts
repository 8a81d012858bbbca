import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { certificateEvents, messages, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCertificateType, createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { formOf } from "@/domain/items/rules";
import type { MessageTemplate } from "@/domain/notices/schema";
import { createCaller } from "@/server/api/root";
import { insertCertificate } from "@/server/certificates/commands";
import { expireCertificates, remindOfExpiry } from "@/server/certificates/commands/expiry";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { hasPdfTools, soundToOthers } from "@/server/core/documents/testing-tools";
import { jobs } from "./jobs";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let officer: User;
let approver: User;

const system: Actor = { kind: "system" };
const ctx = (actor: Actor, now = factoryNow): Ctx => ({ actor, now, requestId: "test", address: "test", db: test.db });
const as = (actor: Actor) => createCaller(ctx(actor)).certificates;
const reason = "持证人出借证件";

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  officer = await createStaff(test.db, "certificateOfficer", place);
  approver = await createStaff(test.db, "approver", place);
});
afterAll(() => test.close());

/** A certificate that ends on 1 March 2027. */
async function issue() {
  const holder = await createCitizen(test.db);
  const { id: certificateType, name } = await createCertificateType(test.db, place);
  const result = { name, kind: "certificate" as const, certificateType, validMonths: 12, face: [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }] };
  const content = revisionContent({ result });
  const application = await createApplication(test.db, { place, item: await createItem(test.db, place, content), applicant: holder, status: "approved" });
  const { id } = await commit(ctx(system), async (tx) => {
    const { audit, outbox: outgoing, ...value } = await insertCertificate(tx, ctx(system), {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: holder.id, organisationId: null, name: holder.name, code: holder.citizenId, type: "111" },
      issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc }, divisionCode: place.divisionCode, form: formOf(content), answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox: outgoing };
  });
  return { id, holder, name };
}

const twoHands = (act: "suspend" | "revoke" | "cancel", ground: "penalty" | "fraud" | "request") => async (id: string) => {
  await as(officer).proposeLifeAct({ id, version: 0, act, ground, basis: "《行政处罚法》第九条", reason });
  const { lifeVersion: version, waiting } = await as(approver).getIssued({ id });
  await as(approver).decideLifeAct({ id, version, proposalId: waiting!.id, outcome: "granted", answer: "" });
};

/** What waits to be told of a certificate is told, and told again as after a crash. */
async function tell(id: string, now = factoryNow) {
  const orders = await test.db.select().from(outbox).where(inArray(outbox.topic, ["certificates.event", "certificates.ending"]));
  const mine = orders.filter(({ payload }) => (payload as { certificateId: string }).certificateId === id);
  for (const { topic, payload } of [...mine, ...mine]) await jobs.topics![topic]!(ctx(system, now), payload);
  return mine.length;
}

const toldTo = (holder: User) => test.db.select({ template: messages.template, params: messages.params }).from(messages).where(and(eq(messages.accountId, holder.id), inArray(messages.template, templates)));
const templates: MessageTemplate[] = ["certificateSuspended", "certificateRestored", "certificateRevoked", "certificateCancelled", "certificateReissued", "certificateChanged", "certificateExpired", "certificateEnding"];

it.each<[string, (id: string) => Promise<unknown>, MessageTemplate[]]>([
  ["suspended", twoHands("suspend", "penalty"), ["certificateSuspended"]],
  ["revoked", twoHands("revoke", "fraud"), ["certificateRevoked"]],
  ["cancelled", twoHands("cancel", "request"), ["certificateCancelled"]],
  ["reissued", (id) => as(officer).reissue({ id, version: 0, reason }), ["certificateReissued"]],
  ["changed", (id) => as(officer).change({ id, version: 0, reason, face: { shop: "老李面馆" } }), ["certificateChanged"]],
  ["past its last day", () => expireCertificates(ctx(system, new Date("2027-03-02T01:00:00Z"))), ["certificateExpired"]],
])("a certificate that was %s tells its holder once, without the reason", async (_, happen, told) => {
  const { id, holder, name } = await issue();
  await happen(id);
  expect(await tell(id)).toBe(1);
  expect(await toldTo(holder)).toEqual(told.map((template) => ({ template, params: { certificate: name } })));
});

it.each<["suspend" | "revoke" | "cancel", "penalty" | "fraud" | "request", string, string]>([
  ["suspend", "penalty", "扣", "电子证照暂扣决定书"], ["revoke", "fraud", "撤", "电子证照撤销决定书"], ["revoke", "penalty", "撤", "电子证照吊销决定书"], ["cancel", "request", "销", "电子证照注销决定书"],
])("to %s one on the ground of %s is a decision in writing: numbered, sealed, with reason, provision and remedies, served when its holder reads it", async (act, ground, word, title) => {
  const { id, holder, name } = await issue();
  await twoHands(act, ground)(id);
  await tell(id);
  const notices = (actor: User) => createCaller(ctx(actor)).notices;
  const [notice, ...more] = await notices(holder).listForCertificate({ id });
  expect(more).toEqual([]);
  expect(notice).toMatchObject({ number: expect.stringMatching(new RegExp(`^${place.divisionCode}${word}字〔2026〕第\\d{6}号$`)), title, issuedOn: "2026-03-02", sealed: false, servedOn: null });
  await jobs.topics!["notices.seal"]!(ctx(system), { noticeId: notice!.id });
  expect(await notices(officer).listForCertificate({ id })).toMatchObject([{ sealed: true, servedOn: null }]);
  await notices(officer).get({ id: notice!.id });
  expect(await notices(approver).listForCertificate({ id })).toMatchObject([{ servedOn: null }]);
  const { body } = await notices(holder).get({ id: notice!.id });
  const words = [...body.paragraphs, ...body.remedies].join("");
  for (const said of [name, "《行政处罚法》第九条", reason, "六十日", "六个月", "行政复议"]) expect(words).toContain(said);
  expect(body.recipient).toBe(holder.name);
  const pdf = Buffer.from((await notices(holder).download({ id: notice!.id })).base64, "base64");
  if (hasPdfTools) expect(soundToOthers(pdf)).toEqual({ signed: true, wellFormed: true });
  expect(await notices(officer).listForCertificate({ id })).toMatchObject([{ servedOn: "2026-03-02" }]);
  for (const stranger of [await createCitizen(test.db), await createStaff(test.db, "certificateOfficer", await createPlace(test.db))]) {
    await expect(notices(stranger).listForCertificate({ id })).rejects.toMatchObject({ message: "certificates.notFound" });
    await expect(notices(stranger).get({ id: notice!.id })).rejects.toMatchObject({ message: "notices.notFound" });
    await expect(notices(stranger).download({ id: notice!.id })).rejects.toMatchObject({ message: "notices.notFound" });
  }
});

it("is handed over at the counter by its issuer's officer, once, against signature", async () => {
  const { id } = await issue();
  await twoHands("suspend", "penalty")(id);
  await tell(id);
  const notices = (actor: User) => createCaller(ctx(actor)).notices;
  const [notice] = await notices(officer).listForCertificate({ id });
  await jobs.topics!["notices.seal"]!(ctx(system), { noticeId: notice!.id });
  await notices(officer).serve({ id: notice!.id, receivedBy: "张持证" });
  expect(await notices(officer).listForCertificate({ id })).toMatchObject([{ servedOn: "2026-03-02" }]);
  await expect(notices(officer).serve({ id: notice!.id, receivedBy: "张持证" })).rejects.toMatchObject({ message: "notices.servedAlready" });
  await expect(notices(await createStaff(test.db, "certificateOfficer", await createPlace(test.db))).serve({ id: notice!.id, receivedBy: "张持证" })).rejects.toMatchObject({ message: "notices.notFound" });
});

it("only proposed, it tells nobody", async () => {
  const { id, holder } = await issue();
  await as(officer).proposeLifeAct({ id, version: 0, act: "suspend", ground: "penalty", basis: "《行政处罚法》第九条", reason });
  expect(await tell(id)).toBe(0);
  expect(await toldTo(holder)).toEqual([]);
});

it("ninety days before its end its holder is told of the end and until when to ask for a renewal, once", async () => {
  const { id, holder, name } = await issue();
  const now = new Date("2026-12-01T01:00:00Z");
  await remindOfExpiry(ctx(system, now));
  await remindOfExpiry(ctx(system, now));
  expect(await tell(id, now)).toBe(1);
  expect(await toldTo(holder)).toEqual([{ template: "certificateEnding", params: { certificate: name, endsOn: "2027-03-01", dueOn: "2027-01-30" } }]);
});

it("what brought a certificate is told by its case, and an unknown event is an error", async () => {
  const { id, holder } = await issue();
  const [event] = await test.db.select().from(certificateEvents).where(eq(certificateEvents.certificateId, id));
  await jobs.topics!["certificates.event"]!(ctx(system), { eventId: event!.id });
  expect(await toldTo(holder)).toEqual([]);
  await expect(jobs.topics!["certificates.event"]!(ctx(system), { eventId: crypto.randomUUID() })).rejects.toMatchObject({ code: "notices.eventUnknown" });
});
