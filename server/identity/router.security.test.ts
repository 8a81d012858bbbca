import { and, eq, sql } from "drizzle-orm";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { keyedDigests, open, seal } from "@/db/personal-data";
import { accounts, auditLog, externalIdentities, oneTimeCodes, outbox, passkeys, sessions } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff, factoryNow } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import { sendCode } from "@/server/auth/codes";
import { listConfirmingFactors, proveAgain, sendConfirmingCode } from "@/server/auth/confirm";
import { removeEmail } from "@/server/auth/email";
import { hashPassword } from "@/server/auth/password";
import { changePhone } from "@/server/auth/phone";
import { openSession, readActor, watchActor } from "@/server/auth/session";
import { standingOf } from "@/server/auth/standing";
import { cookieName, digestOf } from "@/server/auth/tokens";
import { totpOf } from "@/server/auth/totp";
import type { Ctx } from "@/server/core/context";
import { mailServer } from "@/server/integrations/mail/gateway";
import { smsGateway } from "@/server/integrations/sms/gateway";
import { jobs } from "./jobs";

vi.mock("@/server/integrations/mail/gateway", async (original) => ({ mailServer: vi.fn((await original<{ mailServer: typeof mailServer }>()).mailServer) }));
vi.mock("@/server/integrations/sms/gateway", async (original) => ({ smsGateway: vi.fn((await original<{ smsGateway: typeof smsGateway }>()).smsGateway) }));

let db: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const browser = { userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0" };
const phoneBrowser = { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1" };
const minutes = (count: number, from = factoryNow) => new Date(from.getTime() + count * 60_000);
const cookie = (token: string) => `${cookieName("session")}=${token}`;
const ctx = (more: Partial<Ctx> = {}): Ctx => ({ actor: { kind: "anonymous" }, now: factoryNow, requestId: "r", address: crypto.randomUUID(), db: db.db, ...more });
const as = (actor: Actor, now = factoryNow) => createCaller({ ...ctx({ actor, now }) }).identity;
const who = (token: string, now = factoryNow) => readActor(db.db, now, cookie(token));

/** Somebody with a session: the cookie's token, and who it makes them now. */
async function signedIn(person: Pick<User, "id">, client = browser, now = factoryNow) {
  const token = await openSession(db.db, now, { accountId: person.id, factors: ["password"], ...client });
  const actor = await who(token, now);
  if (actor.kind !== "user") throw new Error("not signed in");
  return { token, actor };
}

describe("the list of devices", () => {
  test("shows one's own living sessions in words, this one first, and no one else's", async () => {
    const me = await createCitizen(db.db);
    await signedIn(await createCitizen(db.db));
    await signedIn(me, phoneBrowser, minutes(-45));
    const other = await signedIn(me, phoneBrowser);
    const here = await signedIn(me);
    expect(await as(here.actor).listSessions()).toMatchObject([
      { id: here.actor.sessionId, browser: "firefox", system: "windows", isThis: true },
      { id: other.actor.sessionId, browser: "safari", system: "ios", isThis: false },
    ]);
  });

  test("ends one, whose device is nobody at its next request", async () => {
    const me = await createCitizen(db.db);
    const [here, other] = [await signedIn(me), await signedIn(me)];
    await as(here.actor).endSession({ id: other.actor.sessionId });
    expect(await who(other.token)).toEqual({ kind: "anonymous" });
    expect((await who(here.token)).kind).toBe("user");
    await expect(as(here.actor).endSession({ id: other.actor.sessionId })).rejects.toMatchObject({ code: "NOT_FOUND", message: "identity.sessionNotFound" });
  });

  test("somebody else's session is not found, and goes on", async () => {
    const [here, stranger] = [await signedIn(await createCitizen(db.db)), await signedIn(await createCitizen(db.db))];
    for (const id of [stranger.actor.sessionId, crypto.randomUUID()]) {
      await expect(as(here.actor).endSession({ id })).rejects.toMatchObject({ code: "NOT_FOUND", message: "identity.sessionNotFound" });
    }
    expect((await who(stranger.token)).kind).toBe("user");
  });

  test("ends all others and keeps this one; the log says so", async () => {
    const me = await createCitizen(db.db);
    const [here, one, two] = [await signedIn(me), await signedIn(me), await signedIn(me)];
    await as(here.actor).endOtherSessions();
    expect([await who(one.token), await who(two.token)]).toEqual([{ kind: "anonymous" }, { kind: "anonymous" }]);
    expect((await who(here.token)).kind).toBe("user");
    expect(await as(here.actor).listSecurityEvents({})).toMatchObject({ rows: [{ action: "identity.endOtherSessions" }], next: null });
  });
});

describe("how a session stands", () => {
  test("watching does not keep it alive, extending does", async () => {
    const { token, actor } = await signedIn(await createCitizen(db.db));
    const watched = await watchActor(db.db, minutes(28), cookie(token));
    expect(watched && standingOf(watched, minutes(28))).toMatchObject({ seconds: 120, extendable: true });
    expect(await watchActor(db.db, minutes(31), cookie(token))).toBeUndefined();
    await as(actor, minutes(29)).extendSession();
    const later = await watchActor(db.db, minutes(31), cookie(token));
    expect(later && standingOf(later, minutes(31)).seconds).toBe(28 * 60);
  });

  test("near its last end no use makes it longer", async () => {
    const { token, actor } = await signedIn(await createCitizen(db.db));
    const late = minutes(12 * 60 - 1);
    await db.db.update(sessions).set({ lastSeenAt: late }).where(eq(sessions.id, actor.sessionId));
    const watched = await watchActor(db.db, late, cookie(token));
    expect(watched && standingOf(watched, late)).toMatchObject({ seconds: 60, extendable: false });
  });

  test("its holder's mark tells people and principals apart, and says nothing else", async () => {
    const [one, other] = [await signedIn(await createCitizen(db.db)), await signedIn(await createCitizen(db.db))];
    const mark = (actor: User) => standingOf(actor, factoryNow).holder;
    const again = await signedIn(one.actor);
    expect(mark(again.actor)).toBe(mark(one.actor));
    expect(mark(other.actor)).not.toBe(mark(one.actor));
    const acting = { ...one.actor, actingFor: { kind: "person", id: "x", name: "母亲", delegationId: "d", delegation: "family", scope: { kind: "all" }, acts: ["view"], awaitsPrincipal: true } } as const;
    expect(mark(acting)).not.toBe(mark(one.actor));
    expect(mark(one.actor)).not.toContain(one.actor.id.slice(0, 8));
  });
});

describe("accounts elsewhere that sign in here", () => {
  const linked = async (person: Pick<User, "id">, issuer = "https://id.example") =>
    (await db.db.insert(externalIdentities).values({ issuer, subject: crypto.randomUUID(), accountId: person.id, linkedAt: factoryNow, lastUsedAt: factoryNow }).returning())[0]!.id;

  test("are one's own to see and to unlink; the other sessions end, and the log tells it", async () => {
    const [me, stranger] = [await createCitizen(db.db), await signedIn(await createCitizen(db.db))];
    const [here, other, id] = [await signedIn(me), await signedIn(me), await linked(me)];
    expect(await as(here.actor).listExternal()).toMatchObject([{ id, host: "id.example", name: null }]);
    expect(await as(stranger.actor).listExternal()).toEqual([]);
    await expect(as({ kind: "anonymous" }).unlinkExternal({ id })).rejects.toMatchObject({ message: "access.signIn" });
    await expect(as(stranger.actor).unlinkExternal({ id })).rejects.toMatchObject({ code: "NOT_FOUND", message: "identity.linkNotFound" });
    await expect(as(here.actor, minutes(11)).unlinkExternal({ id })).rejects.toMatchObject({ message: "identity.proofNeeded" });
    await as(here.actor).unlinkExternal({ id });
    expect([(await who(other.token)).kind, (await who(here.token)).kind]).toEqual(["anonymous", "user"]);
    expect((await as(here.actor).listSecurityEvents({})).rows.map(({ action }) => action)).toContain("identity.unlinkProvider");
  });

  test("the last way in is never unlinked", async () => {
    const me = await createCitizen(db.db, { phone: null, phoneIndex: null });
    const [{ actor }, one, two] = [await signedIn(me), await linked(me), await linked(me)];
    await as(actor).unlinkExternal({ id: one });
    await expect(as(actor).unlinkExternal({ id: two })).rejects.toMatchObject({ code: "CONFLICT", message: "identity.lastWayIn" });
    await as(actor).setPassword({ password: "a sentence nobody guesses" });
    await expect(as(actor).unlinkExternal({ id: two })).resolves.toBeUndefined();
  });
});

test("the log shows recoveries, approvals by QR code, and what was linked", async () => {
  const { actor } = await signedIn(await createCitizen(db.db));
  const acts = ["recover", "recoverPassword", "recoveryRefused", "askRecovery", "approveQr", "refuseQr", "linkProvider", "unlinkProvider", "raiseLevel"].map((act) => `identity.${act}`);
  await db.db.insert(auditLog).values(acts.map((action) => ({ at: factoryNow, actorKind: "system" as const, action, subjectType: "account", subjectId: actor.id, requestId: "r" })));
  expect((await as(actor).listSecurityEvents({ limit: 50 })).rows.map(({ action }) => action).toSorted()).toEqual(acts.toSorted());
});

describe("a fresh proof", () => {
  const stale = minutes(11);

  async function withPassword() {
    const me = await createCitizen(db.db, { passwordHash: await hashPassword("correct horse battery") });
    const session = await signedIn(me);
    const actor = await who(session.token, stale);
    if (actor.kind !== "user") throw new Error("not signed in");
    return { ...session, actor };
  }

  test("is asked before sensitive acts once ten minutes have passed, and given by the password under a new id", async () => {
    const { token, actor } = await withPassword();
    await expect(as(actor, stale).checkProof()).rejects.toMatchObject({ code: "FORBIDDEN", message: "identity.proofNeeded" });
    const proven = { ...ctx({ now: stale }), actor };
    await expect(proveAgain(proven, { factor: "password", password: "wrong" }, browser)).rejects.toMatchObject({ code: "identity.wrongPassword" });
    expect((await who(token, stale)).kind).toBe("user");
    const renewed = await proveAgain(proven, { factor: "password", password: "correct horse battery" }, browser);
    expect(renewed).not.toBe(token);
    expect(await who(token, stale)).toEqual({ kind: "anonymous" });
    const fresh = await who(renewed, stale);
    expect(await as(fresh, stale).checkProof()).toBe(true);
  });

  test("does not lengthen the session's life", async () => {
    const { actor } = await withPassword();
    const renewed = await proveAgain({ ...ctx({ now: stale }), actor }, { factor: "password", password: "correct horse battery" }, browser);
    const fresh = await who(renewed, stale);
    expect(fresh.kind === "user" && fresh.ends?.expiresAt).toEqual(minutes(12 * 60));
  });

  test("cannot be guessed", async () => {
    const { actor } = await withPassword();
    const guess = () => proveAgain({ ...ctx({ now: stale }), actor }, { factor: "password", password: "wrong" }, browser).catch((error: { code: string }) => error.code);
    const codes = [];
    for (let i = 0; i < 12; i += 1) codes.push(await guess());
    expect(codes.slice(9)).toEqual(["identity.wrongPassword", "requests.tooMany", "requests.tooMany"]);
  });

  test("by a code goes to one's own phone, and the code of another purpose is worth nothing", async () => {
    const me = await createCitizen(db.db);
    const [{ actor }, { phone }] = [await signedIn(me), me];
    const signed = { ...ctx(), actor };
    const other = await sendCode(signed, { purpose: "changePhone", phone });
    await expect(proveAgain(signed, { factor: "phoneCode", code: await codeOf(other), codeToken: other }, browser)).rejects.toMatchObject({ code: "identity.oneTimeCodeExpired" });
    const token = await sendConfirmingCode({ ...signed, address: crypto.randomUUID() });
    const renewed = await proveAgain(signed, { factor: "phoneCode", code: await codeOf(token), codeToken: token }, browser);
    expect(await who(renewed)).toMatchObject({ kind: "user", factors: ["password", "phoneCode"] });
  });

  test("of whoever works here is never a password alone", async () => {
    const clerk = await createStaff(db.db, "clerk", await createPlace(db.db));
    await db.db.update(accounts).set({ passwordHash: await hashPassword("correct horse battery"), totpSecret: "kept" }).where(eq(accounts.id, clerk.id));
    const token = await openSession(db.db, factoryNow, { accountId: clerk.id, factors: ["password", "totp"], ...browser });
    const signed = { ...ctx(), actor: (await who(token)) as User };
    expect(await listConfirmingFactors(signed)).toEqual(["totp"]);
    await expect(proveAgain(signed, { factor: "password", password: "correct horse battery" }, browser)).rejects.toMatchObject({ code: "identity.strongerProofNeeded" });
  });

  test("offers only what somebody has", async () => {
    const bare = await signedIn(await createCitizen(db.db, { phone: null, phoneIndex: null }));
    expect(await listConfirmingFactors({ ...ctx(), actor: bare.actor })).toEqual([]);
    const { actor } = await withPassword();
    const offered = await listConfirmingFactors({ ...ctx(), actor });
    expect(offered).toContain("password");
    // The number of a phone may have passed to another person.
    expect(offered).not.toContain("phoneCode");
    await expect(proveAgain({ ...ctx(), actor }, { factor: "phoneCode", code: "123456", codeToken: undefined }, browser)).rejects.toMatchObject({ code: "identity.strongerProofNeeded" });
  });
});

const formers = () => db.db.select().from(outbox).where(eq(outbox.topic, "identity.tellFormer")).orderBy(outbox.id);

/** The messages to somebody that are to be written, in order. */
async function toldOf(accountId: string): Promise<unknown[]> {
  const rows = await db.db.select().from(outbox).where(and(eq(outbox.topic, "notices.tell"), sql`${outbox.payload} ->> 'accountId' = ${accountId}`)).orderBy(outbox.id);
  return rows.map(({ payload }) => (payload as { template: string }).template);
}

/** The six digits that wait to be sent. */
async function codeOf(token: string): Promise<string> {
  const [row] = await db.db.select().from(oneTimeCodes).where(eq(oneTimeCodes.idHash, digestOf(token)));
  return open(row?.code ?? "", { table: "one_time_codes", column: "code", row: row?.id ?? "" });
}

describe("an authenticator", () => {
  test("counts only after its code, ends the other sessions, and can be removed again", async () => {
    const me = await createCitizen(db.db);
    const [here, other] = [await signedIn(me), await signedIn(me)];
    const { secret, uri } = await as(here.actor).startTotp();
    expect(uri).toContain(`secret=${secret}`);
    expect((await as(here.actor).startTotp()).secret).toBe(secret);
    expect((await as(here.actor).means()).hasTotp).toBe(false);
    await expect(as(here.actor).confirmTotp({ code: "000000" })).rejects.toMatchObject({ message: "identity.wrongCode" });
    await as(here.actor).confirmTotp({ code: generateSync({ secret }) });
    expect((await as(here.actor).means()).hasTotp).toBe(true);
    expect(await who(other.token)).toEqual({ kind: "anonymous" });
    expect((await who(here.token)).kind).toBe("user");
    const [row] = await db.db.select().from(accounts).where(eq(accounts.id, me.id));
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(row && totpOf(row)).toBe(generateSync({ secret }));
    await as(here.actor).removeTotp();
    expect((await as(here.actor).means()).hasTotp).toBe(false);
    expect(await toldOf(me.id)).toEqual(["authenticatorAdded", "authenticatorRemoved"]);
  });

  test("the code that enrolled it opens nothing more", async () => {
    const { actor } = await signedIn(await createCitizen(db.db));
    const { secret } = await as(actor).startTotp();
    const code = generateSync({ secret });
    await as(actor).confirmTotp({ code });
    await expect(proveAgain({ ...ctx(), actor }, { factor: "totp", code }, browser)).rejects.toMatchObject({ code: "identity.wrongCode" });
  });

  test("waits for its code for half an hour", async () => {
    const { actor } = await signedIn(await createCitizen(db.db));
    const { secret } = await as(actor).startTotp();
    const later = minutes(31);
    await expect(as({ ...actor, authenticatedAt: later }, later).confirmTotp({ code: generateSync({ secret }) })).rejects.toMatchObject({ message: "identity.enrolmentExpired" });
    expect((await as({ ...actor, authenticatedAt: later }, later).startTotp()).secret).not.toBe(secret);
  });

  test("is not removed where staff would be left without a second factor", async () => {
    const clerk = await createStaff(db.db, "clerk", await createPlace(db.db));
    const { secret } = await as(clerk).startTotp();
    await as(clerk).confirmTotp({ code: generateSync({ secret }) });
    await expect(as(clerk).removeTotp()).rejects.toMatchObject({ code: "CONFLICT", message: "identity.secondFactorDue" });
    await db.db.insert(passkeys).values({ accountId: clerk.id, credentialId: crypto.randomUUID(), publicKey: "k", signCount: 0, transports: [], synced: false, name: "钥匙", createdAt: factoryNow });
    await as(clerk).removeTotp();
  });

  test.each(["startTotp", "removeTotp"] as const)("%s asks for a fresh proof", async (verb) => {
    const { actor } = await signedIn(await createCitizen(db.db));
    await expect(as(actor, minutes(11))[verb]()).rejects.toMatchObject({ code: "FORBIDDEN", message: "identity.proofNeeded" });
  });
});

describe("a new password or phone", () => {
  test("a password ends the other sessions", async () => {
    const me = await createCitizen(db.db);
    const [here, other] = [await signedIn(me), await signedIn(me)];
    await as(here.actor).setPassword({ password: "a sentence nobody guesses" });
    expect(await who(other.token)).toEqual({ kind: "anonymous" });
    expect(await as(here.actor).means()).toMatchObject({ hasPassword: true });
    expect(await toldOf(me.id)).toEqual(["passwordChanged"]);
    await expect(as(here.actor, minutes(11)).setPassword({ password: "another one, as long" })).rejects.toMatchObject({ message: "identity.proofNeeded" });
  });

  test("a phone takes the place of the old one by its code, and ends the other sessions", async () => {
    const me = await createCitizen(db.db);
    const [here, other] = [await signedIn(me), await signedIn(me)];
    const signed = { ...ctx(), actor: here.actor };
    const token = await sendCode(signed, { purpose: "changePhone", phone: "199 0000 1111" });
    await changePhone(signed, token, await codeOf(token));
    const [row] = await db.db.select().from(accounts).where(eq(accounts.id, me.id));
    expect(keyedDigests("phone", "19900001111")).toContain(row?.phoneIndex);
    expect(await who(other.token)).toEqual({ kind: "anonymous" });
    expect((await who(here.token)).kind).toBe("user");
    expect(JSON.stringify(await db.db.select().from(auditLog).where(eq(auditLog.subjectId, me.id)))).not.toContain("19900001111");
    expect(await toldOf(me.id)).toEqual(["phoneChanged"]);
  });

  test("the phone and the address that an account no longer has are told, and stand nowhere to be read", async () => {
    const email = "old.address@example.com";
    const me = await createCitizen(db.db);
    await db.db.update(accounts).set({ email: seal(email, { table: "accounts", column: "email", row: me.id }) }).where(eq(accounts.id, me.id));
    const signed = { ...ctx(), actor: (await signedIn(me)).actor };
    const before = new Set((await formers()).map(({ id }) => id));
    const token = await sendCode(signed, { purpose: "changePhone", phone: "199 0000 2222" });
    await changePhone(signed, token, await codeOf(token));
    await removeEmail(signed);
    const orders = (await formers()).filter(({ id }) => !before.has(id));
    expect(JSON.stringify(orders)).not.toMatch(new RegExp(`${me.phone}|${email}`));
    const sent: unknown[] = [];
    vi.mocked(smsGateway).mockReturnValue({ send: async ({ phone, template }) => void sent.push([phone, template]) });
    vi.mocked(mailServer).mockReturnValue({ send: async ({ to, text }) => void sent.push([to, text.includes("12345")]) });
    for (const { payload } of orders) await jobs.topics!["identity.tellFormer"]!(ctx({ actor: { kind: "system" } }), payload);
    expect(sent).toEqual([[me.phone, "phoneChanged"], [email, true]]);
  });

  test("somebody else's phone is refused once its code was right", async () => {
    const [{ actor }, holder] = [await signedIn(await createCitizen(db.db)), await createCitizen(db.db)];
    const signed = { ...ctx(), actor };
    const token = await sendCode(signed, { purpose: "changePhone", phone: holder.phone });
    await expect(changePhone(signed, token, await codeOf(token))).rejects.toMatchObject({ code: "identity.phoneTaken" });
  });
});

describe("passkeys", () => {
  test("are renamed and removed by their owner only", async () => {
    const [me, stranger] = [await createCitizen(db.db), await createCitizen(db.db)];
    const [row] = await db.db.insert(passkeys).values({ accountId: me.id, credentialId: crypto.randomUUID(), publicKey: "k", signCount: 0, transports: [], synced: true, name: "旧名", createdAt: factoryNow }).returning();
    const id = row?.id ?? "";
    await expect(as(stranger).renamePasskey({ id, name: "我的" })).rejects.toMatchObject({ code: "NOT_FOUND", message: "identity.passkeyUnknown" });
    await expect(as(stranger).removePasskey({ id })).rejects.toMatchObject({ code: "NOT_FOUND", message: "identity.passkeyUnknown" });
    await as(me).renamePasskey({ id, name: " 我的手机 " });
    expect((await as(me).means()).passkeys).toMatchObject([{ name: "我的手机", synced: true }]);
    await as(me).removePasskey({ id });
    expect((await as(me).means()).passkeys).toEqual([]);
  });
});
