import { and, count, eq, isNotNull, ne } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLog, departments, directoryEditions, directoryItems, divisions, itemSearch, serviceItemRevisions, serviceItems } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import documented from "../data/service-items.json";
import type { ImportedItem } from "./imported";
import { readImportFile } from "./parse";
import { importItems } from "./store";

const now = new Date("2026-03-02T01:00:00.000Z");
const items = readImportFile(documented).items;
const some = (from: number, to: number) => items.slice(from, to);
const changed = (item: ImportedItem, name = `${item.content.name}（新）`): ImportedItem => ({ ...item, content: { ...item.content, name } });

const at = (index: number): ImportedItem => {
  const item = items[index];
  if (!item) throw new Error(`no item ${index}`);
  return item;
};

describe("importItems", () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  const run = (list: readonly ImportedItem[], options: { publish?: boolean; strict?: boolean } = {}) =>
    database.db.transaction((tx) => importItems(tx, list, { publish: true, now, ...options }));
  const revisionsOf = async (item: ImportedItem) => {
    const rows = await database.db.select({ number: serviceItemRevisions.number, status: serviceItemRevisions.status, id: serviceItemRevisions.id, current: serviceItems.currentRevisionId, itemStatus: serviceItems.status })
      .from(serviceItemRevisions).innerJoin(serviceItems, eq(serviceItems.id, serviceItemRevisions.serviceItemId)).where(eq(serviceItems.code, item.code)).orderBy(serviceItemRevisions.number);
    return rows.map(({ number, status, id, current, itemStatus }) => ({ number, status, current: id === current, itemStatus }));
  };
  const trail = async () => (await database.db.select({ rows: count() }).from(auditLog))[0]?.rows;

  beforeAll(async () => {
    database = await createTestDatabase();
    const codes = [...new Set(items.map(({ department }) => department.divisionCode))];
    await database.db.insert(divisions).values(codes.map((code) => ({ code, name: code, level: "county" as const, parentCode: null })));
  });
  afterAll(() => database.close());

  it("publishes new items with their organ, their search row and two different signatures", async () => {
    expect(await run(some(0, 10))).toEqual({ imported: 10, updated: 0, unchanged: 0, refused: [] });
    const [revision] = await database.db.select().from(serviceItemRevisions).limit(1);
    expect(revision?.publishedBy).not.toBe(revision?.createdBy);
    const [found] = await database.db.select({ items: count() }).from(itemSearch);
    expect(found?.items).toBe(10);
    const [organs] = await database.db.select({ departments: count() }).from(departments);
    expect(organs?.departments).toBe(new Set(some(0, 10).map(({ department }) => department.uscc)).size);
  });

  it("changes nothing the second time, not even the audit log", async () => {
    const before = await trail();
    expect(await run(some(0, 10))).toEqual({ imported: 0, updated: 0, unchanged: 10, refused: [] });
    expect(await trail()).toBe(before);
  });

  it("makes a new revision of what changed and supersedes the old one", async () => {
    expect(await run([changed(at(0)), at(1)])).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await revisionsOf(at(0))).toEqual([
      { number: 1, status: "superseded", current: false, itemStatus: "published" },
      { number: 2, status: "published", current: true, itemStatus: "published" },
    ]);
    const [found] = await database.db.select({ name: itemSearch.name }).from(itemSearch).where(eq(itemSearch.code, at(0).code));
    expect(found?.name).toBe(`${at(0).content.name}（新）`);
  });

  it("leaves drafts without --publish, keeps one draft, and publishes it later", async () => {
    const item = at(20);
    await run([item], { publish: false });
    expect(await revisionsOf(item)).toEqual([{ number: 1, status: "draft", current: false, itemStatus: "draft" }]);
    expect(await run([item], { publish: false })).toMatchObject({ unchanged: 1 });
    await run([changed(item)], { publish: false });
    expect(await revisionsOf(item)).toEqual([{ number: 1, status: "draft", current: false, itemStatus: "draft" }]);
    expect(await run([changed(item)])).toMatchObject({ updated: 1 });
    expect(await revisionsOf(item)).toEqual([{ number: 1, status: "published", current: true, itemStatus: "published" }]);
  });

  it("keeps what an editor made of an item while its file stays the same", async () => {
    const item = at(2);
    const [row] = await database.db.select().from(serviceItems).where(eq(serviceItems.code, item.code));
    await database.db.update(serviceItemRevisions).set({ status: "superseded" }).where(eq(serviceItemRevisions.serviceItemId, row!.id));
    await database.db.insert(serviceItemRevisions).values({
      serviceItemId: row!.id, number: 2, status: "published", content: { ...item.content, name: "编辑过" }, contentHash: "edited",
      createdBy: crypto.randomUUID(), publishedBy: crypto.randomUUID(), publishedAt: now, createdAt: now, updatedAt: now,
    });
    expect(await run([item])).toMatchObject({ unchanged: 1, updated: 0 });
  });

  it("refuses a row while an editor's draft of it is open, and imports the others", async () => {
    const item = at(3);
    const [row] = await database.db.select().from(serviceItems).where(eq(serviceItems.code, item.code));
    await database.db.insert(serviceItemRevisions).values({
      serviceItemId: row!.id, number: 2, status: "draft", content: item.content, contentHash: "draft", createdBy: crypto.randomUUID(), createdAt: now, updatedAt: now,
    });
    const outcome = await run([changed(item), at(30)]);
    expect(outcome).toMatchObject({ imported: 1, updated: 0 });
    expect(outcome.refused).toMatchObject([{ row: 4, problems: [{ problem: expect.stringContaining("draft (revision 2) is open") }] }]);
  });

  it("refuses an item of a division that is not there", async () => {
    const item = { ...at(40), department: { ...at(40).department, divisionCode: "999999" } };
    expect((await run([item])).refused).toMatchObject([{ problems: [{ field: "divisionCode" }] }]);
  });

  it("refuses what is new in a closed place by the name of its successor; what is there is revised still", async () => {
    const [first, second] = [at(0).department, at(45).department];
    const [next] = await database.db.select().from(departments).where(and(ne(departments.uscc, first.uscc), ne(departments.uscc, second.uscc))).limit(1);
    const close = (closedOn: string | null, successorId: string | null = null) => database.db.update(departments).set({ closedOn, successorId }).where(eq(departments.uscc, first.uscc));
    await close("2026-03-01", next!.id);
    const anew = { ...at(45), department: first };
    expect((await run([anew, changed(at(0), "再改一次")]))).toMatchObject({ imported: 0, updated: 1, refused: [{ problems: [{ field: "department", problem: expect.stringContaining(`its successor is ${next!.name}`) }] }] });
    await close(null);
    await database.db.insert(divisions).values({ code: "990100", name: "旧区", level: "county", parentCode: null, closedOn: "2026-03-01", successorCode: first.divisionCode });
    expect((await run([{ ...at(45), divisionCode: "990100" }])).refused).toMatchObject([{ problems: [{ field: "divisionCode", problem: expect.stringContaining(`旧区 (990100) is closed; its successor is ${first.divisionCode}`) }] }]);
  });

  it("writes nothing in strict mode when anything is refused", async () => {
    const bad = { ...at(40), department: { ...at(40).department, divisionCode: "999999" } };
    expect(await run([bad, at(41)], { strict: true })).toMatchObject({ imported: 0 });
    expect(await revisionsOf(at(41))).toEqual([]);
  });

  it("finds 居住证 by jzz in the database", async () => {
    const [row] = await database.db.select({ initials: itemSearch.initials, tokens: itemSearch.tokens }).from(itemSearch).where(and(eq(itemSearch.name, "居住证申领"), isNotNull(itemSearch.tokens)));
    expect(row?.initials).toContain("jzz");
    expect(row?.tokens).toContain("'居住证'");
  });

  it("imports 5,000 rows in seconds", async () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ ...(documented.items[index % documented.items.length] as object), id: `bulk-${index}` }));
    const startedAt = performance.now();
    const read = readImportFile({ items: many });
    expect(read.refused).toEqual([]);
    expect(await run(read.items)).toMatchObject({ imported: 5000, refused: [] });
    expect(performance.now() - startedAt).toBeLessThan(60_000);
  }, 120_000);

  it("refuses what the directory fixes, row by row, and lets what it does not fix through", async () => {
    const item = at(0);
    const { name, itemType, audience, statutoryLimit, legalBasis, level } = item.content;
    const directoryItemId = crypto.randomUUID();
    const editionId = crypto.randomUUID();
    const [place] = await database.db.select({ departmentId: serviceItems.departmentId, divisionCode: serviceItems.divisionCode }).from(serviceItems).where(eq(serviceItems.code, item.code));
    await database.db.insert(directoryItems).values({ id: directoryItemId, basicCode: item.code.slice(19, 31), ...place!, createdAt: now, updatedAt: now });
    await database.db.insert(directoryEditions).values({ id: editionId, directoryItemId, number: 1, status: "published", elements: { name: `${name}（新）`, itemType, levels: [level], audience, statutoryLimit, legalBasis }, editors: [crypto.randomUUID()], publishedBy: crypto.randomUUID(), publishedAt: now, createdAt: now, updatedAt: now });
    await database.db.update(directoryItems).set({ currentEditionId: editionId }).where(eq(directoryItems.id, directoryItemId));
    const allowed = changed(item);
    expect(await run([{ ...allowed, content: { ...allowed.content, statutoryLimit: { value: 77, unit: "workday" } } }])).toMatchObject({ updated: 0, refused: [{ problems: [{ field: "statutoryLimit", problem: expect.stringContaining("directory") }] }] });
    expect(await run([{ ...allowed, content: { ...allowed.content, keywords: ["新词"] } }])).toMatchObject({ updated: 1, refused: [] });
  });
});
