import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { seal } from "@/db/personal-data";
import { auditLog, certificates } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCertificateType, createCitizen, createItem, createPlace, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import { statusPlace } from "@/domain/certificates/rules/status-list";
import type { CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import type { Actor } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { canonicalJson, recordDigest } from "@/server/core/documents/canonical";
import { verifySignedCertificate } from "@/server/core/documents/jws";
import { verifySdJwt } from "@/server/core/documents/sd-jwt";
import { openStatusList } from "@/server/core/documents/status-list";
import { insertCertificate } from "./commands";
import { jobs } from "./jobs";
import { openRecord, recordPlace } from "./queries/record";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let citizen: Awaited<ReturnType<typeof createCitizen>>;

const minutes = (count: number) => new Date(factoryNow.getTime() + count * 60_000);
const ctx = (actor: Actor, now = factoryNow): Ctx => ({ actor, now, requestId: "test", address: "10.0.0.1", db: test.db });
const as = (actor: Actor, now = factoryNow) => createCaller(ctx(actor, now));
const anyone: Actor = { kind: "anonymous" };
const system: Actor = { kind: "system" };

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  citizen = await createCitizen(test.db);
});
afterAll(() => test.close());

async function issue({ suite = "international", signed = true }: { suite?: CertificateTypeContent["suite"]; signed?: boolean } = {}) {
  const type = await createCertificateType(test.db, place, { suite });
  const face = [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }];
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType: type.id, validMonths: 60, face };
  const content = revisionContent({ result });
  const application = await createApplication(test.db, { place, item: await createItem(test.db, place, content), applicant: citizen, status: "approved" });
  const { id } = await commit(ctx(system), async (tx) => {
    const { audit, outbox, ...value } = await insertCertificate(tx, ctx(system), {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: citizen.id, organisationId: null, name: application.applicantName, code: citizen.citizenId, type: "111" },
      issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc },
      divisionCode: place.divisionCode, form: content.form!, answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox };
  });
  if (signed) await sign(id);
  return id;
}
const sign = (certificateId: string) => jobs.topics!["certificates.sign"]!(ctx(system), { certificateId });
const rowOf = async (id: string) => (await test.db.select().from(certificates).where(eq(certificates.id, id)))[0]!;
const textOf = async (id: string, form: "json" | "sd-jwt", show?: string[]) => Buffer.from((await as(citizen).certificates.download({ id, form, show })).base64, "base64").toString();
const keys = () => as(anyone).certificates.publicKeys();

describe("a certificate whose type asks for the national algorithms", () => {
  it("is signed with SM2 in every text, and verified by identifier and by file", async () => {
    const id = await issue({ suite: "national" });
    const signed = JSON.parse(await textOf(id, "json"));
    expect(JSON.parse(Buffer.from(signed.jws.split(".")[0], "base64url").toString())).toMatchObject({ alg: "SM2" });
    expect(await verifySignedCertificate(signed, await keys())).toMatchObject({ status: "valid" });
    expect(await verifySdJwt(await textOf(id, "sd-jwt"), await keys())).toMatchObject({ status: "valid", claims: { _sd_alg: "sm3" } });
    expect(await as(anyone).certificates.verify({ identifier: (await rowOf(id)).identifier })).toMatchObject({ status: "valid", signature: "valid" });
    expect(await test.db.select().from(auditLog).where(eq(auditLog.subjectId, id))).toMatchObject([{}, { action: "certificates.sign", after: { suite: "national" } }]);
  });
});

describe("the rehearsal before signing", () => {
  it("keeps the real key from a record that contradicts itself", async () => {
    const id = await issue({ signed: false });
    const record = { ...openRecord(await rowOf(id)), validate_end: "2020-01-01" };
    await test.db.update(certificates).set({ record: seal(canonicalJson(record), recordPlace(id)), recordDigest: recordDigest(record) }).where(eq(certificates.id, id));
    await expect(sign(id)).rejects.toThrow("not fit to be signed (validate_end)");
    expect(await rowOf(id)).toMatchObject({ signedAt: null, jws: null, sdJwt: null });
  });
});

describe("what was left unsigned", () => {
  it("is signed by the schedule an hour later, and one that cannot be holds up no other", async () => {
    const broken = await issue({ signed: false });
    await test.db.update(certificates).set({ recordDigest: "0".repeat(64) }).where(eq(certificates.id, broken));
    const [first, second] = [await issue({ signed: false }), await issue({ signed: false })];
    expect(await jobs.schedules!["signLeftBehind"]!.run(ctx(system, minutes(59)))).toBe(0);
    expect(await jobs.schedules!["signLeftBehind"]!.run(ctx(system, minutes(61)))).toBeGreaterThanOrEqual(2);
    for (const id of [first, second]) expect((await rowOf(id)).signedAt).toEqual(minutes(61));
    expect((await rowOf(broken)).signedAt).toBeNull();
    expect(await jobs.schedules!["signLeftBehind"]!.run(ctx(system, minutes(90)))).toBe(0);
  });
});

describe("the SD-JWT", () => {
  it("holds everything, or just what its holder chose, and is sealed at rest", async () => {
    const id = await issue();
    expect(await verifySdJwt(await textOf(id, "sd-jwt"), await keys())).toMatchObject({ status: "valid", claims: { holders: [{ code: citizen.citizenId }], face: { shop: { value: "老张面馆" } } } });
    expect(await verifySdJwt(await textOf(id, "sd-jwt", ["face.shop"]), await keys())).toMatchObject({ status: "valid", shown: ["face.shop"], claims: { holders: [{ type: "111" }] } });
    expect(await verifySdJwt(await textOf(id, "sd-jwt", []), await keys())).toMatchObject({ status: "valid", shown: [] });
    expect((await rowOf(id)).sdJwt).not.toContain("~");
    await expect(as(await createCitizen(test.db)).certificates.download({ id, form: "sd-jwt" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is not offered on a certificate signed before there was one", async () => {
    const id = await issue();
    await test.pool.query("alter table certificates disable trigger certificates_signature_kept");
    await test.db.update(certificates).set({ sdJwt: null }).where(eq(certificates.id, id));
    await test.pool.query("alter table certificates enable trigger certificates_signature_kept");
    expect(await as(citizen).certificates.get({ id })).toMatchObject({ signed: true, presentable: false });
    await expect(textOf(id, "sd-jwt")).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("the status list", () => {
  it("tells the state of a certificate at the place its SD-JWT names, within a minute of a change", async () => {
    const id = await issue();
    const verdict = await verifySdJwt(await textOf(id, "sd-jwt"), await keys());
    const { uri, idx } = verdict.status === "valid" ? verdict.claims.status.status_list : { uri: "", idx: -1 };
    const { list, index } = statusPlace((await rowOf(id)).statusSerial);
    expect([uri, idx]).toEqual([`http://localhost:3000/api/open/v1/status/${list}`, index]);
    const told = async (status: "valid" | "suspended" | "revoked" | "superseded" | "expired", at: Date, of = id) => {
      await test.db.update(certificates).set({ status }).where(eq(certificates.id, of));
      const opened = await openStatusList(await as(anyone, at).certificates.statusList({ list }), await keys());
      expect(opened).toMatchObject({ status: "valid", uri });
      return opened.status === "valid" ? opened.valueOf(statusPlace((await rowOf(of)).statusSerial).index) : undefined;
    };
    expect(await told("valid", minutes(10))).toBe(0);
    expect(await told("suspended", minutes(10.5))).toBe(0);
    expect(await told("suspended", minutes(11))).toBe(2);
    expect(await told("valid", minutes(12))).toBe(0);
    expect(await told("expired", minutes(13))).toBe(0);
    expect(await told("revoked", minutes(14))).toBe(1);
    expect(await told("superseded", minutes(15), await issue())).toBe(1);
  });

  it("exists only where there are certificates", async () => {
    await expect(as(anyone).certificates.statusList({ list: 7 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(anyone).certificates.statusList({ list: -1 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
