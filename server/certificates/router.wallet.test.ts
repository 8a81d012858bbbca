import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { seal } from "@/db/personal-data";
import { certificates, certificateTypeEditions, serviceItems } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createApplication, createCertificateType, createCitizen, createDelegate, createItem, createPlace, createStaff, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import type { Actor, User } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { insertCertificate } from "./commands";
import { jobs } from "./jobs";
import { endPlace } from "./queries/record";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;

const ctx = (actor: Actor, now = factoryNow): Ctx => ({ actor, now, requestId: "test", address: "10.0.0.1", db: test.db });
const as = (actor: Actor, now = factoryNow) => createCaller(ctx(actor, now)).certificates;
const system: Actor = { kind: "system" };
const on = (day: string) => new Date(`${day}T01:00:00Z`);

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
});
afterAll(() => test.close());

type Holder = User & { citizenId?: string; organisationId?: string };

/** A certificate valid from 2 March 2026 for so many months (five years), from an item of its own. */
async function issue(holder: Holder, { months = 60, signed = true } = {}) {
  const type = await createCertificateType(test.db, place);
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType: type.id, validMonths: months, face: [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }] };
  const content = revisionContent({ result, name: `${type.name}核发` });
  const item = await createItem(test.db, place, content);
  const application = await createApplication(test.db, { place, item, applicant: holder, status: "approved" });
  const [row] = await test.db.select({ basicCode: serviceItems.basicCode }).from(serviceItems).where(eq(serviceItems.id, item.serviceItemId));
  const { id, identifier } = await commit(ctx(system), async (tx) => {
    const { audit, outbox, ...value } = await insertCertificate(tx, ctx(system), {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: row!.basicCode, result,
      holder: { accountId: holder.id, organisationId: holder.organisationId ?? null, name: application.applicantName, code: holder.citizenId ?? "91310101MA1FL0XJ9A", type: holder.organisationId ? "001" : "111" },
      issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc },
      divisionCode: place.divisionCode, form: content.form!, answers: { shopName: "老张面馆" }, decidedOn: "2026-03-02",
    });
    return { value, audit, outbox };
  });
  if (signed) await jobs.topics!["certificates.sign"]!(ctx(system), { certificateId: id });
  return { id, identifier, type, item };
}

const end = (id: string, status: "suspended" | "revoked") => test.db.update(certificates).set({ status, ...(status === "revoked" && { endedAt: factoryNow, endReason: seal("测试", endPlace(id)) }) }).where(eq(certificates.id, id));
const names = async (list: Promise<{ rows: { id: string }[] }>) => (await list).rows.map(({ id }) => id);

describe("the list of certificates", () => {
  it("tells current ones from ended ones, as of today", async () => {
    const holder = await createCitizen(test.db);
    const [long, short, suspended, revoked] = [await issue(holder), await issue(holder, { months: 1 }), await issue(holder), await issue(holder)];
    await end(suspended.id, "suspended");
    await end(revoked.id, "revoked");
    expect(await names(as(holder).listOwn({ state: "current" }))).toEqual([suspended.id, short.id, long.id]);
    expect(await names(as(holder).listOwn({ state: "ended" }))).toEqual([revoked.id]);
    const later = as(holder, on("2026-04-02"));
    expect(await names(later.listOwn({ state: "current" }))).toEqual([suspended.id, long.id]);
    expect((await later.listOwn({ state: "ended" })).rows.map(({ id, status }) => [id, status])).toEqual([[revoked.id, "revoked"], [short.id, "expired"]]);
  });

  it("pages through what the filter leaves", async () => {
    const holder = await createCitizen(test.db);
    const made = [await issue(holder, { signed: false }), await issue(holder, { signed: false }), await issue(holder, { signed: false })];
    await end(made[1]!.id, "revoked");
    const first = await as(holder).listOwn({ state: "current", limit: 1 });
    const second = await as(holder).listOwn({ state: "current", limit: 1, cursor: first.nextCursor! });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual([made[2]!.id, made[0]!.id]);
    expect(second.nextCursor).toBeUndefined();
  });

  it("is searched by name, and a sign of the pattern is only itself", async () => {
    const holder = await createCitizen(test.db);
    const { id, type } = await issue(holder, { signed: false });
    await issue(holder, { signed: false });
    expect(await names(as(holder).listOwn({ query: type.name }))).toEqual([id]);
    for (const query of ["%", "_", "没有这样的证照"]) expect(await names(as(holder).listOwn({ query }))).toEqual([]);
  });

  it("is of the principal for a delegate who may see everything, and of nobody for one who may not", async () => {
    const [holder, delegate] = [await createCitizen(test.db), await createCitizen(test.db)];
    const { id } = await issue(holder, { signed: false });
    const all = await createDelegate(test.db, holder, delegate, { scope: { kind: "all" }, acts: ["view"] });
    const some = await createDelegate(test.db, holder, await createCitizen(test.db), { scope: { kind: "items", itemIds: [] }, acts: ["view", "fill", "submit"] });
    expect(await names(as(all).listOwn({ state: "current" }))).toEqual([id]);
    expect(await names(as(some).listOwn({}))).toEqual([]);
    expect(await names(as(delegate).listOwn({}))).toEqual([]);
    await expect(as(some).get({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("says from ninety days before its end that one ends, and how to renew it", async () => {
    const holder = await createCitizen(test.db);
    const { id, type, item } = await issue(holder, { months: 12, signed: false });
    const row = async (day: string) => (await as(holder, on(day)).listOwn({})).rows.find((one) => one.id === id);
    expect(await row("2026-11-30")).toMatchObject({ daysLeft: null, renewal: null });
    expect(await row("2026-12-01")).toMatchObject({ daysLeft: 90, renewal: { code: item.code } });
    expect(await row("2027-03-01")).toMatchObject({ daysLeft: 0 });
    expect(await row("2027-03-02")).toMatchObject({ status: "expired", daysLeft: null, renewal: { code: item.code } });

    const renewing = await createItem(test.db, place, revisionContent({ name: `${type.name}有效期延续` }));
    const [{ basicCode }] = await test.db.select({ basicCode: serviceItems.basicCode }).from(serviceItems).where(eq(serviceItems.id, renewing.serviceItemId)) as [{ basicCode: string }];
    const another = await createCertificateType(test.db, place, { linkedItems: [basicCode] });
    await test.db.update(certificates).set({ typeId: another.id }).where(eq(certificates.id, id));
    expect(await row("2026-12-01")).toMatchObject({ renewal: { code: renewing.code, name: `${type.name}有效期延续` } });
    await test.db.update(serviceItems).set({ status: "suspended" }).where(eq(serviceItems.id, renewing.serviceItemId));
    expect(await row("2026-12-01")).toMatchObject({ daysLeft: 90, renewal: null });
  });
});

describe("one certificate", () => {
  it("that has a newer version leads to it, for whoever holds that one too", async () => {
    const holder = await createCitizen(test.db);
    const [old, next] = [await issue(holder), await issue(holder)];
    await test.db.update(certificates).set({ status: "superseded", endedAt: factoryNow }).where(eq(certificates.id, old.id));
    await test.db.update(certificates).set({ previousId: old.id, version: 2 }).where(eq(certificates.id, next.id));
    expect(await as(holder).get({ id: old.id })).toMatchObject({ status: "superseded", version: 1, successor: { id: next.id } });
    expect(await as(holder).get({ id: next.id })).toMatchObject({ version: 2, successor: null });
  });
});

describe("a copy for viewing offline", () => {
  it("is made for the holder, as much of it as they chose", async () => {
    const holder = await createCitizen(test.db);
    const { id, identifier } = await issue(holder);
    const full = await as(holder).offlineCopy({ id, face: "full" });
    expect(full).toMatchObject({ id, face: "full", holders: [{ code: holder.citizenId }], fields: [{ value: "老张面馆" }], endsAt: "2031-03-01T16:00:00.000Z", asOf: factoryNow.toISOString() });
    const masked = await as(holder).offlineCopy({ id, face: "masked" });
    expect(JSON.stringify(masked)).not.toContain(holder.citizenId);
    expect(JSON.stringify(masked)).not.toContain("老张面馆");
    for (const copy of [full, masked]) expect(JSON.stringify(copy)).not.toContain(identifier);
  });

  it("masks what the edition hides, as verification does", async () => {
    const holder = await createCitizen(test.db);
    const { id, type } = await issue(holder);
    const fields = [{ key: "shop", label: { zh: "店名" }, type: "text" as const, required: false, mask: "open" as const, maxLength: 20 }];
    const edition = await createCertificateType(test.db, place, { fields });
    const [{ editionId }] = await test.db.select({ editionId: certificateTypeEditions.id }).from(certificateTypeEditions).where(eq(certificateTypeEditions.typeId, edition.id)) as [{ editionId: string }];
    await test.db.update(certificates).set({ typeEditionId: editionId }).where(eq(certificates.id, id));
    expect(type.id).not.toBe(edition.id);
    expect((await as(holder).offlineCopy({ id, face: "masked" })).fields).toMatchObject([{ value: "老张面馆" }]);
  });

  it("is refused to whoever acts for another, of what is not valid or not signed, and looks missing to strangers", async () => {
    const holder = await createCitizen(test.db);
    const { id } = await issue(holder);
    const unsigned = await issue(holder, { signed: false });
    const delegate = await createDelegate(test.db, holder, await createCitizen(test.db), { scope: { kind: "all" }, acts: ["view"] });
    const agent = await createAgent(test.db, await createCitizen(test.db));
    const company = await issue(agent);
    await expect(as(delegate).offlineCopy({ id, face: "masked" })).rejects.toMatchObject({ message: "certificates.offlineOwnOnly" });
    await expect(as(agent).offlineCopy({ id: company.id, face: "masked" })).rejects.toMatchObject({ message: "certificates.offlineOwnOnly" });
    await expect(as(holder).offlineCopy({ id: unsigned.id, face: "masked" })).rejects.toMatchObject({ message: "certificates.notSignedYet" });
    await expect(as(holder, on("2031-03-02")).offlineCopy({ id, face: "masked" })).rejects.toMatchObject({ message: "certificates.offlineNotValid" });
    await expect(as(await createCitizen(test.db)).offlineCopy({ id, face: "masked" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(await createStaff(test.db, "clerk", place)).offlineCopy({ id, face: "masked" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as({ kind: "anonymous" }).checkOffline({ ids: [id] })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("is asked after: only one's own that are valid today remain, whoever one acts for", async () => {
    const [holder, stranger] = [await createCitizen(test.db), await createCitizen(test.db)];
    const [good, short, suspended, revoked] = [await issue(holder), await issue(holder, { months: 1 }), await issue(holder), await issue(holder)];
    const ids = [good.id, short.id, suspended.id, revoked.id, (await issue(stranger)).id, crypto.randomUUID()];
    await end(suspended.id, "suspended");
    await end(revoked.id, "revoked");
    const { owner } = await as(holder).offlineCopy({ id: good.id, face: "masked" });
    const valid = async (actor: Actor, day = "2026-03-02") => (await as(actor, on(day)).checkOffline({ ids })).valid.toSorted();
    expect(await valid(holder)).toEqual([good.id, short.id].toSorted());
    expect(await valid(holder, "2026-04-01")).toEqual([good.id, short.id].toSorted());
    expect(await valid(holder, "2026-04-02")).toEqual([good.id]);
    const acting = await createDelegate(test.db, stranger, holder, { scope: { kind: "all" }, acts: ["view"] });
    expect(await valid(acting)).toEqual([good.id, short.id].toSorted());
    expect((await as(acting).checkOffline({ ids: [] })).owner).toBe(owner);
    expect((await as(stranger).checkOffline({ ids: [] })).owner).not.toBe(owner);
    expect(owner).not.toContain(holder.id);
  });
});

describe("the last day of a certificate for a calendar", () => {
  it("is for its holder alone, and not for one that has no last day ahead", async () => {
    const [holder, other] = [await createCitizen(test.db), await createCitizen(test.db)];
    const { id, identifier, type } = await issue(holder);
    const file = await as(holder).expiryCalendar({ id, language: "en" });
    const text = Buffer.from(file.base64, "base64").toString().replaceAll("\r\n ", "");
    const { validUntil } = await as(holder).get({ id });
    expect(text).toContain(`DTSTART;VALUE=DATE:${validUntil?.replaceAll("-", "")}\r\n`);
    expect(text).toContain(`SUMMARY:Last valid day of certificate: ${type.name}`);
    for (const secret of [holder.name, identifier, "老张面馆"]) expect(text).not.toContain(secret);
    await expect(as(other).expiryCalendar({ id })).rejects.toMatchObject({ code: "NOT_FOUND", message: "certificates.notFound" });
    await expect(as({ kind: "anonymous" }).expiryCalendar({ id })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await end(id, "revoked");
    await expect(as(holder).expiryCalendar({ id })).rejects.toMatchObject({ code: "NOT_FOUND", message: "certificates.noExpiry" });
  });
});
