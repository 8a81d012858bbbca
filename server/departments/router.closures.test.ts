import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog, departments, divisions, outbox, plannedClosures, serviceItems } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createItem, createPlace, createStaff, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import type { PlanClosure } from "@/domain/departments/schema/closures";
import { createCallerFactory } from "@/server/api/trpc";
import { departmentsRouter } from "./router";

let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let item: Item;
let writer: User;
let confirmer: User;
const caller = createCallerFactory(departmentsRouter);
const day = (moment: string) => new Date(`${moment}:00+08:00`);
const as = (actor: Actor, now = day("2026-11-22T12:00")) => caller({ actor, now, requestId: "r", address: "test", db: connection.db });
const anyone: Actor = { kind: "anonymous" };

beforeAll(async () => {
  connection = await createTestDatabase();
  place = await createPlace(connection.db);
  item = await createItem(connection.db, place);
  await connection.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
  writer = await createStaff(connection.db, "systemAdmin", place);
  confirmer = await createStaff(connection.db, "securityAdmin", place);
});
beforeEach(() => connection.db.delete(plannedClosures));
afterAll(() => connection.close());

const plan = (overrides: Partial<PlanClosure> = {}): PlanClosure => ({
  scope: { kind: "item", code: item.code }, startsAt: day("2026-11-28T22:00").toISOString(), endsAt: day("2026-11-29T06:00").toISOString(), noticeDays: 3,
  why: { zh: "系统升级。", en: "The system is being upgraded." }, instead: { zh: "着急办理请到区政务服务中心窗口。", en: "If it is urgent, go to the district service centre." }, ...overrides,
});
const confirmed = async (overrides: Partial<PlanClosure> = {}) => {
  const { id } = await as(writer).planClosure(plan(overrides));
  await as(confirmer).decideClosure({ id, outcome: "confirmed" });
};

describe("a planned closure", () => {
  test("holds once another administrator confirmed it, never its writer, and both are in the audit log", async () => {
    const { id } = await as(writer).planClosure(plan());
    expect(await as(anyone, day("2026-11-28T23:00")).getStanding({ itemCode: item.code })).toEqual({ phase: "open" });
    await expect(as({ ...confirmer, id: writer.id }).decideClosure({ id, outcome: "confirmed" })).rejects.toMatchObject({ code: "FORBIDDEN", message: "proposals.own" });
    const colleague = as(await createStaff(connection.db, "systemAdmin", place));
    for (const outcome of ["confirmed", "refused"] as const) await expect(colleague.decideClosure({ id, outcome, reason: "没有必要" }), "one who plans does not decide").rejects.toMatchObject({ code: "FORBIDDEN", message: "access.forbidden" });
    await as(confirmer).decideClosure({ id, outcome: "confirmed" });
    expect(await as(anyone, day("2026-11-28T23:00")).getStanding({ itemCode: item.code })).toMatchObject({ phase: "closed", opensAt: "2026-11-28T22:00:00.000Z", closure: { name: item.content.name, instead: plan().instead } });
    const logged = await connection.db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, id));
    expect(logged.map(({ action }) => action).toSorted()).toEqual(["departments.decideClosure", "departments.planClosure"]);
    expect((await as(confirmer).getClosures()).decided).toMatchObject([{ outcome: "confirmed", proposedByName: writer.name, decidedByName: confirmer.name, plan: { scope: { kind: "item" } } }]);
  });

  test("is told by the name of what it closes while it waits and once it is decided", async () => {
    const [department] = await connection.db.select({ name: departments.name }).from(departments).where(eq(departments.id, place.departmentId));
    const [division] = await connection.db.select({ name: divisions.name }).from(divisions).where(eq(divisions.code, place.divisionCode));
    const scopes: [PlanClosure["scope"], string | null][] = [
      [{ kind: "item", code: item.code }, item.content.name], [{ kind: "department", departmentId: place.departmentId }, department?.name ?? "?"],
      [{ kind: "division", code: place.divisionCode }, division?.name ?? "?"], [{ kind: "portal" }, null],
    ];
    for (const [scope, name] of scopes) {
      const { id } = await as(writer).planClosure(plan({ scope }));
      expect((await as(confirmer).getClosures()).waiting.find((row) => row.id === id)?.plan, scope.kind).toMatchObject({ scope, name });
      await as(confirmer).decideClosure({ id, outcome: "refused", reason: "没有必要" });
      expect((await as(confirmer).getClosures()).decided.find((row) => row.id === id)?.plan, scope.kind).toMatchObject({ scope, name });
    }
  });

  test("may wait beside another", async () => {
    await as(writer).planClosure(plan());
    await as(writer).planClosure(plan({ scope: { kind: "portal" } }));
    expect((await as(confirmer).getClosures()).waiting).toHaveLength(2);
  });

  test.each<[string, () => Partial<PlanClosure>, string]>([
    ["back to front", () => ({ endsAt: day("2026-11-28T21:00").toISOString() }), "departments.closureReversed"],
    ["over", () => ({ startsAt: day("2026-11-20T21:00").toISOString(), endsAt: day("2026-11-21T21:00").toISOString() }), "departments.closurePast"],
    ["too long", () => ({ endsAt: day("2026-12-30T21:00").toISOString() }), "departments.closureTooLong"],
    ["of no item", () => ({ scope: { kind: "item", code: "1".repeat(33) } }), "departments.itemUnknown"],
    ["of no division", () => ({ scope: { kind: "division", code: "990000" } }), "departments.divisionNotFound"],
    ["of no department", () => ({ scope: { kind: "department", departmentId: crypto.randomUUID() } }), "departments.notFound"],
  ])("that is %s is not written down", async (_, wrong, message) => {
    await expect(as(writer).planClosure(plan(wrong()))).rejects.toMatchObject({ message });
  });

  test("is told of in English to those who read English", async () => {
    await expect(as(writer).planClosure(plan({ why: { zh: "升级", en: "系统升级" } }))).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("whose end has passed while it waited is not confirmed", async () => {
    const { id } = await as(writer).planClosure(plan());
    await expect(as(confirmer, day("2026-11-29T07:00")).decideClosure({ id, outcome: "confirmed" })).rejects.toMatchObject({ message: "departments.closurePast" });
  });

  test("is planned and ended by administrators only", async () => {
    await expect(as(anyone).planClosure(plan())).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(as(confirmer).planClosure(plan())).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(await createStaff(connection.db, "clerk", place)).getClosures()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("where it reaches", () => {
  const now = day("2026-11-28T23:00");
  const phases = async () => Object.fromEntries(await Promise.all(
    Object.entries({ item: { itemCode: item.code }, department: { departmentId: place.departmentId }, division: { division: place.divisionCode }, portal: {} })
      .map(async ([key, of]) => [key, (await as(anyone, now).getStanding(of)).phase]),
  ));
  test.each<[string, () => PlanClosure["scope"], Record<string, string>]>([
    ["an item", () => ({ kind: "item", code: item.code }), { item: "closed", department: "open", division: "open", portal: "open" }],
    ["a department", () => ({ kind: "department", departmentId: place.departmentId }), { item: "closed", department: "closed", division: "open", portal: "open" }],
    ["a division", () => ({ kind: "division", code: place.divisionCode }), { item: "closed", department: "closed", division: "closed", portal: "open" }],
    ["the portal", () => ({ kind: "portal" }), { item: "closed", department: "closed", division: "closed", portal: "closed" }],
  ])("the closure of %s", async (_, scope, expected) => {
    await confirmed({ scope: scope() });
    expect(await phases()).toEqual(expected);
  });
});

describe("the service status", () => {
  test("tells what is closed, what will be, and what was; what is not to be told yet it does not tell", async () => {
    await confirmed();
    await confirmed({ scope: { kind: "portal" }, startsAt: day("2026-12-20T22:00").toISOString(), endsAt: day("2026-12-20T23:00").toISOString() });
    const ids = async (now: string) => {
      const { current, ahead, past } = await as(anyone, day(now)).getServiceStatus();
      return [current.length, ahead.length, past.length];
    };
    expect(await ids("2026-11-22T12:00")).toEqual([0, 0, 0]);
    expect(await ids("2026-11-26T12:00")).toEqual([0, 1, 0]);
    expect(await ids("2026-11-29T05:00")).toEqual([1, 0, 0]);
    expect(await ids("2026-11-29T06:00")).toEqual([0, 0, 1]);
    expect(await ids("2026-12-18T12:00")).toEqual([0, 1, 1]);
    expect(await ids("2027-04-01T12:00")).toEqual([0, 0, 0]);
  });

  test("opens again when somebody ends it, and forgets what was called off before it began", async () => {
    await confirmed();
    const [row] = await connection.db.select().from(plannedClosures);
    const end = { closureId: row?.id ?? "", reason: "提前完成" };
    await as(confirmer, day("2026-11-29T02:00")).endClosure(end);
    expect(await as(anyone, day("2026-11-29T03:00")).getStanding({ itemCode: item.code })).toEqual({ phase: "open" });
    expect((await as(anyone, day("2026-11-29T03:00")).getServiceStatus()).past).toMatchObject([{ endedAt: "2026-11-28T18:00:00.000Z" }]);
    await expect(as(confirmer, day("2026-11-29T03:00")).endClosure(end)).rejects.toMatchObject({ message: "departments.closureOver" });
    await connection.db.delete(plannedClosures);
    await confirmed();
    const [next] = await connection.db.select().from(plannedClosures);
    await as(writer, day("2026-11-27T02:00")).endClosure({ closureId: next?.id ?? "", reason: "改期" });
    const { ahead, past } = await as(anyone, day("2026-11-27T03:00")).getServiceStatus();
    expect([ahead, past]).toEqual([[], []]);
  });

  test("says when the work behind the pages has fallen behind", async () => {
    await connection.db.update(outbox).set({ relayedAt: new Date() });
    expect(await as(anyone).getServiceStatus()).toMatchObject({ work: "ok" });
    await connection.db.insert(outbox).values({ topic: "test", payload: {}, createdAt: day("2026-11-22T11:56") });
    expect(await as(anyone).getServiceStatus()).toMatchObject({ work: "ok" });
    expect(await as(anyone, day("2026-11-22T12:02")).getServiceStatus()).toMatchObject({ work: "late" });
  });
});
