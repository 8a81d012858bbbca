import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { seal } from "@/db/personal-data";
import { auditLog, certificates, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createApplication, createCertificateType, createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { makeCertificateIdentifier, parseCertificateIdentifier } from "@/domain/core/codes";
import { createCaller } from "@/server/api/root";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { renderCertificatePdf } from "@/server/core/documents/certificate-pdf";
import { verifySignedCertificate } from "@/server/core/documents/jws";
import { fileKeyProvider } from "@/server/core/documents/keys";
import { signingKeys } from "@/server/core/documents/provider";
import type { OfdOrder, OfdService } from "@/server/integrations/ofd/port";
import { Unavailable } from "@/server/integrations/signed-request";
import { signPdf } from "@/server/core/documents/sign-pdf";
import { verifyPdfSignature } from "@/server/core/documents/verify-pdf";
import { insertCertificate } from "./commands";
import { jobs } from "./jobs";
import { endPlace, openJws } from "./queries/record";

// Signing keys are valid from the moment they are made, by the process's clock: it must not run ahead of the requests.
vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let ofd: OfdService | undefined;
vi.mock("@/server/core/documents/provider", async (original) => ({ ...(await original<object>()), ofdService: () => ofd }));

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let type: { id: string; code: string; name: string };
let citizen: Awaited<ReturnType<typeof createCitizen>>;
let addresses = 0;

const ctx = (actor: Actor, now = factoryNow): Ctx => ({ actor, now, requestId: "test", address: `10.0.0.${(addresses += 1)}`, db: test.db });
const as = (actor: Actor, now = factoryNow) => createCaller(ctx(actor, now));
const anyone: Actor = { kind: "anonymous" };
const system: Actor = { kind: "system" };
const later = new Date("2031-03-02T01:00:00Z");

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  type = await createCertificateType(test.db, place);
  citizen = await createCitizen(test.db);
});
afterAll(() => test.close());

/** A certificate issued as an approval issues it; `signed` runs its job. */
async function issue({ holder = citizen as User & { organisationId?: string }, signed = true, certificateType = type.id } = {}) {
  const face = [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }];
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType, validMonths: 60, face };
  const content = revisionContent({ result });
  const item = await createItem(test.db, place, content);
  const application = await createApplication(test.db, { place, item, applicant: holder, status: "approved" });
  const issued = await commit(ctx(system), async (tx) => {
    const { audit, outbox: outgoing, ...value } = await insertCertificate(tx, ctx(system), {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: holder.id, organisationId: holder.organisationId ?? null, name: application.applicantName, code: citizen.citizenId, type: holder.organisationId ? "001" : "111" },
      issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc },
      divisionCode: place.divisionCode, form: content.form!, answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox: outgoing };
  });
  if (signed) await sign(issued.id);
  return issued;
}
const sign = (certificateId: string, now = factoryNow) => jobs.topics!["certificates.sign"]!(ctx(system, now), { certificateId });
const rowOf = async (id: string) => (await test.db.select().from(certificates).where(eq(certificates.id, id)))[0]!;
const pdfOf = async (id: string) => Buffer.from((await as(citizen).certificates.download({ id, form: "pdf" })).base64, "base64");
const check = (bytes: Uint8Array) => as(anyone).certificates.verifyFile({ base64: Buffer.from(bytes).toString("base64") });

describe("issuing", () => {
  it("writes a sealed record under a standard identifier, with its audit row and the order to sign", async () => {
    const { id, identifier } = await issue({ signed: false });
    expect(parseCertificateIdentifier(identifier)).toMatchObject({ typeCode: type.code, issuer: place.uscc, version: 1 });
    const row = await rowOf(id);
    expect(row).toMatchObject({ status: "valid", issuedOn: "2026-03-02", validUntil: "2031-03-01", signedAt: null });
    expect(row.record).not.toContain(citizen.citizenId);
    expect(await test.db.select().from(auditLog).where(eq(auditLog.subjectId, id))).toMatchObject([{ action: "certificates.issue" }]);
    expect((await test.db.select().from(outbox)).filter(({ payload }) => payload["certificateId"] === id)).toMatchObject([{ topic: "certificates.sign" }]);
  });

  it("refuses a type that the catalogue does not know", async () => {
    await expect(issue({ certificateType: "nothing" })).rejects.toMatchObject({ code: "certificates.typeUnknown" });
  });
});

describe("the signing job", () => {
  it("makes a PDF and a JWS that both verify, and signs once however often it runs", async () => {
    const { id } = await issue({ signed: false });
    await Promise.all([sign(id), sign(id)]);
    const first = await rowOf(id);
    await sign(id, later);
    expect(await rowOf(id)).toEqual(first);
    const pdf = await pdfOf(id);
    expect(createHash("sha256").update(pdf).digest("hex")).toBe(first.pdfSha256);
    expect(await verifyPdfSignature(pdf, await signingKeys().trustedCertificates())).toMatchObject({ status: "valid" });
    expect(await test.db.select().from(auditLog).where(and(eq(auditLog.subjectId, id), eq(auditLog.action, "certificates.sign")))).toHaveLength(1);
  });

  it("fails loudly for a certificate that does not exist", async () => {
    await expect(sign(crypto.randomUUID())).rejects.toMatchObject({ code: "certificates.notFound" });
  });
});

describe("the holder's own certificates", () => {
  it("are listed newest first, in pages", async () => {
    const holder = await createCitizen(test.db);
    const made = [await issue({ holder, signed: false }), await issue({ holder, signed: false }), await issue({ holder, signed: false })];
    const first = await as(holder).certificates.listOwn({ limit: 2 });
    const second = await as(holder).certificates.listOwn({ limit: 2, cursor: first.nextCursor! });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(made.toReversed().map(({ id }) => id));
    expect(second.nextCursor).toBeUndefined();
    await expect(as(holder).certificates.listOwn({ cursor: "nonsense" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("of an organisation are seen by whoever acts for it, and not by the same person for themselves", async () => {
    const person = await createCitizen(test.db);
    const agent = await createAgent(test.db, person);
    const colleague = await createAgent(test.db, await createCitizen(test.db), agent.organisationId);
    const { id } = await issue({ holder: agent });
    expect((await as(colleague).certificates.listOwn({})).rows.map((row) => row.id)).toEqual([id]);
    expect((await as(person).certificates.listOwn({})).rows).toEqual([]);
    await expect(as(person).certificates.get({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("show the whole face to the holder, and expiry on the day after the last", async () => {
    const { id } = await issue();
    expect(await as(citizen).certificates.get({ id })).toMatchObject({ status: "valid", record: { holders: [{ code: citizen.citizenId }], extend_info: [{ value: "老张面馆" }] } });
    expect(await as(citizen, later).certificates.get({ id })).toMatchObject({ status: "expired" });
  });

  it("download as PDF and as JSON that verifies on its own", async () => {
    const { id, identifier } = await issue();
    const { base64, mime, name } = await as(citizen).certificates.download({ id, form: "json" });
    expect([mime, name]).toEqual(["application/json", `${type.name}-${identifier}.json`]);
    const signed = JSON.parse(Buffer.from(base64, "base64").toString());
    const keys = await as(anyone).certificates.publicKeys();
    expect(await verifySignedCertificate(signed, keys)).toMatchObject({ status: "valid" });
    signed.record.holders[0].name = "李四";
    expect(await verifySignedCertificate(signed, keys)).toEqual({ status: "altered" });
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  it("say so where nobody makes OFD of them", async () => {
    const { id } = await issue();
    expect(await as(citizen).certificates.get({ id })).toMatchObject({ ofd: false });
    await expect(as(citizen).certificates.download({ id, form: "ofd" })).rejects.toMatchObject({ code: "CONFLICT", message: "certificates.ofdUnavailable" });
  });

  it("download as OFD from who makes it, of the same record; while that is away they say so, and tell nothing else", async () => {
    const { id, identifier } = await issue();
    const orders: OfdOrder[] = [];
    ofd = { seal: async (order) => { orders.push(order); return Buffer.from("ofd"); } };
    expect(await as(citizen).certificates.download({ id, form: "ofd" })).toEqual({ name: `${type.name}-${identifier}.ofd`, mime: "application/ofd", base64: Buffer.from("ofd").toString("base64") });
    expect(orders).toMatchObject([{ identifier, record: { certificate_identifier: identifier } }]);
    await expect(as(await createCitizen(test.db)).certificates.download({ id, form: "ofd" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    ofd = { seal: () => Promise.reject(new Unavailable("ofd.example")) };
    await expect(as(citizen).certificates.download({ id, form: "ofd" })).rejects.toMatchObject({ code: "CONFLICT", message: "certificates.ofdAway" });
    ofd = undefined;
  });

  it("do not download before they are signed", async () => {
    const { id } = await issue({ signed: false });
    await expect(as(citizen).certificates.download({ id, form: "pdf" })).rejects.toMatchObject({ code: "CONFLICT", message: "certificates.notSignedYet" });
  });

  it("are refused to the signed out and to staff, and look missing to strangers", async () => {
    const { id } = await issue();
    const staff = await createStaff(test.db, "clerk", place);
    const stranger = await createCitizen(test.db);
    const calls = [
      (actor: Actor) => as(actor).certificates.get({ id }),
      (actor: Actor) => as(actor).certificates.download({ id, form: "pdf" }),
      (actor: Actor) => as(actor).certificates.listOwn({}),
    ];
    for (const call of calls) {
      await expect(call(anyone)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
      await expect(call(staff)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    for (const call of calls.slice(0, 2)) await expect(call(stranger)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(citizen).certificates.get({ id: crypto.randomUUID() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("certificates.verify", () => {
  it("tells anyone that a certificate is genuine and current, and masks its face", async () => {
    const { identifier } = await issue();
    const found = await as(anyone).certificates.verify({ identifier: ` ${identifier.toLowerCase()} ` });
    expect(found).toMatchObject({ found: true, identifier, status: "valid", signature: "valid", face: { issuer: place.departmentName, validUntil: "2031-03-01", fields: [{ value: "老***" }], demo: true } });
    expect(JSON.stringify(found)).not.toContain(citizen.citizenId);
    expect(JSON.stringify(found)).not.toContain(citizen.name);
  });

  it.each(["suspended", "revoked", "cancelled", "superseded"] as const)("tells that one is %s", async (status) => {
    const { id, identifier } = await issue();
    await test.db.update(certificates).set({ status, endedAt: factoryNow, endReason: seal("测试", endPlace(id)) }).where(eq(certificates.id, id));
    expect(await as(anyone, later).certificates.verify({ identifier })).toMatchObject({ status, signature: "valid" });
  });

  it("tells that one has expired, that one waits for its signature, and that one is unknown or no identifier at all", async () => {
    const { identifier } = await issue();
    expect(await as(anyone, new Date("2031-03-01T15:59:59Z")).certificates.verify({ identifier })).toMatchObject({ status: "valid" });
    expect(await as(anyone, new Date("2031-03-01T16:00:00Z")).certificates.verify({ identifier })).toMatchObject({ status: "expired" });
    const waiting = await issue({ signed: false });
    expect(await as(anyone).certificates.verify({ identifier: waiting.identifier })).toMatchObject({ found: true, signature: "pending" });
    const never = makeCertificateIdentifier({ typeCode: type.code, issuerUscc: place.uscc, serial: "NEVER", version: 1 });
    expect(await as(anyone).certificates.verify({ identifier: never })).toEqual({ found: false, wellFormed: true, issuerKnown: true });
    expect(await as(anyone).certificates.verify({ identifier: "1.2.3" })).toEqual({ found: false, wellFormed: false, issuerKnown: false });
  });

  it("tells when the register was tampered with, and then shows no face", async () => {
    const genuine = await issue();
    const other = await issue();
    const { jws } = await rowOf(other.id);
    // By the owner of the tables: nobody else can take the guard away.
    await test.pool.query("alter table certificates disable trigger certificates_signature_kept");
    await test.db.update(certificates).set({ jws }).where(eq(certificates.id, genuine.id));
    const found = await as(anyone).certificates.verify({ identifier: genuine.identifier });
    expect(found).toEqual({ found: true, identifier: genuine.identifier, status: "valid", signature: "altered", newer: false, checkedAt: factoryNow.toISOString() });
    // The same by someone who holds the keys of the database, but not the signing key.
    await test.db.update(certificates).set({ jws: seal(openJws(await rowOf(other.id)) ?? "", { table: "certificates", column: "jws", row: genuine.id }) }).where(eq(certificates.id, genuine.id));
    expect(await as(anyone).certificates.verify({ identifier: genuine.identifier })).toEqual(found);
    await test.pool.query("alter table certificates enable trigger certificates_signature_kept");
  });

  it("stops an address that asks too often", async () => {
    const caller = createCaller({ ...ctx(anyone), address: "10.9.9.9" });
    for (let asked = 0; asked < 60; asked += 1) await caller.certificates.verify({ identifier: "1.2.3" });
    await expect(caller.certificates.verify({ identifier: "1.2.3" })).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  });
});

describe("certificates.verifyFile", () => {
  it("recognises the very file, whose receipt reads back for half an hour", async () => {
    const { id, identifier } = await issue();
    const { receipt, ...found } = await check(await pdfOf(id));
    expect(found).toMatchObject({ verdict: "registered", identifier });
    expect(await as(anyone).certificates.readFileCheck({ receipt })).toEqual({ ...found, shown: null });
    await expect(as(anyone, new Date(factoryNow.getTime() + 31 * 60_000)).certificates.readFileCheck({ receipt })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(anyone).certificates.readFileCheck({ receipt: `${receipt.slice(0, -4)}AAAA` })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("tells one changed byte apart", async () => {
    const pdf = await pdfOf((await issue()).id);
    for (const at of [200, Math.floor(pdf.length / 2)]) {
      const forged = Buffer.from(pdf);
      forged[at] = forged[at]! ^ 1;
      expect(await check(forged)).toMatchObject({ verdict: "altered", identifier: null });
    }
    expect(await check(Buffer.concat([pdf, Buffer.from("\n% more")]))).toMatchObject({ verdict: "altered" });
  });

  it("tells another issuer, no signature, and a document signed here that is no certificate", async () => {
    const { id } = await issue();
    const { record } = await as(citizen).certificates.get({ id });
    const drawn = await renderCertificatePdf(record, { verifyUrl: "http://localhost/verify" });
    expect(await check(drawn)).toMatchObject({ verdict: "unsigned" });
    const signing = { signedAt: factoryNow, reason: "test" };
    const stranger = fileKeyProvider(`${process.env["DATA_DIR"]}/other-keys-${crypto.randomUUID()}`, () => factoryNow);
    expect(await check(await signPdf(drawn, await stranger.documentSigningKey(), signing))).toMatchObject({ verdict: "unknownIssuer" });
    const own = await signPdf(drawn, await signingKeys().documentSigningKey(), signing);
    expect(await check(own)).toMatchObject({ verdict: "unregistered" });
  });

  it("refuses what is no PDF, what is too large, and too many at once", async () => {
    await expect(check(Buffer.from("hello"))).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT", message: "certificates.notACertificateFile" });
    await expect(check(Buffer.alloc(6 * 1024 * 1024))).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const caller = createCaller({ ...ctx(anyone), address: "10.8.8.8" });
    const base64 = Buffer.from("%PDF-1.7").toString("base64");
    for (let asked = 0; asked < 10; asked += 1) await caller.certificates.verifyFile({ base64 });
    await expect(caller.certificates.verifyFile({ base64 })).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  });
});
