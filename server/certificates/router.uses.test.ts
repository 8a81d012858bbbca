import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { open, rewrap, seal } from "@/db/personal-data";
import { applications, auditLog, certificates, certificateUses, delegations, outbox, serviceItems, usageGrants } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createApplication, createCertificateType, createCitizen, createDelegate, createItem, createPlace, createStaff, factoryNow, revisionContent, type Item, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { insertCertificate } from "./commands";
import { grantUse, revokeGrant, type GrantUse } from "./commands/grants";
import { checkUnderGrant, readUnderGrant, type UnderGrant } from "./commands/read-under-grant";
import { recordUse } from "./commands/uses";
import { jobs } from "./jobs";
import { jwsPlace, openJws, usePurposePlace } from "./queries/record";

// Signing keys are valid from the moment they are made, by the process's clock: it must not run ahead of the requests.
vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let elsewhere: Place;
let item: Item;
let type: { id: string; code: string; name: string };
let citizen: Awaited<ReturnType<typeof createCitizen>>;
let clerk: User;

const ctx = <A extends Actor>(actor: A, now = factoryNow): Ctx & { actor: A } => ({ actor, now, requestId: "test", address: "10.0.0.1", db: test.db });
const system: Actor = { kind: "system" };
const later = (days: number) => new Date(factoryNow.getTime() + days * 86_400_000);
const rowOf = async (id: string) => (await test.db.select().from(certificates).where(eq(certificates.id, id)))[0]!;

beforeAll(async () => {
  test = await createTestDatabase();
  [place, elsewhere] = [await createPlace(test.db), await createPlace(test.db)];
  type = await createCertificateType(test.db, place, { severalPerHolder: true });
  citizen = await createCitizen(test.db);
  item = await createItem(test.db, place);
  await test.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
  clerk = await createStaff(test.db, "reviewer", place);
});
afterAll(() => test.close());

async function issue({ holder = citizen as User, signed = true, organisationId = null as string | null } = {}) {
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType: type.id, validMonths: 24, face: [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }] };
  const content = revisionContent({ result });
  const source = await createItem(test.db, place, content);
  const application = await createApplication(test.db, { place, item: source, applicant: holder, status: "approved" });
  const { id } = await commit(ctx(system), async (tx) => {
    const { audit, outbox: outgoing, ...value } = await insertCertificate(tx, ctx(system), {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: holder.id, organisationId, name: application.applicantName, code: organisationId ? place.uscc : citizen.citizenId, type: organisationId ? "001" : "111" },
      issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc },
      divisionCode: place.divisionCode, form: content.form!, answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox: outgoing };
  });
  if (signed) await jobs.topics!["certificates.sign"]!(ctx(system), { certificateId: id });
  return id;
}

/** The grant given last: what is read is read under it, where nothing else is said. */
let given = "";
const grant = (actor: User, input: Partial<GrantUse> & Pick<GrantUse, "subject">, now = factoryNow) =>
  commit(ctx(actor, now), async (tx) => {
    const { id, audit } = await grantUse(tx, ctx(actor, now), { itemId: item.serviceItemId, reader: { kind: "department", id: place.departmentId }, fields: ["holders.name", "face.shop"], purpose: "核对经营资格", ...input });
    given = id;
    return { value: id, audit };
  });

const asking = (certificateId: string, overrides: Partial<UnderGrant> = {}): UnderGrant => ({
  grantId: given, certificateId, by: { kind: "department", id: place.departmentId }, itemId: item.serviceItemId, purpose: "审查食品经营许可申请", fields: ["face.shop"], ...overrides,
});
const read = (asked: UnderGrant, now = factoryNow, actor: Actor = system) =>
  commit(ctx(actor, now), async (tx) => {
    const { audit, outbox: outgoing, ...value } = await readUnderGrant(tx, ctx(actor, now), asked);
    return { value, audit, outbox: outgoing };
  });
const usesOf = (certificateId: string) => test.db.select().from(certificateUses).where(eq(certificateUses.certificateId, certificateId));
const refusalsOf = async (certificateId: string) => (await test.db.select().from(auditLog).where(and(eq(auditLog.subjectId, certificateId), eq(auditLog.action, "certificates.refuseUse")))).map(({ after }) => after);

describe("the record of uses", () => {
  it("is never changed, deleted or emptied, and keeps the words of a purpose sealed", async () => {
    const certificateId = await issue();
    const id = await test.db.transaction((tx) => recordUse(tx, factoryNow, { certificateId, kind: "scan", mode: "holder", by: { kind: "anyone", id: null, name: "扫码者" }, purpose: "给王五看店", fields: ["holders.name"] }));
    const [row] = await usesOf(certificateId);
    expect(row).toMatchObject({ id, at: factoryNow, fields: ["holders.name"] });
    expect(row?.purpose).not.toContain("王五");
    await expect(test.db.update(certificateUses).set({ userName: "别人" }).where(eq(certificateUses.id, id))).rejects.toThrow();
    const sealedAt = usePurposePlace(id);
    await expect(test.db.update(certificateUses).set({ purpose: seal("另一用途", sealedAt) }).where(eq(certificateUses.id, id))).rejects.toThrow();
    await test.db.update(certificateUses).set({ purpose: rewrap(row!.purpose, sealedAt) }).where(eq(certificateUses.id, id));
    expect(open((await usesOf(certificateId))[0]!.purpose, sealedAt)).toBe("给王五看店");
    await expect(test.db.delete(certificateUses).where(eq(certificateUses.id, id))).rejects.toThrow();
    await expect(test.pool.query("truncate certificate_uses")).rejects.toThrow(/append-only/);
  });
});

describe("a reading under a grant", () => {
  it("by the holder's consent tells the granted fields and leaves a use with what was told and what for", async () => {
    const certificateId = await issue();
    const grantId = await grant(citizen, { subject: { certificateId } });
    expect(await read(asking(certificateId, { grantId }), factoryNow, clerk)).toMatchObject({
      status: "valid", signature: "valid", mode: "holder", facts: { name: type.name, validUntil: "2028-03-01" }, fields: [{ field: "face.shop", labelZh: "店名", value: "老张面馆" }],
    });
    expect(await usesOf(certificateId)).toMatchObject([{ kind: "read", mode: "holder", userKind: "department", userId: place.departmentId, userName: place.departmentName, grantId, fields: ["face.shop"], itemId: item.serviceItemId }]);
  });

  it("for a type opens whichever its holder has, and never another holder's", async () => {
    const [certificateId, othersId] = [await issue(), await issue({ holder: await createCitizen(test.db) })];
    await grant(citizen, { subject: { typeId: type.id }, fields: ["certificate_number"] });
    expect(await read(asking(certificateId, { fields: ["certificate_number"] }))).toMatchObject({ fields: [{ field: "certificate_number" }] });
    await expect(read(asking(othersId, { fields: ["certificate_number"] }))).rejects.toMatchObject({ code: "certificates.grantForAnother" });
  });

  it("is what a delegate may permit for a case within the delegation, and not for good", async () => {
    const principal = await createCitizen(test.db);
    const certificateId = await issue({ holder: principal });
    const applicationId = crypto.randomUUID();
    const delegate = await createDelegate(test.db, principal, await createCitizen(test.db), { scope: { kind: "items", itemIds: [item.serviceItemId] }, acts: ["view", "fill", "submit"] });
    await grant(delegate, { subject: { certificateId }, applicationId });
    expect(await read(asking(certificateId, { applicationId }))).toMatchObject({ mode: "delegate" });
    await expect(grant(delegate, { subject: { certificateId } })).rejects.toMatchObject({ code: "certificates.standingByHolderOnly" });
    const other = await createItem(test.db, place);
    await expect(grant(delegate, { subject: { certificateId }, applicationId, itemId: other.serviceItemId })).rejects.toMatchObject({ code: "access.forbidden" });
  });

  it.each<[string, (principal: User, delegationId: string) => Promise<Date>]>([
    ["taken back", async (principal, id) => (await test.db.update(delegations).set({ revokedAt: later(1), revokedBy: principal.id }).where(eq(delegations.id, id)), later(1))],
    ["at its end", async () => new Date("2026-08-02T00:00:00+08:00")],
    ["narrowed to another item", async (_, id) => (await test.db.update(delegations).set({ scope: { kind: "items", itemIds: [crypto.randomUUID()] } }).where(eq(delegations.id, id)), later(1))],
  ])("by a delegate ends with the delegation: %s", async (_, end) => {
    const principal = await createCitizen(test.db);
    const certificateId = await issue({ holder: principal });
    const applicationId = crypto.randomUUID();
    const delegate = await createDelegate(test.db, principal, await createCitizen(test.db));
    const grantId = await grant(delegate, { subject: { certificateId }, applicationId });
    expect(await read(asking(certificateId, { applicationId }))).toMatchObject({ mode: "delegate" });
    const at = await end(principal, delegate.actingFor!.delegationId);
    await expect(read(asking(certificateId, { applicationId }), at)).rejects.toMatchObject({ code: "certificates.grantDelegationEnded" });
    expect(await createCaller(ctx(principal, at)).certificates.getGrant({ id: grantId })).toMatchObject({ state: "delegationEnded", revocable: false });
    await expect(revokeGrant(ctx(principal, at), grantId)).rejects.toMatchObject({ code: "certificates.grantDelegationEnded" });
  });

  it("for a case is good for the six months of remedy after it was closed, and not a day longer", async () => {
    const certificateId = await issue();
    const { id: applicationId } = await createApplication(test.db, { place, item, applicant: citizen, status: "closed" });
    const grantId = await grant(citizen, { subject: { certificateId }, applicationId });
    await test.db.update(applications).set({ closedAt: new Date("2026-03-10T02:00:00Z") }).where(eq(applications.id, applicationId));
    expect(await read(asking(certificateId, { applicationId }), new Date("2026-09-10T15:59:59Z"))).toMatchObject({ grantEnds: new Date("2026-09-10T16:00:00Z") });
    await expect(read(asking(certificateId, { applicationId }), new Date("2026-09-10T16:00:00Z"))).rejects.toMatchObject({ code: "certificates.grantExpired" });
    expect(await createCaller(ctx(citizen)).certificates.getGrant({ id: grantId })).toMatchObject({ expiresAt: "2026-09-10T16:00:00.000Z" });
  });

  it("of an organisation is permitted by whoever acts for it, and seen by those alone", async () => {
    const agent = await createAgent(test.db, await createCitizen(test.db));
    const colleague = await createAgent(test.db, await createCitizen(test.db), agent.organisationId);
    const certificateId = await issue({ holder: agent, organisationId: agent.organisationId });
    await grant(agent, { subject: { certificateId } });
    await grant(agent, { subject: { typeId: type.id }, fields: ["certificate_number"] });
    expect(await read(asking(certificateId, { fields: ["certificate_number"] }))).toMatchObject({ mode: "holder" });
    for (const [actor, seen] of [[colleague, 1], [citizen, 0]] as const) expect((await createCaller(ctx(actor)).certificates.listUses({})).rows.filter(({ certificate }) => certificate.id === certificateId)).toHaveLength(seen);
    await expect(grant(citizen, { subject: { certificateId } })).rejects.toMatchObject({ code: "certificates.notFound" });
  });

  it("by duty needs a law and a post in the organ that reads, and the holder is told of it", async () => {
    const certificateId = await issue();
    const applicationId = crypto.randomUUID();
    const duty = { holder: { accountId: citizen.id }, legalBasis: "《中华人民共和国食品安全法》第一百一十条" };
    const asked = { subject: { certificateId }, applicationId, duty };
    await expect(grant(clerk, { ...asked, duty: { ...duty, legalBasis: " " } })).rejects.toMatchObject({ code: "certificates.legalBasisMissing" });
    await expect(grant(await createStaff(test.db, "reviewer", elsewhere), asked)).rejects.toMatchObject({ code: "access.forbidden" });
    await expect(grant(citizen, asked)).rejects.toMatchObject({ code: "access.forbidden" });
    await expect(grant(clerk, { ...asked, duty: { ...duty, holder: { accountId: clerk.id } } })).rejects.toMatchObject({ code: "certificates.notFound" });
    const grantId = await grant(clerk, asked);
    const { useId, mode } = await read(asking(certificateId, { grantId, applicationId }), factoryNow, clerk);
    expect(mode).toBe("duty");
    expect((await test.db.select().from(outbox).where(eq(outbox.topic, "notices.tell"))).map(({ payload }) => payload)).toEqual([{ accountId: citizen.id, template: "certificateUsedByDuty", params: { reader: place.departmentName, certificate: type.name }, dedupeKey: `certificateUsedByDuty:${useId}` }]);
    await expect(revokeGrant(ctx(citizen), grantId)).rejects.toMatchObject({ code: "certificates.grantByDuty" });
  });

  it.each<[string, string, (ids: { certificateId: string }) => Partial<UnderGrant> | Promise<Partial<UnderGrant>>, Date?]>([
    ["another organ", "certificates.grantNotFound", () => ({ by: { kind: "department", id: elsewhere.departmentId } })],
    ["an unknown grant", "certificates.grantNotFound", () => ({ grantId: crypto.randomUUID() })],
    ["another item", "certificates.grantForAnotherItem", async () => ({ itemId: (await createItem(test.db, place)).serviceItemId })],
    ["another case", "certificates.grantForAnotherCase", () => ({ applicationId: crypto.randomUUID() })],
    ["a field beyond", "certificates.fieldNotGranted", () => ({ fields: ["face.shop", "holders.code"] })],
    ["another certificate of the holder", "certificates.grantForAnother", async () => ({ certificateId: await issue() })],
    ["a time after its end", "certificates.grantExpired", () => ({}), later(31)],
  ])("is refused for %s, which the audit log keeps and the holder's record does not", async (_, code, change, at = factoryNow) => {
    const certificateId = await issue();
    const applicationId = crypto.randomUUID();
    const grantId = await grant(citizen, { subject: { certificateId }, applicationId, expiresAt: later(30) });
    const asked = asking(certificateId, { grantId, applicationId, ...(await change({ certificateId })) });
    await expect(read(asked, at)).rejects.toMatchObject({ code });
    expect(await refusalsOf(asked.certificateId)).toMatchObject([{ code }]);
    expect(await usesOf(asked.certificateId)).toEqual([]);
  });

  it.each(["revoked", "suspended", "superseded", "cancelled"] as const)("is refused once the certificate is %s; where it stands may still be asked", async (status) => {
    const certificateId = await issue();
    await grant(citizen, { subject: { certificateId } });
    await test.db.update(certificates).set({ status }).where(eq(certificates.id, certificateId));
    await expect(read(asking(certificateId))).rejects.toMatchObject({ code: "certificates.notUsable", params: { status } });
    const { fields: _none, ...bare } = asking(certificateId);
    const checked = await commit(ctx(system), async (tx) => {
      const { audit, ...value } = await checkUnderGrant(tx, ctx(system), bare);
      return { value, audit };
    });
    expect(checked).toMatchObject({ status, signature: "valid" });
    expect(await usesOf(certificateId)).toMatchObject([{ fields: [] }]);
  });

  it("is refused for a certificate past its last day, one not yet signed, and one whose signature was touched", async () => {
    const certificateId = await issue();
    const old = later(700);
    await grant(citizen, { subject: { certificateId } }, old);
    await expect(read(asking(certificateId), later(735))).rejects.toMatchObject({ code: "certificates.notUsable", params: { status: "expired" } });
    const jws = openJws(await rowOf(certificateId))!;
    const touched = `${jws.slice(0, -8)}${jws.at(-8) === "A" ? "B" : "A"}${jws.slice(-7)}`;
    await test.db.transaction(async (tx) => {
      // As somebody would who has the whole database in hand.
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.update(certificates).set({ jws: seal(touched, jwsPlace(certificateId)) }).where(eq(certificates.id, certificateId));
    });
    await expect(read(asking(certificateId), later(710))).rejects.toMatchObject({ code: "certificates.signatureBroken" });
    await expect(grant(citizen, { subject: { certificateId: await issue({ signed: false }) } })).rejects.toMatchObject({ code: "certificates.notSignedYet" });
  });

  it("is refused to staff without a post in the reading organ", async () => {
    const certificateId = await issue();
    await grant(citizen, { subject: { certificateId } });
    await expect(read(asking(certificateId), factoryNow, await createStaff(test.db, "reviewer", elsewhere))).rejects.toMatchObject({ code: "access.forbidden" });
  });
});

describe("the holder", () => {
  const as = (actor: User, now = factoryNow) => createCaller(ctx(actor, now));

  it("reads every use in pages, newest first, in words, of one certificate where it is named", async () => {
    const holder = await createCitizen(test.db);
    const [first, second] = [await issue({ holder }), await issue({ holder })];
    await grant(holder, { subject: { typeId: type.id }, fields: ["holders.name"] });
    for (const certificateId of [first, second, first]) await read(asking(certificateId, { fields: ["holders.name"] }));
    const page = await as(holder).certificates.listUses({ limit: 2 });
    const rest = await as(holder).certificates.listUses({ limit: 2, cursor: page.nextCursor! });
    expect([...page.rows, ...rest.rows].map(({ certificate }) => certificate.id)).toEqual([first, second, first]);
    expect(page.rows[0]).toMatchObject({ by: { kind: "department", name: place.departmentName }, purpose: "审查食品经营许可申请", fields: [{ zh: "持证主体", en: "Holder" }], itemName: item.content.name, applicationNumber: null });
    expect((await as(holder).certificates.listUses({ certificateId: second })).rows).toHaveLength(1);
    await expect(as(citizen).certificates.listUses({ certificateId: second })).rejects.toMatchObject({ message: "certificates.notFound" });
    expect((await as(await createCitizen(test.db)).certificates.listUses({})).rows).toEqual([]);
  });

  it("sees permissions in force and past, and takes back one's own, not another's", async () => {
    const holder = await createCitizen(test.db);
    const certificateId = await issue({ holder });
    const ended = await grant(holder, { subject: { certificateId }, applicationId: crypto.randomUUID(), expiresAt: later(1) });
    const id = await grant(holder, { subject: { typeId: type.id }, fields: ["holders.name"] });
    const { rows } = await as(holder, later(2)).certificates.listGrants({});
    expect(rows).toMatchObject([
      { id, state: "alive", standing: true, ofType: true, certificateName: type.name, revocable: true, reader: { kind: "department", name: place.departmentName }, purpose: "核对经营资格" },
      { id: ended, state: "expired", standing: false, fields: [{ zh: "持证主体" }, { zh: "店名", en: "Shop" }], revocable: false },
    ]);
    await expect(as(citizen).certificates.getGrant({ id })).rejects.toMatchObject({ message: "certificates.grantNotFound" });
    await expect(as(citizen).certificates.revokeGrant({ id })).rejects.toMatchObject({ message: "certificates.grantNotFound" });
    await as(holder).certificates.revokeGrant({ id });
    expect(await as(holder).certificates.getGrant({ id })).toMatchObject({ state: "revoked", revocable: false });
  });

  it("gives a standing permission to the organ of an item, until the end of a day, and nobody else does", async () => {
    const holder = await createCitizen(test.db);
    const certificateId = await issue({ holder });
    const asked = { certificateId, itemId: item.serviceItemId, fields: ["face.shop"], purpose: "每年年检核对", days: 90 as const, agreed: true as const };
    expect(await as(holder).certificates.grantable({ certificateId, itemId: item.serviceItemId })).toMatchObject({ reader: place.departmentName, item: { name: item.content.name }, fields: [{ field: "holders.name" }, { field: "holders.code" }, { field: "certificate_number" }, { field: "face.shop", labelZh: "店名" }] });
    const { id } = await as(holder).certificates.giveStanding(asked);
    expect(await as(holder).certificates.getGrant({ id })).toMatchObject({ state: "alive", standing: true, reader: { name: place.departmentName }, purpose: "每年年检核对", expiresAt: "2026-05-30T16:00:00.000Z", revocable: true });
    expect(await read(asking(certificateId, { grantId: id, applicationId: crypto.randomUUID() }), later(80), clerk)).toMatchObject({ mode: "holder", fields: [{ value: "老张面馆" }] });
    expect(await usesOf(certificateId)).toHaveLength(1);
    expect(await test.db.select().from(auditLog).where(and(eq(auditLog.subjectId, id), eq(auditLog.action, "certificates.grantUse")))).toHaveLength(1);
    await as(holder).certificates.revokeGrant({ id });
    await expect(read(asking(certificateId, { grantId: id }))).rejects.toMatchObject({ code: "certificates.grantRevoked" });
    await expect(as(citizen).certificates.giveStanding(asked)).rejects.toMatchObject({ message: "certificates.notFound" });
    await expect(as(await createDelegate(test.db, holder, await createCitizen(test.db))).certificates.giveStanding(asked)).rejects.toMatchObject({ message: "certificates.standingByHolderOnly" });
    await expect(as(await createDelegate(test.db, holder, await createCitizen(test.db))).certificates.grantable({ certificateId, itemId: item.serviceItemId }), "told before anything is typed").rejects.toMatchObject({ message: "certificates.standingByHolderOnly" });
    await expect(as(holder).certificates.giveStanding({ ...asked, itemId: crypto.randomUUID() })).rejects.toMatchObject({ message: "certificates.itemNotFound" });
    await expect(as(holder).certificates.giveStanding({ ...asked, days: 1000 } as never)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("acting for a delegate sees nothing of this unless everything was delegated", async () => {
    const holder = await createCitizen(test.db);
    const certificateId = await issue({ holder });
    await grant(holder, { subject: { certificateId } });
    await read(asking(certificateId));
    const [narrow, whole] = [await createDelegate(test.db, holder, await createCitizen(test.db), { scope: { kind: "items", itemIds: [item.serviceItemId] } }), await createDelegate(test.db, holder, await createCitizen(test.db), { scope: { kind: "all" } })];
    for (const [delegate, seen] of [[narrow, 0], [whole, 1]] as const) {
      expect((await as(delegate).certificates.listGrants({})).rows).toHaveLength(seen);
      expect((await as(delegate).certificates.listUses({})).rows).toHaveLength(seen);
    }
  });
});

describe("a grant", () => {
  it("is given for what one holds, of fields it has, for a year at most", async () => {
    const [own, others] = [await issue(), await issue({ holder: await createCitizen(test.db) })];
    await expect(grant(citizen, { subject: { certificateId: others } })).rejects.toMatchObject({ code: "certificates.notFound" });
    await expect(grant(citizen, { subject: { certificateId: own }, fields: ["face.nothing"] })).rejects.toMatchObject({ code: "certificates.fieldUnknown" });
    for (const expiresAt of [later(366), factoryNow]) await expect(grant(citizen, { subject: { certificateId: own }, expiresAt })).rejects.toMatchObject({ code: "certificates.grantTooLong" });
  });

  it("is taken back by its holder alone, once, and nothing is read under it afterwards", async () => {
    const certificateId = await issue();
    const grantId = await grant(citizen, { subject: { certificateId } });
    await expect(revokeGrant(ctx(await createCitizen(test.db)), grantId)).rejects.toMatchObject({ code: "certificates.grantNotFound" });
    await revokeGrant(ctx(citizen), grantId);
    await expect(revokeGrant(ctx(citizen), grantId)).rejects.toMatchObject({ code: "certificates.grantRevoked" });
    await expect(read(asking(certificateId, { grantId }))).rejects.toMatchObject({ code: "certificates.grantRevoked" });
    await expect(test.db.update(usageGrants).set({ revokedAt: null, revokedBy: null }).where(eq(usageGrants.id, grantId))).rejects.toThrow();
    await expect(test.db.update(usageGrants).set({ fields: ["holders.code"] }).where(eq(usageGrants.id, grantId))).rejects.toThrow();
  });

  it("taken back while it is read lets through exactly the readings that began before", async () => {
    const certificateId = await issue();
    const grantId = await grant(citizen, { subject: { certificateId } });
    const readings = Array.from({ length: 8 }, () => read(asking(certificateId, { grantId })).then(() => "read", ({ code }: { code: string }) => code));
    const [outcomes] = await Promise.all([Promise.all(readings), revokeGrant(ctx(citizen), grantId)]);
    expect(new Set([...outcomes, "read", "certificates.grantRevoked"])).toEqual(new Set(["read", "certificates.grantRevoked"]));
    expect(await usesOf(certificateId)).toHaveLength(outcomes.filter((outcome) => outcome === "read").length);
    await expect(read(asking(certificateId, { grantId }))).rejects.toMatchObject({ code: "certificates.grantRevoked" });
  });
});
