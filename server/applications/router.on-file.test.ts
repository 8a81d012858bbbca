import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { applicationCertificates, applications, auditLog, certificates, certificateUses, dataAccesses, files, materialSavings, usageGrants } from "@/db/schema";
import { seal } from "@/db/personal-data";
import { createAgent, createApplication, createCertificateType, createDelegate, createItem, createPlace, createStaff, revisionContent, type Item } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import type { ProcessStep } from "@/domain/items/schema/process";
import { insertCertificate } from "@/server/certificates/commands";
import { jobs as certificateJobs } from "@/server/certificates/jobs";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { openOnFile } from "./commands/on-file-copy";
import { jobs } from "./jobs";
import { monday, openOffice, refused, type Office } from "./router.testing";

// Signing keys are valid from the moment they are made, by the process's clock: it must not run ahead of the requests.
vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

type Type = Awaited<ReturnType<typeof createCertificateType>>;
let office: Office;
let permit: Type;
let other: Type;
let item: Item;
let instant: Item;

const steps: ProcessStep[] = [{ key: "accept", kind: "accept", name: { zh: "受理" }, role: "clerk" }, { key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }];
const approving: ProcessStep["automatic"] = { rows: [{ when: "shopName == '老张面馆'", explanation: { zh: "信息完整。", en: "Complete." } }] };

beforeAll(async () => {
  office = await openOffice();
  permit = await createCertificateType(office.db, office.place);
  other = await createCertificateType(office.db, office.place);
  const form = { version: 1 as const, sections: [
    ...(office.item.content.form?.sections ?? []),
    { id: "papers", title: { zh: "材料" }, fields: [{ id: "m1", type: "file" as const, label: { zh: "居住证" }, maxFiles: 1 }, { id: "m2", type: "file" as const, label: { zh: "照片" }, optional: true }] },
  ] };
  const materials = [
    { key: "m1", name: { zh: "居住证" }, necessity: "required" as const, certificateTypes: [permit.id] },
    { key: "m2", name: { zh: "照片" }, necessity: "optional" as const },
  ];
  item = await createItem(office.db, office.place, revisionContent({ form, materials, steps }));
  instant = await createItem(office.db, office.place, revisionContent({ form, materials, steps: steps.map((step) => (step.kind === "decide" ? { ...step, automatic: approving } : step)) }));
});
afterAll(() => office.connection.close());

const system = (now = monday): Ctx => ({ actor: { kind: "system" }, now, requestId: "job", address: "", db: office.db });
const minutes = (count: number) => new Date(monday.getTime() + count * 60_000);
const on = (actor: User, now = monday) => office.as(actor, { now }).applications;

/** A certificate of a holder, signed by its job. */
async function issued(holder: User & { organisationId?: string }, { type = permit, signed = true } = {}): Promise<string> {
  const result = { name: type.name, kind: "certificate" as const, certificateType: type.id, validMonths: 12, face: [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }] };
  const content = revisionContent({ result });
  const source = await createItem(office.db, office.place, content);
  const application = await createApplication(office.db, { place: office.place, item: source, applicant: holder, status: "approved" });
  const { id } = await commit(system(), async (tx) => {
    const { audit, outbox, ...value } = await insertCertificate(tx, system(), {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: holder.id, organisationId: holder.organisationId ?? null, name: application.applicantName, code: "110101199003077774", type: holder.organisationId ? "001" : "111" },
      issuer: { departmentId: office.place.departmentId, name: office.place.departmentName, uscc: office.place.uscc },
      divisionCode: office.place.divisionCode, form: content.form!, answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox };
  });
  if (signed) await certificateJobs.topics!["certificates.sign"]!(system(), { certificateId: id });
  return id;
}

const put = (actor: User, id: string, certificateId: string, fieldId = "m1", now = monday) => on(actor, now).attachCertificate({ id, fieldId, certificateId, consent: true });
const end = (id: string, status: "revoked" | "suspended" | "superseded") => office.db.update(certificates).set({ status }).where(eq(certificates.id, id));
const usesOf = (id: string) => office.db.select().from(certificateUses).where(eq(certificateUses.certificateId, id)).orderBy(asc(certificateUses.at), asc(certificateUses.kind));
const grantOf = async (certificateId: string) => (await office.db.select().from(usageGrants).where(eq(usageGrants.certificateId, certificateId)))[0]!;
const rowsOf = (id: string) => office.db.select().from(applicationCertificates).where(eq(applicationCertificates.applicationId, id));

/** Somebody with a permit on file, and their draft for an item that asks for it. */
async function ready(of: Item = item) {
  const person = await office.citizen();
  const certificateId = await issued(person);
  return { person, certificateId, id: await office.draft(person, of) };
}

async function filed(of: Item = item) {
  const begun = await ready(of);
  await put(begun.person, begun.id, begun.certificateId);
  return { ...begun, number: (await on(begun.person).submit({ id: begun.id, declared: true })).number };
}

async function accepted() {
  const begun = await filed();
  await on(office.desk.clerk, minutes(1)).accept({ id: begun.id, version: 1 });
  return begun;
}

describe("a certificate on file", () => {
  test("is offered for the material that it satisfies, put there with consent, and the case is filed without a paper", async () => {
    const { person, certificateId, id } = await ready();
    const before = await on(person).draft({ id });
    expect(before.offers).toMatchObject([{ fieldId: "m1", usable: [{ id: certificateId, typeName: permit.name, issuer: office.place.departmentName }], ended: null }]);
    expect(before.errors.map(({ fieldId }) => fieldId)).toEqual(["m1"]);
    const { attachmentId } = await put(person, id, certificateId);
    const after = await on(person).draft({ id });
    expect(after.errors).toEqual([]);
    expect(after.answers["m1"]).toEqual([{ fileId: attachmentId, name: permit.name }]);
    expect(after.onFile).toMatchObject([{ id: attachmentId, fieldId: "m1", certificateId, problem: null, signature: "valid" }]);
    expect(await grantOf(certificateId)).toMatchObject({ applicationId: id, itemId: item.serviceItemId, departmentId: office.place.departmentId, standing: false, mode: "holder", revokedAt: null });
    expect(await usesOf(certificateId)).toMatchObject([{ kind: "attach", userKind: "department", applicationId: id }]);
    await on(person).submit({ id, declared: true });
    expect((await usesOf(certificateId)).map(({ kind }) => kind)).toEqual(["attach", "read"]);
    expect(await office.db.select().from(materialSavings).where(eq(materialSavings.applicationId, id))).toMatchObject([{ serviceItemId: item.serviceItemId, needed: 1, saved: 1 }]);
  });

  test("stays when another page of the form is saved", async () => {
    const { person, certificateId, id } = await ready();
    await put(person, id, certificateId);
    await on(person).save({ id, section: "papers", raw: {} });
    expect((await on(person).draft({ id })).errors).toEqual([]);
  });

  test("put there twice, from two windows at once too, is there once under one permission", async () => {
    const { person, certificateId, id } = await ready();
    const [first, second] = await Promise.all([put(person, id, certificateId), put(person, id, certificateId)]);
    expect(first).toEqual(second);
    expect(await put(person, id, certificateId)).toEqual(first);
    expect(await rowsOf(id)).toHaveLength(1);
    expect(await office.db.$count(usageGrants, eq(usageGrants.certificateId, certificateId))).toBe(1);
  });

  test("taken out again ends its permission; the paper is asked for", async () => {
    const { person, certificateId, id } = await ready();
    const { attachmentId } = await put(person, id, certificateId);
    await on(person, minutes(1)).detachCertificate({ id, attachmentId });
    expect(await grantOf(certificateId)).toMatchObject({ revokedAt: minutes(1), revokedBy: person.id });
    await expect(on(person).submit({ id, declared: true })).rejects.toMatchObject(refused("UNPROCESSABLE_CONTENT", "applications.answersIncomplete", { field: "m1" }));
    await expect(on(person).detachCertificate({ id, attachmentId })).rejects.toMatchObject(refused("NOT_FOUND", "applications.certificateNotThere"));
    await put(person, id, certificateId, "m1", minutes(2));
    expect((await on(person).draft({ id })).errors).toEqual([]);
  });

  test("goes with a draft that is thrown away, and its permission with it", async () => {
    const { person, certificateId, id } = await ready();
    await put(person, id, certificateId);
    await on(person, minutes(1)).discard({ id });
    expect(await rowsOf(id)).toEqual([]);
    expect((await grantOf(certificateId)).revokedAt).toEqual(minutes(1));
  });

  test("is refused where it does not fit: somebody else's, another type, a material it does not stand for, not signed, no room, without consent", async () => {
    const { person, certificateId, id } = await ready();
    const stranger = await office.citizen();
    const [theirs, wrong, unsigned] = [await issued(stranger), await issued(person, { type: other }), await issued(person, { signed: false })];
    await expect(put(person, id, theirs)).rejects.toMatchObject(refused("NOT_FOUND", "certificates.notFound"));
    await expect(put(person, id, wrong)).rejects.toMatchObject(refused("CONFLICT", "applications.certificateDoesNotFit"));
    await expect(put(person, id, certificateId, "m2")).rejects.toMatchObject(refused("CONFLICT", "applications.certificateDoesNotFit"));
    await expect(put(person, id, unsigned)).rejects.toMatchObject(refused("CONFLICT", "applications.certificateNotUsable", { problem: "pending" }));
    await expect(put(stranger, id, theirs)).rejects.toMatchObject(refused("NOT_FOUND", "applications.notFound"));
    await expect(on(person).attachCertificate({ id, fieldId: "m1", certificateId, consent: false as true })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await put(person, id, certificateId);
    await expect(put(person, id, await issued(person))).rejects.toMatchObject(refused("CONFLICT", "files.tooMany", { max: 1 }));
    expect(await rowsOf(id)).toHaveLength(1);
  });

  test.each(["revoked", "suspended"] as const)("that is %s is told with the reason instead of being offered", async (status) => {
    const { person, certificateId, id } = await ready();
    await end(certificateId, status);
    expect((await on(person).draft({ id })).offers).toMatchObject([{ fieldId: "m1", usable: [], ended: { certificate: { id: certificateId }, problem: status } }]);
    await expect(put(person, id, certificateId)).rejects.toMatchObject(refused("CONFLICT", "applications.certificateNotUsable", { problem: status }));
  });

  test("whose time has run out is told, and no longer of use", async () => {
    const { person, certificateId, id } = await ready();
    const later = new Date("2027-06-01T01:00:00Z");
    expect((await on(person, later).draft({ id })).offers).toMatchObject([{ usable: [], ended: { problem: "expired" } }]);
    await expect(put(person, id, certificateId, "m1", later)).rejects.toMatchObject(refused("CONFLICT", "applications.certificateNotUsable", { problem: "expired" }));
  });

  test("of a person is not of use for their organisation, nor the other way round; an agent uses the organisation's", async () => {
    const { form, materials } = item.content;
    const ours = await createItem(office.db, office.place, revisionContent({ form, materials, steps, audience: ["2"] }));
    const person = await office.citizen();
    const agent = await createAgent(office.db, person);
    const [own, joint] = [await issued(person), await issued(agent)];
    const id = await office.draft(agent, ours);
    expect((await on(agent).draft({ id })).offers).toMatchObject([{ usable: [{ id: joint }] }]);
    await expect(put(agent, id, own)).rejects.toMatchObject(refused("NOT_FOUND", "certificates.notFound"));
    await put(agent, id, joint);
    expect(await grantOf(joint)).toMatchObject({ holderOrganisationId: agent.organisationId, holderAccountId: null });
  });

  test("is a delegate's to use as far as the delegation goes", async () => {
    const { person, certificateId, id } = await ready();
    const helper = await office.citizen();
    const looking = await createDelegate(office.db, person, helper, { acts: ["view", "fill"] });
    expect((await on(looking).draft({ id })).offers).toEqual([]);
    await expect(put(looking, id, certificateId)).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    const filing = await createDelegate(office.db, person, await office.citizen());
    await put(filing, id, certificateId);
    expect(await grantOf(certificateId)).toMatchObject({ mode: "delegate", grantedBy: filing.id, holderAccountId: person.id });
  });
});

describe("a certificate that ends meanwhile", () => {
  test("is noticed at filing: refused with material and reason, nothing lost, and a paper serves instead", async () => {
    const { person, certificateId, id } = await ready();
    const { attachmentId } = await put(person, id, certificateId);
    await end(certificateId, "revoked");
    const draft = await on(person).draft({ id });
    expect(draft.onFile).toMatchObject([{ problem: "revoked" }]);
    expect(draft.errors).toMatchObject([{ fieldId: "m1", code: "forms.uploadRequired" }]);
    await expect(on(person).submit({ id, declared: true })).rejects.toMatchObject(refused("CONFLICT", "applications.certificateGone", { material: "居住证", name: permit.name, problem: "revoked", field: "m1", section: "papers" }));
    expect((await on(person).draft({ id })).answers["shopName"]).toBe("老张面馆");
    await on(person).detachCertificate({ id, attachmentId });
    await put(person, id, await issued(person));
    await on(person).submit({ id, declared: true });
  });

  test.each(["revoked", "suspended", "superseded"] as const)("is noticed at the decision where it is %s: nothing is granted on it", async (status) => {
    const { id, number, certificateId } = await accepted();
    await end(certificateId, status);
    const seen = await on(office.desk.approver, minutes(2)).getForDesk({ number });
    expect(seen.onFile).toMatchObject([{ problem: status, signature: "valid", checkedFor: "filing" }]);
    await expect(on(office.desk.approver, minutes(2)).approve({ id, version: seen.version, opinion: "同意" })).rejects.toMatchObject(refused("CONFLICT", "applications.certificateGone", { material: "居住证", problem: status }));
    expect((await office.db.select().from(applications).where(eq(applications.id, id)))[0]).toMatchObject({ status: "accepted", outcome: null });
    expect((await on(office.desk.approver, minutes(3)).reject({ id, version: seen.version, reason: "居住证已失效" })).status).toBe("rejected");
  });

  test("is noticed at the decision where its record is not what was signed, and where its holder took the permission back", async () => {
    const [altered, withdrawn] = [await accepted(), await accepted()];
    await office.db.update(certificates).set({ recordDigest: "0".repeat(64) }).where(eq(certificates.id, altered.certificateId));
    await expect(on(office.desk.approver, minutes(2)).approve({ id: altered.id, version: 2, opinion: "同意" })).rejects.toMatchObject(refused("CONFLICT", "applications.certificateGone", { problem: "altered" }));
    await office.as(withdrawn.person, { now: minutes(2) }).certificates.revokeGrant({ id: (await grantOf(withdrawn.certificateId)).id });
    expect((await on(office.desk.clerk, minutes(3)).getForDesk({ number: withdrawn.number })).onFile).toMatchObject([{ problem: "grantEnded" }]);
    await expect(on(office.desk.approver, minutes(3)).approve({ id: withdrawn.id, version: 2, opinion: "同意" })).rejects.toMatchObject(refused("CONFLICT", "applications.certificateGone", { problem: "grantEnded" }));
  });

  test("is asked for anew where the case is worked on: awaited by a day, handed in as another certificate, found in order, granted", async () => {
    const { person, id, number, certificateId } = await accepted();
    const [row] = await rowsOf(id);
    const ask = (actor: User, now = minutes(2)) => on(actor, now).askReplacement({ id, version: 2, attachmentId: row!.id, dueOn: "2026-03-09", reason: "居住证已被吊销" });
    await expect(ask(office.desk.clerk)).rejects.toMatchObject(refused("CONFLICT", "applications.certificateStands"));
    await end(certificateId, "revoked");
    await expect(ask(office.desk.approver)).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
    await expect(on(office.desk.clerk, minutes(2)).askReplacement({ id, version: 2, attachmentId: row!.id, dueOn: "2026-03-02", reason: "已被吊销" })).rejects.toMatchObject({ message: "applications.endsInThePast" });
    const asked = await ask(office.desk.clerk);
    expect((await grantOf(certificateId)).revokedAt).toEqual(minutes(2));
    const mine = await on(person, minutes(3)).get({ number });
    expect(mine).toMatchObject({ onFile: [], tolerated: [{ fieldId: "m1", state: "awaited", dueOn: "2026-03-09", returnedReason: "居住证已被吊销" }] });
    await expect(on(office.desk.approver, minutes(3)).approve({ id, version: asked.version, opinion: "同意" })).rejects.toMatchObject(refused("CONFLICT", "applications.materialsAwaited"));
    const fresh = await issued(person);
    expect((await on(person, minutes(4)).get({ number })).offers).toMatchObject([{ fieldId: "m1", usable: [{ id: fresh }] }]);
    await put(person, id, fresh, "m1", minutes(4));
    const handed = await on(person, minutes(5)).supplement({ id });
    const checked = await on(office.desk.clerk, minutes(6)).checkSupplement({ id, version: handed.version, items: [{ fieldId: "m1", inOrder: true }] });
    expect((await on(office.desk.approver, minutes(7)).approve({ id, version: checked.version, opinion: "同意" })).status).toBe("approved");
  });

  test("leaves an automatic decision to a person", async () => {
    const begun = await filed(instant);
    await end(begun.certificateId, "revoked");
    await jobs.topics!["applications.event"]!(system(minutes(11)), { applicationId: begun.id, action: "submit" });
    expect((await office.db.select().from(applications).where(eq(applications.id, begun.id)))[0]).toMatchObject({ outcome: null, automaticDecision: null });
    const well = await filed(instant);
    await jobs.topics!["applications.event"]!(system(minutes(11)), { applicationId: well.id, action: "submit" });
    expect((await office.db.select().from(applications).where(eq(applications.id, well.id)))[0]).toMatchObject({ outcome: "approved", decidedBy: null });
  });
});

describe("at the desk", () => {
  test("the certificate stands with its facts, and among the checks; granted, it has been looked at again, on record for its holder", async () => {
    const { id, number, certificateId } = await accepted();
    const seen = await on(office.desk.clerk, minutes(2)).getForDesk({ number });
    expect(seen.onFile).toMatchObject([{ fieldId: "m1", name: permit.name, issuer: office.place.departmentName, problem: null, signature: "valid", checkedFor: "filing", checkedAt: monday.toISOString() }]);
    expect((await on(office.desk.clerk, minutes(2)).checks({ number })).find(({ kind }) => kind === "certificates")).toMatchObject({ status: "ok", finding: "valid", labels: [{ zh: "居住证" }] });
    await on(office.desk.approver, minutes(3)).approve({ id, version: 2, opinion: "同意" });
    expect(await rowsOf(id)).toMatchObject([{ status: "valid", signature: "valid", checkedFor: "decision", checkedAt: minutes(3) }]);
    expect((await usesOf(certificateId)).map(({ kind, at }) => [kind, at])).toEqual([["attach", monday], ["read", monday], ["read", minutes(3)]]);
    expect((await on(office.desk.clerk, minutes(4)).getForDesk({ number })).onFile).toHaveLength(1);
  });

  test("is opened as a marked copy, each time on record for its holder; who does not see the case sees nothing, its holder has the original", async () => {
    const { id, person, certificateId } = await accepted();
    const [row] = await rowsOf(id);
    const ctx = (actor: User): Ctx => ({ actor, now: minutes(2), requestId: "r", address: "", db: office.db });
    const copy = await openOnFile(ctx(office.desk.clerk), row!.id);
    expect(copy).toMatchObject({ kind: "copy", name: expect.stringContaining(row!.identifier) });
    expect(copy?.kind === "copy" && copy.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect((await usesOf(certificateId)).at(-1)).toMatchObject({ kind: "copy", at: minutes(2), fields: expect.arrayContaining(["holders.name", "face.shop"]) });
    expect(await openOnFile(ctx(person), row!.id)).toEqual({ kind: "own", certificateId });
    await expect(openOnFile(ctx(await office.citizen()), row!.id)).rejects.toMatchObject({ code: "files.notFound" });
    expect(await openOnFile(ctx(person), crypto.randomUUID())).toBeUndefined();
    await end(certificateId, "revoked");
    await expect(openOnFile(ctx(office.desk.clerk), row!.id)).rejects.toMatchObject({ code: "certificates.notUsable" });
  });

  test("a correction may replace it; until it is filed again the desk reads what was filed", async () => {
    const { person, id, number, certificateId } = await filed();
    await on(office.desk.clerk, minutes(1)).requestCorrection({ id, version: 1, items: [{ fieldId: "m1", reason: "请换新证" }] });
    const [row] = await rowsOf(id);
    await on(person, minutes(2)).detachCertificate({ id, attachmentId: row!.id });
    const fresh = await issued(person);
    await put(person, id, fresh, "m1", minutes(3));
    expect((await on(office.desk.clerk, minutes(4)).getForDesk({ number })).onFile).toMatchObject([{ certificateId }]);
    await on(person, minutes(5)).resubmit({ id, declared: true });
    expect((await on(office.desk.clerk, minutes(6)).getForDesk({ number })).onFile).toMatchObject([{ certificateId: fresh, problem: null }]);
    expect(await office.db.$count(applicationCertificates, and(eq(applicationCertificates.applicationId, id), eq(applicationCertificates.kept, true)))).toBe(1);
  });

  test("a correction of something else leaves it alone", async () => {
    const { person, id } = await filed();
    await on(office.desk.clerk, minutes(1)).requestCorrection({ id, version: 1, items: [{ fieldId: "shopName", reason: "写错" }] });
    const [row] = await rowsOf(id);
    await expect(on(person, minutes(2)).detachCertificate({ id, attachmentId: row!.id })).rejects.toMatchObject(refused("CONFLICT", "applications.notToCorrect"));
  });
});

describe("the share of materials saved", () => {
  test("is counted by item over the cases filed within a year, for those who look after it; what is taken back does not count", async () => {
    const { form, materials } = item.content;
    const counted = await createItem(office.db, office.place, revisionContent({ form, materials, steps }));
    const editor = await createStaff(office.db, "itemEditor", office.place);
    const share = (now = monday) => on(editor, now).materialSavings({ ids: [counted.serviceItemId] });
    expect(await share()).toEqual([]);
    await filed(counted);
    const { person, id } = await ready(counted);
    for (const fieldId of ["m1", "m2"]) await uploaded(person, id, fieldId);
    await on(person).submit({ id, declared: true });
    expect(await share()).toEqual([{ itemId: counted.serviceItemId, cases: 2, needed: 3, saved: 1 }]);
    await on(person, minutes(1)).takeBack({ id });
    expect(await share()).toEqual([{ itemId: counted.serviceItemId, cases: 1, needed: 1, saved: 1 }]);
    expect(await share(new Date("2027-03-03T01:00:00Z"))).toEqual([]);
    const elsewhere = await createStaff(office.db, "itemEditor", await createPlace(office.db));
    expect(await on(elsewhere).materialSavings({ ids: [counted.serviceItemId] })).toEqual([]);
    await expect(on(office.desk.clerk).materialSavings({ ids: [] })).rejects.toMatchObject(refused("FORBIDDEN", "access.forbidden"));
  });
});

async function uploaded(owner: User, applicationId: string, fieldId: string): Promise<void> {
  const id = randomUUID();
  await office.db.insert(files).values({ id, ownerAccountId: owner.id, applicationId, fieldId, name: seal("扫描件.pdf", { table: "files", column: "name", row: id }), mime: "application/pdf", size: 1, sha256: id, storageKey: id, createdAt: monday });
}

describe("at a counter", () => {
  test("a certificate of whoever is served stands in place of a paper with their consent, by the clerk who is named, and is filed with the case", async () => {
    const person = await office.citizen();
    const certificateId = await issued(person);
    const clerk = office.desk.clerk;
    const { reception } = await on(clerk).counterEnter({ document: "idCard", person: { name: person.name, citizenId: person.citizenId }, reason: "读卡器坏了" });
    await on(await createStaff(office.db, "clerk", office.place)).counterDecide({ id: reception, decision: "confirmed" });
    const { id } = await on(clerk).counterStart({ reception, itemCode: item.code });
    const draft = await on(clerk).counterDraft({ reception, id });
    expect(draft.offers).toMatchObject([{ fieldId: "m1", usable: [{ id: certificateId }] }]);
    const [opened] = await office.db.select().from(dataAccesses).where(and(eq(dataAccesses.subjectId, person.id), eq(dataAccesses.kind, "open")));
    expect(opened?.fields).toContain(draft.offers[0]?.usable[0]?.typeName);
    const asked = { reception, id, fieldId: "m1", certificateId, consent: true as const };
    await expect(on(clerk).counterAttachCertificate({ ...asked, consent: false } as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const strangers = await issued(await office.citizen());
    await expect(on(clerk).counterAttachCertificate({ ...asked, certificateId: strangers })).rejects.toMatchObject(refused("NOT_FOUND", "certificates.notFound"));
    await expect(on(await createStaff(office.db, "clerk", office.place)).counterAttachCertificate(asked)).rejects.toMatchObject(refused("NOT_FOUND", "applications.receptionNotFound"));
    const { attachmentId } = await on(clerk).counterAttachCertificate(asked);
    expect(await on(clerk).counterDraft({ reception, id })).toMatchObject({ onFile: [{ id: attachmentId, certificateId, problem: null }] });
    expect(await grantOf(certificateId)).toMatchObject({ mode: "holder", holderAccountId: person.id, grantedBy: person.id, applicationId: id });
    expect(await usesOf(certificateId)).toMatchObject([{ kind: "attach", mode: "holder" }]);
    await on(clerk).counterDetachCertificate({ reception, id, attachmentId });
    expect((await grantOf(certificateId)).revokedAt).not.toBeNull();
    await on(clerk).counterAttachCertificate(asked);
    const raw = Object.fromEntries(Object.entries(draft.answers).map(([key, value]) => [key, String(value)]));
    await on(clerk).counterSave({ reception, id, section: "applicant", raw: { ...raw, shopName: "老张面馆" } });
    const { number } = await on(clerk).counterSubmit({ reception, id, declared: true, signature: "screen" });
    expect((await on(clerk).getForDesk({ number })).onFile).toMatchObject([{ certificateId, signature: "valid", problem: null }]);
    const [logged] = await office.db.select().from(auditLog).where(and(eq(auditLog.subjectId, id), eq(auditLog.action, "applications.attachCertificate")));
    expect(JSON.stringify(logged)).toContain(clerk.id);
  });
});
