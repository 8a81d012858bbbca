import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, itemSearch, revisionSaves, searchCounts, searchSynonyms, serviceItemRevisions, serviceItems } from "@/db/schema";
import { searchRow } from "@/db/search-document";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { canEdit } from "@/domain/items/policy";
import type { RevisionContent } from "@/domain/items/schema";
import { createCaller } from "@/server/api/root";
import { handOver, publish } from "./router.testing";

const anonymous: Actor = { kind: "anonymous" };
const now = new Date("2026-03-02T01:00:00.000Z");
let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let otherPlace: Place;
let editor: User;
let publisher: User;

const as = (actor: Actor, at = now) => createCaller({ actor, now: at, requestId: "r", address: "test", db: connection.db });
const code = (expected: string, message: string) => ({ code: expected, message });

beforeAll(async () => {
  connection = await createTestDatabase();
  place = await createPlace(connection.db);
  otherPlace = await createPlace(connection.db, "310104");
  editor = await createStaff(connection.db, "itemEditor", place);
  publisher = await createStaff(connection.db, "itemPublisher", place);
});
afterAll(() => connection.close());

/** A published item that search knows. */
async function published(overrides: Partial<RevisionContent> = {}, where = place): Promise<Item> {
  const item = await createItem(connection.db, where, revisionContent(overrides));
  await connection.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
  const search = searchRow({ id: item.serviceItemId, code: item.code, divisionCode: where.divisionCode, department: { id: where.departmentId, name: where.departmentName } }, item.content);
  await connection.db.insert(itemSearch).values(search);
  return item;
}

async function draftOf(item: Item, by = editor) {
  return as(by).items.openRevision({ itemId: item.serviceItemId });
}

const names = async (query: string, filters = {}) => (await as(anonymous).items.search({ query, ...filters })).rows.map(({ name }) => name);

describe("items.search", () => {
  beforeAll(async () => {
    await published({ name: "居住证申领", nameEn: "Residence permit", themes: ["户籍办理"], keywords: ["暂住证"], onlineDepth: "3" });
    await published({ name: "居住证签注", themes: ["户籍办理"], onlineDepth: null, form: null });
    await published({ name: "台湾居民来往大陆通行证签发", audience: ["1"], themes: ["出境入境"], onlineDepth: "1" });
    await published({ name: "个体工商户设立登记", audience: ["2"], themes: ["设立变更"], onlineDepth: "4" }, otherPlace);
  });

  test.each([
    ["居住证", ["居住证申领", "居住证签注"]],
    ["居住证签注", ["居住证签注", "居住证申领"]],
    ["ＪＺＺ", ["居住证申领", "居住证签注"]],
    ["jzzqz", ["居住证签注"]],
    ["juzhuzheng", ["居住证申领", "居住证签注"]],
    ["ju zhu zheng shen ling", ["居住证申领"]],
    ["怎么办居住证签注", ["居住证签注", "居住证申领"]],
    ["暂住证", ["居住证申领"]],
    ["residence permit", ["居住证申领"]],
    ["居住正申领", ["居住证申领"]],
    ["gtgsh", ["个体工商户设立登记"]],
    ["设立登记", ["个体工商户设立登记"]],
    ["100%_'\\;--", []],
  ])("%s finds %j, the best first", async (query, expected) => {
    expect((await names(query)).slice(0, expected.length)).toEqual(expected);
    if (expected.length === 0) expect(await names(query)).toEqual([]);
  });

  test("an item is found by its code", async () => {
    const item = await published({ name: "按编码查找的事项" });
    expect(await names(item.code.toLowerCase())).toEqual(["按编码查找的事项"]);
  });

  test("filters narrow by audience, theme, online handling, department and the division one lives in", async () => {
    expect(await names("", { audience: "2" })).toEqual(["个体工商户设立登记"]);
    expect(await names("", { theme: "户籍办理" })).toHaveLength(2);
    expect(await names("", { theme: "户籍办理", online: true })).toEqual(["居住证申领"]);
    expect(await names("", { departmentId: otherPlace.departmentId })).toEqual(["个体工商户设立登记"]);
    expect(await names("居住证", { division: "310101" })).toHaveLength(2);
    expect(await names("居住证", { division: "310104" })).toEqual([]);
  });

  test("of a place come from its county, its city and its province, and from no neighbour; of a city none of its counties'", async () => {
    for (const division of ["320101", "320104", "320100", "320000"]) {
      await published({ name: `落户指引${division}` }, await createPlace(connection.db, division));
    }
    expect((await names("落户指引", { division: "320101" })).toSorted()).toEqual(["落户指引320000", "落户指引320100", "落户指引320101"]);
    expect((await names("落户指引", { division: "320100" })).toSorted()).toEqual(["落户指引320000", "落户指引320100"]);
    // A county of its own that has none: what the city and those above it do.
    expect((await names("落户指引", { division: "320115" })).toSorted()).toEqual(["落户指引320000", "落户指引320100"]);
  });

  test.each(["", "居住证", "z"])("pages of one row hold each row once, for the query “%s”", async (query) => {
    const whole = (await as(anonymous).items.search({ query, limit: 100 })).rows.map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await as(anonymous).items.search({ query, limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(whole.length).toBeGreaterThan(1);
    expect(seen).toEqual(whole);
  });

  test("a cursor nobody gave out, an unknown field and too many rows are refused", async () => {
    await expect(as(anonymous).items.search({ cursor: "xx" })).rejects.toMatchObject(code("BAD_REQUEST", "requests.malformedCursor"));
    await expect(as(anonymous).items.search({ sort: "name" } as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(as(anonymous).items.search({ limit: 101 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test.each(["长辈版", "长者模式", "亲情版", "关爱版", "关怀版", "老年版", "大字版", " 长辈 版 "])("%s offers senior mode", async (query) => {
    expect((await as(anonymous).items.search({ query })).elderMode).toBe(true);
  });
  test("other words do not", async () => {
    expect((await as(anonymous).items.search({ query: "老年人优待证" })).elderMode).toBe(false);
  });

  test.each([["居住证", false], ["jzz", false], ["居住政", false], ["宇宙 居住证", true], ["宇宙飞船", true]])("%s matches only in part: %s", async (query, partly) => {
    expect((await as(anonymous).items.search({ query })).partly).toBe(partly);
  });
  test("without words nothing matches in part", async () => {
    expect((await as(anonymous).items.search({})).partly).toBe(false);
  });

  test("what is being typed is gone on from: spoken words and items, and counted nowhere", async () => {
    await connection.db.insert(searchSynonyms).values([{ spoken: "暂住证", official: "居住证" }, { spoken: "暂住证到期", official: "居住证签注" }]);
    const counted = await connection.db.select().from(searchCounts);
    const found = await as(anonymous).items.suggest({ query: "暂住证" });
    expect(found.words).toEqual(["暂住证到期"]);
    expect(found.items[0]).toMatchObject({ name: "居住证申领", nameEn: "Residence permit" });
    expect((await as(anonymous).items.suggest({ query: "jzzqz" })).items.map(({ name }) => name)).toEqual(["居住证签注"]);
    expect(await as(anonymous).items.suggest({ query: "。，" })).toEqual({ words: [], items: [] });
    await expect(as(anonymous).items.suggest({ query: "" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await connection.db.select().from(searchCounts)).toEqual(counted);
    await connection.db.delete(searchSynonyms);
  });

  test("facets count what is published", async () => {
    const facets = await as(anonymous).items.facets();
    expect(facets.themes).toContainEqual(expect.objectContaining({ theme: "户籍办理", count: 2 }));
    expect(facets.divisions.map((entry) => entry.code)).toContain("310104");
    expect(facets.departments.map(({ id }) => id)).toContain(otherPlace.departmentId);
  });
});

describe("items.get", () => {
  test("gives the published guide under the full code, without the form", async () => {
    const item = await published({ name: "指南事项", conditions: ["年满十六周岁"] });
    const found = await as(anonymous).items.get({ code: item.code.toLowerCase() });
    expect(found).toMatchObject({ kind: "guide", guide: { code: item.code, status: "published", hasOwnForm: true, content: { name: "指南事项", conditions: ["年满十六周岁"] }, department: { name: place.departmentName } } });
    expect(JSON.stringify(found)).not.toContain("shopName");
  });

  test("a shared implementation code gives the choice, a lone one the guide", async () => {
    const item = await published({ name: "情形一" });
    const shared = item.code.slice(0, 31);
    expect(await as(anonymous).items.get({ code: shared })).toMatchObject({ kind: "guide", guide: { code: item.code } });
    const second = await published({ name: "情形二" });
    await connection.db.update(serviceItems).set({ code: `${shared}99` }).where(eq(serviceItems.id, second.serviceItemId));
    expect(await as(anonymous).items.get({ code: shared })).toMatchObject({ kind: "choices", choices: [{ name: "情形一" }, { name: "情形二", code: `${shared}99` }] });
  });

  test("unknown, malformed and unpublished codes are refused", async () => {
    const item = await published();
    await connection.db.update(serviceItems).set({ status: "draft", currentRevisionId: null }).where(eq(serviceItems.id, item.serviceItemId));
    await expect(as(anonymous).items.get({ code: item.code })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    await expect(as(anonymous).items.get({ code: "0".repeat(33) })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    await expect(as(anonymous).items.get({ code: "0".repeat(32) })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("a revision", () => {
  test("is opened, changed, published by a second person, and read at once; the old one stays as it was", async () => {
    const item = await published({ name: "改前", conditions: ["旧条件"] });
    const { version, revision } = await draftOf(item);
    expect(revision).toBe(2);
    const content = { ...item.content, name: "改后", conditions: ["新条件"] };
    const saved = await as(editor).items.saveRevision({ itemId: item.serviceItemId, version, content });
    expect(await as(anonymous).items.get({ code: item.code })).toMatchObject({ guide: { content: { name: "改前" } } });

    const seen = await as(publisher).items.getForEdit({ itemId: item.serviceItemId });
    expect(seen.draft?.changes).toEqual([{ field: "name", removed: ["改前"], added: ["改后"] }, { field: "conditions", removed: ["旧条件"], added: ["新条件"] }]);
    expect(seen.edits).toMatchObject([{ accountId: editor.id, name: editor.name }]);
    expect(seen.actions).toEqual(["discardRevision", "suspend", "retire"]);

    expect(await handOver(as(editor).items, item.serviceItemId)).toBe(saved.version);
    await as(publisher).items.publishRevision({ itemId: item.serviceItemId, version: saved.version });
    expect(await as(anonymous).items.get({ code: item.code })).toMatchObject({ guide: { revision: { number: 2 }, content: { name: "改后" } } });
    expect((await as(anonymous).items.search({ query: "改后" })).rows[0]).toMatchObject({ code: item.code });
    const [old] = await connection.db.select().from(serviceItemRevisions).where(eq(serviceItemRevisions.id, item.revisionId));
    expect(old).toMatchObject({ status: "superseded", content: { name: "改前" } });
    const audit = await connection.db.select({ action: auditLog.action, actorId: auditLog.actorId }).from(auditLog).where(eq(auditLog.subjectType, "serviceItemRevision"));
    expect(audit).toContainEqual({ action: "items.publishRevision", actorId: publisher.id });
  });

  test("is refused to who is signed out, a citizen, another role, and another department", async () => {
    const item = await published();
    const itemId = item.serviceItemId;
    const stranger = await createStaff(connection.db, "itemEditor", otherPlace);
    const clerk = await createStaff(connection.db, "clerk", place);
    const citizen = await createCitizen(connection.db);
    await expect(as(anonymous).items.openRevision({ itemId })).rejects.toMatchObject(code("UNAUTHORIZED", "access.signIn"));
    for (const actor of [citizen, clerk]) {
      await expect(as(actor).items.openRevision({ itemId })).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
      await expect(as(actor).items.listForEdit({})).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
      await expect(as(actor).items.getForEdit({ itemId })).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    }
    await expect(as(stranger).items.openRevision({ itemId })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    await expect(as(stranger).items.getForEdit({ itemId })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    await expect(as(publisher).items.openRevision({ itemId })).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    await expect(as(editor).items.openRevision({ itemId: randomUUID() })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    const { version } = await draftOf(item);
    await expect(as(editor).items.publishRevision({ itemId, version })).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    await expect(as(publisher).items.saveRevision({ itemId, version, content: item.content })).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    await expect(as(stranger).items.saveRevision({ itemId, version, content: item.content })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
  });

  test("exists once, and nothing is saved, published or dropped without one", async () => {
    const item = await published();
    const reference = { itemId: item.serviceItemId, version: 0 };
    await expect(as(editor).items.saveRevision({ ...reference, content: item.content })).rejects.toMatchObject(code("CONFLICT", "items.noDraft"));
    await expect(as(publisher).items.publishRevision(reference)).rejects.toMatchObject(code("CONFLICT", "items.noDraft"));
    await draftOf(item);
    await expect(draftOf(item)).rejects.toMatchObject(code("CONFLICT", "items.draftExists"));
    await as(editor).items.discardRevision(reference);
    await expect(as(editor).items.discardRevision(reference)).rejects.toMatchObject(code("CONFLICT", "items.noDraft"));
    expect((await draftOf(item)).revision).toBe(2);
  });

  test("saved by two at once is kept once; the other learns who and when", async () => {
    const item = await published();
    const { version } = await draftOf(item);
    const colleague = await createStaff(connection.db, "itemEditor", place);
    const save = (by: User, name: string) => as(by).items.saveRevision({ itemId: item.serviceItemId, version, content: { ...item.content, name } });
    const results = await Promise.allSettled([save(editor, "甲"), save(colleague, "乙")]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const winner = results[0].status === "fulfilled" ? editor : colleague;
    const refused = results.find((result) => result.status === "rejected")!;
    expect(refused.reason).toMatchObject({ ...code("CONFLICT", "items.changedMeanwhile"), cause: { params: { name: winner.name, at: now.toISOString() } } });
    await handOver(as(winner).items, item.serviceItemId);
    await expect(as(publisher).items.publishRevision({ itemId: item.serviceItemId, version })).rejects.toMatchObject(code("CONFLICT", "items.changedMeanwhile"));
    await expect(as(publisher).items.discardRevision({ itemId: item.serviceItemId, version })).rejects.toMatchObject(code("CONFLICT", "items.changedMeanwhile"));
  });

  test("saved by two at once keeps both changes, where they did not touch the same thing", async () => {
    const item = await published({ name: "甲乙合写", conditions: ["旧"] });
    const itemId = item.serviceItemId;
    const { version } = await draftOf(item);
    const colleague = await createStaff(connection.db, "itemEditor", place);
    await as(colleague).items.saveRevision({ itemId, version, content: { ...item.content, conditions: ["新"] } });
    const saved = await as(editor).items.saveRevision({ itemId, version, content: { ...item.content, nameEn: "Written by two" } });
    expect(saved).toMatchObject({ version: 2, mergedWith: colleague.name });
    expect((await as(editor).items.getForEdit({ itemId })).draft?.content).toMatchObject({ conditions: ["新"], nameEn: "Written by two" });
    expect(await as(editor).items.getDraftAt({ itemId, version: 0 })).toMatchObject({ content: { conditions: ["旧"] } });
    await expect(as(editor).items.saveRevision({ itemId, version, content: { ...item.content, conditions: ["另一个"] } })).rejects.toMatchObject(code("CONFLICT", "items.changedMeanwhile"));
    await expect(as(editor).items.getDraftAt({ itemId, version: 9 })).rejects.toMatchObject(code("CONFLICT", "items.noDraft"));
    const stranger = await createStaff(connection.db, "itemEditor", otherPlace);
    await expect(as(stranger).items.getDraftAt({ itemId, version: 0 })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    await publish(as(editor).items, as(publisher).items, itemId);
    expect(await connection.db.select().from(revisionSaves)).not.toContainEqual(expect.objectContaining({ revisionId: saved.revisionId }));
  });

  test("is not published by who edited it, in whatever second role", async () => {
    const item = await published();
    const both: User = { ...editor, posts: [...editor.posts, { role: "itemPublisher", departmentId: place.departmentId, divisionCode: place.divisionCode }] };
    await draftOf(item);
    await handOver(as(editor).items, item.serviceItemId);
    await expect(as(both).items.publishRevision({ itemId: item.serviceItemId, version: 0 })).rejects.toMatchObject(code("FORBIDDEN", "items.ownRevision"));
    const helper = await createStaff(connection.db, "itemEditor", place);
    await as(helper).items.takeBack({ itemId: item.serviceItemId, version: 0 });
    await as(helper).items.saveRevision({ itemId: item.serviceItemId, version: 0, content: item.content });
    await handOver(as(editor).items, item.serviceItemId);
    const helperToo: User = { ...helper, posts: [...helper.posts, { role: "itemPublisher", departmentId: place.departmentId, divisionCode: place.divisionCode }] };
    await expect(as(helperToo).items.publishRevision({ itemId: item.serviceItemId, version: 1 })).rejects.toMatchObject(code("FORBIDDEN", "items.ownRevision"));
    const draft = and(eq(serviceItemRevisions.serviceItemId, item.serviceItemId), eq(serviceItemRevisions.status, "draft"));
    await expect(connection.db.update(serviceItemRevisions).set({ status: "published", publishedBy: editor.id }).where(draft)).rejects.toThrow();
  });

  test("with something wrong is saved but not published", async () => {
    const item = await published();
    const { version } = await draftOf(item);
    const content = { ...item.content, promisedLimit: { value: 30, unit: "workday" as const } };
    const saved = await as(editor).items.saveRevision({ itemId: item.serviceItemId, version, content });
    expect(saved.problems).toContainEqual({ field: "promisedLimit", code: "items.promisedLongerThanStatutory", severity: "error", params: {} });
    await expect(handOver(as(editor).items, item.serviceItemId)).rejects.toMatchObject(code("UNPROCESSABLE_CONTENT", "items.hasProblems"));
    await expect(as(publisher).items.publishRevision({ itemId: item.serviceItemId, version: saved.version })).rejects.toMatchObject(code("CONFLICT", "items.notHandedOver"));
  });

  test("twice published is superseded in turn, and the same key gives the first answer again", async () => {
    const item = await published();
    await draftOf(item);
    await handOver(as(editor).items, item.serviceItemId);
    const again = createCaller({ actor: publisher, now, requestId: "r", address: "test", db: connection.db, idempotencyKey: randomUUID() });
    const first = await again.items.publishRevision({ itemId: item.serviceItemId, version: 0 });
    expect(await again.items.publishRevision({ itemId: item.serviceItemId, version: 0 })).toEqual(first);
    expect((await draftOf(item)).revision).toBe(3);
  });
});

describe("an item", () => {
  test("is suspended and resumed by its publisher with a reason", async () => {
    const item = await published({ name: "暂停的事项" });
    const itemId = item.serviceItemId;
    await expect(as(editor).items.suspend({ itemId, reason: "系统升级" })).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    await expect(as(publisher).items.suspend({ itemId, reason: " " })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(as(publisher).items.resume({ itemId, reason: "恢复" })).rejects.toMatchObject(code("CONFLICT", "items.notSuspended"));
    await as(publisher).items.suspend({ itemId, reason: "系统升级" });
    await expect(as(publisher).items.suspend({ itemId, reason: "再次" })).rejects.toMatchObject(code("CONFLICT", "items.notPublished"));
    expect(await as(anonymous).items.get({ code: item.code })).toMatchObject({ guide: { status: "suspended" } });
    expect((await as(anonymous).items.search({ query: "暂停的事项" })).rows[0]).toMatchObject({ status: "suspended" });
    await as(publisher).items.resume({ itemId, reason: "恢复" });
    expect(await as(anonymous).items.get({ code: item.code })).toMatchObject({ guide: { status: "published" } });
    const audit = await connection.db.select({ after: auditLog.after }).from(auditLog).where(and(eq(auditLog.subjectId, itemId), eq(auditLog.action, "items.suspend")));
    expect(audit).toEqual([{ after: { status: "suspended", reason: "系统升级" } }]);
  });

  test("is listed for exactly those who may edit it, filtered and paged", async () => {
    const city: User = { ...editor, posts: [{ role: "itemPublisher", departmentId: place.departmentId, divisionCode: "310100" }] };
    const country: User = { ...editor, posts: [{ role: "itemEditor", departmentId: otherPlace.departmentId, divisionCode: "000000" }] };
    const elsewhere: User = { ...editor, posts: [{ role: "itemEditor", departmentId: place.departmentId, divisionCode: "320000" }] };
    const all = await connection.db.select().from(serviceItems);
    for (const actor of [editor, publisher, city, country, elsewhere]) {
      const seen = new Set((await as(actor).items.listForEdit({ limit: 100 })).rows.map(({ id }) => id));
      for (const item of all) expect(seen.has(item.id)).toBe(canEdit(actor, item));
    }
    const item = await published({ name: "只此一项" });
    const found = async (input: object) => (await as(editor).items.listForEdit(input)).rows.map(({ id }) => id);
    expect(await found({ query: "只此一" })).toEqual([item.serviceItemId]);
    expect(await found({ query: item.code.slice(0, 33).toLowerCase() })).toEqual([item.serviceItemId]);
    expect(await found({ query: "只此一", state: "draft" })).toEqual([]);
    await draftOf(item);
    expect(await found({ query: "只此一", state: "draft" })).toEqual([item.serviceItemId]);
    const first = await as(editor).items.listForEdit({ limit: 1 });
    const second = await as(editor).items.listForEdit({ limit: 1, cursor: first.nextCursor! });
    expect(second.rows[0]!.code > first.rows[0]!.code).toBe(true);
  });
});

describe("departments", () => {
  test("divisions are listed beneath their parent, and found with what they lie in", async () => {
    expect((await as(anonymous).departments.listDivisions({})).map((entry) => entry.code)).toContain("310101");
    expect(await as(anonymous).departments.getDivision({ code: "310101" })).toMatchObject({ code: "310101", path: [{ code: "310101" }] });
    await expect(as(anonymous).departments.getDivision({ code: "999999" })).rejects.toMatchObject(code("NOT_FOUND", "departments.divisionNotFound"));
    expect(await as(anonymous).departments.list({ division: "310101" })).toMatchObject([{ id: place.departmentId }]);
  });
});
