import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accounts, auditLog } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff, factoryNow } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { presetOf } from "@/domain/identity/rules/preferences";
import type { View } from "@/domain/identity/schema";
import { createCaller } from "@/server/api/root";
import { findView, openSession, readActor } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let citizen: User;
const as = (actor: Actor) => createCaller({ actor, now: factoryNow, requestId: "test", address: "10.0.0.1", db: test.db });
const elder: View = { mode: "elder", preferences: { ...presetOf("elder"), size: "largest" } };

beforeAll(async () => {
  test = await createTestDatabase();
  citizen = await createCitizen(test.db);
});
afterAll(() => test.close());

describe("identity.savePreferences", () => {
  it("keeps the view in the caller's own account, and only there", async () => {
    const other = await createCitizen(test.db);
    expect(await findView(test.db, citizen.id)).toBeUndefined();
    await as(citizen).identity.savePreferences(elder);
    expect(await findView(test.db, citizen.id)).toEqual(elder);
    expect(await findView(test.db, other.id)).toBeUndefined();
  });

  it("is for staff as well", async () => {
    const clerk = await createStaff(test.db, "clerk", await createPlace(test.db));
    const view: View = { mode: "standard", preferences: { ...presetOf("standard"), contrast: "dark" } };
    await as(clerk).identity.savePreferences(view);
    expect(await findView(test.db, clerk.id)).toEqual(view);
  });

  it("leaves an audit row that does not say what was chosen", async () => {
    const somebody = await createCitizen(test.db);
    await as(somebody).identity.savePreferences(elder);
    expect(await test.db.select().from(auditLog).where(and(eq(auditLog.subjectId, somebody.id), eq(auditLog.action, "identity.savePreferences"))))
      .toMatchObject([{ actorId: somebody.id, before: null, after: null }]);
  });

  it("lets a session in senior mode rest for an hour", async () => {
    const somebody = await createCitizen(test.db);
    const token = await openSession(test.db, factoryNow, { accountId: somebody.id, factors: ["password"], userAgent: null });
    const after = (minutes: number) => readActor(test.db, new Date(factoryNow.getTime() + minutes * 60_000), `${cookieName("session")}=${token}`);
    expect(await after(50)).toMatchObject({ kind: "anonymous" });
    await as(somebody).identity.savePreferences(elder);
    expect(await after(50)).toMatchObject({ kind: "user", id: somebody.id });
  });

  it.each<[string, unknown]>([
    ["an unknown mode", { ...elder, mode: "senior" }],
    ["an unknown size", { ...elder, preferences: { ...elder.preferences, size: "huge" } }],
    ["a missing preference", { mode: "elder", preferences: { size: "large" } }],
    ["a field beside the view", { ...elder, name: "别人" }],
    ["a field beside the preferences", { ...elder, preferences: { ...elder.preferences, theme: "pink" } }],
    ["another person's id", { ...elder, accountId: "00000000-0000-4000-8000-000000000000" }],
  ])("refuses %s", async (_what, input) => {
    const somebody = await createCitizen(test.db);
    await expect(as(somebody).identity.savePreferences(input as View)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect((await test.db.select().from(accounts).where(eq(accounts.id, somebody.id)))[0]?.preferences).toEqual({});
  });

  it("sends whoever is signed out to sign in", async () => {
    await expect(as({ kind: "anonymous" }).identity.savePreferences(elder)).rejects.toMatchObject({ code: "UNAUTHORIZED", message: "access.signIn" });
  });
});

describe("senior mode offered once to those over sixty", () => {
  const at = (actor: Actor, now: Date) => createCaller({ actor, now, requestId: "test", address: "10.0.0.1", db: test.db });
  const born = async (birthOn: string) => {
    const somebody = await createCitizen(test.db);
    await test.db.update(accounts).set({ birthOn }).where(eq(accounts.id, somebody.id));
    return somebody;
  };
  const dayBefore = new Date("2026-11-21T15:59:59Z");
  const birthday = new Date("2026-11-21T16:00:00Z");

  it("asks from the first minute of the sixtieth birthday in Shanghai", async () => {
    const somebody = await born("1966-11-22");
    expect(await at(somebody, dayBefore).identity.elderOffer()).toEqual({ asks: false });
    expect(await at(somebody, birthday).identity.elderOffer()).toEqual({ asks: true });
  });

  it.each([true, false])("never asks again after an answer, and keeps a yes in the account: %s", async (accepted) => {
    const somebody = await born("1950-01-01");
    await at(somebody, birthday).identity.answerElderOffer({ accepted });
    expect(await at(somebody, birthday).identity.elderOffer()).toEqual({ asks: false });
    // Gone back to the ordinary view, and years later.
    await at(somebody, birthday).identity.savePreferences({ mode: "standard", preferences: presetOf("standard") });
    expect(await at(somebody, new Date("2030-01-01T00:00:00Z")).identity.elderOffer()).toEqual({ asks: false });
  });

  it("a yes is the preset, a no leaves the view as it was", async () => {
    const [willing, unwilling] = [await born("1950-01-01"), await born("1950-01-01")];
    await at(willing, birthday).identity.answerElderOffer({ accepted: true });
    await at(unwilling, birthday).identity.answerElderOffer({ accepted: false });
    expect(await findView(test.db, willing.id)).toEqual({ mode: "elder", preferences: presetOf("elder") });
    expect(await findView(test.db, unwilling.id)).toBeUndefined();
    expect(await test.db.select().from(auditLog).where(eq(auditLog.action, "identity.answerElderOffer"))).toSatisfy((rows: { after: unknown }[]) => rows.every(({ after }) => after === null));
  });

  it("does not ask those whose age is unknown, who use it already, or who act for somebody else", async () => {
    expect(await at(await createCitizen(test.db), birthday).identity.elderOffer()).toEqual({ asks: false });
    const user = await born("1950-01-01");
    await at(user, birthday).identity.savePreferences(elder);
    expect(await at(user, birthday).identity.elderOffer()).toEqual({ asks: false });
    const helper = await born("1950-01-01");
    const acting: User = { ...helper, actingFor: { kind: "person", id: user.id, name: "别人", delegationId: user.id, scope: "all", actions: ["view"] } as unknown as NonNullable<User["actingFor"]> };
    expect(await at(acting, birthday).identity.elderOffer()).toEqual({ asks: false });
  });
});
