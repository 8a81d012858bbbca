import { eq } from "drizzle-orm";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seal } from "@/db/personal-data";
import { accounts, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { listSentCodes, sendCode } from "./codes";
import { awaitedFactors, confirmSecondFactor } from "./second-factor";
import { beginAuthentication, beginRegistration, finishRegistration } from "./passkeys";
import { softPasskey } from "./passkeys.testing";
import { hashPassword, setPassword } from "./password";
import { findRecovery, finishRecovery, recoverByCode, recoverByPasskey } from "./recovery";
import { openSession, readActor } from "./session";
import { signIn } from "./sign-in";
import { cookieName } from "./tokens";

const start = new Date("2026-03-02T01:00:00Z");
const browser = { userAgent: "test" };
const password = "三只小猫 在屋顶 晒太阳";
let db: Awaited<ReturnType<typeof createTestDatabase>>;

const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const ctx = (more: Partial<Ctx> = {}): Ctx => ({ actor: { kind: "anonymous" }, now: start, requestId: "r", address: crypto.randomUUID(), db: db.db, ...more });
const codeOf = (work: Promise<unknown>) => work.then(() => "done", (error: { code: string }) => error.code);
const who = (token: string) => readActor(db.db, start, `${cookieName("session")}=${token}`);

async function proven(phone: string): Promise<string> {
  const token = await sendCode(ctx(), { purpose: "recover", phone });
  const code = (await listSentCodes(ctx())).find((sent) => sent.to === phone)?.code ?? "";
  return recoverByCode(ctx(), token, code);
}

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

describe("recovery by phone and ID number", () => {
  test("sets the password, ends every session, tells the person and signs them in", async () => {
    const citizen = await createCitizen(db.db);
    const old = await openSession(db.db, start, { accountId: citizen.id, factors: ["password"], userAgent: null });
    const token = await proven(citizen.phone);
    expect(await findRecovery(ctx(), token)).toEqual({ asksCitizenId: true });
    const result = await finishRecovery(ctx(), token, { citizenId: ` ${citizen.citizenId.toLowerCase()} `, password }, browser);
    expect(result).toMatchObject({ next: "done", accountId: citizen.id });
    expect(await who(old)).toEqual({ kind: "anonymous" });
    expect(await who(result.token)).toMatchObject({ id: citizen.id });
    expect(await signIn(ctx(), { identifier: citizen.phone, password }, browser)).toMatchObject({ next: "done" });
    expect((await db.db.select().from(outbox).where(eq(outbox.topic, "notices.tell"))).map(({ payload }) => payload)).toContainEqual(expect.objectContaining({ accountId: citizen.id, template: "passwordRecovered" }));
    expect(await codeOf(finishRecovery(ctx(), token, { citizenId: citizen.citizenId, password }, browser))).toBe("identity.signInExpired");
  });

  test("refuses another's ID number, and is limited over all attempts at one account", async () => {
    const [citizen, other] = [await createCitizen(db.db), await createCitizen(db.db)];
    const token = await proven(citizen.phone);
    const outcomes = [];
    for (const citizenId of ["", "x", other.citizenId, other.citizenId, other.citizenId, citizen.citizenId]) outcomes.push(await codeOf(finishRecovery(ctx(), token, { citizenId, password }, browser)));
    expect(outcomes).toEqual([...Array(5).fill("identity.recoveryRefused"), "requests.tooMany"]);
    expect((await db.db.select().from(accounts).where(eq(accounts.id, citizen.id)))[0]?.passwordHash).toBeNull();
  });

  test("asks an account of level L0 for nothing more than its phone", async () => {
    const citizen = await createCitizen(db.db, { assuranceLevel: "L0", citizenId: null, citizenIdIndex: null });
    const token = await proven(citizen.phone);
    expect(await findRecovery(ctx(), token)).toEqual({ asksCitizenId: false });
    expect(await finishRecovery(ctx(), token, { citizenId: "", password }, browser)).toMatchObject({ next: "done" });
  });

  test("does not skip a second factor", async () => {
    const secret = "J7L54NYLRKJXW4VVGYWRBF5IX2753543";
    const id = crypto.randomUUID();
    const citizen = await createCitizen(db.db, { totpSecret: null });
    await db.db.update(accounts).set({ totpSecret: seal(secret, { table: "accounts", column: "totp_secret", row: citizen.id }) }).where(eq(accounts.id, citizen.id));
    const result = await finishRecovery(ctx({ requestId: id }), await proven(citizen.phone), { citizenId: citizen.citizenId, password }, browser);
    expect(result.next).toBe("secondFactor");
    expect(await who(result.token)).toEqual({ kind: "anonymous" });
    expect(await awaitedFactors(ctx(), result.token)).toEqual(["totp"]);
    expect(await confirmSecondFactor(ctx(), result.token, { code: generateSync({ secret }) }, browser)).toMatchObject({ accountId: citizen.id });
  });

  test("a bad password is refused before anything is lost", async () => {
    const citizen = await createCitizen(db.db);
    const token = await proven(citizen.phone);
    for (const [bad, code] of [["short", "identity.passwordTooShort"], ["x".repeat(129), "identity.passwordTooLong"], ["Password123", "identity.passwordCommon"], [citizen.phone, "identity.passwordOwn"], [`${citizen.citizenId}!`, "identity.passwordOwn"]] as const) {
      expect(await codeOf(finishRecovery(ctx({ now: at(1) }), token, { citizenId: citizen.citizenId, password: bad }, browser))).toBe(code);
      await db.pool.query("delete from rate_limits");
    }
    expect(await codeOf(finishRecovery(ctx(), token, { citizenId: citizen.citizenId, password }, browser))).toBe("done");
  });

  test("waits ten minutes, and is no sign-in", async () => {
    const citizen = await createCitizen(db.db);
    const token = await proven(citizen.phone);
    expect(await awaitedFactors(ctx(), token)).toBeUndefined();
    expect(await codeOf(finishRecovery(ctx({ now: at(601) }), token, { citizenId: citizen.citizenId, password }, browser))).toBe("identity.signInExpired");
  });

  test("tells whether there is an account to the holder of the phone alone, and sends staff to their administrator", async () => {
    expect(await codeOf(proven("17799990000"))).toBe("identity.noAccount");
    const token = await sendCode(ctx(), { purpose: "recover", phone: "17799990001" });
    expect(await codeOf(recoverByCode(ctx(), token, "000000"))).toMatch(/oneTimeCodeWrong|noAccount/);
    const clerk = await createStaff(db.db, "clerk", await createPlace(db.db));
    const device = softPasskey();
    const made = await beginRegistration(ctx(), clerk);
    await finishRegistration(ctx(), made.token, clerk.id, { response: device.make(made.options), name: "x" });
    const asked = await beginAuthentication(ctx());
    expect(await codeOf(recoverByPasskey(ctx(), asked.token, device.sign(asked.options)))).toBe("identity.recoverInPerson");
  });
});

test("recovery by a passkey needs neither code nor ID number", async () => {
  const citizen = await createCitizen(db.db);
  const device = softPasskey();
  const made = await beginRegistration(ctx(), citizen);
  await finishRegistration(ctx(), made.token, citizen.id, { response: device.make(made.options), name: "x" });
  const asked = await beginAuthentication(ctx());
  const token = await recoverByPasskey(ctx(), asked.token, device.sign(asked.options));
  expect(await findRecovery(ctx(), token)).toEqual({ asksCitizenId: false });
  expect(await finishRecovery(ctx(), token, { citizenId: "", password }, browser)).toMatchObject({ next: "done", accountId: citizen.id });
});

describe("a new password", () => {
  test("keeps this session, ends the others and tells the person", async () => {
    const citizen = await createCitizen(db.db);
    const open = () => openSession(db.db, start, { accountId: citizen.id, factors: ["phoneCode"], userAgent: null });
    const [mine, other] = [await open(), await open()];
    const actor = await who(mine);
    if (actor.kind !== "user") throw new Error("not signed in");
    await setPassword({ ...ctx(), actor } satisfies Ctx & { actor: User }, password);
    expect((await who(mine)).kind).toBe("user");
    expect(await who(other)).toEqual({ kind: "anonymous" });
  });

  test("one hashed under weaker parameters is hashed anew when it is next typed", async () => {
    const { hash } = await import("@node-rs/argon2");
    const weak = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    const citizen = await createCitizen(db.db, { passwordHash: weak });
    const stored = async () => (await db.db.select().from(accounts).where(eq(accounts.id, citizen.id)))[0]?.passwordHash ?? "";
    await codeOf(signIn(ctx(), { identifier: citizen.phone, password: "wrong" }, browser));
    expect(await stored()).toBe(weak);
    await signIn(ctx(), { identifier: citizen.phone, password }, browser);
    expect((await stored()).slice(0, 30)).toBe((await hashPassword("x")).slice(0, 30));
    expect(await signIn(ctx(), { identifier: citizen.phone, password }, browser)).toMatchObject({ next: "done" });
  });
});
