import { describe, expect, it } from "vitest";
import type { ActingFor } from "@/domain/core/actor";
import { hindersGivingStanding } from "../policy/uses";
import type { CertificateRecord } from "../schema";
import { endOfGrant, factsOfRecord, fieldsOfFace, isAlive, limitTo, refusalOf, requireGrantable, requireUsable, type Ask, type GrantTerms, type NewGrant } from "./grants";
import { copyEnds, requireScopes } from "./open";

const now = new Date("2026-03-02T01:00:00Z");
const day = (count: number) => new Date(now.getTime() + count * 86_400_000);
const grant: GrantTerms = { certificateId: "one", typeId: null, itemId: "item", applicationId: "case", departmentId: "organ", clientId: null, fields: ["holders.name", "face.shop"], expiresAt: day(30), revokedAt: null, delegationEnded: false, caseClosedAt: null };
const ask: Ask = { certificate: { id: "one", typeId: "licence" }, heldByGranter: true, by: { kind: "department", id: "organ" }, itemId: "item", applicationId: "case", fields: ["face.shop"] };
const ofClient: GrantTerms = { ...grant, departmentId: null, clientId: "system" };
const client = { kind: "client", id: "system", departmentId: "organ" } as const;

describe("a grant", () => {
  it.each<[string, Partial<GrantTerms>, Partial<Ask>, string | undefined]>([
    ["opens what it says", {}, {}, undefined],
    ["opens no field at all, for the state alone", {}, { fields: [] }, undefined],
    ["of a type opens any certificate of it that the holder has", { certificateId: null, typeId: "licence" }, {}, undefined],
    ["that stands opens every case of its item", { applicationId: null }, { applicationId: "another" }, undefined],
    ["that stands opens what belongs to no case", { applicationId: null }, { applicationId: undefined }, undefined],
    ["of an organ is good for its system", {}, { by: client }, undefined],
    ["of an organ is none for another's system", {}, { by: { ...client, departmentId: "other" } }, "certificates.grantNotFound"],
    ["of another organ looks like none", {}, { by: { kind: "department", id: "other" } }, "certificates.grantNotFound"],
    ["of a system is good for it", ofClient, { by: client }, undefined],
    ["of a system is none for its organ", ofClient, {}, "certificates.grantNotFound"],
    ["of a system is none for another of the same organ", ofClient, { by: { ...client, id: "another" } }, "certificates.grantNotFound"],
    ["taken back opens nothing, and says so before its end", { revokedAt: now, expiresAt: day(-1) }, {}, "certificates.grantRevoked"],
    ["at its end opens nothing", { expiresAt: now }, {}, "certificates.grantExpired"],
    ["given under a delegation opens nothing once that has ended", { delegationEnded: true }, {}, "certificates.grantDelegationEnded"],
    ["of a closed case opens it for the six months of remedy", { caseClosedAt: day(-180), expiresAt: day(90) }, {}, undefined],
    ["of a closed case opens nothing after those six months", { caseClosedAt: day(-190), expiresAt: day(90) }, {}, "certificates.grantExpired"],
    ["is for the certificate it names", {}, { certificate: { id: "two", typeId: "licence" } }, "certificates.grantForAnother"],
    ["of a type is for that type", { certificateId: null, typeId: "permit" }, {}, "certificates.grantForAnother"],
    ["ends when its holder holds the certificate no more", {}, { heldByGranter: false }, "certificates.grantForAnother"],
    ["is for its item", {}, { itemId: "other" }, "certificates.grantForAnotherItem"],
    ["is for its case", {}, { applicationId: "other" }, "certificates.grantForAnotherCase"],
    ["for a case is not for none", {}, { applicationId: undefined }, "certificates.grantForAnotherCase"],
    ["is for its fields", {}, { fields: ["face.shop", "holders.code"] }, "certificates.fieldNotGranted"],
  ])("%s", (_, terms, asked, code) => {
    expect(refusalOf({ ...grant, ...terms }, { ...ask, ...asked }, now)?.code).toBe(code);
  });

  it.each<[string, string, string]>([
    ["2026-03-02T01:00:00Z", "2027-03-02T01:00:00Z", "2026-09-02T16:00:00.000Z"],
    ["2026-08-30T16:30:00Z", "2027-08-30T00:00:00Z", "2027-02-28T16:00:00.000Z"],
    ["2026-03-02T01:00:00Z", "2026-04-01T00:00:00Z", "2026-04-01T00:00:00.000Z"],
  ])("of a case closed at %s that was given until %s ends at %s", (closedAt, expiresAt, end) => {
    expect(endOfGrant({ expiresAt: new Date(expiresAt), caseClosedAt: new Date(closedAt) }).toISOString()).toBe(end);
  });

  it("lives until its last instant", () => {
    expect([isAlive(grant, day(29)), isAlive(grant, day(30)), isAlive({ ...grant, revokedAt: day(1) }, day(2))]).toEqual([true, false, false]);
  });

  it.each<[string, Partial<NewGrant>, string | undefined]>([
    ["of the holder may stand for a year", { standing: true, expiresAt: day(365) }, undefined],
    ["stands no longer", { expiresAt: day(366) }, "certificates.grantTooLong"],
    ["does not end before it begins", { expiresAt: now }, "certificates.grantTooLong"],
    ["by duty names its law", { mode: "duty", legalBasis: "  " }, "certificates.legalBasisMissing"],
    ["by duty with its law is given", { mode: "duty", legalBasis: "《食品安全法》" }, undefined],
    ["of a delegate does not stand", { mode: "delegate", standing: true }, "certificates.standingByHolderOnly"],
    ["of a delegate is for a case", { mode: "delegate" }, undefined],
    ["is of fields that there are", { fields: ["face.other"] }, "certificates.fieldUnknown"],
  ])("%s", (_, more, code) => {
    const wanted: NewGrant = { mode: "holder", standing: false, fields: ["face.shop"], expiresAt: day(30), ...more };
    let refused: unknown;
    try {
      requireGrantable(wanted, fieldsOfFace([{ key: "shop" }]), now);
    } catch (error) {
      refused = error;
    }
    expect(refused instanceof Error ? refused.message : undefined).toBe(code);
  });
});

const record: CertificateRecord = {
  schema: "tongban.certificate/1", certificate_identifier: "1.2.156", certificate_type_name: "许可证", certificate_type_code: "1", certificate_name: "许可证", certificate_number: "N1", certificate_version: "001",
  issuing_authority_name: "局", issuing_authority_code: "2", issuing_date: "2026-03-02", validate_start: "2026-03-02", validate_end: null, area_code: "310101",
  holders: [{ name: "张三", code: "110101199001010015", type: "111" }, { name: "李四", code: "110101199001010023", type: "111" }], related_item_name: "事项", related_item_code: "3",
  extend_info: [{ key: "shop", labelZh: "店名", labelEn: "Shop", value: "老张面馆" }], demo: true,
};

describe("what is told of a certificate", () => {
  it("are the asked fields, under their names, every holder in a line", () => {
    expect(limitTo(record, ["face.shop", "holders.name"])).toEqual([{ field: "face.shop", labelZh: "店名", labelEn: "Shop", value: "老张面馆" }, { field: "holders.name", labelZh: "持证主体", labelEn: "Holder", value: "张三\n李四" }]);
    expect(() => limitTo(record, ["face.other"])).toThrow("certificates.fieldUnknown");
  });

  it("are facts that say nothing of its holders and its face", () => {
    const told = JSON.stringify(factsOfRecord(record));
    for (const secret of ["张三", "110101", "N1", "老张面馆"]) expect(told).not.toContain(secret);
  });

  it.each([["valid", "valid", undefined], ["valid", "altered", "certificates.signatureBroken"], ["revoked", "altered", "certificates.signatureBroken"], ["valid", "pending", "certificates.notSignedYet"], ["revoked", "valid", "certificates.notUsable"], ["expired", "pending", "certificates.notUsable"]] as const)(
    "of one that is %s with a signature %s: %s", (status, signature, code) => {
      const use = () => requireUsable(status, signature);
      if (code) expect(use).toThrow(code);
      else expect(use).not.toThrow();
    },
  );
});

describe("a token's scopes", () => {
  it.each<[string[], string[], string | undefined]>([
    [["certificates:licence"], [], undefined],
    [["certificates:licence", "certificates:licence:face.shop"], ["face.shop"], undefined],
    [["certificates:licence", "certificates:licence:*"], ["face.shop", "holders.code"], undefined],
    [["certificates:licence:*"], [], "certificates:licence"],
    [["certificates:licence"], ["face.shop"], "certificates:licence:face.shop"],
    [["certificates:permit", "certificates:permit:*"], ["face.shop"], "certificates:licence"],
  ])("%j for %j lack %s", (scopes, fields, missing) => {
    let lacking: unknown;
    try {
      requireScopes(scopes, "licence", fields);
    } catch (error) {
      lacking = error instanceof Error && "params" in error ? error.params : error;
    }
    expect(lacking).toEqual(missing ? { scope: missing } : undefined);
  });
});

it("a marked copy is good for a month, and never longer than its permission", () => {
  expect([copyEnds(now, day(365)), copyEnds(now, day(3))]).toEqual([day(30), day(3)]);
});

describe("a standing permission", () => {
  const acting = (rest: Partial<ActingFor>): ActingFor => ({ kind: "organisation", id: "o", name: "乙", delegationId: "d", delegation: "agent", scope: { kind: "all" }, acts: ["view", "fill", "submit"], awaitsPrincipal: false, ...rest });
  it.each<[string, ActingFor | undefined, string | undefined]>([
    ["by oneself", undefined, undefined],
    ["for an organisation, by who may do everything", acting({}), undefined],
    ["for an organisation, by who may only look and fill in", acting({ acts: ["view", "fill"] }), "certificates.standingNotDelegated"],
    ["for an organisation, by who does one item", acting({ scope: { kind: "items", itemIds: ["i"] } }), "certificates.standingNotDelegated"],
    ["for another person, by whoever helps them", acting({ kind: "person", delegation: "family" }), "certificates.standingByHolderOnly"],
  ])("is given %s: %s", (_, actingFor, code) => expect(hindersGivingStanding(actingFor ? { actingFor } : {})).toBe(code));
});
