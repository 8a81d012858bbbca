import { eq } from "drizzle-orm";
import { generateSync } from "otplib";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { seal } from "@/db/personal-data";
import { accounts, auditLog, enrolments, passkeys, pendingSignIns, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createPlace, createStaff, factoryNow, type Place } from "@/db/testing/factories";
import type { StaffRole, User } from "@/domain/core/actor";
import type * as environment from "@/env";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { takeEffect } from "@/server/identity/commands/staff-effects";
import { beginPasskeyEnrolment, beginTotpEnrolment, enrol, findEnrolment, findFactorEnrolment, finishTotpEnrolment, proveHeldTotp } from "./enrolment";
import { findPending } from "./enter";
import { readActor } from "./session";
import { signIn } from "./sign-in";
import { cookieName, digestOf, newToken } from "./tokens";

vi.mock("@/env", async (original) => {
  const { env: real, ...rest } = await original<typeof environment>();
  return { ...rest, env: vi.fn(real) };
});
const inProduction = () => {
  const real = env();
  vi.mocked(env).mockReturnValue({ ...real, demo: false });
};

const password = "桥 下 三 只 灰鹅 in the rain";
const browser = { userAgent: "test" };
let db: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
beforeAll(async () => {
  db = await createTestDatabase();
  place = await createPlace(db.db);
});
afterAll(() => db.close());
afterEach(() => vi.mocked(env).mockRestore());

const ctx = (minutes = 0, more: Partial<Ctx> = {}): Ctx => ({ actor: { kind: "anonymous" }, now: new Date(factoryNow.getTime() + minutes * 60_000), requestId: "r", address: crypto.randomUUID(), db: db.db, ...more });

async function invited(role: StaffRole = "clerk"): Promise<{ person: User; token: string; signInName: string }> {
  const person = await createStaff(db.db, role, place);
  const token = newToken();
  await db.db.insert(enrolments).values({ accountId: person.id, tokenDigest: digestOf(token), createdAt: factoryNow, expiresAt: new Date(factoryNow.getTime() + 24 * 3_600_000) });
  return { person, token, signInName: `chosen-${crypto.randomUUID().slice(0, 8)}` };
}

describe("an enrolment link", () => {
  test("sets name and password, once, and lets nobody in without the second factor", async () => {
    const { person, token, signInName } = await invited();
    expect(await findEnrolment(ctx(), token)).toMatchObject({ name: person.name });
    const pending = await enrol(ctx(), token, { signInName, password });
    expect(await findPending(ctx(), pending)).toMatchObject({ factors: ["password"], account: { id: person.id } });
    expect(await findEnrolment(ctx(), token)).toBeUndefined();
    await expect(enrol(ctx(), token, { signInName, password })).rejects.toMatchObject({ kind: "not_found", code: "identity.enrolmentLinkInvalid" });
    expect(await signIn(ctx(), { identifier: signInName, password }, browser)).toMatchObject({ next: "enrol" });
    expect(await db.db.select().from(auditLog).where(eq(auditLog.subjectId, person.id))).toMatchObject([{ action: "identity.enrol" }]);
  });

  test("is used by one of two at once", async () => {
    const { token, signInName } = await invited();
    const outcomes = await Promise.allSettled([enrol(ctx(), token, { signInName, password }), enrol(ctx(), token, { signInName: `${signInName}x`, password })]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("ends after 24 hours, with its account, and is nobody's when it never was", async () => {
    const { person, token, signInName } = await invited();
    expect(await findEnrolment(ctx(24 * 60 - 1), token)).toBeDefined();
    expect(await findEnrolment(ctx(24 * 60), token)).toBeUndefined();
    await expect(enrol(ctx(24 * 60), token, { signInName, password })).rejects.toMatchObject({ code: "identity.enrolmentLinkInvalid" });
    await db.db.update(accounts).set({ disabledAt: factoryNow }).where(eq(accounts.id, person.id));
    await expect(enrol(ctx(), token, { signInName, password })).rejects.toMatchObject({ code: "identity.enrolmentLinkInvalid" });
    expect(await findEnrolment(ctx(), newToken())).toBeUndefined();
    expect(await findEnrolment(ctx(), "' or true --")).toBeUndefined();
  });

  test("is not used up by a name that is taken or a password that is bad", async () => {
    const { token, signInName } = await invited();
    const [other] = await db.db.select().from(accounts).where(eq(accounts.id, (await createStaff(db.db, "clerk", place)).id));
    await expect(enrol(ctx(), token, { signInName: other?.signInName ?? "", password })).rejects.toMatchObject({ kind: "conflict", code: "identity.signInNameTaken" });
    await expect(enrol(ctx(), token, { signInName, password: "password123" })).rejects.toMatchObject({ kind: "invalid" });
    expect(await findEnrolment(ctx(), token)).toBeDefined();
  });

  test("is not guessed: one address is stopped", async () => {
    const address = crypto.randomUUID();
    for (let i = 0; i < 30; i += 1) await findEnrolment(ctx(0, { address }), newToken());
    await expect(findEnrolment(ctx(0, { address }), newToken())).rejects.toMatchObject({ code: "requests.tooMany" });
  });
});

describe("the second factor of a waiting sign-in", () => {
  async function waiting(role: StaffRole = "clerk") {
    const { person, token, signInName } = await invited(role);
    return { person, signInName, pending: await enrol(ctx(), token, { signInName, password }) };
  }

  test("an authenticator opens the session by the code it shows, and is asked for ever after", async () => {
    const { person, signInName, pending } = await waiting();
    expect(await findFactorEnrolment(ctx(), pending)).toEqual({ name: person.name, choices: ["passkey", "totp"], asksTotp: false });
    const { secret } = await beginTotpEnrolment(ctx(), pending);
    await expect(finishTotpEnrolment(ctx(), pending, "000000", browser)).rejects.toMatchObject({ code: "identity.wrongCode" });
    const { token } = await finishTotpEnrolment(ctx(), pending, generateSync({ secret }), browser);
    expect(await readActor(db.db, factoryNow, `${cookieName("session")}=${token}`)).toMatchObject({ id: person.id, factors: ["password", "totp"], posts: [{ role: "clerk" }] });
    expect(await findFactorEnrolment(ctx(), pending)).toBeUndefined();
    expect(await signIn(ctx(), { identifier: signInName, password }, browser)).toMatchObject({ next: "secondFactor" });
  });

  test("administrators are offered a passkey only, but in the demo", async () => {
    const { pending } = await waiting("auditAdmin");
    expect((await findFactorEnrolment(ctx(), pending))?.choices).toEqual(["passkey", "totp"]);
    inProduction();
    expect((await findFactorEnrolment(ctx(), pending))?.choices).toEqual(["passkey"]);
    await expect(beginTotpEnrolment(ctx(), pending)).rejects.toMatchObject({ code: "identity.wrongFactor" });
    await expect(beginPasskeyEnrolment(ctx(), pending)).resolves.toMatchObject({ options: { authenticatorSelection: { userVerification: "required" } } });
  });

  test("none is added beside one that exists by whoever knows the password only", async () => {
    const { person, pending } = await waiting();
    await db.db.insert(passkeys).values({ accountId: person.id, credentialId: crypto.randomUUID(), publicKey: "k", signCount: 0, transports: [], synced: false, name: "k", createdAt: factoryNow });
    expect((await findFactorEnrolment(ctx(), pending))?.choices).toEqual([]);
    await expect(beginTotpEnrolment(ctx(), pending)).rejects.toMatchObject({ code: "identity.wrongFactor" });
    await expect(beginPasskeyEnrolment(ctx(), pending)).rejects.toMatchObject({ code: "identity.wrongFactor" });
  });

  test("a clerk who becomes an administrator proves the authenticator they have before the passkey joins it", async () => {
    const { person, pending } = await waiting();
    const secret = "J7L54NYLRKJXW4VVGYWRBF5IX2753543";
    await db.db.update(accounts).set({ totpSecret: seal(secret, { table: "accounts", column: "totp_secret", row: person.id }) }).where(eq(accounts.id, person.id));
    await db.db.update(staffPosts).set({ role: "securityAdmin" }).where(eq(staffPosts.accountId, person.id));
    inProduction();
    expect(await findFactorEnrolment(ctx(), pending)).toMatchObject({ choices: ["passkey"], asksTotp: true });
    await expect(beginPasskeyEnrolment(ctx(), pending)).rejects.toMatchObject({ code: "identity.wrongFactor" });
    await expect(proveHeldTotp(ctx(), pending, "000000")).rejects.toMatchObject({ code: "identity.wrongCode" });
    await proveHeldTotp(ctx(), pending, generateSync({ secret }));
    expect(await findFactorEnrolment(ctx(), pending)).toMatchObject({ choices: ["passkey"], asksTotp: false });
    await expect(beginPasskeyEnrolment(ctx(), pending)).resolves.toHaveProperty("options.challenge");
  });

  test("a sign-in that waited when its holder's access was renewed sets up nothing", async () => {
    const { person, signInName } = await waiting();
    const stolen = await signIn(ctx(), { identifier: signInName, password }, browser);
    await takeEffect(db.db as never, factoryNow, { kind: "renewAccess", accountId: person.id } as never);
    expect(await findFactorEnrolment(ctx(), stolen.token)).toBeUndefined();
    await expect(beginTotpEnrolment(ctx(), stolen.token)).rejects.toMatchObject({ code: "identity.signInExpired" });
  });

  test("nothing is set up without a sign-in that waits, or after ten minutes", async () => {
    const { pending } = await waiting();
    expect(await findFactorEnrolment(ctx(11), pending)).toBeUndefined();
    for (const token of [undefined, "x", newToken()]) {
      expect(await findFactorEnrolment(ctx(), token)).toBeUndefined();
      await expect(beginTotpEnrolment(ctx(), token)).rejects.toMatchObject({ code: "identity.signInExpired" });
      await expect(finishTotpEnrolment(ctx(), token, "000000", browser)).rejects.toMatchObject({ code: "identity.signInExpired" });
    }
    expect(await db.db.select().from(pendingSignIns).where(eq(pendingSignIns.idHash, digestOf(pending)))).toMatchObject([{ usedAt: null }]);
  });
});
