import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { open } from "@/db/personal-data";
import { accounts, auditLog, identityChecks, identityProofs, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff, factoryNow } from "@/db/testing/factories";
import type { Actor, AssuranceLevel, User } from "@/domain/core/actor";
import { makeCitizenId } from "@/domain/core/codes";
import { createCaller } from "@/server/api/root";
import { openSession, readActor, renewSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { demoBankCard } from "@/server/integrations/demo-register";

/** The registry, the bank and the two other systems, as one server that misbehaves when told to. */
type Said = { status?: number; body?: unknown; afterMs?: number };
let said: Record<string, Said> = {};
let asked: { path: string; body: Record<string, string> }[] = [];
let systems: Server;
let test: Awaited<ReturnType<typeof createTestDatabase>>;
let order = 0;

const as = (actor: Actor, now = factoryNow) => createCaller({ actor, now, requestId: "test", address: crypto.randomUUID(), db: test.db });
const later = (minutes: number) => new Date(factoryNow.getTime() + minutes * 60_000);
const newPerson = (name = "林小满") => ({ name, citizenId: makeCitizenId({ divisionCode: "440199", birthOn: "1999-05-20", order: (order += 1) }) });

/** Somebody who has proven their phone and nothing else. */
const fresh = (more: Partial<typeof accounts.$inferInsert> = {}) => createCitizen(test.db, { assuranceLevel: "L0", name: "138****0000", citizenId: null, citizenIdIndex: null, ...more });
const levelOf = async ({ id }: { id: string }) => (await test.db.select().from(accounts).where(eq(accounts.id, id)))[0]?.assuranceLevel;
const refusal = async (call: Promise<unknown>) => call.then(() => "let through", (error: { message: string }) => error.message);
/** The same person as their next request has them. */
const again = async (user: User): Promise<User> => ({ ...user, assuranceLevel: (await levelOf(user)) ?? "L0" });

beforeAll(async () => {
  systems = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      const path = request.url ?? "";
      asked.push({ path, body: JSON.parse(text) as Record<string, string> });
      const { status = 200, body = { result: "match" }, afterMs = 0 } = said[path] ?? {};
      setTimeout(() => response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body)), afterMs);
    });
  });
  await new Promise<void>((resolve) => systems.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(systems.address() as AddressInfo).port}`;
  for (const [name, path] of [["POPULATION_REGISTRY", "registry"], ["BANK_CHECK", "bank"], ["LIVE_PERSON", "live"], ["NETWORK_IDENTITY", "network"]]) {
    process.env[`${name}_URL`] = `${url}/${path}`;
    process.env[`${name}_KEY`] = "tongban:a-secret-of-a-test";
  }
  process.env["IDENTITY_CHECK_PATIENCE_MS"] = "2000";
  test = await createTestDatabase();
});
beforeEach(() => {
  said = {};
  asked = [];
});
afterAll(async () => {
  systems.close();
  await test.close();
});

describe("a level by what one knows", () => {
  it("fills name, ID number, birth and sex into the account, sealed, and keeps why it has its level", async () => {
    const citizen = await fresh();
    const person = newPerson();
    expect(await as(citizen).identity.prove({ check: "twoFactor", person })).toEqual({ level: "L1" });
    const [row] = await test.db.select().from(accounts).where(eq(accounts.id, citizen.id));
    expect(row).toMatchObject({ name: "林小满", birthOn: "1999-05-20", assuranceLevel: "L1" });
    expect(open(row!.citizenId!, { table: "accounts", column: "citizen_id", row: citizen.id })).toBe(person.citizenId);
    expect(JSON.stringify(row)).not.toContain(person.citizenId);
    expect(await test.db.select().from(identityProofs).where(eq(identityProofs.accountId, citizen.id))).toMatchObject([{ kind: "twoFactor", level: "L1", provider: "population-registry", clerkId: null }]);
    const told = (await test.db.select().from(outbox).where(eq(outbox.topic, "notices.tell"))).filter(({ payload }) => payload["accountId"] === citizen.id);
    expect(told).toMatchObject([{ payload: { template: "levelRaised", params: { level: "L1" } } }]);
    const trace = JSON.stringify([told, await test.db.select().from(auditLog).where(eq(auditLog.subjectId, citizen.id))]);
    expect(trace).not.toMatch(new RegExp(`${person.citizenId}|林小满`));
  });

  it("goes from the phone alone to L2 in one step, comparing the phone of the account and no other", async () => {
    const citizen = await fresh();
    expect(await as(citizen).identity.prove({ check: "phoneThreeFactor", person: newPerson() })).toEqual({ level: "L2" });
    expect(asked.at(-1)).toMatchObject({ path: "/registry/compare", body: { phone: citizen.phone } });
  });

  it("asks nothing again that is known, and never keeps a card", async () => {
    const citizen = await fresh();
    const person = newPerson();
    await as(citizen).identity.prove({ check: "twoFactor", person });
    const bankCard = demoBankCard(person.citizenId);
    expect(await as(citizen).identity.prove({ check: "bankFourFactor", bankCard })).toEqual({ level: "L2" });
    expect(asked.at(-1)).toMatchObject({ path: "/bank/compare", body: { ...person, phone: citizen.phone, bankCard } });
    const everything = await test.pool.query<{ dump: string }>("select coalesce(jsonb_agg(to_jsonb(x)), '[]')::text as dump from (select * from audit_log) x");
    expect(everything.rows[0]?.dump).not.toContain(bankCard);
  });

  it("needs the person before the bank", async () => {
    expect(await refusal(as(await fresh()).identity.prove({ check: "bankFourFactor", bankCard: demoBankCard("440199199905201019") }))).toBe("identity.personMissing");
  });

  it.each<[string, Said, string]>([
    ["says that they do not belong together", { body: { result: "noMatch" } }, "identity.noMatch"],
    ["says that the person has died", { body: { result: "dead" } }, "identity.registryCounter"],
    ["is down", { status: 503 }, "identity.registryAway"],
    ["answers garbage", { body: "<html>" }, "identity.registryAway"],
    ["takes too long", { afterMs: 3_000 }, "identity.registryAway"],
  ])("changes nothing where the registry %s", async (_what, answer, code) => {
    const citizen = await fresh();
    said = { "/registry/compare": answer };
    expect(await refusal(as(citizen).identity.prove({ check: "twoFactor", person: newPerson() }))).toBe(code);
    expect(await levelOf(citizen)).toBe("L0");
    expect(await test.db.select().from(identityProofs).where(eq(identityProofs.accountId, citizen.id))).toEqual([]);
  });

  it("cannot be guessed", async () => {
    const citizen = await fresh();
    said = { "/registry/compare": { body: { result: "noMatch" } } };
    const codes = [];
    for (let i = 0; i < 10; i += 1) codes.push(await refusal(as(citizen).identity.prove({ check: "twoFactor", person: newPerson() })));
    expect(codes.slice(0, 8)).toEqual(Array(8).fill("identity.noMatch"));
    expect(codes.slice(8)).toEqual(["requests.tooMany", "requests.tooMany"]);
  });

  it.each([["a wrong check digit", { name: "林小满", citizenId: "440199199905201018" }], ["no name", { name: " ", citizenId: "440199199905201019" }], ["a field beside", { name: "林小满", citizenId: "440199199905201019", phone: "1" }]])("refuses %s before anybody is asked", async (_what, person) => {
    await expect(as(await fresh()).identity.prove({ check: "twoFactor", person })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(asked).toEqual([]);
  });
});

describe("an identity that is taken", () => {
  it("is refused without a hint of whose it is", async () => {
    const holder = await createCitizen(test.db);
    const citizen = await fresh();
    const problem = await as(citizen).identity.prove({ check: "twoFactor", person: { name: holder.name, citizenId: holder.citizenId } }).catch((error: { message: string; cause: { params: unknown } }) => error);
    expect(problem).toMatchObject({ message: "identity.alreadyHeld", cause: { params: {} } });
    expect(await levelOf(citizen)).toBe("L0");
  });

  it("is taken over from a ward's account at the counter only", async () => {
    const ward = await createCitizen(test.db, { phone: null, phoneIndex: null });
    expect(await refusal(as(await fresh()).identity.prove({ check: "twoFactor", person: { name: ward.name, citizenId: ward.citizenId } }))).toBe("identity.wardAtCounter");
  });

  it("goes to one of two who claim it at once", async () => {
    const person = newPerson();
    const [one, other] = [await fresh(), await fresh()];
    said = { "/registry/compare": { body: { result: "match" }, afterMs: 50 } };
    const outcomes = await Promise.all([one, other].map((citizen) => refusal(as(citizen).identity.prove({ check: "twoFactor", person }))));
    expect(outcomes.toSorted()).toEqual(["identity.alreadyHeld", "let through"]);
  });
});

describe("a check at another system", () => {
  const next = "/me/security/level?to=L3&way=livePerson";
  const passes = (path: string, result: Record<string, unknown>) => {
    said = { [`/${path}/start`]: { body: { reference: `ref-${crypto.randomUUID()}`, url: "https://provider.example/check" } }, [`/${path}/result`]: { body: result } };
  };
  const proven = async () => {
    const citizen = await fresh();
    await as(citizen).identity.prove({ check: "twoFactor", person: newPerson() });
    return again(citizen);
  };

  it("raises to L3 by a live person, once, with the consent kept", async () => {
    const citizen = await proven();
    passes("live", { result: "passed" });
    const { id } = await as(citizen).identity.startCheck({ check: "livePerson", faceConsent: true, next });
    expect(asked.find(({ path }) => path === "/live/start")?.body["returnUrl"]).toContain(`${next}&check=${id}`);
    expect((await test.db.select().from(identityChecks).where(eq(identityChecks.id, id)))[0]).toMatchObject({ faceConsentAt: factoryNow });
    expect(await as(citizen).identity.finishCheck({ id })).toEqual({ level: "L3" });
    expect(await refusal(as(citizen).identity.finishCheck({ id }))).toBe("identity.checkNotFound");
  });

  it("asks the consent, and a proven person, before a face", async () => {
    await expect(as(await proven()).identity.startCheck({ check: "livePerson", next } as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await refusal(as(await fresh()).identity.startCheck({ check: "livePerson", faceConsent: true, next }))).toBe("identity.personMissing");
  });

  it("leaves children's faces alone", async () => {
    const child = await fresh();
    await as(child).identity.prove({ check: "twoFactor", person: { name: "许一诺", citizenId: makeCitizenId({ divisionCode: "440199", birthOn: "2014-06-01", order: 900 }) } });
    expect(await refusal(as(child).identity.startCheck({ check: "livePerson", faceConsent: true, next }))).toBe("identity.faceTooYoung");
    expect((await as(child).identity.level({})).offered).not.toContain("livePerson");
  });

  it("waits, fails or is away without losing anything", async () => {
    const citizen = await proven();
    passes("live", { result: "pending" });
    const { id } = await as(citizen).identity.startCheck({ check: "livePerson", faceConsent: true, next });
    expect(await refusal(as(citizen).identity.finishCheck({ id }))).toBe("identity.checkPending");
    said = { "/live/result": { status: 500 } };
    expect(await refusal(as(citizen).identity.finishCheck({ id }))).toBe("identity.registryAway");
    said = { "/live/result": { body: { result: "failed" } } };
    expect(await refusal(as(citizen).identity.finishCheck({ id }))).toBe("identity.checkFailed");
    expect(await levelOf(citizen)).toBe("L1");
  });

  it("belongs to whoever began it, for a quarter of an hour", async () => {
    const citizen = await proven();
    passes("live", { result: "passed" });
    const { id } = await as(citizen).identity.startCheck({ check: "livePerson", faceConsent: true, next });
    expect(await refusal(as(await proven()).identity.finishCheck({ id }))).toBe("identity.checkNotFound");
    expect(await refusal(as(citizen, later(16)).identity.finishCheck({ id }))).toBe("identity.checkNotFound");
  });

  it("comes back to this site only", async () => {
    const citizen = await proven();
    passes("live", { result: "passed" });
    await as(citizen).identity.startCheck({ check: "livePerson", faceConsent: true, next: "//evil.example/me" });
    expect(asked.find(({ path }) => path === "/live/start")?.body["returnUrl"]).toMatch(/^http:\/\/localhost:\d+\/me\/security\/level\?check=/);
  });

  it("raises to L3 by the network identity, telling and learning nothing in plain", async () => {
    const citizen = await fresh();
    passes("network", { result: "passed", subject: "subject-of-this-person" });
    const { id } = await as(citizen).identity.startCheck({ check: "networkIdentity", next });
    expect(Object.keys(asked[0]!.body).toSorted()).toEqual(["id", "returnUrl"]);
    expect(await as(citizen).identity.finishCheck({ id })).toEqual({ level: "L3" });
    const [row] = await test.db.select().from(accounts).where(eq(accounts.id, citizen.id));
    expect(row).toMatchObject({ assuranceLevel: "L3", citizenId: null });
    const dump = await test.pool.query<{ dump: string }>("select jsonb_agg(to_jsonb(x))::text as dump from network_identities x");
    expect(dump.rows[0]?.dump).not.toContain("subject-of-this-person");

    const other = await fresh();
    const second = await as(other).identity.startCheck({ check: "networkIdentity", next });
    expect(await refusal(as(other).identity.finishCheck(second))).toBe("identity.alreadyHeld");
  });
});

describe("the network identity and a name", () => {
  const next = "/me";
  const passes = (answer: unknown) => (said = { "/network/start": { body: { reference: `ref-${crypto.randomUUID()}`, url: "https://provider.example/check" } }, "/network/result": { body: answer } });
  const passed = () => ({ result: "passed", subject: `subject-${crypto.randomUUID()}` });

  it("has to be the one whose name and number are proven already", async () => {
    const person = newPerson();
    const citizen = await fresh();
    await as(citizen).identity.prove({ check: "twoFactor", person });
    passes({ result: "failed" });
    const another = await as(citizen).identity.startCheck({ check: "networkIdentity", next });
    expect(await refusal(as(citizen).identity.finishCheck(another))).toBe("identity.checkFailed");
    expect(asked.at(-1)?.body["person"]).toEqual(person);
    expect(await levelOf(citizen)).toBe("L1");
    passes(passed());
    expect(await as(citizen).identity.finishCheck(await as(citizen).identity.startCheck({ check: "networkIdentity", next }))).toEqual({ level: "L3" });
  });

  it("of somebody without a name does not raise the name that is typed afterwards", async () => {
    const citizen = await fresh();
    passes(passed());
    await as(citizen).identity.finishCheck(await as(citizen).identity.startCheck({ check: "networkIdentity", next }));
    said = {};
    expect(await as(citizen).identity.prove({ check: "twoFactor", person: newPerson() })).toEqual({ level: "L1" });
    expect(await levelOf(citizen)).toBe("L1");
  });

  it("is not taken for a name that is proven while it is asked about", async () => {
    const citizen = await fresh();
    passes(passed());
    const { id } = await as(citizen).identity.startCheck({ check: "networkIdentity", next });
    said["/network/result"] = { body: passed(), afterMs: 200 };
    const finishing = refusal(as(citizen).identity.finishCheck({ id }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await as(citizen).identity.prove({ check: "twoFactor", person: newPerson() });
    expect(await finishing).toBe("identity.otherPerson");
    expect(await levelOf(citizen)).toBe("L1");
  });
});

describe("a level and the session", () => {
  it("acts on the next request, up and down, under a new session id", async () => {
    const citizen = await fresh();
    const token = await openSession(test.db, factoryNow, { accountId: citizen.id, factors: ["phoneCode"], userAgent: null });
    const seen = async (cookie: string) => (await readActor(test.db, factoryNow, `${cookieName("session")}=${cookie}`)) as User;
    const before = await seen(token);
    expect(before.assuranceLevel).toBe("L0");
    await as(before).identity.prove({ check: "phoneThreeFactor", person: newPerson() });
    const renewed = await renewSession(test.db, factoryNow, before, { userAgent: null });
    expect(await seen(token)).toEqual({ kind: "anonymous" });
    expect((await seen(renewed)).assuranceLevel).toBe("L2");
    await test.db.update(accounts).set({ assuranceLevel: "L1" }).where(eq(accounts.id, citizen.id));
    expect(await refusal(as(await seen(renewed)).certificates.listOwn({}))).toBe("access.levelTooLow");
  });

  it.each<[AssuranceLevel, string]>([["L0", "access.levelTooLow"], ["L1", "access.levelTooLow"], ["L2", "let through"], ["L4", "let through"]])("at %s one's own certificates are: %s", async (assuranceLevel, outcome) => {
    expect(await refusal(as(await createCitizen(test.db, { assuranceLevel })).certificates.listOwn({}))).toBe(outcome);
  });
});

describe("proofs and procedures", () => {
  it("are kept as they were written", async () => {
    const citizen = await fresh();
    await as(citizen).identity.prove({ check: "twoFactor", person: newPerson() });
    const mine = eq(identityProofs.accountId, citizen.id);
    await expect(test.db.update(identityProofs).set({ level: "L4" }).where(mine)).rejects.toMatchObject({ cause: { message: "identity_proofs is append-only" } });
    await expect(test.db.delete(identityProofs).where(mine)).rejects.toMatchObject({ cause: { message: "identity_proofs is append-only" } });
  });

  it("are for citizens: signed out and staff are refused", async () => {
    const clerk = await createStaff(test.db, "clerk", await createPlace(test.db));
    for (const actor of [{ kind: "anonymous" }, clerk] as const) {
      const expected = actor.kind === "anonymous" ? "access.signIn" : "access.forbidden";
      expect(await refusal(as(actor).identity.level({}))).toBe(expected);
      expect(await refusal(as(actor).identity.prove({ check: "twoFactor", person: newPerson() }))).toBe(expected);
      expect(await refusal(as(actor).identity.startCheck({ check: "networkIdentity", next: "/me" }))).toBe(expected);
      expect(await refusal(as(actor).identity.finishCheck({ id: crypto.randomUUID() }))).toBe(expected);
    }
  });

  it("leave a trace of every refused attempt, without what was typed", async () => {
    const citizen = await fresh();
    said = { "/registry/compare": { body: { result: "noMatch" } } };
    await refusal(as(citizen).identity.prove({ check: "twoFactor", person: newPerson() }));
    expect(await test.db.select().from(auditLog).where(and(eq(auditLog.subjectId, citizen.id), eq(auditLog.action, "identity.proofRefused")))).toMatchObject([{ after: { check: "twoFactor" } }]);
  });
});
