import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { and, eq, sql } from "drizzle-orm";
import { keyedDigest } from "@/db/personal-data";
import { applications, applicationSteps } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createApplication, createItem, createPlace, createStaff, revisionContent, type Place } from "@/db/testing/factories";
import { liveStatuses } from "@/domain/applications/schema";
import { lightColours, queueSorts, type QueueFilters } from "@/domain/applications/schema/queue";
import { addDays, makeCalendar } from "@/domain/core/calendar";
import { makeApplicationNumber, makeCitizenId, makeUscc } from "@/domain/core/codes";
import type { User } from "@/domain/core/actor";
import { queuePage } from "./queries/queue-page";
import { at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
let place: Place;
let clerk: User;
beforeAll(async () => {
  office = await openOffice();
  place = await createPlace(office.db, "310113");
  clerk = await createStaff(office.db, "clerk", place);
});
afterAll(() => office.connection.close());

const on = (actor: User, now = monday) => office.as(actor, { now }).applications;
const found = async (filters: QueueFilters, actor = clerk) => (await on(actor).queue({ ...filters, limit: 100 })).rows.map(({ id }) => id).toSorted();
let sequence = 0;
const ids = (...cases: { id: string }[]) => cases.map(({ id }) => id).toSorted();
const exact = (count: number) => ({ count, kind: "exact" });
const numberOf = (day: string) => makeApplicationNumber({ divisionCode: "310113", day, sequence: (sequence += 1) });

describe("the lights of the queue", () => {
  test("find the cases that show them, whatever clock runs: of a short item or a long one, of the case or of its step", async () => {
    const { db } = office;
    const here = await createPlace(db, "310114");
    const steps = revisionContent().steps;
    const contents = [
      revisionContent(), revisionContent({ promisedLimit: { value: 45, unit: "workday" }, statutoryLimit: { value: 60, unit: "workday" }, correctionDays: 30 }), revisionContent({ promisedLimit: null, statutoryLimit: null }),
      revisionContent({ steps: [steps[0]!, { ...steps[1]!, limitDays: 30 }, steps[2]!] }), revisionContent({ steps: [steps[0]!, { ...steps[1]!, limitDays: 5, yellowDays: 4 }, steps[2]!] }),
    ];
    const reviewer = await createStaff(db, "reviewer", here);
    for (const [kind, content] of contents.entries()) {
      const item = await createItem(db, here, content);
      for (const [index, status] of liveStatuses.entries()) {
        await Promise.all([-9, -1, 0, 1, 2, 3, 4, 7, 9, 14, 17].map(async (ahead) => {
          const dueOn = addDays("2026-03-02", ahead);
          const { id } = await createApplication(db, { place: here, item, applicant: clerk, status, dueOn: addDays(dueOn, kind > 2 ? 9 : 0), statutoryDueOn: addDays(dueOn, index % 2 === 0 ? 5 : 40), number: numberOf("2026-02-01") });
          // As filed before the length of its clock was kept at the case.
          if (ahead % 2 === 0) await db.update(applications).set({ decisionDays: null }).where(eq(applications.id, id));
          if (kind <= 2) return;
          await db.insert(applicationSteps).values({ applicationId: id, key: "review", kind: "review", position: 1, status: "active", dueOn });
          await db.update(applications).set({ stepDueOn: dueOn }).where(eq(applications.id, id));
        }));
      }
    }
    const lengths = await db.selectDistinct({ days: applications.decisionDays }).from(applications).where(eq(applications.departmentId, here.departmentId)).orderBy(applications.decisionDays);
    expect(lengths).toEqual([{ days: 10 }, { days: 20 }, { days: 45 }, { days: null }]);
    // A Monday, a Friday (orange through the weekend) and a Saturday.
    const seen = new Map<string, number>();
    for (const now of [monday, at("2026-03-06"), at("2026-03-07")]) {
      const all: { id: string; light: string | null }[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page: Awaited<ReturnType<ReturnType<typeof on>["queue"]>> = await on(reviewer, now).queue({ limit: 100, ...(cursor ? { cursor } : {}) });
        all.push(...page.rows);
        cursor = page.nextCursor;
      }
      expect(all).toHaveLength(5 * liveStatuses.length * 11);
      for (const lights of [...lightColours.map((light) => [light]), [...lightColours], ["red" as const, "black" as const], ["yellow" as const, "black" as const]]) {
        const listed: string[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const page: Awaited<ReturnType<ReturnType<typeof on>["queue"]>> = await on(reviewer, now).queue({ lights, limit: 100, ...(cursor ? { cursor } : {}) });
          listed.push(...page.rows.map(({ id }) => id));
          cursor = page.nextCursor;
        }
        const shown = all.filter(({ light }) => lights.some((one) => one === light)).map(({ id }) => id);
        expect({ lights, ids: listed.toSorted() }).toEqual({ lights, ids: shown.toSorted() });
        if (lights.length === 1) seen.set(lights[0]!, (seen.get(lights[0]!) ?? 0) + shown.length);
      }
    }
    expect([...seen.values()].every((count) => count > 10)).toBe(true);
  });
});

describe("the filters", () => {
  test("narrow to an item, a status, an open step, days, a division, a holder and an applicant", async () => {
    const { db } = office;
    const [one, two] = [await createItem(db, place), await createItem(db, place)];
    const [person, other] = [await office.citizen(), await office.citizen()];
    const agent = await createAgent(db, person);
    const colleague = await createStaff(db, "reviewer", place);
    const base = { place, applicant: person, item: one } as const;
    const a = await createApplication(db, { ...base, status: "submitted", dueOn: "2026-03-03", receivedAt: at("2026-02-27", "23:59"), number: numberOf("2026-02-27") });
    const b = await createApplication(db, { ...base, item: two, status: "accepted", dueOn: "2026-03-09", receivedAt: at("2026-02-28", "00:00"), claimedBy: clerk.id, number: numberOf("2026-02-28") });
    const c = await createApplication(db, { ...base, applicant: other, status: "inReview", dueOn: "2026-03-10", receivedAt: at("2026-03-01"), claimedBy: colleague.id, number: numberOf("2026-03-01") });
    const d = await createApplication(db, { ...base, applicant: agent, status: "suspended", dueOn: "2026-03-12", receivedAt: at("2026-03-02"), number: numberOf("2026-03-02") });
    await createApplication(db, { ...base, status: "closed", receivedAt: at("2026-02-02"), number: numberOf("2026-02-02") });
    await db.insert(applicationSteps).values({ applicationId: c.id, key: "site-visit", kind: "consult", position: 1, status: "active" });
    const rows: [QueueFilters, string[]][] = [
      [{}, ids(a, b, c, d)], [{ item: two.serviceItemId }, ids(b)], [{ status: "suspended" }, ids(d)],
      [{ step: "consult" }, ids(c)], [{ step: "site-visit" }, ids(c)], [{ step: "review" }, []],
      [{ receivedTo: "2026-02-27" }, ids(a)], [{ receivedFrom: "2026-02-28", receivedTo: "2026-03-01" }, ids(b, c)], [{ dueFrom: "2026-03-09", dueTo: "2026-03-10" }, ids(b, c)],
      [{ division: "310113" }, ids(a, b, c, d)], [{ division: "310000" }, ids(a, b, c, d)], [{ division: "310114" }, []],
      [{ assignee: "me" }, ids(b)], [{ assignee: colleague.id }, ids(c)], [{ assignee: "nobody" }, ids(a, d)], [{ assignee: "claimable" }, ids(a)],
      [{ query: other.name }, ids(c)], [{ query: person.citizenId }, ids(a, b)], [{ query: agent.uscc }, ids(d)],
      [{ applicant: keyedDigest("citizenId", other.citizenId) }, ids(c)], [{ query: makeCitizenId({ divisionCode: "310101", birthOn: "1991-01-01", order: 3 }) }, []],
      [{ query: "310113 2026-02" }, ids(a, b)], [{ query: "31011320260301" }, ids(c)], [{ query: c.number }, ids(c)],
      [{ item: one.serviceItemId, assignee: "nobody", lights: ["yellow"] }, ids(a)],
    ];
    for (const [filters, expected] of rows) expect({ filters, ids: await found(filters) }).toEqual({ filters, ids: expected });
    // A reviewer may resume what stands still.
    expect(await found({ assignee: "claimable" }, colleague)).toEqual(ids(d));
  });

  test("an ended case is found by its status, newest first; in every order pages join without gap or repeat", async () => {
    const { db } = office;
    const here = await createPlace(db, "310115");
    const item = await createItem(db, here);
    const approver = await createStaff(db, "approver", here);
    for (let index = 0; index < 11; index += 1) {
      const shared = { place: here, item, applicant: clerk, receivedAt: at(`2026-02-${10 + (index % 3)}`), number: numberOf(`2026-02-${10 + (index % 4)}`) };
      await createApplication(db, { ...shared, status: "accepted", dueOn: `2026-03-${10 + (index % 5)}` });
      await createApplication(db, { ...shared, number: numberOf("2026-01-05"), status: "closed" });
    }
    const walk = async (filters: QueueFilters, sort: (typeof queueSorts)[number]) => {
      const rows: { id: string; key: string | null }[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page: Awaited<ReturnType<ReturnType<typeof on>["queue"]>> = await on(approver).queue({ ...filters, sort, limit: 3, ...(cursor ? { cursor } : {}) });
        const key = page.sort.endsWith("due") ? "dueOn" : page.sort.endsWith("received") ? "receivedAt" : "number";
        rows.push(...page.rows.map((row) => ({ id: row.id, key: row[key] })));
        cursor = page.nextCursor;
      }
      return rows;
    };
    for (const sort of queueSorts) {
      const rows = await walk({}, sort);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(11);
      const keys = rows.map(({ key }) => key ?? "");
      expect(keys).toEqual(sort.startsWith("-") ? keys.toSorted().toReversed() : keys.toSorted());
      expect(await walk({ lights: ["green", "yellow"] }, sort)).toEqual(rows);
    }
    const closed = (await walk({ status: "closed" }, "due")).map(({ key }) => key ?? "");
    expect(closed).toEqual(closed.toSorted().toReversed());
    expect(closed).toHaveLength(11);
    const page = await on(approver).queue({ limit: 3 });
    await expect(on(approver).queue({ limit: 3, sort: "number", cursor: page.nextCursor! })).rejects.toMatchObject(refused("BAD_REQUEST", "requests.malformedCursor"));
  });
});

describe("counts and changes", () => {
  test("answer a supervisor, whom no step is asked of, in every order and for everything that narrows", async () => {
    const here = await createPlace(office.db, "310117");
    const item = await createItem(office.db, here);
    const { id, number } = await createApplication(office.db, { place: here, item, applicant: clerk, status: "submitted", dueOn: "2026-03-03" });
    const supervisor = await createStaff(office.db, "supervisor", here);
    for (const sort of queueSorts) expect((await on(supervisor).queue({ sort })).rows.map((row) => row.id), sort).toEqual([id]);
    for (const filters of [{ query: number }, { assignee: "nobody" }, { status: "submitted" }, { division: "310117" }] satisfies QueueFilters[]) expect(await found(filters, supervisor)).toEqual([id]);
    expect(await on(supervisor).queueCounts({ filters: { query: number } })).toMatchObject({ tabs: { all: exact(1), mine: exact(0) }, filtered: exact(1) });
  });

  test("are told of the common views and the present filters, each to whom it concerns", async () => {
    const { db } = office;
    const here = await createPlace(db, "310116");
    const item = await createItem(db, here);
    const [receiver, reviewer] = [await createStaff(db, "clerk", here), await createStaff(db, "reviewer", here)];
    const make = (overrides: Partial<Parameters<typeof createApplication>[1]>) => createApplication(db, { place: here, item, applicant: clerk, dueOn: "2026-03-20", number: numberOf("2026-02-03"), ...overrides });
    await make({ status: "submitted" });
    await make({ status: "correction", dueOn: "2026-02-27" });
    await make({ status: "inReview", claimedBy: reviewer.id, statutoryDueOn: "2026-02-20", dueOn: "2026-02-13" });
    await make({ status: "accepted" });
    expect(await on(receiver).queueCounts({ filters: { status: "inReview" } })).toEqual({
      tabs: { all: exact(4), mine: exact(0), claimable: exact(2), overdue: exact(2), waiting: exact(1) }, filtered: exact(1),
    });
    expect((await on(reviewer).queueCounts({})).tabs).toMatchObject({ mine: exact(1), claimable: exact(1) });
  });

  test("what changes after a page was made is told once, of its rows also when they leave it, of others when they come", async () => {
    const { db } = office;
    const here = await createPlace(db, "310117");
    const item = await createItem(db, here);
    const [me, colleague, stranger] = [await createStaff(db, "clerk", here), await createStaff(db, "clerk", here), await createStaff(db, "clerk", place)];
    const make = () => createApplication(db, { place: here, item, applicant: clerk, dueOn: "2026-03-20", status: "submitted", number: numberOf("2026-02-04") });
    const [first, second] = [await make(), await make()];
    const { asOf, rows } = await on(me).queue({ assignee: "claimable" });
    const shown = rows.map(({ id }) => id);
    const changes = (actor = me) => on(actor).queueChanges({ filters: { assignee: "claimable" }, since: asOf, shown });
    expect(await changes()).toEqual({ rows: [], count: 0 });
    await on(colleague).claim({ id: first.id });
    expect(await changes()).toEqual({ rows: [first.id], count: 1 });
    await make();
    expect(await changes()).toEqual({ rows: [first.id], count: 2 });
    await db.insert(applicationSteps).values({ applicationId: second.id, key: "review", kind: "review", position: 1, status: "active" });
    await db.update(applicationSteps).set({ claimedBy: colleague.id }).where(eq(applicationSteps.applicationId, second.id));
    expect(await changes()).toMatchObject({ count: 3 });
    expect(await changes(stranger)).toEqual({ rows: [], count: 0 });
  });
});

describe("the plan of a page", () => {
  const calendar = makeCalendar([], [2026]);
  // Of its own, and empty: no figures about rows sway what is chosen.
  let empty: Awaited<ReturnType<typeof createTestDatabase>>;
  beforeAll(async () => {
    empty = await createTestDatabase();
  });
  afterAll(() => empty.close());
  test.each<[string, QueueFilters, (typeof queueSorts)[number], string]>([
    ["all, by the day due", {}, "due", "applications_queue"], ["all, the latest first", {}, "-due", "applications_queue"],
    ["by receipt", {}, "-received", "applications_queue_received"], ["by number", {}, "number", "applications_queue_number"],
    ["what is red", { lights: ["red", "black"] }, "due", "applications_queue"], ["what is green", { lights: ["green"] }, "due", "applications_queue"],
    ["a status", { status: "suspended" }, "due", "applications_queue_status"], ["what has ended", { status: "closed" }, "due", "applications_ended"],
    ["an item", { item: "00000000-0000-7000-8000-000000000000" }, "due", "applications_queue_item"], ["a name", { query: "张三" }, "due", "applications_queue_name"],
    ["a number", { query: makeApplicationNumber({ divisionCode: "310113", day: "2026-01-01", sequence: 1 }) }, "due", "applications_number_unique"],
    ["how a number begins", { query: "31011320260101" }, "due", "applications_(number_unique|queue_number)"], ["an ID number", { applicant: "0".repeat(32) }, "due", "applications_own"],
    ["an organisation", { query: makeUscc({ registrantType: "91", divisionCode: "310101", organisationBody: "12345678" }) }, "due", "applications_organisation"],
  ])("%s: reads an index that is made for it, and sorts at most what is few", async (_, filters, sort, index) => {
    const plan = await empty.db.transaction(async (tx) => {
      // Small tables are read whole because that is quicker; not so here.
      await tx.execute(sql`set local enable_seqscan = off`);
      await tx.execute(sql`set local enable_bitmapscan = off`);
      await tx.execute(sql`set local enable_sort = off`);
      const asked = { actor: clerk, filters, sort, limit: 51, today: "2026-03-02", calendar };
      const { rows } = await tx.execute<{ "QUERY PLAN": string }>(sql`explain select * from ${queuePage(asked)} as page`);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toMatch(new RegExp(`(on|using) ${index}\\b`));
    expect(plan).not.toMatch(/Seq Scan on applications/);
  });
});

test("the kinds of open steps follow the steps, whoever moves them, and narrow the queue", async () => {
  const { db } = office;
  const found = await createApplication(db, { place: office.place, item: office.plain, applicant: await office.citizen(), status: "inReview", dueOn: "2026-03-20" });
  const kinds = async () => (await db.select({ kinds: applications.openKinds }).from(applications).where(eq(applications.id, found.id)))[0]?.kinds;
  const at = async (step: string) => (await office.as(office.desk.clerk).applications.queue({ step, limit: 100 })).rows.some(({ id }) => id === found.id);
  await db.insert(applicationSteps).values([
    { applicationId: found.id, key: "accept", kind: "accept", position: 0, status: "done" }, { applicationId: found.id, key: "look", kind: "review", position: 1, status: "active" },
    { applicationId: found.id, key: "count", kind: "review", position: 2, status: "active" }, { applicationId: found.id, key: "decide", kind: "decide", position: 3, status: "pending" },
  ]);
  expect([await kinds(), await at("review"), await at("look"), await at("decide")]).toEqual([["review"], true, true, false]);
  await db.update(applicationSteps).set({ status: "done" }).where(and(eq(applicationSteps.applicationId, found.id), eq(applicationSteps.kind, "review")));
  await db.update(applicationSteps).set({ status: "active" }).where(and(eq(applicationSteps.applicationId, found.id), eq(applicationSteps.key, "decide")));
  expect([await kinds(), await at("review"), await at("decide")]).toEqual([["decide"], false, true]);
  await db.delete(applicationSteps).where(eq(applicationSteps.applicationId, found.id));
  expect(await kinds()).toEqual([]);
});
