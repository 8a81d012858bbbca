import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLog, counterReceptions, counterVisits, ratingBallots, ratings, ratingTickets } from "@/db/schema";
import { createCitizen, createPlace, createStaff } from "@/db/testing/factories";
import type { RatingLevel, ReasonCode } from "@/domain/ratings/schema";
import { ratingLevels } from "@/domain/ratings/schema/levels";
import { countFigures } from "./commands/figures";
import { at, noon, openHall, stranger, type Hall } from "./router.testing";

let hall: Hall;
let device: string;
const good = { level: "satisfied", reasons: ["411"] } satisfies { level: RatingLevel; reasons: ReasonCode[] };
const end = async (more: { visitId?: string; itemCode?: string } = {}, now = noon) => hall.as(hall.clerk, now).ratings.endService({ windowId: hall.window.id, visitId: await visit(), ...more });
const visit = async (clerkId = hall.clerk.id) => {
  const person = await createCitizen(hall.db);
  return (await hall.db.insert(counterVisits).values({ accountId: person.id, clerkId, departmentId: hall.place.departmentId, divisionCode: hall.place.divisionCode, reason: "办理", at: noon, expiresAt: minutes(30) }).returning())[0]?.id ?? "";
};
const minutes = (count: number) => new Date(noon.getTime() + count * 60_000);

beforeAll(async () => {
  hall = await openHall();
  device = (await hall.as(hall.owner).ratings.registerDevice({ windowId: hall.window.id, kind: "hallTablet" })).token;
});
afterAll(() => hall.connection.close());

describe("a visit", () => {
  it("waits at the window's screen until it is rated, once, without a name", async () => {
    expect(await hall.as(stranger).ratings.getVisit({ token: device })).toMatchObject({ kind: "device", name: "综合一号窗", waits: false, phoneToken: null });
    const { token } = await end({ itemCode: hall.item.code });
    expect(await hall.as(stranger).ratings.getVisit({ token: device })).toMatchObject({ waits: true, phoneToken: token });
    const told = await hall.as(stranger).ratings.rateVisit({ token: device, ...good });
    expect(told.receipt).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    for (const again of [device, token]) await expect(hall.as(stranger).ratings.rateVisit({ token: again, ...good })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.nobodyWaits" });
    expect(await hall.as(stranger).ratings.getVisit({ token })).toMatchObject({ kind: "ticket", waits: false });
  });

  it("is rated on one's own phone instead, and by one of two at once", async () => {
    const { token } = await end();
    const both = await Promise.allSettled([hall.as(stranger).ratings.rateVisit({ token, ...good }), hall.as(stranger).ratings.rateVisit({ token: device, ...good })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("is over after ten minutes, and when the next person was served", async () => {
    const first = await end();
    await expect(hall.as(stranger, minutes(11)).ratings.rateVisit({ token: first.token, ...good })).rejects.toMatchObject({ message: "ratings.nobodyWaits" });
    const second = await end({}, minutes(1));
    await expect(hall.as(stranger, minutes(2)).ratings.rateVisit({ token: first.token, ...good })).rejects.toMatchObject({ message: "ratings.nobodyWaits" });
    await hall.as(stranger, minutes(2)).ratings.rateVisit({ token: second.token, ...good });
  });

  it("of somebody identified at the counter is rated once, and by their own clerk only", async () => {
    const visitId = await visit();
    await end({ visitId });
    await expect(end({ visitId })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.visitEnded" });
    const [reception] = await hall.db.insert(counterReceptions).values({ clerkId: hall.clerk.id, departmentId: hall.place.departmentId, divisionCode: hall.place.divisionCode, accountId: (await createCitizen(hall.db)).id, document: "idCard", method: "reader", at: noon, expiresAt: minutes(30) }).returning();
    expect((await end({ visitId: reception!.id })).token).toBeTruthy();
    await expect(end({ visitId: await visit(hall.owner.id) })).rejects.toMatchObject({ code: "NOT_FOUND", message: "ratings.visitUnknown" });
    await expect(end({ visitId }, minutes(31))).rejects.toMatchObject({ code: "NOT_FOUND", message: "ratings.visitUnknown" });
  });

  it("is somebody's: a clerk invites whom they identified, once, and rates nobody's service alone", async () => {
    await hall.db.delete(counterReceptions);
    await hall.db.delete(ratingTickets);
    const visitId = await visit();
    const listed = () => hall.as(hall.clerk, noon).ratings.listEndable();
    expect((await listed()).find(({ id }) => id === visitId)?.name).toMatch(/\*/);
    // @ts-expect-error -- what the type forbids is refused at the door, too
    await expect(hall.as(hall.clerk, noon).ratings.endService({ windowId: hall.window.id })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await end({ visitId });
    expect((await listed()).map(({ id }) => id)).not.toContain(visitId);
  });

  it("refuses clerks of other departments, unknown tokens, other staff, and a screen that was taken back", async () => {
    const elsewhere = await createStaff(hall.db, "clerk", await createPlace(hall.db));
    await expect(hall.as(elsewhere).ratings.endService({ windowId: hall.window.id, visitId: await visit() })).rejects.toMatchObject({ code: "NOT_FOUND", message: "ratings.windowUnknown" });
    await expect(hall.as(hall.owner).ratings.endService({ windowId: hall.window.id, visitId: await visit() })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(hall.as(stranger).ratings.getVisit({ token: "x".repeat(43) })).rejects.toMatchObject({ code: "NOT_FOUND", message: "ratings.tokenUnknown" });
    await expect(hall.as(hall.clerk).ratings.registerDevice({ windowId: hall.window.id, kind: "hallTablet" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { devices } = await hall.as(hall.owner).ratings.listDevices();
    expect(JSON.stringify(devices)).not.toContain(device);
    const foreign = await createStaff(hall.db, "supervisor", await createPlace(hall.db));
    await expect(hall.as(foreign).ratings.revokeDevice({ id: devices[0]?.id ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND", message: "ratings.deviceUnknown" });
    const next = await hall.as(hall.owner).ratings.registerDevice({ windowId: hall.window.id, kind: "hallDevice" });
    await expect(hall.as(stranger).ratings.getVisit({ token: device })).rejects.toMatchObject({ code: "NOT_FOUND" });
    device = next.token;
  });

  it("tells the clerk nothing of whether it was rated, and forgets at night what could tell", async () => {
    await hall.as(stranger).ratings.rateVisit({ token: (await end()).token, ...good });
    await hall.night(at("2026-03-03", "00:30"));
    for (let served = 0; served < 5; served += 1) await end({ visitId: await visit() });
    const { token, ...told } = await end();
    await hall.as(stranger).ratings.rateVisit({ token, ...good, comment: "办得快" });
    expect(Object.keys(told)).toEqual(["expiresAt"]);
    const shown = JSON.stringify([await hall.as(hall.clerk).ratings.listServed(), await hall.as(hall.clerk).ratings.listOwnFigures()]);
    expect(shown).not.toMatch(/used|办得快/);
    await hall.night(at("2026-03-03", "00:35"));
    expect(await hall.db.select().from(ratingBallots)).toEqual([]);
    for (const ticket of await hall.db.select().from(ratingTickets)) expect(ticket).toMatchObject({ visitId: null, tokenDigest: null, expiresAt: null, used: false, endedOn: "2026-03-02" });
    for (const row of await hall.db.select().from(ratings)) expect(row).toMatchObject({ anonymous: true, applicationId: null, createdAt: null });
    expect(await hall.db.select().from(auditLog).where(eq(auditLog.action, "ratings.cast"))).not.toContainEqual(expect.objectContaining({ after: expect.anything() }));
  });

  it("is not guessed, nor rated by a flood", async () => {
    const calls = Array.from({ length: 61 }, () => hall.as(stranger, at("2026-03-04")).ratings.rateVisit({ token: "y".repeat(43), ...good }).catch((error: unknown) => (error instanceof Error ? error.message : "")));
    expect((await Promise.all(calls)).filter((message) => message === "requests.tooMany").length).toBeGreaterThan(0);
  });
});

describe("what is told of all ratings", () => {
  it("counts whole weeks by item, department and division, keeps few apart, and never counts the unrated as good", async () => {
    const other = await openHall();
    try {
      for (const level of [...ratingLevels, "verySatisfied"] as const) await other.rated(level);
      for (const level of ["basic", "dissatisfied"] as const) await other.rated(level, { of: other.rare });
      await other.answeredMany(8);
      await other.night(at("2026-03-03"));
      await countFigures(other.ctx(at("2026-03-08")));
      expect((await other.as(stranger).ratings.listFigures({})).rows).toEqual([]);
      await countFigures(other.ctx(at("2026-03-09", "00:40")));
      const department = await other.as(stranger).ratings.getFigure({ kind: "department", subject: other.place.uscc });
      expect(department).toMatchObject({ withheld: false, since: "2025-03-10", until: "2026-03-08", counts: { rateable: 16, low: 3, replied: 0 }, rates: { unrated: 0.5, activeGood: 5 / 8, low: 3 / 8, lowReplied: 0 } });
      // The one other item, of six ratings, would be given away by the department's total.
      const items = await other.as(stranger).ratings.listFigures({ kind: "item", within: other.place.uscc });
      expect(items.rows.map(({ withheld }) => withheld)).toEqual([true, true]);
      expect(JSON.stringify(items.rows)).not.toContain("counts");
      expect((await other.as(stranger).ratings.listFigures({ kind: "division" })).rows).toMatchObject([{ subject: "310101", withheld: false }]);
      const page = await other.as(stranger).ratings.listFigures({ kind: "item", limit: 1 });
      expect((await other.as(stranger).ratings.listFigures({ kind: "item", limit: 1, ...(page.nextCursor ? { cursor: page.nextCursor } : {}) })).rows[0]?.subject).not.toBe(page.rows[0]?.subject);
      expect(await other.as(stranger).ratings.getFigure({ kind: "item", subject: "000000" })).toBeNull();
      expect(await other.as(other.clerk, at("2026-03-09")).ratings.listOwnFigures()).toMatchObject([{ uscc: other.place.uscc, figure: { withheld: false }, rectifications: { open: 3, late: 0 } }]);
      await expect(other.as(await createCitizen(other.db)).ratings.listOwnFigures()).rejects.toMatchObject({ code: "FORBIDDEN" });
    } finally {
      await other.connection.close();
    }
  });
});
