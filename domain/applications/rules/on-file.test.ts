import { describe, expect, test } from "vitest";
import type { CertificateStatus } from "@/domain/certificates/schema";
import type { Material } from "@/domain/items/schema";
import type { SignatureState } from "../schema/on-file";
import { offersFor, problemOf, savedAmong, standsFor, type Held } from "./on-file";

const today = "2026-03-02";
const permit: Material = { key: "m1", name: { zh: "居住证" }, necessity: "required", certificateTypes: ["residence-permit", "foreign-residence-permit"] };
const photo: Material = { key: "m2", name: { zh: "照片" }, necessity: "optional" };
const held = (id: string, more: Partial<Held> = {}): Held => ({ id, typeId: "residence-permit", status: "valid", validUntil: "2026-12-31", signed: true, ...more });

test.each<[CertificateStatus, SignatureState, string | undefined]>([
  ["valid", "valid", undefined], ["valid", "pending", "pending"], ["valid", "altered", "altered"],
  ["revoked", "valid", "revoked"], ["suspended", "valid", "suspended"], ["expired", "valid", "expired"], ["cancelled", "valid", "cancelled"], ["superseded", "valid", "superseded"],
  // A signature that does not hold says nothing of the state, which it was to prove.
  ["revoked", "altered", "altered"],
])("%s with a signature that is %s: %s", (status, signature, problem) => expect(problemOf({ status, signature })).toBe(problem));

test.each([["m1", "residence-permit", true], ["m1", "passport", false], ["m2", "residence-permit", false], ["m9", "residence-permit", false]])("for %s a %s stands: %s", (fieldId, typeId, stands) => {
  expect(standsFor([permit, photo], fieldId, typeId)).toBe(stands);
});

describe("what is offered", () => {
  const offered = (...certificates: Held[]) => offersFor([permit, photo], certificates, today);

  test("is every certificate of a type that satisfies, and nothing for other materials", () => {
    expect(offered(held("a"), held("b", { typeId: "foreign-residence-permit" }), held("c", { typeId: "passport" }))).toMatchObject([{ fieldId: "m1", usable: [{ id: "a" }, { id: "b" }], ended: null }]);
    expect(offered(held("c", { typeId: "passport" }))).toEqual([]);
  });

  test.each<[string, Partial<Held>]>([
    ["expired", { validUntil: "2026-03-01" }], ["revoked", { status: "revoked" }], ["suspended", { status: "suspended" }], ["pending", { signed: false }],
  ])("is nothing but the reason where the only one is %s", (problem, more) => {
    expect(offered(held("a", more))).toMatchObject([{ usable: [], ended: { certificate: { id: "a" }, problem } }]);
  });

  test("is still good on the last day, and without an end", () => {
    expect(offered(held("a", { validUntil: today }), held("b", { validUntil: null }))[0]?.usable).toHaveLength(2);
  });

  test("says nothing of what ended where another is good, and nothing of an old version", () => {
    expect(offered(held("a", { status: "revoked" }), held("b"))).toMatchObject([{ usable: [{ id: "b" }], ended: null }]);
    expect(offered(held("a", { status: "superseded" }))).toEqual([]);
  });
});

test.each([
  [["m1", "m2"], [], ["m1"], { needed: 2, saved: 1 }],
  [["m1"], ["m1"], ["m1"], { needed: 1, saved: 0 }],
  [[], [], ["m1"], { needed: 0, saved: 0 }],
])("of %j with uploads for %j and certificates for %j: %j", (needed, uploaded, onFile, counted) => {
  expect(savedAmong(needed, { uploaded: new Set(uploaded), onFile: new Set(onFile) })).toEqual(counted);
});
