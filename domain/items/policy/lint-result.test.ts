import { describe, expect, it, test } from "vitest";
import { RevisionContent } from "@/domain/items/schema";
import { starterLayout } from "@/domain/items/rules/layout";
import type { Layout, LayoutElement } from "@/domain/items/schema/layout";
import type { CertificateForm, FaceFieldSpec, ItemResult } from "@/domain/items/schema/result";
import { lintLayout } from "./lint-layout";
import { lintResult } from "./lint-result";

const spec = (key: string, more: Partial<FaceFieldSpec> = {}): FaceFieldSpec => ({ key, label: { zh: key }, type: "text", required: false, mask: "most", maxLength: 20, ...more });
const certificate: CertificateForm = { name: "居住证", holderKinds: ["person"], fields: [spec("name", { required: true }), spec("home")], validity: { kind: "months", months: 12 } };
const content = (result: Partial<ItemResult> | null, more: object = {}) => RevisionContent.parse({
  name: "居住证申领", itemType: "07", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised", statutoryLimit: null, promisedLimit: null, conditions: [], situations: [], materials: [],
  flow: [], fees: null, steps: [{ key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }], legalBasis: [], questions: [], visits: 0, onlineDepth: "4", courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15,
  form: { version: 1, sections: [
    { id: "who", title: { zh: "谁" }, fields: [{ id: "name", type: "personName", label: { zh: "姓名" } }, { id: "nick", type: "text", label: { zh: "别名" }, optional: true }] },
    { id: "owners", title: { zh: "共有人" }, fields: [
      { id: "owners", type: "repeatingGroup", label: { zh: "共有人" }, optional: true, fields: [{ id: "owner", type: "personName", label: { zh: "姓名" } }, { id: "number", type: "citizenId", label: { zh: "身份证号" } }] },
      { id: "children", type: "repeatingGroup", label: { zh: "子女" }, optional: true, fields: [{ id: "child", type: "personName", label: { zh: "姓名" } }] },
    ] },
    { id: "home", title: { zh: "住址" }, visibleWhen: "name == 'x'", fields: [{ id: "address", type: "text", label: { zh: "住址" } }] },
  ] },
  result: result && { name: "居住证", kind: "certificate", certificateType: "t", face: [bind("name", "name"), bind("home", "case.decidedOn")], ...result }, ...more,
});
const bind = (key: string, field: string) => ({ key, label: { zh: key }, field });
const codes = (result: Partial<ItemResult> | null, more?: object, facts: Parameters<typeof lintResult>[1] = { certificate }) => lintResult(content(result, more), facts).map(({ code, severity }) => `${severity} ${code}`);

describe("a result", () => {
  test.each<[string, Partial<ItemResult> | null, string[]]>([
    ["without certificate has nothing to put right", null, []],
    ["that binds every required field to an answer there always is", {}, []],
    ["without a required field", { face: [bind("home", "name")] }, ["error items.faceRequiredUnbound"]],
    ["with a field the type lacks", { face: [bind("name", "name"), bind("colour", "name")] }, ["error items.faceKeyUnknown"]],
    ["with a field twice", { face: [bind("name", "name"), bind("name", "name")] }, ["error items.faceKeyTwice"]],
    ["whose required field may stay unanswered", { face: [bind("name", "nick")] }, ["error items.faceMayBeHidden"]],
    ["whose required field stands on a page that may be skipped", { face: [bind("name", "address")] }, ["error items.faceMayBeHidden"]],
    ["whose other field may stay empty", { face: [bind("name", "name"), bind("home", "address")] }, ["warning items.faceMayBeEmpty"]],
    ["held together with those whom a group names", { coHolders: "owners" }, []],
    ["held together with a group that gives no numbers", { coHolders: "children" }, ["error items.coHoldersIncomplete"]],
    ["held together with what is no group", { coHolders: "name" }, ["error items.coHoldersUnknown"]],
    ["valid longer than its type", { validMonths: 13 }, ["error items.validLongerThanType"]],
    ["valid as long as its type", { validMonths: 12 }, []],
  ])("%s", (_, result, expected) => expect(codes(result)).toEqual(expected));

  it("waits for a type that is published", () => expect(codes({}, {}, { certificate: null })).toEqual(["error items.certificateTypeUnpublished"]));
  it("is not judged by a type nobody looked up", () => expect(codes({}, {}, {})).toEqual([]));
  it("is told when its applicants cannot hold it", () => expect(codes({}, { audience: ["2"] })).toEqual(["warning items.holderKindMismatch"]));
  it("has its own page looked at", () => expect(lintResult(content({ layout: { ...starterLayout(), elements: [{ id: "e1", kind: "qr", x: 200, y: 10, width: 20, height: 20 }] } }), { certificate }).map(({ field, code }) => [field, code])).toContainEqual(["result.layout.elements.0", "items.layoutOutside"]));
});

const page = (...elements: LayoutElement[]): Layout => ({ page: "a4Portrait", border: "none", colour: "blue", english: false, elements });
const qr: LayoutElement = { id: "e1", kind: "qr", x: 20, y: 20, width: 30, height: 30 };
const rows: LayoutElement = { id: "e2", kind: "rows", fields: [], x: 20, y: 100, width: 150, height: 60, size: 12, labelWidth: 40 };
const at = (more: object) => ({ id: "e3", kind: "fact", fact: "number", x: 20, y: 60, width: 80, height: 8, size: 11, ...more }) as LayoutElement;

describe("a page", () => {
  test.each<[string, Layout, string[]]>([
    ["with code and table", page(qr, rows), []],
    ["to begin from", starterLayout(), []],
    ["to begin from, wide", starterLayout("a4Landscape"), []],
    ["without a code", page(rows), ["warning items.layoutNoQr"]],
    ["with a code too small", page({ ...qr, width: 17.9 }, rows), ["error items.layoutQrSmall"]],
    ["beyond the right edge", page(qr, rows, at({ x: 140 })), ["error items.layoutOutside"]],
    ["up to the right edge", page(qr, rows, at({ x: 130 })), []],
    ["with text on the code", page(qr, rows, at({ y: 45 })), ["error items.layoutOverQr"]],
    ["with text under the seal", page(qr, rows, at({}), { id: "e4", kind: "seal", x: 60, y: 55, width: 38, height: 38 }), ["warning items.layoutUnderSeal"]],
    ["with organ and date under the seal, as is the custom", page(qr, rows, at({ fact: "issuedOn" }), { id: "e4", kind: "seal", x: 60, y: 55, width: 38, height: 38 }), []],
    ["with too little room", page(qr, rows, at({ fact: "issuer", width: 40, height: 6 })), ["error items.layoutTight"]],
    ["with a field the type lacks", page(qr, rows, { id: "e3", kind: "field", field: "colour", x: 20, y: 60, width: 80, height: 8, size: 11 }), ["error items.layoutFieldUnknown"]],
    ["that leaves out fields", page(qr, { ...rows, fields: ["home"] } as LayoutElement), ["error items.layoutFieldMissing"]],
    ["with a table too low for its longest rows", page(qr, { ...rows, height: 8 }), ["error items.layoutTight"]],
  ])("%s", (_, layout, expected) => expect(lintLayout(layout, certificate).map(({ code, severity }) => `${severity} ${code}`)).toEqual(expected));

  it("names characters no font has", () => {
    const text: LayoutElement = { id: "e3", kind: "text", text: { zh: "好😀" }, x: 20, y: 60, width: 80, height: 8, size: 11 };
    expect(lintLayout(page(qr, rows, text), certificate, (words) => (words.includes("😀") ? "😀" : ""))).toMatchObject([{ code: "items.layoutGlyphMissing", params: { number: 3, characters: "😀" } }]);
  });
});
