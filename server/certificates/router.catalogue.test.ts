import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { certificateCatalogue } from "@/db/seed/certificates/catalogue";
import { certificateLayouts, certificates, certificateTypeEditions, certificateTypes, serviceItems } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCertificateType, createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import type { CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import type { Actor, User } from "@/domain/core/actor";
import { starterLayout } from "@/domain/items/rules/layout";
import type { ItemResult } from "@/domain/items/schema/result";
import { createCaller } from "@/server/api/root";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { readPdf } from "@/server/core/documents/testing-pdf";
import { insertCertificate } from "./commands";
import { jobs } from "./jobs";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let editor: User;
let second: User;
let publisher: User;
let both: User;

const ctx = (actor: Actor): Ctx => ({ actor, now: factoryNow, requestId: "test", address: crypto.randomUUID(), db: test.db });
const as = (actor: Actor) => createCaller(ctx(actor)).certificates;
const field = (key: string, more: Partial<CertificateTypeContent["fields"][number]> = {}) => ({ key, label: { zh: "店名", en: "Shop" }, type: "text" as const, required: false, mask: "most" as const, maxLength: 20, ...more });

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  [editor, second, publisher] = [await createStaff(test.db, "itemEditor", place), await createStaff(test.db, "itemEditor", place), await createStaff(test.db, "itemPublisher", place)];
  both = { ...publisher, posts: [...publisher.posts, { role: "itemEditor", departmentId: place.departmentId, divisionCode: place.divisionCode }] };
});
afterAll(() => test.close());

describe("an edition of a type", () => {
  it("is drafted by one, published by another, and then never changes", async () => {
    const { id } = await createCertificateType(test.db, place);
    await as(editor).openEdition({ id });
    await as(editor).saveEdition({ id, version: 0, changes: { name: "新名称", fields: [field("shop")], layout: starterLayout() } });
    const draft = await as(publisher).getType({ id });
    expect(draft).toMatchObject({ actions: ["publishEdition", "discardEdition"], draft: { version: 1, changes: [{ kind: "fact", field: "name", after: "新名称" }, { kind: "added", field: "fields", name: "店名" }, { kind: "fact", field: "layout", before: null, after: "a4Portrait" }] } });
    await as(publisher).publishEdition({ id, version: 1 });
    expect(await as(editor).getType({ id })).toMatchObject({ name: "新名称", draft: null, current: { number: 2 }, history: [{ number: 2, status: "published" }, { number: 1, status: "superseded" }], actions: ["openEdition"] });
    const [row] = await test.db.select().from(certificateTypeEditions).where(eq(certificateTypeEditions.typeId, id)).limit(1);
    await expect(test.db.execute(sql`update certificate_type_editions set content = '{}' where id = ${row!.id}`)).rejects.toThrow();
    await expect(test.db.execute(sql`delete from certificate_type_editions where id = ${row!.id}`)).rejects.toThrow();
  });

  it("is not published by whoever edited it, in the rule and in the table", async () => {
    const { id } = await createCertificateType(test.db, place);
    await as(both).openEdition({ id });
    await expect(as(both).publishEdition({ id, version: 0 })).rejects.toMatchObject({ code: "FORBIDDEN", message: "certificates.ownEdition" });
    await expect(test.db.execute(sql`update certificate_type_editions set status = 'published', published_by = created_by where type_id = ${id} and status = 'draft'`)).rejects.toThrow();
    await as(editor).saveEdition({ id, version: 0, changes: { basis: "某条例 3" } });
    expect((await as(both).getType({ id })).ownEdit).toBe(true);
    await expect(as(editor).publishEdition({ id, version: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is not saved over a colleague's, and refuses what cannot be", async () => {
    const { id } = await createCertificateType(test.db, place);
    await expect(as(editor).saveEdition({ id, version: 0, changes: {} })).rejects.toMatchObject({ message: "certificates.noDraft" });
    await as(editor).openEdition({ id });
    await expect(as(second).openEdition({ id })).rejects.toMatchObject({ message: "certificates.draftExists" });
    await as(second).saveEdition({ id, version: 0, changes: { basis: "甲" } });
    await expect(as(editor).saveEdition({ id, version: 0, changes: { basis: "乙" } })).rejects.toMatchObject({ code: "CONFLICT", message: "certificates.changedMeanwhile" });
    await as(editor).saveEdition({ id, version: 1, changes: { suite: "national", fields: [field("shop"), field("shop")] } });
    await expect(as(publisher).publishEdition({ id, version: 2 })).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT", message: "certificates.typeHasProblems" });
    await as(publisher).discardEdition({ id, version: 2 });
    expect((await as(publisher).getType({ id })).current?.content.suite).toBe("international");
    await expect(as(editor).getType({ id: "no-such-type" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("keeps out a page whose fixed text no font can print, or that holds less than its fields may say", async () => {
    const { id } = await createCertificateType(test.db, place, { fields: [field("shop", { maxLength: 2000 })] });
    await as(editor).openEdition({ id });
    const layout = starterLayout();
    layout.elements.push({ id: "e99", kind: "text", text: { zh: "😀" }, x: 30, y: 20, width: 60, height: 10, size: 10 });
    await as(editor).saveEdition({ id, version: 0, changes: { layout } });
    expect((await as(editor).getType({ id })).draft?.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(["items.layoutGlyphMissing", "items.layoutTight"]));
    await as(editor).saveEdition({ id, version: 1, changes: { layout: null } });
    expect((await as(editor).getType({ id })).draft?.content.layout).toBeUndefined();
  });
});

describe("a new type", () => {
  it("is begun as a draft, found by name, and gone when its draft is dropped", async () => {
    await expect(as(publisher).createType({ id: "boat-licence", code: `${place.uscc}777`, name: "游船证" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await as(editor).createType({ id: "boat-licence", code: `${place.uscc}777`, name: "游船证" });
    await expect(as(editor).createType({ id: "boat-licence", code: `${place.uscc}778`, name: "游船证" })).rejects.toMatchObject({ message: "certificates.typeExists" });
    await expect(as(editor).createType({ id: "bad-code", code: `${place.uscc.slice(0, 17)}${place.uscc.endsWith("1") ? "2" : "1"}779`, name: "坏代码" })).rejects.toMatchObject({ message: "certificates.typeCodeMalformed" });
    expect((await as(publisher).listTypes({ query: "游船", state: "draft" })).rows).toMatchObject([{ id: "boat-licence", publishedAt: null }]);
    expect((await as(publisher).listTypeChoices()).some(({ id }) => id === "boat-licence")).toBe(false);
    await expect(as(editor).openEdition({ id: "boat-licence" })).rejects.toMatchObject({ message: "certificates.draftExists" });
    await as(editor).discardEdition({ id: "boat-licence", version: 0 });
    expect(await test.db.select().from(certificateTypes).where(eq(certificateTypes.id, "boat-licence"))).toEqual([]);
  });

  it("is listed in pages by name", async () => {
    const first = await as(editor).listTypes({ limit: 2 });
    const next = await as(editor).listTypes({ limit: 2, cursor: first.nextCursor! });
    expect(new Set([...first.rows, ...next.rows].map(({ id }) => id)).size).toBe(4);
  });
});

async function issue(result: ItemResult) {
  const citizen = await createCitizen(test.db);
  const content = revisionContent({ result });
  const application = await createApplication(test.db, { place, item: await createItem(test.db, place, content), applicant: citizen, status: "approved" });
  const system = ctx({ kind: "system" });
  const issued = await commit(system, async (tx) => {
    const { audit, outbox, ...value } = await insertCertificate(tx, system, {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: citizen.id, organisationId: null, name: citizen.name, code: citizen.citizenId, type: "111" },
      issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc },
      divisionCode: place.divisionCode, form: content.form!, answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox };
  });
  await jobs.topics!["certificates.sign"]!(system, { certificateId: issued.id });
  const pdf = async () => readPdf(Buffer.from((await as(citizen).download({ id: issued.id, form: "pdf" })).base64, "base64"));
  return { ...issued, application, pdf, verified: () => as({ kind: "anonymous" }).verify({ identifier: issued.identifier }) };
}

describe("a certificate", () => {
  const face = [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }, { key: "case1", label: { zh: "申请编号" }, field: "case.applicationNumber" }, { key: "until", label: { zh: "截止" }, field: "case.validUntil" }];

  it("is issued on the page and by the rules of its edition, and keeps them when the type changes", async () => {
    const layout = { ...starterLayout("a4Landscape"), elements: [...starterLayout("a4Landscape").elements, { id: "e50", kind: "text" as const, text: { zh: "甲版" }, x: 30, y: 15, width: 40, height: 8, size: 10 }] };
    const fields = [field("shop", { mask: "open" }), field("case1", { mask: "hidden" }), field("until")];
    const { id } = await createCertificateType(test.db, place, { fields, layout, validity: { kind: "months", months: 12 } });
    const { application, pdf, verified, ...issued } = await issue({ name: "证", kind: "certificate", certificateType: id, face });
    const [text] = (await pdf()).pages;
    for (const part of ["甲版", "老张面馆", application.number, "2027年3月1日"]) expect(text).toContain(part);
    await as(editor).openEdition({ id });
    await as(editor).saveEdition({ id, version: 0, changes: { name: "乙", fields: [field("shop", { mask: "hidden" })] } });
    await as(publisher).publishEdition({ id, version: 1 });
    expect(await verified()).toMatchObject({ face: { fields: [{ value: "老张面馆" }, { value: "******" }, { value: "20*******" }], validUntil: "2027-03-01" } });
    const [row] = await test.db.select().from(certificates).where(eq(certificates.id, issued.id));
    expect((await test.db.select().from(certificateTypeEditions).where(eq(certificateTypeEditions.id, row!.typeEditionId!)))[0]).toMatchObject({ number: 1, status: "superseded" });
  });

  it("of an item with a page of its own is drawn on that, equal pages being kept once", async () => {
    const { id } = await createCertificateType(test.db, place, { layout: starterLayout() });
    const layout = { ...starterLayout("card"), colour: "green" as const };
    const [one, two] = [await issue({ name: "证", kind: "certificate", certificateType: id, face, layout }), await issue({ name: "证", kind: "certificate", certificateType: id, face, layout })];
    const rows = await test.db.select({ digest: certificates.layoutDigest }).from(certificates).where(sql`${certificates.id} in (${one.id}, ${two.id})`);
    expect(new Set(rows.map(({ digest }) => digest)).size).toBe(1);
    expect((await test.db.select().from(certificateLayouts).where(eq(certificateLayouts.digest, rows[0]!.digest!)))[0]?.layout).toEqual(layout);
    await expect(test.db.execute(sql`update certificate_layouts set layout = '{}'`)).rejects.toThrow();
  });

  it("whose words do not fit its page is drawn on one that holds them all", async () => {
    const layout = { ...starterLayout(), elements: [{ id: "e1", kind: "field" as const, field: "shop", x: 30, y: 30, width: 12, height: 5, size: 12 }, { id: "e2", kind: "qr" as const, x: 30, y: 60, width: 30, height: 30 }] };
    const { id } = await createCertificateType(test.db, place);
    const { pdf } = await issue({ name: "证", kind: "certificate", certificateType: id, face: [{ key: "shop", label: { zh: "店名" }, field: "shopName" }, face[1]!], layout });
    expect((await pdf()).pages.join("")).toContain("老张面馆");
  });
});

describe("a preview", () => {
  const seeded = certificateCatalogue.filter(({ content }) => content.layout);

  it.each(["usual", "english", "longest", "rare"] as const)("with %s data shows every seeded page whole, marked as a sample", async (sample) => {
    for (const { content } of seeded) {
      const { id } = await createCertificateType(test.db, place, content);
      const { base64 } = await as(editor).previewType({ id, sample });
      const { pages } = await readPdf(Buffer.from(base64, "base64"));
      // One page: the designed one held everything, or a page made from the fields would have shown itself by its heading.
      expect(pages).toHaveLength(1);
      expect(pages[0]).toContain("样本");
      expect(pages[0]).toContain(content.name);
      expect(pages[0]).not.toContain("ELECTRONICCERTIFICATE");
      if (sample === "rare") expect(pages[0]).toMatch(/𠮷|𬭳/u);
    }
  });

  it("of an item follows its draft, and is for its editors alone", async () => {
    const { id } = await createCertificateType(test.db, place, { fields: [field("shop")] });
    const item = await createItem(test.db, place, revisionContent({ result: { name: "证", kind: "certificate", certificateType: id, face: [{ key: "shop", label: { zh: "店名" }, field: "shopName" }] } }));
    await test.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
    const input = { itemId: item.serviceItemId, sample: "longest" as const };
    const { pages } = await readPdf(Buffer.from((await as(editor).previewResult(input)).base64, "base64"));
    expect(pages[0]).toContain("店名");
    const elsewhere = await createStaff(test.db, "itemEditor", await createPlace(test.db, "310104"));
    await expect(as(elsewhere).previewResult(input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(await createCitizen(test.db)).previewResult(input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as({ kind: "anonymous" }).previewType({ id, sample: "usual" })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});
