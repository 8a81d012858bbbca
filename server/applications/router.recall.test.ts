import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { answerCounts, certificates, certificateUses, recalledAnswers } from "@/db/schema";
import { createAgent, createApplication, createCertificateType, createCitizen, createDelegate, createItem, createPlace, createStaff, revisionContent, type Item } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { FormDefinition } from "@/domain/forms/schema";
import { insertCertificate } from "@/server/certificates/commands";
import { jobs as certificateJobs } from "@/server/certificates/jobs";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { monday, openOffice, type Office } from "./router.testing";

// Signing keys are valid from the moment they are made, by the process's clock: it must not run ahead of the requests.
vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let office: Office;
let permit: Awaited<ReturnType<typeof createCertificateType>>;
let item: Item;
let other: Item;

const formWith = (typeId: string, id: string): FormDefinition => ({ version: 1, sections: [
  { id: "who", title: { zh: "申请人" }, fields: [
    { id: "who", type: "personName", label: { zh: "姓名" }, prefill: "profile.name" },
    { id: "shop", type: "text", label: { zh: "店名" }, prefill: { from: [`certificate.${typeId}.shop`, "earlier"] } },
    { id, type: "text", label: { zh: "开户银行" }, prefill: "earlier", meaning: "bankName" },
    { id: "kind", type: "choice", label: { zh: "情形" }, options: [{ value: "a", label: { zh: "甲" } }, { value: "b", label: { zh: "乙" } }] },
  ] },
  { id: "more", title: { zh: "补充" }, fields: [{ id: "shopAgain", type: "text", label: { zh: "字号" }, visibleWhen: "kind == 'b'", prefill: `certificate.${typeId}.shop` }, { id: "note", type: "text", label: { zh: "备注" }, prefill: "earlier" }] },
] });

beforeAll(async () => {
  office = await openOffice();
  permit = await createCertificateType(office.db, office.place);
  item = await createItem(office.db, office.place, revisionContent({ name: "本项", form: formWith(permit.id, "bank") }));
  other = await createItem(office.db, office.place, revisionContent({ name: "别项", form: formWith(permit.id, "account") }));
});
afterAll(() => office.connection.close());

const names = ["陈思远", "王小明", "李秀英"];
let met = 0;
/** Somebody with a name that could be anybody's. */
const citizen = () => createCitizen(office.db, { name: names[(met += 1) % names.length]! });
const system = (): Ctx => ({ actor: { kind: "system" }, now: monday, requestId: "job", address: "", db: office.db });
const minutes = (count: number) => new Date(monday.getTime() + count * 60_000);
const on = (actor: User, now = monday) => office.as(actor, { now }).applications;

async function issued(holder: User & { organisationId?: string }): Promise<string> {
  const result = { name: permit.name, kind: "certificate" as const, certificateType: permit.id, validMonths: 12, face: [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }] };
  const application = await createApplication(office.db, { place: office.place, item: office.plain, applicant: holder, status: "approved" });
  const form: FormDefinition = { version: 1, sections: [{ id: "s", title: { zh: "店" }, fields: [{ id: "shopName", type: "text", label: { zh: "店名" } }] }] };
  const { id } = await commit(system(), async (tx) => {
    const { audit, outbox, ...value } = await insertCertificate(tx, system(), {
      applicationId: application.id, applicationNumber: application.number, itemName: "许可", itemBasicCode: "310100001000", result,
      holder: { accountId: holder.id, organisationId: holder.organisationId ?? null, name: application.applicantName, code: "110101199003077774", type: holder.organisationId ? "001" : "111" },
      issuer: { departmentId: office.place.departmentId, name: office.place.departmentName, uscc: office.place.uscc },
      divisionCode: office.place.divisionCode, form, answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox };
  });
  await certificateJobs.topics!["certificates.sign"]!(system(), { certificateId: id });
  return id;
}

async function begin(actor: User, of: Item = item, now = monday) {
  const { id } = await on(actor, now).start({ itemCode: of.code });
  return { id, draft: await on(actor, now).draft({ id }) };
}

async function file(actor: User, of: Item, raw: Record<string, string>, now = monday) {
  const { id } = await begin(actor, of, now);
  await on(actor, now).save({ id, section: "who", raw: { who: actor.name, kind: "a", ...raw } });
  await on(actor, now).save({ id, section: "more", raw: { note: "随便" } });
  await on(actor, now).submit({ id, declared: true });
  return id;
}

const countOf = async (id: string) => (await office.db.select({ typed: answerCounts.typed, kept: answerCounts.kept, changed: answerCounts.changed }).from(answerCounts).where(eq(answerCounts.applicationId, id)))[0];

describe("a certificate that the applicant holds", () => {
  test("fills in its line with its name and day, and the reading is in the holder's record", async () => {
    const person = await citizen();
    const certificateId = await issued(person);
    const { id, draft } = await begin(person);
    expect(draft.answers).toMatchObject({ shop: "老张面馆" });
    expect(draft.context.recalled?.certificates).toEqual({ [`certificate.${permit.id}.shop`]: { name: permit.name, on: "2026-03-02", text: "老张面馆" } });
    expect(await office.db.select().from(certificateUses).where(eq(certificateUses.certificateId, certificateId)))
      .toMatchObject([{ kind: "fill", mode: "holder", userKind: "holder", userId: person.id, fields: ["face.shop"], applicationId: id }]);
    // Looked up once, however often the draft is opened.
    await on(person).draft({ id });
    expect(await office.db.$count(certificateUses, eq(certificateUses.certificateId, certificateId))).toBe(1);
    // What lies there is sealed.
    expect(JSON.stringify(await office.db.select().from(recalledAnswers).where(eq(recalledAnswers.applicationId, id)))).not.toContain("老张");
  });

  test("fills in what a later answer brings into question, and leaves alone what was cleared", async () => {
    const person = await citizen();
    await issued(person);
    const { id } = await begin(person);
    await on(person).save({ id, section: "who", raw: { who: person.name, shop: "", bank: "", kind: "b" } });
    expect((await on(person).draft({ id })).answers).toMatchObject({ shopAgain: "老张面馆" });
    await on(person).save({ id, section: "more", raw: { shopAgain: "", note: "" } });
    const { answers } = await on(person).draft({ id });
    expect([answers["shop"], answers["shopAgain"]]).toEqual([undefined, undefined]);
  });

  test("fills in nothing once it is revoked, for somebody else, or at a level too low to read certificates", async () => {
    const person = await citizen();
    const certificateId = await issued(person);
    expect((await begin(await citizen())).draft.answers["shop"]).toBeUndefined();
    expect((await begin({ ...person, assuranceLevel: "L0" }, other)).draft.answers["shop"]).toBeUndefined();
    await office.db.update(certificates).set({ status: "revoked" }).where(eq(certificates.id, certificateId));
    expect((await begin(person)).draft.answers["shop"]).toBeUndefined();
  });

  test("is read for a principal by whoever may file for them, not by whoever may only fill in", async () => {
    const person = await citizen();
    const certificateId = await issued(person);
    const [filler, filer] = [await createDelegate(office.db, person, await citizen(), { acts: ["view", "fill"] }), await createDelegate(office.db, person, await citizen(), { acts: ["view", "fill", "submit"] })];
    expect((await begin(filler)).draft.answers["shop"]).toBeUndefined();
    expect((await begin(filer, other)).draft.answers["shop"]).toBe("老张面馆");
    expect(await office.db.select().from(certificateUses).where(eq(certificateUses.certificateId, certificateId))).toMatchObject([{ mode: "delegate", userId: filer.id }]);
  });

  test("fills in nothing more at the hands of whoever may only fill in, nor of a clerk at a counter", async () => {
    const person = await citizen();
    await issued(person);
    const { id } = await begin(person);
    const asked = { id, section: "who", raw: { who: person.name, shop: "老张面馆", bank: "", kind: "b" } };
    const filler = await createDelegate(office.db, person, await citizen(), { acts: ["view", "fill"] });
    await on(filler).save(asked);
    expect((await on(filler).draft({ id })).answers).not.toHaveProperty("shopAgain");
    await on(filler).save({ ...asked, raw: { ...asked.raw, kind: "a" } });
    const { reception } = await on(office.desk.clerk).counterEnter({ document: "idCard", person: { name: person.name, citizenId: person.citizenId }, reason: "读卡器坏了" });
    await on(await createStaff(office.db, "clerk", office.place)).counterDecide({ id: reception, decision: "confirmed" });
    await on(office.desk.clerk).counterSave({ ...asked, reception });
    const draft = await on(office.desk.clerk).counterDraft({ reception, id });
    expect(draft.answers).toMatchObject({ shop: "老张面馆", kind: "b" });
    expect(draft.answers).not.toHaveProperty("shopAgain");
    expect([draft.context, draft.sources]).toEqual([expect.not.objectContaining({ recalled: expect.anything() }), { who: { from: "profile.name", kept: true } }]);
  });

  test("tells the desk where an answer came from, and nothing of what stands there", async () => {
    const person = await citizen();
    await issued(person);
    await file(person, other, { shop: "老张面馆", account: "农行城东支行" });
    const id = await file(person, item, { shop: "改过的店名", bank: "农行城东支行" }, minutes(5));
    const { number } = await on(person, minutes(6)).draft({ id });
    const { origins } = await on(office.desk.clerk, minutes(6)).getForDesk({ number });
    expect(origins).toEqual({
      shop: { from: `certificate.${permit.id}.shop`, kept: false, evidence: { name: permit.name, on: "2026-03-02" } },
      bank: { from: "earlier", kept: true, evidence: { name: "别项", on: "2026-03-02" } },
    });
  });

  test("goes with a draft that is thrown away", async () => {
    const person = await citizen();
    await issued(person);
    const { id } = await begin(person);
    await on(person).discard({ id });
    expect(await office.db.$count(recalledAnswers, eq(recalledAnswers.applicationId, id))).toBe(0);
  });
});

describe("what was answered before", () => {
  test("fills in the same question of the same item, and of another item where both mean the same; nothing else crosses over", async () => {
    const person = await citizen();
    await file(person, item, { shop: "张记", bank: "农行城东支行" });
    const same = (await begin(person, item, minutes(5))).draft;
    expect(same.answers).toMatchObject({ shop: "张记", bank: "农行城东支行", note: "随便" });
    expect(same.context.recalled?.earlier["bank"]).toEqual({ name: "本项", on: "2026-03-02", value: "农行城东支行" });
    const across = (await begin(person, other, minutes(5))).draft;
    expect(across.answers).toMatchObject({ account: "农行城东支行" });
    expect([across.answers["shop"], across.answers["note"]]).toEqual([undefined, undefined]);
  });

  test("is of the latest application, and never a draft's", async () => {
    const person = await citizen();
    await file(person, item, { shop: "旧", bank: "旧行" });
    await file(person, item, { shop: "新", bank: "新行" }, minutes(10));
    const { id } = await begin(person, item, minutes(20));
    await on(person, minutes(20)).save({ id, section: "who", raw: { who: person.name, shop: "草稿", bank: "草稿行", kind: "a" } });
    expect((await begin(person, other, minutes(30))).draft.answers["account"]).toBe("新行");
  });

  test("is nobody else's: another person's, an organisation's, or given for somebody else", async () => {
    const person = await citizen();
    await file(person, item, { shop: "张记", bank: "农行" });
    expect((await begin(await citizen())).draft.answers["bank"]).toBeUndefined();
    const mother = await citizen();
    await file(mother, item, { who: "外婆", shop: "外婆家", bank: "外婆的行" });
    expect((await begin(mother, other, minutes(5))).draft.answers["account"]).toBeUndefined();
  });

  test("of other items stays closed to a delegate whose scope is one item", async () => {
    const person = await citizen();
    await file(person, item, { shop: "张记", bank: "农行" });
    const narrow = await createDelegate(office.db, person, await citizen(), { acts: ["view", "fill", "submit"], scope: { kind: "items", itemIds: [other.serviceItemId] } });
    expect((await begin(narrow, other, minutes(5))).draft.answers["account"]).toBeUndefined();
  });

  test("of an organisation is for its agents, of a colleague's nothing that is the colleague's own", async () => {
    const content = revisionContent({ audience: ["2"], form: { version: 1, sections: [{ id: "who", title: { zh: "单位" }, fields: [
      { id: "scope", type: "text", label: { zh: "范围" }, prefill: "earlier" }, { id: "contact", type: "personName", label: { zh: "经办人" }, prefill: "earlier" },
    ] }] } });
    const forFirms = await createItem(office.db, office.place, content);
    const first = await createAgent(office.db, await citizen());
    const { id } = await begin(first, forFirms);
    await on(first).save({ id, section: "who", raw: { scope: "餐饮", contact: "张三" } });
    await on(first).submit({ id, declared: true });
    expect((await begin(first, forFirms, minutes(5))).draft.answers).toMatchObject({ scope: "餐饮", contact: "张三" });
    const colleague = await createAgent(office.db, await citizen(), first.organisationId);
    const { answers } = (await begin(colleague, forFirms, minutes(5))).draft;
    expect([answers["scope"], answers["contact"]]).toEqual(["餐饮", undefined]);
    expect((await begin(await createAgent(office.db, await citizen()), forFirms, minutes(5))).draft.answers["scope"]).toBeUndefined();
  });

  test("what is known of the agent who began fills in nothing at a colleague's hands", async () => {
    const forFirms = await createItem(office.db, office.place, revisionContent({ audience: ["2"], form: { version: 1, sections: [{ id: "who", title: { zh: "单位" }, fields: [
      { id: "kind", type: "choice", label: { zh: "情形" }, options: [{ value: "a", label: { zh: "甲" } }, { value: "b", label: { zh: "乙" } }] },
      { id: "contact", type: "citizenId", label: { zh: "经办人身份证号" }, visibleWhen: "kind == 'b'", prefill: "profile.citizenId" },
    ] }] } }));
    const person = await citizen();
    const first = await createAgent(office.db, person);
    const colleague = await createAgent(office.db, await citizen(), first.organisationId);
    const { id } = await begin(first, forFirms);
    const asked = { id, section: "who", raw: { kind: "b" } };
    await on(colleague).save(asked);
    expect((await on(colleague).draft({ id })).answers).toEqual({ kind: "b" });
    await on(first).save({ ...asked, raw: { kind: "a" } });
    await on(first).save(asked);
    expect((await on(first).draft({ id })).answers).toEqual({ kind: "b", contact: person.citizenId });
  });
});

describe("how answers came about", () => {
  test("is counted when a case is filed: typed, taken over, taken over and changed; anew when filed again, gone when taken back", async () => {
    const person = await citizen();
    await issued(person);
    // The name is the account's, the shop the certificate's but changed, bank and kind and note typed.
    const id = await file(person, item, { shop: "改过的店名", bank: "农行" });
    expect(await countOf(id)).toEqual({ typed: 3, kept: 1, changed: 1 });
    await on(person, minutes(1)).takeBack({ id });
    expect(await countOf(id)).toBeUndefined();
    await on(person, minutes(2)).save({ id, section: "who", raw: { who: person.name, shop: "老张面馆", bank: "农行", kind: "a" } });
    await on(person, minutes(2)).submit({ id, declared: true });
    expect(await countOf(id)).toEqual({ typed: 3, kept: 2, changed: 0 });
  });

  test("is summed up for each item for who looks after it: a year long, drafts and another item left out", async () => {
    const counted = await createItem(office.db, office.place, revisionContent({ name: "清点", form: formWith(permit.id, "bank") }));
    const { serviceItemId: itemId } = counted;
    const [editor, stranger] = [await createStaff(office.db, "itemEditor", office.place), await createStaff(office.db, "itemEditor", await createPlace(office.db, "310104"))];
    const figures = (by: User, now = minutes(5)) => on(by, now).answerFigures({ ids: [itemId] });
    expect(await figures(editor)).toEqual([]);
    await file(await citizen(), counted, { shop: "甲店", bank: "农行" });
    const person = await citizen();
    await issued(person);
    await file(person, counted, { shop: "改过的店名", bank: "农行" });
    await file(await citizen(), item, { shop: "别的事项", bank: "农行" });
    await on(await citizen()).start({ itemCode: counted.code });
    expect(await figures(editor)).toEqual([{ itemId, cases: 2, typed: 7, kept: 2, changed: 1 }]);
    expect(await figures(stranger)).toEqual([]);
    expect(await figures(editor, new Date(monday.getTime() + 366 * 86_400_000))).toEqual([]);
    await expect(figures(person)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
