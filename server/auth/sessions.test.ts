import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accounts, delegations, keptForms, organisations, sessions, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { agency, createCitizen, createPlace, createStaff, factoryNow } from "@/db/testing/factories";
import type { StaffRole, User } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import type { Ctx } from "@/server/core/context";
import { getKeptForm, keepForm, takeKeptForm } from "./kept-forms";
import { openSession, readActor, renewSession, revokeSession } from "./session";
import { actFor, signIn } from "./sign-in";
import { standingOf } from "./standing";
import { hashPassword } from "./password";
import { cookieName } from "./tokens";

let db: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const browser = { userAgent: "test" };
const minutes = (count: number) => new Date(factoryNow.getTime() + count * 60_000);
const cookie = (token: string) => `${cookieName("session")}=${token}`;
const ctx = (more: Partial<Ctx> = {}): Ctx => ({ actor: { kind: "anonymous" }, now: factoryNow, requestId: "r", address: crypto.randomUUID(), db: db.db, ...more });
const who = (token: string, now = factoryNow) => readActor(db.db, now, cookie(token));
const open = (accountId: string, factors: User["factors"] = ["password", "totp"]) => openSession(db.db, factoryNow, { accountId, factors, ...browser });

async function user(token: string, now = factoryNow): Promise<User> {
  const actor = await who(token, now);
  if (actor.kind !== "user") throw new Error("not signed in");
  return actor;
}

async function organisationOf(accountId: string, name = "某公司") {
  const [organisation] = await db.db.insert(organisations).values({ uscc: `U${crypto.randomUUID().slice(0, 17)}`, name, legalRepresentative: "某人", createdAt: factoryNow }).returning();
  const [delegation] = await db.db.insert(delegations).values(agency(organisation?.id ?? "", accountId)).returning();
  return delegation?.id ?? "";
}

describe("the id of a session", () => {
  test("that somebody planted is nobody's, and is not adopted at sign-in", async () => {
    const signInName = `p-${crypto.randomUUID()}`;
    await db.db.insert(accounts).values({ kind: "citizen", name: "某人", signInName, passwordHash: await hashPassword("correct horse battery"), assuranceLevel: "L2", createdAt: factoryNow });
    const planted = "A".repeat(43);
    expect(await who(planted)).toEqual({ kind: "anonymous" });
    const result = await signIn(ctx(), { identifier: signInName, password: "correct horse battery" }, browser);
    expect(result.next === "done" && result.token).not.toBe(planted);
    expect(await who(planted)).toEqual({ kind: "anonymous" });
  });

  test("is new at every sign-in, at a step-up and at a change of principal, and the old one is nobody's", async () => {
    const { id } = await createCitizen(db.db);
    const delegationId = await organisationOf(id);
    const first = await open(id);
    const proven = await renewSession(db.db, factoryNow, await user(first), { proven: ["passkey"], ...browser });
    const actor = await user(proven);
    const acting = await actFor(ctx({ actor }), actor, delegationId, browser);
    const actingUser = await user(acting);
    const oneself = await actFor(ctx({ actor: actingUser }), actingUser, null, browser);
    expect(new Set([first, proven, acting, oneself, await open(id)]).size).toBe(5);
    for (const old of [first, proven, acting]) expect(await who(old)).toEqual({ kind: "anonymous" });
    expect(await user(oneself)).not.toHaveProperty("actingFor");
  });

  test("renewed twice at once is renewed once", async () => {
    const { id } = await createCitizen(db.db);
    const actor = await user(await open(id));
    const both = await Promise.allSettled([renewSession(db.db, factoryNow, actor, { proven: ["password"], ...browser }), renewSession(db.db, factoryNow, actor, { proven: ["password"], ...browser })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("is nobody's after sign-out, for whoever kept a copy", async () => {
    const { id } = await createCitizen(db.db);
    const stolen = await open(id);
    await revokeSession(db.db, factoryNow, (await user(stolen)).sessionId);
    expect(await who(stolen)).toEqual({ kind: "anonymous" });
    expect(await who(stolen, minutes(5))).toEqual({ kind: "anonymous" });
  });
});

describe("how long it lives", () => {
  type Holder = { elder?: true; role?: StaffRole };
  const cases: [string, Holder, number, number][] = [
    ["a citizen", {}, 30, 720], ["a citizen in senior mode", { elder: true }, 60, 720],
    ["staff", { role: "clerk" }, 15, 480], ["an administrator", { role: "securityAdmin" }, 10, 240],
  ];

  async function holder({ elder, role }: Holder): Promise<User> {
    if (role) return createStaff(db.db, role, await createPlace(db.db));
    return createCitizen(db.db, elder ? { preferences: { mode: "elder" } } : {});
  }

  test.each(cases)("%s at rest", async (_label, kind, idle) => {
    const token = await open((await holder(kind)).id);
    expect((await who(token, minutes(idle - 0.1))).kind).toBe("user");
    const other = await open((await holder(kind)).id);
    expect((await who(other, minutes(idle + 0.1))).kind).toBe("anonymous");
  });

  test.each(cases)("%s in use", async (_label, kind, idle, absolute) => {
    const token = await open((await holder(kind)).id);
    for (let minute = 0; minute < absolute; minute += idle - 2) expect((await who(token, minutes(minute))).kind).toBe("user");
    expect((await who(token, minutes(absolute - 0.1))).kind).toBe("user");
    expect((await who(token, minutes(absolute + 0.1))).kind).toBe("anonymous");
  });
});

test("a disabled account and a lost role count from the next request, in every browser", async () => {
  const place = await createPlace(db.db);
  const clerk = await createStaff(db.db, "clerk", place);
  const [one, two] = [await open(clerk.id), await open(clerk.id)];
  for (const token of [one, two]) expect((await user(token)).posts).toMatchObject([{ role: "clerk" }]);
  await db.db.update(staffPosts).set({ validUntil: "2026-03-01" }).where(eq(staffPosts.accountId, clerk.id));
  for (const token of [one, two]) expect((await user(token)).posts).toEqual([]);
  await db.db.update(accounts).set({ disabledAt: factoryNow }).where(eq(accounts.id, clerk.id));
  for (const token of [one, two]) expect(await who(token)).toEqual({ kind: "anonymous" });
});

describe("a form posted too late", () => {
  const path = "/apply/1/applicant?from=check";
  const fields = { "applicant.name": "张三", pets: ["cat", "dog"] };
  const at = (actor: User, now = factoryNow) => ({ db: db.db, now, actor });

  test("comes back to the same person after they signed in again, sealed meanwhile", async () => {
    const { id } = await createCitizen(db.db);
    const late = minutes(45);
    const kept = (await keepForm(db.db, late, cookie(await open(id)), { path, fields }))!;
    expect(JSON.stringify(await db.db.select().from(keptForms).where(eq(keptForms.id, kept)))).not.toContain("张三");
    const again = await user(await openSession(db.db, late, { accountId: id, factors: ["password"], ...browser }), late);
    expect(await getKeptForm(at(again, late), { id: kept })).toEqual({ path, delegationId: null });
    expect(await takeKeptForm(at(again, late), { id: kept, path: "/apply/1/applicant" })).toEqual(fields);
  });

  test("is read once, and again for ten minutes for a reload", async () => {
    const { id } = await createCitizen(db.db);
    const token = await open(id);
    const kept = (await keepForm(db.db, factoryNow, cookie(token), { path, fields }))!;
    const mine = { id: kept, path: "/apply/1/applicant" };
    const actor = await user(token);
    await takeKeptForm(at(actor, minutes(1)), mine);
    expect(await takeKeptForm(at(actor, minutes(10)), mine)).toEqual(fields);
    await expect(takeKeptForm(at(actor, minutes(12)), mine)).rejects.toMatchObject({ kind: "not_found", code: "identity.formNotKept" });
  });

  test("is not there for another account, another page, another principal, or the day after", async () => {
    const { id } = await createCitizen(db.db);
    const token = await open(id);
    const kept = (await keepForm(db.db, factoryNow, cookie(token), { path, fields }))!;
    const mine = { id: kept, path: "/apply/1/applicant" };
    const actor = await user(token);
    const stranger = await user(await open((await createCitizen(db.db)).id));
    const acting = { ...actor, actingFor: { kind: "person", id: "x", name: "母亲", delegationId: crypto.randomUUID(), delegation: "family", scope: { kind: "all" }, acts: ["view"], awaitsPrincipal: true } } as const;
    const refused = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ kind: "not_found", code: "identity.formNotKept" });
    await refused(takeKeptForm(at(stranger), mine));
    await refused(takeKeptForm(at(acting), mine));
    await refused(takeKeptForm(at(actor), { ...mine, path: "/apply/2/applicant" }));
    await refused(takeKeptForm(at(actor, minutes(24 * 60 + 1)), mine));
    await refused(getKeptForm(at(stranger), { id: kept }));
    expect(await takeKeptForm(at(actor), mine)).toEqual(fields);
  });

  test("typed for a principal belongs to that delegation", async () => {
    const { id } = await createCitizen(db.db);
    const delegationId = await organisationOf(id);
    const actor = await user(await open(id));
    const token = await actFor(ctx({ actor }), actor, delegationId, browser);
    const kept = (await keepForm(db.db, minutes(45), cookie(token), { path, fields }))!;
    await expect(takeKeptForm(at(actor, minutes(45)), { id: kept, path: "/apply/1/applicant" })).rejects.toMatchObject({ code: "identity.formNotKept" });
    expect(await getKeptForm(at(actor, minutes(45)), { id: kept })).toMatchObject({ delegationId });
  });

  test("from a browser that nobody was signed in on is not kept", async () => {
    const { id } = await createCitizen(db.db);
    const token = await open(id);
    await db.db.update(sessions).set({ lastSeenAt: minutes(-60 * 25) }).where(eq(sessions.accountId, id));
    for (const header of [null, "", cookie("unknown"), cookie(token)]) expect(await keepForm(db.db, factoryNow, header, { path, fields })).toBeUndefined();
  });

  test("a person keeps at most twenty", async () => {
    const { id } = await createCitizen(db.db);
    const token = await open(id);
    for (let i = 0; i < 23; i += 1) await keepForm(db.db, minutes(i / 60), cookie(token), { path: `/apply/${i}/a`, fields });
    const rows = await db.db.select({ path: keptForms.path }).from(keptForms).where(eq(keptForms.accountId, id));
    expect(rows.map((row) => row.path)).not.toContain("/apply/0/a");
    expect(rows).toHaveLength(20);
  });
});

test("what a page opened for one person or principal posts is refused once another signed in or was chosen", async () => {
  const { id } = await createCitizen(db.db);
  const delegationId = await organisationOf(id);
  const actor = await user(await open(id));
  const acting = await user(await actFor(ctx({ actor }), actor, delegationId, browser));
  const somebody = await user(await open((await createCitizen(db.db)).id));
  const call = (who: User, openedFor: User) => createCaller({ ...ctx({ actor: who }), openedFor: standingOf(openedFor, factoryNow).holder }).identity.listSessions();
  for (const [who, openedFor] of [[acting, actor], [actor, acting], [actor, somebody]] as const) {
    await expect(call(who, openedFor)).rejects.toMatchObject({ code: "CONFLICT", message: "delegations.principalChanged" });
  }
  await expect(call(acting, acting)).resolves.toHaveLength(1);
  await db.db.update(delegations).set({ revokedAt: factoryNow }).where(eq(delegations.id, delegationId));
  const { actingFor: _ended, ...after } = acting;
  await expect(call({ ...after, delegationEnded: true }, acting)).rejects.toMatchObject({ message: "delegations.principalChanged" });
});
