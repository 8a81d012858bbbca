import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { absences, applications, caseAssignments, staffPosts } from "@/db/schema";
import { createPlace, createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { startAbsences } from "./commands/cover";
import { jobs } from "./jobs";
import { at, monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const clerk = () => createStaff(office.db, "clerk", office.place);
const system = (now: Date): Ctx => ({ actor: { kind: "system" }, now, requestId: "test", address: "system", db: office.db });
const holderOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!.claimedBy;
const tuesday = at("2026-03-03");
const friday = at("2026-03-06");

async function holding(person: User, now = monday): Promise<string> {
  const { id } = await office.submitted(await office.citizen(), office.item, now);
  await office.as(person, { now }).applications.claim({ id });
  return id;
}

async function twoClerks() {
  const [person, deputy] = [await clerk(), await clerk()];
  const days = { deputyId: deputy.id, fromOn: "2026-03-03", untilOn: "2026-03-05" };
  return { person, deputy, days };
}

describe("an absence", () => {
  test("moves what is in hand on its first day, tells the deputy, and moves nothing before or after", async () => {
    const { person, deputy, days } = await twoClerks();
    const id = await holding(person);
    const { id: absence } = await office.as(person).applications.recordAbsence({ ...days, word: "开会" });
    expect(await office.as(person).applications.absences({ of: "own" })).toMatchObject({ rows: [{ word: "开会" }] });
    expect(JSON.stringify(await office.db.select().from(absences)), "why somebody is away is sealed").not.toContain("开会");
    await startAbsences(system(monday));
    expect(await holderOf(id)).toBe(person.id);
    expect(await startAbsences(system(tuesday))).toBe(1);
    expect(await holderOf(id)).toBe(deputy.id);
    expect(await office.as(deputy, { now: tuesday }).applications.handedToMe()).toMatchObject({ rows: [{ kind: "cover", awayName: person.name, awayUntil: "2026-03-05" }] });
    expect(await office.as(deputy, { now: tuesday }).applications.absences({ of: "own" })).toMatchObject({ rows: [{ id: absence, name: person.name, deputyName: deputy.name, mine: false, lasts: true, moved: 1, freed: 0 }] });
    const later = await holding(person, tuesday);
    expect(await startAbsences(system(friday))).toBe(0);
    expect(await holderOf(later)).toBe(person.id);
  });

  test("brings the cases to the cover and back: each queue shows them, the cover works on them, and who is back finds what is left", async () => {
    const { person, deputy, days } = await twoClerks();
    const [worked, left] = [await holding(person), await holding(person)];
    const queueOf = async (who: User, now: Date) => (await office.as(who, { now }).applications.queue({ assignee: "me" })).rows.map(({ id }) => id).toSorted();
    const { id } = await office.as(person).applications.recordAbsence(days);
    expect([await queueOf(person, monday), await queueOf(deputy, monday)]).toEqual([[worked, left].toSorted(), []]);
    await jobs.schedules!["startAbsences"]!.run(system(tuesday));
    expect([await queueOf(person, tuesday), await queueOf(deputy, tuesday)]).toEqual([[], [worked, left].toSorted()]);
    // The one who is away acts on nothing that is in the cover's hands; the cover does, in their own name.
    const held = refused("CONFLICT", "applications.claimedByOther", { who: deputy.name });
    await expect(office.as(person, { now: tuesday }).applications.accept({ id: worked, version: 1 })).rejects.toMatchObject(held);
    await office.as(deputy, { now: tuesday }).applications.requestCorrection({ id: worked, version: 1, items: [{ fieldId: "shopName", reason: "请改正" }] });
    const thursday = at("2026-03-05");
    expect(await office.as(person, { now: thursday }).applications.endAbsence({ id, takeBack: true })).toEqual({ id, returned: 1 });
    // What waits for its applicant is in nobody's hands.
    expect([await queueOf(person, thursday), await queueOf(deputy, thursday)]).toEqual([[left], []]);
    expect(await office.as(person, { now: thursday }).applications.accept({ id: left, version: 1 })).toMatchObject({ status: "accepted" });
  });

  test("begins once with two runners at once", async () => {
    const { person, deputy, days } = await twoClerks();
    const ids = [await holding(person), await holding(person), await holding(person)];
    const { id } = await office.as(person).applications.recordAbsence(days);
    const started = await Promise.all([startAbsences(system(tuesday)), startAbsences(system(tuesday))]);
    expect(started[0] + started[1]).toBe(1);
    for (const one of ids) expect(await holderOf(one)).toBe(deputy.id);
    expect(await office.db.select().from(caseAssignments).where(eq(caseAssignments.absenceId, id))).toHaveLength(3);
    expect((await office.db.select().from(absences).where(eq(absences.id, id)))[0]).toMatchObject({ moved: 3, freed: 0 });
  });

  test("goes on where it was cut off", async () => {
    const { person, deputy, days } = await twoClerks();
    const ids = [await holding(person), await holding(person)];
    const { id } = await office.as(person).applications.recordAbsence(days);
    await office.as(person).applications.handOver({ id: ids[0]!, version: 1, holder: person.id, to: deputy.id, word: "先办这件" });
    await startAbsences(system(tuesday));
    expect((await office.db.select().from(absences).where(eq(absences.id, id)))[0]).toMatchObject({ moved: 1 });
    for (const one of ids) expect(await holderOf(one)).toBe(deputy.id);
  });

  test("frees what the deputy may not take: standing in gives no right", async () => {
    const { person, deputy, days } = await twoClerks();
    const reviewed = await office.submitted(await office.citizen());
    await office.as(person).applications.accept({ id: reviewed.id, version: 1 });
    await office.db.insert(staffPosts).values({ accountId: person.id, role: "reviewer", departmentId: office.place.departmentId, divisionCode: office.place.divisionCode, validFrom: "2020-01-01" });
    const both: User = { ...person, posts: [...person.posts, { ...person.posts[0]!, role: "reviewer" }] };
    await office.as(both).applications.startReview({ id: reviewed.id, version: 2 });
    const id = await holding(both);
    await office.as(both).applications.recordAbsence(days);
    await startAbsences(system(tuesday));
    expect(await holderOf(id)).toBe(deputy.id);
    expect(await holderOf(reviewed.id)).toBeNull();
    expect(await office.as(both, { now: tuesday }).applications.absences({ of: "own" })).toMatchObject({ rows: [{ moved: 1, freed: 1 }] });
  });

  test("leads on to the deputy's deputy", async () => {
    const { person, deputy, days } = await twoClerks();
    const third = await clerk();
    const id = await holding(person);
    await office.as(person).applications.recordAbsence(days);
    await office.as(deputy).applications.recordAbsence({ ...days, deputyId: third.id });
    await startAbsences(system(tuesday));
    expect(await holderOf(id)).toBe(third.id);
  });

  test("can be ended early, with what the deputy still holds of it taken back", async () => {
    const { person, deputy, days } = await twoClerks();
    const [kept, done] = [await holding(person), await holding(person)];
    const { id } = await office.as(person).applications.recordAbsence(days);
    await startAbsences(system(tuesday));
    await office.as(deputy, { now: tuesday }).applications.accept({ id: done, version: 1 });
    expect(await office.as(person, { now: tuesday }).applications.endAbsence({ id, takeBack: true })).toEqual({ id, returned: 1 });
    expect(await holderOf(kept)).toBe(person.id);
    expect(await holderOf(done)).toBeNull();
    await expect(office.as(person, { now: tuesday }).applications.endAbsence({ id, takeBack: true })).rejects.toMatchObject(refused("CONFLICT", "applications.absenceOver"));
    await office.as(person, { now: tuesday }).applications.recordAbsence(days);
  });

  test("keeps others from handing to whoever is away", async () => {
    const { person, days } = await twoClerks();
    await office.as(person).applications.recordAbsence({ ...days, fromOn: "2026-03-02" });
    const id = await holding(office.desk.clerk);
    const order = { id, version: 1, holder: office.desk.clerk.id, to: person.id, word: "请接手" };
    await expect(office.as(office.desk.clerk).applications.handOver(order)).rejects.toMatchObject(refused("CONFLICT", "applications.colleagueAway", { who: person.name, until: "2026-03-05" }));
  });

  test("is a supervisor's to record for their people, and to end", async () => {
    const { person, deputy, days } = await twoClerks();
    const choices = await office.as(office.desk.supervisor).applications.absenceChoices();
    expect(choices.find(({ id }) => id === person.id)?.deputies).toContainEqual({ id: deputy.id, name: deputy.name });
    const { id } = await office.as(office.desk.supervisor).applications.recordAbsence({ ...days, accountId: person.id });
    expect((await office.as(office.desk.supervisor).applications.absences({ of: "office" })).rows.map((row) => row.id)).toContain(id);
    await office.as(office.desk.supervisor).applications.endAbsence({ id, takeBack: false });
    expect((await office.as(office.desk.supervisor).applications.absences({ of: "office", past: true })).rows.map((row) => row.id)).toContain(id);
  });

  describe("is refused", () => {
    test.each<[string, (two: Awaited<ReturnType<typeof twoClerks>>) => object, string, string]>([
      ["in the past", () => ({ fromOn: "2026-03-01" }), "BAD_REQUEST", "applications.absenceDays"],
      ["that ends before it begins", () => ({ untilOn: "2026-03-02" }), "BAD_REQUEST", "applications.absenceDays"],
      ["of more than a year", () => ({ untilOn: "2027-03-04" }), "BAD_REQUEST", "applications.absenceTooLong"],
      ["with oneself as deputy", ({ person }) => ({ deputyId: person.id }), "CONFLICT", "applications.deputyWithoutPost"],
      ["with a deputy of another role", () => ({ deputyId: office.desk.reviewer.id }), "CONFLICT", "applications.deputyWithoutPost"],
      ["for a colleague", ({ deputy, person }) => ({ accountId: deputy.id, deputyId: person.id }), "FORBIDDEN", "access.forbidden"],
    ])("%s", async (_, change, status, code) => {
      const two = await twoClerks();
      await expect(office.as(two.person).applications.recordAbsence({ ...two.days, ...change(two) })).rejects.toMatchObject(refused(status, code));
    });

    test("with a deputy of another department, one who is away then, and twice at once", async () => {
      const { person, deputy, days } = await twoClerks();
      const elsewhere = await createStaff(office.db, "clerk", await createPlace(office.db, "310106"));
      await expect(office.as(person).applications.recordAbsence({ ...days, deputyId: elsewhere.id })).rejects.toMatchObject(refused("CONFLICT", "applications.deputyWithoutPost"));
      const results = await Promise.allSettled([1, 2, 3].map(() => office.as(person).applications.recordAbsence(days)));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const result of results) if (result.status === "rejected") expect(result.reason.message).toBe("applications.absenceOverlaps");
      await expect(office.as(deputy).applications.recordAbsence({ ...days, deputyId: person.id })).rejects.toMatchObject(refused("CONFLICT", "applications.deputyAway"));
    });

    test("by a supervisor of another department, also to end it", async () => {
      const { person, days } = await twoClerks();
      const elsewhere = await createStaff(office.db, "supervisor", await createPlace(office.db, "310107"));
      await expect(office.as(elsewhere).applications.recordAbsence({ ...days, accountId: person.id })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
      const { id } = await office.as(person).applications.recordAbsence(days);
      await expect(office.as(elsewhere).applications.endAbsence({ id, takeBack: true })).rejects.toMatchObject(refused("NOT_FOUND", "applications.absenceNotFound"));
      await expect(office.as(office.desk.clerk).applications.endAbsence({ id, takeBack: true })).rejects.toMatchObject(refused("NOT_FOUND", "applications.absenceNotFound"));
    });
  });
});
