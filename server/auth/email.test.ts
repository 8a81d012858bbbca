import { eq } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { open } from "@/db/personal-data";
import { accounts, auditLog, oneTimeCodes, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { deliverCode, findAwaitedCode, listSentCodes, redeemCode, sendCode } from "./codes";
import { changeEmail, removeEmail } from "./email";

vi.mock("@/env", async (original) => {
  const { env: real, ...rest } = await original<{ env: typeof env }>();
  return { ...rest, env: vi.fn(real) };
});

const start = new Date("2026-03-02T01:00:00Z");
let db: Awaited<ReturnType<typeof createTestDatabase>>;

const as = (actor: User, now = start) => ({ actor, now, requestId: "r", address: crypto.randomUUID(), db: db.db });
const system = (): Ctx => ({ ...as({} as User), actor: { kind: "system" } });
const codeTo = async (actor: User, address: string) => (await listSentCodes(as(actor))).find(({ to }) => to === address)?.code ?? "";
const codeOf = (work: Promise<unknown>) => work.then(() => "done", (error: { code: string }) => error.code);
const rowOf = async ({ id }: User) => (await db.db.select().from(accounts).where(eq(accounts.id, id)))[0]!;

async function asked(actor: User, email = `${crypto.randomUUID()}@example.com`) {
  const token = await sendCode(as(actor), { purpose: "changeEmail", email });
  return { email, token, code: await codeTo(actor, email) };
}

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());
afterEach(() => vi.mocked(env).mockRestore());

describe("an e-mail address", () => {
  test("is kept sealed once its code was typed, told to its owner, and forgotten at their wish", async () => {
    const me = await createCitizen(db.db);
    const { email, token, code } = await asked(me);
    expect(await findAwaitedCode(as(me), token, "changeEmail")).toMatchObject({ toMasked: expect.stringMatching(/^.\*+@example\.com$/), channel: "mail" });
    await changeEmail(as(me), token, code);
    const { email: sealed } = await rowOf(me);
    expect(open(sealed ?? "", { table: "accounts", column: "email", row: me.id })).toBe(email);
    await removeEmail(as(me));
    expect(await rowOf(me)).toMatchObject({ email: null });
    const kept = JSON.stringify([await db.db.select().from(outbox), await db.db.select().from(auditLog), await db.db.select().from(oneTimeCodes)]);
    expect(kept).not.toContain(email);
    expect(kept).toContain("emailChanged");
    expect(kept).toContain("emailRemoved");
  });

  test("takes the code sent to it, once, from its owner and this browser; one sent to a phone is worth nothing", async () => {
    const [me, other] = [await createCitizen(db.db), await createCitizen(db.db)];
    const { token, code } = await asked(me);
    const wrong = code === "000000" ? "111111" : "000000";
    expect(await codeOf(changeEmail(as(me), token, wrong))).toBe("identity.oneTimeCodeWrong");
    expect(await codeOf(changeEmail(as(other), token, code))).toBe("identity.oneTimeCodeExpired");
    expect(await codeOf(changeEmail(as(me), undefined, code))).toBe("identity.oneTimeCodeExpired");
    expect(await codeOf(redeemCode(as(me), token, { purpose: "changePhone", code }))).toBe("identity.oneTimeCodeExpired");
    const phone = await sendCode(as(me), { purpose: "changePhone", phone: "17700001111" });
    expect(await codeOf(changeEmail(as(me), phone, await codeTo(me, "17700001111")))).toBe("identity.oneTimeCodeExpired");
    expect(await codeOf(changeEmail(as(me, new Date(start.getTime() + 600_000)), token, code))).toBe("identity.oneTimeCodeExpired");
    await changeEmail(as(me), token, code);
    expect(await codeOf(changeEmail(as(me), token, code))).toBe("identity.oneTimeCodeExpired");
    expect(await rowOf(other)).toMatchObject({ email: null });
  });

  test.each([
    "", "name", "name@", "@example.com", "name@localhost", "a@example.com, b@example.com", "a@example.com b@example.com", "<a@example.com>", "A <a@example.com>",
    "a@example.com\r\nBcc: b@example.com", "a\n@example.com", "\"a b\"@example.com", "a@exam\u0000ple.com", "a..b@example.com", `${"a".repeat(65)}@example.com`, `a@${"b".repeat(250)}.com`,
  ])("is not %j", async (email) => {
    expect(await codeOf(asked(await createCitizen(db.db), email))).toBe("identity.emailInvalid");
  });

  test("may not be asked for every second, however it is written", async () => {
    const me = await createCitizen(db.db);
    const here = { ...as(me), address: "10.9.9.9" };
    await sendCode(here, { purpose: "changeEmail", email: "same@example.com" });
    expect(await codeOf(sendCode(here, { purpose: "changeEmail", email: "SAME@Example.com" }))).toBe("requests.tooMany");
  });
});

describe("a mail server that misbehaves", () => {
  const letters: string[] = [];
  let behave: "well" | "refuse" | "hangUp" = "well";
  let server: SMTPServer;
  let url = "";

  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true, disabledCommands: ["STARTTLS"],
      onRcptTo: (_to, _session, done) => done(behave === "refuse" ? new Error("no such box") : null),
      onData: (stream, _session, done) => {
        let data = "";
        stream.on("data", (chunk) => (data += String(chunk)));
        stream.on("end", () => {
          if (behave === "hangUp") return server.connections.forEach((connection) => connection.close());
          letters.push(data);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.server.address();
    url = `smtp://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

  async function waiting() {
    const me = await createCitizen(db.db);
    const real = env();
    vi.mocked(env).mockReturnValue({ ...real, demo: false, SMTP_URL: url, MAIL_FROM: "通办 <no-reply@tongban.example>" });
    const email = `${crypto.randomUUID()}@example.com`;
    const token = await sendCode(as(me), { purpose: "changeEmail", email });
    const [row] = await db.db.select().from(oneTimeCodes).where(eq(oneTimeCodes.accountId, me.id));
    return { me, email, token, codeId: row!.id };
  }
  const read = async (id: string) => (await db.db.select().from(oneTimeCodes).where(eq(oneTimeCodes.id, id)))[0]!;
  const textOf = (letter: string) => {
    const body = letter.split("\r\n\r\n").slice(1).join("\r\n\r\n");
    return letter.includes("Content-Transfer-Encoding: base64") ? Buffer.from(body, "base64").toString() : body;
  };

  test("takes the letter once; the code in it works, its subject has none and it names nobody", async () => {
    const { me, email, token, codeId } = await waiting();
    await deliverCode(system(), { codeId });
    await deliverCode(system(), { codeId });
    const sent = letters.filter((letter) => letter.includes(codeId));
    expect(sent).toHaveLength(1);
    const code = /\d{6}/.exec(textOf(sent[0]!))?.[0] ?? "";
    expect(await read(codeId)).toMatchObject({ code: null, sentAt: start });
    for (const personal of [me.name, me.phone, me.citizenId, email]) expect(textOf(sent[0]!)).not.toContain(personal);
    expect(/^Subject:.*$/m.exec(sent[0]!)?.[0]).not.toContain(code);
    await changeEmail(as(me), token, code);
    expect((await rowOf(me)).email).not.toBeNull();
  });

  test.each(["refuse", "hangUp"] as const)("%s: the job fails and may try again", async (how) => {
    behave = how;
    const { codeId } = await waiting();
    await expect(deliverCode(system(), { codeId })).rejects.toThrow();
    expect(await read(codeId)).toMatchObject({ sentAt: null });
    behave = "well";
    await deliverCode(system(), { codeId });
    expect(await read(codeId)).toMatchObject({ sentAt: start });
  });

  test("without one the code is not handed over, by no other way either", async () => {
    const { codeId } = await waiting();
    vi.mocked(env).mockReturnValue({ ...env(), SMTP_URL: undefined, MAIL_FROM: undefined });
    await deliverCode(system(), { codeId });
    expect(await read(codeId)).toMatchObject({ sentAt: null });
  });
});
