import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seal } from "@/db/personal-data";
import { accounts, applications, auditLog, dataAccesses, dataRequests, delegations, files, messages, sessions } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { agency, createAgent, createApplication, createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import type { FileRequest } from "@/domain/records/schema";
import { createCaller } from "@/server/api/root";
import { listDelegationsTo } from "@/server/auth/session";
import { readPdf } from "@/server/core/documents/testing-pdf";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let item: Item;
let clerk: User;
let supervisor: User;
const as = (actor: Actor, now = factoryNow) => createCaller({ actor, now, requestId: "test", address: "10.0.0.1", db: test.db });
const refused = (code: string, message: string) => ({ code, message });

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  const fields = [{ id: "shopName", type: "text" as const, label: { zh: "店名" } }, { id: "ownerId", type: "citizenId" as const, label: { zh: "身份证号" } }];
  item = await createItem(test.db, place, revisionContent({ form: { version: 1, sections: [{ id: "applicant", title: { zh: "申请人" }, fields }] } }));
  [clerk, supervisor] = await Promise.all([createStaff(test.db, "clerk", place), createStaff(test.db, "supervisor", place)]);
});
afterAll(() => test.close());

const fileFor = async (actor: User, request: FileRequest) => {
  const { number } = await as(actor).records.request(request);
  return { number, id: (await as(supervisor).records.getRequest({ number })).id };
};
const accountOf = async ({ id }: User) => (await test.db.select().from(accounts).where(eq(accounts.id, id)))[0];

describe("what is held about me", () => {
  it("shows the profile with its numbers masked, and how much there is", async () => {
    const person = await createCitizen(test.db);
    await createApplication(test.db, { place, item, applicant: person, status: "closed" });
    await createApplication(test.db, { place, item, applicant: person, status: "draft" });
    const { profile, counts } = await as(person).records.overview();
    expect(profile).toMatchObject({ name: person.name, phone: `138****${person.phone.slice(-4)}` });
    expect(JSON.stringify(profile)).not.toContain(person.citizenId);
    expect(counts).toMatchObject({ applications: 1, drafts: 1, certificates: 0 });
  });

  it("tells who used it, when and why, page by page, and never which clerk", async () => {
    const person = await createCitizen(test.db);
    const made = await createApplication(test.db, { place, item, applicant: person, answers: { shopName: "老张面馆", ownerId: person.citizenId } });
    await as(clerk).applications.getForDesk({ number: made.number });
    await as(clerk).applications.reveal({ id: made.id, fieldId: "ownerId", reason: "核对身份证原件" });
    const first = await as(person).records.accesses({ limit: 1 });
    expect(first.rows).toMatchObject([{ kind: "reveal", role: "clerk", departmentName: place.departmentName, fields: ["身份证号"], reason: "核对身份证原件", itemName: "测试许可" }]);
    const second = await as(person).records.accesses({ limit: 1, ...(first.nextCursor ? { cursor: first.nextCursor } : {}) });
    expect(second).toMatchObject({ rows: [{ kind: "open" }], nextCursor: undefined });
    expect(JSON.stringify([first, second])).not.toContain(clerk.id);
    expect(JSON.stringify([first, second])).not.toContain(clerk.name);
    expect((await as(await createCitizen(test.db)).records.accesses({})).rows).toEqual([]);
  });

  it("shows nothing to whoever acts for somebody else", async () => {
    const agent = await createAgent(test.db, await createCitizen(test.db));
    const calls = as(agent).records;
    for (const call of [calls.overview(), calls.accesses({}), calls.listOwnRequests({}), calls.export({ form: "json" }), calls.request({ kind: "erasure", subject: "drafts", why: "不要了" })]) {
      await expect(call).rejects.toMatchObject(refused("FORBIDDEN", "records.ownSpaceOnly"));
    }
  });
});

describe("the copy of everything", () => {
  it("as JSON holds profile, cases with answers and files, the log, requests; and nothing of anybody else", async () => {
    const [person, other] = [await createCitizen(test.db), await createCitizen(test.db)];
    const made = await createApplication(test.db, { place, item, applicant: person, answers: { shopName: "老张面馆", ownerId: person.citizenId } });
    await createApplication(test.db, { place, item, applicant: other, answers: { ownerId: other.citizenId } });
    const fileId = crypto.randomUUID();
    await test.db.insert(files).values({ id: fileId, ownerAccountId: person.id, applicationId: made.id, fieldId: "m1", name: seal("户口本.pdf", { table: "files", column: "name", row: fileId }), mime: "application/pdf", size: 1, sha256: "0", storageKey: fileId, createdAt: factoryNow });
    await as(clerk).applications.getForDesk({ number: made.number });
    await as(person).records.request({ kind: "correction", subject: "address", value: "测试路1号", why: "搬家了" });
    const { mime, base64 } = await as(person).records.export({ form: "json" });
    const text = Buffer.from(base64, "base64").toString();
    expect(mime).toBe("application/json");
    expect(JSON.parse(text)).toMatchObject({
      format: "tongban.personal-data/1", profile: { name: person.name, citizenId: person.citizenId, phone: person.phone },
      applications: [{ answers: [{ field: "shopName", label: "店名", value: "老张面馆" }, { label: "身份证号", value: person.citizenId }], files: [{ name: "户口本.pdf" }] }],
      accesses: [{ kind: "open" }], requests: [{ wish: { value: "测试路1号", why: "搬家了" } }],
    });
    for (const foreign of [other.citizenId, other.phone, other.name, clerk.name, clerk.id]) expect(text).not.toContain(foreign);
  });

  it("as PDF reads in Chinese, whatever people typed", async () => {
    const person = await createCitizen(test.db, { name: "欧阳😀𠮷" });
    await createApplication(test.db, { place, item, applicant: person, answers: { shopName: "很长的店名".repeat(60), ownerId: person.citizenId } });
    const { base64, mime } = await as(person).records.export({ form: "pdf" });
    expect(mime).toBe("application/pdf");
    const text = (await readPdf(Buffer.from(base64, "base64"))).pages.join("");
    for (const part of ["个人信息副本", "基本信息", "欧阳[U+1F600]𠮷", person.citizenId, "谁用过我的信息"]) expect(text).toContain(part);
  });

  it("asks for a fresh proof, and is not made more often than five times an hour", async () => {
    const person = await createCitizen(test.db);
    await expect(as(person, new Date(factoryNow.getTime() + 11 * 60_000)).records.export({ form: "json" })).rejects.toMatchObject(refused("FORBIDDEN", "identity.proofNeeded"));
    for (let count = 0; count < 5; count += 1) await as(person).records.export({ form: "json" });
    await expect(as(person).records.export({ form: "json" })).rejects.toMatchObject(refused("TOO_MANY_REQUESTS", "requests.tooMany"));
  });
});

describe("a request to correct", () => {
  it("has a number and fifteen workdays; granted, it changes the account, and the person is told", async () => {
    const person = await createCitizen(test.db);
    const filed = await as(person).records.request({ kind: "correction", subject: "phone", value: "+86 199 1234 5678", why: "换了号码" });
    expect(filed).toEqual({ number: expect.stringMatching(/^SJ20260302\d{6}$/), dueOn: "2026-03-23" });
    await test.db.insert(sessions).values({ idHash: crypto.randomUUID(), accountId: person.id, factors: ["password"], createdAt: factoryNow, lastSeenAt: factoryNow, authenticatedAt: factoryNow, expiresAt: new Date("2026-03-03") });
    const seen = await as(supervisor).records.getRequest({ number: filed.number });
    expect(seen).toMatchObject({ held: `138****${person.phone.slice(-4)}`, wish: { value: "19912345678", why: "换了号码" }, name: person.name });
    await as(supervisor).records.answer({ id: seen.id, decision: "granted", reason: "已核实" });
    const [request] = (await as(person).records.listOwnRequests({})).rows;
    expect(request).toMatchObject({ number: filed.number, state: "granted", answer: "已核实", ground: null });
    expect((await as(person).records.overview()).profile.phone).toBe("199****5678");
    expect((await test.db.select().from(sessions).where(eq(sessions.accountId, person.id)))[0]?.revokedAt).toEqual(factoryNow);
    expect(await test.db.select().from(messages).where(eq(messages.accountId, person.id))).toMatchObject([{ template: "dataRequestAnswered", params: { number: filed.number } }]);
    expect((await test.db.select().from(dataAccesses).where(eq(dataAccesses.subjectId, person.id))).map(({ kind, reason }) => [kind, reason])).toContainEqual(["answer", filed.number]);
    expect(JSON.stringify(await test.db.select().from(auditLog).where(eq(auditLog.subjectId, seen.id)))).not.toContain("19912345678");
  });

  it("does not take a phone that somebody else signs in with, nor one that is none", async () => {
    const [person, other] = [await createCitizen(test.db), await createCitizen(test.db)];
    await expect(as(person).records.request({ kind: "correction", subject: "phone", value: "12345", why: "换了号码" })).rejects.toMatchObject(refused("BAD_REQUEST", "records.valueInvalid"));
    const { id } = await fileFor(person, { kind: "correction", subject: "phone", value: other.phone, why: "换了号码" });
    await expect(as(supervisor).records.answer({ id, decision: "granted", reason: "同意" })).rejects.toMatchObject(refused("CONFLICT", "records.phoneTaken"));
    expect((await test.db.select().from(dataRequests).where(eq(dataRequests.id, id)))[0]?.state).toBe("open");
    await as(supervisor).records.answer({ id, decision: "refused", ground: "notProven", reason: "号码已被他人使用" });
    expect((await as(person).records.overview()).profile.phone).toBe(`138****${person.phone.slice(-4)}`);
  });

  it("waits for the first to be answered, is answered once, and only by a supervisor of the division", async () => {
    const person = await createCitizen(test.db, { divisionCode: place.divisionCode });
    const wish = { kind: "correction", subject: "address", value: "测试路2号", why: "写错了" } as const;
    const { id, number } = await fileFor(person, wish);
    await expect(as(person).records.request(wish)).rejects.toMatchObject(refused("CONFLICT", "records.requestOpen"));
    const elsewhere = await createStaff(test.db, "supervisor", await createPlace(test.db, "440104"));
    await expect(as(elsewhere).records.getRequest({ number })).rejects.toMatchObject(refused("NOT_FOUND", "records.requestNotFound"));
    await expect(as(elsewhere).records.answer({ id, decision: "granted", reason: "同意" })).rejects.toMatchObject(refused("NOT_FOUND", "records.requestNotFound"));
    expect((await as(elsewhere).records.listRequests({})).rows.map((row) => row.number)).not.toContain(number);
    expect((await as(supervisor).records.listRequests({})).rows).toContainEqual(expect.objectContaining({ number, nameMasked: "张****", light: "green" }));
    const answer = { id, decision: "granted", reason: "同意" } as const;
    const both = await Promise.allSettled([as(supervisor).records.answer(answer), as(supervisor).records.answer(answer)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(as(supervisor).records.answer(answer)).rejects.toMatchObject(refused("CONFLICT", "records.answeredAlready"));
    expect((await as(person).records.overview()).profile.address).toBe("测试路2号");
    expect((await as(supervisor).records.listRequests({ state: "answered" })).rows.map((row) => row.number)).toContain(number);
    for (const actor of [clerk, await createCitizen(test.db)]) await expect(as(actor).records.listRequests({})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a request to erase", () => {
  it.each(["address", "preferences", "messages", "drafts"] as const)("granted, takes %s away and leaves the rest", async (subject) => {
    const person = await createCitizen(test.db, { preferences: { mode: "elder" } });
    const { id } = person;
    await test.db.update(accounts).set({ address: seal("测试路3号", { table: "accounts", column: "address", row: id }) }).where(eq(accounts.id, id));
    const draft = await createApplication(test.db, { place, item, applicant: person, status: "draft" });
    const filed = await createApplication(test.db, { place, item, applicant: person });
    await test.db.insert(messages).values({ accountId: id, template: "submitted", params: {}, dedupeKey: id, createdAt: factoryNow });
    const request = await fileFor(person, { kind: "erasure", subject, why: "不再需要" });
    await as(supervisor).records.answer({ id: request.id, decision: "granted", reason: "已删除" });
    const account = await accountOf(person);
    const told = (await test.db.select().from(messages).where(eq(messages.accountId, id))).map(({ template }) => template);
    expect({
      address: account?.address === null, preferences: Object.keys(account?.preferences ?? {}).length === 0, messages: !told.includes("submitted"),
      drafts: (await test.db.select().from(applications).where(eq(applications.id, draft.id))).length === 0,
    }).toEqual({ address: false, preferences: false, messages: false, drafts: false, [subject]: true });
    expect(told).toContain("dataRequestAnswered");
    expect(await test.db.select().from(applications).where(eq(applications.id, filed.id))).toHaveLength(1);
  });

  it("closes an account for those too who acted for it, and for whom it acted", async () => {
    const [person, helper] = [await createCitizen(test.db), await createCitizen(test.db)];
    const family = (principalAccountId: string, delegateAccountId: string) => ({
      ...agency("", delegateAccountId), kind: "family" as const, organisationId: null, principalAccountId, grantedBy: principalAccountId, validUntil: "2026-06-30",
    });
    await test.db.insert(delegations).values([family(person.id, helper.id), family(helper.id, person.id)]);
    const { id } = await fileFor(person, { kind: "erasure", subject: "account", why: "注销" });
    expect(await listDelegationsTo(test.db, helper.id, factoryNow)).toHaveLength(1);
    await as(supervisor).records.answer({ id, decision: "granted", reason: "同意" });
    expect(await listDelegationsTo(test.db, helper.id, factoryNow)).toEqual([]);
    expect(await listDelegationsTo(test.db, person.id, factoryNow)).toEqual([]);
  });

  it("closes an account so that its person can begin anew, by the same number", async () => {
    const person = await createCitizen(test.db);
    const { id } = await fileFor(person, { kind: "erasure", subject: "account", why: "注销" });
    await as(supervisor).records.answer({ id, decision: "granted", reason: "同意" });
    const anew = await createCitizen(test.db, { assuranceLevel: "L0", citizenId: null, citizenIdIndex: null });
    const { visitId } = await as(clerk).identity.findPerson({ number: anew.phone, reason: "核验身份" });
    const seen = { document: "idCard" as const, person: { name: person.name, citizenId: person.citizenId }, reason: "看过本人和证件" };
    await expect(as(clerk).identity.verifyPerson({ visitId: visitId ?? "", level: "L3", ...seen })).resolves.toMatchObject({ level: "L3" });
  });

  it("asks for a fresh proof", async () => {
    const person = await createCitizen(test.db);
    const later = new Date(factoryNow.getTime() + 11 * 60_000);
    await expect(as(person, later).records.request({ kind: "erasure", subject: "account", why: "注销" })).rejects.toMatchObject(refused("FORBIDDEN", "identity.proofNeeded"));
  });

  it("does not close an account whose case is under way; refused with its ground in law, nothing changes", async () => {
    const person = await createCitizen(test.db);
    await createApplication(test.db, { place, item, applicant: person, status: "accepted" });
    const { id } = await fileFor(person, { kind: "erasure", subject: "account", why: "注销" });
    await expect(as(supervisor).records.answer({ id, decision: "granted", reason: "同意" })).rejects.toMatchObject(refused("CONFLICT", "records.casesRunning"));
    await as(supervisor).records.answer({ id, decision: "refused", ground: "keptByLaw", reason: "办件尚未办结，依法保存" });
    expect((await as(person).records.listOwnRequests({})).rows).toMatchObject([{ state: "refused", ground: "keptByLaw", answer: "办件尚未办结，依法保存" }]);
    expect((await accountOf(person))?.disabledAt).toBeNull();
  });
});
