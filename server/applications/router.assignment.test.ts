import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accounts, applications, auditLog, caseAssignments, staffPosts } from "@/db/schema";
import { createPlace, createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const submitted = async () => office.submitted(await office.citizen());
const clerkToo = () => createStaff(office.db, "clerk", office.place);
const rowOf = async (id: string) => (await office.db.select().from(applications).where(eq(applications.id, id)))[0]!;
const word = "我下周外出，请接手";

/** A filed case in the hands of the office's clerk. */
async function held() {
  const { id, number } = await submitted();
  await office.as(office.desk.clerk).applications.claim({ id });
  return { id, number, seen: { id, version: 1, holder: office.desk.clerk.id, word } };
}

describe("handing over", () => {
  test("puts the case into the colleague's hands, tells them by whom and why, and is in the audit log", async () => {
    const { id, number, seen } = await held();
    const colleague = await clerkToo();
    expect(await office.as(office.desk.clerk).applications.handOver({ ...seen, to: colleague.id })).toEqual({ id, claimedBy: colleague.id });
    expect(await rowOf(id)).toMatchObject({ claimedBy: colleague.id, version: 1 });
    const told = await office.as(colleague).applications.handedToMe();
    expect(told).toMatchObject({ more: false, rows: [{ number, kind: "handOver", by: office.desk.clerk.name, word }] });
    expect(JSON.stringify(await office.db.select().from(caseAssignments)), "words between colleagues are sealed").not.toContain(word);
    expect(await office.as(colleague).applications.seeHanded()).toEqual({ seen: 1 });
    expect(await office.as(colleague).applications.handedToMe()).toEqual({ more: false, rows: [] });
    expect(await office.as(office.desk.supervisor).applications.assignments({ number })).toMatchObject({ mayHandOver: true, rows: [{ to: colleague.name, from: office.desk.clerk.name }] });
    const [audited] = await office.db.select().from(auditLog).where(and(eq(auditLog.subjectId, id), eq(auditLog.action, "applications.handOver")));
    expect(audited).toMatchObject({ actorId: office.desk.clerk.id, before: { holder: office.desk.clerk.id }, after: { holder: colleague.id } });
    await expect(office.as(office.desk.clerk).applications.accept({ id, version: 1 })).rejects.toMatchObject(refused("CONFLICT", "applications.claimedByOther"));
    await office.as(colleague).applications.accept({ id, version: 1 });
  });

  test("offers colleagues who may act on it, with what they have in hand, and nobody else", async () => {
    const { number } = await held();
    const colleague = await clerkToo();
    const { colleagues } = await office.as(office.desk.clerk).applications.colleagues({ number });
    expect(colleagues).toContainEqual({ id: colleague.id, name: colleague.name, self: false, load: 0, awayUntil: null });
    expect(colleagues.map(({ id }) => id)).not.toContain(office.desk.reviewer.id);
    expect(colleagues.map(({ id }) => id)).not.toContain(office.desk.clerk.id);
  });

  test("is a supervisor's too, also of what nobody holds, and nobody else's", async () => {
    const { id, number } = await submitted();
    const colleague = await clerkToo();
    const order = { id, version: 1, holder: null, to: colleague.id, word };
    await expect(office.as(office.desk.clerk).applications.handOver(order)).rejects.toMatchObject(refused("CONFLICT", "applications.notClaimedByYou"));
    await office.as(office.desk.supervisor).applications.handOver(order);
    expect((await rowOf(id)).claimedBy).toBe(colleague.id);
    await expect(office.as(office.desk.clerk).applications.colleagues({ number })).rejects.toMatchObject(refused("FORBIDDEN", "applications.notClaimedByYou"));
    const elsewhere = await createStaff(office.db, "supervisor", await createPlace(office.db, "310104"));
    await expect(office.as(elsewhere).applications.handOver({ ...order, holder: colleague.id })).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
  });

  test("leaves the applicant the time to take the case back when a supervisor assigns it", async () => {
    const person = await office.citizen();
    const { id } = await office.submitted(person);
    await office.as(office.desk.supervisor).applications.handOver({ id, version: 1, holder: null, to: office.desk.clerk.id, word });
    expect(await office.as(person).applications.takeBack({ id })).toMatchObject({ status: "draft" });
    expect((await rowOf(id)).claimedBy).toBeNull();
  });

  describe("is refused", () => {
    const refusals: [string, () => Promise<User>, string][] = [
      ["to a colleague in another role", async () => office.desk.reviewer, "applications.colleagueMayNot"],
      ["to a colleague of another department", async () => createStaff(office.db, "clerk", await createPlace(office.db, "310105")), "applications.colleagueMayNot"],
      ["to whoever has it already", async () => office.desk.clerk, "applications.handedAlready"],
      ["to a citizen", () => office.citizen(), "applications.colleagueMayNot"],
      ["to somebody whose account is closed", async () => {
        const gone = await clerkToo();
        await office.db.update(accounts).set({ disabledAt: new Date() }).where(eq(accounts.id, gone.id));
        return gone;
      }, "applications.colleagueMayNot"],
    ];
    test.each(refusals)("%s", async (_, colleague, code) => {
      const { id, seen } = await held();
      await expect(office.as(office.desk.clerk).applications.handOver({ ...seen, to: (await colleague()).id })).rejects.toMatchObject(refused("CONFLICT", code));
      expect((await rowOf(id)).claimedBy).toBe(office.desk.clerk.id);
    });

    test("to the applicant, who works here", async () => {
      const colleague = await clerkToo();
      const person = await office.citizen();
      const [own] = await office.db.select({ citizenIdIndex: accounts.citizenIdIndex }).from(accounts).where(eq(accounts.id, person.id));
      await office.db.update(accounts).set(own!).where(eq(accounts.id, colleague.id));
      const { id } = await office.submitted(person);
      await office.as(office.desk.clerk).applications.claim({ id });
      const order = { id, version: 1, holder: office.desk.clerk.id, to: colleague.id, word };
      await expect(office.as(office.desk.clerk).applications.handOver(order)).rejects.toMatchObject(refused("CONFLICT", "applications.colleaguesOwnCase"));
    });

    test("by a supervisor who is its applicant", async () => {
      const person = await office.citizen();
      const { id } = await office.submitted(person);
      const oneself: User = { ...office.desk.supervisor, citizenAccountId: person.id };
      await expect(office.as(oneself).applications.handOver({ id, version: 1, holder: null, to: office.desk.clerk.id, word })).rejects.toMatchObject(refused("FORBIDDEN", "applications.ownCase"));
    });

    test("to whoever accepted it, where another must decide", async () => {
      const both = await createStaff(office.db, "clerk", office.place);
      const approver = { ...both, posts: [...both.posts, { ...both.posts[0]!, role: "approver" as const }] };
      await office.db.insert(staffPosts).values({ accountId: both.id, ...approver.posts[1]!, validFrom: "2020-01-01" });
      const { id } = await submitted();
      await office.as(approver).applications.accept({ id, version: 1 });
      await office.as(office.desk.reviewer).applications.startReview({ id, version: 2 });
      await office.as(office.desk.reviewer).applications.completeStep({ id, version: 3, opinion: "同意" });
      const order = { id, version: 4, holder: null, to: approver.id, word };
      await expect(office.as(office.desk.supervisor).applications.handOver(order)).rejects.toMatchObject(refused("CONFLICT", "applications.colleagueAccepted"));
      await office.as(office.desk.supervisor).applications.handOver({ ...order, to: office.desk.approver.id });
    });

    test("with a version or a holder that are no more", async () => {
      const { id, seen } = await held();
      const colleague = await clerkToo();
      await expect(office.as(office.desk.supervisor).applications.handOver({ ...seen, holder: null, to: colleague.id })).rejects.toMatchObject(refused("CONFLICT", "applications.claimedByOther", { who: office.desk.clerk.name }));
      await office.as(office.desk.clerk).applications.accept({ id, version: 1 });
      await expect(office.as(office.desk.supervisor).applications.handOver({ ...seen, to: colleague.id })).rejects.toMatchObject(refused("CONFLICT", "applications.changedMeanwhile"));
    });

    test("twice under two keys; under one it gives the first answer again", async () => {
      const { seen } = await held();
      const [one, key] = [await clerkToo(), randomUUID()];
      const order = { ...seen, to: one.id };
      const first = await office.as(office.desk.clerk, { key }).applications.handOver(order);
      expect(await office.as(office.desk.clerk, { key }).applications.handOver(order)).toEqual(first);
      await expect(office.as(office.desk.clerk, { key: randomUUID() }).applications.handOver(order)).rejects.toMatchObject(refused("CONFLICT", "applications.claimedByOther"));
      expect(await office.db.select().from(caseAssignments).where(eq(caseAssignments.applicationId, seen.id))).toHaveLength(1);
    });
  });
});

describe("at once, in every order", () => {
  type Deed = { name: string; run: (id: string, colleague: User) => Promise<unknown> };
  const deeds: Deed[] = [
    { name: "hand over", run: (id, colleague) => office.as(office.desk.clerk).applications.handOver({ id, version: 1, holder: office.desk.clerk.id, to: colleague.id, word }) },
    { name: "release", run: (id) => office.as(office.desk.clerk).applications.release({ id }) },
    { name: "claim", run: (id, colleague) => office.as(colleague).applications.claim({ id }) },
    { name: "act", run: (id) => office.as(office.desk.clerk).applications.accept({ id, version: 1 }) },
  ];
  const orders = (rest: Deed[]): Deed[][] => (rest.length === 0 ? [[]] : rest.flatMap((one) => orders(rest.filter((other) => other !== one)).map((tail) => [one, ...tail])));

  test.each(orders(deeds).map((order) => [order.map(({ name }) => name).join(", "), order] as const))("%s", async (_, order) => {
    const { id } = await held();
    const colleague = await clerkToo();
    const results = await Promise.allSettled(order.map(({ run }) => run(id, colleague)));
    const done = (name: string) => results[order.findIndex((deed) => deed.name === name)]?.status === "fulfilled";
    const row = await rowOf(id);
    expect(row.status).toBe(done("act") ? "accepted" : "submitted");
    // Accepting frees the case; handed over it stays with the colleague, who then may not be passed by.
    if (done("act")) expect(done("hand over") && !done("release")).toBe(false);
    const given = await office.db.select().from(caseAssignments).where(eq(caseAssignments.applicationId, id));
    expect(given).toHaveLength(done("hand over") ? 1 : 0);
    if (!done("act")) expect(row.claimedBy).toBe(done("hand over") || done("claim") ? colleague.id : done("release") ? null : office.desk.clerk.id);
    const gone = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason.message)] : []));
    for (const code of gone) expect(["applications.claimedByOther", "applications.notClaimedByYou", "applications.changedMeanwhile", "access.forbidden"]).toContain(code);
  });

  test("of two supervisors who give one case to two people one has their way", async () => {
    const { id } = await submitted();
    const people = await Promise.all([clerkToo(), clerkToo()]);
    const results = await Promise.allSettled(people.map(({ id: to }) => office.as(office.desk.supervisor).applications.handOver({ id, version: 1, holder: null, to, word })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [given] = await office.db.select().from(caseAssignments).where(eq(caseAssignments.applicationId, id));
    expect((await rowOf(id)).claimedBy).toBe(given?.toAccountId);
  });
});
