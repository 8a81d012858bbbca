import { describe, expect, it } from "vitest";
import type { User } from "@/domain/core/actor";
import { parseCertificateIdentifier } from "@/domain/core/codes";
import { availableActs, availableDecisions, decisionHindrance, lifeHindrance, seesCertificate, type LifeFacts } from "../policy/life";
import { certificateStatuses, type CertificateRecord, type CertificateStatus } from "../schema";
import { allLifeGrounds, lifeActs, lifeGrounds, proposedActs, type LifeAct } from "../schema/life";
import { flawsOfRecord } from "./record";
import { deskRecord } from "./desk";
import { actsIn, flawOfCorrections, lifeKeys, nextRecord, reminderDue, renewBy, standsOn, stateAfter } from "./life";

const record: CertificateRecord = {
  schema: "tongban.certificate/1", certificate_identifier: "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
  certificate_type_name: "食品经营许可证", certificate_type_code: "11100000000013338W011", certificate_name: "食品经营许可证", certificate_number: "jy1-2 3", certificate_version: "001",
  issuing_authority_name: "某局", issuing_authority_code: "11430000006122244L", issuing_date: "2026-11-21", validate_start: "2026-11-21", validate_end: "2031-11-20",
  area_code: "990102", holders: [{ name: "某公司", code: "91430102MA4L16JQ9B", type: "001" }, { name: "张三", code: "11010519491231002X", type: "111" }], related_item_name: "食品经营许可", related_item_code: "000131001000",
  extend_info: [{ key: "premises", labelZh: "经营场所", labelEn: "Premises", value: "一号" }, { key: "scope", labelZh: "范围", labelEn: "Scope", value: "冷食" }], demo: true,
};

describe("every act in every state", () => {
  /** Written out by hand, so that a change to the table shows. */
  const table: Record<CertificateStatus, Partial<Record<LifeAct, CertificateStatus>>> = {
    valid: { suspend: "suspended", revoke: "revoked", cancel: "cancelled", reissue: "superseded", change: "superseded", renew: "superseded", expire: "expired" },
    suspended: { restore: "valid", revoke: "revoked", cancel: "cancelled" },
    expired: { cancel: "cancelled" },
    revoked: {}, cancelled: {}, superseded: {},
  };
  it.each(certificateStatuses.flatMap((status) => lifeActs.map((act) => [act, status, table[status][act]] as const)))("%s of a %s one leads to %s", (act, status, expected) => {
    expect(stateAfter(act, status)).toBe(expected);
    expect(actsIn(status).includes(act)).toBe(expected !== undefined);
  });

  it.each(proposedActs.flatMap((act) => allLifeGrounds.map((ground) => [act, ground] as const)))("%s stands on %s only where the law says so", (act, ground) =>
    expect(standsOn(act, ground)).toBe((lifeGrounds[act] as readonly string[]).includes(ground)));
});

describe("who does what", () => {
  const place = { departmentId: "organ", divisionCode: "310101" };
  const facts: LifeFacts = { ...place, status: "valid", holderAccountIds: ["holder"], proposal: null };
  const staff = (role: User["posts"][number]["role"], over: Partial<User> = {}, at: Partial<User["posts"][number]> = {}): User =>
    ({ kind: "user", id: role, name: role, accountKind: "staff", assuranceLevel: "L4", sessionId: "s", factors: [], authenticatedAt: new Date(0), posts: [{ role, departmentId: "organ", divisionCode: "310000", ...at }], ...over });
  const officer = staff("certificateOfficer");
  const approver = staff("approver");

  it.each(certificateStatuses.flatMap((status) => lifeActs.map((act) => [act, status] as const)))("%s of a %s one: an officer by the table, an approver what takes rights away, nobody else", (act, status) => {
    const possible = stateAfter(act, status) ? undefined : "certificates.actUnavailable";
    const ofItself = act === "renew" || act === "expire";
    const asked = { ...facts, status };
    expect(lifeHindrance(officer, act, asked)).toBe(ofItself ? "access.forbidden" : possible);
    expect(lifeHindrance(approver, act, asked)).toBe(act === "suspend" || act === "revoke" || act === "cancel" ? possible : "access.forbidden");
    for (const role of ["clerk", "reviewer", "itemEditor", "itemPublisher", "supervisor", "systemAdmin", "securityAdmin", "auditAdmin"] as const) expect(lifeHindrance(staff(role), act, asked)).toBe("access.forbidden");
    for (const actor of [{ kind: "anonymous" }, { kind: "system" }, { ...officer, accountKind: "citizen", posts: [] }] as const) expect(lifeHindrance(actor, act, asked)).toBe("access.forbidden");
  });

  it("not of another department, nor of another division, nor of one's own certificate", () => {
    expect(lifeHindrance(staff("certificateOfficer", {}, { departmentId: "other" }), "reissue", facts)).toBe("access.forbidden");
    expect(lifeHindrance(staff("certificateOfficer", {}, { divisionCode: "310115" }), "reissue", facts)).toBe("access.forbidden");
    expect(lifeHindrance(staff("certificateOfficer", { citizenAccountId: "holder" }), "reissue", facts)).toBe("certificates.ownCertificate");
    expect(decisionHindrance(staff("approver", { citizenAccountId: "holder" }), "granted", { ...facts, proposal: { act: "revoke", proposedBy: "x" } })).toBe("certificates.ownCertificate");
    expect([officer, approver, staff("clerk"), staff("certificateOfficer", {}, { divisionCode: "310115" })].map((actor) => seesCertificate(actor, place))).toEqual([true, true, false, false]);
    expect(seesCertificate(staff("certificateOfficer", {}, { divisionCode: "310115" }), { ...place, divisionCode: null })).toBe(true);
  });

  it("nothing else while a proposal waits, and its proposer never decides it", () => {
    const waiting: LifeFacts = { ...facts, proposal: { act: "revoke", proposedBy: approver.id } };
    expect(availableActs(officer, waiting)).toEqual([]);
    expect(lifeHindrance(officer, "reissue", waiting)).toBe("certificates.proposalWaiting");
    expect(availableDecisions(approver, waiting)).toEqual(["withdrawn"]);
    expect(decisionHindrance(approver, "granted", waiting)).toBe("certificates.ownProposal");
    expect(availableDecisions(staff("approver", { id: "second" }), waiting)).toEqual(["granted", "declined"]);
    expect(decisionHindrance(staff("approver", { id: "second" }), "withdrawn", waiting)).toBe("certificates.notYourProposal");
    expect(availableDecisions(officer, waiting)).toEqual([]);
    expect(decisionHindrance(approver, "declined", facts)).toBe("certificates.noProposal");
  });

  it("a proposal that has become impossible is declined or taken back, not granted", () => {
    const late: LifeFacts = { ...facts, status: "expired", proposal: { act: "suspend", proposedBy: "x" } };
    expect(availableDecisions(approver, late)).toEqual(["declined"]);
  });
});

describe("the next version", () => {
  it("keeps serial, number and time of validity, counts on, and names the one before it", () => {
    const next = nextRecord(record, { issuedOn: "2027-01-05" });
    expect(next).toEqual({ ...record, certificate_identifier: "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S", certificate_version: "002", associated_certificate_identifier: record.certificate_identifier, issuing_date: "2027-01-05" });
    expect(parseCertificateIdentifier(next.certificate_identifier)?.version).toBe(2);
    expect([flawsOfRecord(next), flawsOfRecord(nextRecord(next, { issuedOn: "2027-02-01" }))]).toEqual([[], []]);
  });

  it("may say other words, on the face and of a holder's name", () => {
    const next = nextRecord(record, { issuedOn: "2027-01-05", corrections: { face: { premises: "二号" }, holders: ["某某公司"] } });
    expect(next.extend_info.map(({ value }) => value)).toEqual(["二号", "冷食"]);
    expect(next.holders).toEqual([{ ...record.holders[0], name: "某某公司" }, record.holders[1]]);
  });

  it("ends at 999, and cannot follow an identifier of another making", () => {
    expect(() => nextRecord({ ...record, certificate_identifier: "JY1" }, { issuedOn: "2027-01-05" })).toThrow("certificates.identifierPartsInvalid");
  });

  const spec = { key: "premises", label: { zh: "经营场所" }, type: "text", required: true, mask: "open", maxLength: 4 } as const;
  it.each([
    ["other words", { face: { premises: "二号" }, holders: [] }, undefined],
    ["another name", { face: {}, holders: ["某某公司"] }, undefined],
    ["a field left empty that may be", { face: { scope: "" }, holders: [] }, undefined],
    ["the same words", { face: { premises: "一号" }, holders: ["某公司"] }, { code: "certificates.nothingChanged" }],
    ["a field that is not there", { face: { colour: "红" }, holders: [] }, { code: "certificates.faceUnknown", field: "colour" }],
    ["nothing where something must stand", { face: { premises: "" }, holders: [] }, { code: "certificates.faceRequired", field: "premises" }],
    ["more than there is room for", { face: { premises: "二号三楼四室" }, holders: [] }, { code: "certificates.faceTooLong", field: "premises" }],
    ["no name", { face: { premises: "二号" }, holders: [""] }, { code: "certificates.holderNameMissing" }],
    ["more names than holders", { face: {}, holders: ["甲", "乙", "丙"] }, { code: "certificates.holderNameMissing" }],
  ])("with %s: %#", (_, corrections, expected) => expect(flawOfCorrections(record, corrections, [spec])).toEqual(expected));
});

it("what the desk shows covered is not written down with its cover", () => {
  const named = { ...record, extend_info: [...record.extend_info, { key: "person", labelZh: "负责人", labelEn: "Person", value: "张三 11010519491231002X" }] };
  const { value } = deskRecord(named).record.extend_info[2]!;
  expect(flawOfCorrections(named, { face: { person: value }, holders: [] }, [])).toEqual({ code: "certificates.faceCovered", field: "person" });
  expect(flawOfCorrections(named, { face: { person: "李四 11010519491231002X" }, holders: [] }, [])).toBeUndefined();
});

describe("a record that names the version before it", () => {
  const next = nextRecord(record, { issuedOn: "2027-01-05" });
  it.each([["itself", next.certificate_identifier], ["of another type", "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F"], ["no identifier", "JY1"]])("contradicts itself when it is %s", (_, named) =>
    expect(flawsOfRecord({ ...next, associated_certificate_identifier: named })).toEqual(["associated_certificate_identifier"]));
});

it("a certificate is found however its number is typed, and its holders are one key in any order", () => {
  expect(lifeKeys(record)).toEqual({ number: "JY123", holder: "001:91430102MA4L16JQ9B|111:11010519491231002X" });
  expect(lifeKeys({ ...record, holders: record.holders.toReversed() })).toEqual(lifeKeys(record));
});

describe("reminders", () => {
  it.each([
    ["2026-01-01", undefined], ["2026-03-02", undefined], ["2026-03-03", 90], ["2026-04-01", 90], ["2026-04-02", 60], ["2026-05-01", 60], ["2026-05-02", 30], ["2026-06-01", 30], ["2026-06-02", undefined],
  ])("on %s of one that ends on 1 June 2026: %s days", (today, expected) => expect(reminderDue({ validUntil: "2026-06-01", issuedOn: "2020-06-02" }, today)).toBe(expected));

  it("one issued for a month gets none on the day after it came", () => expect(reminderDue({ validUntil: "2026-06-01", issuedOn: "2026-05-02" }, "2026-05-03")).toBeUndefined());

  it("a renewal is asked for thirty days before the end", () => expect(renewBy("2026-06-01")).toBe("2026-05-02"));
});
