import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { itemSearch, proposals, searchCounts, searchSeen, searchSynonyms, searchThemes, serviceItems } from "@/db/schema";
import { searchRow } from "@/db/search-document";
import { createTestDatabase } from "@/db/testing/database";
import { createItem, createPlace, createStaff, revisionContent, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { createCallerFactory, router } from "@/server/api/trpc";
import { forgetSearches } from "./commands/words";
import { listFacets } from "./queries/facets";
import { wordProcedures } from "./router/words";

let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let editor: User;
let publisher: User;
const monday = new Date("2026-11-16T02:00:00Z");
const later = (days: number) => new Date(monday.getTime() + days * 86_400_000);
const caller = createCallerFactory(router(wordProcedures));
/** Each caller its own cache, as another process has it. */
const as = (actor: Actor, { now = monday, address = "test" } = {}) => caller({ actor, now, requestId: "r", address, db: freshReader() });
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object that inherits the whole client
const freshReader = () => Object.create(connection.db) as typeof connection.db;
const anyone: Actor = { kind: "anonymous" };
const search = (query: string, address: string, now = monday) => as(anyone, { now, address }).search({ query });

beforeAll(async () => {
  connection = await createTestDatabase();
  place = await createPlace(connection.db);
  editor = await createStaff(connection.db, "itemEditor", place);
  publisher = await createStaff(connection.db, "itemPublisher", place);
  const content = revisionContent({ name: "个体工商户设立登记", themes: ["设立变更"] });
  const item = await createItem(connection.db, place, content);
  await connection.db.insert(itemSearch).values(searchRow({ id: item.serviceItemId, code: item.code, divisionCode: place.divisionCode, department: { id: place.departmentId, name: place.departmentName } }, content)).onConflictDoNothing();
  await connection.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
});
afterAll(() => connection.close());

const synonym = { kind: "addSynonym", spoken: "开 店", official: "设立登记" } as const;

describe("a synonym", () => {
  test("is followed by every search at once when a publisher confirmed what an editor wrote", async () => {
    expect((await search("开店", "1")).rows).toEqual([]);
    const { id } = await as(editor).proposeWord(synonym);
    expect((await search("开店", "1")).rows).toEqual([]);
    await as(publisher).decideWord({ id, outcome: "confirmed" });
    expect((await search("开店", "1")).rows).toMatchObject([{ name: "个体工商户设立登记" }]);
    await expect(as(editor).proposeWord(synonym)).rejects.toMatchObject({ message: "items.synonymKnown" });
    const gone = await as(editor).proposeWord({ kind: "removeSynonym", spoken: "开店", official: "设立登记" });
    await as(publisher).decideWord({ id: gone.id, outcome: "confirmed" });
    expect((await search("开店", "1")).rows).toEqual([]);
    expect((await as(editor).getWordOffice()).decided).toMatchObject([{ change: { kind: "removeSynonym" } }, { change: { spoken: "开店" }, proposedByName: editor.name, decidedByName: publisher.name }]);
  });

  test("is not confirmed by who wrote it, refused without a reason, or one that says nothing", async () => {
    await expect(as(editor).proposeWord({ ...synonym, spoken: "设立登记" })).rejects.toMatchObject({ message: "items.synonymEmpty" });
    await expect(as(editor).proposeWord({ kind: "removeSynonym", spoken: "没有", official: "这个" })).rejects.toMatchObject({ message: "items.wordUnknown" });
    await expect(as(publisher).proposeWord(synonym)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { id } = await as(editor).proposeWord({ ...synonym, spoken: "开张" });
    await expect(as(editor).decideWord({ id, outcome: "confirmed" })).rejects.toMatchObject({ message: "proposals.own" });
    await expect(as(publisher).decideWord({ id, outcome: "refused" })).rejects.toMatchObject({ message: "proposals.reasonMissing" });
    await expect(connection.db.update(proposals).set({ outcome: "confirmed", decidedBy: editor.id, decidedAt: monday }).where(eq(proposals.id, id))).rejects.toThrow();
    await as(editor).decideWord({ id, outcome: "withdrawn" });
    await expect(as(publisher).decideWord({ id, outcome: "confirmed" })).rejects.toMatchObject({ message: "proposals.decided" });
    expect(await connection.db.select().from(searchSynonyms)).toEqual([]);
  });

  test("is found by either form, by pages without gaps", async () => {
    const rows = Array.from({ length: 205 }, (_, at) => ({ spoken: `说法${at}`, official: at % 2 ? "甲" : "乙" }));
    await connection.db.insert(searchSynonyms).values(rows);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await as(editor).listSynonyms(cursor ? { cursor } : {});
      seen.push(...page.rows.map((row) => row.spoken));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(205);
    expect((await as(editor).listSynonyms({ query: "甲" })).rows).toHaveLength(100);
  });
});

describe("a theme", () => {
  test("has the names and the place that were confirmed, wherever filters are shown", async () => {
    const { id } = await as(editor).proposeWord({ kind: "setTheme", theme: "设立变更", nameZh: "开办企业", nameEn: "Setting up", home: "organisation", position: 1 });
    await as(publisher).decideWord({ id, outcome: "confirmed" });
    expect((await listFacets(freshReader(), monday)).themes).toEqual([{ theme: "设立变更", count: 1, nameZh: "开办企业", nameEn: "Setting up", home: "organisation", position: 1 }]);
    expect(await as(editor).listThemes()).toMatchObject([{ theme: "设立变更", nameZh: "开办企业", count: 1 }]);
    const { id: second } = await as(editor).proposeWord({ kind: "removeTheme", theme: "设立变更" });
    await as(publisher).decideWord({ id: second, outcome: "confirmed" });
    expect(await connection.db.$count(searchThemes)).toBe(0);
    expect((await listFacets(freshReader(), monday)).themes).toMatchObject([{ theme: "设立变更", nameZh: null }]);
  });
});

describe("searches", () => {
  test("become hot words once five others made them within a week, however often one repeats theirs", async () => {
    for (let times = 0; times < 20; times += 1) await search("个体工商户", "10.0.0.1");
    for (const address of ["2", "3", "4"]) await search("个体工商户", address);
    expect(await as(anyone).hotWords()).toEqual([]);
    await search("个体工商户", "5");
    expect(await as(anyone).hotWords()).toEqual(["个体工商户"]);
    expect((await as(editor).getWordOffice()).counted).toEqual([{ word: "个体工商户", people: 5, searches: 24, empty: 0 }]);
  });

  test("that find nothing are a list of work, until a synonym answers them", async () => {
    for (const address of ["1", "2", "3", "4", "5", "6"]) await search("摆摊手续咋弄", address);
    expect((await as(editor).getWordOffice()).notFound).toMatchObject([{ word: "摆摊手续咋弄", people: 6, empty: 6 }]);
    expect(await as(anyone).hotWords()).not.toContain("摆摊手续咋弄");
    const { id } = await as(editor).proposeWord({ ...synonym, spoken: "摆摊手续咋弄" });
    await as(publisher).decideWord({ id, outcome: "confirmed" });
    expect((await as(editor).getWordOffice()).notFound).toEqual([]);
  });

  test("keep nothing of a person: no number, no address, digests for a week, rare words for two", async () => {
    for (const address of ["1", "2", "3", "4", "5", "6"]) await search("13800138000", address);
    await search("王小二", "10.9.8.7");
    const rows = await connection.db.select().from(searchCounts);
    expect(rows.map(({ word }) => word)).not.toContain("13800138000");
    expect(JSON.stringify(await connection.db.select().from(searchSeen))).not.toMatch(/10\.9\.8\.7|王小二/);
    expect(JSON.stringify(await as(editor).getWordOffice())).not.toContain("王小二");
    const system = (now: Date) => ({ actor: { kind: "system" } as const, now, requestId: "r", address: "system", db: connection.db });
    await forgetSearches(system(later(6)));
    expect(await connection.db.$count(searchSeen)).toBeGreaterThan(0);
    await forgetSearches(system(later(7)));
    expect(await connection.db.$count(searchSeen)).toBe(0);
    await forgetSearches(system(later(15)));
    expect((await connection.db.select().from(searchCounts)).map(({ word }) => word).toSorted()).toEqual(["个体工商户", "摆摊手续咋弄"]);
    await forgetSearches(system(later(181)));
    expect(await connection.db.$count(searchCounts)).toBe(0);
  });

  test("can be pinned or hidden by an editor alone, with history", async () => {
    for (const address of ["1", "2", "3", "4", "5"]) await search("设立登记", address, later(20));
    await as(editor).setHotWord({ word: "居住证", state: "pinned", position: 1 });
    expect(await as(anyone, { now: later(20) }).hotWords()).toEqual(["居住证", "设立登记"]);
    await as(editor).setHotWord({ word: "设立登记", state: "hidden" });
    expect(await as(anyone, { now: later(20) }).hotWords()).toEqual(["居住证"]);
    await as(editor).setHotWord({ word: "设立登记", state: "counted" });
    expect(await as(anyone, { now: later(20) }).hotWords()).toEqual(["居住证", "设立登记"]);
    expect((await as(editor).getWordOffice()).acts.map(({ word, state, name }) => [word, state, name])).toEqual([["设立登记", "counted", editor.name], ["设立登记", "hidden", editor.name], ["居住证", "pinned", editor.name]]);
    await expect(as(publisher).setHotWord({ word: "x", state: "pinned" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(anyone).getWordOffice()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(as(await createStaff(connection.db, "clerk", place)).listSynonyms({})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
