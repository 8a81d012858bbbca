import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, qrSignIns } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { decideQr, findQr, getQrRequest, redeemQr, startQr } from "./qr";
import { readActor, revokeSessions } from "./session";
import { cookieName } from "./tokens";

const start = new Date("2026-03-02T01:00:00Z");
const computer = { userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/148.0.0.0 Safari/537.36" };
let db: Awaited<ReturnType<typeof createTestDatabase>>;

const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const ctx = (more: Partial<Ctx> = {}): Ctx => ({ actor: { kind: "anonymous" }, now: start, requestId: "r", address: "203.0.113.77", db: db.db, ...more });
const phoneOf = (actor: User, now = start) => ({ ...ctx({ now }), actor: { ...actor, authenticatedAt: start } });
const codeOf = (work: Promise<unknown>) => work.then(() => "done", (error: { code: string }) => error.code);

async function shown() {
  const token = await startQr(ctx(), computer);
  const found = await findQr(ctx(), token);
  if (!found) throw new Error("nothing is shown");
  return { token, ...found };
}

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

describe("a sign-in by QR code", () => {
  test("shows the phone what it lets in, and opens a session of its own", async () => {
    const citizen = await createCitizen(db.db);
    const { token, approval, pairing } = await shown();
    expect(await getQrRequest(ctx(), approval)).toEqual({ browser: "chrome", system: "windows", place: "203.0.113.*", pairing, at: start });
    expect(await codeOf(redeemQr(ctx(), token, computer))).toBe("identity.qrWaiting");
    await decideQr(phoneOf(citizen), approval, true);
    const result = await redeemQr(ctx(), token, computer);
    expect(result).toMatchObject({ next: "done", accountId: citizen.id });
    expect(await readActor(db.db, start, `${cookieName("session")}=${result.token}`)).toMatchObject({ id: citizen.id, factors: ["qr"], assuranceLevel: "L3" });
    expect(await codeOf(redeemQr(ctx(), token, computer))).toBe("identity.qrExpired");
  });

  test("is redeemed by the browser that shows it, not by who photographs the code", async () => {
    const citizen = await createCitizen(db.db);
    const { token, approval } = await shown();
    await decideQr(phoneOf(citizen), approval, true);
    expect(await codeOf(redeemQr(ctx(), approval, computer))).toBe("identity.qrExpired");
    expect(await codeOf(redeemQr(ctx(), undefined, computer))).toBe("identity.qrExpired");
    const kept = JSON.stringify([await db.db.select().from(qrSignIns), await db.db.select().from(auditLog)]);
    for (const secret of [token, approval]) expect(kept).not.toContain(secret);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(redeemQr(ctx(), token, computer))));
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
  });

  test("opens nothing once the account's other sessions were ended", async () => {
    const citizen = await createCitizen(db.db);
    const { token, approval } = await shown();
    await decideQr(phoneOf(citizen), approval, true);
    await revokeSessions(db.db, start, citizen.id, citizen.sessionId);
    expect(await codeOf(redeemQr(ctx(), token, computer))).toBe("identity.qrExpired");
  });

  test("ends with a refusal, and after two minutes", async () => {
    const citizen = await createCitizen(db.db);
    const refused = await shown();
    await decideQr(phoneOf(citizen), refused.approval, false);
    expect(await codeOf(redeemQr(ctx(), refused.token, computer))).toBe("identity.qrRefused");
    expect(await codeOf(decideQr(phoneOf(citizen), refused.approval, true))).toBe("identity.qrExpired");
    const late = await shown();
    expect(await codeOf(decideQr(phoneOf(citizen, at(121)), late.approval, true))).toBe("identity.qrExpired");
    const slow = await shown();
    await decideQr(phoneOf(citizen), slow.approval, true);
    expect(await codeOf(redeemQr(ctx({ now: at(121) }), slow.token, computer))).toBe("identity.qrExpired");
  });

  test("needs a fresh proof on the phone, and is not for staff", async () => {
    const { approval } = await shown();
    const stale = { ...phoneOf(await createCitizen(db.db)), now: at(60) };
    expect(await codeOf(decideQr({ ...stale, actor: { ...stale.actor, authenticatedAt: at(-600) } }, approval, true))).toBe("identity.proofNeeded");
    const clerk = await createStaff(db.db, "clerk", await createPlace(db.db));
    expect(await codeOf(decideQr(phoneOf(clerk), approval, true))).toBe("identity.qrForCitizens");
  });

  test("never reaches a higher level than the phone's session had", async () => {
    const citizen = await createCitizen(db.db);
    const { token, approval } = await shown();
    await decideQr(phoneOf({ ...citizen, assuranceLevel: "L1" }), approval, true);
    const result = await redeemQr(ctx(), token, computer);
    expect(await readActor(db.db, start, `${cookieName("session")}=${result.token}`)).toMatchObject({ assuranceLevel: "L1" });
  });

  test("is not for an account closed meanwhile", async () => {
    const citizen = await createCitizen(db.db, { disabledAt: start });
    const { token, approval } = await shown();
    await decideQr(phoneOf(citizen), approval, true);
    expect(await codeOf(redeemQr(ctx(), token, computer))).toBe("identity.disabled");
  });
});
