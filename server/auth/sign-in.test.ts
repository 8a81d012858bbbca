import { generateSync } from "otplib";
import { eq } from "drizzle-orm";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { keyedDigest, seal } from "@/db/personal-data";
import { accounts, auditLog, delegations, organisations, sessions, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { agency, createPlace } from "@/db/testing/factories";
import type { Ctx } from "@/server/core/context";
import { hashPassword } from "./password";
import { openSession, readActor, revokeSession } from "./session";
import { confirmSecondFactor } from "./second-factor";
import { actFor, signIn, signOut } from "./sign-in";
import { cookieName } from "./tokens";

const password = "correct horse battery";
const secret = "J7L54NYLRKJXW4VVGYWRBF5IX2753543";
const start = new Date("2026-03-02T01:00:00Z");
const browser = { userAgent: "test" };
let db: Awaited<ReturnType<typeof createTestDatabase>>;
let hash: string;

const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const ctx = (more: Partial<Ctx> = {}): Ctx => ({ actor: { kind: "anonymous" }, now: start, requestId: "r", address: crypto.randomUUID(), db: db.db, ...more });
const who = (token: string, now = start) => readActor(db.db, now, `a=b; ${cookieName("session")}=${token}`);

async function account(kind: "citizen" | "staff" = "citizen", more: Partial<typeof accounts.$inferInsert> = {}) {
  const id = crypto.randomUUID();
  const signInName = `p-${id}`;
  await db.db.insert(accounts).values({
    id, kind, name: "某人", signInName, passwordHash: hash, assuranceLevel: "L2", createdAt: start,
    ...(kind === "staff" ? { totpSecret: seal(secret, { table: "accounts", column: "totp_secret", row: id }) } : {}), ...more,
  });
  return { id, signInName };
}

async function enter(signInName: string): Promise<string> {
  const result = await signIn(ctx(), { identifier: signInName, password }, browser);
  if (result.next !== "done") throw new Error("a second factor was asked");
  return result.token;
}

beforeAll(async () => {
  db = await createTestDatabase();
  hash = await hashPassword(password);
});
afterAll(() => db.close());

describe("signing in by password", () => {
  test("opens a session for name, phone and ID number, however they are typed", async () => {
    const { id } = await account("citizen", { phoneIndex: keyedDigest("phone", "19912345678"), citizenIdIndex: keyedDigest("citizenId", "11010519491231002X") });
    for (const identifier of ["199 1234 5678", "+86 199-1234-5678", "１９９１２３４５６７８", "11010519491231002x"]) {
      const result = await signIn(ctx(), { identifier, password }, browser);
      expect(result).toMatchObject({ next: "done", accountId: id });
    }
  });

  test("an unknown name, a wrong password and a disabled account are told alike", async () => {
    const known = await account();
    const disabled = await account("citizen", { disabledAt: start });
    for (const input of [{ identifier: "nobody", password }, { identifier: known.signInName, password: "wrong" }, { identifier: disabled.signInName, password }]) {
      await expect(signIn(ctx(), input, browser)).rejects.toMatchObject({ kind: "unauthenticated", code: "identity.wrongCredentials" });
    }
  });

  test("an unknown name, a wrong password, an account without one and a disabled one run the same statements", async () => {
    const [known, bare, disabled] = [await account(), await account("citizen", { passwordHash: null }), await account("citizen", { disabledAt: start })];
    const run = vi.spyOn(Client.prototype, "query");
    const statements = async (identifier: string) => {
      run.mockClear();
      await signIn(ctx(), { identifier, password: "wrong" }, browser).catch(() => undefined);
      return run.mock.calls.map(([query]) => (typeof query === "string" ? query : (query as unknown as { text: string }).text))
        // Depends on who had the connection before.
        .filter((text) => !text.includes("app.sees"));
    };
    const wanted = await statements(known.signInName);
    const others = [await statements(`p-${crypto.randomUUID()}`), await statements(bare.signInName), await statements(disabled.signInName)];
    run.mockRestore();
    expect(wanted.length).toBeGreaterThan(4);
    for (const other of others) expect(other).toEqual(wanted);
  });

  test("an unknown name takes as long as a wrong password", async () => {
    const { signInName } = await account();
    const time = async (identifier: string) => {
      const began = performance.now();
      await signIn(ctx(), { identifier, password: "wrong" }, browser).catch(() => undefined);
      return performance.now() - began;
    };
    const rounds = Array.from({ length: 12 }, (_, i) => i);
    const [known, unknown]: [number[], number[]] = [[], []];
    for (const i of rounds) {
      known.push(await time(signInName));
      unknown.push(await time(`nobody-${i}`));
    }
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
  });

  test("guessing from one address is stopped, and the owner still gets in from another", async () => {
    const { signInName } = await account();
    const attacker = ctx({ address: "attacker" });
    const guess = () => signIn(attacker, { identifier: signInName, password: "wrong" }, browser).catch((error: { code: string }) => error.code);
    const answers = [];
    for (let i = 0; i < 12; i += 1) answers.push(await guess());
    expect(answers.slice(0, 10)).toEqual(Array(10).fill("identity.wrongCredentials"));
    expect(answers.slice(10)).toEqual(["requests.tooMany", "requests.tooMany"]);
    await expect(enter(signInName)).resolves.toBeTruthy();
  });

  test("nor does another way of typing the same number buy a guess more", async () => {
    const phone = "19912345679";
    await account("citizen", { phoneIndex: keyedDigest("phone", phone) });
    const figures = "零一二三四五六七八九";
    const typed = [...Array(11).keys()].map((length) => [...phone].map((digit, at) => (at < length ? figures[Number(digit)] : digit)).join(""));
    const answers = [];
    for (const identifier of typed) answers.push(await signIn(ctx({ address: "dictating" }), { identifier, password: "wrong" }, browser).catch((error: { code: string }) => error.code));
    expect(answers.slice(9)).toEqual(["identity.wrongCredentials", "requests.tooMany"]);
  });

  test("the database keeps a digest of the session id, and the audit log the act", async () => {
    const { id, signInName } = await account();
    const token = await enter(signInName);
    const rows = await db.db.select().from(sessions).where(eq(sessions.accountId, id));
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await db.db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, id))).toEqual([{ action: "identity.signIn" }]);
  });
});

describe("the second factor", () => {
  test("is asked of staff, and works once only", async () => {
    const { id, signInName } = await account("staff");
    const first = await signIn(ctx(), { identifier: signInName, password }, browser);
    expect(first.next).toBe("secondFactor");
    const code = generateSync({ secret });
    await expect(confirmSecondFactor(ctx(), first.token, { code: "000000" === code ? "111111" : "000000" }, browser)).rejects.toMatchObject({ code: "identity.wrongCode" });
    await expect(confirmSecondFactor(ctx(), first.token, { code }, browser)).resolves.toMatchObject({ accountId: id });
    await expect(confirmSecondFactor(ctx(), first.token, { code }, browser)).rejects.toMatchObject({ code: "identity.signInExpired" });
    const again = await signIn(ctx(), { identifier: signInName, password }, browser);
    await expect(confirmSecondFactor(ctx(), again.token, { code }, browser)).rejects.toMatchObject({ code: "identity.wrongCode" });
  });

  test("the waiting sign-in is no session and expires", async () => {
    const { signInName } = await account("staff");
    const { token } = await signIn(ctx(), { identifier: signInName, password }, browser);
    expect(await who(token)).toEqual({ kind: "anonymous" });
    await expect(confirmSecondFactor(ctx({ now: at(11) }), token, { code: generateSync({ secret }) }, browser)).rejects.toMatchObject({ code: "identity.signInExpired" });
  });

  test("its code cannot be guessed", async () => {
    const { signInName } = await account("staff");
    const { token } = await signIn(ctx(), { identifier: signInName, password }, browser);
    const codes = [];
    for (let i = 0; i < 8; i += 1) codes.push(await confirmSecondFactor(ctx(), token, { code: "abcdef" }, browser).catch((error: { code: string }) => error.code));
    expect(codes.at(-1)).toBe("requests.tooMany");
  });
});

describe("a session", () => {
  test("ends on the next request when revoked, signed out, or the account is disabled", async () => {
    const { id, signInName } = await account();
    const [one, two, three] = [await enter(signInName), await enter(signInName), await enter(signInName)];
    const actor = await who(one);
    if (actor.kind !== "user") throw new Error("not signed in");
    await revokeSession(db.db, start, actor.sessionId);
    expect(await who(one)).toEqual({ kind: "anonymous" });
    const second = await who(two);
    if (second.kind !== "user") throw new Error("not signed in");
    await signOut(ctx({ actor: second }), second);
    expect(await who(two)).toEqual({ kind: "anonymous" });
    await db.db.update(accounts).set({ disabledAt: start }).where(eq(accounts.id, id));
    expect(await who(three)).toEqual({ kind: "anonymous" });
  });

  test.each([
    ["a citizen idle for 29 minutes", "citizen", 29, true], ["a citizen idle for 31 minutes", "citizen", 31, false],
    ["staff idle for 14 minutes", "staff", 14, true], ["staff idle for 16 minutes", "staff", 16, false],
  ] as const)("%s: lives %s %i → %s", async (_label, kind, minutes, alive) => {
    const { id } = await account(kind);
    const token = await openSession(db.db, start, { accountId: id, factors: [], ...browser });
    expect((await who(token, at(minutes))).kind).toBe(alive ? "user" : "anonymous");
  });

  test("use keeps it alive, but not beyond twelve hours", async () => {
    const { signInName } = await account();
    const token = await enter(signInName);
    for (let minute = 20; minute < 12 * 60; minute += 20) expect((await who(token, at(minute))).kind).toBe("user");
    expect((await who(token, at(12 * 60 + 1))).kind).toBe("anonymous");
  });

  test("carries the posts held today, and loses one the day it ends", async () => {
    const { id } = await account("staff");
    const { departmentId, divisionCode } = await createPlace(db.db);
    await db.db.insert(staffPosts).values({ accountId: id, role: "clerk", departmentId, divisionCode, validFrom: "2026-01-01", validUntil: "2026-03-02" });
    const token = await openSession(db.db, start, { accountId: id, factors: ["password", "totp"], ...browser });
    expect(await who(token)).toMatchObject({ posts: [{ role: "clerk", departmentId }] });
    const tomorrow = new Date("2026-03-03T01:00:00Z");
    const later = await openSession(db.db, tomorrow, { accountId: id, factors: ["password", "totp"], ...browser });
    expect(await who(later, tomorrow)).toMatchObject({ posts: [] });
  });

  test.each(["", "x", "x".repeat(500), "' or 1=1 --"])("a cookie of %j is nobody", async (token) => {
    expect(await who(token)).toEqual({ kind: "anonymous" });
  });
});

describe("acting under a delegation", () => {
  test("needs one in force, gets a new session id, and ends with it", async () => {
    const { id, signInName } = await account();
    const [organisation] = await db.db.insert(organisations).values({ uscc: `U${id.slice(0, 17)}`, name: "某公司", legalRepresentative: "某人", createdAt: start }).returning();
    if (!organisation) throw new Error("no organisation");
    const token = await enter(signInName);
    const actor = await who(token);
    if (actor.kind !== "user") throw new Error("not signed in");
    await expect(actFor(ctx({ actor }), actor, organisation.id, browser)).rejects.toMatchObject({ code: "delegations.notInForce" });
    const [delegation] = await db.db.insert(delegations).values(agency(organisation.id, id)).returning();
    const acting = await actFor(ctx({ actor }), actor, delegation?.id ?? "", browser);
    expect(await who(token)).toEqual({ kind: "anonymous" });
    expect(await who(acting)).toMatchObject({ actingFor: { kind: "organisation", name: "某公司" } });
    await db.db.update(delegations).set({ revokedAt: start }).where(eq(delegations.delegateAccountId, id));
    expect(await who(acting)).toMatchObject({ delegationEnded: true });
    expect(await who(acting)).not.toHaveProperty("actingFor");
  });
});
