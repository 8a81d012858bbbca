import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { rewrap, seal } from "@/db/personal-data";
import { auditLog, certificateEvents, certificateHolders, certificateProposals, certificateReminders, certificates, dataAccesses, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createApplication, createCertificateType, createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { parseCertificateIdentifier } from "@/domain/core/codes";
import { formOf } from "@/domain/items/rules";
import { createCaller } from "@/server/api/root";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { insertCertificate } from "./commands";
import { endingSoon, expireCertificates, keyOlder, remindOfExpiry } from "./commands/expiry";
import { jobs } from "./jobs";
import { eventPlace, openEndReason, openReason } from "./queries/record";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let officer: User;
let approver: User;
let second: User;

const system: Actor = { kind: "system" };
const ctx = (actor: Actor, now = factoryNow): Ctx => ({ actor, now, requestId: "test", address: "10.0.0.1", db: test.db });
const as = (actor: Actor, now = factoryNow) => createCaller(ctx(actor, now)).certificates;
const rowOf = async (id: string) => (await test.db.select().from(certificates).where(eq(certificates.id, id)))[0]!;
const eventsOf = (id: string) => test.db.select().from(certificateEvents).where(eq(certificateEvents.certificateId, id)).orderBy(certificateEvents.id);
const reason = "持证人身份信息有变化";

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  officer = await createStaff(test.db, "certificateOfficer", place);
  approver = await createStaff(test.db, "approver", place);
  second = await createStaff(test.db, "approver", place);
});
afterAll(() => test.close());

/** A certificate of one's own, of a type of which everybody has one. */
async function issue({ holder, typeId, decidedOn = "2026-03-02", face = "shopName" }: { holder?: Awaited<ReturnType<typeof createCitizen>>; typeId?: string; decidedOn?: string; face?: "shopName" | "case.holderCode" } = {}) {
  const citizen = holder ?? (await createCitizen(test.db));
  const certificateType = typeId ?? (await createCertificateType(test.db, place, { severalPerHolder: false })).id;
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType, validMonths: 12, face: [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: face }] };
  const content = revisionContent({ result });
  const application = await createApplication(test.db, { place, item: await createItem(test.db, place, content), applicant: citizen, status: "approved" });
  const { id } = await commit(ctx(system), async (tx) => {
    const { audit, outbox: outgoing, ...value } = await insertCertificate(tx, ctx(system), {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: citizen.id, organisationId: null, name: citizen.name, code: citizen.citizenId, type: "111" },
      issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc }, divisionCode: place.divisionCode, form: formOf(content), answers: { shopName: "老张面馆" }, decidedOn,
    });
    return { value, audit, outbox: outgoing };
  });
  return { id, citizen, typeId: certificateType };
}

const propose = (id: string, by = officer, version = 0) => as(by).proposeLifeAct({ id, version, act: "revoke", ground: "fraud", basis: "《行政许可法》第六十九条第二款", reason });
const waitingOf = async (id: string) => (await test.db.select().from(certificateProposals).where(eq(certificateProposals.certificateId, id)))[0]!;

it("reminders walk along their index, batch by batch", async () => {
  const plan = await test.db.transaction(async (tx) => {
    // Tables of a test are small: only an index that there is is used in spite of that.
    for (const way of ["seqscan", "bitmapscan", "sort"]) await tx.execute(sql.raw(`set local enable_${way} = off`));
    const { rows } = await tx.execute<{ "QUERY PLAN": string }>(sql`explain ${endingSoon(tx, "2026-12-01", { id: crypto.randomUUID(), validUntil: "2026-12-05", issuedOn: "2026-01-01" })}`);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
  expect(plan).toMatch(/Index (Only )?Scan using certificates_ending/);
  expect(plan).toMatch(/Index Cond: .*ROW\(valid_until, id\)/);
  expect(plan).not.toContain("Sort");
});

describe("the desk", () => {
  it("reads a person's number covered, and in full for a reason that its holder sees", async () => {
    const { id, citizen: holder } = await issue();
    const shown = await as(officer).getIssued({ id });
    expect(JSON.stringify(shown)).not.toContain(holder.citizenId);
    expect(shown.record.holders[0]?.code).toMatch(/^\d{6}\*+\w{4}$/);
    await expect(as(officer).revealNumber({ id, field: "shop", reason: "核对身份证原件" })).rejects.toMatchObject({ message: "certificates.fieldUnknown" });
    const { id: ofPerson, citizen: person } = await issue({ face: "case.holderCode" });
    expect(JSON.stringify(await as(officer).getIssued({ id: ofPerson }))).not.toContain(person.citizenId);
    expect(await as(officer).revealNumber({ id: ofPerson, field: "shop", reason: "核对身份证原件" })).toEqual({ value: person.citizenId });
    expect(await test.db.select().from(dataAccesses).where(and(eq(dataAccesses.subjectId, person.id), eq(dataAccesses.kind, "reveal")))).toMatchObject([{ reason: "核对身份证原件", fields: ["店名"] }]);
    await expect(as(await createStaff(test.db, "certificateOfficer", await createPlace(test.db))).revealNumber({ id: ofPerson, field: "shop", reason: "核对身份证原件" })).rejects.toMatchObject({ message: "certificates.notFound" });
  });
});

describe("taking rights away", () => {
  it("takes two people, once, and leaves its history", async () => {
    const { id } = await issue();
    await propose(id, approver);
    expect(await rowOf(id)).toMatchObject({ status: "valid", lifeVersion: 1 });
    const proposalId = (await waitingOf(id)).id;
    const grant = { id, version: 1, proposalId, outcome: "granted" as const };
    await expect(as(approver).decideLifeAct(grant)).rejects.toMatchObject({ code: "FORBIDDEN", message: "certificates.ownProposal" });
    await expect(as(officer).decideLifeAct(grant)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(officer).reissue({ id, version: 1, reason })).rejects.toMatchObject({ message: "certificates.proposalWaiting" });
    await as(second).decideLifeAct(grant);
    const ended = await rowOf(id);
    expect([ended.status, openEndReason(ended), ended.lifeVersion]).toEqual(["revoked", reason, 2]);
    expect(JSON.stringify([ended, await eventsOf(id)])).not.toContain(reason);
    expect(await eventsOf(id)).toMatchObject([{ act: "issue", from: null, to: "valid" }, { act: "revoke", from: "valid", to: "revoked", by: second.id, ground: "fraud", proposalId }]);
    expect((await eventsOf(id)).map(openReason)).toEqual([null, reason]);
    expect((await test.db.select().from(outbox)).filter(({ topic, payload }) => topic === "certificates.event" && payload["certificateId"] === id)).toMatchObject([{ payload: { act: "revoke" } }]);
    expect(await test.db.select().from(auditLog).where(and(eq(auditLog.subjectId, id), eq(auditLog.action, "certificates.revoke")))).toHaveLength(1);
    await expect(as(officer).restore({ id, version: 2, reason })).rejects.toMatchObject({ code: "CONFLICT", message: "certificates.actUnavailable" });
    await expect(as(second).decideLifeAct({ ...grant, version: 2 })).rejects.toMatchObject({ message: "certificates.noProposal" });
  });

  it("is declined with an answer, taken back by its proposer, and stands on a ground of its own", async () => {
    const { id } = await issue();
    await expect(as(officer).proposeLifeAct({ id, version: 0, act: "suspend", ground: "death", basis: "某法第一条", reason })).rejects.toMatchObject({ message: "certificates.groundWrong" });
    await propose(id);
    const first = (await waitingOf(id)).id;
    await expect(as(approver).decideLifeAct({ id, version: 1, proposalId: first, outcome: "declined" })).rejects.toMatchObject({ message: "certificates.answerMissing" });
    await as(approver).decideLifeAct({ id, version: 1, proposalId: first, outcome: "declined", answer: "证据不足" });
    await propose(id, officer, 2);
    const again = (await test.db.select().from(certificateProposals).where(eq(certificateProposals.certificateId, id))).find(({ outcome }) => outcome === null)!;
    await expect(as(approver).decideLifeAct({ id, version: 3, proposalId: again.id, outcome: "withdrawn" })).rejects.toMatchObject({ message: "certificates.notYourProposal" });
    await as(officer).decideLifeAct({ id, version: 3, proposalId: again.id, outcome: "withdrawn" });
    expect(await rowOf(id)).toMatchObject({ status: "valid", lifeVersion: 4 });
  });

  it("is refused by the database to one person alone, and history to everybody", async () => {
    const { id } = await issue();
    await propose(id);
    const { id: proposalId } = await waitingOf(id);
    await expect(test.db.update(certificateProposals).set({ outcome: "granted", decidedBy: officer.id, decidedAt: factoryNow }).where(eq(certificateProposals.id, proposalId))).rejects.toThrow();
    await expect(test.db.insert(certificateEvents).values({ certificateId: id, act: "revoke", from: "valid", to: "revoked", at: factoryNow, reason })).rejects.toThrow();
    await expect(test.db.delete(certificateEvents).where(eq(certificateEvents.certificateId, id))).rejects.toThrow();
    await as(officer).reissue({ id: (await issue()).id, version: 0, reason });
    const [event] = await test.db.select().from(certificateEvents).where(eq(certificateEvents.act, "reissue"));
    const change = (set: Partial<typeof certificateEvents.$inferInsert>) => test.db.update(certificateEvents).set(set).where(eq(certificateEvents.id, event!.id));
    for (const set of [{ by: approver.id }, { reason: seal("另一理由", eventPlace(event!.id)) }, { reason: null }]) await expect(change(set)).rejects.toThrow();
    await change({ reason: rewrap(event!.reason!, eventPlace(event!.id)) });
  });

  it("keeps its words sealed, for good, and tells them at the desk", async () => {
    const { id } = await issue();
    await propose(id);
    const { id: proposalId } = await waitingOf(id);
    expect((await as(approver).getIssued({ id })).waiting).toMatchObject({ reason });
    await as(approver).decideLifeAct({ id, version: 1, proposalId, outcome: "declined", answer: "李某的证据不足" });
    expect(JSON.stringify(await waitingOf(id))).not.toMatch(/身份信息|证据不足/);
    expect((await as(approver).getIssued({ id })).proposals).toMatchObject([{ reason, answer: "李某的证据不足" }]);
    for (const words of [{ reason: "e1.a.b.other" }, { answer: "e1.a.b.other" }, { answer: null }, { basis: "另一条" }])
      await expect(test.db.update(certificateProposals).set(words).where(eq(certificateProposals.id, proposalId))).rejects.toThrow();
  });

  it("suspends and restores", async () => {
    const { id } = await issue();
    await as(officer).proposeLifeAct({ id, version: 0, act: "suspend", ground: "penalty", basis: "《行政处罚法》第九条", reason });
    await as(approver).decideLifeAct({ id, version: 1, proposalId: (await waitingOf(id)).id, outcome: "granted" });
    expect((await rowOf(id)).status).toBe("suspended");
    await as(officer).restore({ id, version: 2, reason });
    expect(await rowOf(id)).toMatchObject({ status: "valid", endedAt: null, endReason: null });
  });
});

describe("who may", () => {
  it("only the issuer's officers and approvers: to others it is missing, to other roles closed", async () => {
    const { id, citizen } = await issue();
    const elsewhere = await createStaff(test.db, "certificateOfficer", await createPlace(test.db));
    const clerk = await createStaff(test.db, "clerk", place);
    await expect(as(elsewhere).reissue({ id, version: 0, reason })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(elsewhere).getIssued({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const actor of [clerk, citizen]) await expect(as(actor).reissue({ id, version: 0, reason })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(approver).reissue({ id, version: 0, reason })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as({ ...officer, citizenAccountId: citizen.id }).reissue({ id, version: 0, reason })).rejects.toMatchObject({ message: "certificates.ownCertificate" });
    const agent = await createAgent(test.db, await createCitizen(test.db));
    await test.db.update(certificateHolders).set({ accountId: null, code: null, codeIndex: null, organisationId: agent.organisationId }).where(eq(certificateHolders.certificateId, id));
    await expect(as({ ...officer, citizenAccountId: agent.id }).reissue({ id, version: 0, reason })).rejects.toMatchObject({ message: "certificates.ownCertificate" });
    await expect(as({ kind: "anonymous" }).listIssued({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    expect((await as(elsewhere).listIssued({})).rows).toEqual([]);
  });
});

describe("the next version", () => {
  it("fifty at once make exactly one, and forty-nine are refused", async () => {
    const { id } = await issue();
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => as(officer).reissue({ id, version: 0, reason })));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of tries) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "CONFLICT", message: "certificates.changedMeanwhile" });
    const next = await test.db.select().from(certificates).where(eq(certificates.previousId, id));
    expect(next).toMatchObject([{ version: 2, status: "valid", origin: "reissued" }]);
    expect((await rowOf(id)).status).toBe("superseded");
  });

  it("a double click gives the first answer again", async () => {
    const { id } = await issue();
    const twice = () => createCaller({ ...ctx(officer), idempotency: { key: crypto.randomUUID(), bodyHash: "same" } });
    const caller = twice();
    const [one, two] = [await caller.certificates.reissue({ id, version: 0, reason }), await caller.certificates.reissue({ id, version: 0, reason })];
    expect(two).toEqual(one);
    expect(await test.db.select().from(certificates).where(eq(certificates.previousId, id))).toHaveLength(1);
  });

  it("says other words, is signed like any other, belongs to the same holder, and the first stays verifiable", async () => {
    const { id, citizen } = await issue();
    await jobs.topics!["certificates.sign"]!(ctx(system), { certificateId: id });
    await expect(as(officer).change({ id, version: 0, reason, face: { shop: "老张面馆" } })).rejects.toMatchObject({ message: "certificates.nothingChanged" });
    await expect(as(officer).change({ id, version: 0, reason, face: { colour: "红" } })).rejects.toMatchObject({ message: "certificates.faceUnknown" });
    const next = await as(officer).change({ id, version: 0, reason, face: { shop: "新张面馆" } });
    await jobs.topics!["certificates.sign"]!(ctx(system), { certificateId: next.id });
    const [earlier, later] = [await as(officer).getIssued({ id }), await as(officer).getIssued({ id: next.id })];
    expect(later).toMatchObject({ status: "valid", signature: "valid", previous: { id }, record: { certificate_version: "002", associated_certificate_identifier: earlier.record.certificate_identifier, certificate_number: earlier.record.certificate_number, extend_info: [{ value: "新张面馆" }] } });
    expect(earlier).toMatchObject({ status: "superseded", next: { id: next.id }, acts: [] });
    const anyone = as({ kind: "anonymous" });
    expect(await anyone.verify({ identifier: earlier.record.certificate_identifier })).toMatchObject({ status: "superseded", signature: "valid" });
    expect(await anyone.verify({ identifier: later.record.certificate_identifier })).toMatchObject({ status: "valid", signature: "valid" });
    expect((await as(citizen).listOwn({})).rows.map((row) => row.id)).toContain(next.id);
  });
});

describe("one current certificate per holder and type", () => {
  it("a renewal on a case follows under the same number; two at once take turns", async () => {
    const first = await issue();
    const again = await Promise.all([issue({ holder: first.citizen, typeId: first.typeId }), issue({ holder: first.citizen, typeId: first.typeId })]);
    const rows = await Promise.all([first, ...again].map(({ id }) => rowOf(id)));
    expect(rows.map(({ version }) => version).toSorted()).toEqual([1, 2, 3]);
    expect(rows.filter(({ status }) => status === "valid")).toMatchObject([{ version: 3, origin: "renewed" }]);
    expect(new Set(rows.map(({ identifier }) => parseCertificateIdentifier(identifier)?.serial)).size).toBe(1);
  });

  it("the database refuses a second one", async () => {
    const { id } = await issue();
    const { statusSerial: _, ...row } = await rowOf(id);
    const copy = { ...row, id: crypto.randomUUID(), identifier: "other", recordDigest: "other", applicationId: null };
    await expect(test.db.insert(certificates).values({ ...copy, numberIndex: "another" })).rejects.toMatchObject({ cause: { constraint: "certificates_one_current" } });
    await expect(test.db.insert(certificates).values({ ...copy, several: true })).rejects.toMatchObject({ cause: { constraint: "certificates_one_current_number" } });
    await test.db.insert(certificates).values({ ...copy, several: true, numberIndex: "another" });
  });

  it("what is suspended or about to be revoked is not renewed away", async () => {
    const { id, citizen, typeId } = await issue();
    await propose(id);
    await expect(issue({ holder: citizen, typeId })).rejects.toMatchObject({ code: "certificates.proposalWaiting" });
    await test.db.update(certificates).set({ status: "suspended" }).where(eq(certificates.id, id));
    await expect(issue({ holder: citizen, typeId })).rejects.toMatchObject({ code: "certificates.currentSuspended" });
  });
});

describe("time", () => {
  const at = (day: string) => ctx(system, new Date(`${day}T01:00:00Z`));
  it("expires what is past its last day, once for two runners, after days away too, and overtakes what it makes pointless", async () => {
    const { id } = await issue();
    await propose(id);
    expect((await rowOf(id)).validUntil).toBe("2027-03-01");
    await expireCertificates(at("2027-03-01"));
    expect((await rowOf(id)).status).toBe("valid");
    await Promise.all([expireCertificates(at("2027-03-04")), expireCertificates(at("2027-03-04"))]);
    expect((await rowOf(id)).status).toBe("expired");
    expect((await eventsOf(id)).filter(({ act }) => act === "expire")).toMatchObject([{ by: null, to: "expired" }]);
    expect(await waitingOf(id)).toMatchObject({ outcome: "overtaken" });
  });

  it("reminds at 90, 60 and 30 days, each once, and after days away of the nearest", async () => {
    const { id } = await issue();
    const told = async () => (await test.db.select().from(certificateReminders).where(eq(certificateReminders.certificateId, id))).map(({ daysBefore }) => daysBefore).toSorted((a, b) => b - a);
    await remindOfExpiry(at("2026-11-30"));
    expect(await told()).toEqual([]);
    await Promise.all([remindOfExpiry(at("2026-12-04")), remindOfExpiry(at("2026-12-04"))]);
    await remindOfExpiry(at("2026-12-05"));
    expect(await told()).toEqual([90]);
    await remindOfExpiry(at("2027-02-02"));
    expect(await told()).toEqual([90, 30]);
    expect((await test.db.select().from(outbox)).filter(({ topic, payload }) => topic === "certificates.ending" && payload["certificateId"] === id)).toHaveLength(2);
  });
});

describe("looking up", () => {
  it("finds by identifier, number and holder, at the issuer's desk only, and the holder reads who did", async () => {
    const { id, citizen } = await issue();
    const { record } = await as(officer).getIssued({ id });
    for (const code of [record.certificate_identifier, record.certificate_number.toLowerCase(), citizen.citizenId]) expect((await as(officer).findIssued({ code, reason: "持证人来电询问" })).rows.map((row) => row.id)).toEqual([id]);
    const elsewhere = await createStaff(test.db, "certificateOfficer", await createPlace(test.db));
    expect((await as(elsewhere).findIssued({ code: citizen.citizenId, reason: "持证人来电询问" })).rows).toEqual([]);
    const seen = await test.db.select().from(dataAccesses).where(eq(dataAccesses.subjectId, citizen.id));
    expect(seen.filter((row) => row.reason === "持证人来电询问")).toHaveLength(3);
  });

  it("older ones get their keys", async () => {
    const { id } = await issue();
    const before = await rowOf(id);
    await test.db.update(certificates).set({ holderKey: null, numberIndex: null, divisionCode: null }).where(eq(certificates.id, id));
    await keyOlder(ctx(system));
    expect(await rowOf(id)).toEqual(before);
    expect(await keyOlder(ctx(system))).toBe(0);
  });
});
