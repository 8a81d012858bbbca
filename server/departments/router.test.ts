import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applications, auditLog, calendarChanges, calendarYears, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, createStaff, revisionContent, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import { recountDeadlines } from "@/server/applications/commands/recount";

let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let writer: User;
let confirmer: User;
const now = new Date("2027-12-10T01:00:00Z");
const ctx = (actor: Actor) => ({ actor, now, requestId: "r", address: "test", db: connection.db });
const as = (actor: Actor) => createCaller(ctx(actor)).departments;
const notice = { year: 2028, source: "国办发明电〔2027〕9号", text: "2028-01-01 至 2028-01-03 休 元旦\n2028-01-08 班 元旦" };

beforeAll(async () => {
  connection = await createTestDatabase();
  place = await createPlace(connection.db);
  writer = await createStaff(connection.db, "systemAdmin", place);
  confirmer = await createStaff(connection.db, "securityAdmin", place);
});
afterAll(() => connection.close());

describe("a year's calendar", () => {
  test("is missed from November on", async () => {
    expect(await as(writer).listMissingYears()).toEqual([2028]);
  });

  test.each(["itemEditor", "clerk", "auditAdmin"] as const)("is not for a %s", async (role) => {
    const other = await createStaff(connection.db, role, place);
    await expect(as(other).getCalendar()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(other).proposeCalendar(notice)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("is neither written by who confirms nor confirmed by who writes", async () => {
    await expect(as(confirmer).proposeCalendar(notice)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(writer).decideCalendar({ id: crypto.randomUUID(), outcome: "confirmed" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as({ kind: "anonymous" }).getCalendar()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  test("that cannot be read is refused with the line, and nothing is kept", async () => {
    await expect(as(writer).proposeCalendar({ ...notice, text: "2028-01-01 休 元旦\n下周一休息" })).rejects.toMatchObject({ message: "departments.calendarUnreadable", cause: { params: { line: 2, problem: "unreadable" } } });
    await expect(as(writer).proposeCalendar({ ...notice, text: " \n" })).rejects.toMatchObject({ cause: { params: { problem: "empty" } } });
    expect(await connection.db.select().from(calendarChanges)).toEqual([]);
  });

  test("holds once another administrator confirmed it, and moves the deadlines that were provisional", async () => {
    const applicant = await createCitizen(connection.db);
    const item = await createItem(connection.db, place, revisionContent({ promisedLimit: { value: 20, unit: "workday" } }));
    const filed = await createApplication(connection.db, { place, item, applicant, status: "accepted", acceptedAt: now, promisedDueOn: "2028-01-07", statutoryDueOn: "2028-01-07", dueOn: "2028-01-07", dueProvisional: true });
    const { id } = await as(writer).proposeCalendar(notice);
    await expect(as(writer).proposeCalendar(notice)).rejects.toMatchObject({ message: "departments.calendarWaiting" });
    expect((await as(confirmer).getCalendar()).waiting).toMatchObject([{ id, year: 2028, proposedByName: writer.name, days: [{ day: "2028-01-01" }, { day: "2028-01-02" }, { day: "2028-01-03" }, { day: "2028-01-08", isWorkday: true }] }]);

    await as(confirmer).decideCalendar({ id, outcome: "confirmed" });
    expect(await as(writer).listMissingYears()).toEqual([]);
    expect(await connection.db.select().from(outbox).where(eq(outbox.topic, "departments.calendarChanged"))).toMatchObject([{ payload: { year: 2028 } }]);
    await expect(as(confirmer).decideCalendar({ id, outcome: "confirmed" })).rejects.toMatchObject({ message: "departments.calendarDecided" });

    // 13 to 31 December 2027 are 15 workdays; in January the 4th to the 7th and Saturday the 8th make up the rest.
    expect(await recountDeadlines(ctx({ kind: "system" }))).toBe(1);
    expect((await connection.db.select().from(applications).where(eq(applications.id, filed.id)))[0]).toMatchObject({ promisedDueOn: "2028-01-08", statutoryDueOn: "2028-01-08", dueOn: "2028-01-08", dueProvisional: false, version: filed.version });
    expect(await recountDeadlines(ctx({ kind: "system" }))).toBe(0);
    expect(await connection.db.select().from(auditLog).where(eq(auditLog.action, "applications.recount"))).toHaveLength(1);
  });

  test("that is refused says why and changes nothing", async () => {
    const { id } = await as(writer).proposeCalendar({ ...notice, year: 2029, text: "2029-01-01 休 元旦" });
    await expect(as(confirmer).decideCalendar({ id, outcome: "refused" })).rejects.toMatchObject({ message: "departments.reasonMissing" });
    await as(confirmer).decideCalendar({ id, outcome: "refused", reason: "缺少春节" });
    expect((await as(writer).getCalendar()).decided[0]).toMatchObject({ outcome: "refused", reason: "缺少春节", decidedByName: confirmer.name });
    expect(await connection.db.select().from(calendarYears).where(eq(calendarYears.year, 2029))).toEqual([]);
  });

  test("is confirmed once by two at once", async () => {
    const { id } = await as(writer).proposeCalendar({ ...notice, year: 2030, text: "2030-01-01 休 元旦" });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => as(confirmer).decideCalendar({ id, outcome: "confirmed" })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("is not decided by who wrote it, whatever the code says", async () => {
    const { id } = await as(writer).proposeCalendar({ ...notice, year: 2031, text: "2031-01-01 休 元旦" });
    await expect(connection.db.update(calendarChanges).set({ decidedBy: writer.id, decidedAt: now, outcome: "confirmed" }).where(eq(calendarChanges.id, id))).rejects.toThrow();
  });
});
