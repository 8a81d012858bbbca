import { randomUUID } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applicationEvents, applications, auditLog, idempotencyKeys, numberSequences } from "@/db/schema";
import { createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const times = <T>(count: number, make: (index: number) => Promise<T>) => Promise.allSettled(Array.from({ length: count }, (_, index) => make(index)));
const won = <T>(results: PromiseSettledResult<T>[]) => results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
const lost = (results: PromiseSettledResult<unknown>[]) => results.flatMap((result) => (result.status === "rejected" ? [result.reason as { message: string; cause?: { params?: Record<string, unknown> } }] : []));
const eventsOf = (id: string) => office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, id));

describe("an idempotency key", () => {
  test("gives the first answer again, query code included, and acts once", async () => {
    const person = await office.citizen();
    const id = await office.draft(person);
    const key = randomUUID();
    const first = await office.as(person, { key }).applications.submit({ id, declared: true });
    const second = await office.as(person, { key: key.toUpperCase() }).applications.submit({ id, declared: true });
    expect(second).toEqual(first);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test("with another body, or for another procedure, is refused", async () => {
    const person = await office.citizen();
    const key = randomUUID();
    const { id } = await office.submitted(person);
    await office.as(person, { key }).applications.withdraw({ id, reason: "不办了" });
    await expect(office.as(person, { key }).applications.withdraw({ id, reason: "改主意了" })).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "requests.keyReused"));
    await expect(office.as(person, { key }).applications.start({ itemCode: office.item.code })).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "requests.keyReused"));
  });

  test("belongs to one account, is not kept for a refusal, and must be a UUID", async () => {
    const key = randomUUID();
    const [one, other] = [await office.citizen(), await office.citizen()];
    const mine = await office.as(one, { key }).applications.start({ itemCode: office.item.code });
    const theirs = await office.as(other, { key }).applications.start({ itemCode: office.item.code });
    expect(theirs.id).not.toBe(mine.id);
    const again = randomUUID();
    await expect(office.as(one, { key: again }).applications.submit({ id: mine.id, declared: true })).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
    expect(await office.db.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, again))).toEqual([]);
    await expect(office.as(one, { key: "1" }).applications.start({ itemCode: office.item.code })).rejects.toMatchObject(refused("BAD_REQUEST", "requests.malformedKey"));
  });

  test("twenty submits at once with one key file one case with one event", async () => {
    const person = await office.citizen();
    const id = await office.draft(person);
    const key = randomUUID();
    const results = await times(20, () => office.as(person, { key }).applications.submit({ id, declared: true }));
    expect(won(results).length).toBeGreaterThan(0);
    expect(new Set(won(results).map((answer) => JSON.stringify(answer))).size).toBe(1);
    for (const { message } of lost(results)) expect(message).toBe("requests.stillRunning");
    expect(await eventsOf(id)).toHaveLength(1);
    expect(await office.as(person, { key }).applications.submit({ id, declared: true })).toEqual(won(results)[0]);
    const mine = await office.db.select().from(applications).where(eq(applications.applicantAccountId, person.id));
    expect(mine).toMatchObject([{ id, status: "submitted", version: 1 }]);
  });

  test("twenty submits at once without a key file one case too", async () => {
    const person = await office.citizen();
    const id = await office.draft(person);
    const results = await times(20, () => office.as(person).applications.submit({ id, declared: true }));
    expect(won(results)).toHaveLength(1);
    for (const { message } of lost(results)) expect(message).toBe("applications.actionNotAllowed");
  });
});

describe("two at once", () => {
  const atDecision = async () => {
    const { desk } = office;
    const { id } = await office.submitted(await office.citizen());
    await office.as(desk.clerk).applications.accept({ id, version: 1 });
    await office.as(desk.reviewer).applications.startReview({ id, version: 2 });
    await office.as(desk.reviewer).applications.completeStep({ id, version: 3, opinion: "同意" });
    return id;
  };

  test("of twenty decisions by ten approvers, approving and rejecting, exactly one counts and the others learn whose", async () => {
    const id = await atDecision();
    const approvers = await Promise.all(Array.from({ length: 10 }, () => createStaff(office.db, "approver", office.place)));
    const results = await times(20, (index) => {
      const calls = office.as(approvers[index % 10]!, { key: randomUUID() }).applications;
      return index % 3 === 0 ? calls.reject({ id, version: 4, reason: "不符合条件" }) : calls.approve({ id, version: 4, opinion: "准予" });
    });
    expect(won(results)).toHaveLength(1);
    const decisions = (await eventsOf(id)).filter(({ action }) => action === "approve" || action === "reject");
    expect(decisions).toHaveLength(1);
    const [decision] = decisions;
    const [row] = await office.db.select().from(applications).where(eq(applications.id, id));
    expect(row).toMatchObject({ version: 5, decidedBy: decision?.actorId, outcome: decision?.action === "approve" ? "approved" : "rejected" });
    for (const { message, cause } of lost(results)) {
      expect(message).toBe("applications.changedMeanwhile");
      expect(cause?.params).toMatchObject({ action: decision?.action, who: decision?.actorName });
    }
    const audited = await office.db.select().from(auditLog).where(and(eq(auditLog.subjectId, id), inArray(auditLog.action, ["applications.approve", "applications.reject"])));
    expect(audited).toHaveLength(1);
  });

  test("of two clerks who claim, one has the case and the other is told who", async () => {
    const { id, number } = await office.submitted(await office.citizen());
    const clerks = await Promise.all(Array.from({ length: 6 }, () => createStaff(office.db, "clerk", office.place)));
    const results = await times(6, (index) => office.as(clerks[index]!).applications.claim({ id }));
    expect(won(results)).toHaveLength(1);
    const holder = clerks.find((clerk) => clerk.id === won(results)[0]?.claimedBy)!;
    for (const { message, cause } of lost(results)) {
      expect(message).toBe("applications.claimedByOther");
      expect(cause?.params).toEqual({ who: holder.name });
    }
    const other: User = clerks.find((clerk) => clerk.id !== holder.id)!;
    expect(await office.as(other).applications.getForDesk({ number })).toMatchObject({ claimedByName: holder.name, mine: false, canClaim: false, actions: [] });
    await expect(office.as(other).applications.accept({ id, version: 1 })).rejects.toMatchObject(refused("CONFLICT", "applications.claimedByOther"));
    await expect(office.as(other).applications.release({ id })).rejects.toMatchObject(refused("CONFLICT", "applications.notClaimedByYou"));
    expect(await office.as(holder).applications.claim({ id })).toEqual({ id, claimedBy: holder.id });
    await office.as(holder).applications.release({ id });
    expect(await office.as(other).applications.claim({ id })).toEqual({ id, claimedBy: other.id });
  });

  test("accepting, refusing and asking for a correction at once leave one act", async () => {
    const { id } = await office.submitted(await office.citizen());
    const clerks = await Promise.all(Array.from({ length: 9 }, () => createStaff(office.db, "clerk", office.place)));
    const results = await times(9, (index) => {
      const calls = office.as(clerks[index]!).applications;
      if (index % 3 === 0) return calls.accept({ id, version: 1 });
      if (index % 3 === 1) return calls.refuse({ id, version: 1, ground: "notRequired", reason: "无需许可" });
      return calls.requestCorrection({ id, version: 1, items: [{ fieldId: "shopName", reason: "请改正" }] });
    });
    expect(won(results)).toHaveLength(1);
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test("an applicant who withdraws while the decision falls: one of the two", async () => {
    const person = await office.citizen();
    const { id } = await office.submitted(person);
    await office.as(office.desk.clerk).applications.accept({ id, version: 1 });
    await office.as(office.desk.reviewer).applications.startReview({ id, version: 2 });
    await office.as(office.desk.reviewer).applications.completeStep({ id, version: 3, opinion: "同意" });
    const results = await Promise.allSettled([
      office.as(person).applications.withdraw({ id }),
      office.as(office.desk.approver).applications.approve({ id, version: 4, opinion: "准予" }),
    ]);
    expect(won<unknown>(results)).toHaveLength(1);
  });

  test("twenty drafts born at once get twenty numbers", async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => office.citizen()));
    const ids = await Promise.all(people.map((person) => office.as(person).applications.start({ itemCode: office.item.code })));
    const rows = await office.db.select({ number: applications.number }).from(applications).where(inArray(applications.id, ids.map(({ id }) => id)));
    expect(new Set(rows.map(({ number }) => number)).size).toBe(20);
  });

  test("of twenty starts of one person one draft is born, and the others get it", async () => {
    const person = await office.citizen();
    const results = await times(20, () => office.as(person).applications.start({ itemCode: office.item.code }));
    expect(lost(results)).toEqual([]);
    expect(new Set(won(results).map(({ id }) => id)).size).toBe(1);
  });

  test("a number that is in use already is passed over", async () => {
    const taken = await Promise.all([office.citizen(), office.citizen()]);
    for (const person of taken) await office.draft(person);
    await office.db.update(numberSequences).set({ last: 0 });
    const person = await office.citizen();
    const { id, resumed } = await office.as(person).applications.start({ itemCode: office.item.code });
    expect(resumed).toBe(false);
    const rows = await office.db.select({ id: applications.id }).from(applications).where(eq(applications.applicantAccountId, person.id));
    expect(rows).toEqual([{ id }]);
  });
});
