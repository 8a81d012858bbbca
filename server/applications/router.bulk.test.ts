import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accounts, applicationEvents, applications, bulkRunRows, bulkRuns, staffPosts } from "@/db/schema";
import { createStaff } from "@/db/testing/factories";
import type { BulkOrder } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { forgetBulkRuns } from "./commands/bulk";
import { workBulk } from "./commands/bulk-work";
import { monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const system = (): Ctx => ({ actor: { kind: "system" }, now: monday, requestId: "test", address: "system", db: office.db });
const file = async (count: number) => {
  const filed = [];
  for (let n = 0; n < count; n += 1) filed.push(await office.submitted(await office.citizen()));
  return filed;
};
const clerk = () => createStaff(office.db, "clerk", office.place);
const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const work = (runId: string) => workBulk(system(), { runId });

async function prepared(actor: User, cases: readonly { number: string }[], order: BulkOrder = { act: "accept" }) {
  const calls = office.as(actor).applications;
  const { id } = await calls.prepareBulk({ cases: cases.map(({ number }) => number), order });
  return { id, calls, view: () => calls.bulkRun({ id }), rows: async () => (await calls.bulkRows({ id })).rows };
}

describe("a run", () => {
  test("shows first what may and what may not and why, and does nothing before it is confirmed", async () => {
    const [free, taken, gone] = await file(3);
    const [me, other] = [await clerk(), await clerk()];
    await office.as(other).applications.claim({ id: taken!.id });
    await office.as(other).applications.accept({ id: gone!.id, version: 1 });
    const run = await prepared(me, [free!, taken!, gone!, free!, { number: "310101202603020000001" }]);
    expect(await run.rows()).toMatchObject([
      { number: free!.number, plan: "may", problem: null },
      { number: taken!.number, plan: "mayNot", problem: { code: "applications.claimedByOther", params: { who: other.name } } },
      { number: gone!.number, plan: "mayNot", problem: { code: "applications.actionNotAllowed" } },
      { plan: "mayNot", problem: { code: "applications.notFound" } },
    ]);
    expect(await run.view()).toMatchObject({ status: "ready", total: 4, may: 1, mayNot: 3, succeeded: 0 });
    await work(run.id);
    expect((await rowOf(free!.id)).status).toBe("submitted");
  });

  test("does each case by the same command, once, and says what came of it", async () => {
    const filed = await file(3);
    const me = await clerk();
    const run = await prepared(me, filed);
    await run.calls.confirmBulk({ id: run.id });
    const other = await clerk();
    await office.as(other).applications.claim({ id: filed[1]!.id });
    await work(run.id);
    expect(await run.view()).toMatchObject({ status: "done", done: 3, succeeded: 2, refused: 1 });
    expect((await run.calls.bulkRows({ id: run.id, view: "refused" })).rows).toMatchObject([{ number: filed[1]!.number, outcome: "refused", problem: { code: "applications.claimedByOther", params: { who: other.name } } }]);
    const [event] = await office.db.select().from(applicationEvents).where(and(eq(applicationEvents.applicationId, filed[0]!.id), eq(applicationEvents.action, "accept")));
    expect(event).toMatchObject({ actorId: me.id, actorName: me.name, actorRole: "clerk" });
    expect(await rowOf(filed[0]!.id)).toMatchObject({ status: "accepted", acceptedBy: me.id });
  });

  test("refuses a case that changed since it was shown", async () => {
    const [one] = await file(1);
    const me = await clerk();
    const run = await prepared(me, [one!]);
    await run.calls.confirmBulk({ id: run.id });
    await office.as(me).applications.requestCorrection({ id: one!.id, version: 1, items: [{ fieldId: "shopName", reason: "请改正" }] });
    await work(run.id);
    expect(await run.rows()).toMatchObject([{ outcome: "refused", problem: { code: "applications.changedMeanwhile" } }]);
  });

  test("goes on after it was killed, even between an act and its note, and does nothing twice", async () => {
    const filed = await file(3);
    const me = await clerk();
    const run = await prepared(me, filed);
    await run.calls.confirmBulk({ id: run.id });
    await work(run.id);
    // As if the process had ended after the acts, before two of them were noted.
    await office.db.update(bulkRunRows).set({ outcome: null, endedAt: null }).where(and(eq(bulkRunRows.runId, run.id), sql`${bulkRunRows.position} > 1`));
    await office.db.update(bulkRuns).set({ status: "running", done: 1, endedAt: null }).where(eq(bulkRuns.id, run.id));
    await work(run.id);
    expect(await run.view()).toMatchObject({ status: "done", done: 3, succeeded: 3, refused: 0 });
    for (const { id } of filed) expect(await office.db.select().from(applicationEvents).where(and(eq(applicationEvents.applicationId, id), eq(applicationEvents.action, "accept")))).toHaveLength(1);
  });

  test("comes to the same end with three workers at once", async () => {
    const filed = await file(4);
    const run = await prepared(await clerk(), filed);
    await run.calls.confirmBulk({ id: run.id });
    await Promise.all([work(run.id), work(run.id), work(run.id)]);
    expect(await run.view()).toMatchObject({ status: "done", done: 4, succeeded: 4 });
    for (const { id } of filed) expect((await rowOf(id)).version).toBe(2);
  });

  test.each<[string, (me: User) => Promise<unknown>]>([
    ["whose post was ended", (me) => office.db.update(staffPosts).set({ endedAt: monday }).where(eq(staffPosts.accountId, me.id))],
    ["whose account was closed", (me) => office.db.update(accounts).set({ disabledAt: monday }).where(eq(accounts.id, me.id))],
  ])("of somebody %s meanwhile does nothing", async (_, happens) => {
    const [one] = await file(1);
    const me = await clerk();
    const run = await prepared(me, [one!]);
    await run.calls.confirmBulk({ id: run.id });
    await happens(me);
    await work(run.id);
    const [row] = await office.db.select().from(bulkRunRows).where(eq(bulkRunRows.runId, run.id));
    expect(row).toMatchObject({ outcome: "refused" });
    expect((await rowOf(one!.id)).status).toBe("submitted");
  });

  test("does not handle its owner's own case", async () => {
    const person = await office.citizen();
    const one = await office.submitted(person);
    const me = await clerk();
    const run = await prepared(me, [one]);
    await run.calls.confirmBulk({ id: run.id });
    await office.db.update(accounts).set({ citizenIdIndex: (await office.db.select({ at: accounts.citizenIdIndex }).from(accounts).where(eq(accounts.id, person.id)))[0]!.at }).where(eq(accounts.id, me.id));
    await work(run.id);
    expect(await run.rows()).toMatchObject([{ outcome: "refused", problem: { code: "applications.ownCase" } }]);
  });

  test("can be cancelled before and while it works, and not after", async () => {
    const filed = await file(2);
    const run = await prepared(await clerk(), filed);
    await run.calls.confirmBulk({ id: run.id });
    await run.calls.cancelBulk({ id: run.id });
    await work(run.id);
    expect(await run.view()).toMatchObject({ status: "cancelled", done: 0 });
    expect((await rowOf(filed[0]!.id)).status).toBe("submitted");
    await expect(run.calls.cancelBulk({ id: run.id })).rejects.toMatchObject(refused("CONFLICT", "applications.bulkOver"));
    await expect(run.calls.confirmBulk({ id: run.id })).rejects.toMatchObject(refused("CONFLICT", "applications.bulkNotReady"));
  });

  test("is its owner's alone, and confirmed once", async () => {
    const run = await prepared(await clerk(), await file(1));
    const other = office.as(await clerk()).applications;
    for (const call of [other.bulkRun, other.confirmBulk, other.cancelBulk, other.bulkRows]) await expect(call({ id: run.id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.bulkNotFound"));
    const results = await Promise.allSettled([1, 2, 3].map(() => run.calls.confirmBulk({ id: run.id })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await run.calls.bulkRuns({})).rows).toMatchObject([{ id: run.id, status: "running" }]);
  });
});

test("runs are forgotten after ninety days, and none that is under way", async () => {
  const [old, running] = [await prepared(await clerk(), await file(1)), await prepared(await clerk(), await file(1))];
  await running.calls.confirmBulk({ id: running.id });
  const later = (days: number): Ctx => ({ ...system(), now: new Date(monday.getTime() + days * 86_400_000) });
  await forgetBulkRuns(later(89));
  expect(await old.view()).toMatchObject({ status: "ready" });
  await forgetBulkRuns(later(91));
  await expect(old.view()).rejects.toMatchObject(refused("NOT_FOUND", "applications.bulkNotFound"));
  expect(await running.view()).toMatchObject({ status: "running" });
});

describe("the acts of many", () => {
  test("claim, release, hand over, review, finish, approve by hand, close", async () => {
    const filed = [await office.submitted(await office.citizen(), office.plain), await office.submitted(await office.citizen(), office.plain)];
    const { desk } = office;
    const run = async (actor: User, order: BulkOrder) => {
      const one = await prepared(actor, filed, order);
      expect(await one.rows()).toMatchObject(filed.map(() => ({ plan: "may" })));
      await one.calls.confirmBulk({ id: one.id });
      await work(one.id);
      expect(await one.view()).toMatchObject({ status: "done", succeeded: 2 });
    };
    const [clerkToo, reviewerToo] = [await clerk(), await createStaff(office.db, "reviewer", office.place)];
    await run(desk.clerk, { act: "claim" });
    await run(desk.clerk, { act: "release" });
    await run(desk.supervisor, { act: "handOver", to: clerkToo.id, word: "本周由您受理" });
    await run(clerkToo, { act: "accept" });
    await run(reviewerToo, { act: "startReview" });
    await run(desk.supervisor, { act: "handOver", to: desk.reviewer.id, word: "转给您审查" });
    await run(desk.reviewer, { act: "completeStep", opinion: "经审查，符合条件" });
    for (const { id } of filed) await office.as(desk.approver).applications.approve({ id, version: 4, opinion: "准予" });
    await run(desk.certificateOfficer, { act: "close" });
    for (const { id } of filed) expect((await rowOf(id)).status).toBe("closed");
  });

  test("tell in the preview that a colleague is away", async () => {
    const [away, deputy] = [await clerk(), await clerk()];
    await office.as(away).applications.recordAbsence({ deputyId: deputy.id, fromOn: "2026-03-02", untilOn: "2026-03-04" });
    const run = await prepared(office.desk.supervisor, await file(1), { act: "handOver", to: away.id, word: "请接手" });
    expect(await run.rows()).toMatchObject([{ plan: "mayNot", problem: { code: "applications.colleagueAway", params: { who: away.name, until: "2026-03-04" } } }]);
  });

  test("never refuse, decline or decide", async () => {
    const [one] = await file(1);
    for (const act of ["reject", "refuse", "approve", "lapse"]) {
      await expect(office.as(office.desk.clerk).applications.prepareBulk({ cases: [one!.number], order: { act } as unknown as BulkOrder })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    }
  });

  test.each<[string, () => User, BulkOrder, string]>([
    ["of another role", () => office.desk.reviewer, { act: "accept" }, "access.forbidden"],
    ["to claim what is none of one's work", () => office.desk.certificateOfficer, { act: "claim" }, "applications.nothingOfYours"],
    ["to release what one does not hold", () => office.desk.clerk, { act: "release" }, "applications.notClaimedByYou"],
    ["to finish a step that is not open", () => office.desk.reviewer, { act: "completeStep", opinion: "同意" }, "applications.actionNotAllowed"],
  ])("are refused in the preview: %s", async (_, actor, order, code) => {
    const run = await prepared(actor(), await file(1), order);
    expect(await run.rows()).toMatchObject([{ plan: "mayNot", problem: { code } }]);
  });
});
