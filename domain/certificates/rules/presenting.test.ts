import { describe, expect, it, test } from "vitest";
import type { ActingFor, DelegatedAct } from "@/domain/core/actor";
import { hindranceToPresent } from "../policy/presenting";
import { maskFace } from "../rules";
import type { CertificateRecord, CertificateStatus } from "../schema";
import { PresentCertificate } from "../schema/presenting";
import { endOfCode, openableFields, parseCode, presentedFace, presenting, purposeInWords, standingOfCode } from "./presenting";

const now = new Date("2026-03-02T01:00:00Z");
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const unbound = { certificateUntil: null, delegationUntil: null };

describe("standingOfCode", () => {
  const live = { kind: "live" as const, expiresAt: after(60), usedAt: null, revokedAt: null };
  const printed = { ...live, kind: "printed" as const, expiresAt: after(180 * 86_400) };
  it.each([
    ["a fresh code works", live, 0, "live"],
    ["it works in its last second", live, 59, "live"],
    ["it has ended after sixty", live, 60, "expired"],
    ["a used one is used up", { ...live, usedAt: after(5) }, 6, "used"],
    ["used up stays used up after its end", { ...live, usedAt: after(5) }, 61, "used"],
    ["a printed one works for months", printed, 179 * 86_400, "live"],
    ["and ends with its last day", printed, 180 * 86_400, "expired"],
    ["what was taken back opens nothing", { ...printed, revokedAt: after(10) }, 11, "revoked"],
  ] as const)("%s", (_, code, seconds, standing) => {
    expect(standingOfCode(code, after(seconds))).toBe(standing);
  });
});

describe("endOfCode", () => {
  it.each([
    ["a live code lasts a minute, whatever it is bound to", "live", { certificateUntil: "2026-03-02", delegationUntil: "2026-03-02" }, "2026-03-02T01:01:00.000Z"],
    ["a printed one to the end of its 180th day", "printed", unbound, "2026-08-28T16:00:00.000Z"],
    ["no longer than the certificate", "printed", { ...unbound, certificateUntil: "2026-05-31" }, "2026-05-31T16:00:00.000Z"],
    ["nor than the delegation", "printed", { certificateUntil: "2026-05-31", delegationUntil: "2026-03-10" }, "2026-03-10T16:00:00.000Z"],
    ["a certificate that outlasts it adds nothing", "printed", { ...unbound, certificateUntil: "2031-03-01" }, "2026-08-28T16:00:00.000Z"],
  ] as const)("%s", (_, kind, bounds, end) => {
    expect(endOfCode(kind, now, bounds).toISOString()).toBe(end);
  });

  it("never passes 180 days", () => {
    expect(endOfCode("printed", now, unbound).getTime() - now.getTime()).toBeLessThanOrEqual(presenting.printedDays * 86_400_000);
  });
});

describe("parseCode", () => {
  const token = "AbC-_0123456789012345678901234567890123456-";
  it.each([
    [token, token], [` ${token} `, token], ["1234 5678 9012 3456 7890", "12345678901234567890"], ["1234-5678-9012-3456-7890", "12345678901234567890"], ["１２３４　５６７８９０１２３４５６７８９０", "12345678901234567890"],
    ["1234 5678 9012 3456 789", undefined], [token.slice(1), undefined], ["", undefined], ["12345678901234567890x", undefined],
  ])("%j is %j", (typed, code) => {
    expect(parseCode(typed)).toBe(code);
  });
});

const record: CertificateRecord = {
  schema: "tongban.certificate/1", certificate_identifier: "1.2.156.3005.2.x", certificate_type_name: "证", certificate_type_code: "t", certificate_name: "证", certificate_number: "N-1234",
  certificate_version: "001", issuing_authority_name: "局", issuing_authority_code: "c", issuing_date: "2026-03-02", validate_start: "2026-03-02", validate_end: null, area_code: "310101",
  holders: [{ name: "张三丰", code: "310101199005170018", type: "111" }], related_item_name: "事项", related_item_code: "i",
  extend_info: [
    { key: "name", labelZh: "姓名", labelEn: "Name", value: "张三丰" }, { key: "idNumber", labelZh: "身份证号", labelEn: "ID", value: "310101199005170018" },
    { key: "place", labelZh: "住址", labelEn: "Place", value: "人民大道八十八号" }, { key: "note", labelZh: "备注", labelEn: "Note", value: "" },
  ], demo: true,
};
const shown = (...chosen: string[]) => presentedFace(record, maskFace(record), chosen);
const valueOf = (face: ReturnType<typeof shown>, key: string) => face.fields.find((field) => field.key === key)?.value;

describe("what a stranger reads", () => {
  it("is offered once each: what the face repeats of the holder goes with the holder, empty lines are not offered", () => {
    expect(openableFields(record)).toEqual(["holders.name", "holders.code", "certificate_number", "face.place"]);
    expect(openableFields({ ...record, holders: [{ name: "某公司", code: "91310101MA1FPX1234", type: "001" }] })).not.toContain("holders.name");
  });

  it("is what anyone sees, unless the holder opens more", () => {
    expect(shown()).toEqual(maskFace(record));
  });

  it("opens what was chosen and nothing else", () => {
    const face = shown("face.place");
    expect(valueOf(face, "place")).toBe("人民大道八十八号");
    expect(JSON.stringify(face)).not.toContain("310101199005170018");
    expect(JSON.stringify(face)).not.toContain("张三丰");
    expect(face.fields.map(({ key }) => key)).toEqual(["name", "idNumber", "place", "note"]);
  });

  it("opens name and number wherever they stand", () => {
    const face = shown("holders.name", "holders.code", "certificate_number");
    expect(face.holders).toEqual(["张三丰"]);
    expect([valueOf(face, "name"), valueOf(face, "idNumber"), valueOf(face, "certificate_number")]).toEqual(["张三丰", "310101199005170018", "N-1234"]);
    expect(valueOf(face, "place")).not.toBe("人民大道八十八号");
  });

  it("adds a number that the face does not carry", () => {
    const bare = { ...record, extend_info: record.extend_info.slice(2) };
    expect(presentedFace(bare, maskFace(bare), ["holders.code"]).fields.at(-1)).toMatchObject({ labelZh: "公民身份号码", value: "310101199005170018" });
  });
});

describe("who may show", () => {
  const acting = (...acts: DelegatedAct[]): { actingFor: ActingFor } =>
    ({ actingFor: { kind: "person", id: "p", name: "母亲", delegationId: "d", delegation: "family", scope: { kind: "all" }, acts, awaitsPrincipal: true } });
  const sound = { status: "valid" as CertificateStatus, signed: true };
  test.each([
    ["the holder", {}, sound, undefined],
    ["a delegate who may submit", acting("view", "fill", "submit"), sound, undefined],
    ["a delegate who may only fill in", acting("view", "fill"), sound, "certificates.presentNotDelegated"],
    ["nobody, before it is signed", {}, { ...sound, signed: false }, "certificates.notSignedYet"],
    ...(["suspended", "revoked", "cancelled", "expired", "superseded"] as const).map((status) => [`nobody, once it is ${status}`, {}, { ...sound, status }, "certificates.notPresentable"] as const),
  ] as const)("%s", (_, actor, certificate, hindrance) => {
    expect(hindranceToPresent(actor, certificate)).toBe(hindrance);
  });
});

it("a purpose is one of the list, or in own words", () => {
  const asked = { id: crypto.randomUUID(), kind: "live" };
  expect(purposeInWords("window", undefined)).toBe("在窗口办事");
  expect(purposeInWords("other", "给孩子报名")).toBe("给孩子报名");
  expect(PresentCertificate.safeParse({ ...asked, purpose: "other" }).success).toBe(false);
  expect(PresentCertificate.safeParse({ ...asked, purpose: "window", words: "给孩子报名" }).success).toBe(false);
  expect(PresentCertificate.safeParse({ ...asked, purpose: "other", words: "给孩子报名" }).success).toBe(true);
});
