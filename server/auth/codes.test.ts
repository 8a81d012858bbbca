import { createServer, type Server } from "node:http";
import { and, eq, sql } from "drizzle-orm";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { accounts, auditLog, oneTimeCodes, outbox, sessions } from "@/db/schema";
import { isFresh } from "@/domain/identity/rules";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff } from "@/db/testing/factories";
import { type Environment, env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { deliverCode, findAwaitedCode, listSentCodes, redeemCode, sendCode } from "./codes";
import { readActor } from "./session";
import { signInByCode } from "./sign-in";
import { cookieName, digestOf } from "./tokens";

vi.mock("@/env", async (original) => {
  const { env: real, ...rest } = await original<{ env: typeof env }>();
  return { ...rest, env: vi.fn(real) };
});

const start = new Date("2026-03-02T01:00:00Z");
const browser = { userAgent: "test" };
let db: Awaited<ReturnType<typeof createTestDatabase>>;
let numbers = 0;

const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const ctx = (more: Partial<Ctx> = {}): Ctx => ({ actor: { kind: "anonymous" }, now: start, requestId: "r", address: crypto.randomUUID(), db: db.db, ...more });
const newNumber = () => `1770000${String((numbers += 1)).padStart(4, "0")}`;
const sentTo = async (phone: string) => (await listSentCodes(ctx())).find((sent) => sent.to === phone)?.code ?? "";
const wrong = (code: string) => (code === "000000" ? "111111" : "000000");
const codeOf = (work: Promise<unknown>) => work.then(() => "done", (error: { code: string }) => error.code);

async function asked() {
  const phone = newNumber();
  const token = await sendCode(ctx(), { purpose: "signIn", phone });
  return { phone, token, code: await sentTo(phone) };
}

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());
afterEach(() => vi.mocked(env).mockRestore());

describe("a one-time code", () => {
  test("has six digits, proves its phone once, and is not kept readable", async () => {
    const { phone, token, code } = await asked();
    expect(code).toMatch(/^\d{6}$/);
    const kept = JSON.stringify([await db.db.select().from(oneTimeCodes), await db.db.select().from(outbox), await db.db.select().from(auditLog)]);
    for (const secret of [phone, code, token, Buffer.from(phone).toString("base64"), Buffer.from(phone).toString("hex")]) expect(kept).not.toContain(secret);
    expect(await redeemCode(ctx(), token, { purpose: "signIn", code: `${code.slice(0, 3)} ${code.slice(3)}` })).toEqual({ phone });
    expect(await codeOf(redeemCode(ctx(), token, { purpose: "signIn", code }))).toBe("identity.oneTimeCodeExpired");
  });

  test("of twenty redemptions at once, one wins", async () => {
    for (let round = 0; round < 3; round += 1) {
      const { token, code } = await asked();
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(redeemCode(ctx(), token, { purpose: "signIn", code }))));
      expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
      expect(new Set(outcomes)).toEqual(new Set(["done", "identity.oneTimeCodeExpired"]));
    }
  });

  test("bears five tries, together or one after another; the right one then comes too late", async () => {
    const { token, code } = await asked();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(redeemCode(ctx(), token, { purpose: "signIn", code: wrong(code) }))));
    expect(outcomes.filter((outcome) => outcome === "identity.oneTimeCodeWrong")).toHaveLength(5);
    expect(await codeOf(redeemCode(ctx(), token, { purpose: "signIn", code }))).toBe("identity.oneTimeCodeExpired");
  });

  test("tells how many tries are left", async () => {
    const { token, code } = await asked();
    await expect(redeemCode(ctx(), token, { purpose: "signIn", code: wrong(code) })).rejects.toMatchObject({ params: { left: 4 } });
  });

  test.each([["after ten minutes", 600, "identity.oneTimeCodeExpired"], ["until then", 599, "done"]] as const)("%s", async (_label, seconds, outcome) => {
    const { token, code } = await asked();
    expect(await codeOf(redeemCode(ctx({ now: at(seconds) }), token, { purpose: "signIn", code }))).toBe(outcome);
  });

  test("is worth nothing in another browser, for another purpose, or for another person", async () => {
    const [one, two] = [await createCitizen(db.db), await createCitizen(db.db)];
    const mine = await asked();
    const theirs = await asked();
    expect(await codeOf(redeemCode(ctx(), undefined, { purpose: "signIn", code: mine.code }))).toBe("identity.oneTimeCodeExpired");
    expect(await codeOf(redeemCode(ctx(), theirs.token, { purpose: "signIn", code: mine.code }))).toBe(mine.code === theirs.code ? "done" : "identity.oneTimeCodeWrong");
    expect(await codeOf(redeemCode(ctx(), mine.token, { purpose: "recover", code: mine.code }))).toBe("identity.oneTimeCodeExpired");
    const phone = newNumber();
    const token = await sendCode(ctx({ actor: one }), { purpose: "changePhone", phone });
    const code = await sentTo(phone);
    expect(await codeOf(redeemCode(ctx({ actor: two }), token, { purpose: "changePhone", code }))).toBe("identity.oneTimeCodeExpired");
    expect(await codeOf(redeemCode(ctx(), token, { purpose: "changePhone", code }))).toBe("identity.oneTimeCodeExpired");
    expect(await redeemCode(ctx({ actor: one }), token, { purpose: "changePhone", code })).toEqual({ phone });
  });

  test.each(["", "12345", "1234567", "abcdef", "１２３４５"])("%j is no code, and costs no try", async (code) => {
    const { token } = await asked();
    expect(await codeOf(redeemCode(ctx(), token, { purpose: "signIn", code }))).toBe("identity.oneTimeCodeMalformed");
    expect(await db.db.$count(oneTimeCodes, and(eq(oneTimeCodes.idHash, digestOf(token)), eq(oneTimeCodes.tries, 0)))).toBe(1);
  });

  test.each(["", "12345", "1380013800", "23800138000", "+1 650 253 0000"])("%j is no mobile number", async (phone) => {
    expect(await codeOf(sendCode(ctx(), { purpose: "signIn", phone }))).toBe("identity.phoneInvalid");
  });
});

describe("asking for codes", () => {
  test("another one has to wait a minute, and the newer one alone works in this browser", async () => {
    const here = { address: "10.1.1.1" };
    const phone = newNumber();
    const old = await sendCode(ctx(here), { purpose: "signIn", phone });
    await expect(sendCode(ctx({ ...here, now: at(30) }), { purpose: "signIn", phone })).rejects.toMatchObject({ code: "requests.tooMany", params: { seconds: 30 } });
    const token = await sendCode(ctx({ ...here, now: at(61) }), { purpose: "signIn", phone, channel: "voice" });
    expect(token).not.toBe(old);
    expect(await findAwaitedCode(ctx({ now: at(61) }), token, "signIn")).toMatchObject({ toMasked: `177****${phone.slice(-4)}`, channel: "voice" });
  });

  test("who wears out a number from one address leaves its owner their own codes", async () => {
    const phone = newNumber();
    const outcomes = [];
    for (let i = 0; i < 10; i += 1) outcomes.push(await codeOf(sendCode(ctx({ address: "attacker", now: at(i * 61) }), { purpose: "signIn", phone })));
    expect(outcomes).toEqual([...Array(6).fill("done"), ...Array(4).fill("requests.tooMany")]);
    expect(await codeOf(sendCode(ctx({ address: "owner", now: at(700) }), { purpose: "signIn", phone }))).toBe("done");
  });

  test("one device is limited over all numbers, and a number over all addresses", async () => {
    const device = crypto.randomUUID();
    const byDevice = [];
    for (let i = 0; i < 21; i += 1) byDevice.push(await codeOf(sendCode(ctx(), { purpose: "signIn", phone: newNumber(), device })));
    expect(byDevice.filter((outcome) => outcome !== "done")).toEqual(["requests.tooMany"]);
    const phone = newNumber();
    const byNumber = [];
    for (let i = 0; i < 31; i += 1) byNumber.push(await codeOf(sendCode(ctx({ now: at(i * 600) }), { purpose: "signIn", phone })));
    expect(byNumber.filter((outcome) => outcome !== "done")).toEqual(["requests.tooMany"]);
  });

  test.each(["signIn", "recover"] as const)("%s: runs the same statements for a number with an account and for one without", async (purpose) => {
    const known = await createCitizen(db.db);
    const run = vi.spyOn(Client.prototype, "query");
    const statements = async (phone: string) => {
      run.mockClear();
      await sendCode(ctx(), { purpose, phone });
      return run.mock.calls.map(([query]) => (typeof query === "string" ? query : (query as unknown as { text: string }).text))
        // Depends on who had the connection before.
        .filter((text) => !text.includes("app.sees"));
    };
    const [one, other] = [await statements(known.phone), await statements(newNumber())];
    run.mockRestore();
    expect(one.length).toBeGreaterThan(5);
    expect(other).toEqual(one);
  });
});

describe("signing in by a code", () => {
  const who = (token: string) => readActor(db.db, start, `${cookieName("session")}=${token}`);

  test("opens an account of level L0 for a new number, and the same one the next time", async () => {
    const { phone, token, code } = await asked();
    const first = await signInByCode(ctx(), token, code, browser);
    if (first.next !== "done") throw new Error("a second factor was asked");
    expect(first.created).toBe(true);
    expect(await who(first.token)).toMatchObject({ assuranceLevel: "L0", accountKind: "citizen", factors: ["phoneCode"], name: `177****${phone.slice(-4)}` });
    const again = await sendCode(ctx(), { purpose: "signIn", phone });
    const second = await signInByCode(ctx(), again, await sentTo(phone), browser);
    expect(second).toMatchObject({ created: false, accountId: first.accountId });
  });

  test("is proof enough for a sensitive act only where the account has nothing better: a number may have changed hands", async () => {
    const enter = async (account: Parameters<typeof createCitizen>[1]) => {
      const { phone } = await createCitizen(db.db, account);
      const entered = await signInByCode(ctx(), await sendCode(ctx(), { purpose: "signIn", phone }), await sentTo(phone), browser);
      const actor = entered.next === "done" ? await who(entered.token) : undefined;
      return actor?.kind === "user" && isFresh(actor.authenticatedAt, start);
    };
    expect(await enter({})).toBe(true);
    expect(await enter({ passwordHash: "x" })).toBe(false);
  });

  test("finds the account that the number has", async () => {
    const citizen = await createCitizen(db.db);
    const token = await sendCode(ctx(), { purpose: "signIn", phone: `+86 ${citizen.phone}` });
    expect(await signInByCode(ctx(), token, await sentTo(citizen.phone), browser)).toMatchObject({ next: "done", created: false, accountId: citizen.id });
  });

  test("two browsers that prove one new number at once share one account", async () => {
    const phone = newNumber();
    const tokens = [await sendCode(ctx(), { purpose: "signIn", phone }), await sendCode(ctx(), { purpose: "signIn", phone })];
    const [newer, older] = (await listSentCodes(ctx())).filter((sent) => sent.to === phone);
    const entered = await Promise.all([signInByCode(ctx(), tokens[0], older!.code, browser), signInByCode(ctx(), tokens[1], newer!.code, browser)]);
    expect(new Set(entered.map((one) => "accountId" in one && one.accountId)).size).toBe(1);
    expect(entered.filter(({ created }) => created)).toHaveLength(1);
  });

  test("gives every sign-in a session id of its own, whatever cookie was there before", async () => {
    const citizen = await createCitizen(db.db);
    const enter = async (now: Date) => {
      const token = await sendCode(ctx({ now }), { purpose: "signIn", phone: citizen.phone });
      const result = await signInByCode(ctx({ now }), token, await sentTo(citizen.phone), browser);
      return result.token;
    };
    const [one, two] = [await enter(start), await enter(start)];
    expect(one).not.toBe(two);
    expect(await db.db.$count(sessions, eq(sessions.accountId, citizen.id))).toBe(2);
  });

  test("does not let a disabled account in, nor staff without their second factor", async () => {
    const disabled = await createCitizen(db.db, { disabledAt: start });
    const token = await sendCode(ctx(), { purpose: "signIn", phone: disabled.phone });
    expect(await codeOf(signInByCode(ctx(), token, await sentTo(disabled.phone), browser))).toBe("identity.disabled");
    const clerk = await createStaff(db.db, "clerk", await createPlace(db.db));
    const { phone, phoneIndex } = (await db.db.select().from(accounts).where(eq(accounts.id, disabled.id)))[0]!;
    await db.db.update(accounts).set({ phone: null, phoneIndex: null }).where(eq(accounts.id, disabled.id));
    await db.db.update(accounts).set({ phone, phoneIndex }).where(eq(accounts.id, clerk.id));
    const later = await sendCode(ctx(), { purpose: "signIn", phone: disabled.phone });
    expect(await signInByCode(ctx(), later, await sentTo(disabled.phone), browser)).toMatchObject({ next: "enrol", created: false });
    expect(await db.db.$count(sessions, eq(sessions.accountId, clerk.id))).toBe(0);
  });
});

describe("a gateway that misbehaves", () => {
  let gateway: Server;
  let behave: "well" | "slow" | "error" | "garbage" | "hangUp" = "well";
  const taken: { key: unknown; body: string }[] = [];
  let url = "";

  beforeAll(async () => {
    gateway = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        taken.push({ key: request.headers["idempotency-key"], body });
        if (behave === "hangUp") return request.socket.destroy();
        if (behave === "slow") return setTimeout(() => response.writeHead(200).end(), 1_500);
        if (behave === "error") return response.writeHead(500).end("no");
        return response.writeHead(200).end(behave === "garbage" ? "<html>\u0000{{{" : "{}");
      });
    });
    await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
    const address = gateway.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
  });
  afterAll(() => void gateway.close());

  async function waiting() {
    const phone = newNumber();
    const real: Environment = env();
    vi.mocked(env).mockReturnValue({ ...real, demo: false, SMS_URL: url, SMS_TOKEN: "secret" });
    const began = performance.now();
    const token = await sendCode(ctx(), { purpose: "signIn", phone, channel: "voice" });
    const asking = performance.now() - began;
    const [row] = await db.db.select().from(oneTimeCodes).orderBy(sql`id desc`).limit(1);
    return { phone, token, asking, codeId: row!.id };
  }
  const read = async (id: string) => (await db.db.select().from(oneTimeCodes).where(eq(oneTimeCodes.id, id)))[0]!;
  const system = () => ctx({ actor: { kind: "system" } });

  test("gets the code with its channel, once; then nobody can read it any more, and it still works", async () => {
    behave = "well";
    const { codeId, token, phone } = await waiting();
    await deliverCode(system(), { codeId });
    const sent = JSON.parse(taken.at(-1)!.body) as { params: { code: string } };
    expect(sent).toMatchObject({ phone, channel: "voice", template: "oneTimeCode", params: { minutes: "10" } });
    expect(await read(codeId)).toMatchObject({ code: null, sentAt: start });
    await deliverCode(system(), { codeId });
    expect(taken.filter(({ key }) => key === codeId)).toHaveLength(1);
    expect(await redeemCode(ctx(), token, { purpose: "signIn", code: sent.params.code })).toEqual({ phone });
  });

  test.each(["error", "hangUp"] as const)("%s: the job fails and may try again under the same key", async (how) => {
    behave = how;
    const { codeId } = await waiting();
    await expect(deliverCode(system(), { codeId })).rejects.toThrow();
    expect(await read(codeId)).toMatchObject({ sentAt: null });
    behave = "well";
    await deliverCode(system(), { codeId });
    expect(taken.filter(({ key }) => key === codeId)).toHaveLength(2);
  });

  test("garbage under a good status counts as taken", async () => {
    behave = "garbage";
    const { codeId } = await waiting();
    await deliverCode(system(), { codeId });
    expect((await read(codeId)).sentAt).toEqual(start);
  });

  test("slow: whoever asks does not wait for it, and may redeem meanwhile", async () => {
    behave = "slow";
    const { codeId, token, asking, phone } = await waiting();
    expect(asking).toBeLessThan(1_000);
    const delivering = deliverCode(system(), { codeId });
    await vi.waitFor(() => expect(taken.some(({ key }) => key === codeId)).toBe(true));
    const { params } = JSON.parse(taken.find(({ key }) => key === codeId)!.body) as { params: { code: string } };
    const began = performance.now();
    expect(await redeemCode(ctx(), token, { purpose: "signIn", code: params.code })).toEqual({ phone });
    expect(performance.now() - began).toBeLessThan(1_000);
    await delivering;
  });

  test("a code that expired while waiting is not sent", async () => {
    behave = "well";
    const { codeId } = await waiting();
    await deliverCode(ctx({ actor: { kind: "system" }, now: at(601) }), { codeId });
    expect(taken.some(({ key }) => key === codeId)).toBe(false);
  });
});
