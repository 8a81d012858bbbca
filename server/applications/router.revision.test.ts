import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applications, serviceItemRevisions, serviceItems } from "@/db/schema";
import { createItem, createPlace, createStaff, revisionContent } from "@/db/testing/factories";
import type { RevisionContent } from "@/domain/items/schema";
import { publish as publishDraft } from "@/server/items/router.testing";
import { openOffice, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const section = (...fields: NonNullable<RevisionContent["form"]>["sections"][number]["fields"]): RevisionContent["form"] => ({ version: 1, sections: [{ id: "shop", title: { zh: "店" }, fields }] });
const shopName = { id: "shopName", type: "text", label: { zh: "店名" } } as const;
const before = section(shopName, { id: "colour", type: "text", label: { zh: "颜色" } });
const after = section({ id: "floor", type: "number", label: { zh: "楼层" } }, shopName);

async function begun() {
  const { db, place, as, citizen } = office;
  const item = await createItem(db, place, revisionContent({ form: before, minAssuranceLevel: "L1" }));
  await db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
  const person = await citizen();
  const { id } = await as(person).applications.start({ itemCode: item.code });
  await as(person).applications.save({ id, section: "shop", raw: { shopName: "老张面馆", colour: "红" } });
  return { item, person, id, on: as(person).applications };
}

async function publish(itemId: string, content: RevisionContent) {
  const { as, db, place } = office;
  const [editor, publisher] = [await createStaff(db, "itemEditor", place), await createStaff(db, "itemPublisher", place)];
  const draft = await as(editor).items.openRevision({ itemId });
  await as(editor).items.saveRevision({ itemId, version: draft.version, content });
  await publishDraft(as(editor).items, as(publisher).items, itemId);
}

describe("a draft begun under an earlier edition", () => {
  test("is told what changed, is not filed as it is, and goes on with everything that still has a question", async () => {
    const { item, id, on } = await begun();
    await publish(item.serviceItemId, { ...item.content, name: "新名称", form: after });
    expect((await on.draft({ id })).newer).toEqual({ number: 2, added: [{ zh: "楼层" }], removed: [{ zh: "颜色" }], changed: [] });
    await expect(on.submit({ id, declared: true })).rejects.toMatchObject({ code: "CONFLICT", message: "applications.revisionOutdated" });

    await on.adoptRevision({ id });
    const draft = await on.draft({ id });
    expect(draft).toMatchObject({ newer: null, itemName: "新名称", answers: { shopName: "老张面馆" }, errors: [{ fieldId: "floor" }] });
    expect(draft.answers).not.toHaveProperty("colour");
    await expect(on.adoptRevision({ id })).rejects.toMatchObject({ code: "CONFLICT", message: "applications.revisionCurrent" });
    await on.save({ id, section: "shop", raw: { shopName: "老张面馆", floor: "2" } });
    expect(await on.submit({ id, declared: true })).toMatchObject({ status: "submitted" });
  });

  test("goes on being filled in on a page opened under the earlier one: by the ids of its questions, and no page vanishes in silence", async () => {
    const { item, id, on } = await begun();
    await publish(item.serviceItemId, { ...item.content, form: after });
    const base = { shopName: "老张面馆", colour: "红" };
    await on.save({ id, section: "shop", raw: { ...base, shopName: "换版前填的" }, base });
    await on.adoptRevision({ id });
    expect((await on.draft({ id })).answers).toEqual({ shopName: "换版前填的" });
    await on.save({ id, section: "shop", raw: { ...base, shopName: "换版后填的" }, base: { ...base, shopName: "换版前填的" } });
    expect((await on.draft({ id })).answers).toEqual({ shopName: "换版后填的" });
    await expect(on.save({ id, section: "noLonger", raw: base, base })).rejects.toMatchObject({ code: "CONFLICT", message: "applications.pageGone" });
  });

  test("is nobody else's to move", async () => {
    const { item, id } = await begun();
    await publish(item.serviceItemId, { ...item.content, form: after });
    const stranger = await office.citizen();
    await expect(office.as(stranger).applications.adoptRevision({ id })).rejects.toMatchObject({ code: "NOT_FOUND", message: "applications.notFound" });
    await expect(office.as({ kind: "anonymous" }).applications.adoptRevision({ id })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});

describe("an editor", () => {
  test("sees whom the next edition touches", async () => {
    const { item } = await begun();
    const filed = await office.citizen();
    const { id } = await office.as(filed).applications.start({ itemCode: item.code });
    await office.as(filed).applications.save({ id, section: "shop", raw: { shopName: "乙", colour: "蓝" } });
    await office.as(filed).applications.submit({ id, declared: true });
    const editor = await createStaff(office.db, "itemEditor", office.place);
    expect(await office.as(editor).applications.countTouched({ itemId: item.serviceItemId })).toEqual({ drafts: 1, running: 1, most: 1000 });
    const elsewhere = await createStaff(office.db, "itemEditor", await createPlace(office.db, "310104"));
    await expect(office.as(elsewhere).applications.countTouched({ itemId: item.serviceItemId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.as(filed).applications.countTouched({ itemId: item.serviceItemId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a case that was filed", () => {
  test("finishes under its own edition", async () => {
    const { item, id, on } = await begun();
    await on.submit({ id, declared: true });
    await publish(item.serviceItemId, { ...item.content, form: after });
    await expect(on.adoptRevision({ id })).rejects.toMatchObject({ message: "applications.notEditable" });
    const [row] = await office.db.select({ revisionId: applications.revisionId }).from(applications).where(eq(applications.id, id));
    const [revision] = await office.db.select().from(serviceItemRevisions).where(eq(serviceItemRevisions.id, row?.revisionId ?? ""));
    expect(revision).toMatchObject({ number: 1, status: "superseded" });
  });
});

describe("a draft whose item closes", () => {
  test("is kept and told, and filed once the item opens again", async () => {
    const { item, id, on } = await begun();
    const turn = (status: "suspended" | "published") => office.db.update(serviceItems).set({ status }).where(eq(serviceItems.id, item.serviceItemId));
    await turn("suspended");
    expect(await on.draft({ id })).toMatchObject({ closed: true, answers: { shopName: "老张面馆" } });
    await expect(on.submit({ id, declared: true })).rejects.toMatchObject({ code: "CONFLICT", message: "items.suspended" });
    await turn("published");
    expect(await on.submit({ id, declared: true })).toMatchObject({ status: "submitted" });
  });
});
