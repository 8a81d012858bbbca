import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { directoryEditions, itemRuns, serviceItemRevisions, serviceItems, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createItem, createPlace, createStaff, revisionContent, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { differences } from "@/domain/items/rules/directory";
import type { RevisionContent } from "@/domain/items/schema";
import type { DirectoryElements } from "@/domain/items/schema/directory";
import { createCaller } from "@/server/api/root";
import { workRun } from "./commands/run-work";
import { listToInherit } from "./queries/directory";

const now = new Date("2026-03-02T01:00:00.000Z");
let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let district: Place;
let editor: User;
let publisher: User;
let local: User;

const as = (actor: Actor) => createCaller({ actor, now, requestId: "r", address: "test", db: connection.db });
const refusal = (code: string, message: string) => ({ code, message });
const elements = (overrides: Partial<DirectoryElements> = {}): DirectoryElements => ({
  name: "测试许可", itemType: "01", levels: ["4"], audience: ["1"], statutoryLimit: { value: 20, unit: "workday" }, legalBasis: [{ instrument: "测试条例", articles: "第一条" }], ...overrides,
});

beforeAll(async () => {
  connection = await createTestDatabase();
  place = await createPlace(connection.db);
  district = await createPlace(connection.db, "310104");
  [editor, publisher, local] = [await createStaff(connection.db, "itemEditor", place), await createStaff(connection.db, "itemPublisher", place), await createStaff(connection.db, "itemEditor", district)];
});
afterAll(() => connection.close());

/** A published item under a basic code of one's choosing. */
async function implementing(basicCode: string, overrides: Partial<RevisionContent> = {}, where = district) {
  const item = await createItem(connection.db, where, revisionContent({ legalBasis: elements().legalBasis, ...overrides }));
  await connection.db.update(serviceItems).set({ currentRevisionId: item.revisionId, basicCode }).where(eq(serviceItems.id, item.serviceItemId));
  return item;
}

async function entry(basicCode: string, wanted = elements()) {
  const { directoryItemId } = await as(editor).items.createDirectoryItem({ basicCode, departmentId: place.departmentId, divisionCode: place.divisionCode, elements: wanted });
  return directoryItemId;
}

async function publishedEntry(basicCode: string, wanted = elements()) {
  const directoryItemId = await entry(basicCode, wanted);
  await as(publisher).items.publishEdition({ directoryItemId, version: 0 });
  await handDown(directoryItemId);
  return directoryItemId;
}

/** Works off what the last publication handed down. */
async function handDown(directoryItemId: string) {
  for (const run of await connection.db.select().from(itemRuns).where(and(eq(itemRuns.subjectId, directoryItemId), eq(itemRuns.status, "running")))) await workRun({ actor: { kind: "system" }, now, requestId: "r", address: "test", db: connection.db }, run.id);
}

const draftOf = async (itemId: string) => (await connection.db.select().from(serviceItemRevisions).where(and(eq(serviceItemRevisions.serviceItemId, itemId), eq(serviceItemRevisions.status, "draft"))))[0];

describe("an edition of the directory", () => {
  test("is drafted by one and published by another, never by who wrote at it", async () => {
    const id = await entry("310190001000");
    await as(editor).items.saveEdition({ directoryItemId: id, version: 0, elements: elements({ name: "改过的许可" }) });
    await expect(as(editor).items.publishEdition({ directoryItemId: id, version: 1 })).rejects.toMatchObject(refusal("FORBIDDEN", "access.forbidden"));
    const both = await createStaff(connection.db, "itemPublisher", place);
    await connection.db.insert(staffPosts).values({ accountId: both.id, role: "itemEditor", departmentId: place.departmentId, divisionCode: place.divisionCode, validFrom: "2020-01-01" });
    const twoHats: User = { ...both, posts: [...both.posts, { role: "itemEditor", departmentId: place.departmentId, divisionCode: place.divisionCode }] };
    await as(twoHats).items.saveEdition({ directoryItemId: id, version: 1, elements: elements({ name: "又改过的许可" }) });
    await expect(as(twoHats).items.publishEdition({ directoryItemId: id, version: 2 })).rejects.toMatchObject(refusal("FORBIDDEN", "items.ownEdition"));
    await expect(as(publisher).items.publishEdition({ directoryItemId: id, version: 1 })).rejects.toMatchObject(refusal("CONFLICT", "items.editionChanged"));
    expect(await as(publisher).items.publishEdition({ directoryItemId: id, version: 2 })).toEqual({ edition: 1, differing: 0 });
    await expect(connection.db.update(directoryEditions).set({ elements: elements() }).where(eq(directoryEditions.directoryItemId, id))).rejects.toThrow();
  });

  test("belongs to its competent department; others read it", async () => {
    const id = await publishedEntry("310190002000");
    await expect(as(local).items.openEdition({ directoryItemId: id })).rejects.toMatchObject(refusal("FORBIDDEN", "access.forbidden"));
    expect(await as(local).items.getDirectoryItem({ directoryItemId: id })).toMatchObject({ acts: [], current: { number: 1 } });
    expect((await as(local).items.listDirectory({ query: "3101900020" })).rows).toMatchObject([{ id, edition: 1, hasDraft: false, implementing: 0 }]);
    await expect(as(local).items.createDirectoryItem({ basicCode: "310190003000", departmentId: place.departmentId, divisionCode: place.divisionCode, elements: elements() })).rejects.toMatchObject(refusal("FORBIDDEN", "access.forbidden"));
    await expect(as(editor).items.createDirectoryItem({ basicCode: "310190002000", departmentId: place.departmentId, divisionCode: place.divisionCode, elements: elements() })).rejects.toMatchObject(refusal("CONFLICT", "items.directoryExists"));
    await expect(as(editor).items.getDirectoryItem({ directoryItemId: crypto.randomUUID() })).rejects.toMatchObject(refusal("NOT_FOUND", "items.directoryNotFound"));
    await expect(as({ kind: "anonymous" }).items.listDirectory({})).rejects.toMatchObject(refusal("UNAUTHORIZED", "access.signIn"));
  });

  test("is opened once at a time, and dropped", async () => {
    const id = await publishedEntry("310190004000");
    await as(editor).items.openEdition({ directoryItemId: id });
    await expect(as(editor).items.openEdition({ directoryItemId: id })).rejects.toMatchObject(refusal("CONFLICT", "items.editionOpen"));
    await as(publisher).items.discardEdition({ directoryItemId: id, version: 0 });
    await expect(as(editor).items.saveEdition({ directoryItemId: id, version: 0, elements: elements() })).rejects.toMatchObject(refusal("CONFLICT", "items.noEdition"));
  });
});

describe("implementing lists", () => {
  test("that differ are marked and get a draft with the directory's elements, one's own kept; those that agree are left alone", async () => {
    const [same, other, handling] = [await implementing("310190010000"), await implementing("310190010000", { name: "旧名", visits: 3 }), await implementing("310190010000", { name: "测试许可（变更）" })];
    const id = await entry("310190010000");
    expect(await as(publisher).items.publishEdition({ directoryItemId: id, version: 0 })).toEqual({ edition: 1, differing: 1 });
    expect(await as(editor).items.getDirectoryItem({ directoryItemId: id })).toMatchObject({ differing: 1, run: { status: "running", done: 0, total: 1 } });
    await handDown(id);
    expect((await draftOf(other.serviceItemId))?.content).toMatchObject({ name: "测试许可", visits: 3, legalBasis: elements().legalBasis });
    expect((await draftOf(other.serviceItemId))?.createdBy).toBe(editor.id);
    expect([await draftOf(same.serviceItemId), await draftOf(handling.serviceItemId)]).toEqual([undefined, undefined]);
    expect(await as(editor).items.getDirectoryItem({ directoryItemId: id })).toMatchObject({ differing: 1, run: { status: "done", done: 1 } });
    expect((await as(editor).items.listImplementing({ directoryItemId: id, differing: true })).rows).toMatchObject([{ id: other.serviceItemId, differs: true, hasDraft: true }]);
    expect((await as(editor).items.listImplementing({ directoryItemId: id })).rows).toHaveLength(3);
  });

  test("follow a new edition, open drafts too, with what their names add", async () => {
    const item = await implementing("310190011000", { name: "测试许可（变更）" });
    const id = await publishedEntry("310190011000");
    const { version } = await as(local).items.openRevision({ itemId: item.serviceItemId });
    await as(local).items.saveRevision({ itemId: item.serviceItemId, version, content: { ...item.content, visits: 2 } });
    await as(editor).items.openEdition({ directoryItemId: id });
    await as(editor).items.saveEdition({ directoryItemId: id, version: 0, elements: elements({ name: "试验许可", audience: ["1", "2"] }) });
    expect(await as(publisher).items.publishEdition({ directoryItemId: id, version: 1 })).toEqual({ edition: 2, differing: 1 });
    await handDown(id);
    expect((await draftOf(item.serviceItemId))?.content).toMatchObject({ name: "试验许可（变更）", audience: ["1", "2"], visits: 2 });
  });

  test("may not change what is locked, and may change the rest", async () => {
    const item = await implementing("310190012000");
    await publishedEntry("310190012000");
    const { version } = await as(local).items.openRevision({ itemId: item.serviceItemId });
    const save = (content: RevisionContent) => as(local).items.saveRevision({ itemId: item.serviceItemId, version, content });
    for (const change of [{ name: "私改" }, { legalBasis: [] }, { statutoryLimit: null }, { audience: ["2"] as const }, { itemType: "20" as const }]) {
      await expect(save({ ...item.content, ...change } as RevisionContent)).rejects.toMatchObject(refusal("UNPROCESSABLE_CONTENT", "items.lockedByDirectory"));
    }
    await expect(save({ ...item.content, visits: 5, promisedLimit: { value: 3, unit: "workday" } })).resolves.toMatchObject({ version: 1 });
    expect(await as(local).items.getEntryOf({ itemId: item.serviceItemId })).toMatchObject({ edition: 1, differing: [] });
    expect(await as(local).items.getEntryOf({ itemId: (await implementing("310190099000")).serviceItemId })).toBeNull();
  });

  test("begin from the directory, in one's own department and division, at a level it names", async () => {
    const id = await publishedEntry("310190013000");
    const begin = (by: User, input: Partial<{ uscc: string; divisionCode: string; handling: string }> = {}) => as(by).items.implementDirectory({ directoryItemId: id, uscc: district.uscc, divisionCode: district.divisionCode, ...input });
    const { itemId, code } = await begin(local, { handling: "变更" });
    expect(code).toBe(`${district.uscc}431019001300001`);
    expect((await draftOf(itemId))?.content).toMatchObject({ name: "测试许可（变更）", level: "4", legalBasis: elements().legalBasis, materials: [] });
    expect((await begin(local)).code.slice(31)).toBe("02");
    await expect(begin(editor)).rejects.toMatchObject(refusal("FORBIDDEN", "access.forbidden"));
    await expect(begin(local, { uscc: "nobody" })).rejects.toMatchObject(refusal("UNPROCESSABLE_CONTENT", "items.noDepartment"));
    await expect(begin(local, { divisionCode: "999999" })).rejects.toMatchObject(refusal("UNPROCESSABLE_CONTENT", "items.noDivision"));
    const above = await publishedEntry("310190014000", elements({ levels: ["2"] }));
    await expect(as(local).items.implementDirectory({ directoryItemId: above, uscc: district.uscc, divisionCode: district.divisionCode })).rejects.toMatchObject(refusal("UNPROCESSABLE_CONTENT", "items.levelNotInDirectory"));
    await expect(as(local).items.implementDirectory({ directoryItemId: await entry("310190015000"), uscc: district.uscc, divisionCode: district.divisionCode })).rejects.toMatchObject(refusal("CONFLICT", "items.noEdition"));
  });

  test("the database and the rule agree on who differs", async () => {
    const wanted = elements({ nameEn: "Test permit" });
    const variants: Partial<RevisionContent>[] = [
      { nameEn: "Test permit" }, {}, { nameEn: "Test permit", name: "测试许可（延续）" }, { nameEn: "Test permit", name: "测试许可延续" }, { nameEn: "Test permit", audience: ["2", "1"] },
      { nameEn: "Test permit", statutoryLimit: null }, { nameEn: "Test permit", statutoryLimit: { value: 20, unit: "workday", text: "二十日" } }, { nameEn: "Test permit", legalBasis: [] }, { nameEn: "Test permit", itemType: "10" },
    ];
    const items = [];
    for (const variant of variants) items.push(await implementing("310190016000", variant));
    const found = (await listToInherit(connection.db, "310190016000", wanted)).map(({ id }) => id).toSorted();
    expect(found).toEqual(items.filter(({ content }) => differences(content, wanted).length > 0).map(({ serviceItemId }) => serviceItemId).toSorted());
    expect(found).toHaveLength(variants.length - 2);
  });
});
