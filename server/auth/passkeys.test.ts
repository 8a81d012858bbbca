import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outbox, passkeys } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { openPending } from "./enter";
import { beginAuthentication, beginRegistration, confirmByPasskey, finishAuthentication, finishRegistration, listPasskeys, removePasskey, signInByPasskey } from "./passkeys";
import { softPasskey } from "./passkeys.testing";
import { openSession, readActor } from "./session";
import { cookieName } from "./tokens";

const start = new Date("2026-03-02T01:00:00Z");
const browser = { userAgent: "test" };
let db: Awaited<ReturnType<typeof createTestDatabase>>;

const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const ctx = (more: Partial<Ctx> = {}): Ctx => ({ actor: { kind: "anonymous" }, now: start, requestId: "r", address: crypto.randomUUID(), db: db.db, ...more });
const codeOf = (work: Promise<unknown>) => work.then(() => "done", (error: { code: string }) => error.code);
const who = (token: string) => readActor(db.db, start, `${cookieName("session")}=${token}`);

async function signedIn(person: User): Promise<User> {
  const actor = await who(await openSession(db.db, start, { accountId: person.id, factors: ["password"], userAgent: null }));
  if (actor.kind !== "user") throw new Error("not signed in");
  return actor;
}

async function withPasskey(person: User) {
  const device = softPasskey();
  const { options, token } = await beginRegistration(ctx({ actor: person }), person);
  const passkey = await finishRegistration(ctx({ actor: person }), token, person.id, { response: device.make(options), name: "我的手机" });
  return { device, passkey };
}

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

describe("adding a passkey", () => {
  test("keeps its public half, ends the other sessions and tells its owner", async () => {
    const citizen = await createCitizen(db.db);
    const other = await openSession(db.db, start, { accountId: citizen.id, factors: ["password"], userAgent: null });
    const actor = await signedIn(citizen);
    const { passkey } = await withPasskey(actor);
    expect(passkey).toMatchObject({ accountId: citizen.id, name: "我的手机", transports: ["internal"], synced: false });
    expect(await who(other)).toEqual({ kind: "anonymous" });
    expect((await db.db.select().from(outbox).where(eq(outbox.topic, "notices.tell"))).map(({ payload }) => payload)).toContainEqual(expect.objectContaining({ accountId: citizen.id, template: "passkeyAdded" }));
  });

  test.each([
    ["that does not check who holds it", { userVerified: false }],
    ["made for another site", { origin: "https://tongban.example.net" }],
    ["made for another host", { rpId: "example.net" }],
  ])("refuses one %s", async (_what, lie) => {
    const citizen = await createCitizen(db.db);
    const { options, token } = await beginRegistration(ctx(), citizen);
    expect(await codeOf(finishRegistration(ctx(), token, citizen.id, { response: softPasskey().make(options, lie), name: "x" }))).toBe("identity.passkeyRefused");
    expect(await listPasskeys(db.db, citizen.id)).toEqual([]);
  });

  test("answers its own challenge once, within five minutes, for its own account", async () => {
    const [citizen, other] = [await createCitizen(db.db), await createCitizen(db.db)];
    const device = softPasskey();
    const late = await beginRegistration(ctx(), citizen);
    expect(await codeOf(finishRegistration(ctx({ now: at(301) }), late.token, citizen.id, { response: device.make(late.options), name: "x" }))).toBe("identity.passkeyExpired");
    const mine = await beginRegistration(ctx(), citizen);
    expect(await codeOf(finishRegistration(ctx(), mine.token, other.id, { response: device.make(mine.options), name: "x" }))).toBe("identity.passkeyRefused");
    const again = await beginRegistration(ctx(), citizen);
    const made = device.make(again.options);
    expect(await codeOf(finishRegistration(ctx(), again.token, citizen.id, { response: made, name: "x" }))).toBe("done");
    expect(await codeOf(finishRegistration(ctx(), again.token, citizen.id, { response: made, name: "x" }))).toBe("identity.passkeyExpired");
    const twice = await beginRegistration(ctx(), other);
    expect(await codeOf(finishRegistration(ctx(), twice.token, other.id, { response: device.make(twice.options), name: "x" }))).toBe("identity.passkeyHeld");
    for (const garbage of [undefined, null, "x", {}, { id: "a" }]) {
      const { token } = await beginRegistration(ctx(), other);
      expect(await codeOf(finishRegistration(ctx(), token, other.id, { response: garbage, name: "x" }))).toBe("identity.passkeyRefused");
    }
  });
});

describe("signing in by a passkey", () => {
  test("needs no name, opens a session and moves the counter", async () => {
    const citizen = await createCitizen(db.db);
    const { device, passkey } = await withPasskey(citizen);
    const { options, token } = await beginAuthentication(ctx());
    expect(options.allowCredentials ?? []).toEqual([]);
    const result = await signInByPasskey(ctx(), token, device.sign(options), browser);
    expect(result).toMatchObject({ next: "done", accountId: citizen.id });
    expect(await who(result.token)).toMatchObject({ id: citizen.id, factors: ["passkey"] });
    expect(await db.db.select().from(passkeys).where(eq(passkeys.id, passkey.id))).toMatchObject([{ lastUsedAt: start, signCount: 2 }]);
  });

  test("is enough for staff, whose second factor it is as well", async () => {
    const clerk = await createStaff(db.db, "clerk", await createPlace(db.db));
    const { device } = await withPasskey(clerk);
    const { options, token } = await beginAuthentication(ctx());
    expect(await signInByPasskey(ctx(), token, device.sign(options), browser)).toMatchObject({ next: "done", accountId: clerk.id });
  });

  test.each([
    ["a copy whose counter stands still", { counter: 1 }], ["one that did not check its holder", { userVerified: false }],
    ["one shown to another site", { origin: "http://localhost.evil.example" }], ["one made for another host", { rpId: "evil.example" }],
  ])("refuses %s", async (_what, lie) => {
    const { device } = await withPasskey(await createCitizen(db.db));
    const { options, token } = await beginAuthentication(ctx());
    expect(await codeOf(signInByPasskey(ctx(), token, device.sign(options, lie), browser))).toBe("identity.passkeyRefused");
  });

  test("refuses a key it does not know, another's signature, an answer given twice, and one from another browser", async () => {
    const [one, two] = [await withPasskey(await createCitizen(db.db)), await withPasskey(await createCitizen(db.db))];
    const unknown = await beginAuthentication(ctx());
    expect(await codeOf(signInByPasskey(ctx(), unknown.token, softPasskey().sign(unknown.options), browser))).toBe("identity.passkeyRefused");
    const mixed = await beginAuthentication(ctx());
    const stolen = { ...one.device.sign(mixed.options), response: two.device.sign(mixed.options).response };
    expect(await codeOf(signInByPasskey(ctx(), mixed.token, stolen, browser))).toBe("identity.passkeyRefused");
    const asked = await beginAuthentication(ctx());
    const answer = one.device.sign(asked.options);
    expect(await codeOf(signInByPasskey(ctx(), undefined, answer, browser))).toBe("identity.passkeyExpired");
    expect(await codeOf(signInByPasskey(ctx({ now: at(301) }), asked.token, answer, browser))).toBe("identity.passkeyExpired");
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => codeOf(signInByPasskey(ctx(), asked.token, answer, browser))));
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
  });

  test("a disabled account stays closed", async () => {
    const citizen = await createCitizen(db.db, { disabledAt: start });
    const { device } = await withPasskey(citizen);
    const { options, token } = await beginAuthentication(ctx());
    expect(await codeOf(signInByPasskey(ctx(), token, device.sign(options), browser))).toBe("identity.disabled");
  });

  test("finishes a waiting sign-in of its own account only", async () => {
    const place = await createPlace(db.db);
    const [mine, theirs] = [await createStaff(db.db, "clerk", place), await createStaff(db.db, "clerk", place)];
    const [own, foreign] = [await withPasskey(mine), await withPasskey(theirs)];
    const pending = await openPending(ctx(), mine, { factors: ["password"], purpose: "signIn" });
    const open = await beginAuthentication(ctx());
    expect(await codeOf(confirmByPasskey(ctx(), { pending, passkey: open.token }, own.device.sign(open.options), browser))).toBe("identity.passkeyRefused");
    const asked = await beginAuthentication(ctx(), mine.id);
    expect(await codeOf(confirmByPasskey(ctx(), { pending, passkey: asked.token }, foreign.device.sign(asked.options), browser))).toBe("identity.passkeyRefused");
    const again = await beginAuthentication(ctx(), mine.id);
    expect(await confirmByPasskey(ctx(), { pending, passkey: again.token }, own.device.sign(again.options), browser)).toMatchObject({ next: "done", accountId: mine.id });
    const late = await beginAuthentication(ctx(), mine.id);
    expect(await codeOf(confirmByPasskey(ctx(), { pending, passkey: late.token }, own.device.sign(late.options), browser))).toBe("identity.signInExpired");
  });

  test("a challenge of one account is not answered for any other purpose", async () => {
    const citizen = await createCitizen(db.db);
    const { device } = await withPasskey(citizen);
    const bound = await beginAuthentication(ctx(), citizen.id);
    expect(await codeOf(finishAuthentication(ctx(), bound.token, device.sign(bound.options)))).toBe("identity.passkeyRefused");
  });
});

describe("removing a passkey", () => {
  test("takes one's own only, and leaves staff a second factor", async () => {
    const [citizen, other] = [await signedIn(await createCitizen(db.db)), await signedIn(await createCitizen(db.db))];
    const { passkey } = await withPasskey(citizen);
    expect(await codeOf(removePasskey(ctx({ actor: other }) as Ctx & { actor: User }, passkey.id))).toBe("identity.passkeyUnknown");
    expect(await codeOf(removePasskey(ctx({ actor: citizen }) as Ctx & { actor: User }, passkey.id))).toBe("done");
    const clerk = await createStaff(db.db, "clerk", await createPlace(db.db));
    const [one, two] = [await withPasskey(clerk), await withPasskey(clerk)];
    expect(await codeOf(removePasskey(ctx({ actor: clerk }) as Ctx & { actor: User }, one.passkey.id))).toBe("done");
    expect(await codeOf(removePasskey(ctx({ actor: clerk }) as Ctx & { actor: User }, two.passkey.id))).toBe("identity.secondFactorDue");
    expect(await listPasskeys(db.db, clerk.id)).toHaveLength(1);
  });
});
