import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { accounts, auditLog, certificateHolders, certificates, organisations } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createApplication, createCertificateType, createCitizen, createItem, createPlace, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import type { Actor } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { insertCertificate, type IssueCertificate } from "./commands";
import { findHolder } from "./commands/holders";
import { jobs } from "./jobs";
import { openRecord } from "./queries/record";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let holder: Awaited<ReturnType<typeof createCitizen>>;

const ctx = (actor: Actor): Ctx => ({ actor, now: factoryNow, requestId: "test", address: "10.0.0.1", db: test.db });
const as = (actor: Actor) => createCaller(ctx(actor));
const system: Actor = { kind: "system" };
const topic = (name: string, payload: unknown) => jobs.topics![name]!(ctx(system), payload);
const listed = async (actor: Actor) => (await as(actor).certificates.listOwn({})).rows.map(({ id }) => id);

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  holder = await createCitizen(test.db);
});
afterAll(() => test.close());

/** A certificate of one person with others beside them. */
async function issue(coHolders: { name: string; code: string; type: "111" | "001" }[]) {
  const type = await createCertificateType(test.db, place);
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType: type.id, validMonths: 60, face: [] };
  const content = revisionContent({ result });
  const application = await createApplication(test.db, { place, item: await createItem(test.db, place, content), applicant: holder, status: "approved" });
  const { id } = await commit(ctx(system), async (tx) => {
    const input: IssueCertificate = {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: holder.id, organisationId: null, name: application.applicantName, code: holder.citizenId, type: "111" },
      coHolders: await Promise.all(coHolders.map(async (one) => ({ ...one, ...(await findHolder(tx, one)) }))),
      issuer: { departmentId: place.departmentId, name: place.departmentName, uscc: place.uscc },
      divisionCode: place.divisionCode, form: content.form!, answers: {}, decidedOn: "2026-03-02",
    };
    const { audit, outbox, ...value } = await insertCertificate(tx, ctx(system), input);
    return { value, audit, outbox };
  });
  return id;
}

describe("a certificate with several holders", () => {
  it("is everyone's who is named on it, and nobody else's", async () => {
    const second = await createCitizen(test.db);
    const agent = await createAgent(test.db, await createCitizen(test.db));
    const [company] = await test.db.select().from(organisations).where(eq(organisations.id, agent.organisationId));
    const id = await issue([{ name: "王五", code: second.citizenId, type: "111" }, { name: "公司", code: company!.uscc, type: "001" }]);
    expect(await Promise.all([holder, second, agent, await createCitizen(test.db)].map(async (actor) => (await listed(actor)).includes(id)))).toEqual([true, true, true, false]);
    expect((await as(second).certificates.get({ id })).record.holders.map(({ code }) => code)).toEqual([holder.citizenId, second.citizenId, company!.uscc]);
    expect((await as(agent).certificates.get({ id })).id).toBe(id);
    await expect(as(await createCitizen(test.db)).certificates.get({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const rows = await test.db.select().from(certificateHolders).where(eq(certificateHolders.certificateId, id)).orderBy(certificateHolders.position);
    expect(JSON.stringify(rows)).not.toContain(second.citizenId);
    expect(rows.map(({ position, uscc }) => [position, uscc])).toEqual([[0, null], [1, null], [2, company!.uscc]]);
    expect(openRecord((await test.db.select().from(certificates).where(eq(certificates.id, id)))[0]!).holders).toHaveLength(3);
  });

  it("becomes a person's when they have proven their number, not before", async () => {
    const late = await createCitizen(test.db, { assuranceLevel: "L1" });
    const id = await issue([{ name: "赵六", code: late.citizenId, type: "111" }]);
    await topic("identity.proven", { accountId: late.id });
    expect(await test.db.$count(certificateHolders, eq(certificateHolders.accountId, late.id))).toBe(0);
    await test.db.update(accounts).set({ assuranceLevel: "L3" }).where(eq(accounts.id, late.id));
    await topic("identity.proven", { accountId: late.id });
    await topic("identity.proven", { accountId: late.id });
    expect(await listed({ ...late, assuranceLevel: "L3" })).toEqual([id]);
    expect(await test.db.select().from(auditLog).where(eq(auditLog.subjectId, id))).toMatchObject([{ action: "certificates.issue" }, { action: "certificates.claim", after: { accountId: late.id } }]);
  });

  it("becomes an organisation's when it is known here; the nightly job finds what nobody told of", async () => {
    const agent = await createAgent(test.db, await createCitizen(test.db));
    const [company] = await test.db.select().from(organisations).where(eq(organisations.id, agent.organisationId));
    const late = await createCitizen(test.db, { assuranceLevel: "L1" });
    const id = await issue([{ name: "公司", code: company!.uscc, type: "001" }, { name: "孙七", code: late.citizenId, type: "111" }]);
    await test.db.update(certificateHolders).set({ organisationId: null }).where(eq(certificateHolders.organisationId, agent.organisationId));
    expect(await listed(agent)).toEqual([]);
    await topic("organisations.bound", { organisationId: agent.organisationId });
    expect(await listed(agent)).toEqual([id]);
    await test.db.update(accounts).set({ assuranceLevel: "L2" }).where(eq(accounts.id, late.id));
    expect(await jobs.schedules!["certificate-holders"]!.run(ctx(system))).toBe(1);
    expect(await jobs.schedules!["certificate-holders"]!.run(ctx(system))).toBe(0);
    expect(await listed({ ...late, assuranceLevel: "L2" })).toEqual([id]);
  });
});

it("the list of one holder among many is read along its index, in its order", async () => {
  await test.db.transaction(async (tx) => {
    const id = await issue([]);
    await tx.execute(sql`insert into certificates (identifier, type_id, version, status, name, holder_account_id, issuer_department_id, record, record_digest, issued_on, created_at)
      select 'bulk-' || n, type_id, 1, 'valid', name, null, issuer_department_id, record, 'bulk-' || n, issued_on, created_at from certificates, generate_series(1, 20000) n where id = ${id}`);
    await tx.execute(sql`insert into certificate_holders (certificate_id, position, account_id) select id, 0, uuidv7() from certificates where identifier like 'bulk-%'`);
    await tx.execute(sql`analyze certificates`);
    await tx.execute(sql`analyze certificate_holders`);
    const { rows } = await tx.execute<{ "QUERY PLAN": string }>(sql`explain select * from certificates
      where id in (select certificate_id from certificate_holders where account_id = ${holder.id} and organisation_id is null) and id < uuidv7() order by id desc limit 21`);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain("certificate_holders_account");
    expect(plan).not.toContain("Seq Scan");
  });
});
