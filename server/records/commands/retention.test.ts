import { readFileSync } from "node:fs";
import { eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { open, seal } from "@/db/personal-data";
import {
  accounts, applications, auditLog, counterReceptions, dataAccesses, dataRequests, deskDrafts, enrolments, expertRequests, externalSignIns, files, idempotencyKeys, identityChecks, itemRuns, keptForms, keptMaterials, messages, oidcModels, oneTimeCodes, outbox,
  passkeyChallenges, pendingSignIns, qrSignIns, rateLimits, ratings, sessions, totpEnrolments, usedTotpSteps,
} from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, createStaff, factoryNow, type Item, type Place } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { retention, retentionMarkdown } from "@/domain/records/rules/retention";
import { dataClasses } from "@/domain/records/schema";
import { createCaller } from "@/server/api/root";
import type { Ctx } from "@/server/core/context";
import { expireAll } from "./retention";

// Instants are days from the one of the factories.
const DAY = 86_400_000;
const after = (days: number) => new Date(factoryNow.getTime() + days * DAY);
const later = (days: number): Ctx => ({ actor: { kind: "system" }, now: after(days), requestId: "retention", address: "system", db: test.db });

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let item: Item;
let person: User & { phone: string };

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  item = await createItem(test.db, place);
  person = await createCitizen(test.db);
});
afterAll(() => test.close());

const given = async (overrides: Partial<Parameters<typeof createApplication>[1]> = {}) => createApplication(test.db, { place, item: await createItem(test.db, place), applicant: person, ...overrides });

async function upload(applicationId: string, deletedAt?: Date): Promise<{ id: string; key: string }> {
  const id = crypto.randomUUID();
  const key = `uploads/2026-03-02/${id}.pdf`;
  await test.db.insert(files).values({ id, ownerAccountId: person.id, applicationId, fieldId: "m1", name: seal("扫描件.pdf", { table: "files", column: "name", row: id }), mime: "application/pdf", size: 1, sha256: "0", storageKey: key, createdAt: factoryNow, deletedAt: deletedAt ?? null });
  return { id, key };
}

describe("the table", () => {
  it("has one row for each class, and docs/retention.md says the same", () => {
    expect(retention.map(({ dataClass }) => dataClass).toSorted()).toEqual(dataClasses.toSorted());
    expect(readFileSync("docs/retention.md", "utf8")).toContain(retentionMarkdown());
  });
});

describe("what rests too long", () => {
  it("how an expert was reached is forgotten a year after the case was closed, and an import three years after its end", async () => {
    const clerk = await createStaff(test.db, "clerk", place);
    const application = await createApplication(test.db, { place, item, applicant: await createCitizen(test.db), status: "closed", closedAt: factoryNow });
    const id = crypto.randomUUID();
    const sealed = (column: "expert" | "question", text: string) => seal(text, { table: "expert_requests", column, row: id });
    await test.db.insert(expertRequests).values({
      id, applicationId: application.id, stepKey: "review", askedBy: clerk.id, askedByName: clerk.name, departmentId: place.departmentId, expert: sealed("expert", JSON.stringify({ name: "陈其南", organisation: "建筑设计院", channel: "phone", to: "13800000000" })),
      question: sealed("question", "能否？"), scope: { fields: [], files: [], downloads: false }, tokenDigest: crypto.randomUUID(), dueOn: "2026-03-10", expiresAt: factoryNow, createdAt: factoryNow,
    });
    await test.db.insert(itemRuns).values({ kind: "import", status: "done", createdBy: clerk.id, title: "事项.xlsx", createdAt: factoryNow, updatedAt: factoryNow, endedAt: factoryNow });
    const kept = async () => JSON.parse(open((await test.db.select().from(expertRequests))[0]!.expert, { table: "expert_requests", column: "expert", row: id })) as unknown;
    await expireAll(later(364));
    expect(await kept()).toMatchObject({ to: "13800000000" });
    await expireAll(later(366));
    expect(await kept()).toEqual({ name: "陈其南", organisation: "建筑设计院", channel: "phone", to: "" });
    expect(await test.db.$count(itemRuns)).toBe(1);
    await expireAll(later(1096));
    expect(await test.db.$count(itemRuns)).toBe(0);
  });

  it("sessions, sign-in attempts, counters, given answers and relayed messages go when their days are over, not before", async () => {
    const { id: accountId } = await createCitizen(test.db);
    const session = { accountId, factors: ["password" as const], createdAt: factoryNow, lastSeenAt: factoryNow, authenticatedAt: factoryNow };
    await test.db.insert(sessions).values([{ ...session, idHash: "expired", expiresAt: factoryNow }, { ...session, idHash: "revoked", expiresAt: after(400), revokedAt: factoryNow }, { ...session, idHash: "living", expiresAt: after(400) }]);
    await test.db.insert(pendingSignIns).values({ idHash: "x", accountId, expiresAt: factoryNow });
    await test.db.insert(rateLimits).values({ key: "k", windowEndsAt: factoryNow, attempts: 1 });
    await test.db.insert(usedTotpSteps).values({ accountId, step: Math.floor(factoryNow.getTime() / 30_000) });
    await test.db.insert(idempotencyKeys).values({ accountId, key: crypto.randomUUID(), bodyHash: "x", createdAt: factoryNow });
    await test.db.insert(outbox).values([{ topic: "t", payload: {}, createdAt: factoryNow, relayedAt: factoryNow }, { topic: "t", payload: {}, createdAt: factoryNow }]);
    const left = async () => [
      (await test.db.select().from(sessions).where(eq(sessions.accountId, accountId))).map(({ idHash }) => idHash).toSorted(), await test.db.$count(pendingSignIns), await test.db.$count(rateLimits),
      await test.db.$count(usedTotpSteps), await test.db.$count(idempotencyKeys), await test.db.$count(outbox),
    ];
    await expireAll(later(0.9));
    expect(await left()).toEqual([["expired", "living", "revoked"], 1, 1, 1, 1, 2]);
    await expireAll(later(1.1));
    expect(await left()).toEqual([["expired", "living", "revoked"], 0, 0, 0, 1, 2]);
    await expireAll(later(7.1));
    expect(await left()).toEqual([["expired", "living", "revoked"], 0, 0, 0, 0, 2]);
    await expireAll(later(30.1));
    expect(await left()).toEqual([["expired", "living", "revoked"], 0, 0, 0, 0, 1]);
    await expireAll(later(180.1));
    expect((await left())[0]).toEqual(["living"]);
    expect(await test.db.select().from(auditLog).where(eq(auditLog.action, "records.expire"))).toContainEqual(expect.objectContaining({ actorKind: "system", subjectId: "sessions", after: { rows: 2 } }));
  });

  it("whatever a sign-in leaves behind half done goes a day after its end, and what lives stays", async () => {
    const { id: accountId } = await createCitizen(test.db);
    const [ended, living] = [{ expiresAt: factoryNow }, { expiresAt: after(3) }];
    const both = <T>(row: (times: { expiresAt: Date }) => T) => [row(ended), row(living)];
    const begun = { createdAt: factoryNow };
    const mark = () => crypto.randomUUID();
    await test.db.insert(pendingSignIns).values(both((times) => ({ idHash: mark(), accountId, ...times })));
    await test.db.insert(oneTimeCodes).values(both((times) => ({ idHash: mark(), purpose: "signIn" as const, phone: "sealed", codeDigest: mark(), channel: "text" as const, ...begun, ...times })));
    await test.db.insert(passkeyChallenges).values(both((times) => ({ idHash: mark(), challenge: mark(), purpose: "authenticate" as const, ...times })));
    await test.db.insert(qrSignIns).values(both((times) => ({ idHash: mark(), approvalHash: mark(), pairing: "12", addressMasked: "10.0.0.*", ...begun, ...times })));
    await test.db.insert(externalSignIns).values(both((times) => ({ cookieDigest: mark(), provider: "p", payload: "sealed", ...times })));
    await test.db.insert(identityChecks).values(both((times) => ({ accountId, kind: "networkIdentity" as const, reference: mark(), url: "/", startedAt: factoryNow, ...times })));
    await test.db.insert(oidcModels).values(both((times) => ({ kind: "AccessToken", idDigest: mark(), payload: "sealed", ...times })));
    await test.db.insert(keptForms).values(both((times) => ({ accountId, path: "/me", fields: "sealed", ...begun, ...times })));
    await test.db.insert(enrolments).values(both((times) => ({ accountId, tokenDigest: mark(), usedAt: factoryNow, ...begun, ...times })));
    await test.db.insert(totpEnrolments).values([{ accountId, secret: "sealed", createdAt: factoryNow }, { accountId: (await createCitizen(test.db)).id, secret: "sealed", createdAt: after(3) }]);
    const tables = { pendingSignIns, oneTimeCodes, passkeyChallenges, qrSignIns, externalSignIns, identityChecks, oidcModels, keptForms, enrolments, totpEnrolments };
    const left = async () => Object.fromEntries(await Promise.all(Object.entries(tables).map(async ([name, table]) => [name, await test.db.$count(table)] as const)));
    const all = (count: number) => Object.fromEntries(Object.keys(tables).map((name) => [name, count]));
    await expireAll(later(0.9));
    expect(await left()).toEqual(all(2));
    await expireAll(later(1.1));
    expect(await left()).toEqual(all(1));
    await expireAll(later(4.1));
    expect(await left()).toEqual(all(0));
  });

  it("a draft goes with its files, fourteen days after its owner was told; saving it once keeps it", async () => {
    const [forgotten, kept] = [await given({ status: "draft" }), await given({ status: "draft" })];
    const file = await upload(forgotten.id);
    const left = async () => (await test.db.select({ id: applications.id }).from(applications).where(inArray(applications.id, [forgotten.id, kept.id]))).map(({ id }) => id);
    const warnings = () => test.db.select().from(messages).where(eq(messages.template, "draftEnding"));
    await expireAll(later(165));
    expect(await warnings()).toEqual([]);
    await expireAll(later(170));
    await expireAll(later(171));
    expect(await warnings()).toHaveLength(2);
    expect(await warnings()).toContainEqual(expect.objectContaining({ accountId: person.id, applicationId: forgotten.id, params: { number: expect.any(String), dueOn: "2026-09-02" } }));
    await test.db.update(applications).set({ savedAt: after(175) }).where(eq(applications.id, kept.id));
    await expireAll(later(183));
    expect(await left()).toHaveLength(2);
    await expireAll(later(184.1));
    expect(await left()).toEqual([kept.id]);
    expect(await test.db.select().from(files).where(eq(files.id, file.id))).toEqual([]);
    expect(await test.db.select().from(outbox).where(eq(outbox.topic, "applications.filesRemoved"))).toContainEqual(expect.objectContaining({ payload: { keys: [file.key] } }));
    expect(await warnings()).toContainEqual(expect.objectContaining({ applicationId: null }));
  });

  it("uploads of cases that came to nothing go after two years; cases, decided cases' uploads and the logs stay", async () => {
    const cases = await Promise.all((["refused", "withdrawn", "closed", "inReview"] as const).map((status) => given({ status, closedAt: status === "inReview" ? null : factoryNow })));
    const uploads = await Promise.all(cases.map(({ id }) => upload(id)));
    const removed = await upload(cases[3]?.id ?? "", factoryNow);
    await test.db.insert(dataAccesses).values({ at: factoryNow, onDay: "2026-03-02", actorId: crypto.randomUUID(), actorRole: "clerk", departmentId: place.departmentId, subjectId: person.id, kind: "open", fields: [], requestId: "r" });
    const ratingId = crypto.randomUUID();
    await test.db.insert(ratings).values({ id: ratingId, applicationId: cases[2]?.id ?? "", departmentId: place.departmentId, divisionCode: place.divisionCode, level: "satisfied", reasons: [], comment: "x", anonymous: false, channel: "web", weekOf: "2026-03-02", createdAt: factoryNow });
    const clerk = await createStaff(test.db, "clerk", place);
    await test.db.insert(counterReceptions).values({ clerkId: clerk.id, departmentId: place.departmentId, divisionCode: place.divisionCode, accountId: person.id, document: "idCard", method: "reader", at: factoryNow, expiresAt: factoryNow });
    const logged = await test.db.$count(auditLog);
    await expireAll(later(729));
    const living = async () => (await test.db.select().from(files).where(inArray(files.id, uploads.map(({ id }) => id)))).filter(({ deletedAt }) => !deletedAt).map(({ id }) => id).toSorted();
    expect(await living()).toHaveLength(4);
    expect(await test.db.select().from(files).where(eq(files.id, removed.id))).toEqual([]);
    await expireAll(later(731));
    expect(await living()).toEqual([uploads[2]?.id, uploads[3]?.id].toSorted());
    expect(await test.db.$count(counterReceptions)).toBe(1);
    await expireAll(later(3 * 365 + 1));
    expect(await test.db.$count(counterReceptions)).toBe(0);
    expect(await test.db.select().from(applications).where(inArray(applications.id, cases.map(({ id }) => id)))).toHaveLength(4);
    expect(await test.db.select().from(ratings).where(eq(ratings.id, ratingId))).toMatchObject([{ level: "satisfied", comment: null }]);
    expect(await test.db.$count(dataAccesses)).toBe(1);
    expect(await test.db.$count(auditLog)).toBeGreaterThan(logged);
  });

  it("what a correction replaced goes a year after its case closed, not before and not while it runs; what the desk typed and never sent half a year after", async () => {
    const [ended, running] = [await given({ status: "closed", closedAt: factoryNow }), await given({ status: "inReview" })];
    const uploads = await Promise.all([ended, running].map(({ id }) => upload(id, factoryNow)));
    const ids = uploads.map(({ id }) => id);
    await test.db.update(files).set({ kept: true }).where(inArray(files.id, ids));
    const clerk = await createStaff(test.db, "clerk", place);
    await test.db.insert(deskDrafts).values({ applicationId: running.id, accountId: clerk.id, kind: "note", fields: "sealed", savedAt: factoryNow });
    const left = async () => (await test.db.select().from(files).where(inArray(files.id, ids))).map(({ id }) => id).toSorted();
    await expireAll(later(179));
    expect(await test.db.$count(deskDrafts)).toBe(1);
    await expireAll(later(364));
    expect([await left(), await test.db.$count(deskDrafts)]).toEqual([ids.toSorted(), 0]);
    await expireAll(later(366));
    expect(await test.db.select().from(outbox).where(eq(outbox.topic, "applications.filesRemoved"))).toContainEqual(expect.objectContaining({ payload: { keys: [uploads[0]?.key] } }));
    await expireAll(later(367));
    expect(await left()).toEqual([uploads[1]?.id]);
  });

  it("what somebody kept for the next time goes two years after it was used last, not before; its bytes are let go", async () => {
    const application = await given({ status: "closed", closedAt: factoryNow });
    const keep = async (usedAt: Date) => {
      const id = crypto.randomUUID();
      await test.db.insert(keptMaterials).values({
        id, accountId: person.id, kind: id, name: seal("户口簿.pdf", { table: "kept_materials", column: "name", row: id }), mime: "application/pdf", size: 1, sha256: id, storageKey: `uploads/kept/${id}.pdf`, trustLevel: "C",
        uploadedAt: factoryNow, applicationId: application.id, keptAt: factoryNow, keptBy: person.id, usedAt,
      });
      return id;
    };
    const [unused, used] = [await keep(factoryNow), await keep(after(10))];
    const left = async () => (await test.db.select({ id: keptMaterials.id }).from(keptMaterials).where(inArray(keptMaterials.id, [unused, used]))).map(({ id }) => id);
    await expireAll(later(730));
    expect((await left()).toSorted()).toEqual([unused, used].toSorted());
    await expireAll(later(731));
    expect(await left()).toEqual([used]);
    const ordered = await test.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.topic, "applications.filesRemoved"));
    expect(ordered.map(({ payload }) => payload)).toContainEqual({ keys: [`uploads/kept/${unused}.pdf`] });
  });

  it("the profile of a closed account goes after thirty days; whoever filed a case stays named", async () => {
    const supervisor = await createStaff(test.db, "supervisor", place);
    const as = (actor: User) => createCaller({ actor, now: factoryNow, requestId: "r", address: "10.0.0.1", db: test.db }).records;
    const [plain, filed] = [await createCitizen(test.db), await createCitizen(test.db)];
    await createApplication(test.db, { place, item, applicant: filed, status: "closed" });
    for (const actor of [plain, filed]) {
      const { number } = await as(actor).request({ kind: "erasure", subject: "account", why: "不再使用" });
      const { id } = await as(supervisor).getRequest({ number });
      await as(supervisor).answer({ id, decision: "granted", reason: "已注销" });
    }
    const rows = async () => Promise.all([plain, filed].map(async ({ id }) => (await test.db.select().from(accounts).where(eq(accounts.id, id)))[0]));
    expect(await rows()).toMatchObject([{ phone: null, phoneIndex: null, disabledAt: factoryNow, name: plain.name }, { phone: null, name: filed.name }]);
    await expireAll(later(29));
    expect(await rows()).toMatchObject([{ name: plain.name, citizenId: expect.any(String) }, { citizenId: expect.any(String) }]);
    await expireAll(later(31));
    expect(await rows()).toMatchObject([{ name: "", citizenId: null, citizenIdIndex: null }, { name: filed.name, citizenId: expect.any(String) }]);
    await expireAll(later(3 * 365 + 1));
    expect(await test.db.$count(dataRequests)).toBe(0);
  });

  it("more than one batch goes in one night", async () => {
    const rows = Array.from({ length: 1203 }, (_, order) => ({ key: `many:${order}`, windowEndsAt: factoryNow, attempts: 1 }));
    await test.db.insert(rateLimits).values(rows);
    expect(await expireAll(later(2))).toBeGreaterThanOrEqual(1203);
    expect(await test.db.$count(rateLimits)).toBe(0);
    expect(await expireAll(later(2))).toBe(0);
  });
});
