import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createApplication, createCertificateType, createItem, revisionContent } from "@/db/testing/factories";
import { jobs } from "@/server/certificates/jobs";
import { anonymous, monday, openOffice, refused, type Office } from "./router.testing";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.connection.close());

test("a certificate is held by the applicant and by those whom the form names, each in full, and by nobody else", async () => {
  const { db, place, desk } = office;
  const { id: certificateType, name } = await createCertificateType(db, place);
  const owners = { id: "owners", type: "repeatingGroup" as const, label: { zh: "共有人" }, optional: true, fields: [{ id: "name", type: "personName" as const, label: { zh: "姓名" } }, { id: "number", type: "citizenId" as const, label: { zh: "身份证号" } }] };
  const result = { name, kind: "certificate" as const, certificateType, validMonths: 60, coHolders: "owners", face: [{ key: "shop", label: { zh: "店名" }, field: "shopName" }] };
  const item = await createItem(db, place, revisionContent({ result, form: { version: 1, sections: [{ id: "s", title: { zh: "共有" }, fields: [{ id: "shopName", type: "text", label: { zh: "店名" } }, owners] }] } }));
  const [applicant, other, stranger] = [await office.citizen(), await office.citizen(), await office.citizen()];
  const named = [{ name: other.name, number: other.citizenId }, { name: applicant.name, number: applicant.citizenId }, { name: "未来人", number: "11010519491231002X" }];
  const { id, version } = await createApplication(db, { place, item, applicant, status: "approved", decidedAt: monday, outcome: "approved", answers: { shopName: "老张面馆", owners: named } });
  await office.as(desk.certificateOfficer).applications.issueCertificate({ id, version });
  const certificates = (actor: Parameters<Office["as"]>[0]) => office.as(actor).certificates;
  const [held] = (await certificates(applicant).listOwn({})).rows;
  await jobs.topics!["certificates.sign"]!({ actor: { kind: "system" }, now: monday, requestId: "test", address: "test", db }, { certificateId: held!.id });
  for (const holder of [applicant, other]) {
    expect((await certificates(holder).get({ id: held!.id })).record.holders).toEqual([
      { name: applicant.name, code: applicant.citizenId, type: "111" }, { name: other.name, code: other.citizenId, type: "111" }, { name: "未来人", code: "11010519491231002X", type: "111" },
    ]);
  }
  await expect(certificates(stranger).get({ id: held!.id })).rejects.toMatchObject(refused("NOT_FOUND", "certificates.notFound"));
  expect(await certificates(anonymous).verify({ identifier: held!.identifier })).toMatchObject({ found: true, signature: "valid", face: { holders: expect.arrayContaining([expect.stringContaining("*")]) } });
});
