import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLog, messages, ratedCases, ratings, rectifications } from "@/db/schema";
import { createAgent, createApplication, createCitizen } from "@/db/testing/factories";
import type { ApplicationStatus } from "@/domain/applications/schema";
import type { Actor, User } from "@/domain/core/actor";
import type { RateApplication } from "@/domain/ratings/schema";
import { inviteToRate } from "./commands/invite";
import { at, noon, openHall, stranger, type Hall } from "./router.testing";

let hall: Hall;
let citizen: User;
const good = { level: "verySatisfied", reasons: ["510", "513"], comment: "很快", anonymous: false } satisfies Omit<RateApplication, "number">;
const given = (status: ApplicationStatus, applicant = citizen) => createApplication(hall.db, { place: hall.place, item: hall.item, applicant, status });

beforeAll(async () => {
  hall = await openHall();
  citizen = await createCitizen(hall.db);
});
afterAll(() => hall.connection.close());

describe("rating a case by name", () => {
  it("keeps one rating with its reasons and leaves an audit row", async () => {
    const { id, number } = await given("closed");
    expect(await hall.as(citizen).ratings.get({ number })).toMatchObject({ rateable: true, rating: null, nameless: false, departmentName: hall.place.departmentName });
    await hall.as(citizen).ratings.rate({ number, ...good });
    expect(await hall.as(citizen).ratings.get({ number })).toMatchObject({ rateable: false, rating: { level: "verySatisfied", reasons: ["510", "513"], comment: "很快" }, rectification: null, again: false });
    expect(await hall.db.select().from(auditLog).where(eq(auditLog.subjectId, id))).toMatchObject([{ action: "ratings.rate", after: { level: "verySatisfied" } }]);
  });

  it("accepts the first of two at once and tells the other", async () => {
    const { id, number } = await given("closed");
    const outcomes = await Promise.allSettled([hall.as(citizen).ratings.rate({ number, ...good }), hall.as(citizen).ratings.rate({ number, ...good, level: "satisfied", reasons: [] })]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(hall.as(citizen).ratings.rate({ number, ...good, anonymous: true })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.ratedAlready" });
    expect(await hall.db.select().from(ratings).where(eq(ratings.applicationId, id))).toHaveLength(1);
  });

  it("gives the first answer again under the same key", async () => {
    const { number } = await given("closed");
    const key = crypto.randomUUID();
    const first = await hall.as(citizen, noon, key).ratings.rate({ number, ...good });
    expect(await hall.as(citizen, noon, key).ratings.rate({ number, ...good })).toEqual(first);
  });

  it.each(["draft", "submitted", "correction", "accepted", "inReview", "suspended", "withdrawn"] as const)("refuses a case that is %s", async (status) => {
    const { number } = await given(status, await createCitizen(hall.db));
    const applicant = await createCitizen(hall.db);
    const own = await createApplication(hall.db, { place: hall.place, item: hall.item, applicant, status });
    await expect(hall.as(applicant).ratings.rate({ number: own.number, ...good })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.notYet" });
    await expect(hall.as(citizen).ratings.rate({ number, ...good })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is open for thirty days after the case was closed", async () => {
    const { number } = await given("closed");
    await expect(hall.as(citizen, at("2026-04-02")).ratings.rate({ number, ...good })).rejects.toMatchObject({ code: "CONFLICT", message: "ratings.windowOver" });
    expect(await hall.as(citizen, at("2026-04-02")).ratings.get({ number })).toMatchObject({ rateable: false, hindrance: "ratings.windowOver", endsOn: "2026-04-01" });
    expect(await hall.as(citizen, at("2026-04-01", "23:59")).ratings.rate({ number, ...good })).toMatchObject({ level: "verySatisfied", receipt: null });
  });

  it("refuses the signed out, staff, strangers, an agent of another organisation, and unknown cases", async () => {
    const { number } = await given("closed");
    const agent = await createAgent(hall.db, await createCitizen(hall.db));
    for (const call of [(actor: Actor) => hall.as(actor).ratings.rate({ number, ...good }), (actor: Actor) => hall.as(actor).ratings.get({ number })]) {
      await expect(call(stranger)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
      await expect(call(hall.clerk)).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(call(await createCitizen(hall.db))).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(call(agent)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(hall.as(citizen).ratings.get({ number: "310101202603029999990" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuses reasons of another level and unknown fields", async () => {
    const { number } = await given("closed");
    await expect(hall.as(citizen).ratings.rate({ number, ...good, reasons: ["108"] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(hall.as(citizen).ratings.rate({ number, ...good, stars: 5 } as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("rating without a name", () => {
  it("leaves nothing that joins the rating to its case: no column, no audit row, no instant, no log of the box", async () => {
    await hall.answeredMany(5);
    const told = await hall.rated("veryDissatisfied", { anonymous: true, reasons: ["115"], comment: "态度差" });
    expect(await hall.as(told.person).ratings.get({ number: told.number })).toMatchObject({ rateable: false, nameless: true, rating: null });
    await expect(hall.as(told.person).ratings.rate({ number: told.number, ...good })).rejects.toMatchObject({ message: "ratings.ratedAlready" });
    await hall.night(at("2026-03-03", "00:35"));
    // Whatever the database holds beside the case itself, by any of the words that lead to it.
    const { rows: tables } = await hall.connection.pool.query<{ name: string }>("select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('applications', 'accounts')");
    for (const { name } of tables) {
      const { rows } = await hall.connection.pool.query<{ row: string }>(`select t::text as row from "${name}" t`);
      for (const word of [told.id, told.number, told.person.id]) expect([name, rows.filter(({ row }) => row.includes(word))]).toEqual([name, []]);
    }
    const [row] = await hall.db.select().from(ratings).where(eq(ratings.level, "veryDissatisfied"));
    expect(row).toMatchObject({ anonymous: true, applicationId: null, createdAt: null, weekOf: "2026-03-02", serviceItemId: hall.item.serviceItemId });
    // A key of version 4 tells no time.
    expect(row?.id[14]).toBe("4");
    const cast = await hall.db.select().from(auditLog).where(eq(auditLog.action, "ratings.cast"));
    expect(cast).toMatchObject([{ actorId: null, subjectId: "box", after: null, at: at("2026-03-02", "00:00") }]);
    const marks = await hall.db.select().from(ratedCases);
    expect(marks.every(({ key, endsOn }) => !key.includes(told.id) && endsOn.endsWith("-01"))).toBe(true);
  });

  it("reaches nobody before the box is opened at night, and then without its item where few had it", async () => {
    const { receipt } = await hall.rated("dissatisfied", { anonymous: true, of: hall.rare });
    const before = await hall.as(hall.owner).ratings.listRectifications({});
    await expect(hall.as(stranger).ratings.getByReceipt({ receipt: receipt ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND", message: "ratings.receiptUnknown" });
    await hall.night(at("2026-03-03", "00:35"));
    const after = await hall.as(hall.owner).ratings.listRectifications({});
    expect(after.rows.length).toBe(before.rows.length + 1);
    expect(await hall.as(stranger).ratings.getByReceipt({ receipt: (receipt ?? "").toLowerCase().replaceAll("-", " ") })).toMatchObject({ itemName: null, level: "dissatisfied", rectification: { status: "open", reply: null } });
  });

  it("stays in the box where fewer than five could have given it", async () => {
    const small = await openHall();
    try {
      await small.rated("dissatisfied", { anonymous: true });
      expect(await small.night(at("2026-03-03"))).toBe(0);
      expect(await small.db.select().from(rectifications)).toEqual([]);
      await small.answeredMany(4);
      expect(await small.night(at("2026-03-04"))).toBe(1);
    } finally {
      await small.connection.close();
    }
  });

  it("shows no staff procedure anything of who it was, and opens the box once for two runners", async () => {
    const told = await hall.rated("dissatisfied", { anonymous: true, comment: "排队太久" });
    const opened = await Promise.all([hall.night(at("2026-03-03")), hall.night(at("2026-03-03"))]);
    expect(opened[0] + opened[1]).toBe(1);
    const shown: unknown[] = [];
    for (const actor of [hall.owner, hall.second, hall.approver]) {
      const { rows } = await hall.as(actor).ratings.listRectifications({ limit: 100 });
      shown.push(rows, ...(await Promise.all(rows.map(({ id }) => hall.as(actor).ratings.getRectification({ id })))), await hall.as(actor).ratings.listOwnFigures());
    }
    shown.push(await hall.as(hall.clerk).ratings.listOwnFigures(), await hall.as(hall.clerk).applications.getForDesk({ number: told.number }));
    const text = JSON.stringify(shown.slice(0, -1));
    for (const word of [told.id, told.number, told.person.id, told.person.name, told.person.phone]) expect(text).not.toContain(word);
    expect(text).toContain("排队太久");
    expect(JSON.stringify(shown.at(-1))).not.toMatch(/rating|dissatisfied/i);
  });
});

describe("the invitation to rate", () => {
  it("goes once, some days later, to whoever has not rated and was not spared", async () => {
    const people = await Promise.all(Array.from({ length: 12 }, async () => {
      const person = await createCitizen(hall.db);
      return { person, ...(await hall.answered(person)) };
    }));
    const silent = people.slice(0, 10);
    await hall.as(people[10]?.person ?? citizen).ratings.rate({ number: people[10]?.number ?? "", ...good });
    await hall.as(people[11]?.person ?? citizen).ratings.rate({ number: people[11]?.number ?? "", ...good, anonymous: true });
    const later = hall.ctx(at("2026-03-06"));
    expect(await inviteToRate(hall.ctx(at("2026-03-04")))).toBe(0);
    const invited = await inviteToRate(later);
    expect(await inviteToRate(later)).toBe(0);
    const told = (await hall.db.select().from(messages)).filter(({ template }) => template === "ratingInvited");
    expect(told).toHaveLength(invited);
    const ours = told.filter(({ applicationId }) => people.some(({ id }) => id === applicationId));
    expect(ours.every(({ applicationId, params }) => silent.some(({ id }) => id === applicationId) && params["dueOn"] === "2026-04-01")).toBe(true);
    expect(ours.length).toBeGreaterThan(0);
  });
});
