import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calendarDays, supervisionDays } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createEvent, createItem, createPlace, createStaff, revisionContent, type Case, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import type { CaseGroup } from "@/domain/supervision/schema";
import { createCaller } from "@/server/api/root";
import { recountChangedDays, recountDay } from "./commands/days";
import { daysSoFar, isRight } from "./queries/check";

// A Thursday; Friday and Monday are days off, the Saturday between is made up.
const now = new Date("2026-03-12T02:00:00.000Z");
let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let other: Place;
let item: Item;
let citizen: User;
let supervisor: User;
const ctxOf = (actor: Actor, at = now) => ({ actor, now: at, requestId: "test", address: "10.0.0.1", db: test.db });
const as = (actor: Actor, at = now) => createCaller(ctxOf(actor, at));
const system = (at = now) => ({ ...ctxOf({ kind: "system" }, at) });
type Overrides = Omit<Partial<Case>, "answers">;
const given = (overrides: Overrides = {}, at = place, of = item) => createApplication(test.db, { place: at, item: of, applicant: citizen, ...overrides });
const march = { fromOn: "2026-03-01", throughOn: "2026-03-31" };

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  other = await createPlace(test.db);
  await test.db.insert(calendarDays).values([{ day: "2026-03-13", isWorkday: false, name: "测试节" }, { day: "2026-03-14", isWorkday: true, name: "测试节" }, { day: "2026-03-16", isWorkday: false, name: "测试节" }]);
  item = await createItem(test.db, place, revisionContent());
  citizen = await createCitizen(test.db);
  supervisor = await createStaff(test.db, "supervisor", { ...place, divisionCode: "310101" });

  const open = { status: "accepted", receivedAt: new Date("2026-03-11T01:00:00Z"), statutoryDueOn: "2026-04-30" } as const;
  // With 10 workdays promised, 2 or fewer left are yellow: the made-up Saturday and the Tuesday after the days off.
  await given({ ...open, dueOn: "2026-03-14" });
  await given({ ...open, dueOn: "2026-03-17" });
  await given({ ...open, dueOn: "2026-03-18" });
  await given({ ...open, dueOn: "2026-03-12" });
  // Due on a day off: nothing is left to do before it but today.
  await given({ ...open, dueOn: "2026-03-13" });
  await given({ ...open, dueOn: "2026-03-11", claimedBy: (await createStaff(test.db, "approver", place)).id, claimedAt: now });
  await given({ ...open, dueOn: "2026-03-05", statutoryDueOn: "2026-03-11", stepDueOn: "2026-03-04" });
  await given({ status: "correction", dueOn: "2026-03-01", correctionDueOn: "2026-03-01" });
  await given({ status: "suspended", acceptedAt: now, promisedDueOn: "2026-03-20", dueOn: "2026-03-11" });
  const elsewhere = await createItem(test.db, other);
  await given({ ...open, dueOn: "2026-03-01" }, other, elsewhere);

  const decidedCase = async (at: string, overrides: Overrides, corrections = 0) => {
    const one = await given({ status: "approved", dueOn: "2026-12-01", acceptedAt: new Date("2026-03-05T01:00:00Z"), decidedAt: new Date(at), correctionCount: corrections, ...overrides });
    for (let i = 0; i < corrections; i += 1) await createEvent(test.db, one, "requestCorrection", { at: new Date("2026-03-03T01:00:00Z") });
    await createEvent(test.db, one, "approve", { at: new Date(at) });
  };
  // 23:30 in Shanghai on the promised day is in time, half an hour later is not.
  await decidedCase("2026-03-10T15:30:00Z", { promisedDueOn: "2026-03-10", statutoryDueOn: "2026-03-20" });
  await decidedCase("2026-03-10T16:30:00Z", { promisedDueOn: "2026-03-10", statutoryDueOn: "2026-03-20" }, 1);
  await decidedCase("2026-03-11T01:00:00Z", { promisedDueOn: "2026-03-05", statutoryDueOn: "2026-03-10" }, 2);
  await createEvent(test.db, await given(), "submit", { at: new Date("2026-03-10T01:00:00Z") });
  const back = await given({ status: "draft", receivedAt: null, applicantAccountId: (await createCitizen(test.db)).id });
  await createEvent(test.db, back, "submit", { at: new Date("2026-03-10T15:58:00Z") });
  await createEvent(test.db, back, "takeBack", { at: new Date("2026-03-10T16:03:00Z") });
  await recountChangedDays(system());
});
afterAll(() => test.close());

describe("supervision.figures", () => {
  it("lights the open cases by the calendar with its days off and made-up days", async () => {
    const { open } = await as(supervisor).supervision.figures(march);
    // Three workdays left are green, and so are the three decided cases still to be handed over.
    expect(open).toMatchObject({ black: 1, red: 2, orange: 2, yellow: 2, green: 4, awaitingApplicant: 1, stepOver: 1, suspendedOver: 1 });
  });

  it("tells days apart at midnight in Shanghai, and counts workdays only", async () => {
    const { period, days } = await as(supervisor).supervision.figures(march);
    expect(period).toMatchObject({ decided: 3, onTime: 1, inLaw: 2, correctedOnce: 1, correctedMore: 1, received: 1, onTimeRate: 1 / 3, median: 4, p90: 4 });
    expect(days).toEqual([{ day: "2026-03-03", received: 0, decided: 0 }, { day: "2026-03-10", received: 1, decided: 1 }, { day: "2026-03-11", received: 0, decided: 2 }]);
  });

  it("has no rate where nothing was decided, and none of what lies elsewhere", async () => {
    const { period, ratings } = await as(supervisor).supervision.figures({ fromOn: "2026-02-01", throughOn: "2026-02-28" });
    expect(period).toMatchObject({ decided: 0, onTimeRate: null, median: null });
    expect(ratings).toEqual({ levels: [0, 0, 0, 0, 0], rated: 0, goodRate: null });
    expect((await as(supervisor).supervision.figures({ ...march, department: other.departmentId })).open).toMatchObject({ open: 0 });
  });

  it("adds up the same by department, item, age, person and due day", async () => {
    const { open, departments, items, ages, people, forecast } = await as(supervisor).supervision.figures(march);
    for (const rows of [departments, items]) expect(rows.reduce((sum, row) => sum + row.open, 0)).toBe(open.open);
    expect(ages.reduce((sum, { count }) => sum + count, 0)).toBe(open.open);
    expect(people).toMatchObject([{ open: 1, red: 1 }]);
    expect(forecast.find(({ dueOn }) => dueOn === "2026-03-14")).toEqual({ redOn: "2026-03-15", dueOn: "2026-03-14", count: 1 });
  });

  it.each<[CaseGroup, number, string?]>([["black", 1], ["red", 2], ["orange", 2], ["yellow", 2], ["stepOver", 1], ["suspendedOver", 1], ["forecast", 1, "2026-03-14"], ["decided", 3], ["onTime", 1], ["late", 2], ["correctedOnce", 1], ["correctedMore", 1], ["received", 1], ["held", 0, "nobody"]])("behind the figure of %s are its %i cases", async (group, count, value) => {
    const { rows } = await as(supervisor).supervision.cases({ ...march, group, ...(value ? { value } : {}) });
    expect(rows).toHaveLength(count);
    if (["black", "red", "orange", "yellow"].includes(group)) expect(rows.every(({ light }) => light === group)).toBe(true);
  });

  it("turns the pages of a list without losing or repeating a case", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await as(supervisor).supervision.cases({ ...march, group: "open", limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    const { open } = await as(supervisor).supervision.figures(march);
    expect([seen.length, new Set(seen).size]).toEqual([open.open, open.open]);
  });

  it("refuses everybody but supervisors, and shows a supervisor from elsewhere nothing of this place", async () => {
    await expect(as({ kind: "anonymous" }).supervision.figures(march)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    for (const actor of [citizen, await createStaff(test.db, "clerk", place)]) {
      await expect(as(actor).supervision.figures(march)).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(as(actor).supervision.cases({ ...march, group: "open" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const stranger = await createStaff(test.db, "supervisor", other);
    expect((await as(stranger).supervision.cases({ ...march, group: "open", department: place.departmentId })).rows).toEqual([]);
    expect((await as(stranger).supervision.cases({ ...march, group: "open" })).rows).toHaveLength(1);
  });
});

describe("the days", () => {
  it("are the same however often, by however many runners and after however long they are counted", async () => {
    const before = await test.db.select().from(supervisionDays).orderBy(supervisionDays.day);
    await Promise.all([recountDay(system(), "2026-03-10"), recountDay(system(), "2026-03-10"), recountChangedDays(system())]);
    expect(await test.db.select().from(supervisionDays).orderBy(supervisionDays.day)).toEqual(before);
    for (const on of await daysSoFar(test.db, now)) expect([on, await isRight(test.db, on)]).toEqual([on, true]);
    await test.db.update(supervisionDays).set({ decided: 99 }).where(eq(supervisionDays.day, "2026-03-10"));
    expect(await isRight(test.db, "2026-03-10")).toBe(false);
    await recountDay(system(), "2026-03-10");
  });

  it("take in what happened while nobody ran, on the days it happened", async () => {
    const one = await given({ status: "approved", acceptedAt: new Date("2026-03-05T01:00:00Z"), promisedDueOn: "2026-03-31" });
    await createEvent(test.db, one, "approve", { at: new Date("2026-03-09T01:00:00Z") });
    await recountChangedDays(system(new Date("2026-03-15T02:00:00Z")));
    expect(await test.db.select().from(supervisionDays).where(sql`${supervisionDays.day} = '2026-03-09'`)).toMatchObject([{ decided: 1, onTime: 1 }]);
  });
});
