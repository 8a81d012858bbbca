import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { delegations, progressShares } from "@/db/schema";
import { createDelegate } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { monday, openOffice, refused, type Office } from "./router.testing";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

const on = (actor: Actor, now = monday) => office.as(actor, { now }).applications;
const anyone: Actor = { kind: "anonymous" };
const days = (count: number) => new Date(monday.getTime() + count * 86_400_000);

async function shared(person: User) {
  const { number } = await office.submitted(person, office.plain);
  await on(person).shareProgress({ number });
  const [share] = await on(person).shares({ number });
  return { number, share: share! };
}

describe("a case shared with family", () => {
  test("is followed without an account, masked, until ninety days are over", async () => {
    const person = await office.citizen();
    const { number, share } = await shared(person);
    const seen = await on(anyone).sharedProgress({ token: share.token });
    expect(seen).toMatchObject({ number, status: "submitted" });
    expect(JSON.stringify(seen)).not.toContain(person.name);
    expect(seen.events.map(({ action }) => action)).toEqual(["submit"]);
    expect(await on(anyone, days(89)).sharedProgress({ token: share.token })).toMatchObject({ number });
    await expect(on(anyone, days(91)).sharedProgress({ token: share.token })).rejects.toMatchObject(refused("NOT_FOUND", "applications.shareNotFound"));
    expect(await on(person, days(91)).shares({ number })).toEqual([]);
  });

  test("is followed no more once it is taken back; taking back twice changes nothing", async () => {
    const person = await office.citizen();
    const { share } = await shared(person);
    await on(person).revokeShare({ id: share.id });
    const [row] = await office.db.select().from(progressShares).where(eq(progressShares.id, share.id));
    await on(person, days(1)).revokeShare({ id: share.id });
    expect((await office.db.select().from(progressShares).where(eq(progressShares.id, share.id)))[0]).toEqual(row);
    await expect(on(anyone).sharedProgress({ token: share.token })).rejects.toMatchObject(refused("NOT_FOUND", "applications.shareNotFound"));
  });

  test("has five addresses at most, however many are asked for at once", async () => {
    const person = await office.citizen();
    const { number } = await office.submitted(person, office.plain);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => on(person).shareProgress({ number })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    expect(await on(person).shares({ number })).toHaveLength(5);
    await expect(on(person).shareProgress({ number })).rejects.toMatchObject(refused("CONFLICT", "applications.sharesUsedUp"));
  });

  test("by a delegate is followed no more once the delegation is taken back, and leaves its room", async () => {
    const person = await office.citizen();
    const { number } = await office.submitted(person, office.plain);
    const delegate = await createDelegate(office.db, person, await office.citizen());
    for (let made = 0; made < 5; made += 1) await on(delegate).shareProgress({ number });
    const [share] = await on(person).shares({ number });
    expect(await on(anyone).sharedProgress({ token: share!.token })).toMatchObject({ number });
    await office.db.update(delegations).set({ revokedAt: monday, revokedBy: person.id }).where(eq(delegations.id, delegate.actingFor!.delegationId));
    await expect(on(anyone).sharedProgress({ token: share!.token })).rejects.toMatchObject(refused("NOT_FOUND", "applications.shareNotFound"));
    expect(await on(person).shares({ number })).toEqual([]);
    await on(person).shareProgress({ number });
  });

  test("is shared by nobody else, and its address lies sealed", async () => {
    const [person, other] = [await office.citizen(), await office.citizen()];
    const { number, share } = await shared(person);
    for (const act of [() => on(other).shares({ number }), () => on(other).shareProgress({ number }), () => on(other).revokeShare({ id: share.id })]) await expect(act()).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(anyone).sharedProgress({ token: "x".repeat(43) })).rejects.toMatchObject(refused("NOT_FOUND", "applications.shareNotFound"));
    const [row] = await office.db.select().from(progressShares).where(eq(progressShares.id, share.id));
    expect(JSON.stringify(row)).not.toContain(share.token);
  });
});
