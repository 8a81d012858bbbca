import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { open } from "@/db/personal-data";
import { accounts, auditLog, counterVisits, dataAccesses, identityProofs, recoveries, sessions } from "@/db/schema";
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
  it("raises to what the clerk gives, with who saw what and why", async () => {
    const person = await createCitizen(test.db, { assuranceLevel: "L1" });
    expect(await as(clerk).verifyPerson({ visitId: await visitOf(person), level: "L4", ...seen(person) })).toEqual({ level: "L4" });
    expect(await test.db.select().from(identityProofs).where(eq(identityProofs.accountId, person.id))).toMatchObject([{ kind: "counter", level: "L4", clerkId: clerk.id, document: "idCard", reason: "看过本人和证件" }]);
  });

  it("binds the document to an account that had none, and refuses one that differs", async () => {
    const fresh = await createCitizen(test.db, { assuranceLevel: "L0", name: "138****0000", citizenId: null, citizenIdIndex: null });
    const { visitId } = await as(clerk).findPerson({ number: fresh.phone, reason: "核验身份" });
    const person = { name: "林小满", citizenId: makeCitizenId({ divisionCode: "440199", birthOn: "1999-05-20", order: 501 }) };
    expect(await as(clerk).verifyPerson({ visitId: visitId ?? "", level: "L3", ...seen(person) })).toEqual({ level: "L3" });
    expect((await test.db.select().from(accounts).where(eq(accounts.id, fresh.id)))[0]).toMatchObject({ name: "林小满", birthOn: "1999-05-20" });
    const other = { name: "林小满", citizenId: makeCitizenId({ divisionCode: "440199", birthOn: "1999-05-20", order: 503 }) };
    expect(await refusal(as(clerk).verifyPerson({ visitId: visitId ?? "", level: "L3", ...seen(other) }))).toBe("identity.otherPerson");
  });

  it("cannot be written into the books without clerk, document and reason", async () => {
    const person = await createCitizen(test.db);
    const proof = { accountId: person.id, kind: "counter", level: "L4", provider: "x", reference: crypto.randomUUID(), at: factoryNow } as const;
    await expect(test.db.insert(identityProofs).values(proof)).rejects.toMatchObject({ cause: { constraint: "identity_proofs_counter" } });
    await expect(test.db.insert(identityProofs).values({ ...proof, clerkId: person.id, document: "idCard", reason: "自己" })).rejects.toMatchObject({ cause: { constraint: "identity_proofs_not_oneself" } });
  });
});

describe("a way back in", () => {
  it("is a code, good once and for a day, that ends every earlier way in", async () => {
    const person = await createCitizen(test.db, { passwordHash: "old", totpSecret: null });
    const stolen = await openSession(test.db, factoryNow, { accountId: person.id, factors: ["password"], userAgent: null });
    const { id } = await as(clerk).askRecovery({ visitId: await visitOf(person), ...seen(person) });
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
    const { id } = await as(clerk).askRecovery({ visitId: await visitOf(person), ...seen(person) });
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
    const asked = [];
    for (let i = 0; i < 3; i += 1) asked.push(await as(clerk).askRecovery({ visitId, ...seen(person) }));
    const [used, kept, later] = asked.map(({ id }) => id);
    const [{ code }, other] = [await as(clerk).issueRecoveryCode({ id: used! }), await as(clerk).issueRecoveryCode({ id: kept! })];
    await redeem(code);
    expect(await refusal(redeem(other.code))).toBe("identity.recoveryCodeWrong");
    for (const id of [kept!, later!]) expect(await refusal(as(clerk).issueRecoveryCode({ id }))).toBe("identity.recoveryUsed");
  });

  it("ends the code before with the next one", async () => {
    const person = await createCitizen(test.db);
    const { id } = await as(clerk).askRecovery({ visitId: await visitOf(person), ...seen(person) });
    const [first, second] = [await as(clerk).issueRecoveryCode({ id }), await as(clerk).issueRecoveryCode({ id })];
    expect(await refusal(redeem(first.code))).toBe("identity.recoveryCodeWrong");
    expect(await refusal(redeem(second.code))).toBe("let through");
  });

  it("with another phone waits for a second person of the office", async () => {
    const person = await createCitizen(test.db);
    const newPhone = "13911112222";
    const { id } = await as(clerk).askRecovery({ visitId: await visitOf(person), ...seen(person), newPhone });
    expect(await refusal(as(clerk).issueRecoveryCode({ id }))).toBe("identity.recoveryUndecided");
    expect(await refusal(as(clerk).decideRecovery({ id, decision: "confirmed" }))).toBe("identity.recoveryOwn");
    expect(await refusal(as(stranger).decideRecovery({ id, decision: "confirmed" }))).toBe("identity.recoveryNotFound");
    expect((await as(stranger).listRecoveries()).map((row) => row.id)).not.toContain(id);
    expect((await as(clerk).listRecoveries()).map((row) => row.id)).not.toContain(id);
    expect((await as(approver).listRecoveries()).map((row) => row.id)).toContain(id);
    await as(approver).decideRecovery({ id, decision: "confirmed" });
    expect(await refusal(as(colleague).decideRecovery({ id, decision: "refused" }))).toBe("identity.recoveryDecided");
    expect(await refusal(as(colleague).issueRecoveryCode({ id }))).toBe("identity.recoveryNotFound");
    await redeem((await as(clerk).issueRecoveryCode({ id })).code);
    const [row] = await test.db.select().from(accounts).where(eq(accounts.id, person.id));
    expect(open(row!.phone!, { table: "accounts", column: "phone", row: person.id })).toBe(newPhone);
  });

  it("is over where the second person refuses", async () => {
    const person = await createCitizen(test.db);
    const { id } = await as(clerk).askRecovery({ visitId: await visitOf(person), ...seen(person), newPhone: "13911113333" });
    await as(colleague).decideRecovery({ id, decision: "refused" });
    expect(await refusal(as(clerk).issueRecoveryCode({ id }))).toBe("identity.recoveryNotAgreed");
  });

  it("needs two people and a confirmation in the database as well", async () => {
    const person = await createCitizen(test.db);
    const { id } = await as(clerk).askRecovery({ visitId: await visitOf(person), ...seen(person), newPhone: "13911114444" });
    const mine = eq(recoveries.id, id);
    await expect(test.db.update(recoveries).set({ decision: "confirmed", decidedBy: clerk.id, decidedAt: factoryNow }).where(mine)).rejects.toMatchObject({ cause: { constraint: "recoveries_four_eyes" } });
    await expect(test.db.update(recoveries).set({ codeDigest: "x", codeExpiresAt: factoryNow }).where(mine)).rejects.toMatchObject({ cause: { constraint: "recoveries_new_phone_confirmed" } });
  });

  it("goes to a ward who takes over their account, and not to another's document or a phone in use", async () => {
    const ward = await createCitizen(test.db, { phone: null, phoneIndex: null });
    const other = await createCitizen(test.db);
    const visitId = await visitOf(ward);
    expect(await refusal(as(clerk).askRecovery({ visitId, ...seen(other) }))).toBe("identity.otherPerson");
    expect(await refusal(as(clerk).askRecovery({ visitId, ...seen(ward), newPhone: other.phone }))).toBe("identity.phoneTaken");
    const { id } = await as(clerk).askRecovery({ visitId, ...seen(ward), newPhone: "13911115555" });
    await as(approver).decideRecovery({ id, decision: "confirmed" });
    await expect(redeem((await as(clerk).issueRecoveryCode({ id })).code)).resolves.toMatchObject({ accountId: ward.id });
  });

  it("follows the proof of who it is", async () => {
    const fresh = await createCitizen(test.db, { citizenId: null, citizenIdIndex: null });
    const { visitId } = await as(clerk).findPerson({ number: fresh.phone, reason: "恢复账号" });
    expect(await refusal(as(clerk).askRecovery({ visitId: visitId ?? "", ...seen(fresh) }))).toBe("identity.verifyFirst");
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
    ["listRecoveries", (actor) => as(actor).listRecoveries(), true],
    ["decideRecovery", (actor) => as(actor).decideRecovery({ id, decision: "confirmed" }), true],
  ];
  it.each(calls)("%s: nobody signed out, no citizen, no other role", async (_name, call, alsoApprover) => {
    expect(await refusal(call({ kind: "anonymous" }))).toBe("access.signIn");
    for (const actor of [await createCitizen(test.db), await createStaff(test.db, "reviewer", place), await createStaff(test.db, "securityAdmin", place)]) expect(await refusal(call(actor))).toBe("access.forbidden");
    if (!alsoApprover) expect(await refusal(call(approver))).toBe("access.forbidden");
  });
});
