import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, count, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, divisions, itemRunRows, itemRuns, outbox, revisionSaves, serviceItemRevisions, serviceItems, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createItem, createPlace, createStaff, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { makeBasicCode, makeHandlingCode, makeImplementationCode } from "@/domain/core/codes";
import type { RevisionContent } from "@/domain/items/schema";
import { exchangeFormat, schemaPath, type ItemDocument } from "@/domain/items/schema/exchange";
import { createCaller } from "@/server/api/root";
import { storage } from "@/server/core/storage";
import { readRun, startImport } from "./commands/import";
import { workRun } from "./commands/run-work";

const now = new Date("2026-03-02T01:00:00.000Z");
let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;
let place: Place;
let otherPlace: Place;
let editor: User;
let colleague: User;
let publisher: User;
let main = 100;

const as = (actor: Actor) => createCaller({ actor, now, requestId: "r", address: "test", db: connection.db });
const ctxOf = <A extends Actor>(actor: A) => ({ actor, now, requestId: "r", address: "test", db: connection.db });
const system = () => ctxOf({ kind: "system" });
const refusal = (code: string, message: string) => ({ code, message });

beforeAll(async () => {
  connection = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "runs-"));
  place = await createPlace(connection.db);
  otherPlace = await createPlace(connection.db, "310104");
  [editor, colleague, publisher] = [await createStaff(connection.db, "itemEditor", place), await createStaff(connection.db, "itemEditor", place), await createStaff(connection.db, "itemPublisher", place)];
});
afterAll(async () => {
  await connection.close();
  await rm(folder, { recursive: true });
});

const department = ({ uscc, departmentName, divisionCode }: Place) => ({ uscc, name: departmentName, level: "4" as const, divisionCode });
const codeIn = ({ uscc, divisionCode }: Place) =>
  makeHandlingCode({ implementationCode: makeImplementationCode({ uscc, level: "4", basicCode: makeBasicCode({ divisionPrefix: divisionCode.slice(0, 2), itemType: "01", main: (main += 1), sub: 0 }) }), sequence: 1 });
const documentIn = (where: Place, overrides: Partial<RevisionContent> = {}, more: Partial<ItemDocument> = {}): ItemDocument =>
  ({ code: codeIn(where), department: department(where), content: revisionContent(overrides), ...more });

async function published(overrides: Partial<RevisionContent> = {}, where = place): Promise<Item> {
  const item = await createItem(connection.db, where, revisionContent(overrides));
  await connection.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
  return item;
}

/** Hands a file in as the upload does. */
async function received(rows: readonly unknown[], by = editor, text = rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row))).join("\n")): Promise<string> {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, `${JSON.stringify({ format: exchangeFormat, schema: schemaPath })}\n${text}\n`);
  const fileKey = `imports/${crypto.randomUUID()}`;
  await storage().putFile(fileKey, path);
  return (await startImport(ctxOf(by), { fileKey, name: "事项.ndjson" })).runId;
}

async function shown(rows: readonly unknown[], by = editor): Promise<string> {
  const runId = await received(rows, by);
  await readRun(system(), runId);
  return runId;
}

async function worked(runId: string, by = editor) {
  await as(by).items.confirmRun({ runId });
  await workRun(system(), runId);
  return as(by).items.getRun({ runId });
}

const rowsOf = async (runId: string, by = editor) => (await as(by).items.listRunRows({ runId, limit: 100 })).rows;
const draftsOf = (code: string) => connection.db.select({ revision: serviceItemRevisions, item: serviceItems }).from(serviceItemRevisions)
  .innerJoin(serviceItems, eq(serviceItems.id, serviceItemRevisions.serviceItemId)).where(and(eq(serviceItems.code, code), eq(serviceItemRevisions.status, "draft")));

describe("an import", () => {
  test("shows what is new, changed field by field, unchanged and refused; nothing is written before it is confirmed", async () => {
    const [kept, changed] = [await published({ name: "不变事项" }), await published({ name: "要改事项", conditions: ["一", "二"] })];
    const fresh = documentIn(place, { name: "新事项" });
    const runId = await shown([
      fresh,
      { code: changed.code, department: department(place), content: { ...changed.content, conditions: ["一", "三"], visits: 1 } },
      { code: kept.code, department: department(place), content: kept.content },
      documentIn(otherPlace, { name: "别人的事项" }),
      documentIn(place, { name: "" }),
      "no json",
    ]);
    expect(await as(editor).items.getRun({ runId })).toMatchObject({ status: "ready", read: 6, total: 6, plans: { create: 1, revise: 1, unchanged: 1, refuse: 3 } });
    const rows = await rowsOf(runId);
    expect(rows.map(({ plan }) => plan)).toEqual(["create", "revise", "unchanged", "refuse", "refuse", "refuse"]);
    expect(rows[1]?.changes).toEqual(expect.arrayContaining([{ field: "conditions", removed: ["二"], added: ["三"] }, { field: "visits", removed: ["0"], added: ["1"] }]));
    expect(rows.slice(3).map(({ problems }) => problems)).toMatchObject([
      [{ code: "notYours", field: "department.uscc" }], [{ code: "missing", field: "content.name" }], [{ code: "wrongType", field: "row" }],
    ]);
    expect(await draftsOf(fresh.code)).toEqual([]);
    const { rows: refused } = await as(editor).items.listRunRows({ runId, plan: "refuse", limit: 2 });
    expect(refused).toHaveLength(2);
  });

  test("makes drafts in the name of whoever confirmed, never anything published, and tells what came of each row", async () => {
    const changed = await published({ name: "原名" });
    const fresh = documentIn(place, { name: "又一新事项" });
    const runId = await shown([fresh, { code: changed.code, department: department(place), content: { ...changed.content, name: "新名" } }]);
    expect(await worked(runId)).toMatchObject({ status: "done", done: 2, outcomes: { drafted: 2, refused: 0 } });
    const [[created], [revised]] = [await draftsOf(fresh.code), await draftsOf(changed.code)];
    expect(created).toMatchObject({ item: { status: "draft", currentRevisionId: null, departmentId: place.departmentId }, revision: { number: 1, createdBy: editor.id } });
    expect(revised).toMatchObject({ item: { status: "published", currentRevisionId: changed.revisionId }, revision: { number: 2, createdBy: editor.id, content: { name: "新名" } } });
    const [row] = await connection.db.select({ document: itemRunRows.document }).from(itemRunRows).where(eq(itemRunRows.runId, runId));
    expect(row?.document).toBeNull();
    await expect(as(publisher).items.getForEdit({ itemId: created?.item.id ?? "" })).resolves.toMatchObject({ edits: [{ accountId: editor.id }] });
  });

  test("saves over one's own draft, which stays among its saves, and never over a colleague's", async () => {
    const [own, theirs] = [documentIn(place, { name: "自己的" }), documentIn(place, { name: "同事的" })];
    await worked(await shown([own]));
    await worked(await shown([theirs], colleague), colleague);
    const runId = await shown([{ ...own, content: { ...own.content, name: "自己的（改）" } }, { ...theirs, content: { ...theirs.content, name: "抢写" } }]);
    expect((await rowsOf(runId)).map(({ plan, problems }) => [plan, problems[0]?.code])).toEqual([["revise", undefined], ["refuse", "draftOfOthers"]]);
    await worked(runId);
    const [draft] = await draftsOf(own.code);
    expect(draft?.revision).toMatchObject({ version: 1, content: { name: "自己的（改）" } });
    expect(await connection.db.select().from(revisionSaves).where(eq(revisionSaves.revisionId, draft?.revision.id ?? ""))).toMatchObject([{ version: 0, content: { name: "自己的" } }]);
    expect((await draftsOf(theirs.code))[0]?.revision.content.name).toBe("同事的");
  });

  test("refuses a row whose item changed after it was shown, and does the others", async () => {
    const [raced, calm] = [documentIn(place, { name: "被抢" }), documentIn(place, { name: "平静" })];
    const runId = await shown([raced, calm]);
    await worked(await shown([raced], colleague), colleague);
    expect(await worked(runId)).toMatchObject({ status: "done", outcomes: { drafted: 1, refused: 1 } });
    expect((await rowsOf(runId)).map(({ outcome, problems }) => [outcome, problems[0]?.code])).toEqual([["refused", "draftOfOthers"], ["drafted", undefined]]);
  });

  test("goes on after being cut off, in reading and in working, each row once", async () => {
    const many = Array.from({ length: 230 }, (_, index) => documentIn(place, { name: `批量事项${index}` }));
    const runId = await received(many);
    await Promise.all([readRun(system(), runId), readRun(system(), runId)]);
    expect(await as(editor).items.getRun({ runId })).toMatchObject({ status: "ready", total: 230, plans: { create: 230 } });
    await as(editor).items.confirmRun({ runId });
    await Promise.all([workRun(system(), runId), workRun(system(), runId), workRun(system(), runId)]);
    await workRun(system(), runId);
    expect(await as(editor).items.getRun({ runId })).toMatchObject({ status: "done", done: 230, outcomes: { drafted: 230, refused: 0 } });
    const [made] = await connection.db.select({ rows: count() }).from(auditLog).where(and(eq(auditLog.action, "items.openRevision"), eq(auditLog.actorId, editor.id)));
    const [drafts] = await connection.db.select({ rows: count() }).from(serviceItemRevisions).where(eq(serviceItemRevisions.createdBy, editor.id));
    expect(made?.rows).toBe(drafts?.rows);
  }, 60_000);

  test("a cancelled one leaves what waits undone; a second word comes too late", async () => {
    const document = documentIn(place, { name: "不做了" });
    const runId = await shown([document]);
    await as(editor).items.cancelRun({ runId });
    await workRun(system(), runId);
    expect(await as(editor).items.getRun({ runId })).toMatchObject({ status: "cancelled", done: 0 });
    expect(await draftsOf(document.code)).toEqual([]);
    await expect(as(editor).items.confirmRun({ runId })).rejects.toMatchObject(refusal("CONFLICT", "items.runNotReady"));
    await expect(as(editor).items.cancelRun({ runId })).rejects.toMatchObject(refusal("CONFLICT", "items.runOver"));
  });

  test("of a file that is none fails with the reason, and keeps no file", async () => {
    const fileKey = `imports/${crypto.randomUUID()}`;
    await storage().put(fileKey, "hello");
    const { runId } = await startImport(ctxOf(editor), { fileKey, name: "hello.txt" });
    await readRun(system(), runId);
    expect(await as(editor).items.getRun({ runId })).toMatchObject({ status: "failed", problem: { code: "items.notJson" } });
    expect(await storage().exists(fileKey)).toBe(false);
  });

  test("rights are those of the day it is done: a post that ended refuses every row", async () => {
    const leaving = await createStaff(connection.db, "itemEditor", place);
    const runId = await shown([documentIn(place)], leaving);
    await as(leaving).items.confirmRun({ runId });
    const later = { ...system(), now: new Date("2026-03-03T01:00:00.000Z") };
    await connection.db.update(staffPosts).set({ endedAt: new Date("2026-03-02T02:00:00Z") }).where(eq(staffPosts.accountId, leaving.id));
    await workRun(later, runId);
    expect(await rowsOf(runId, leaving)).toMatchObject([{ outcome: "refused", problems: [{ code: "notYours" }] }]);
  });

  test("is its owner's alone, and an editor's", async () => {
    const runId = await shown([documentIn(place)]);
    const theirs = as(colleague).items;
    for (const call of [() => theirs.getRun({ runId }), () => theirs.listRunRows({ runId }), () => theirs.confirmRun({ runId }), () => theirs.cancelRun({ runId })]) {
      await expect(call()).rejects.toMatchObject(refusal("NOT_FOUND", "items.runNotFound"));
    }
    await expect(as(publisher).items.getRun({ runId })).rejects.toMatchObject(refusal("FORBIDDEN", "access.forbidden"));
    await expect(as({ kind: "anonymous" }).items.listRuns({})).rejects.toMatchObject(refusal("UNAUTHORIZED", "access.signIn"));
    expect((await as(colleague).items.listRuns({})).rows.every(({ id }) => id !== runId)).toBe(true);
    expect((await as(editor).items.listRuns({ limit: 1 })).rows).toMatchObject([{ id: runId, status: "ready", title: "事项.ndjson" }]);
  });

  test("wakes the background when it begins and when it is confirmed", async () => {
    const runId = await shown([documentIn(place)]);
    await as(editor).items.confirmRun({ runId });
    const messages = (await connection.db.select().from(outbox)).filter(({ payload }) => payload["runId"] === runId);
    expect(messages.map(({ topic }) => topic)).toEqual(["items.runWaits", "items.runWaits"]);
    expect(await connection.db.select().from(itemRuns).where(eq(itemRuns.id, runId))).toMatchObject([{ status: "running" }]);
  });
});

describe("a clone", () => {
  test("to a list of organs shows the codes that will result and what conflicts, then makes drafts without places", async () => {
    const source = await published({ name: "可复制事项", address: "某路一号", consultPhone: "021-12345678", conditions: ["年满十八"] });
    const district = await createPlace(connection.db, "310105");
    const city = await createStaff(connection.db, "itemEditor", place);
    await connection.db.insert(staffPosts).values({ accountId: city.id, role: "itemEditor", departmentId: district.departmentId, divisionCode: district.divisionCode, validFrom: "2020-01-01" });
    const both: User = { ...city, posts: [place, district].map(({ departmentId, divisionCode }) => ({ role: "itemEditor", departmentId, divisionCode })) };
    const lines = [{ uscc: district.uscc }, { uscc: place.uscc }, { uscc: otherPlace.uscc }, { uscc: "no such organ" }, { uscc: district.uscc, divisionCode: "999999" }];
    const { runId } = await as(both).items.startClone({ itemId: source.serviceItemId, targets: { by: "list", lines } });
    const rows = await rowsOf(runId, both);
    expect(rows.map(({ plan, problems }) => [plan, problems[0]?.code])).toEqual([["create", undefined], ["refuse", "alreadyThere"], ["refuse", "notYours"], ["refuse", "noDepartment"], ["refuse", "noDivision"]]);
    expect(rows[0]?.code).toBe(`${district.uscc}4${source.code.slice(19)}`);
    expect(await worked(runId, both)).toMatchObject({ status: "done", outcomes: { drafted: 1, refused: 0 } });
    const [draft] = await draftsOf(rows[0]?.code ?? "");
    expect(draft?.item.divisionCode).toBe(district.divisionCode);
    expect(draft?.revision.content).toMatchObject({ name: "可复制事项", conditions: ["年满十八"], sources: [] });
    expect(draft?.revision.content.address).toBeUndefined();
    const again = await as(both).items.startClone({ itemId: source.serviceItemId, targets: { by: "list", lines: [{ uscc: district.uscc }] } });
    expect(await rowsOf(again.runId, both)).toMatchObject([{ plan: "refuse", problems: [{ code: "alreadyThere" }] }]);
  });

  test("to the divisions beneath one takes the next sequences of the same organ", async () => {
    await connection.db.insert(divisions).values([{ code: "320000", name: "测试省", level: "province", parentCode: "000000" }, { code: "320100", name: "甲市", level: "city", parentCode: "320000" }, { code: "320200", name: "乙市", level: "city", parentCode: "320000" }]);
    const organ = await createPlace(connection.db, "320000");
    const wide = await createStaff(connection.db, "itemEditor", organ);
    const source = await published({ name: "全省事项" }, organ);
    const { runId } = await as(wide).items.startClone({ itemId: source.serviceItemId, targets: { by: "divisions", divisionCode: "320000" } });
    expect((await rowsOf(runId, wide)).map(({ code, plan }) => [code.slice(31), plan])).toEqual([["02", "create"], ["03", "create"]]);
    await worked(runId, wide);
    const { rows } = await as(wide).items.listForEdit({ query: source.code.slice(0, 31) });
    expect(rows.map(({ divisionName }) => divisionName)).toEqual(expect.arrayContaining(["甲市", "乙市"]));
  });

  test("of another department's item, and to nowhere, is refused", async () => {
    const theirs = await published({}, otherPlace);
    await expect(as(editor).items.startClone({ itemId: theirs.serviceItemId, targets: { by: "divisions", divisionCode: "310000" } })).rejects.toMatchObject(refusal("NOT_FOUND", "items.notFound"));
    const own = await published();
    await expect(as(editor).items.startClone({ itemId: own.serviceItemId, targets: { by: "subtree", divisionCode: "310101", named: "没有这样的局" } })).rejects.toMatchObject(refusal("UNPROCESSABLE_CONTENT", "items.noTargets"));
  });
});
