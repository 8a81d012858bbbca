import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { absences, applicationEvents, applications, caseAssignments, outbox } from "@/db/schema";
import { createStaff } from "@/db/testing/factories";
import { at, openOffice, type Office } from "@/server/applications/router.testing";
import { startJobs } from "./index";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T01:00:00Z";
});

let office: Office;
let runners: Awaited<ReturnType<typeof startJobs>>[] = [];

beforeAll(async () => {
  office = await openOffice();
  runners = await Promise.all([startJobs({ connectionString: office.connection.url }), startJobs({ connectionString: office.connection.url })]);
});
afterAll(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await office.connection.close();
});

async function eventually<T>(read: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  const until = Date.now() + 15_000;
  for (;;) {
    const value = await read();
    if (done(value) || Date.now() > until) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it("two runners route every filed case once, however often its event is told", async () => {
  const { desk, place } = office;
  await office.as(desk.supervisor).applications.createRoutingRule({ departmentId: place.departmentId, content: { name: "受理", role: "clerk", items: [], divisionCode: place.divisionCode, target: { kind: "leastLoaded" } } });
  const filed = await Promise.all([1, 2, 3, 4].map(async () => office.submitted(await office.citizen())));
  const told = await office.db.select().from(outbox).where(eq(outbox.topic, "applications.event"));
  for (const { payload } of told) await office.db.insert(outbox).values({ topic: "applications.event", payload, createdAt: at("2026-03-02") });
  const ids = filed.map(({ id }) => id);
  const given = await eventually(() => office.db.select().from(caseAssignments).where(inArray(caseAssignments.applicationId, ids)), (rows) => rows.length >= ids.length);
  await eventually(() => office.db.select().from(outbox), (rows) => rows.every(({ relayedAt }) => relayedAt !== null));
  expect(given.map(({ applicationId }) => applicationId).toSorted()).toEqual(ids.toSorted());
  expect(new Set((await office.db.select().from(applications).where(inArray(applications.id, ids))).map(({ claimedBy }) => claimedBy))).toEqual(new Set([desk.clerk.id]));
});

it("two runners work a confirmed run off, each case once", async () => {
  const me = await createStaff(office.db, "clerk", office.place);
  const filed = await Promise.all([1, 2, 3, 4, 5, 6].map(async () => office.submitted(await office.citizen(), office.plain)));
  await eventually(() => office.db.select().from(caseAssignments).where(inArray(caseAssignments.applicationId, filed.map(({ id }) => id))), (rows) => rows.length === filed.length);
  for (const { id } of filed) {
    const [row] = await office.db.select().from(applications).where(eq(applications.id, id));
    if (row?.claimedBy !== me.id) await office.as(office.desk.supervisor).applications.handOver({ id, version: 1, holder: row?.claimedBy ?? null, to: me.id, word: "请集中受理" });
  }
  const calls = office.as(me).applications;
  const { id } = await calls.prepareBulk({ cases: filed.map(({ number }) => number), order: { act: "accept" } });
  await calls.confirmBulk({ id });
  expect(await eventually(() => calls.bulkRun({ id }), ({ status }) => status === "done")).toMatchObject({ status: "done", done: 6, succeeded: 6, refused: 0 });
  const events = await office.db.select().from(applicationEvents).where(and(inArray(applicationEvents.applicationId, filed.map((one) => one.id)), eq(applicationEvents.action, "accept")));
  expect(events).toHaveLength(6);
});

it("an absence begins by the schedule, once", async () => {
  const [person, deputy] = [await createStaff(office.db, "clerk", office.place), await createStaff(office.db, "clerk", office.place)];
  const { id } = await office.as(person).applications.recordAbsence({ deputyId: deputy.id, fromOn: "2026-03-02", untilOn: "2026-03-03" });
  await office.connection.pool.query("insert into pgboss.job (name, policy) values ('schedules/startAbsences/applications', 'exclusive')");
  const [row] = await eventually(() => office.db.select().from(absences).where(eq(absences.id, id)), ([one]) => one?.startedAt != null);
  expect(row).toMatchObject({ moved: 0, freed: 0 });
  expect(row?.startedAt).not.toBeNull();
});
