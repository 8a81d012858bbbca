import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applications, auditLog, departments, divisions, itemRetirements, itemSearch, itemSuccessors, serviceItemRevisions, serviceItems } from "@/db/schema";
import { searchRow } from "@/db/search-document";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { parseItemCode } from "@/domain/core/codes";
import type { RevisionContent } from "@/domain/items/schema";
import { createCaller } from "@/server/api/root";
import { checkLinks, lookAt } from "./commands/links";
import { publishDue } from "./commands/publication";
import { endDueItems } from "./commands/retirement";
import { handOver, publish } from "./router.testing";

const now = new Date("2026-03-02T01:00:00.000Z");
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let editor: User;
let publisher: User;

const as = (actor: Actor, at = now) => createCaller({ actor, now: at, requestId: "r", address: "test", db: connection.db });
const items = (actor: Actor, at = now) => as(actor, at).items;
const code = (expected: string, message: string) => ({ code: expected, message });
const clock = (at: Date) => ({ actor: { kind: "system" as const }, now: at, requestId: "r", address: "system", db: connection.db });

beforeAll(async () => {
  connection = await createTestDatabase();
  place = await createPlace(connection.db);
  editor = await createStaff(connection.db, "itemEditor", place);
  publisher = await createStaff(connection.db, "itemPublisher", place);
});
afterAll(() => connection.close());

async function published(overrides: Partial<RevisionContent> = {}): Promise<Item> {
  const item = await createItem(connection.db, place, revisionContent(overrides));
  await connection.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
  const department = { id: place.departmentId, name: place.departmentName };
  await connection.db.insert(itemSearch).values(searchRow({ id: item.serviceItemId, code: item.code, divisionCode: place.divisionCode, department }, item.content));
  return item;
}

async function drafted(overrides: Partial<RevisionContent> = {}) {
  const item = await published(overrides);
  await items(editor).openRevision({ itemId: item.serviceItemId });
  return { ...item, itemId: item.serviceItemId };
}

async function scheduled(publishAt = later(60), overrides: Partial<RevisionContent> = {}) {
  const item = await drafted(overrides);
  const version = await handOver(items(editor), item.itemId);
  await items(publisher).scheduleRevision({ itemId: item.itemId, version, publishAt: publishAt.toISOString(), reason: "新规生效" });
  return { ...item, version };
}

describe("a draft is handed over", () => {
  test("not while it lacks English beside an English name, unless somebody says why; English whose Chinese changed is told too", async () => {
    const { itemId, content } = await drafted({ nameEn: "Residence permit", conditions: ["住满半年（《居住证暂行条例》第二条）"], conditionsEn: ["Half a year here"] });
    const told = async (wanted: string) => (await items(editor).getForEdit({ itemId })).draft?.problems.filter(({ code: found }) => found === wanted) ?? [];
    // The older edition told its conditions in a list; its draft tells each by its text.
    const opened = (await items(editor).getForEdit({ itemId })).draft?.content;
    expect(opened).toEqual({ ...content, conditionsEn: undefined, english: { [content.conditions[0] ?? ""]: "Half a year here" } });
    expect(await told("items.englishLeftOver")).toEqual([]);
    const [before] = await told("items.englishMissing");
    const conditions = ["住满一年（《居住证暂行条例》第二条）"];
    const saved = await items(editor).patchRevision({ itemId, version: 0, changes: { conditions } });
    // What was written for half a year does not speak for a whole one.
    expect(await told("items.englishLeftOver")).toMatchObject([{ severity: "warning", field: "english", params: { count: 1 } }]);
    expect(await told("items.englishMissing")).toMatchObject([{ severity: "warning", params: { count: Number(before?.params["count"] ?? 0) + 1 } }]);
    const [problem] = await told("items.englishLeftOver");
    await items(editor).answerWarnings({ itemId, version: saved.version, answers: [{ warning: problem?.key ?? "", reason: "译文还要用" }] });
    expect(await told("items.englishLeftOver")).toMatchObject([{ answer: { reason: "译文还要用" } }]);
    await items(editor).patchRevision({ itemId, version: saved.version, changes: { english: { [conditions[0] ?? ""]: "A year here" } } });
    expect(await told("items.englishLeftOver")).toEqual([]);
  });

  test("with a word, comes back with comments, and goes again", async () => {
    const { itemId, content } = await drafted();
    await handOver(items(editor), itemId, "请核对条件");
    await expect(items(editor).saveRevision({ itemId, version: 0, content })).rejects.toMatchObject(code("CONFLICT", "items.inReview"));
    await expect(items(publisher).returnRevision({ itemId, version: 0 })).rejects.toMatchObject(code("BAD_REQUEST", "items.commentMissing"));
    await items(publisher).returnRevision({ itemId, version: 0, comments: [{ field: "conditions", text: "请写明依据" }] });
    const seen = await items(editor).getForEdit({ itemId });
    expect(seen.draft?.reviews).toMatchObject([
      { act: "handOver", name: editor.name, note: "请核对条件" }, { act: "return", name: publisher.name, comments: [{ field: "conditions", text: "请写明依据" }] },
    ]);
    expect(seen.actions).toContain("saveRevision");
    await publish(items(editor), items(publisher), itemId);
  });

  test("only with a reason for every warning, which stays for the next edition", async () => {
    const { itemId } = await drafted();
    const before = await items(editor).getForEdit({ itemId });
    const [first, ...rest] = before.draft!.problems.filter(({ severity }) => severity === "warning");
    expect(rest.length).toBeGreaterThan(0);
    await items(editor).answerWarnings({ itemId, version: 0, answers: [{ warning: first!.key, reason: "法规没有规定" }, { warning: "items.madeUp|x", reason: "没有这个问题" }] });
    await expect(items(editor).handOver({ itemId, version: 0, answers: [] })).rejects.toMatchObject({ ...code("UNPROCESSABLE_CONTENT", "items.warningsUnanswered"), cause: { params: { count: rest.length } } });
    await publish(items(editor), items(publisher), itemId);
    const next = await createStaff(connection.db, "itemEditor", place);
    await items(next).openRevision({ itemId });
    const seen = await items(publisher).getForEdit({ itemId });
    expect(seen.draft?.problems.find(({ key }) => key === first!.key)?.answer).toMatchObject({ name: editor.name });
    expect(seen.draft?.problems.filter(({ severity, answer }) => severity === "warning" && !answer)).toEqual([]);
  });

  test("by an editor of its department, and dealt with by a publisher, nobody else", async () => {
    const { itemId } = await drafted();
    const [stranger, citizen] = [await createStaff(connection.db, "itemPublisher", await createPlace(connection.db, "310104")), await createCitizen(connection.db)];
    await expect(items(publisher).handOver({ itemId, version: 0, answers: [] })).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    await handOver(items(editor), itemId);
    const hour = { itemId, version: 0, publishAt: later(5).toISOString(), reason: "x" };
    for (const act of [() => items(editor).returnRevision({ itemId, version: 0, note: "x" }), () => items(editor).scheduleRevision(hour), () => items(citizen).publishRevision({ itemId, version: 0 })]) {
      await expect(act()).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    }
    await expect(items(stranger).publishRevision({ itemId, version: 0 })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    await expect(items({ kind: "anonymous" }).publishRevision({ itemId, version: 0 })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await items(editor).takeBack({ itemId, version: 0 });
    await expect(items(publisher).publishRevision({ itemId, version: 0 })).rejects.toMatchObject(code("CONFLICT", "items.notHandedOver"));
  });
});

describe("a scheduled publication", () => {
  test("happens at its hour, once, with two runners, signed by who set it", async () => {
    const { itemId, content } = await scheduled();
    expect(await publishDue(clock(later(59)))).toBe(0);
    const worked = await Promise.all([publishDue(clock(later(61))), publishDue(clock(later(61)))]);
    expect(worked[0] + worked[1]).toBe(1);
    const revisions = await connection.db.select().from(serviceItemRevisions).where(eq(serviceItemRevisions.serviceItemId, itemId));
    expect(revisions.map(({ status }) => status).toSorted()).toEqual(["published", "superseded"]);
    expect(revisions.find(({ status }) => status === "published")).toMatchObject({ publishedBy: publisher.id, publishedAt: later(61), content });
    const told = await connection.db.select().from(auditLog).where(and(eq(auditLog.action, "items.publishRevision"), eq(auditLog.subjectId, revisions.find(({ number }) => number === 2)!.id)));
    expect(told).toHaveLength(1);
  });

  test("is called off, and neither changed nor dropped before", async () => {
    const { itemId, version, content } = await scheduled();
    await expect(items(editor).saveRevision({ itemId, version, content })).rejects.toMatchObject(code("CONFLICT", "items.scheduled"));
    await expect(items(publisher).discardRevision({ itemId, version })).rejects.toMatchObject(code("CONFLICT", "items.scheduled"));
    await items(publisher).callOffRevision({ itemId, version, reason: "新规推迟" });
    await expect(items(publisher).callOffRevision({ itemId, version, reason: "再次" })).rejects.toMatchObject(code("CONFLICT", "items.notScheduled"));
    expect(await publishDue(clock(later(61)))).toBe(0);
    expect((await items(publisher).getForEdit({ itemId })).draft).toMatchObject({ stage: "inReview", publishAt: null });
  });

  test("stays where it is no longer sound, and both are told", async () => {
    const { itemId } = await scheduled();
    // The rules became stricter since: as if the draft had been sound by yesterday's.
    await connection.db.update(serviceItemRevisions).set({ content: revisionContent({ promisedLimit: { value: 90, unit: "workday" } }) })
      .where(and(eq(serviceItemRevisions.serviceItemId, itemId), eq(serviceItemRevisions.status, "draft")));
    expect(await publishDue(clock(later(61)))).toBe(1);
    const seen = await items(editor).getForEdit({ itemId });
    expect(seen.draft).toMatchObject({ stage: "inReview", publishAt: null });
    expect(seen.draft?.reviews.at(-1)).toMatchObject({ act: "unsound", name: null });
    expect(await publishDue(clock(later(61)))).toBe(0);
  });

  test("lies ahead, and is never set by who edited", async () => {
    const { itemId } = await drafted();
    await handOver(items(editor), itemId);
    const both: User = { ...editor, posts: [...editor.posts, { role: "itemPublisher", departmentId: place.departmentId, divisionCode: place.divisionCode }] };
    await expect(items(both).scheduleRevision({ itemId, version: 0, publishAt: later(5).toISOString(), reason: "x" })).rejects.toMatchObject(code("FORBIDDEN", "items.ownRevision"));
    await expect(items(publisher).scheduleRevision({ itemId, version: 0, publishAt: now.toISOString(), reason: "x" })).rejects.toMatchObject(code("UNPROCESSABLE_CONTENT", "items.hourPast"));
  });
});

describe("an item ends", () => {
  const retire = (overrides: object, by = publisher) => items(by).retire({ kind: "cancelled", itemIds: [], successorIds: [], effectiveOn: "2026-03-02", reason: "机构改革", ...overrides });

  test("and its guide stays and says where to go, its drafts and cases stay", async () => {
    const [old, fresh] = [await published({ name: "旧证办理" }), await published({ name: "新证办理" })];
    const citizen = await createCitizen(connection.db);
    const [draft, running] = [await createApplication(connection.db, { place, item: old, applicant: citizen, status: "draft" }), await createApplication(connection.db, { place, item: old, applicant: citizen, status: "accepted" })];
    await retire({ itemIds: [old.serviceItemId], successorIds: [fresh.serviceItemId] });
    expect(await items({ kind: "anonymous" }).get({ code: old.code })).toMatchObject({ guide: { status: "cancelled", succession: { end: { kind: "cancelled", effectiveOn: "2026-03-02" }, successors: [{ code: fresh.code, name: "新证办理" }] } } });
    expect(await items({ kind: "anonymous" }).get({ code: fresh.code })).toMatchObject({ guide: { succession: { end: null, predecessors: [{ code: old.code, name: "旧证办理" }] } } });
    await expect(as(citizen).applications.start({ itemCode: old.code })).rejects.toMatchObject({ code: expect.stringMatching(/NOT_FOUND|CONFLICT/) });
    const kept = await connection.db.select({ id: applications.id, status: applications.status }).from(applications).where(eq(applications.serviceItemId, old.serviceItemId));
    expect(kept).toEqual(expect.arrayContaining([{ id: draft.id, status: "draft" }, { id: running.id, status: "accepted" }]));
    const found = async (query: string) => (await items({ kind: "anonymous" }).search({ query })).rows.map((row) => row.code);
    expect(await found("旧证办理")).toContain(fresh.code);
    expect(await found(old.code)).toEqual([fresh.code]);
    await expect(items(editor).openRevision({ itemId: old.serviceItemId })).rejects.toMatchObject(code("CONFLICT", "items.cancelled"));
  });

  test("on its day, once, with two runners, and not before; split into two", async () => {
    const [whole, left, right] = [await published({ name: "整项" }), await published({ name: "左项" }), await published({ name: "右项" })];
    await retire({ kind: "split", itemIds: [whole.serviceItemId], successorIds: [left.serviceItemId, right.serviceItemId], effectiveOn: "2026-03-05" });
    expect(await items({ kind: "anonymous" }).get({ code: whole.code })).toMatchObject({ guide: { status: "published", succession: { end: { effectiveOn: "2026-03-05" } } } });
    expect(await endDueItems(clock(new Date("2026-03-04T15:59:00Z")))).toBe(0);
    const onTheDay = clock(new Date("2026-03-04T16:01:00Z"));
    const ended = await Promise.all([endDueItems(onTheDay), endDueItems(onTheDay)]);
    expect(ended[0] + ended[1]).toBe(1);
    expect(await items({ kind: "anonymous" }).get({ code: whole.code })).toMatchObject({ guide: { status: "cancelled", succession: { successors: [{ name: "左项" }, { name: "右项" }] } } });
  });

  test("merged with another into one", async () => {
    const [one, two, sum] = [await published({ name: "甲项" }), await published({ name: "乙项" }), await published({ name: "合项" })];
    await retire({ kind: "merged", itemIds: [one.serviceItemId, two.serviceItemId], successorIds: [sum.serviceItemId] });
    expect(await items({ kind: "anonymous" }).get({ code: sum.code })).toMatchObject({ guide: { succession: { predecessors: [{ name: "甲项" }, { name: "乙项" }] } } });
  });

  test("not where the end is called off first", async () => {
    const item = await published();
    await retire({ itemIds: [item.serviceItemId], effectiveOn: "2026-03-09" });
    await expect(retire({ itemIds: [item.serviceItemId] })).rejects.toMatchObject(code("CONFLICT", "items.endsAlready"));
    await items(publisher).keep({ itemId: item.serviceItemId, reason: "继续办理" });
    await expect(items(publisher).keep({ itemId: item.serviceItemId, reason: "x" })).rejects.toMatchObject(code("CONFLICT", "items.endsNot"));
    expect(await connection.db.select().from(itemRetirements).where(eq(itemRetirements.serviceItemId, item.serviceItemId))).toEqual([]);
  });

  test("only as it may", async () => {
    const [item, other, suspended] = [await published(), await published(), await published()];
    await items(publisher).suspend({ itemId: suspended.serviceItemId, reason: "x" });
    const one = { itemIds: [item.serviceItemId] };
    await expect(retire(one, editor)).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    await expect(retire({ ...one, effectiveOn: "2026-03-01" })).rejects.toMatchObject(code("UNPROCESSABLE_CONTENT", "items.endsInPast"));
    await expect(retire({ ...one, kind: "split", successorIds: [other.serviceItemId] })).rejects.toMatchObject(code("UNPROCESSABLE_CONTENT", "items.successorsMismatch"));
    await expect(retire({ ...one, successorIds: [item.serviceItemId] })).rejects.toMatchObject(code("UNPROCESSABLE_CONTENT", "items.successorTwice"));
    await expect(retire({ ...one, successorIds: [suspended.serviceItemId] })).rejects.toMatchObject(code("UNPROCESSABLE_CONTENT", "items.successorNotPublished"));
    const elsewhere = await createStaff(connection.db, "itemPublisher", await createPlace(connection.db, "310104"));
    await expect(retire(one, elsewhere)).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    expect(await connection.db.select().from(itemSuccessors).where(eq(itemSuccessors.serviceItemId, item.serviceItemId))).toEqual([]);
  });
});

describe("an item begins", () => {
  const begin = (overrides: object = {}, by = editor) => items(by).create({ name: "高龄津贴申领", itemType: "05", departmentId: place.departmentId, divisionCode: place.divisionCode, ...overrides });

  test("from nothing with codes of its own, is written, handed over and published by another", async () => {
    const made = await begin();
    expect(parseItemCode(made.code)).toMatchObject({ kind: "handling", uscc: place.uscc, basicCode: made.basicCode, sequence: "01", warnings: [] });
    await expect(items({ kind: "anonymous" }).get({ code: made.code })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    expect((await items(editor).getForEdit({ itemId: made.itemId })).actions).toEqual(["saveRevision", "handOver", "discardRevision"]);
    await publish(items(editor), items(publisher), made.itemId);
    expect(await items({ kind: "anonymous" }).get({ code: made.code })).toMatchObject({ guide: { status: "published", content: { name: "高龄津贴申领" } } });
    expect((await begin({ basicCode: made.basicCode })).code).toBe(`${made.code.slice(0, 31)}02`);
    expect((await begin()).basicCode).not.toBe(made.basicCode);
  });

  test("after a similar one, without what belongs to the other's counter", async () => {
    const other = await createPlace(connection.db, "310104");
    const example = await createItem(connection.db, other, revisionContent({ name: "长寿补贴", itemType: "05", conditions: ["年满八十周岁"], address: "别处", consultPhone: "12345" }));
    await connection.db.update(serviceItems).set({ currentRevisionId: example.revisionId }).where(eq(serviceItems.id, example.serviceItemId));
    const { itemId } = await begin({ exampleId: example.serviceItemId });
    const { draft } = await items(editor).getForEdit({ itemId });
    expect(draft?.content).toMatchObject({ name: "高龄津贴申领", conditions: ["年满八十周岁"], steps: example.content.steps });
    expect(draft?.content).not.toHaveProperty("address");
  });

  test("and goes with its draft where it was never published", async () => {
    const { itemId } = await begin();
    await items(editor).discardRevision({ itemId, version: 0 });
    await expect(items(editor).getForEdit({ itemId })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
  });

  test("only where it may", async () => {
    const elsewhere = await createPlace(connection.db, "310104");
    await expect(begin({}, publisher)).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    await expect(begin({ departmentId: elsewhere.departmentId })).rejects.toMatchObject(code("FORBIDDEN", "access.forbidden"));
    await expect(begin({ basicCode: "310100001000" })).rejects.toMatchObject(code("UNPROCESSABLE_CONTENT", "items.basicCodeMismatch"));
    await expect(begin({ exampleId: crypto.randomUUID() })).rejects.toMatchObject(code("NOT_FOUND", "items.notFound"));
    await expect(begin({ divisionCode: "310199" })).rejects.toMatchObject({ code: expect.stringMatching(/FORBIDDEN|UNPROCESSABLE/) });
    expect(await items(editor).listPlaces()).toMatchObject([{ id: place.departmentId, divisionCode: place.divisionCode }]);
    await begin({ divisionCode: undefined });
  });
});

describe("an item at a closed place", () => {
  const facts = { name: "高龄津贴申领", itemType: "05" } as const;

  test("is refused by the name of whoever took over, through a chain of successors, or without one", async () => {
    const [closed, between, open] = [await createPlace(connection.db), await createPlace(connection.db), await createPlace(connection.db)];
    const close = (id: string, successorId: string | null) => connection.db.update(departments).set({ closedOn: "2026-03-01", successorId }).where(eq(departments.id, id));
    const by = await createStaff(connection.db, "itemEditor", closed);
    const [{ name } = { name: "" }] = await connection.db.select().from(departments).where(eq(departments.id, open.departmentId));
    await close(closed.departmentId, between.departmentId);
    await close(between.departmentId, open.departmentId);
    await expect(items(by).create({ ...facts, departmentId: closed.departmentId })).rejects.toMatchObject({ ...code("CONFLICT", "departments.closedTo"), cause: { params: { successor: name } } });
    await close(between.departmentId, null);
    await expect(items(by).create({ ...facts, departmentId: closed.departmentId })).rejects.toMatchObject(code("CONFLICT", "departments.closed"));
  });

  test("so is one of a closed division", async () => {
    const where = await createPlace(connection.db, "310105");
    const by = await createStaff(connection.db, "itemEditor", where);
    await connection.db.update(divisions).set({ closedOn: "2026-03-01", successorCode: place.divisionCode }).where(eq(divisions.code, "310105"));
    await expect(items(by).create({ ...facts, departmentId: where.departmentId })).rejects.toMatchObject({ ...code("CONFLICT", "departments.divisionClosedTo"), cause: { params: { code: "310105", successorCode: place.divisionCode } } });
  });
});

describe("beside the draft", () => {
  test("two editors see one another, an hour later no more", async () => {
    const { itemId } = await drafted();
    const colleague = await createStaff(connection.db, "itemEditor", place);
    expect(await items(editor).seeEditors({ itemId, part: "form" })).toEqual({ others: [] });
    expect(await items(colleague, later(2)).seeEditors({ itemId, part: "guide" })).toEqual({ others: [{ name: editor.name, part: "form", minutes: 2 }] });
    expect(await items(colleague, later(62)).seeEditors({ itemId, part: "guide" })).toEqual({ others: [] });
  });

  test("any two editions are compared, with who made them", async () => {
    const { itemId, content } = await drafted({ conditions: ["旧条件"] });
    await items(editor).saveRevision({ itemId, version: 0, content: { ...content, conditions: ["新的条件"] } });
    expect(await items(publisher).compare({ itemId })).toMatchObject({ from: 1, to: 2, changes: [{ field: "conditions" }], forms: { added: [], removed: [], changed: [], nowRequired: [] } });
    expect(await items(publisher).compare({ itemId, from: 2, to: 1 })).toMatchObject({ from: 2, to: 1 });
    await expect(items(publisher).compare({ itemId, from: 7, to: 1 })).rejects.toMatchObject(code("NOT_FOUND", "items.revisionNotFound"));
    expect(await items(publisher).listRevisions({ itemId })).toMatchObject([{ number: 2, status: "draft", createdByName: editor.name }, { number: 1, status: "published" }]);
  });

  test("dead links are told of, private ones never looked at", async () => {
    const looked: string[] = [];
    await checkLinks(clock(now), ["https://www.gov.cn/a"], (url) => {
      looked.push(url);
      return Promise.resolve({ state: "gone", status: 404 });
    });
    expect(looked).toEqual(["https://www.gov.cn/a"]);
    for (const url of ["http://127.0.0.1/", "http://localhost:3000/", "http://[::1]/", "http://169.254.169.254/latest", "http://db.internal/", "https://www.gov.cn:8443/"]) {
      expect(await lookAt(url)).toEqual({ state: "refused", status: null });
    }
    const { itemId, content } = await drafted();
    const saved = await items(editor).saveRevision({ itemId, version: 0, content: { ...content, consultation: { website: "https://www.gov.cn/a" } } });
    expect(saved.problems).toContainEqual(expect.objectContaining({ field: "consultation", code: "items.linkDead" }));
  });
});
