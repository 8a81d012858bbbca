import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyedDigest, open, seal } from "@/db/personal-data";
import { accounts, auditLog, counterVisits, dataAccesses, identityProofs, levelRequests, recoveries, sessions } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff, factoryNow, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { makeCitizenId } from "@/domain/core/codes";
import { createCaller } from "@/server/api/root";
import { redeemRecovery } from "@/server/auth/counter-recovery";
import { openSession, readActor } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let clerk: User;
let colleague: User;
let approver: User;
let stranger: User;

const ctx = (actor: Actor, now = factoryNow) => ({ actor, now, requestId: "test", address: crypto.randomUUID(), db: test.db });
const as = (actor: Actor, now = factoryNow) => createCaller(ctx(actor, now)).identity;
const later = (minutes: number) => new Date(factoryNow.getTime() + minutes * 60_000);
const refusal = async (call: Promise<unknown>) => call.then(() => "let through", (error: { message: string; code?: string }) => error.message);
const redeem = (code: string, now = factoryNow) => redeemRecovery(ctx({ kind: "anonymous" }, now), code, { userAgent: null });

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  [clerk, colleague, approver] = [await createStaff(test.db, "clerk", place), await createStaff(test.db, "clerk", place), await createStaff(test.db, "approver", place)];
  stranger = await createStaff(test.db, "clerk", await createPlace(test.db, "310104"));
});
afterAll(() => test.close());

const visitOf = async (person: { citizenId: string }) => (await as(clerk).findPerson({ number: person.citizenId, reason: "恢复账号" })).visitId ?? "";
const waiting = async (person: { id: string }) => (await test.db.select().from(levelRequests).where(and(eq(levelRequests.accountId, person.id), isNull(levelRequests.decision)))).map(({ id }) => id);
const levelOf = async (person: { id: string }) => (await test.db.select().from(accounts).where(eq(accounts.id, person.id)))[0]?.assuranceLevel;
/** Asked by the clerk and confirmed by the approver. */
const asked = async (visitId: string, person: { name: string; citizenId: string }, newPhone?: string) => {
  const { id } = await as(clerk).askRecovery({ visitId, ...seen(person), ...(newPhone ? { newPhone } : {}) });
  await as(approver).decideSecondLook({ kind: "recovery", id, decision: "confirmed" });
  return { id };
};
const seen = (person: { name: string; citizenId: string }) => ({ document: "idCard" as const, person: { name: person.name, citizenId: person.citizenId }, reason: "看过本人和证件" });

describe("looking somebody up", () => {
  it("takes a whole number only, says little, and is told to the person", async () => {
    const person = await createCitizen(test.db);
    const { visitId } = await as(clerk).findPerson({ number: person.phone, reason: "核验身份" });
    const visit = await as(clerk).visit({ id: visitId ?? "" });
    expect(JSON.stringify(visit)).not.toMatch(new RegExp(`${person.citizenId}|${person.phone}|${person.name}`));
    expect(visit).toMatchObject({ level: "L3", reason: "核验身份" });
    expect(await test.db.select().from(dataAccesses).where(eq(dataAccesses.subjectId, person.id))).toMatchObject([{ actorId: clerk.id, actorRole: "clerk", reason: "核验身份" }]);
    expect(await test.db.select().from(auditLog).where(and(eq(auditLog.subjectId, person.id), eq(auditLog.action, "identity.findPerson")))).toMatchObject([{ after: { reason: "核验身份" } }]);
  });

  it.each([["part of a number", "1380000"], ["a name", "张测试"]])("refuses %s", async (_what, number) => {
    expect(await refusal(as(clerk).findPerson({ number, reason: "核验身份" }))).toBe("identity.numberMalformed");
  });

  it("leaves a trace where nobody is found", async () => {
    expect(await as(clerk).findPerson({ number: "11010519491231002X", reason: "核验身份" })).toEqual({ visitId: null });
    expect((await test.db.select().from(auditLog).where(and(eq(auditLog.actorId, clerk.id), eq(auditLog.subjectId, "unknown")))).length).toBe(1);
  });

  it("needs a reason", async () => {
    await expect(as(clerk).findPerson({ number: "11010519491231002X", reason: " " })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("is the visit of the clerk who opened it, for half an hour", async () => {
    const id = await visitOf(await createCitizen(test.db));
    expect(await refusal(as(colleague).visit({ id }))).toBe("identity.visitNotFound");
    expect(await refusal(as(clerk, later(31)).visit({ id }))).toBe("identity.visitNotFound");
    await expect(test.db.update(counterVisits).set({ reason: "x" }).where(eq(counterVisits.id, id))).rejects.toMatchObject({ cause: { message: "counter_visits is append-only" } });
  });
});

describe("verifying somebody", () => {
  it("raises to L3 at once, with who saw what and why", async () => {
    const person = await createCitizen(test.db, { assuranceLevel: "L1" });
    expect(await as(clerk).verifyPerson({ visitId: await visitOf(person), level: "L3", ...seen(person) })).toEqual({ level: "L3", waits: false });
    expect(await test.db.select().from(identityProofs).where(eq(identityProofs.accountId, person.id))).toMatchObject([{ kind: "counter", level: "L3", clerkId: clerk.id, document: "idCard", reason: "看过本人和证件", confirmedBy: null }]);
    expect(await waiting(person)).toEqual([]);
  });

  it("raises to L4 only when a second person of the office confirms it, once", async () => {
    const person = await createCitizen(test.db, { assuranceLevel: "L1" });
    expect(await as(clerk).verifyPerson({ visitId: await visitOf(person), level: "L4", ...seen(person) })).toEqual({ level: "L3", waits: true });
    const [id = ""] = await waiting(person);
    const decide = (actor: User, decision: "confirmed" | "refused" = "confirmed", now = factoryNow) => refusal(as(actor, now).decideSecondLook({ kind: "level", id, decision }));
    expect(await decide(clerk)).toBe("identity.secondLookOwn");
    expect(await decide(stranger)).toBe("identity.secondLookNotFound");
    expect(await decide(colleague, "confirmed", later(24 * 60 + 1))).toBe("identity.secondLookNotFound");
    expect(await levelOf(person)).toBe("L3");
    expect(await decide(approver)).toBe("let through");
    expect(await levelOf(person)).toBe("L4");
    expect(await decide(colleague)).toBe("identity.secondLookDecided");
    expect(await test.db.select().from(identityProofs).where(and(eq(identityProofs.accountId, person.id), eq(identityProofs.level, "L4")))).toMatchObject([{ clerkId: clerk.id, confirmedBy: approver.id, reason: "看过本人和证件" }]);
  });

  it("leaves the level as it is where the second person refuses", async () => {
    const person = await createCitizen(test.db, { assuranceLevel: "L2" });
    await as(clerk).verifyPerson({ visitId: await visitOf(person), level: "L4", ...seen(person) });
    await as(colleague).decideSecondLook({ kind: "level", id: (await waiting(person))[0]!, decision: "refused" });
    expect([await levelOf(person), await waiting(person)]).toEqual(["L3", []]);
  });

  it("is confirmed once where two confirm it at the same time", async () => {
    const person = await createCitizen(test.db, { assuranceLevel: "L2" });
    await as(clerk).verifyPerson({ visitId: await visitOf(person), level: "L4", ...seen(person) });
    const wish = { kind: "level" as const, id: (await waiting(person))[0]!, decision: "confirmed" as const };
    expect((await Promise.all([refusal(as(approver).decideSecondLook(wish)), refusal(as(colleague).decideSecondLook(wish))])).toSorted()).toEqual(["identity.secondLookDecided", "let through"]);
  });

  it("needs two people in the database as well", async () => {
    const person = await createCitizen(test.db, { assuranceLevel: "L2" });
    await as(clerk).verifyPerson({ visitId: await visitOf(person), level: "L4", ...seen(person) });
    const decidedBy = (by: string) => test.db.update(levelRequests).set({ decision: "confirmed", decidedBy: by, decidedAt: factoryNow }).where(eq(levelRequests.accountId, person.id));
    for (const by of [clerk.id, person.id]) await expect(decidedBy(by)).rejects.toMatchObject({ cause: { constraint: "level_requests_four_eyes" } });
    const proof = { accountId: person.id, kind: "counter", level: "L4", provider: "x", at: factoryNow, clerkId: clerk.id, document: "idCard", reason: "一个人" } as const;
    for (const confirmedBy of [null, clerk.id, person.id]) {
      await expect(test.db.insert(identityProofs).values({ ...proof, reference: crypto.randomUUID(), confirmedBy })).rejects.toMatchObject({ cause: { constraint: "identity_proofs_four_eyes" } });
    }
  });

  it("binds the document to an account that had none, and refuses one that differs", async () => {
    const fresh = await createCitizen(test.db, { assuranceLevel: "L0", name: "138****0000", citizenId: null, citizenIdIndex: null });
    const { visitId } = await as(clerk).findPerson({ number: fresh.phone, reason: "核验身份" });
    const person = { name: "林小满", citizenId: makeCitizenId({ divisionCode: "440199", birthOn: "1999-05-20", order: 501 }) };
    expect(await as(clerk).verifyPerson({ visitId: visitId ?? "", level: "L3", ...seen(person) })).toEqual({ level: "L3", waits: false });
    expect((await test.db.select().from(accounts).where(eq(accounts.id, fresh.id)))[0]).toMatchObject({ name: "林小满", birthOn: "1999-05-20" });
    const other = { name: "林小满", citizenId: makeCitizenId({ divisionCode: "440199", birthOn: "1999-05-20", order: 503 }) };
    expect(await refusal(as(clerk).verifyPerson({ visitId: visitId ?? "", level: "L3", ...seen(other) }))).toBe("identity.otherPerson");
  });

  it("cannot be written into the books without clerk, document and reason", async () => {
    const person = await createCitizen(test.db);
    const proof = { accountId: person.id, kind: "counter", level: "L3", provider: "x", reference: crypto.randomUUID(), at: factoryNow } as const;
    await expect(test.db.insert(identityProofs).values(proof)).rejects.toMatchObject({ cause: { constraint: "identity_proofs_counter" } });
    await expect(test.db.insert(identityProofs).values({ ...proof, clerkId: person.id, document: "idCard", reason: "自己" })).rejects.toMatchObject({ cause: { constraint: "identity_proofs_not_oneself" } });
  });
});

describe("a way back in", () => {
  it("is a code, good once and for a day, that ends every earlier way in", async () => {
    const person = await createCitizen(test.db, { passwordHash: "old", totpSecret: null });
    const stolen = await openSession(test.db, factoryNow, { accountId: person.id, factors: ["password"], userAgent: null });
    const { id } = await asked(await visitOf(person), person);
    const { code } = await as(clerk).issueRecoveryCode({ id });
    expect(JSON.stringify(await test.db.select().from(recoveries).where(eq(recoveries.id, id)))).not.toContain(code.replaceAll("-", ""));
    expect(await refusal(redeem(code, later(24 * 60 + 1)))).toBe("identity.recoveryCodeWrong");
    const { token } = await redeem(` ${code.toLowerCase()} `);
    expect(await readActor(test.db, factoryNow, `${cookieName("session")}=${stolen}`)).toEqual({ kind: "anonymous" });
    expect(await readActor(test.db, factoryNow, `${cookieName("session")}=${token}`)).toMatchObject({ id: person.id, factors: ["counter"], authenticatedAt: factoryNow });
    expect((await test.db.select().from(accounts).where(eq(accounts.id, person.id)))[0]).toMatchObject({ passwordHash: null });
    expect(await refusal(redeem(code))).toBe("identity.recoveryCodeWrong");
    expect(await refusal(as(clerk).issueRecoveryCode({ id }))).toBe("identity.recoveryUsed");
    expect((await test.db.select().from(sessions).where(eq(sessions.accountId, person.id))).filter(({ revokedAt }) => !revokedAt)).toHaveLength(1);
  });

  it("works once where two use it at the same time, and never by guessing", async () => {
    const person = await createCitizen(test.db);
    const { id } = await asked(await visitOf(person), person);
    const { code } = await as(clerk).issueRecoveryCode({ id });
    const outcomes = await Promise.all([refusal(redeem(code)), refusal(redeem(code))]);
    expect(outcomes.toSorted()).toEqual(["identity.recoveryCodeWrong", "let through"]);
    const guesser = ctx({ kind: "anonymous" });
    const codes = [];
    for (let i = 0; i < 12; i += 1) codes.push(await refusal(redeemRecovery(guesser, "ABCD-EFGH-JKMN", { userAgent: null })));
    expect(codes.at(-1)).toBe("requests.tooMany");
  });

  it("ends with every other that was asked for, issued or not", async () => {
    const person = await createCitizen(test.db);
    const visitId = await visitOf(person);
    const ids = [];
    for (let i = 0; i < 3; i += 1) ids.push((await asked(visitId, person)).id);
    const [used, kept, later] = ids;
    const [{ code }, other] = [await as(clerk).issueRecoveryCode({ id: used! }), await as(clerk).issueRecoveryCode({ id: kept! })];
    await redeem(code);
    expect(await refusal(redeem(other.code))).toBe("identity.recoveryCodeWrong");
    for (const id of [kept!, later!]) expect(await refusal(as(clerk).issueRecoveryCode({ id }))).toBe("identity.recoveryUsed");
  });

  it("ends the code before with the next one", async () => {
    const person = await createCitizen(test.db);
    const { id } = await asked(await visitOf(person), person);
    const [first, second] = [await as(clerk).issueRecoveryCode({ id }), await as(clerk).issueRecoveryCode({ id })];
    expect(await refusal(redeem(first.code))).toBe("identity.recoveryCodeWrong");
    expect(await refusal(redeem(second.code))).toBe("let through");
  });

  it.each([["to the phone they have", undefined], ["to another phone", "13911112222"]])("%s waits for a second person of the office", async (_what, newPhone) => {
    const person = await createCitizen(test.db);
    const { id } = await as(clerk).askRecovery({ visitId: await visitOf(person), ...seen(person), ...(newPhone ? { newPhone } : {}) });
    const decide = (actor: User, decision: "confirmed" | "refused" = "confirmed") => refusal(as(actor).decideSecondLook({ kind: "recovery", id, decision }));
    const listed = async (actor: User) => (await as(actor).listSecondLooks()).map((row) => row.id).includes(id);
    expect(await refusal(as(clerk).issueRecoveryCode({ id }))).toBe("identity.recoveryUndecided");
    expect([await decide(clerk), await decide(stranger)]).toEqual(["identity.secondLookOwn", "identity.secondLookNotFound"]);
    expect([await listed(stranger), await listed(clerk), await listed(approver)]).toEqual([false, false, true]);
    expect([await decide(approver), await decide(colleague, "refused")]).toEqual(["let through", "identity.secondLookDecided"]);
    expect(await refusal(as(colleague).issueRecoveryCode({ id }))).toBe("identity.recoveryNotFound");
    await redeem((await as(clerk).issueRecoveryCode({ id })).code);
    const [row] = await test.db.select().from(accounts).where(eq(accounts.id, person.id));
    expect(open(row!.phone!, { table: "accounts", column: "phone", row: person.id })).toBe(newPhone ?? person.phone);
  });

  it("is over where the second person refuses", async () => {
    const person = await createCitizen(test.db);
    const { id } = await as(clerk).askRecovery({ visitId: await visitOf(person), ...seen(person), newPhone: "13911113333" });
    await as(colleague).decideSecondLook({ kind: "recovery", id, decision: "refused" });
    expect(await refusal(as(clerk).issueRecoveryCode({ id }))).toBe("identity.recoveryNotAgreed");
  });

  it("needs two people and a confirmation in the database as well", async () => {
    const person = await createCitizen(test.db);
    const { id } = await as(clerk).askRecovery({ visitId: await visitOf(person), ...seen(person) });
    const mine = eq(recoveries.id, id);
    await expect(test.db.update(recoveries).set({ decision: "confirmed", decidedBy: clerk.id, decidedAt: factoryNow }).where(mine)).rejects.toMatchObject({ cause: { constraint: "recoveries_four_eyes" } });
    await expect(test.db.update(recoveries).set({ codeDigest: "x", codeExpiresAt: factoryNow }).where(mine)).rejects.toMatchObject({ cause: { constraint: "recoveries_confirmed" } });
  });

  it("goes to a ward who takes over their account, and not to another's document or a phone in use", async () => {
    const ward = await createCitizen(test.db, { phone: null, phoneIndex: null });
    const other = await createCitizen(test.db);
    const visitId = await visitOf(ward);
    expect(await refusal(as(clerk).askRecovery({ visitId, ...seen(other) }))).toBe("identity.otherPerson");
    expect(await refusal(as(clerk).askRecovery({ visitId, ...seen(ward), newPhone: other.phone }))).toBe("identity.phoneTaken");
    const { id } = await as(clerk).askRecovery({ visitId, ...seen(ward), newPhone: "13911115555" });
    await as(approver).decideSecondLook({ kind: "recovery", id, decision: "confirmed" });
    await expect(redeem((await as(clerk).issueRecoveryCode({ id })).code)).resolves.toMatchObject({ accountId: ward.id });
  });

  it("follows the proof of who it is", async () => {
    const fresh = await createCitizen(test.db, { citizenId: null, citizenIdIndex: null });
    const { visitId } = await as(clerk).findPerson({ number: fresh.phone, reason: "恢复账号" });
    expect(await refusal(as(clerk).askRecovery({ visitId: visitId ?? "", ...seen(fresh) }))).toBe("identity.verifyFirst");
  });
});

describe("nobody serves themselves", () => {
  /** A member of staff who is known to be this person; read as a request reads them. */
  const asStaff = async (role: "clerk" | "approver", person: { citizenId: string }): Promise<User> => {
    const { id } = await createStaff(test.db, role, place);
    await test.db.update(accounts).set({ citizenId: seal(person.citizenId, { table: "accounts", column: "citizen_id", row: id }), citizenIdIndex: keyedDigest("citizenId", person.citizenId) }).where(eq(accounts.id, id));
    const token = await openSession(test.db, factoryNow, { accountId: id, factors: ["password", "totp"], userAgent: null });
    return (await readActor(test.db, factoryNow, `${cookieName("session")}=${token}`)) as User;
  };

  it("knows the citizen account of whoever works here", async () => {
    const person = await createCitizen(test.db);
    expect(await asStaff("clerk", person)).toMatchObject({ accountKind: "staff", citizenAccountId: person.id });
    expect((await asStaff("clerk", { citizenId: makeCitizenId({ divisionCode: "440199", birthOn: "1980-01-01", order: 77 }) })).citizenAccountId).toBeUndefined();
  });

  it("finds nobody in oneself, by number or by phone", async () => {
    const person = await createCitizen(test.db);
    const self = await asStaff("clerk", person);
    for (const number of [person.citizenId, person.phone]) expect(await refusal(as(self).findPerson({ number, reason: "给自己办" }))).toBe("identity.notOneself");
  });

  it("confirms nothing about oneself", async () => {
    const person = await createCitizen(test.db, { assuranceLevel: "L2" });
    const self = await asStaff("approver", person);
    const visitId = await visitOf(person);
    await as(clerk).verifyPerson({ visitId, level: "L4", ...seen(person) });
    const { id } = await as(clerk).askRecovery({ visitId, ...seen(person) });
    expect((await as(self).listSecondLooks()).map((row) => row.id)).not.toContain(id);
    expect(await refusal(as(self).decideSecondLook({ kind: "recovery", id, decision: "confirmed" }))).toBe("identity.secondLookOwn");
    expect(await refusal(as(self).decideSecondLook({ kind: "level", id: (await waiting(person))[0]!, decision: "confirmed" }))).toBe("identity.secondLookOwn");
  });

  it("has one staff account and one citizen account at most", async () => {
    const person = await createCitizen(test.db);
    await asStaff("clerk", person);
    await expect(asStaff("clerk", person)).rejects.toMatchObject({ cause: { constraint: "accounts_one_of_a_kind" } });
  });
});

describe("who may", () => {
  const id = "00000000-0000-4000-8000-000000000000";
  const calls: [string, (actor: Actor) => Promise<unknown>, boolean][] = [
    ["findPerson", (actor) => as(actor).findPerson({ number: "11010519491231002X", reason: "核验" }), false],
    ["visit", (actor) => as(actor).visit({ id }), false],
    ["verifyPerson", (actor) => as(actor).verifyPerson({ visitId: id, level: "L3", ...seen({ name: "某人", citizenId: "11010519491231002X" }) }), false],
    ["askRecovery", (actor) => as(actor).askRecovery({ visitId: id, ...seen({ name: "某人", citizenId: "11010519491231002X" }) }), false],
    ["issueRecoveryCode", (actor) => as(actor).issueRecoveryCode({ id }), false],
    ["listSecondLooks", (actor) => as(actor).listSecondLooks(), true],
    ["decideSecondLook", (actor) => as(actor).decideSecondLook({ kind: "level", id, decision: "confirmed" }), true],
  ];
  it.each(calls)("%s: nobody signed out, no citizen, no other role", async (_name, call, alsoApprover) => {
    expect(await refusal(call({ kind: "anonymous" }))).toBe("access.signIn");
    for (const actor of [await createCitizen(test.db), await createStaff(test.db, "reviewer", place), await createStaff(test.db, "securityAdmin", place)]) expect(await refusal(call(actor))).toBe("access.forbidden");
    if (!alsoApprover) expect(await refusal(call(approver))).toBe("access.forbidden");
  });
});
