import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { calendarDays, departments, divisions, proposals, serviceItems, serviceWindows, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createItem, createPlace, createStaff, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { makeUscc } from "@/domain/core/codes";
import type { WindowContent } from "@/domain/departments/schema/windows";
import { createCallerFactory } from "@/server/api/trpc";
import { departmentsRouter } from "./router";

let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let writer: User;
let confirmer: User;
// A Monday, 10:00 in Shanghai.
const now = new Date("2026-11-16T02:00:00Z");
const caller = createCallerFactory(departmentsRouter);
const as = (actor: Actor) => caller({ actor, now, requestId: "r", address: "test", db: connection.db });
const basis = "沪府〔2026〕12号";
const newUscc = (body: string) => makeUscc({ registrantType: "11", divisionCode: "310101", organisationBody: body });

beforeAll(async () => {
  connection = await createTestDatabase();
  place = await createPlace(connection.db);
  await connection.db.insert(divisions).values({ code: "310000", name: "上海市", level: "province", parentCode: "000000" });
  writer = await createStaff(connection.db, "systemAdmin", place);
  confirmer = await createStaff(connection.db, "securityAdmin", place);
});
afterAll(() => connection.close());

describe("a department", () => {
  test("is there once another administrator confirmed it, with its credit code in order", async () => {
    const uscc = newUscc("70000001");
    const change = { kind: "addDepartment", uscc: ` ${uscc.toLowerCase()} `, name: "测试新设局", divisionCode: "310101", basis } as const;
    await expect(as(writer).proposeChange({ ...change, uscc: `${uscc.slice(0, 17)}${uscc.endsWith("0") ? "1" : "0"}` })).rejects.toMatchObject({ message: "departments.usccInvalid" });
    await expect(as(writer).proposeChange({ ...change, uscc: place.uscc })).rejects.toMatchObject({ message: "departments.usccTaken" });
    await expect(as(writer).proposeChange({ ...change, divisionCode: "990000" })).rejects.toMatchObject({ message: "departments.divisionNotFound" });
    const { id } = await as(writer).proposeChange(change);
    expect((await as(confirmer).listDirectory({ query: "新设" })).rows).toEqual([]);
    await as(confirmer).decideChange({ id, outcome: "confirmed" });
    expect((await as(confirmer).listDirectory({ query: uscc })).rows).toMatchObject([{ uscc, name: "测试新设局", divisionName: "测试区01" }]);
    await expect(as(confirmer).decideChange({ id, outcome: "confirmed" })).rejects.toMatchObject({ message: "proposals.decided" });
  });

  test("is confirmed by nobody who wrote it, not even by the database's leave", async () => {
    const both = { ...confirmer, id: writer.id };
    const { id } = await as(writer).proposeChange({ kind: "changeDepartment", departmentId: place.departmentId, uscc: place.uscc, name: "改名局", divisionCode: "310101", basis });
    await expect(as(both).decideChange({ id, outcome: "confirmed" })).rejects.toMatchObject({ code: "FORBIDDEN", message: "proposals.own" });
    await expect(as(confirmer).decideChange({ id, outcome: "withdrawn" })).rejects.toMatchObject({ message: "proposals.notYours" });
    await expect(as(confirmer).decideChange({ id, outcome: "refused" })).rejects.toMatchObject({ message: "proposals.reasonMissing" });
    const settle = (values: Partial<typeof proposals.$inferInsert>) => connection.db.update(proposals).set({ decidedAt: now, ...values }).where(eq(proposals.id, id));
    await expect(settle({ outcome: "confirmed", decidedBy: writer.id })).rejects.toThrow();
    await expect(settle({ outcome: "withdrawn", decidedBy: confirmer.id })).rejects.toThrow();
    await expect(settle({ outcome: "refused", decidedBy: confirmer.id })).rejects.toThrow();
    await expect(connection.db.update(proposals).set({ content: {} }).where(eq(proposals.id, id))).rejects.toThrow();
    await as(confirmer).decideChange({ id, outcome: "refused", reason: "文号有误" });
    await expect(connection.db.update(proposals).set({ reason: "改写" }).where(eq(proposals.id, id))).rejects.toThrow();
    const found = await as(writer).getForEdit({ departmentId: place.departmentId });
    expect(found).toMatchObject({ name: place.departmentName, waiting: [], decided: [{ outcome: "refused", reason: "文号有误", change: { name: "改名局" }, proposedByName: writer.name, decidedByName: confirmer.name }] });
  });

  test("has one open change: the writer's next takes its place, a colleague's waits", async () => {
    const change = { kind: "changeDepartment", departmentId: place.departmentId, uscc: place.uscc, name: "改名一局", divisionCode: "310101", basis } as const;
    const first = await as(writer).proposeChange(change);
    const colleague = await createStaff(connection.db, "systemAdmin", place);
    await expect(as(colleague).proposeChange({ ...change, name: "改名二局" })).rejects.toMatchObject({ message: "proposals.waiting" });
    const second = await as(writer).proposeChange({ ...change, name: "改名三局" });
    await expect(as(confirmer).decideChange({ id: first.id, outcome: "confirmed" })).rejects.toMatchObject({ message: "proposals.decided" });
    await as(confirmer).decideChange({ id: second.id, outcome: "confirmed" });
    expect(await as(writer).getForEdit({ departmentId: place.departmentId })).toMatchObject({ name: "改名三局", decided: [{ outcome: "confirmed" }, { outcome: "withdrawn" }, { outcome: "refused" }] });
  });

  test("that closes takes no new items and posts, and keeps what it has", async () => {
    const closing = await createPlace(connection.db);
    const item = await createItem(connection.db, closing);
    await expect(as(writer).proposeChange({ kind: "closeDepartment", departmentId: closing.departmentId, successorId: closing.departmentId, basis })).rejects.toMatchObject({ message: "departments.successorSame" });
    const { id } = await as(writer).proposeChange({ kind: "closeDepartment", departmentId: closing.departmentId, successorId: place.departmentId, basis });
    await as(confirmer).decideChange({ id, outcome: "confirmed" });
    expect(await as(writer).getForEdit({ departmentId: closing.departmentId })).toMatchObject({ closedOn: "2026-11-16", successorName: "改名三局", items: 1 });
    expect(await as({ kind: "anonymous" }).get({ departmentId: closing.departmentId })).toMatchObject({ closedOn: "2026-11-16", successorId: place.departmentId, successorName: "改名三局" });
    await expect(as({ kind: "anonymous" }).get({ departmentId: crypto.randomUUID() })).rejects.toMatchObject({ message: "departments.notFound" });
    expect((await as(writer).list({ division: "310101" })).map(({ id: one }) => one)).not.toContain(closing.departmentId);
    await expect(createItem(connection.db, closing)).rejects.toThrow();
    await expect(createStaff(connection.db, "clerk", closing)).rejects.toThrow();
    await expect(as(writer).saveFacts({ departmentId: closing.departmentId, version: 0, address: "", phone: "" })).rejects.toMatchObject({ message: "departments.closed" });
    await connection.db.update(serviceItems).set({ status: "suspended" }).where(eq(serviceItems.departmentId, closing.departmentId));
    expect((await connection.db.select().from(serviceItems).where(eq(serviceItems.code, item.code)))[0]).toMatchObject({ status: "suspended" });
    expect(await connection.db.$count(staffPosts, eq(staffPosts.departmentId, closing.departmentId))).toBe(0);
  });

  test("has an address and a phone that one administrator keeps, with history and never over a colleague's", async () => {
    const { version } = await as(writer).getForEdit({ departmentId: place.departmentId });
    await as(writer).saveFacts({ departmentId: place.departmentId, version, address: "延安东路300号", phone: "021-33134800" });
    await expect(as(writer).saveFacts({ departmentId: place.departmentId, version, address: "别处", phone: "" })).rejects.toMatchObject({ message: "departments.changedMeanwhile" });
    await expect(as(confirmer).saveFacts({ departmentId: place.departmentId, version: version + 1, address: "", phone: "" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await as(confirmer).getForEdit({ departmentId: place.departmentId })).toMatchObject({ address: "延安东路300号", history: [{ action: "saveFacts", name: writer.name, changed: ["address", "phone"] }] });
  });

  test("cannot lie beneath itself", async () => {
    const child = await createPlace(connection.db);
    const put = async (departmentId: string, uscc: string, parentId: string) => as(writer).proposeChange({ kind: "changeDepartment", departmentId, uscc, name: "局下局", divisionCode: "310101", parentId, basis });
    const { id } = await put(child.departmentId, child.uscc, place.departmentId);
    await as(confirmer).decideChange({ id, outcome: "confirmed" });
    await expect(put(place.departmentId, place.uscc, child.departmentId)).rejects.toMatchObject({ message: "departments.parentCircle" });
  });

  test("is listed by pages without gaps or repeats", async () => {
    const all = (await as(writer).listDirectory({ limit: 100 })).rows.map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await as(writer).listDirectory({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(all);
    expect((await as(writer).listDirectory({ division: "310000" })).rows).toHaveLength(all.length > 100 ? 100 : all.length);
    await expect(as(writer).listDirectory({ cursor: "x" })).rejects.toMatchObject({ message: "requests.malformedCursor" });
  });

  test.each(["itemEditor", "clerk", "auditAdmin", "supervisor"] as const)("is not for a %s to keep", async (role) => {
    const other = await createStaff(connection.db, role, place);
    await expect(as(other).listDirectory({})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(other).proposeChange({ kind: "closeDepartment", departmentId: place.departmentId, basis })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as({ kind: "anonymous" }).getForEdit({ departmentId: place.departmentId })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});

describe("a division", () => {
  test("that closes keeps its items, names its successor and takes nothing new", async () => {
    const old = await createPlace(connection.db, "310103");
    const kept = await createItem(connection.db, old);
    const confirm = async (change: Parameters<ReturnType<typeof as>["proposeChange"]>[0]) => as(confirmer).decideChange({ id: (await as(writer).proposeChange(change)).id, outcome: "confirmed" });
    await expect(as(writer).proposeChange({ kind: "closeDivision", code: "310000", basis })).resolves.toBeDefined();
    await connection.db.update(divisions).set({ parentCode: "310100" }).where(eq(divisions.code, "310103"));
    await expect(as(writer).proposeChange({ kind: "addDivision", code: "310103", name: "重复区", basis })).rejects.toMatchObject({ message: "departments.divisionTaken" });
    await confirm({ kind: "addDivision", code: "310100", name: "市辖区", basis });
    await expect(as(writer).proposeChange({ kind: "closeDivision", code: "310100", basis })).rejects.toMatchObject({ message: "departments.divisionInUse" });
    await confirm({ kind: "renameDivision", code: "310103", name: "卢湾区", basis });
    await confirm({ kind: "closeDivision", code: "310103", successorCode: "310101", basis });
    expect(await as(writer).getDivision({ code: "310103" })).toMatchObject({ name: "卢湾区", closedOn: "2026-11-16", successorCode: "310101" });
    expect(await as(writer).listDivisions({ parent: "310100" })).toEqual([]);
    await expect(createItem(connection.db, old)).rejects.toThrow();
    expect(await connection.db.$count(serviceItems, eq(serviceItems.code, kept.code))).toBe(1);
    await expect(as(writer).proposeChange({ kind: "renameDivision", code: "310103", name: "新名", basis })).rejects.toMatchObject({ message: "departments.divisionClosed" });
    expect((await as(writer).getDivisionForEdit({ code: "310100" })).children).toMatchObject([{ code: "310103", closedOn: "2026-11-16" }]);
  });
});

describe("a window", () => {
  const working = [{ from: "09:00", until: "12:00" }, { from: "13:30", until: "17:00" }];
  const content: WindowContent = {
    name: "区政务服务中心", address: "巨鹿路139号", floor: "2 楼", windowNumber: "A12", phone: "021-12345",
    hours: { week: [working, working, working, working, working, [], []], exceptions: [] }, languages: ["zh", "sign"], facilities: ["stepFree", "lift"],
  };

  test("is shown where its department's items are taken, open or closed by the calendar", async () => {
    const item = await createItem(connection.db, place);
    const { id } = await as(writer).saveWindow({ departmentId: place.departmentId, divisionCode: "310101", content });
    const other = await createPlace(connection.db);
    await as(writer).saveWindow({ departmentId: other.departmentId, divisionCode: "310101", content: { ...content, name: "分中心" }, serves: [place.departmentId], itemCodes: [item.code] });
    const anyone = as({ kind: "anonymous" });
    const names = async (find: Parameters<typeof anyone.listWindows>[0]) => (await anyone.listWindows(find)).map(({ name }) => name);
    expect(await names({ departmentId: place.departmentId, itemCode: item.code })).toEqual(["区政务服务中心", "分中心"]);
    expect(await names({ itemCode: item.code })).toEqual(["区政务服务中心", "分中心"]);
    expect(await names({ itemCode: "X".repeat(31) })).toEqual([]);
    expect(await names({ departmentId: place.departmentId, itemCode: "X".repeat(31) })).toEqual(["区政务服务中心"]);
    expect(await names({ departmentId: other.departmentId })).toEqual(["分中心"]);
    expect(await anyone.listWindowDivisions()).toMatchObject([{ code: "310101" }]);
    expect((await anyone.listWindows({ division: "310101" }))[0]).toMatchObject({ id, opening: { open: true, until: "12:00" }, today: { why: "week" } });
    await connection.db.insert(calendarDays).values({ day: "2026-11-16", isWorkday: false, name: "纪念日" });
    const fresh = caller({ actor: { kind: "anonymous" }, now, requestId: "r", address: "t", db: Object.create(connection.db) as typeof connection.db });
    expect((await fresh.listWindows({ division: "310101" }))[0]).toMatchObject({ opening: { open: false, next: { day: "2026-11-17", at: "09:00", inDays: 1 } }, today: { why: "holiday", note: "纪念日" } });
  });

  test("is kept by one administrator, with history, never over a colleague's change, and gone when closed", async () => {
    const { id } = await as(writer).saveWindow({ departmentId: place.departmentId, divisionCode: "310101", content: { ...content, name: "旧窗口" } });
    const save = (version: number, name: string) => as(writer).saveWindow({ departmentId: place.departmentId, divisionCode: "310101", windowId: id, version, content: { ...content, name } });
    await save(0, "新窗口");
    await expect(save(0, "别的窗口")).rejects.toMatchObject({ message: "departments.changedMeanwhile" });
    await expect(as(writer).saveWindow({ departmentId: place.departmentId, divisionCode: "310101", content, itemCodes: ["9".repeat(31)] })).rejects.toMatchObject({ message: "departments.itemsUnknown" });
    await expect(as(confirmer).saveWindow({ departmentId: place.departmentId, divisionCode: "310101", content })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(writer).saveWindow({ departmentId: place.departmentId, divisionCode: "310101", content: { ...content, hours: { ...content.hours, week: [[{ from: "12:00", until: "09:00" }], [], [], [], [], [], []] } } })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await as(writer).closeWindow({ windowId: id, version: 1 });
    await expect(as(writer).closeWindow({ windowId: id, version: 2 })).rejects.toMatchObject({ message: "departments.windowNotFound" });
    const { history, windows } = await as(writer).getForEdit({ departmentId: place.departmentId });
    expect(windows.find((window) => window.id === id)).toMatchObject({ name: "新窗口", closed: true });
    expect(history.slice(0, 3)).toMatchObject([{ action: "closeWindow" }, { action: "saveWindow", window: "新窗口", changed: ["name"] }, { action: "saveWindow", window: "旧窗口", changed: [] }]);
    expect((await as({ kind: "anonymous" }).listWindows({ division: "310101" })).map((window) => window.id)).not.toContain(id);
    expect(await connection.db.$count(serviceWindows, eq(serviceWindows.id, id))).toBe(1);
    expect(await connection.db.$count(departments)).toBeGreaterThan(0);
  });
});
