import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { seal } from "@/db/personal-data";
import { auditLog, certificateHolders, certificatePresentations, certificates, certificateUses, delegations } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createApplication, createCertificateType, createCitizen, createDelegate, createItem, createPlace, createStaff, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import { presenting } from "@/domain/certificates/rules/presenting";
import type { Actor, User } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { insertCertificate } from "./commands";
import { jobs } from "./jobs";
import { endPlace } from "./queries/record";

// Signing keys are valid from the moment they are made, by the process's clock: it must not run ahead of the requests.
vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let type: { id: string; code: string; name: string };
let holder: Awaited<ReturnType<typeof createCitizen>>;
let certificate: string;
let addresses = 0;

const after = (seconds: number) => new Date(factoryNow.getTime() + seconds * 1000);
const ctx = (actor: Actor, now = factoryNow): Ctx => ({ actor, now, requestId: "test", address: `10.1.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`, db: test.db });
const as = (actor: Actor, now = factoryNow) => createCaller(ctx(actor, now)).certificates;
const anyone: Actor = { kind: "anonymous" };
const system: Actor = { kind: "system" };
const refused = (code: string, message: string) => ({ code, message });

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  type = await createCertificateType(test.db, place);
  holder = await createCitizen(test.db);
  certificate = await issue();
});
afterAll(() => test.close());

async function issue({ of = holder as User & { organisationId?: string }, signed = true } = {}): Promise<string> {
  const face = [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }];
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType: type.id, validMonths: 60, face };
  const content = revisionContent({ result });
  const item = await createItem(test.db, place, content);
  const application = await createApplication(test.db, { place, item, applicant: of, status: "approved" });
  const { id } = await commit(ctx(system), async (tx) => {
    const { audit, outbox, ...value } = await insertCertificate(tx, ctx(system), {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: of.id, organisationId: of.organisationId ?? null, name: application.applicantName, code: holder.citizenId, type: of.organisationId ? "001" : "111" },
      issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc },
      divisionCode: place.divisionCode, form: content.form!, answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox };
  });
  if (signed) await jobs.topics!["certificates.sign"]!(ctx(system), { certificateId: id });
  return id;
}

type Asked = { fields?: string[]; kind?: "live" | "printed"; actor?: User; now?: Date };
const present = (id: string, { fields = [], kind = "live", actor = holder, now = factoryNow }: Asked = {}) => as(actor, now).present({ id, kind, purpose: "window", fields });
const rowOf = async (id: string) => (await test.db.select().from(certificatePresentations).where(eq(certificatePresentations.id, id)))[0]!;
const see = async (code: string, { actor = anyone, now = factoryNow, reader }: { actor?: Actor; now?: Date; reader?: string } = {}) => {
  const { receipt } = await as(actor, now).scan({ code, ...(reader ? { reader } : {}) });
  return as(actor, now).readScan({ code, receipt });
};
const scansOf = async (id: string) => (await as(holder).listScans({ id })).rows;

describe("a live code", () => {
  it("is told once; the database keeps a digest of it", async () => {
    const { presentationId, code, expiresAt } = await present(certificate);
    expect(code).toMatch(/^[\w-]{43}$/);
    expect(expiresAt).toBe(after(60).toISOString());
    const row = await rowOf(presentationId);
    expect(JSON.stringify(row)).not.toContain(code);
    expect(row.codeDigest).not.toBe(createHash("sha256").update(code).digest("hex"));
    expect(JSON.stringify(await test.db.select().from(auditLog))).not.toContain(code);
  });

  it("shows a stranger what anyone may see, and tells the holder who looked, when, what for", async () => {
    const id = await issue();
    const { code, presentationId } = await present(id);
    expect(await as(anyone).lookAtCode({ code })).toEqual({ standing: "live", kind: "live", purpose: "window", words: null });
    const seen = await see(code, { reader: "幸福小区物业", now: after(59) });
    expect(seen).toMatchObject({ at: after(59).toISOString(), purpose: "window", fields: [], verification: { found: true, status: "valid", signature: "valid", face: { fields: [{ value: "老***" }] } } });
    expect(JSON.stringify(seen)).not.toContain(holder.name);
    expect(JSON.stringify(seen)).not.toContain(holder.citizenId);
    expect(await scansOf(id)).toEqual([{ id: expect.any(String), at: after(59).toISOString(), by: { kind: "anyone", name: "幸福小区物业" }, mode: "holder", fields: [], kind: "live", purpose: "window", words: "在窗口办事" }]);
    expect(await as(holder).watchPresentation({ id: presentationId })).toEqual({ standing: "used", newest: (await scansOf(id))[0]!.id });
    expect((await test.db.select().from(auditLog).where(eq(auditLog.subjectId, id))).map(({ action }) => action)).toEqual(["certificates.issue", "certificates.sign", "certificates.present", "certificates.scan"]);
  });

  it("opens what the holder chose, and no more", async () => {
    const { code } = await present(certificate, { fields: ["face.shop"] });
    const seen = await see(code);
    expect(seen).toMatchObject({ fields: ["face.shop"], verification: { face: { fields: [{ value: "老张面馆" }] } } });
    expect(JSON.stringify(seen)).not.toContain(holder.citizenId);
    await expect(present(certificate, { fields: ["face.nothing"] })).rejects.toMatchObject(refused("BAD_REQUEST", "certificates.fieldUnknown"));
  });

  it("opens nothing after 61 seconds", async () => {
    const { code } = await present(certificate);
    expect(await as(anyone, after(61)).lookAtCode({ code })).toEqual({ standing: "expired" });
    await expect(see(code, { now: after(61) })).rejects.toMatchObject(refused("CONFLICT", "certificates.codeExpired"));
  });

  it("opens nothing a second time, and the refused look is no use", async () => {
    const id = await issue();
    const { code } = await present(id);
    await see(code);
    expect(await as(anyone).lookAtCode({ code })).toEqual({ standing: "used" });
    await expect(see(code)).rejects.toMatchObject(refused("CONFLICT", "certificates.codeUsed"));
    expect(await scansOf(id)).toHaveLength(1);
  });

  it("of ten who look at once shows it to one", async () => {
    const id = await issue();
    const { code } = await present(id);
    const looks = await Promise.allSettled(Array.from({ length: 10 }, () => as(anyone).scan({ code })));
    expect(looks.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const look of looks) if (look.status === "rejected") expect(look.reason).toMatchObject(refused("CONFLICT", "certificates.codeUsed"));
    expect(await scansOf(id)).toHaveLength(1);
  });

  it("is not used up by looking at its address", async () => {
    const { code, presentationId } = await present(certificate);
    for (let visit = 0; visit < 3; visit += 1) await as(anyone).lookAtCode({ code });
    expect(await rowOf(presentationId)).toMatchObject({ usedAt: null });
  });

  it("cannot be used or ended twice even by a program that forgets to ask", async () => {
    const { code, presentationId } = await present(certificate);
    await see(code);
    const update = (set: Partial<typeof certificatePresentations.$inferInsert>) => test.db.update(certificatePresentations).set(set).where(eq(certificatePresentations.id, presentationId));
    await expect(update({ usedAt: null })).rejects.toThrow();
    await expect(update({ expiresAt: after(3600) })).rejects.toThrow();
    await expect(update({ fields: ["holders.code"] })).rejects.toThrow();
  });
});

describe("what was seen", () => {
  it("reads back for five minutes, for its code and with its receipt only", async () => {
    const { code } = await present(certificate);
    const other = await present(certificate);
    const { receipt } = await as(anyone).scan({ code });
    expect(await as(anyone, after(299)).readScan({ code, receipt })).toMatchObject({ at: factoryNow.toISOString() });
    const gone = refused("NOT_FOUND", "certificates.receiptInvalid");
    await expect(as(anyone, after(301)).readScan({ code, receipt })).rejects.toMatchObject(gone);
    await expect(as(anyone).readScan({ code: other.code, receipt })).rejects.toMatchObject(gone);
    await expect(as(anyone).readScan({ code, receipt: `${receipt.slice(0, -4)}AAAA` })).rejects.toMatchObject(gone);
  });

  it.each(["suspended", "revoked", "cancelled", "superseded"] as const)("is only what anyone sees of a certificate that was %s after the code was made", async (status) => {
    const id = await issue();
    const { code } = await present(id, { fields: ["face.shop"], kind: "printed" });
    const { receipt } = await as(anyone).scan({ code });
    await test.db.update(certificates).set({ status, endedAt: factoryNow, endReason: seal("测试", endPlace(id)) }).where(eq(certificates.id, id));
    const masked = { verification: { status, signature: "valid", face: { fields: [{ value: "老***" }] } }, fields: [] };
    expect(await as(anyone).readScan({ code, receipt })).toMatchObject(masked);
    expect(await see(code)).toMatchObject(masked);
    expect((await scansOf(id)).map(({ fields }) => fields)).toEqual([[], ["face.shop"]]);
    await expect(present(id)).rejects.toMatchObject(refused("CONFLICT", "certificates.notPresentable"));
  });

  it("is no face at all where the signature does not hold", async () => {
    const [id, other] = [await issue(), await issue()];
    const { code } = await present(id, { fields: ["face.shop"] });
    const [{ jws }] = await test.db.select({ jws: certificates.jws }).from(certificates).where(eq(certificates.id, other)) as [{ jws: string }];
    // By someone who may do anything to the database, but has not the signing key.
    await test.db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.update(certificates).set({ jws }).where(eq(certificates.id, id));
    });
    const { verification, fields } = await see(code);
    expect([verification, fields]).toMatchObject([{ found: true, status: "valid", signature: "altered" }, []]);
    expect(verification).not.toHaveProperty("face");
  });
});

describe("who looked", () => {
  it("is named by what is known of them, never by their account", async () => {
    const id = await issue();
    const look = async (actor: Actor, reader?: string) => see((await present(id)).code, { actor, ...(reader ? { reader } : {}) });
    const stranger = await createCitizen(test.db);
    const agent = await createAgent(test.db, await createCitizen(test.db));
    await look(await createStaff(test.db, "clerk", place), "不是我");
    await look(agent);
    await look(stranger);
    expect((await scansOf(id)).map(({ by }) => by)).toEqual([
      { kind: "anyone", name: "" }, { kind: "organisation", name: agent.actingFor!.name }, { kind: "department", name: place.departmentName },
    ]);
    expect(JSON.stringify(await test.db.select().from(certificateUses).where(eq(certificateUses.certificateId, id)))).not.toContain(stranger.id);
  });

  it("is listed newest first, in pages, and of one code alone", async () => {
    const id = await issue();
    const printed = await present(id, { kind: "printed" });
    for (let look = 0; look < 3; look += 1) await see(printed.code, { now: after(look), reader: `第${look}位` });
    await see((await present(id)).code, { now: after(9), reader: "现场" });
    const first = await as(holder).listScans({ id, limit: 3 });
    const second = await as(holder).listScans({ id, limit: 3, cursor: first.nextCursor! });
    expect([...first.rows, ...second.rows].map(({ by }) => by.name)).toEqual(["现场", "第2位", "第1位", "第0位"]);
    expect(second.nextCursor).toBeUndefined();
    expect((await as(holder).listScans({ id, presentationId: printed.presentationId })).rows).toHaveLength(3);
    await expect(as(holder).listScans({ id, cursor: "nonsense" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("a printed code", () => {
  const halfYear = 178 * 86_400;

  it("is digits that can be typed, and works many times for 180 days", async () => {
    const id = await issue();
    const { code, expiresAt } = await present(id, { kind: "printed" });
    expect(code).toMatch(/^\d{20}$/);
    expect(expiresAt).toBe("2026-08-28T16:00:00.000Z");
    await see(code);
    await see(code.replaceAll(/(\d{4})/g, "$1 "), { now: after(halfYear) });
    expect(await as(anyone, after(180 * 86_400)).lookAtCode({ code })).toEqual({ standing: "expired" });
    expect(await as(holder).listPrinted({ id })).toMatchObject([{ scans: 2, purpose: "window", madeBy: null }]);
  });

  it("opens nothing once it was taken back, and taking it back again changes nothing", async () => {
    const id = await issue();
    const { code, presentationId } = await present(id, { kind: "printed" });
    await as(holder, after(10)).revokePresentation({ id: presentationId });
    await as(holder, after(20)).revokePresentation({ id: presentationId });
    expect(await rowOf(presentationId)).toMatchObject({ revokedAt: after(10) });
    expect(await as(anyone).lookAtCode({ code })).toEqual({ standing: "revoked" });
    await expect(see(code)).rejects.toMatchObject(refused("CONFLICT", "certificates.codeRevoked"));
    expect(await as(holder).listPrinted({ id })).toEqual([]);
  });

  it("exists three times at most for a certificate, even when four are asked for at once; one taken back makes room", async () => {
    const id = await issue();
    const made = await Promise.allSettled(Array.from({ length: 4 }, () => present(id, { kind: "printed" })));
    const told = made.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(told).toHaveLength(presenting.printedAtOnce);
    expect(await as(holder).presentable({ id })).toMatchObject({ printedLeft: 0, hindrance: null });
    await expect(present(id, { kind: "printed" })).rejects.toMatchObject(refused("CONFLICT", "certificates.tooManyPrinted"));
    await as(holder).revokePresentation({ id: told[0]!.presentationId });
    await expect(present(id, { kind: "printed" })).resolves.toMatchObject({ code: expect.any(String) });
  });
});

describe("somebody else", () => {
  it("finds neither the certificate nor its codes", async () => {
    const { presentationId } = await present(certificate, { kind: "printed" });
    const stranger = await createCitizen(test.db);
    const nobodys = crypto.randomUUID();
    for (const [id, code] of [[certificate, presentationId], [nobodys, nobodys]] as const) {
      for (const call of [() => as(stranger).present({ id, kind: "live", purpose: "window" }), () => as(stranger).presentable({ id }), () => as(stranger).listPrinted({ id }), () => as(stranger).listScans({ id })]) {
        await expect(call()).rejects.toMatchObject(refused("NOT_FOUND", "certificates.notFound"));
      }
      for (const call of [() => as(stranger).presentation({ id: code }), () => as(stranger).watchPresentation({ id: code }), () => as(stranger).revokePresentation({ id: code })]) {
        await expect(call()).rejects.toMatchObject(refused("NOT_FOUND", "certificates.codeNotFound"));
      }
    }
    await expect(as(await createStaff(test.db, "clerk", place)).present({ id: certificate, kind: "live", purpose: "window" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(anyone).present({ id: certificate, kind: "live", purpose: "window" })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("who types a code that never was, learns nothing", async () => {
    for (const code of ["12345678901234567890", "nonsense", "A".repeat(43)]) {
      expect(await as(anyone).lookAtCode({ code })).toEqual({ standing: "unknown" });
      await expect(as(anyone).scan({ code })).rejects.toMatchObject(refused("NOT_FOUND", "certificates.codeUnknown"));
    }
  });
});

describe("a delegate", () => {
  it("shows the principal's certificate within the delegation, and the principal sees it", async () => {
    const id = await issue();
    const delegate = await createDelegate(test.db, holder, await createCitizen(test.db));
    const { code } = await present(id, { actor: delegate });
    await see(code);
    expect(await scansOf(id)).toMatchObject([{ mode: "delegate" }]);
    const printed = await present(id, { actor: delegate, kind: "printed" });
    expect(printed.expiresAt).toBe("2026-08-01T16:00:00.000Z");
    expect(await as(holder).listPrinted({ id })).toMatchObject([{ madeBy: delegate.name }]);
    await expect(as(holder).revokePresentation({ id: printed.presentationId })).resolves.toEqual({ certificateId: id });
  });

  it("of one holder shows it to the other too, by name", async () => {
    const id = await issue();
    const [other, person] = [await createCitizen(test.db), await createCitizen(test.db)];
    await test.db.insert(certificateHolders).values({ certificateId: id, position: 9, accountId: other.id });
    const delegate = await createDelegate(test.db, holder, person);
    await present(id, { kind: "printed" });
    await present(id, { actor: delegate, kind: "printed" });
    expect(await as(other).listPrinted({ id })).toMatchObject([{ madeBy: person.name }, { madeBy: holder.name }]);
    expect(await as(other).presentable({ id })).toMatchObject({ printedLeft: presenting.printedAtOnce - 2 });
  });

  it("shows nothing beyond it", async () => {
    const person = await createCitizen(test.db);
    const looks = await createDelegate(test.db, holder, person, { acts: ["view", "fill"] });
    await expect(present(certificate, { actor: looks })).rejects.toMatchObject(refused("FORBIDDEN", "certificates.presentNotDelegated"));
    expect(await as(looks).presentable({ id: certificate })).toMatchObject({ hindrance: "certificates.presentNotDelegated" });
    const some = await createDelegate(test.db, holder, person, { scope: { kind: "items", itemIds: [crypto.randomUUID()] } });
    await expect(present(certificate, { actor: some })).rejects.toMatchObject(refused("NOT_FOUND", "certificates.notFound"));
    const others = await createDelegate(test.db, await createCitizen(test.db), person);
    await expect(present(certificate, { actor: others })).rejects.toMatchObject(refused("NOT_FOUND", "certificates.notFound"));
  });

  it("takes their codes along when the delegation ends", async () => {
    const id = await issue();
    const delegate = await createDelegate(test.db, holder, await createCitizen(test.db));
    const { code } = await present(id, { actor: delegate, kind: "printed" });
    await see(code);
    await test.db.update(delegations).set({ revokedAt: factoryNow }).where(eq(delegations.id, delegate.actingFor!.delegationId));
    await expect(see(code)).rejects.toMatchObject(refused("CONFLICT", "certificates.codeRevoked"));
    expect(await as(holder).listPrinted({ id })).toEqual([]);
    expect(await as(holder).presentable({ id })).toMatchObject({ printedLeft: presenting.printedAtOnce });
  });

  it("of an organisation shows what the organisation holds", async () => {
    const agent = await createAgent(test.db, await createCitizen(test.db));
    const id = await issue({ of: agent });
    expect(await see((await present(id, { actor: agent })).code)).toMatchObject({ verification: { status: "valid" } });
    await expect(present(id)).rejects.toMatchObject(refused("NOT_FOUND", "certificates.notFound"));
  });
});

it("what is not signed yet is not shown", async () => {
  await expect(present(await issue({ signed: false }))).rejects.toMatchObject(refused("CONFLICT", "certificates.notSignedYet"));
});

it("an address that looks too often, and a person who makes too many codes, are told to wait", async () => {
  const eager = createCaller({ ...ctx(anyone), address: "10.9.9.9" }).certificates;
  for (let look = 0; look < 30; look += 1) await expect(eager.scan({ code: "nonsense" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(eager.scan({ code: "nonsense" })).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  for (let look = 0; look < 60; look += 1) await eager.lookAtCode({ code: "nonsense" });
  await expect(eager.lookAtCode({ code: "nonsense" })).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  const busy = await createCitizen(test.db);
  for (let code = 0; code < 60; code += 1) await expect(present(certificate, { actor: busy })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(present(certificate, { actor: busy })).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
});
