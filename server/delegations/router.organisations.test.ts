import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLog, delegations, messages, organisations, outbox, sessions } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, factoryNow } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { makeUscc } from "@/domain/core/codes";
import { createCaller } from "@/server/api/root";
import { findDelegation, openSession, readActor, renewSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { jobs } from "@/server/notices/jobs";

/** The register of legal persons, that misbehaves when told to. */
type Said = { status?: number; body?: unknown; afterMs?: number };
type Citizen = Awaited<ReturnType<typeof createCitizen>>;
type Company = { uscc: string; name: string; status: string; representative: { name: string; citizenId: string } };
let said: Said | undefined;
let asked: { path: string; body: Record<string, string> }[] = [];
const register = new Map<string, Company>();
let server: Server;
let connection: Awaited<ReturnType<typeof createTestDatabase>>;
let order = 0;

const later = (minutes: number) => new Date(factoryNow.getTime() + minutes * 60_000);
const day = 24 * 60;
type Call = { now?: Date; key?: string };
const as = (actor: Actor, { now = factoryNow, key }: Call = {}) => createCaller({ actor, now, requestId: "r", address: crypto.randomUUID(), db: connection.db, ...(key ? { idempotencyKey: key } : {}) });
const on = (actor: Actor, call: Call = {}) => as(actor, call).delegations;
const refused = (code: string, message: string) => ({ code, message });
const citizen = (overrides: Parameters<typeof createCitizen>[1] = {}) => createCitizen(connection.db, overrides);
const openRows = (organisationId: string) => connection.db.select().from(delegations).where(and(eq(delegations.organisationId, organisationId), isNull(delegations.revokedAt)));
const row = async (id: string) => (await connection.db.select().from(delegations).where(eq(delegations.id, id)))[0]!;
const organisation = async (uscc: string) => (await connection.db.select().from(organisations).where(eq(organisations.uscc, uscc)))[0];

/** A company in the register, represented by this person. */
function company(representative: Citizen, status = "inOperation"): string {
  const uscc = makeUscc({ registrantType: "91", divisionCode: "310101", organisationBody: String(30_000_000 + (order += 1)) });
  register.set(uscc, { uscc, name: `试验商贸有限公司${order}`, status, representative });
  return uscc;
}

/** The register names somebody else from now on. */
const change = (uscc: string, representative: Citizen) => register.set(uscc, { ...register.get(uscc)!, representative });

async function bound(): Promise<{ boss: Citizen; id: string; uscc: string }> {
  const boss = await citizen();
  const uscc = company(boss);
  return { boss, uscc, id: (await on(boss).bindOrganisation({ uscc })).id };
}

const terms = { scope: { kind: "all" }, validFrom: "2026-03-02", validUntil: "2026-12-31" } as const;
const invite = (boss: User, organisationId: string, { name, phone }: { name: string; phone: string }, overrides: object = {}, call: Call = {}) =>
  on(boss, call).inviteAgent({ organisationId, name, phone, ...terms, ...overrides });

/** An agent who was invited and has accepted. */
async function joined(boss: User, organisationId: string, overrides: object = {}): Promise<{ agent: Citizen; id: string }> {
  const agent = await citizen();
  const { id } = await invite(boss, organisationId, agent, overrides);
  await on(agent).acceptAgency({ id });
  return { agent, id };
}

async function acting(person: Citizen, delegationId: string): Promise<Citizen> {
  const actingFor = await findDelegation(connection.db, person.id, delegationId, factoryNow);
  if (!actingFor) throw new Error("not in force");
  return { ...person, actingFor };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      const body = JSON.parse(text) as Record<string, string>;
      asked.push({ path: request.url ?? "", body });
      const { status = 200, body: answer = about(body), afterMs = 0 } = said ?? {};
      setTimeout(() => response.writeHead(status).end(typeof answer === "string" ? answer : JSON.stringify(answer)), afterMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env["ENTERPRISE_REGISTRY_URL"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/register`;
  process.env["ENTERPRISE_REGISTRY_KEY"] = "tongban:a-secret-of-a-test";
  process.env["IDENTITY_CHECK_PATIENCE_MS"] = "300";
  connection = await createTestDatabase();
});
beforeEach(() => {
  said = undefined;
  asked = [];
});
afterAll(async () => {
  server.close();
  await connection.close();
});

function about({ uscc = "", name, citizenId }: Record<string, string>) {
  const found = register.get(uscc);
  if (!found) return { found: false };
  const { representative, ...words } = found;
  return { found: true, ...words, address: "测试路1号", establishedOn: "2020-05-06", representative: representative.name, isRepresentative: representative.name === name && representative.citizenId === citizenId };
}

describe("binding an organisation", () => {
  it("gives the representative whom the register names a standing of their own, and keeps what the register says", async () => {
    const { boss, id, uscc } = await bound();
    expect(asked.at(-1)).toMatchObject({ path: "/register/represents", body: { uscc, name: boss.name, citizenId: boss.citizenId } });
    expect(await openRows(id)).toMatchObject([{ kind: "representative", delegateAccountId: boss.id, grantedVia: "registry", scope: { kind: "all" }, validUntil: null }]);
    expect(await as(boss).organisations.get({ id })).toMatchObject({ uscc, address: "测试路1号", status: "inOperation", establishedOn: "2020-05-06", checkedAt: factoryNow.toISOString(), representativeMasked: expect.stringMatching(/^张\*+$/), capacity: "representative", acting: false });
    expect(await as(boss).organisations.list()).toMatchObject([{ id, uscc, capacity: "representative" }]);
    const trace = JSON.stringify([await connection.db.select().from(auditLog), await connection.db.select().from(outbox), await connection.db.select().from(delegations)]);
    expect(trace).not.toContain(boss.citizenId);
    expect(trace).not.toContain(boss.phone);
  });

  it("reads the code in small letters and with blanks, and twice is once", async () => {
    const { boss, id, uscc } = await bound();
    expect(await on(boss).bindOrganisation({ uscc: ` ${uscc.slice(0, 8).toLowerCase()} ${uscc.slice(8)}` })).toEqual({ id, replaced: false });
    expect(await openRows(id)).toHaveLength(1);
  });

  it.each<[string, () => Promise<[User, string]>, string, string]>([
    ["below L3", async () => [await citizen({ assuranceLevel: "L2" }), "91310101300000009A"], "FORBIDDEN", "access.levelTooLow"],
    ["on an old proof", async () => [{ ...(await citizen()), authenticatedAt: later(-11) }, "91310101300000009A"], "FORBIDDEN", "identity.proofNeeded"],
    ["with a code that is none", async () => [await citizen(), "91310101300000009A"], "BAD_REQUEST", "organisations.usccMalformed"],
    ["which the register does not know", async () => [await citizen(), makeUscc({ registrantType: "91", divisionCode: "310101", organisationBody: "39999999" })], "NOT_FOUND", "organisations.unknown"],
    ["of somebody else", async () => [await citizen(), company(await citizen())], "CONFLICT", "organisations.notRepresentative"],
    ["that was dissolved", async () => { const boss = await citizen(); return [boss, company(boss, "cancelled")]; }, "CONFLICT", "organisations.cancelled"],
    ["whose licence was revoked", async () => { const boss = await citizen(); return [boss, company(boss, "revoked")]; }, "CONFLICT", "organisations.licenceRevoked"],
    ["while acting for another", async () => { const { boss, id } = await bound(); return [await acting(boss, (await openRows(id))[0]!.id), company(boss)]; }, "FORBIDDEN", "delegations.actForSelfFirst"],
  ])("is refused %s, and leaves nothing behind", async (_name, prepare, code, message) => {
    const [actor, uscc] = await prepare();
    await expect(on(actor).bindOrganisation({ uscc })).rejects.toMatchObject(refused(code, message));
    expect(await organisation(uscc)).toBeUndefined();
  });

  it.each<[string, (uscc: string, boss: Citizen) => Said, string]>([
    ["is down", () => ({ status: 503, body: "" }), "organisations.registerAway"],
    ["answers garbage", () => ({ body: "<html>" }), "organisations.registerAway"],
    ["takes too long", () => ({ afterMs: 900 }), "organisations.registerAway"],
    ["knows a state that nobody defined", (uscc, boss) => ({ body: { ...about({ uscc, name: boss.name, citizenId: boss.citizenId }), status: "asleep" } }), "organisations.registerAway"],
    ["speaks of another organisation", (_uscc, boss) => ({ body: { found: true, uscc: company(boss), name: "别家公司", status: "inOperation", representative: boss.name, isRepresentative: true } }), "organisations.registerAway"],
    ["says yes and gives another name", (uscc, boss) => ({ body: { ...about({ uscc, name: boss.name, citizenId: boss.citizenId }), isRepresentative: true, representative: "另一个人" } }), "organisations.notRepresentative"],
  ])("changes nothing where the register %s", async (_what, answer, message) => {
    const boss = await citizen();
    const uscc = company(boss);
    said = answer(uscc, boss);
    await expect(on(boss).bindOrganisation({ uscc })).rejects.toMatchObject(refused("CONFLICT", message));
    expect(await organisation(uscc)).toBeUndefined();
  });

  it("cannot be used to ask the register about everybody", async () => {
    const boss = await citizen();
    const codes = [];
    for (let i = 0; i < 21; i += 1) codes.push(await on(boss).bindOrganisation({ uscc: "x" }).catch((error: { message: string }) => error.message));
    expect(codes.at(-2)).toBe("organisations.usccMalformed");
    expect(codes.at(-1)).toBe("requests.tooMany");
  });
});

describe("a change of representative", () => {
  it("ends what the former could do at once, tells them, voids their invitations and leaves the agents for review", async () => {
    const { boss, id, uscc } = await bound();
    const { agent, id: agency } = await joined(boss, id);
    const waiting = await invite(boss, id, await citizen());
    const former = (await openRows(id)).find(({ kind }) => kind === "representative")!;
    const token = await openSession(connection.db, factoryNow, { accountId: boss.id, factors: ["password"], userAgent: null });
    const mine = async (cookie: string) => (await readActor(connection.db, factoryNow, `${cookieName("session")}=${cookie}`)) as User;
    const session = await renewSession(connection.db, factoryNow, await mine(token), { delegationId: former.id, userAgent: null });
    expect(await mine(session)).toMatchObject({ actingFor: { id } });

    const next = await citizen();
    change(uscc, next);
    const moment = later(60);
    expect(await on({ ...next, authenticatedAt: moment }, { now: moment }).bindOrganisation({ uscc })).toEqual({ id, replaced: true });
    expect(await row(former.id)).toMatchObject({ revokedAt: moment, revokedBy: null, revokeReason: "registry" });
    expect(await row(waiting.id)).toMatchObject({ revokedAt: moment, inviteePhoneIndex: null });
    const fallen = await mine(session);
    expect([fallen.actingFor, fallen.delegationEnded]).toEqual([undefined, true]);
    const told = (await connection.db.select().from(outbox).where(eq(outbox.topic, "notices.tell"))).filter(({ payload }) => payload["accountId"] === boss.id);
    expect(told).toMatchObject([{ payload: { template: "representativeReplaced", params: {} } }]);

    const agents = await on(next, { now: moment }).agents({ organisationId: id });
    expect(agents.find((one) => one.id === agency)).toMatchObject({ name: agent.name, standing: "live", review: true });
    await expect(on(boss, { now: moment }).confirmAgent({ id: agency })).rejects.toMatchObject(refused("NOT_FOUND", "organisations.notFound"));
    await on(next, { now: moment }).confirmAgent({ id: agency });
    expect((await on(next, { now: moment }).agents({ organisationId: id })).find((one) => one.id === agency)).toMatchObject({ standing: "live", review: false });
    expect(await connection.db.select().from(sessions).where(and(eq(sessions.accountId, boss.id), isNull(sessions.revokedAt)))).toHaveLength(1);
  });

  it("makes an agent the representative with one standing", async () => {
    const { boss, id, uscc } = await bound();
    const { agent } = await joined(boss, id);
    change(uscc, agent);
    await on(agent).bindOrganisation({ uscc });
    expect(await openRows(id)).toMatchObject([{ kind: "representative", delegateAccountId: agent.id }]);
  });

  it("has one representative after a race of everybody", async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => citizen()));
    const uscc = company(people[0]!);
    const [first] = people;
    await Promise.all(Array.from({ length: 6 }, () => on(first!).bindOrganisation({ uscc })));
    const { id } = (await organisation(uscc))!;
    expect(await openRows(id)).toHaveLength(1);
    await Promise.allSettled(people.map(async (person) => {
      change(uscc, person);
      await on(person).bindOrganisation({ uscc });
    }));
    expect((await openRows(id)).filter(({ kind }) => kind === "representative")).toHaveLength(1);
  });

  it("shows when one asks the register again: whom it no longer names falls back at once", async () => {
    const { boss, id, uscc } = await bound();
    expect(await on(boss).refreshOrganisation({ id })).toEqual({ stays: true });
    change(uscc, await citizen());
    expect(await on(boss).refreshOrganisation({ id })).toEqual({ stays: false });
    expect(await openRows(id)).toEqual([]);
    await expect(as(boss).organisations.get({ id })).rejects.toMatchObject(refused("NOT_FOUND", "organisations.notFound"));
  });

  it("ends everything for an organisation that was dissolved, and tells the agents", async () => {
    const { boss, id, uscc } = await bound();
    const { id: agency } = await joined(boss, id);
    register.set(uscc, { ...register.get(uscc)!, status: "cancelled" });
    expect(await on(boss).refreshOrganisation({ id })).toEqual({ stays: false });
    expect(await openRows(id)).toEqual([]);
    const told = await connection.db.select().from(outbox).where(eq(outbox.topic, "delegations.event"));
    expect(told.filter(({ payload }) => payload["delegationId"] === agency).map(({ payload }) => payload["act"])).toEqual(["accepted", "revoked"]);
    expect(await organisation(uscc)).toMatchObject({ status: "cancelled" });
  });
});

describe("an agent", () => {
  it("is invited by name and phone, told without a word about anybody, and accepts; both have agreed then", async () => {
    const { boss, id } = await bound();
    const agent = await citizen();
    const { id: agency, expiresAt } = await invite(boss, id, agent);
    expect(expiresAt).toBe(later(7 * day).toISOString());
    expect(JSON.stringify([await row(agency), await connection.db.select().from(auditLog).where(eq(auditLog.subjectId, agency))])).not.toContain(agent.phone);
    const told = (await connection.db.select().from(outbox)).filter(({ payload }) => payload["accountId"] === agent.id);
    expect(told).toMatchObject([{ topic: "notices.tell", payload: { template: "agencyOffered", params: {} } }]);
    expect(await findDelegation(connection.db, agent.id, agency, factoryNow)).toBeUndefined();
    expect(await on(agent).offers()).toMatchObject([{ id: agency, hindrance: null, scope: { kind: "all" }, validUntil: "2026-12-31" }]);
    await on(agent).acceptAgency({ id: agency });
    expect(await findDelegation(connection.db, agent.id, agency, factoryNow)).toMatchObject({ kind: "organisation", id, delegation: "agent" });
    expect(await on(agent).offers()).toEqual([]);
    expect(await row(agency)).toMatchObject({ inviteePhoneIndex: null, acceptedAt: factoryNow });
    expect(await on(boss).agents({ organisationId: id })).toMatchObject([{ id: agency, name: agent.name, standing: "live", review: false }]);
    expect(await as(agent).organisations.get({ id })).toMatchObject({ capacity: "agent" });
  });

  it.each<[string, (boss: Citizen, id: string, agency: string) => Promise<[User, string]>, string, string]>([
    ["by a stranger", async () => [await citizen(), ""], "NOT_FOUND", "organisations.notFound"],
    ["by a fellow agent", async (boss, id) => [(await joined(boss, id)).agent, ""], "FORBIDDEN", "delegations.representativeOnly"],
    ["by a fellow agent who acts for it", async (boss, id) => { const { agent, id: own } = await joined(boss, id); return [await acting(agent, own), ""]; }, "FORBIDDEN", "delegations.representativeOnly"],
    ["by the representative of another", async () => [(await bound()).boss, ""], "NOT_FOUND", "organisations.notFound"],
    ["on an old proof", async (boss) => [{ ...boss, authenticatedAt: later(-11) }, ""], "FORBIDDEN", "identity.proofNeeded"],
    ["below L3", async (boss) => [{ ...boss, assuranceLevel: "L2" }, ""], "FORBIDDEN", "access.levelTooLow"],
  ])("is not invited %s", async (_name, who, code, message) => {
    const { boss, id } = await bound();
    const [actor] = await who(boss, id, "");
    await expect(invite(actor, id, await citizen())).rejects.toMatchObject(refused(code, message));
  });

  it("is not the representative, and has a phone, and a term of a year at most", async () => {
    const { boss, id } = await bound();
    const agent = await citizen();
    await expect(invite(boss, id, boss)).rejects.toMatchObject(refused("CONFLICT", "delegations.self"));
    await expect(invite(boss, id, { ...agent, phone: "12345" })).rejects.toMatchObject(refused("BAD_REQUEST", "delegations.phoneMalformed"));
    await expect(invite(boss, id, agent, { validFrom: "2026-03-01" })).rejects.toMatchObject(refused("BAD_REQUEST", "delegations.startPassed"));
    await expect(invite(boss, id, agent, { validUntil: "2026-03-01" })).rejects.toMatchObject(refused("BAD_REQUEST", "delegations.endBeforeStart"));
    await expect(invite(boss, id, agent, { validUntil: "2027-03-03" })).rejects.toMatchObject(refused("BAD_REQUEST", "delegations.termTooLong"));
    await expect(invite(boss, id, agent, { validUntil: "2027-03-02" })).resolves.toBeDefined();
  });

  it("accepts with the invited phone and name at L2, for themselves, within seven days, once", async () => {
    const { boss, id } = await bound();
    const agent = await citizen();
    const { id: agency } = await invite(boss, id, agent);
    await expect(on({ kind: "anonymous" }).acceptAgency({ id: agency })).rejects.toMatchObject(refused("UNAUTHORIZED", "access.signIn"));
    await expect(on(await citizen()).acceptAgency({ id: agency })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.offerUnknown"));
    await expect(on({ ...agent, assuranceLevel: "L1" }).acceptAgency({ id: agency })).rejects.toMatchObject(refused("FORBIDDEN", "access.levelTooLow"));
    await expect(on({ ...agent, name: "同机不同名" }).acceptAgency({ id: agency })).rejects.toMatchObject(refused("FORBIDDEN", "delegations.inviteeMismatch"));
    await expect(on(agent, { now: later(7 * day) }).acceptAgency({ id: agency })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.offerUnknown"));
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => on(agent).acceptAgency({ id: agency })));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("may turn an invitation down, of which the representative is told", async () => {
    const { boss, id } = await bound();
    const agent = await citizen();
    const { id: agency } = await invite(boss, id, agent);
    await on(agent).declineAgency({ id: agency });
    await expect(on(agent).acceptAgency({ id: agency })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.offerUnknown"));
    const [event] = (await connection.db.select().from(outbox).where(eq(outbox.topic, "delegations.event"))).filter(({ payload }) => payload["delegationId"] === agency);
    await jobs.topics!["delegations.event"]!({ actor: { kind: "system" }, now: factoryNow, requestId: "r", address: "system", db: connection.db }, event!.payload);
    expect(await connection.db.select().from(messages).where(eq(messages.accountId, boss.id))).toMatchObject([{ template: "agencyDeclined", params: {} }]);
  });

  it("changes scope by a new invitation that replaces the old grant when accepted", async () => {
    const { boss, id } = await bound();
    const { agent, id: old } = await joined(boss, id);
    const scope = { kind: "items", itemIds: [crypto.randomUUID()] } as const;
    const first = await invite(boss, id, agent, { scope });
    const second = await invite(boss, id, agent, { scope });
    expect(await row(first.id)).toMatchObject({ revokedAt: factoryNow });
    expect((await row(old)).revokedAt).toBeNull();
    await on(agent).acceptAgency({ id: second.id });
    expect(await row(old)).toMatchObject({ revokedAt: factoryNow, revokeReason: "replaced" });
    expect((await openRows(id)).filter(({ kind }) => kind === "agent")).toMatchObject([{ id: second.id, scope }]);
  });

  it("is ended by the representative or lays it down, at once; nobody else ends it", async () => {
    const { boss, id } = await bound();
    const representative = (await openRows(id))[0]!.id;
    const fellow = (await joined(boss, id)).agent;
    for (const ends of ["representative", "representative who acts for it", "agent"] as const) {
      const { agent, id: agency } = await joined(boss, id);
      for (const other of [await citizen(), fellow, (await bound()).boss]) await expect(on(other).revoke({ id: agency })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.notFound"));
      const who = ends === "agent" ? agent : ends === "representative" ? boss : await acting(boss, representative);
      await on(who).revoke({ id: agency });
      expect(await findDelegation(connection.db, agent.id, agency, factoryNow)).toBeUndefined();
      const [entry] = await connection.db.select().from(auditLog).where(and(eq(auditLog.subjectId, agency), eq(auditLog.action, ends === "agent" ? "delegations.layDown" : "delegations.revoke")));
      expect(entry).toMatchObject({ actorId: who.id, onBehalfOf: ends === "agent" ? null : id });
    }
    await expect(on(boss).revoke({ id: representative })).rejects.toMatchObject(refused("NOT_FOUND", "delegations.notFound"));
  });

  it("begins on the first day and not before", async () => {
    const { boss, id } = await bound();
    const { agent, id: agency } = await joined(boss, id, { validFrom: "2026-03-05" });
    expect(await on(boss).agents({ organisationId: id })).toMatchObject([{ standing: "upcoming" }]);
    expect(await findDelegation(connection.db, agent.id, agency, new Date("2026-03-04T15:59:00Z"))).toBeUndefined();
    expect(await findDelegation(connection.db, agent.id, agency, new Date("2026-03-04T16:00:00Z"))).toBeDefined();
  });

  it("is listed to the representative only; the invitation is logged as done for the organisation", async () => {
    const { boss, id } = await bound();
    const { agent, id: agency } = await joined(boss, id);
    await expect(on(agent).agents({ organisationId: id })).rejects.toMatchObject(refused("FORBIDDEN", "delegations.representativeOnly"));
    await expect(on(await citizen()).agents({ organisationId: id })).rejects.toMatchObject(refused("NOT_FOUND", "organisations.notFound"));
    await expect(on(await citizen()).refreshOrganisation({ id })).rejects.toMatchObject(refused("NOT_FOUND", "organisations.notFound"));
    await expect(on(agent).refreshOrganisation({ id })).rejects.toMatchObject(refused("FORBIDDEN", "delegations.representativeOnly"));
    const [entry] = await connection.db.select().from(auditLog).where(and(eq(auditLog.subjectId, agency), eq(auditLog.action, "delegations.inviteAgent")));
    expect(entry).toMatchObject({ actorId: boss.id, onBehalfOf: id });
  });
});
