import { describe, expect, it } from "vitest";
import type { ActingFor } from "@/domain/core/actor";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import { hindersKeeping } from "../policy/wallet";
import type { CertificateRecord } from "../schema";
import { offlineCopy } from "./offline";
import { offlineDays, vanishesAt, vanishing, type CopyLife, type Known } from "./vanishing";

const record: CertificateRecord = {
  schema: "tongban.certificate/1", certificate_identifier: "1.2.156.3005.2.11100000000013127D003.11440100990000025X.SECRETSERIAL.001.0",
  certificate_type_name: "居住证", certificate_type_code: "11100000000013127D003", certificate_name: "居住证", certificate_number: "SECRETSERIAL", certificate_version: "001",
  issuing_authority_name: "云澜市公安局", issuing_authority_code: "11440100990000025X", issuing_date: "2026-03-02", validate_start: "2026-03-02", validate_end: "2027-03-01",
  area_code: "440100", holders: [{ name: "李明华", code: "440199199005170023", type: "111" }], related_item_name: "居住证申领", related_item_code: "440100001000",
  extend_info: [{ key: "address", labelZh: "住址", labelEn: "Address", value: "滨江大道188号" }, { key: "sex", labelZh: "性别", labelEn: "Sex", value: "女" }], demo: true,
};
const specs: FaceFieldSpec[] = [{ key: "sex", label: { zh: "性别" }, type: "text", required: false, mask: "open", maxLength: 2 }];

describe("a copy for viewing offline", () => {
  it("holds in full what the face shows", () => {
    expect(offlineCopy("c1", record, "full", specs)).toEqual({
      id: "c1", face: "full", name: "居住证", issuer: "云澜市公安局", issuedOn: "2026-03-02", validUntil: "2027-03-01", endsAt: "2027-03-01T16:00:00.000Z", number: "SECRETSERIAL",
      holders: [{ name: "李明华", code: "440199199005170023" }],
      fields: [{ labelZh: "住址", labelEn: "Address", value: "滨江大道188号" }, { labelZh: "性别", labelEn: "Sex", value: "女" }], demo: true,
    });
  });

  it("holds masked only what its type leaves open, and no number", () => {
    const copy = offlineCopy("c1", record, "masked", specs);
    const text = JSON.stringify(copy);
    for (const secret of ["李明华", "440199199005170023", "滨江大道188号", "SECRETSERIAL"]) expect(text).not.toContain(secret);
    expect(copy.fields[1]?.value).toBe("女");
    expect(copy.number).toBeNull();
  });

  it.each(["masked", "full"] as const)("holds nothing by which a %s one could be verified", (face) => {
    const text = JSON.stringify(offlineCopy("c1", record, face, specs));
    expect(text).not.toContain(record.certificate_identifier);
    expect(text).not.toMatch(/jws|signature|jwt/i);
  });

  it("of a certificate without an end does not end by itself", () => expect(offlineCopy("c1", { ...record, validate_end: null }, "full", []).endsAt).toBeNull());
});

const checked = new Date("2026-03-02T01:00:00Z");
const after = (days: number) => new Date(checked.getTime() + days * 24 * 60 * 60 * 1000);
const copy: CopyLife = { id: "c1", owner: "me", endsAt: null, checkedAt: checked.toISOString() };

describe("a copy vanishes", () => {
  it.each<[string, Partial<CopyLife>, Known, ReturnType<typeof vanishing>]>([
    ["not at once", {}, { now: checked }, undefined],
    ["not before thirty days have passed", {}, { now: after(offlineDays - 0.001) }, undefined],
    ["after thirty days without the network", {}, { now: after(offlineDays) }, "unchecked"],
    ["with the last day of its certificate", { endsAt: after(3).toISOString() }, { now: after(3) }, "expired"],
    ["not on that last day", { endsAt: after(3).toISOString() }, { now: after(2.999) }, undefined],
    ["when the certificate is valid no more", {}, { now: after(1), owner: "me", valid: ["c2"] }, "ended"],
    ["not while it is valid", {}, { now: after(1), owner: "me", valid: ["c1", "c2"] }, undefined],
    ["when somebody else signs in", {}, { now: after(1), owner: "you" }, "otherAccount"],
    ["not when its owner signs in", {}, { now: after(1), owner: "me" }, undefined],
    ["when the clock is set back", {}, { now: after(-1) }, "clock"],
    ["not for a clock a little behind", {}, { now: after(-0.02) }, undefined],
    ["when its instant cannot be read", { checkedAt: "yesterday" }, { now: checked }, "unchecked"],
  ])("%s", (_, overrides, known, reason) => expect(vanishing({ ...copy, ...overrides }, known)).toBe(reason));

  it.each([[null, after(offlineDays)], [after(3).toISOString(), after(3)], [after(300).toISOString(), after(offlineDays)]])("with an end at %s on %s at the latest", (endsAt, at) => {
    expect(vanishesAt({ ...copy, endsAt })).toEqual(at);
  });
});

describe("keeping a copy", () => {
  const actingFor = { kind: "person", delegation: "family" } as ActingFor;
  it.each([
    [{}, "valid", true, undefined],
    [{ actingFor }, "valid", true, "certificates.offlineOwnOnly"],
    [{}, "suspended", true, "certificates.offlineNotValid"],
    [{}, "expired", true, "certificates.offlineNotValid"],
    [{}, "valid", false, "certificates.notSignedYet"],
  ] as const)("by %j, of one that is %s (signed: %s), meets %s", (actor, status, signed, code) => expect(hindersKeeping(actor, { status, signed })).toBe(code));
});
