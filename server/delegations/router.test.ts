import { and, eq, ne, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { open } from "@/db/personal-data";
import { accounts, auditLog, delegations, messages, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff, factoryNow } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { makeCitizenId } from "@/domain/core/codes";
import { createCaller } from "@/server/api/root";
import { findDelegation } from "@/server/auth/session";
import { jobs } from "@/server/notices/jobs";
import { endByRegistry } from "./commands/guardianship";

let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let clerk: User;
let approver: User;
beforeAll(async () => {
  connection = await createTestDatabase();
  const place = await createPlace(connection.db);
  [clerk, approver] = [await createStaff(connection.db, "clerk", place), await createStaff(connection.db, "approver", place)];
});
afterAll(() => connection.close());

const later = (minutes: number) => new Date(factoryNow.getTime() + minutes * 60_000);
const on = (actor: Actor, { now = factoryNow, key, address = crypto.randomUUID() }: { now?: Date; key?: string; address?: string } = {}) =>
  createCaller({ actor, now, requestId: "r", address, db: connection.db, ...(key ? { idempotencyKey: key } : {}) }).delegations;
const refused = (code: string, message: string) => ({ code, message });
const citizen = (overrides: Parameters<typeof createCitizen>[1] = {}) => createCitizen(connection.db, overrides);
const row = async (id: string) => (await connection.db.select().from(delegations).where(eq(delegations.id, id)))[0]!;
const grant = { inviteeName: "儿子", scope: { kind: "all" }, reach: "submit", days: 30 } as const;
const person = ({ name, citizenId }: { name: string; citizenId: string }) => ({ name, citizenId });

async function acting(delegate: User, id: string, now = factoryNow): Promise<User> {
  const actingFor = await findDelegation(connection.db, delegate.id, id, now);
  if (!actingFor) throw new Error("not in force");
  return { ...delegate, actingFor };
}

/** A guardianship that one of the office asked for and another confirmed. */
async function guarded(input: Parameters<ReturnType<typeof on>["registerGuardianship"]>[0]) {
  const asked = await on(clerk).registerGuardianship(input);
  await on(approver).decideAtCounter({ id: asked.id, decision: "confirmed" });
  return asked;
}

/** Family help that one of the office recorded and another confirmed. */
async function recorded(input: Parameters<ReturnType<typeof on>["grantAtCounter"]>[0]) {
  const asked = await on(clerk).grantAtCounter(input);
  return on(approver).decideAtCounter({ id: asked.id, decision: "confirmed" });
}

/** A delegation from one to another, granted and taken up. */
async function given(elder: User, helper: User, overrides: object = {}): Promise<string> {
  const { code } = await on(elder).grantFamily({ ...grant, ...overrides });
  return (await on(helper).accept({ code })).id;
}

describe("granting on one's own screen", () => {
  test("gives a code of eight digits for fifteen minutes, kept as a digest only; nobody acts before it is taken up", async () => {
    const elder = await citizen();
    const { id, code, expiresAt } = await on(elder).grantFamily(grant);
    expect(code).toMatch(/^\d{8}$/);
    expect(expiresAt).toBe(later(15).toISOString());
    const kept = await row(id);
    expect(kept).toMatchObject({ kind: "family", principalAccountId: elder.id, delegateAccountId: null, acts: ["view", "fill", "submit"], awaitsPrincipal: true, validFrom: "2026-03-02", validUntil: "2026-04-01", grantedVia: "online", acceptedAt: null });
    expect(JSON.stringify(kept)).not.toContain(code);
    expect(JSON.stringify(await connection.db.select().from(auditLog).where(eq(auditLog.subjectId, id)))).not.toContain(code);
    expect((await on(elder).list()).given).toMatchObject([{ id, standing: "pending", inviteeName: "儿子", revocable: true }]);
  });

  test("is refused below L3, without a fresh proof, to a delegate of another, and beyond 180 days", async () => {
    await expect(on(await citizen({ assuranceLevel: "L2" })).grantFamily(grant)).rejects.toMatchObject({ ...refused("FORBIDDEN", "access.levelTooLow"), cause: { params: { level: "L3" } } });
    const elder = await citizen();
    await expect(on(elder, { now: later(11) }).grantFamily(grant)).rejects.toMatchObject(refused("FORBIDDEN", "identity.proofNeeded"));
    const helper = await citizen();
    await expect(on(await acting(helper, await given(elder, helper))).grantFamily(grant)).rejects.toMatchObject(refused("FORBIDDEN", "delegations.noChain"));
    await expect(on(elder).grantFamily({ ...grant, days: 181 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(on(elder).grantFamily({ ...grant, scope: { kind: "items", itemIds: [] } })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("stops at ten helpers, also when eleven are asked for at once; a revoked or a lapsed one makes room", async () => {
    const elder = await citizen();
    const answers = await Promise.allSettled(Array.from({ length: 11 }, () => on(elder).grantFamily(grant)));
    const [refusal] = answers.filter((answer) => answer.status === "rejected");
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(refusal?.reason).toMatchObject({ ...refused("CONFLICT", "delegations.tooMany"), cause: { params: { max: 10 } } });
    const [first] = (await on(elder).list()).given;
    await on(elder).revoke({ id: first!.id });
    await on(elder).grantFamily(grant);
    await expect(on(elder).grantFamily(grant)).rejects.toMatchObject(refused("CONFLICT", "delegations.tooMany"));
    await on({ ...elder, authenticatedAt: later(16) }, { now: later(16) }).grantFamily(grant);
  });

  test("answers a repeated key with the same code", async () => {
    const elder = await citizen();
    const key = crypto.randomUUID();
    expect(await on(elder, { key }).grantFamily(grant)).toEqual(await on(elder, { key }).grantFamily(grant));
    expect((await on(elder).list()).given).toHaveLength(1);
  });
});

describe("taking up an invitation", () => {
  test("shows who gives what, then acts for them; both see it, and the principal is to be told", async () => {
    const [elder, helper] = [await citizen(), await citizen({ assuranceLevel: "L2" })];
    const { id, code } = await on(elder).grantFamily({ ...grant, reach: "fill", awaitsPrincipal: false });
    expect(await on(helper).invitation({ code: `${code.slice(0, 4)} ${code.slice(4)}` })).toEqual({ kind: "family", principal: elder.name, scope: { kind: "all" }, acts: ["view", "fill"], awaitsPrincipal: false, validUntil: "2026-04-01", hindrance: null });
    expect(await on(helper).accept({ code })).toEqual({ id });
    expect(await findDelegation(connection.db, helper.id, id, factoryNow)).toMatchObject({ kind: "person", id: elder.id, name: elder.name, delegation: "family", acts: ["view", "fill"] });
    expect((await on(elder).list()).given).toMatchObject([{ standing: "live", delegateName: helper.name }]);
    expect((await on(helper).list()).received).toMatchObject([{ standing: "live", principalName: elder.name, revocable: true }]);
    expect(await connection.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.topic, "delegations.event"))).toContainEqual({ payload: { delegationId: id, act: "accepted", by: helper.id } });
  });

  test("of twenty at once takes in one", async () => {
    const elder = await citizen();
    const helpers = await Promise.all(Array.from({ length: 20 }, () => citizen()));
    const { id, code } = await on(elder).grantFamily(grant);
    const answers = await Promise.allSettled(helpers.map((helper) => on(helper).accept({ code })));
    const taken = answers.findIndex(({ status }) => status === "fulfilled");
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toMatchObject(refused("NOT_FOUND", "delegations.codeUnknown"));
    expect(await row(id)).toMatchObject({ delegateAccountId: helpers[taken]!.id, codeDigest: null });
  });

  test("is refused to the principal, below L2, while acting for another, after fifteen minutes, once used or taken back", async () => {
    const [elder, helper] = [await citizen(), await citizen()];
    const { id, code } = await on(elder).grantFamily(grant);
    expect(await on(elder).invitation({ code })).toMatchObject({ hindrance: "delegations.self" });
    await expect(on(elder).accept({ code })).rejects.toMatchObject(refused("FORBIDDEN", "delegations.self"));
    await expect(on(await citizen({ assuranceLevel: "L1" })).accept({ code })).rejects.toMatchObject(refused("FORBIDDEN", "access.levelTooLow"));
    const busy = await citizen();
    const forAunt = await acting(busy, await given(await citizen(), busy));
    await expect(on(forAunt).accept({ code })).rejects.toMatchObject(refused("FORBIDDEN", "delegations.actForSelfFirst"));
    await expect(on(helper, { now: later(15) }).accept({ code })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.codeUnknown"));
    await on(elder).revoke({ id });
    await expect(on(helper).accept({ code })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.codeUnknown"));
    await expect(on(helper).accept({ code: "00000000x" })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.codeUnknown"));
  });

  test("lets nobody guess: twenty codes in ten minutes, looked at or taken up", async () => {
    const helper = await citizen();
    for (let guess = 0; guess < 20; guess += 1) await expect(guess % 2 ? on(helper).accept({ code: String(99_999_900 + guess) }) : on(helper).invitation({ code: String(99_999_900 + guess) })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { code } = await on(await citizen()).grantFamily(grant);
    await expect(on(helper).accept({ code })).rejects.toMatchObject(refused("TOO_MANY_REQUESTS", "requests.tooMany"));
    await expect(on(await citizen(), { address: "one" }).accept({ code })).resolves.toBeDefined();
  });
});

describe("ending", () => {
  test("by the principal or by the helper acts at once; a stranger finds nothing; twice changes nothing", async () => {
    const [elder, helper, stranger] = [await citizen(), await citizen(), await citizen()];
    for (const ends of [elder, helper]) {
      const id = await given(elder, helper);
      await expect(on(stranger).revoke({ id })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.notFound"));
      await on(ends).revoke({ id });
      expect(await findDelegation(connection.db, helper.id, id, factoryNow)).toBeUndefined();
      const first = await row(id);
      await on(ends, { now: later(1) }).revoke({ id });
      expect(await row(id)).toEqual(first);
      expect(first).toMatchObject({ revokedBy: ends.id });
      const told = await connection.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.topic, "delegations.event"));
      expect(told.filter(({ payload }) => payload["delegationId"] === id).map(({ payload }) => payload["act"])).toEqual(["accepted", ends === elder ? "revoked" : "laidDown"]);
    }
  });

  test("comes by itself after the last day", async () => {
    const [elder, helper] = [await citizen(), await citizen()];
    const id = await given(elder, helper, { days: 1 });
    expect(await findDelegation(connection.db, helper.id, id, new Date("2026-03-03T15:59:00Z"))).toBeDefined();
    expect(await findDelegation(connection.db, helper.id, id, new Date("2026-03-03T16:00:00Z"))).toBeUndefined();
  });

  test("what was done under it is told to both, and to nobody else", async () => {
    const [elder, helper] = [await citizen(), await citizen()];
    const id = await given(elder, helper);
    const applicationId = crypto.randomUUID();
    const entry = { actorId: helper.id, actorKind: "user", onBehalfOf: elder.id, action: "applications.save", subjectType: "application", subjectId: applicationId, requestId: "r" } as const;
    await connection.db.insert(auditLog).values([{ ...entry, at: later(-1) }, { ...entry, at: later(1) }, { ...entry, at: later(2), onBehalfOf: null }, { ...entry, at: later(3), actorId: elder.id }]);
    const uses = [{ action: "applications.save", applicationId, at: later(1).toISOString() }];
    expect(await on(elder).get({ id })).toMatchObject({ given: true, uses });
    expect(await on(helper).get({ id })).toMatchObject({ given: false, uses });
    await expect(on(await citizen()).get({ id })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.notFound"));
    await expect(on(await acting(helper, id)).list()).rejects.toMatchObject(refused("FORBIDDEN", "delegations.actForSelfFirst"));
  });
});

test("the parties are told, each once, but for whoever did it; a ward's guardian on their own phone", async () => {
  const [elder, helper] = [await citizen(), await citizen()];
  const told = async () => {
    const rows = await connection.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.topic, "delegations.event")).orderBy(outbox.id);
    for (const { payload } of [...rows, ...rows]) await jobs.topics!["delegations.event"]!(system(), payload);
    const of = async ({ id }: User) => (await connection.db.select().from(messages).where(eq(messages.accountId, id)).orderBy(messages.id)).map(({ template, applicationId, params }) => [template, applicationId, params]);
    return [await of(elder), await of(helper)];
  };
  const system = () => ({ actor: { kind: "system" as const }, now: factoryNow, requestId: "r", address: "system", db: connection.db });
  const plain = (template: string) => [template, null, {}];
  const id = await given(elder, helper);
  expect(await told()).toEqual([[plain("delegationAccepted")], []]);
  await on(elder).revoke({ id });
  expect(await told()).toEqual([[plain("delegationAccepted")], [plain("delegationRevoked")]]);
  await on(clerk).revokeAtCounter({ id: await given(elder, helper), reason: "本人到场" });
  const [toElder, toHelper] = await told();
  expect([toElder!.length, toHelper!.length]).toEqual([3, 2]);
  await on(helper).revoke({ id: await given(elder, helper) });
  expect((await told())[0]!.at(-1)).toEqual(plain("delegationLaidDown"));

  const ward = { name: "小宝", citizenId: makeCitizenId({ divisionCode: "440104", birthOn: "2016-09-01", order: 931 }) };
  const guardianship = await row((await guarded({ ward, guardian: person(helper), reason: "户口簿" })).id);
  const [message] = await connection.db.insert(messages).values({ accountId: guardianship.principalAccountId!, template: "accepted", params: {}, dedupeKey: "ward", createdAt: factoryNow }).returning();
  await jobs.topics!["notices.send"]!(system(), { messageId: message!.id });
  expect((await connection.db.select().from(messages).where(eq(messages.id, message!.id)))[0]).toMatchObject({ sentAt: factoryNow });
});

describe("at the counter", () => {
  const terms = { scope: { kind: "all" }, reach: "submit", days: 90, reason: "本人到场，核对双方身份证" } as const;

  test("a clerk records a grant for a principal who is present; confirmed by another it is in force, audited with its reason", async () => {
    const [elder, helper] = [await citizen(), await citizen()];
    const { id } = await recorded({ principal: person(elder), delegate: person(helper), ...terms });
    expect(await row(id)).toMatchObject({ grantedVia: "counter", grantedBy: clerk.id, confirmedBy: approver.id, grantReason: terms.reason, delegateAccountId: helper.id, awaitsPrincipal: true, validUntil: "2026-05-31" });
    expect(await findDelegation(connection.db, helper.id, id, factoryNow)).toMatchObject({ id: elder.id });
    const [audit] = await connection.db.select().from(auditLog).where(and(eq(auditLog.subjectId, id), eq(auditLog.action, "delegations.grantAtCounter")));
    expect(audit).toMatchObject({ actorId: clerk.id, after: { reason: terms.reason } });
    expect(JSON.stringify(audit)).not.toContain(elder.citizenId);
  });

  test("a grant waits for a second person of the office: until then nobody acts, sees it or hears of it, and it takes a place", async () => {
    const [elder, helper] = [await citizen(), await citizen()];
    const { id } = await on(clerk).grantAtCounter({ principal: person(elder), delegate: person(helper), ...terms });
    const decide = (actor: User, now = factoryNow) => on(actor, { now }).decideAtCounter({ id, decision: "confirmed" }).then(() => "done", (error: Error) => error.message);
    const told = () => connection.db.$count(outbox, and(eq(outbox.topic, "delegations.event"), eq(sql`${outbox.payload}->>'delegationId'`, id)));
    expect(await findDelegation(connection.db, helper.id, id, factoryNow)).toBeUndefined();
    expect([(await on(helper).list()).received, (await on(elder).list()).given, await told()]).toEqual([[], [], 0]);
    await expect(Promise.all(Array.from({ length: 10 }, () => on(elder).grantFamily(grant)))).rejects.toMatchObject(refused("CONFLICT", "delegations.tooMany"));
    const waits = (await on(approver).listWaitingAtCounter()).find((one) => one.id === id);
    expect(waits).toMatchObject({ kind: "family", principalName: elder.name, delegateName: helper.name, acts: ["view", "fill", "submit"], awaitsPrincipal: true, reason: terms.reason });
    expect((await on(clerk).listWaitingAtCounter()).some((one) => one.id === id)).toBe(false);
    await expect(connection.db.update(delegations).set({ acceptedAt: factoryNow }).where(eq(delegations.id, id))).rejects.toMatchObject({ cause: { constraint: "delegations_counter_four_eyes" } });
    expect([await decide(clerk), await decide(approver, later(24 * 60 + 1))]).toEqual(["identity.secondLookOwn", "identity.secondLookNotFound"]);
    expect([await decide(approver), await decide(approver), await told()]).toEqual(["done", "identity.secondLookDecided", 1]);
    expect(await findDelegation(connection.db, helper.id, id, factoryNow)).toMatchObject({ id: elder.id });
  });

  test("a grant that the second person refuses never was", async () => {
    const [elder, helper] = [await citizen(), await citizen()];
    const { id } = await on(clerk).grantAtCounter({ principal: person(elder), delegate: person(helper), ...terms });
    await on(approver).decideAtCounter({ id, decision: "refused" });
    expect(await row(id)).toMatchObject({ acceptedAt: null, revokedBy: approver.id, revokeReason: "refused" });
    expect([(await on(helper).list()).received, (await on(elder).list()).given]).toEqual([[], []]);
  });

  test("a principal without an account gets one that nobody can sign in to, and then confirms nothing", async () => {
    const helper = await citizen();
    const elder = { name: "陈老伯", citizenId: makeCitizenId({ divisionCode: "440104", birthOn: "1940-05-01", order: 901 }) };
    await expect(on(clerk).grantAtCounter({ principal: elder, delegate: person(helper), ...terms })).rejects.toMatchObject(refused("CONFLICT", "delegations.principalCannotConfirm"));
    const { id } = await on(clerk).grantAtCounter({ principal: elder, delegate: person(helper), ...terms, awaitsPrincipal: false });
    const { principalAccountId } = await row(id);
    const [account] = await connection.db.select().from(accounts).where(eq(accounts.id, principalAccountId!));
    expect(account).toMatchObject({ kind: "citizen", name: "陈老伯", signInName: null, phone: null, passwordHash: null, assuranceLevel: "L0", birthOn: "1940-05-01", sex: "male" });
    expect(open(account!.citizenId!, { table: "accounts", column: "citizen_id", row: account!.id })).toBe(elder.citizenId);
  });

  test.each([
    ["a wrong ID number", { principal: { name: "张三", citizenId: "440104199001010011" } }, "delegations.citizenIdMalformed"],
    ["a name that is another's", { principal: "elder", delegate: { name: "别人" } }, "delegations.personMismatch"],
    ["a helper without an account", { principal: "elder", delegate: { name: "新人", citizenId: makeCitizenId({ divisionCode: "440104", birthOn: "1980-05-01", order: 902 }) } }, "delegations.delegateUnknown"],
    ["somebody for themselves", { delegate: "elder" }, "delegations.self"],
  ])("%s is refused", async (_name, wrong: { principal?: unknown; delegate?: unknown }, code) => {
    const [elder, helper] = [await citizen(), await citizen()];
    const pick = (value: unknown, usual: typeof elder) => (value === "elder" ? person(elder) : { ...person(usual), ...(value as object | undefined) });
    await expect(on(clerk).grantAtCounter({ principal: pick(wrong.principal, elder), delegate: pick(wrong.delegate, helper), ...terms })).rejects.toMatchObject({ message: code });
  });

  test("a clerk finds what a person gave and was given, says why, and ends it", async () => {
    const [elder, helper] = [await citizen(), await citizen()];
    const id = await given(elder, helper);
    for (const shown of [elder, helper]) {
      const seen = await on(clerk).lookUpAtCounter({ citizenId: shown.citizenId, reason: "本人到场查询" });
      expect(seen).toMatchObject({ name: shown.name, rows: [{ id, principalName: elder.name, delegateName: helper.name, standing: "live" }] });
    }
    const [audit] = await connection.db.select().from(auditLog).where(and(eq(auditLog.subjectId, elder.id), eq(auditLog.action, "delegations.lookUp")));
    expect(audit).toMatchObject({ actorId: clerk.id, after: { reason: "本人到场查询" } });
    await expect(on(clerk).lookUpAtCounter({ citizenId: makeCitizenId({ divisionCode: "440104", birthOn: "1980-05-01", order: 903 }), reason: "本人到场查询" })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.personUnknown"));
    await on(clerk).revokeAtCounter({ id, reason: "本人要求停止" });
    expect(await row(id)).toMatchObject({ revokedBy: clerk.id, revokeReason: "本人要求停止" });
    await expect(on(clerk).revokeAtCounter({ id: crypto.randomUUID(), reason: "本人要求停止" })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.notFound"));
  });
});

describe("a guardianship", () => {
  const child = (order: number, birthOn = "2015-09-01") => ({ name: "小宝", citizenId: makeCitizenId({ divisionCode: "440104", birthOn, order }) });

  test("needs no account of the ward, lasts until they come of age, and only counter or registry end it", async () => {
    const mother = await citizen();
    const { id, validUntil } = await guarded({ ward: child(911), guardian: person(mother), reason: "出生证明与户口簿" });
    expect(validUntil).toBe("2033-09-01");
    expect(await row(id)).toMatchObject({ kind: "guardianship", awaitsPrincipal: false, acts: ["view", "fill", "submit"], scope: { kind: "all" }, grantedVia: "counter" });
    expect(await findDelegation(connection.db, mother.id, id, factoryNow)).toMatchObject({ name: "小宝", delegation: "guardianship" });
    expect(await findDelegation(connection.db, mother.id, id, new Date("2033-09-02T01:00:00Z"))).toBeUndefined();
    await expect(on(mother).revoke({ id })).rejects.toMatchObject(refused("FORBIDDEN", "delegations.byCounterOnly"));
    await expect(on(clerk).registerGuardianship({ ward: child(911), guardian: person(mother), reason: "出生证明与户口簿" })).rejects.toMatchObject(refused("CONFLICT", "delegations.guardianAlready"));
    await on(clerk).revokeAtCounter({ id, reason: "监护人变更" });
    expect(await findDelegation(connection.db, mother.id, id, factoryNow)).toBeUndefined();
  });

  test("ends by itself once the register knows that it is over, and both are told; what it does not know stays", async () => {
    const daughter = await citizen();
    const over = await guarded({ ward: { name: "邓永年", citizenId: "440199193109091077" }, guardian: person(daughter), endsOn: "2027-03-01", reason: "法院判决" });
    const stands = await guarded({ ward: child(931), guardian: person(daughter), reason: "出生证明与户口簿" });
    const system = { actor: { kind: "system" }, now: factoryNow, requestId: "r", address: "system", db: connection.db } as const;
    expect(await endByRegistry(system)).toBe(1);
    expect(await endByRegistry(system)).toBe(0);
    expect(await row(over.id)).toMatchObject({ revokedAt: factoryNow, revokedBy: null, revokeReason: "registry" });
    expect(await findDelegation(connection.db, daughter.id, over.id, factoryNow)).toBeUndefined();
    expect(await findDelegation(connection.db, daughter.id, stands.id, factoryNow)).toMatchObject({ delegation: "guardianship" });
    await jobs.topics!["delegations.event"]!(system, { delegationId: over.id, act: "revoked", by: null });
    expect(await connection.db.$count(messages, and(eq(messages.accountId, daughter.id), eq(messages.dedupeKey, `${over.id}:revoked:${daughter.id}`)))).toBe(1);
  });

  test("waits for a second person of the office: until then nobody acts, sees it or hears of it", async () => {
    const mother = await citizen();
    const { id } = await on(clerk).registerGuardianship({ ward: child(921), guardian: person(mother), reason: "出生证明与户口簿" });
    const decide = (actor: User, decision: "confirmed" | "refused" = "confirmed", now = factoryNow) => on(actor, { now }).decideAtCounter({ id, decision }).then(() => "done", (error: Error) => error.message);
    const listed = async (actor: User) => (await on(actor).listWaitingAtCounter()).some((one) => one.id === id);
    const stranger = await createStaff(connection.db, "clerk", await createPlace(connection.db, "310104"));
    expect(await findDelegation(connection.db, mother.id, id, factoryNow)).toBeUndefined();
    expect((await on(mother).list()).received).toEqual([]);
    expect(await connection.db.$count(outbox, eq(outbox.topic, "delegations.event"))).toBe(await connection.db.$count(outbox, and(eq(outbox.topic, "delegations.event"), ne(sql`${outbox.payload}->>'delegationId'`, id))));
    expect([await listed(clerk), await listed(stranger), await listed(approver)]).toEqual([false, false, true]);
    expect([await decide(clerk), await decide(stranger), await decide(approver, "confirmed", later(24 * 60 + 1))]).toEqual(["identity.secondLookOwn", "identity.secondLookNotFound", "identity.secondLookNotFound"]);
    expect([await decide(approver), await decide(approver)]).toEqual(["done", "identity.secondLookDecided"]);
    expect(await findDelegation(connection.db, mother.id, id, factoryNow)).toMatchObject({ delegation: "guardianship" });
  });

  test("is asked anew once it was refused, or not decided in time", async () => {
    const [mother, father] = [await citizen(), await citizen()];
    const wish = (guardian: User & { citizenId: string }) => ({ ward: child(922), guardian: person(guardian), reason: "出生证明与户口簿" });
    const { id } = await on(clerk).registerGuardianship(wish(mother));
    await on(approver).decideAtCounter({ id, decision: "refused" });
    expect(await row(id)).toMatchObject({ acceptedAt: null, revokeReason: "refused" });
    await on(clerk).registerGuardianship(wish(mother));
    await on(clerk).registerGuardianship(wish(father));
    const nextDay = later(24 * 60 + 1);
    await expect(on({ ...clerk, authenticatedAt: nextDay }, { now: nextDay }).registerGuardianship(wish(father))).resolves.toHaveProperty("id");
  });

  test("is nobody's to give alone in the database as well, nor to oneself", async () => {
    const self = await citizen();
    const { id } = await on(clerk).registerGuardianship({ ward: child(923), guardian: person(self), reason: "出生证明与户口簿" });
    const write = (values: object) => connection.db.update(delegations).set(values).where(eq(delegations.id, id));
    await expect(write({ acceptedAt: factoryNow })).rejects.toMatchObject({ cause: { constraint: "delegations_counter_four_eyes" } });
    for (const confirmedBy of [clerk.id, self.id]) await expect(write({ acceptedAt: factoryNow, confirmedBy })).rejects.toMatchObject({ cause: { constraint: "delegations_confirmed_by_another" } });
    const as = (actor: User): User => ({ ...actor, citizenAccountId: self.id });
    await expect(on(as(clerk)).registerGuardianship({ ward: child(924), guardian: person(self), reason: "户口簿" })).rejects.toMatchObject(refused("FORBIDDEN", "identity.notOneself"));
    await expect(on(as(clerk)).grantAtCounter({ principal: person(await citizen()), delegate: person(self), scope: { kind: "all" }, reach: "view", days: 1, reason: "本人到场" })).rejects.toMatchObject(refused("FORBIDDEN", "identity.notOneself"));
    await expect(on(as(clerk)).lookUpAtCounter({ citizenId: self.citizenId, reason: "看看自己" })).rejects.toMatchObject(refused("FORBIDDEN", "identity.notOneself"));
    await expect(on(as(clerk)).revokeAtCounter({ id, reason: "给自己停" })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.notFound"));
    await expect(on(as(approver)).decideAtCounter({ id, decision: "confirmed" })).rejects.toMatchObject(refused("FORBIDDEN", "identity.secondLookOwn"));
  });

  test("gives both parents the same ward, registered at once too", async () => {
    const [mother, father] = [await citizen(), await citizen()];
    const ids = await Promise.all([mother, father].map((parent) => on(clerk).registerGuardianship({ ward: child(912), guardian: person(parent), reason: "出生证明与户口簿" })));
    const rows = await Promise.all(ids.map(({ id }) => row(id)));
    expect(rows[0]!.principalAccountId).toBe(rows[1]!.principalAccountId);
  });

  test.each([
    ["an adult ward without a recorded end", child(913, "1950-05-01"), undefined, "delegations.endMissing"],
    ["an end beyond the coming of age", child(914), "2034-01-01", "delegations.endBeyondMajority"],
    ["an end in the past", child(915, "1950-05-01"), "2026-01-01", "delegations.endPassed"],
  ])("%s is refused", async (_name, ward, endsOn, code) => {
    await expect(on(clerk).registerGuardianship({ ward, guardian: person(await citizen()), reason: "法院判决书", ...(endsOn ? { endsOn } : {}) })).rejects.toMatchObject({ message: code });
  });

  test("is not for a guardian who is a child, nor for the ward themselves", async () => {
    const young = await citizen({ name: "小明" });
    await expect(on(clerk).registerGuardianship({ ward: child(916), guardian: { name: "小明", citizenId: makeCitizenId({ divisionCode: "440104", birthOn: "2012-01-01", order: 917 }) }, reason: "户口簿" })).rejects.toMatchObject(refused("CONFLICT", "delegations.guardianMinor"));
    await expect(on(clerk).registerGuardianship({ ward: person(young), guardian: person(young), endsOn: "2030-01-01", reason: "法院判决书" })).rejects.toMatchObject(refused("CONFLICT", "delegations.self"));
  });
});
