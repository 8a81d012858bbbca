import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seal } from "@/db/personal-data";
import { certificateHolders, certificatePresentations, certificates, certificateUses, progressShares, usageGrants } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCertificateType, createCitizen, createItem, createPlace, createStaff, factoryNow, type Item, type Place } from "@/db/testing/factories";
import type { CertificateRecord } from "@/domain/certificates/schema";
import { createCaller } from "@/server/api/root";
import type { Ctx } from "@/server/core/context";
import { canonicalJson, recordDigest } from "@/server/core/documents/canonical";
import { expireAll } from "./commands/retention";

const DAY = 86_400_000;
const after = (days: number) => new Date(factoryNow.getTime() + days * DAY);
const ctx = (actor: Ctx["actor"], now = factoryNow): Ctx => ({ actor, now, requestId: "codes", address: "system", db: test.db });

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let person: Awaited<ReturnType<typeof createCitizen>>;
let certificateId: string;
let place: Place;
let item: Item;

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  item = await createItem(test.db, place);
  const type = await createCertificateType(test.db, place);
  person = await createCitizen(test.db);
  const application = await createApplication(test.db, { place, item, applicant: person, status: "approved" });
  certificateId = crypto.randomUUID();
  const record: CertificateRecord = {
    schema: "tongban.certificate/1", certificate_identifier: "1.2.156.3005.2.codes", certificate_type_name: type.name, certificate_type_code: type.code, certificate_name: type.name, certificate_number: "N1", certificate_version: "001",
    issuing_authority_name: place.departmentName, issuing_authority_code: place.uscc, issuing_date: "2026-03-02", validate_start: "2026-03-02", validate_end: null, area_code: place.divisionCode,
    holders: [{ name: person.name, code: person.citizenId, type: "111" }], related_item_name: "测试", related_item_code: "1", extend_info: [], demo: true,
  };
  await test.db.insert(certificates).values({
    id: certificateId, identifier: record.certificate_identifier, typeId: type.id, version: 1, status: "valid", name: type.name, holderAccountId: person.id, applicationId: application.id, issuerDepartmentId: place.departmentId,
    record: seal(canonicalJson(record), { table: "certificates", column: "record", row: certificateId }), recordDigest: recordDigest(record), issuedOn: "2026-03-02", createdAt: factoryNow,
  });
  await test.db.insert(certificateHolders).values({ certificateId, position: 0, accountId: person.id }).onConflictDoNothing();
});
afterAll(() => test.close());

async function code(row: Partial<typeof certificatePresentations.$inferInsert> = {}): Promise<string> {
  const id = crypto.randomUUID();
  const words = seal("给孩子报名", { table: "certificate_presentations", column: "purpose_words", row: id });
  await test.db.insert(certificatePresentations).values({ id, certificateId, kind: "printed", codeDigest: id, purpose: "other", purposeWords: words, fields: [], presentedBy: person.id, createdAt: factoryNow, expiresAt: after(180), ...row });
  return id;
}

it("questions, what one wants to be told, and addresses given to family stand in the copy of everything; their secrets do not", async () => {
  const asks = await createCitizen(test.db);
  const calls = createCaller(ctx(asks));
  const application = await createApplication(test.db, { place, item, applicant: asks, status: "accepted" });
  const { code: secret } = await calls.enquiries.send({ kind: "question", words: "老人的证怎么换？" });
  await calls.notices.savePreferences({ sms: "important", mail: "all", quiet: { from: 22, until: 7 }, daily: false });
  await calls.applications.shareProgress({ number: application.number });
  const [share] = await calls.applications.shares({ number: application.number });
  const text = Buffer.from((await calls.records.export({ form: "json" })).base64, "base64").toString();
  expect(JSON.parse(text)).toMatchObject({
    enquiries: [{ words: "老人的证怎么换？", state: "open" }], notificationPreferences: { sms: "important", quiet: { from: 22, until: 7 } },
    applications: [{ shares: [{ createdAt: factoryNow.toISOString(), revokedAt: null }] }],
  });
  expect(text).not.toContain(secret);
  expect(text).not.toContain(share!.token);
  expect((await calls.records.overview()).counts).toMatchObject({ enquiries: 1 });
});

describe("the codes by which a certificate was shown", () => {
  it("stand in the copy of everything, without the code", async () => {
    const id = await code({ fields: ["holders.name"] });
    const { base64 } = await createCaller(ctx(person)).records.export({ form: "json" });
    const { presentations } = JSON.parse(Buffer.from(base64, "base64").toString()) as { presentations: object[] };
    expect(presentations).toEqual([{
      certificate: "1.2.156.3005.2.codes", kind: "printed", purpose: "other", words: "给孩子报名", fields: ["holders.name"], createdAt: factoryNow.toISOString(), expiresAt: after(180).toISOString(), byDelegate: false, usedAt: null, revokedAt: null,
    }]);
    expect(JSON.stringify(presentations)).not.toContain(id);
    await test.db.delete(certificatePresentations).where(eq(certificatePresentations.id, id));
  });

  it("end with the account, as do the addresses of its cases and what it permitted", async () => {
    const [leaving, supervisor] = [await createCitizen(test.db), await createStaff(test.db, "supervisor", place)];
    await test.db.insert(certificateHolders).values({ certificateId, position: 1, accountId: leaving.id });
    const filed = await createApplication(test.db, { place, item, applicant: leaving, status: "closed" });
    const [own, others, share, grant] = [await code({ presentedBy: leaving.id }), await code(), crypto.randomUUID(), crypto.randomUUID()];
    await test.db.insert(progressShares).values({ id: share, applicationId: filed.id, createdBy: leaving.id, token: seal("t", { table: "progress_shares", column: "token", row: share }), tokenDigest: share, createdAt: factoryNow, expiresAt: after(90) });
    await test.db.insert(usageGrants).values({ id: grant, mode: "holder", certificateId, holderAccountId: leaving.id, itemId: item.serviceItemId, applicationId: filed.id, departmentId: place.departmentId, fields: [], purpose: seal("办理", { table: "usage_grants", column: "purpose", row: grant }), standing: false, grantedBy: leaving.id, grantedAt: factoryNow, expiresAt: after(90) });
    const { number } = await createCaller(ctx(leaving)).records.request({ kind: "erasure", subject: "account", why: "注销" });
    const { id } = await createCaller(ctx(supervisor)).records.getRequest({ number });
    await createCaller(ctx(supervisor)).records.answer({ id, decision: "granted", reason: "同意" });
    const endOf = async (table: typeof certificatePresentations | typeof progressShares | typeof usageGrants, of: string) => (await test.db.select({ at: table.revokedAt }).from(table).where(eq(table.id, of)))[0]?.at ?? null;
    expect(await Promise.all([endOf(certificatePresentations, own), endOf(progressShares, share), endOf(usageGrants, grant), endOf(certificatePresentations, others)])).toEqual([factoryNow, factoryNow, factoryNow, null]);
    await test.db.delete(certificatePresentations);
  });

  it("go thirty days after their end; who looked stays for good", async () => {
    const [used, revoked, living] = [await code({ kind: "live", expiresAt: new Date(factoryNow.getTime() + 60_000), usedAt: factoryNow }), await code({ revokedAt: factoryNow, revokedBy: person.id }), await code()];
    const use = crypto.randomUUID();
    await test.db.insert(certificateUses).values({ id: use, certificateId, kind: "scan", mode: "holder", userKind: "anyone", userName: "", purpose: seal("给孩子报名", { table: "certificate_uses", column: "purpose", row: use }), fields: [], presentationId: used, at: factoryNow });
    const left = async () => (await test.db.select({ id: certificatePresentations.id }).from(certificatePresentations)).map(({ id }) => id).toSorted();
    await expireAll(ctx({ kind: "system" }, after(29.9)));
    expect(await left()).toEqual([used, revoked, living].toSorted());
    await expireAll(ctx({ kind: "system" }, after(30.1)));
    expect(await left()).toEqual([living]);
    expect((await createCaller(ctx(person, after(30.1))).certificates.listScans({ id: certificateId })).rows).toMatchObject([{ id: use, kind: null, purpose: null, words: "给孩子报名" }]);
  });
});
