import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { accounts, auditLog, enrolments, outbox, passkeys, sessions, staffChanges, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCitizen, createPlace, createStaff, factoryNow, type Place } from "@/db/testing/factories";
import { env } from "@/env";
import { staffRoles, type Actor, type StaffRole, type User } from "@/domain/core/actor";
import { makeCitizenId } from "@/domain/core/codes";
import { presetOf } from "@/domain/identity/rules/preferences";
import { createCaller } from "@/server/api/root";
import { openSession, readActor } from "@/server/auth/session";
import { cookieName, digestOf } from "@/server/auth/tokens";
import { mailServer } from "@/server/integrations/mail/gateway";
import { smsGateway } from "@/server/integrations/sms/gateway";
import { jobs } from "../jobs";

vi.mock("@/env", async (original) => {
  const { env: real, ...rest } = await original<{ env: typeof env }>();
  return { ...rest, env: vi.fn(real) };
});
vi.mock("@/server/integrations/mail/gateway", async (original) => ({ mailServer: vi.fn((await original<{ mailServer: typeof mailServer }>()).mailServer) }));
vi.mock("@/server/integrations/sms/gateway", async (original) => ({ smsGateway: vi.fn((await original<{ smsGateway: typeof smsGateway }>()).smsGateway) }));

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let system: User;
let security: User;
let audit: User;
let clerk: User;

const as = (actor: Actor, now = factoryNow) => createCaller({ actor, now, requestId: "test", address: "10.0.0.1", db: database.db }).identity;
const reason = "岗位调整";
const grant = (account: User, role: StaffRole, more: object = {}) =>
  ({ kind: "grantPost" as const, accountId: account.id, role, departmentId: place.departmentId, divisionCode: place.divisionCode, validFrom: "2026-03-02", reason, ...more });
const confirm = (changeId: string) => ({ changeId, decision: "confirmed" as const });
let born = 100;
const newNumber = () => makeCitizenId({ divisionCode: "440104", birthOn: "1990-05-06", order: (born += 1) });
const newcomer = () => ({ kind: "openAccount" as const, name: "新人", signInName: `new-${crypto.randomUUID().slice(0, 8)}`, citizenId: newNumber(), reason });
const postsOf = (account: { id: string }) => database.db.select().from(staffPosts).where(eq(staffPosts.accountId, account.id));

async function cookieOf(account: { id: string }): Promise<string> {
  return `${cookieName("session")}=${await openSession(database.db, factoryNow, { accountId: account.id, factors: ["password", "totp"], userAgent: null })}`;
}
const rolesWith = async (cookie: string) => {
  const actor = await readActor(database.db, factoryNow, cookie);
  return actor.kind === "user" ? actor.posts.map(({ role }) => role) : "signed out";
};

beforeAll(async () => {
  database = await createTestDatabase();
  place = await createPlace(database.db);
  [system, security, audit] = [await createStaff(database.db, "systemAdmin", place), await createStaff(database.db, "securityAdmin", place), await createStaff(database.db, "auditAdmin", place)];
});
beforeEach(async () => {
  clerk = await createStaff(database.db, "clerk", place);
});
afterAll(() => database.close());

describe("a post", () => {
  test("is held once a second person confirmed it, and the next sign-in has it", async () => {
    const cookie = await cookieOf(clerk);
    const { changeId, atOnce } = await as(security).proposePostChange(grant(clerk, "reviewer"));
    expect(atOnce).toBe(false);
    expect(await postsOf(clerk)).toHaveLength(1);
    expect((await as(system).listStaffChanges({})).rows.find(({ id }) => id === changeId)).toMatchObject({ kind: "grantPost", name: clerk.name, role: "reviewer", mayConfirm: true, isMine: false, decision: null });
    expect((await as(security).listStaffChanges({})).rows.find(({ id }) => id === changeId)).toMatchObject({ mayConfirm: false, isMine: true });
    await as(system).decideStaffChange(confirm(changeId));
    expect(await rolesWith(cookie)).toBe("signed out");
    expect(await rolesWith(await cookieOf(clerk))).toEqual(["clerk", "reviewer"]);
    expect((await postsOf(clerk)).find(({ role }) => role === "reviewer")).toMatchObject({ changeId });
    const trail = await database.db.select().from(auditLog).where(eq(auditLog.subjectId, clerk.id));
    expect(trail.map(({ action, actorId }) => [action, actorId])).toEqual([["identity.proposeStaffChange", security.id], ["identity.confirmStaffChange", system.id]]);
  });

  test("refused with a reason is not held, and what was decided is not decided again", async () => {
    const { changeId } = await as(security).proposePostChange(grant(clerk, "approver"));
    await as(system).decideStaffChange({ changeId, decision: "refused", reason: "未到任" });
    expect(await postsOf(clerk)).toHaveLength(1);
    expect(await as(security).getStaffChange({ changeId })).toMatchObject({ decision: "refused", refusalReason: "未到任", deciderName: system.name });
    await expect(as(system).decideStaffChange(confirm(changeId))).rejects.toMatchObject({ code: "CONFLICT", message: "identity.changeDecided" });
  });

  test("is confirmed by one of two at once", async () => {
    const second = await createStaff(database.db, "systemAdmin", place);
    const { changeId } = await as(security).proposePostChange(grant(clerk, "reviewer"));
    const outcomes = await Promise.allSettled([as(system).decideStaffChange(confirm(changeId)), as(second).decideStaffChange(confirm(changeId))]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { message: "identity.changeDecided" } });
    expect(await postsOf(clerk)).toHaveLength(2);
  });

  test("ended acts on the next request, and a second person takes note of it", async () => {
    const cookie = await cookieOf(clerk);
    const [post] = await postsOf(clerk);
    const { changeId, atOnce } = await as(security).proposePostChange({ kind: "endPost", postId: post?.id ?? "", reason });
    expect(atOnce).toBe(true);
    expect(await rolesWith(cookie)).toEqual([]);
    expect((await as(system).listStaffChanges({})).rows.find(({ id }) => id === changeId)).toMatchObject({ role: "clerk", departmentName: place.departmentName, atOnce: true, mayConfirm: true, mayRefuse: false });
    await expect(as(system).decideStaffChange({ changeId, decision: "refused", reason: "不同意" })).rejects.toMatchObject({ code: "CONFLICT", message: "identity.changeTookEffect" });
    await as(system).decideStaffChange(confirm(changeId));
    await expect(as(security).proposePostChange({ kind: "endPost", postId: post?.id ?? "", reason })).rejects.toMatchObject({ code: "CONFLICT", message: "identity.postEnded" });
  });

  test("of an administrator ends only with the second person", async () => {
    const other = await createStaff(database.db, "auditAdmin", place);
    const cookie = await cookieOf(other);
    const [post] = await postsOf(other);
    const { changeId, atOnce } = await as(security).proposePostChange({ kind: "endPost", postId: post?.id ?? "", reason });
    expect(atOnce).toBe(false);
    expect(await rolesWith(cookie)).toEqual(["auditAdmin"]);
    await as(system).decideStaffChange(confirm(changeId));
    expect(await rolesWith(cookie)).toEqual([]);
  });

  test("begins and ends with its days", async () => {
    const { changeId } = await as(security).proposePostChange(grant(clerk, "reviewer", { validFrom: "2026-03-05", validUntil: "2026-03-06" }));
    await as(system).decideStaffChange(confirm(changeId));
    const on = async (day: string) => {
      const now = new Date(`${day}T01:00:00Z`);
      const token = await openSession(database.db, now, { accountId: clerk.id, factors: ["totp"], userAgent: null });
      const actor = await readActor(database.db, now, `${cookieName("session")}=${token}`);
      return actor.kind === "user" ? actor.posts.map(({ role }) => role) : [];
    };
    expect(await on("2026-03-04")).toEqual(["clerk"]);
    expect(await on("2026-03-05")).toEqual(["clerk", "reviewer"]);
    expect(await on("2026-03-06")).toEqual(["clerk", "reviewer"]);
    expect(await on("2026-03-07")).toEqual(["clerk"]);
  });

  test.each([
    ["two of the three", "auditAdmin", "systemAdmin"], ["an administrator with cases", "securityAdmin", "clerk"],
    ["a clerk with an administrator's role", "clerk", "auditAdmin"], ["an editor with an administrator's role", "itemEditor", "systemAdmin"],
  ] as const)("is refused: %s", async (_what, held, asked) => {
    const person = await createStaff(database.db, held, place);
    await expect(as(security).proposePostChange(grant(person, asked))).rejects.toMatchObject({ code: "CONFLICT", message: "identity.dutiesSeparated" });
  });

  test("is refused when what stands against it came up in between", async () => {
    const person = await createStaff(database.db, "clerk", place);
    const [post] = await postsOf(person);
    await as(security).proposePostChange({ kind: "endPost", postId: post?.id ?? "", reason });
    const one = await as(security).proposePostChange(grant(person, "auditAdmin"));
    const other = await as(security).proposePostChange(grant(person, "systemAdmin"));
    const outcomes = await Promise.allSettled([as(system).decideStaffChange(confirm(one.changeId)), as(system).decideStaffChange(confirm(other.changeId))]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { message: "identity.dutiesSeparated" } });
  });

  test.each([
    ["the same post again", () => grant(clerk, "clerk"), "CONFLICT", "identity.postHeld"],
    ["days in the wrong order", () => grant(clerk, "reviewer", { validFrom: "2026-04-02", validUntil: "2026-04-01" }), "UNPROCESSABLE_CONTENT", "identity.postDatesWrong"],
    ["days that are past", () => grant(clerk, "reviewer", { validFrom: "2026-01-01", validUntil: "2026-02-01" }), "UNPROCESSABLE_CONTENT", "identity.postDatesWrong"],
    ["an unknown department", () => grant(clerk, "reviewer", { departmentId: crypto.randomUUID() }), "NOT_FOUND", "departments.notFound"],
    ["an unknown division", () => grant(clerk, "reviewer", { divisionCode: "999999" }), "NOT_FOUND", "departments.divisionNotFound"],
    ["an unknown person", () => grant({ ...clerk, id: crypto.randomUUID() }, "reviewer"), "NOT_FOUND", "identity.staffNotFound"],
    ["one's own", () => grant(security, "securityAdmin", { divisionCode: "000000" }), "FORBIDDEN", "identity.ownChange"],
    ["a role that does not exist", () => grant(clerk, "clerk", { role: "mayor" }), "BAD_REQUEST", undefined],
    ["no reason", () => grant(clerk, "reviewer", { reason: " " }), "BAD_REQUEST", undefined],
  ])("is refused: %s", async (_what, input, code, message) => {
    await expect(as(security).proposePostChange(input())).rejects.toMatchObject({ code, ...(message ? { message } : {}) });
  });

  test("is no citizen's", async () => {
    await expect(as(security).proposePostChange(grant(await createCitizen(database.db), "clerk"))).rejects.toMatchObject({ message: "identity.staffNotFound" });
  });

  test("is proposed once at a time", async () => {
    await as(security).proposePostChange(grant(clerk, "reviewer"));
    await expect(as(security).proposePostChange(grant(clerk, "reviewer"))).rejects.toMatchObject({ code: "CONFLICT", message: "identity.changePending" });
  });
});

describe("an account", () => {
  test("is opened by two, with a link that is told once", async () => {
    const input = newcomer();
    const { changeId } = await as(system).proposeAccountChange(input);
    expect(await database.db.select().from(accounts).where(eq(accounts.signInName, input.signInName))).toEqual([]);
    const { enrolmentToken } = await as(security).decideStaffChange(confirm(changeId));
    expect(enrolmentToken).toMatch(/^[\w-]{43}$/);
    const [account] = await database.db.select().from(accounts).where(eq(accounts.signInName, input.signInName));
    expect(account).toMatchObject({ kind: "staff", name: "新人", passwordHash: null });
    const [link] = await database.db.select().from(enrolments).where(eq(enrolments.accountId, account?.id ?? ""));
    expect(link?.expiresAt.getTime()).toBe(factoryNow.getTime() + 24 * 3_600_000);
    expect(JSON.stringify(link)).not.toContain(enrolmentToken);
    expect(JSON.stringify(await database.db.select().from(auditLog))).not.toContain(enrolmentToken);
    expect(await as(audit).getStaff({ accountId: account?.id ?? "" })).toMatchObject({ enrolled: false, linkExpiresAt: link?.expiresAt.toISOString(), may: [] });
  });

  test("is sent its link where a phone or an address is known, and nobody who confirms it sees it", async () => {
    for (const reach of [{ phone: "13900001234" }, { email: "new.clerk@example.com" }]) {
      const input = { ...newcomer(), ...reach };
      const { changeId } = await as(system).proposeAccountChange(input);
      const [waiting] = await database.db.select().from(staffChanges).where(eq(staffChanges.id, changeId));
      expect(JSON.stringify(waiting)).not.toMatch(new RegExp([input.citizenId, ...Object.values(reach)].join("|")));
      const told = await as(security).decideStaffChange(confirm(changeId));
      expect(told).toEqual({ enrolmentToken: null, sentTo: expect.stringContaining("*") });
      const [account] = await database.db.select().from(accounts).where(eq(accounts.signInName, input.signInName));
      expect((await database.db.select().from(staffChanges).where(eq(staffChanges.id, changeId)))[0]).toMatchObject({ citizenId: null, phone: null, email: null });
      // Their own phone belongs to the citizen they are: nobody signs in to a work account by it.
      expect(account?.phoneIndex).toBeNull();
      const [link] = await database.db.select().from(enrolments).where(eq(enrolments.accountId, account!.id));
      const [order] = await database.db.select().from(outbox).where(and(eq(outbox.topic, "identity.sendEnrolment"), eq(sql`${outbox.payload}->>'enrolmentId'`, link!.id)));
      const sent: string[] = [];
      vi.mocked(smsGateway).mockReturnValue({ send: async ({ phone, template, params }) => void sent.push(`${phone} ${template} ${params["link"]}`) });
      vi.mocked(mailServer).mockReturnValue({ send: async ({ to, text }) => void sent.push(`${to} ${text}`) });
      vi.mocked(env).mockReturnValue({ ...env(), demo: false });
      const deliver = () => jobs.topics!["identity.sendEnrolment"]!({ actor: { kind: "system" }, now: factoryNow, requestId: "r", address: "system", db: database.db }, order!.payload);
      await deliver();
      await deliver();
      for (const mock of [env, smsGateway, mailServer]) vi.mocked(mock).mockReset();
      expect(sent).toHaveLength(1);
      expect(sent[0]).toContain(Object.values(reach)[0]);
      const token = /\/enrol\/([\w-]{43})/.exec(sent[0]!)?.[1] ?? "";
      expect((await database.db.select().from(enrolments).where(eq(enrolments.id, link!.id)))[0]).toMatchObject({ token: null, tokenDigest: digestOf(token) });
    }
  });

  test("is of one person, whom the portal knows by the ID number; a second one is refused", async () => {
    const input = newcomer();
    const { changeId } = await as(system).proposeAccountChange(input);
    await as(security).decideStaffChange(confirm(changeId));
    const [account] = await database.db.select().from(accounts).where(eq(accounts.signInName, input.signInName));
    expect(await as(audit).getStaff({ accountId: account!.id })).toMatchObject({ isKnownPerson: true });
    expect(await as(audit).getStaff({ accountId: clerk.id })).toMatchObject({ isKnownPerson: false });
    await expect(as(system).proposeAccountChange({ ...newcomer(), citizenId: input.citizenId })).rejects.toMatchObject({ code: "CONFLICT", message: "identity.staffPersonKnown" });
    const { citizenId: _none, ...without } = newcomer();
    await expect(as(system).proposeAccountChange(without as ReturnType<typeof newcomer>)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("that was opened without an ID number is given one by two, once, and its holder is kept from themselves", async () => {
    const person = await createCitizen(database.db);
    const propose = (citizenId: string) => as(system).proposeAccountChange({ kind: "recordPerson", accountId: clerk.id, citizenId, reason });
    const { changeId } = await propose(person.citizenId);
    const other = await propose(newNumber());
    expect(await readActor(database.db, factoryNow, await cookieOf(clerk))).not.toHaveProperty("citizenAccountId");
    await as(security).decideStaffChange(confirm(changeId));
    expect(await readActor(database.db, factoryNow, await cookieOf(clerk))).toMatchObject({ citizenAccountId: person.id });
    await expect(as(security).decideStaffChange(confirm(other.changeId))).rejects.toMatchObject({ code: "CONFLICT", message: "identity.staffPersonRecorded" });
    await expect(propose(newNumber())).rejects.toMatchObject({ code: "CONFLICT", message: "identity.staffPersonRecorded" });
    const colleague = await createStaff(database.db, "clerk", place);
    await expect(as(system).proposeAccountChange({ kind: "recordPerson", accountId: colleague.id, citizenId: person.citizenId, reason })).rejects.toMatchObject({ message: "identity.staffPersonKnown" });
  });

  test("has a sign-in name of its own", async () => {
    const input = newcomer();
    const { changeId } = await as(system).proposeAccountChange(input);
    await expect(as(system).proposeAccountChange({ ...input, citizenId: newNumber() })).rejects.toMatchObject({ message: "identity.changePending" });
    await as(security).decideStaffChange(confirm(changeId));
    await expect(as(system).proposeAccountChange({ ...input, citizenId: newNumber() })).rejects.toMatchObject({ message: "identity.signInNameTaken" });
  });

  test.each(["13800138000", "440199199811020145", "ab", "A B", "-x-y"])("is not named %s, which could be taken for something else", async (signInName) => {
    await expect(as(system).proposeAccountChange({ ...newcomer(), signInName })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("closed ends every session with the next request; reopened by two, it may sign in again", async () => {
    const cookie = await cookieOf(clerk);
    const { atOnce, changeId } = await as(system).proposeAccountChange({ kind: "closeAccount", accountId: clerk.id, reason });
    expect(atOnce).toBe(true);
    expect(await rolesWith(cookie)).toBe("signed out");
    await as(security).decideStaffChange(confirm(changeId));
    await expect(as(security).proposePostChange(grant(clerk, "reviewer"))).rejects.toMatchObject({ message: "identity.accountClosed" });
    await expect(as(system).proposeAccountChange({ kind: "closeAccount", accountId: clerk.id, reason })).rejects.toMatchObject({ message: "identity.accountClosed" });
    const reopened = await as(system).proposeAccountChange({ kind: "reopenAccount", accountId: clerk.id, reason });
    expect(await rolesWith(await cookieOf(clerk))).toBe("signed out");
    await as(security).decideStaffChange(confirm(reopened.changeId));
    expect(await rolesWith(await cookieOf(clerk))).toEqual(["clerk"]);
    await expect(as(system).proposeAccountChange({ kind: "reopenAccount", accountId: clerk.id, reason })).rejects.toMatchObject({ message: "identity.accountOpen" });
  });

  test("of an administrator is not closed by one person", async () => {
    const other = await createStaff(database.db, "securityAdmin", place);
    const cookie = await cookieOf(other);
    const { atOnce, changeId } = await as(system).proposeAccountChange({ kind: "closeAccount", accountId: other.id, reason });
    expect(atOnce).toBe(false);
    expect(await rolesWith(cookie)).toEqual(["securityAdmin"]);
    await expect(as(other).decideStaffChange(confirm(changeId))).rejects.toMatchObject({ code: "FORBIDDEN", message: "identity.ownChange" });
    await as(security).decideStaffChange(confirm(changeId));
    expect(await rolesWith(cookie)).toBe("signed out");
  });

  test("whose holder lost what they sign in with begins anew", async () => {
    await database.db.update(accounts).set({ passwordHash: "x", totpSecret: "y" }).where(eq(accounts.id, clerk.id));
    await database.db.insert(passkeys).values({ accountId: clerk.id, credentialId: crypto.randomUUID(), publicKey: "k", signCount: 0, transports: [], synced: false, name: "k", createdAt: factoryNow });
    const cookie = await cookieOf(clerk);
    const { changeId } = await as(system).proposeAccountChange({ kind: "renewAccess", accountId: clerk.id, reason });
    expect(await rolesWith(cookie)).toEqual(["clerk"]);
    const { enrolmentToken } = await as(security).decideStaffChange(confirm(changeId));
    expect(enrolmentToken).not.toBeNull();
    expect(await rolesWith(cookie)).toBe("signed out");
    expect((await database.db.select().from(accounts).where(eq(accounts.id, clerk.id)))[0]).toMatchObject({ passwordHash: null, totpSecret: null });
    expect(await database.db.select().from(passkeys).where(eq(passkeys.accountId, clerk.id))).toEqual([]);
  });

  test("is signed out everywhere at once by either administrator", async () => {
    const cookie = await cookieOf(clerk);
    await as(security).endStaffSessions({ accountId: clerk.id });
    expect(await rolesWith(cookie)).toBe("signed out");
    await expect(as(system).endStaffSessions({ accountId: (await createCitizen(database.db)).id })).rejects.toMatchObject({ message: "identity.staffNotFound" });
  });
});

describe("who may", () => {
  test.each(staffRoles)("%s", async (role) => {
    const person = await createStaff(database.db, role, place);
    const refused = { code: "FORBIDDEN", message: "access.forbidden" };
    const open = await as(security).proposePostChange(grant(clerk, "reviewer"));
    const check = async (allowed: boolean, call: Promise<unknown>) => (allowed ? expect(call).resolves.toBeDefined() : expect(call).rejects.toMatchObject(refused));
    await check(role === "systemAdmin", as(person).decideStaffChange({ changeId: open.changeId, decision: "refused", reason: "不同意" }));
    await check(role === "systemAdmin", as(person).proposeAccountChange(newcomer()));
    await check(role === "securityAdmin", as(person).proposePostChange(grant(clerk, "approver")));
    await check(role === "auditAdmin", as(person).listAudit({}));
    await check(role.endsWith("Admin"), as(person).listStaff({}));
    await check(role.endsWith("Admin"), as(person).getStaff({ accountId: clerk.id }));
  });

  test("whoever proposed does not confirm, though they got the other role since", async () => {
    const { changeId } = await as(security).proposePostChange(grant(clerk, "reviewer"));
    const turned: User = { ...security, posts: [{ role: "systemAdmin", departmentId: place.departmentId, divisionCode: place.divisionCode }] };
    await expect(as(turned).decideStaffChange(confirm(changeId))).rejects.toMatchObject({ code: "FORBIDDEN", message: "identity.ownChange" });
  });

  test("proposing and deciding ask for a fresh proof", async () => {
    const later = new Date(factoryNow.getTime() + 11 * 60_000);
    const stale = { code: "FORBIDDEN", message: "identity.proofNeeded" };
    await expect(as(system, later).proposeAccountChange(newcomer())).rejects.toMatchObject(stale);
    await expect(as(security, later).proposePostChange(grant(clerk, "reviewer"))).rejects.toMatchObject(stale);
    await expect(as(system, later).decideStaffChange(confirm(crypto.randomUUID()))).rejects.toMatchObject(stale);
  });

  test("an unknown change is not found", async () => {
    await expect(as(system).decideStaffChange(confirm(crypto.randomUUID()))).rejects.toMatchObject({ code: "NOT_FOUND", message: "identity.changeNotFound" });
    await expect(as(audit).getStaffChange({ changeId: crypto.randomUUID() })).rejects.toMatchObject({ message: "identity.changeNotFound" });
  });
});

describe("the database itself refuses", () => {
  const proposed = (more: Partial<typeof staffChanges.$inferInsert> = {}) =>
    ({ kind: "closeAccount" as const, accountId: clerk.id, reason, proposedBy: system.id, proposedAt: factoryNow, atOnce: false, ...more });
  const insert = (more: Partial<typeof staffChanges.$inferInsert>) => database.db.insert(staffChanges).values(proposed(more));
  const constraint = (name: string) => ({ cause: expect.objectContaining({ constraint: name }) as unknown });
  const decidedBy = (decider: User, decision: "confirmed" | "refused" = "confirmed") => ({ decision, decidedBy: decider.id, decidedAt: factoryNow });

  test.each([
    ["a change confirmed by its proposer", () => decidedBy(system), "staff_changes_four_eyes"],
    ["a change proposed by whom it concerns", () => ({ proposedBy: clerk.id }), "staff_changes_not_ones_own"],
    ["a change confirmed by whom it concerns", () => decidedBy(clerk), "staff_changes_not_ones_own"],
    ["half a decision", () => ({ decision: "confirmed" as const }), "staff_changes_decided_whole"],
    ["a refusal without a reason", () => decidedBy(security, "refused"), "staff_changes_refused_why"],
    ["a refusal of what is done", () => ({ ...decidedBy(security, "refused"), refusalReason: "不", atOnce: true }), "staff_changes_done_is_done"],
    ["a grant without a role", () => ({ kind: "grantPost" as const }), "staff_changes_grant_whole"],
    ["an end of no post", () => ({ kind: "endPost" as const }), "staff_changes_end_whole"],
    ["a change of nobody", () => ({ accountId: null }), "staff_changes_of_somebody"],
  ])("%s", async (_what, more, name) => {
    await expect(insert(more())).rejects.toMatchObject(constraint(name));
  });

  test("changing or deleting what was decided", async () => {
    const [row] = await database.db.insert(staffChanges).values(proposed(decidedBy(security))).returning();
    const which = eq(staffChanges.id, row?.id ?? "");
    await expect(database.db.update(staffChanges).set({ reason: "别的" }).where(which)).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(database.db.delete(staffChanges).where(which)).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test("turning an open change into another", async () => {
    const [row] = await database.db.insert(staffChanges).values(proposed()).returning();
    await expect(database.db.update(staffChanges).set({ accountId: audit.id }).where(eq(staffChanges.id, row?.id ?? ""))).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  const post = (role: StaffRole, more: Partial<typeof staffPosts.$inferInsert> = {}) =>
    ({ accountId: clerk.id, role, departmentId: place.departmentId, divisionCode: place.divisionCode, validFrom: "2026-01-01", ...more });

  test.each([
    ["an administrator's role beside cases", () => [post("auditAdmin")], "staff_posts_separated"],
    ["two administrators' roles", () => [post("auditAdmin", { accountId: system.id })], "staff_posts_separated"],
    ["the same post twice", () => [post("clerk")], "staff_posts_once"],
    ["a last day before the first", () => [post("reviewer", { validUntil: "2025-12-31" })], "staff_posts_days_in_order"],
  ])("%s", async (_what, rows, name) => {
    await expect(database.db.insert(staffPosts).values(rows())).rejects.toMatchObject(constraint(name));
  });

  test("but not one after the other, nor what was ended", async () => {
    const person = await createStaff(database.db, "clerk", place);
    await database.db.update(staffPosts).set({ validUntil: "2026-02-28" }).where(eq(staffPosts.accountId, person.id));
    await database.db.insert(staffPosts).values(post("auditAdmin", { accountId: person.id, validFrom: "2026-03-01" }));
    await database.db.update(staffPosts).set({ endedAt: factoryNow }).where(and(eq(staffPosts.accountId, person.id), eq(staffPosts.role, "auditAdmin")));
    await database.db.insert(staffPosts).values(post("securityAdmin", { accountId: person.id, validFrom: "2026-03-01" }));
    expect(await postsOf(person)).toHaveLength(3);
  });
});

describe("the lists", () => {
  test("staff are found by name, sign-in name, role and department, page by page", async () => {
    const other = await createPlace(database.db, "310104");
    const approver = await createStaff(database.db, "approver", other);
    expect((await as(audit).listStaff({ departmentId: other.departmentId })).rows).toMatchObject([{ id: approver.id, posts: [{ role: "approver", departmentName: other.departmentName }], closed: false }]);
    expect((await as(audit).listStaff({ query: approver.name })).rows.map(({ id }) => id)).toContain(approver.id);
    expect((await as(audit).listStaff({ role: "supervisor", departmentId: other.departmentId })).rows).toEqual([]);
    expect((await as(audit).listStaff({ query: "%" })).rows).toEqual([]);
    await database.db.insert(accounts).values(Array.from({ length: 60 }, (_, i) => ({ kind: "staff" as const, name: "批量", signInName: `bulk-${String(i).padStart(2, "0")}`, assuranceLevel: "L4" as const, createdAt: factoryNow })));
    const first = await as(audit).listStaff({ query: "bulk-" });
    const second = await as(audit).listStaff({ query: "bulk-", cursor: first.nextCursor ?? "" });
    expect([first.rows.length, second.rows.length, second.nextCursor]).toEqual([50, 10, undefined]);
    await expect(as(audit).listStaff({ cursor: "nonsense" })).rejects.toMatchObject({ message: "requests.malformedCursor" });
  });

  test("the audit is read by actor, act, subject and day, and holds no personal data", async () => {
    const { changeId } = await as(security).proposePostChange(grant(clerk, "reviewer"));
    await as(system).decideStaffChange(confirm(changeId));
    const mine = await as(audit).listAudit({ subjectId: clerk.id });
    expect(mine.rows).toMatchObject([{ action: "identity.confirmStaffChange", staff: { name: system.name } }, { action: "identity.proposeStaffChange", staff: { name: security.name } }]);
    expect((await as(audit).listAudit({ subjectId: clerk.id, action: "identity.confirmStaffChange" })).rows).toHaveLength(1);
    expect((await as(audit).listAudit({ subjectId: clerk.id, action: "identity" })).rows).toHaveLength(2);
    expect((await as(audit).listAudit({ subjectId: clerk.id, action: "items" })).rows).toEqual([]);
    expect((await as(audit).listAudit({ subjectId: clerk.id, actor: security.name })).rows).toHaveLength(1);
    expect((await as(audit).listAudit({ subjectId: clerk.id, actor: system.id })).rows).toHaveLength(1);
    expect((await as(audit).listAudit({ subjectId: clerk.id, actor: "nobody" })).rows).toEqual([]);
    expect((await as(audit).listAudit({ subjectId: clerk.id, from: "2026-03-02", until: "2026-03-02" })).rows).toHaveLength(2);
    expect((await as(audit).listAudit({ subjectId: clerk.id, from: "2026-03-03" })).rows).toEqual([]);
    expect((await as(audit).listAudit({ subjectId: clerk.id, until: "2026-03-01" })).rows).toEqual([]);
  });

  test("a citizen in the audit is an id without a name", async () => {
    const citizen = await createCitizen(database.db);
    await as(citizen).savePreferences({ mode: "standard", preferences: presetOf("standard") });
    const { rows } = await as(audit).listAudit({ subjectId: citizen.id });
    expect(rows).toMatchObject([{ actorId: citizen.id, staff: null }]);
    expect(JSON.stringify(rows)).not.toContain(citizen.name);
  });

  test("a person's page shows sessions and what may be proposed about them by whom", async () => {
    await cookieOf(clerk);
    expect(await as(system).getStaff({ accountId: clerk.id })).toMatchObject({ sessions: [{ factors: ["password", "totp"] }], may: ["openAccount", "closeAccount", "reopenAccount", "renewAccess", "recordPerson"] });
    expect(await as(security).getStaff({ accountId: clerk.id })).toMatchObject({ posts: [{ role: "clerk", state: "held" }], may: ["grantPost", "endPost"] });
    expect((await as(system).getStaff({ accountId: system.id })).may).toEqual([]);
    await expect(as(audit).getStaff({ accountId: (await createCitizen(database.db)).id })).rejects.toMatchObject({ message: "identity.staffNotFound" });
    expect(await database.db.select().from(sessions).where(eq(sessions.accountId, clerk.id))).toHaveLength(1);
  });
});
