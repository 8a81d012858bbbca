import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditLog, certificateHolders, certificateImportRows, certificateImports, certificates, importedCertificates, outbox } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCertificateType, createCitizen, createItem, createPlace, createStaff, factoryNow, revisionContent, type Place } from "@/db/testing/factories";
import type { CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import { parseCertificateIdentifier } from "@/domain/core/codes";
import type { Actor } from "@/domain/core/actor";
import { createCaller } from "@/server/api/root";
import type { Ctx } from "@/server/core/context";
import { storage } from "@/server/core/storage";
import { readTableFile } from "@/server/core/table-file";
import { startImport } from "./commands/imports";
import { jobs } from "./jobs";
import { importTemplate } from "./queries/imports";
import { openRecord } from "./queries/record";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let itemCode: string;
let officer: Actor & { kind: "user" };
let second: Actor & { kind: "user" };

const ctx = <A extends Actor>(actor: A): Ctx & { actor: A } => ({ actor, now: factoryNow, requestId: "test", address: "10.0.0.1", db: test.db });
const as = (actor: Actor) => createCaller(ctx(actor));
const system: Actor = { kind: "system" };
const fields: CertificateTypeContent["fields"] = [
  { key: "shop", label: { zh: "店名", en: "Shop" }, type: "text", required: true, mask: "open", maxLength: 10 },
  { key: "opened", label: { zh: "开业日期", en: "Opened" }, type: "date", required: false, mask: "open", maxLength: 20 },
];

beforeAll(async () => {
  test = await createTestDatabase();
  place = await createPlace(test.db);
  officer = await createStaff(test.db, "certificateOfficer", place);
  second = await createStaff(test.db, "certificateOfficer", place);
  const item = await createItem(test.db, place, revisionContent());
  itemCode = item.code.slice(19, 31);
});
afterAll(() => test.close());

const typeWith = (overrides: Partial<CertificateTypeContent> = {}) => createCertificateType(test.db, place, { fields, linkedItems: [itemCode], severalPerHolder: true, ...overrides });
const head = "证照编号*,持证主体*,持证主体代码*,颁发日期*,有效期起,有效期止,关联事项基本编码,店名*,开业日期";

/** A file as it is received, read by the background. */
async function upload(typeId: string, text: string | Uint8Array, by = officer): Promise<string> {
  const fileKey = `imports/${randomUUID()}`;
  await storage().put(fileKey, text);
  const { id } = await startImport(ctx(by), { typeId, departmentId: place.departmentId, divisionCode: place.divisionCode }, { fileKey, name: "旧证.csv" });
  await run(id);
  return id;
}
const run = (importId: string) => jobs.topics!["certificates.importWaits"]!(ctx(system), { importId });
const problemsOf = async (id: string) => (await as(officer).certificates.listImportRows({ id })).rows.map(({ line, plan, problems }) => [line, plan, problems.map(({ column, code }) => [column, code.replace("certificates.", "")])]);
const madeBy = (id: string) => test.db.select({ certificate: certificates }).from(certificates).innerJoin(importedCertificates, eq(importedCertificates.certificateId, certificates.id)).where(eq(importedCertificates.importId, id)).then((rows) => rows.map(({ certificate }) => certificate));

describe("an import", () => {
  it("makes certificates of a file that a second officer confirmed, whole and signed by the same job", async () => {
    const [one, two] = [await createCitizen(test.db), await createCitizen(test.db)];
    const type = await typeWith();
    const id = await upload(type.id, `${head}\n旧-001,张三、李四,${one.citizenId}、${two.citizenId},2020年3月2日,,长期,,老张面馆,2019/12/31\n旧-002,王五,${two.citizenId},20240302,2024-04-01,2026-03-01,,小王面馆,\n`);
    expect(await as(officer).certificates.getImport({ id })).toMatchObject({ status: "ready", total: 2, plans: { make: 2, same: 0, refuse: 0 }, own: true, mayConfirm: false });
    await expect(as(officer).certificates.confirmImport({ id })).rejects.toMatchObject({ message: "certificates.ownImport" });
    expect(await madeBy(id)).toEqual([]);
    expect(await as(second).certificates.getImport({ id })).toMatchObject({ mayConfirm: true });
    await as(await createStaff(test.db, "approver", place)).certificates.confirmImport({ id });
    await run(id);
    const made = (await madeBy(id)).toSorted((a, b) => a.issuedOn.localeCompare(b.issuedOn));
    expect(made).toMatchObject([
      { origin: "imported", applicationId: null, status: "valid", issuedOn: "2020-03-02", validUntil: null, holderAccountId: one.id },
      { origin: "imported", status: "expired", issuedOn: "2024-03-02", validUntil: "2026-03-01", holderAccountId: two.id },
    ]);
    const [first] = made;
    expect(parseCertificateIdentifier(first!.identifier)).toMatchObject({ typeCode: type.code, issuer: place.uscc, version: 1 });
    expect(openRecord(first!)).toMatchObject({
      certificate_number: "旧-001", holders: [{ name: "张三", code: one.citizenId, type: "111" }, { name: "李四", code: two.citizenId }], related_item_code: itemCode,
      extend_info: [{ key: "shop", value: "老张面馆" }, { key: "opened", labelEn: "Opened", value: "2019年12月31日" }],
    });
    expect(await test.db.$count(certificateHolders, eq(certificateHolders.certificateId, first!.id))).toBe(2);
    const orders = (await test.db.select().from(outbox).where(eq(outbox.topic, "certificates.sign"))).map(({ payload }) => payload["certificateId"]);
    expect(made.every((certificate) => orders.includes(certificate.id))).toBe(true);
    await jobs.topics!["certificates.sign"]!(ctx(system), { certificateId: first!.id });
    expect(await as({ kind: "anonymous" }).certificates.verify({ identifier: first!.identifier })).toMatchObject({ found: true, status: "valid", signature: "valid" });
    expect((await as(two).certificates.listOwn({})).rows).toHaveLength(2);
    expect(await test.db.select().from(auditLog).where(eq(auditLog.subjectId, first!.id))).toMatchObject([{ action: "certificates.import", after: { importId: id } }, { action: "certificates.sign" }]);
  });

  it("keeps nothing of what rows held once it is over, and seals it until then", async () => {
    const person = await createCitizen(test.db);
    const id = await upload((await typeWith()).id, `${head}\n旧-003,张三,${person.citizenId},2020-03-02,,,,老张面馆,\n`);
    const rowsOf = () => test.db.select().from(certificateImportRows).where(eq(certificateImportRows.importId, id));
    expect(JSON.stringify(await rowsOf())).not.toContain(person.citizenId);
    expect((await rowsOf())[0]?.document).toContain(".");
    await as(second).certificates.cancelImport({ id });
    expect(await rowsOf()).toMatchObject([{ document: null, outcome: null }]);
    expect(await as(officer).certificates.getImport({ id })).toMatchObject({ status: "cancelled" });
    await expect(as(second).certificates.confirmImport({ id })).rejects.toMatchObject({ message: "certificates.importNotReady" });
    await expect(as(second).certificates.cancelImport({ id })).rejects.toMatchObject({ message: "certificates.importOver" });
  });

  it("says of every row what is wrong, by its column, and makes the others", async () => {
    const person = await createCitizen(test.db);
    const type = await typeWith({ holderKinds: ["person"], linkedItems: [] });
    const id = await upload(type.id, [
      head,
      `A1,张三,${person.citizenId},2020-03-02,,,${itemCode},老张面馆,`,
      `,张三,310101199005170000,2020-02-30,,,${itemCode},,`,
      `A3,张三、李四,${person.citizenId},2030-01-01,,,310100009000,老张面馆老张面馆老张,不知道`,
      `A4,某公司,${place.uscc},2020-03-02,2020-03-02,2019-03-02,,老张面馆,`,
      ` a1 ,张三,${person.citizenId},2020-03-02,,,${itemCode},老张面馆,`,
      ",,,,,,,,",
    ].join("\r\n"));
    expect(await problemsOf(id)).toEqual([
      [2, "make", []],
      [3, "refuse", [["证照编号", "cellMissing"], ["持证主体代码", "holderCodeMalformed"], ["颁发日期", "dayMalformed"], ["店名", "cellMissing"]]],
      [4, "refuse", [["持证主体代码", "holderCountDiffers"], ["颁发日期", "dayInFuture"], ["开业日期", "dayMalformed"]]],
      [5, "refuse", [["持证主体代码", "organisationNotAHolder"], ["有效期止", "validityEndsFirst"], ["关联事项基本编码", "relatedItemMissing"]]],
      [6, "refuse", [["证照编号", "rowTwice"]]],
    ]);
    await as(second).certificates.confirmImport({ id });
    await run(id);
    expect(await as(officer).certificates.getImport({ id })).toMatchObject({ status: "done", done: 1, outcomes: { made: 1 } });
    expect((await as(officer).certificates.listImportRows({ id, plan: "make" })).rows).toMatchObject([{ line: 2, outcome: "made", identifier: (await madeBy(id))[0]!.identifier }]);
  });

  it.each([
    ["without a column that must be there", "证照编号,持证主体\n1,2\n", ["columnMissing", "columnMissing", "columnMissing"]],
    ["with a column twice, and one nobody knows", `${head},店名,备注\n1\n`, ["columnTwice", "columnUnknown"]],
    ["with nothing under its headings", `${head}\n`, ["importEmpty"]],
    ["that is no table", new Uint8Array([1, 0, 2]), ["files.notATable"]],
    ["that only says it is a workbook", "PK", ["items.workbookUnreadable"]],
  ])("ends with the reason for a file %s", async (_, text, codes) => {
    const id = await upload((await typeWith()).id, text);
    const found = await as(officer).certificates.getImport({ id });
    expect(found.status).toBe("failed");
    expect(found.problems.map(({ code }) => code.replace("certificates.", ""))).toEqual(codes);
  });

  it("of the same file a second time makes nothing, whatever became of the certificates since", async () => {
    const person = await createCitizen(test.db);
    const type = await typeWith({ severalPerHolder: false });
    const text = `${head}\n旧-010,张三,${person.citizenId},2020-03-02,,,,老张面馆,\n`;
    // Two copies of one file, confirmed before either is worked off.
    const [one, two] = [await upload(type.id, text), await upload(type.id, text)];
    await as(second).certificates.confirmImport({ id: one });
    await as(second).certificates.confirmImport({ id: two });
    await Promise.all([run(one), run(two), run(one), run(two)]);
    const made = [...(await madeBy(one)), ...(await madeBy(two))];
    expect(made).toHaveLength(1);
    const outcomes = [await as(officer).certificates.getImport({ id: one }), await as(officer).certificates.getImport({ id: two })].map((found) => found.outcomes);
    expect(outcomes.toSorted((a, b) => a.made - b.made)).toEqual([{ made: 0, same: 1, refused: 0 }, { made: 1, same: 0, refused: 0 }]);
    await test.db.update(certificates).set({ status: "revoked" }).where(eq(certificates.id, made[0]!.id));
    const again = await upload(type.id, text);
    expect(await as(officer).certificates.getImport({ id: again })).toMatchObject({ plans: { make: 0, same: 1, refuse: 0 } });
    expect((await as(second).certificates.getImport({ id: again })).mayConfirm).toBe(false);
  });

  it("refuses a row whose holder has one in force already, where the type allows one; what is over does not count", async () => {
    const person = await createCitizen(test.db);
    const id = await upload((await typeWith({ severalPerHolder: false })).id, `${head}\n一-1,张三,${person.citizenId},2020-03-02,,2021-03-01,,老张面馆,\n一-2,张三,${person.citizenId},2021-03-02,,,,老张面馆,\n一-3,张三,${person.citizenId},2022-03-02,,,,老张面馆,\n`);
    await as(second).certificates.confirmImport({ id });
    await run(id);
    expect((await as(officer).certificates.listImportRows({ id })).rows.map(({ outcome, problems }) => [outcome, problems.map(({ code }) => code)])).toEqual([["made", []], ["made", []], ["refused", ["certificates.alreadyCurrent"]]]);
    expect((await madeBy(id)).map(({ status }) => status).toSorted()).toEqual(["expired", "valid"]);
  });

  it("that was cut off goes on, each row once", async () => {
    const person = await createCitizen(test.db);
    const id = await upload((await typeWith()).id, `${head}\n${Array.from({ length: 60 }, (_, row) => `连-${row},张三,${person.citizenId},2020-03-02,,,,面馆${row},`).join("\n")}\n`);
    await as(second).certificates.confirmImport({ id });
    await expect(Promise.all([run(id), run(id)])).resolves.toBeDefined();
    await run(id);
    expect(await madeBy(id)).toHaveLength(60);
    expect(await as(officer).certificates.getImport({ id })).toMatchObject({ status: "done", done: 60, outcomes: { made: 60, same: 0, refused: 0 } });
  });

  it("that nobody confirms for thirty days is cancelled, its rows emptied", async () => {
    const id = await upload((await typeWith()).id, `${head}\n旧-030,张三,${(await createCitizen(test.db)).citizenId},2020-03-02,,,,老张面馆,\n`);
    const at = (days: number) => ({ ...ctx(system), now: new Date(factoryNow.getTime() + days * 86_400_000) });
    await jobs.schedules!["certificate-imports"]!.run(at(29));
    expect(await as(officer).certificates.getImport({ id })).toMatchObject({ status: "ready" });
    await jobs.schedules!["certificate-imports"]!.run(at(31));
    expect(await as(officer).certificates.getImport({ id })).toMatchObject({ status: "cancelled" });
    expect(await test.db.select().from(certificateImportRows).where(eq(certificateImportRows.importId, id))).toMatchObject([{ document: null }]);
  });

  it("is the matter of the officers of its department alone", async () => {
    const id = await upload((await typeWith()).id, `${head}\n`);
    const elsewhere = await createPlace(test.db);
    const stranger = await createStaff(test.db, "certificateOfficer", elsewhere);
    expect((await as(officer).certificates.listImports({})).rows.map((row) => row.id)).toContain(id);
    expect((await as(stranger).certificates.listImports({})).rows).toEqual([]);
    await expect(as(stranger).certificates.getImport({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(stranger).certificates.cancelImport({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(await createStaff(test.db, "clerk", place)).certificates.listImports({})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(upload((await typeWith()).id, head, stranger)).rejects.toMatchObject({ code: "access.forbidden" });
    await expect(test.db.update(certificateImports).set({ confirmedBy: officer.id }).where(eq(certificateImports.id, id))).rejects.toThrow();
  });
});

it("the template has a type's columns, and is read back as it is, its hints left out", async () => {
  const type = await typeWith();
  const chunks: Uint8Array[] = [];
  for await (const chunk of await importTemplate(test.db, type.id)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const id = await upload(type.id, bytes);
  expect((await as(officer).certificates.getImport({ id })).problems).toMatchObject([{ code: "certificates.importEmpty" }]);
  const { writeFile, mkdtemp } = await import("node:fs/promises");
  const path = `${await mkdtemp("/tmp/template-")}/t.xlsx`;
  await writeFile(path, bytes);
  expect((await readTableFile(path))[0]).toEqual(head.split(","));
  expect((await as(officer).certificates.listImportChoices()).types.map((one) => one.id)).toContain(type.id);
});
