import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { noticeServices } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createEvent, createItem, createPlace, createStaff, factoryNow, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { createCallerFactory } from "@/server/api/trpc";
import type { Ctx } from "@/server/core/context";
import { jobs } from "./jobs";
import { noticesRouter } from "./router";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let citizen: User;
let clerk: User;
const later = (day: string) => new Date(`${day}T02:00:00Z`);
const ctx = (actor: Actor, now = factoryNow): Ctx => ({ actor, now, requestId: "test", address: "test", db: test.db });
const caller = createCallerFactory(noticesRouter);
const as = (actor: Actor, now?: Date) => caller(ctx(actor, now));
const run = (topic: string, payload: unknown) => jobs.topics![topic]!(ctx({ kind: "system" }), payload);

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  citizen = await createCitizen(test.db);
  clerk = await createStaff(test.db, "clerk", place);
});
afterAll(() => test.close());

async function rejected({ sealed = false } = {}) {
  const application = await createApplication(test.db, { place, item: await createItem(test.db, place), applicant: citizen, status: "rejected" });
  const event = await createEvent(test.db, application, "reject", { reason: "面积不足", actorRole: "approver" });
  await run("applications.event", { applicationId: application.id, eventId: event.id, action: "reject" });
  const [notice] = await as(clerk).listFor({ number: application.number });
  if (sealed) await run("notices.seal", { noticeId: notice!.id });
  return { number: application.number, id: notice!.id };
}

describe("service of a notice (送达)", () => {
  it("is not told by staff who look at it, and is by the addressee's first look, once", async () => {
    const { number, id } = await rejected();
    await as(clerk, later("2026-03-03")).get({ id });
    expect(await as(clerk).services({ number })).toMatchObject([{ noticeId: id, servedOn: null, ways: [], told: { sentAt: null, readAt: null } }]);
    expect(await as(citizen, later("2026-03-04")).get({ id })).toMatchObject({ servedOn: "2026-03-04" });
    await as(citizen, later("2026-03-09")).get({ id });
    expect(await as(clerk).services({ number })).toMatchObject([{ servedOn: "2026-03-04", ways: [{ way: "opened", by: citizen.name, at: later("2026-03-04").toISOString() }] }]);
    expect(await as(citizen).listFor({ number })).toMatchObject([{ servedOn: "2026-03-04" }]);
  });

  it("is by download, and at the counter against signature, the first day counting", async () => {
    const { number, id } = await rejected({ sealed: true });
    expect(await as(clerk, later("2026-03-05")).serve({ id, receivedBy: "张三" })).toEqual({ id });
    expect(await as(citizen).listFor({ number })).toMatchObject([{ servedOn: "2026-03-05" }]);
    await as(citizen, later("2026-03-06")).download({ id });
    const [served] = await as(clerk).services({ number });
    expect(served).toMatchObject({ servedOn: "2026-03-05", ways: [{ way: "counter", by: clerk.name, receivedBy: "张三" }, { way: "downloaded", by: citizen.name, receivedBy: null }] });
    await expect(as(clerk).serve({ id, receivedBy: "张三" })).rejects.toMatchObject({ code: "CONFLICT", message: "notices.servedAlready" });
  });

  it("at the counter takes a sealed notice, a colleague of the case and a name; of ten at once one counts", async () => {
    const { id } = await rejected();
    await expect(as(clerk).serve({ id, receivedBy: "张三" })).rejects.toMatchObject({ message: "notices.notSealedYet" });
    const elsewhere = await createStaff(test.db, "clerk", await createPlace(test.db, "310104"));
    await expect(as(elsewhere).serve({ id, receivedBy: "张三" })).rejects.toMatchObject({ code: "NOT_FOUND", message: "notices.notFound" });
    await expect(as(citizen).serve({ id, receivedBy: "张三" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(citizen).services({ number: "x".repeat(21) })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await run("notices.seal", { noticeId: id });
    await expect(as(clerk).serve({ id, receivedBy: " " })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => as(clerk).serve({ id, receivedBy: "张三" })));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is kept for good", async () => {
    await expect(test.db.update(noticeServices).set({ at: factoryNow })).rejects.toThrow();
    await expect(test.db.delete(noticeServices)).rejects.toThrow();
  });
});
