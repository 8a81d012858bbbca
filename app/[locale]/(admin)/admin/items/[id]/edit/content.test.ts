import { describe, expect, test } from "vitest";
import { RevisionContent } from "@/domain/items/schema";
import { paragraphs, readContent } from "./content";

const base = RevisionContent.parse({
  name: "居住证申领", itemType: "07", level: "4", audience: ["1"], themes: ["户籍办理"], lifeEvents: [], keywords: ["暂住证"], handling: "promised",
  statutoryLimit: { value: 15, unit: "calendarDay", text: "十五日内" }, promisedLimit: null, conditions: ["甲\n\n乙", "丙"], situations: [],
  materials: [
    { key: "m1", name: { zh: "身份证" }, necessity: "required", form: "original", certificateType: "resident-id-card", certificateTypes: ["resident-id-card", "temporary-id-card"] },
    { key: "m4", name: { zh: "住址证明", en: "Proof of address" }, necessity: "optional", copies: 1, condition: "租房", when: "situation.s1 == 'yes'" },
  ],
  flow: ["申请"], fees: null, steps: [{ key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }], legalBasis: [], result: null,
  questions: [{ question: "要钱吗？", answer: "不要。" }], visits: 1, onlineDepth: "3", courier: null, consultPhone: "12345", sources: [],
  minAssuranceLevel: "L2", correctionDays: 15, form: null,
});

/** The form as the page shows it, with changes. */
function formOf(changes: Record<string, string> = {}): FormData {
  const form = new FormData();
  const shown: Record<string, string> = {
    name: base.name, keywords: "暂住证", handling: "promised", statutoryLimit: "15", statutoryLimitUnit: "calendarDay", promisedLimitUnit: "workday",
    conditions: paragraphs(base.conditions), flow: "申请", consultPhone: "12345",
    "materials.0.name": "身份证", "materials.0.necessity": "required", "materials.0.form": "original", "materials.0.certificateTypes.0": "resident-id-card", "materials.0.certificateTypes.1": "temporary-id-card", "materials.0.position": "1",
    "materials.1.name": "住址证明", "materials.1.nameEn": "Proof of address", "materials.1.necessity": "optional", "materials.1.copies": "1", "materials.1.condition": "租房", "materials.1.position": "2",
    "questions.0.question": "要钱吗？", "questions.0.answer": "不要。",
  };
  for (const [name, value] of Object.entries({ ...shown, ...changes })) form.set(name, value);
  return form;
}

const read = (changes?: Record<string, string>) => {
  const { parsed } = readContent(formOf(changes), base);
  if (!parsed.success) throw new Error(parsed.error.message);
  return parsed.data;
};

describe("the editing form", () => {
  test("sent back untouched changes nothing", () => expect(read()).toEqual(base));
  test("sent with the line ends of a browser changes nothing", () => expect(read({ conditions: paragraphs(base.conditions).replaceAll("\n", "\r\n") })).toEqual(base));

  test("changes texts and limits, and drops the wording of a figure that changed", () => {
    expect(read({ name: "居住证办理", plainName: "办居住证", statutoryLimit: "１０", promisedLimit: "5", keywords: "暂住证、居住卡" })).toMatchObject({
      name: "居住证办理", plainName: "办居住证", statutoryLimit: { value: 10, unit: "calendarDay" }, promisedLimit: { value: 5, unit: "workday" }, keywords: ["暂住证", "居住卡"],
    });
    expect(read({ statutoryLimit: "10" }).statutoryLimit).not.toHaveProperty("text");
    expect(read({ statutoryLimit: "" }).statutoryLimit).toBeNull();
  });

  test("leaves English to its own page, and puts that of an older edition where drafts keep it", () => {
    const older = { ...base, conditionsEn: ["A", "B"] };
    const { parsed } = readContent(formOf({ conditions: "丙" }), older);
    expect(parsed.data).toEqual({ ...base, conditions: ["丙"], english: { "甲\n\n乙": "A", 丙: "B" } });
    expect(readContent(formOf(), { ...base, english: { 丙: "C" } }).parsed.data).toMatchObject({ english: { 丙: "C" } });
  });
  test("splits conditions at empty lines", () => expect(read({ conditions: "甲\r\n\r\n  \r\n丙\r\n丁" }).conditions).toEqual(["甲", "丙\n丁"]));

  test("orders, removes and adds materials, keeping what it does not show", () => {
    expect(read({ "materials.0.position": "3" }).materials.map(({ key }) => key)).toEqual(["m4", "m1"]);
    expect(read({ "materials.1.name": "居住证明" }).materials[1]).toMatchObject({ key: "m4", when: "situation.s1 == 'yes'", name: { zh: "居住证明", en: "Proof of address" } });
    expect(read({ "materials.1.condition": "" }).materials[1]).not.toHaveProperty("condition");
    const changed = read({ "materials.0.remove": "yes", "materials.new.name": "照片", "materials.new.necessity": "tolerable" }).materials;
    expect(changed.map(({ key, name }) => [key, name.zh])).toEqual([["m4", "住址证明"], ["m5", "照片"]]);
  });

  test("chooses certificates in place of a paper, each once, and takes them away", () => {
    expect(read({ "materials.0.certificateTypes.2": "passport", "materials.0.certificateTypes.1": "passport" }).materials[0]?.certificateTypes).toEqual(["resident-id-card", "passport"]);
    expect(read({ "materials.0.certificateTypes.0": "", "materials.0.certificateTypes.1": "" }).materials[0]).not.toHaveProperty("certificateTypes");
    expect(read({ "materials.1.certificateTypes.0": "real-estate-certificate" }).materials[1]?.certificateTypes).toEqual(["real-estate-certificate"]);
  });

  test("removes and adds questions", () => {
    expect(read({ "questions.0.remove": "yes" }).questions).toEqual([]);
    expect(read({ "questions.new.question": "多久？", "questions.new.answer": "五天。" }).questions).toHaveLength(2);
  });

  test("reads the elements of the implementing list, each in its own shape", () => {
    const changed = read({
      "channels.new.kind": "courier", "channels.new.note": "到付", "places.new.name": "政务服务中心", "places.new.address": "流花路 1 号", serviceArea: "crossCity",
      "booking.required": "no", "booking.perDay": "５０", onlinePayment: "yes", "organ.jointWith": "公安局、民政局", "effectiveOn-year": "2026", "effectiveOn-month": "5", "effectiveOn-day": "1",
      "materials.0.originals": "1", "materials.0.exemption": "certificate",
    });
    expect(changed).toMatchObject({
      channels: [{ kind: "courier", note: "到付" }], places: [{ name: "政务服务中心", address: "流花路 1 号" }], serviceArea: "crossCity", booking: { required: false, perDay: 50 },
      onlinePayment: true, organ: { jointWith: ["公安局", "民政局"] }, effectiveOn: "2026-05-01",
    });
    expect(changed.materials[0]).toMatchObject({ originals: 1, exemption: "certificate", certificateType: "resident-id-card" });
  });

  test("removes an entry of a list and empties a record", () => {
    const rich = RevisionContent.parse({ ...base, places: [{ name: "甲", address: "一" }, { name: "乙", address: "二" }], review: { organ: "市政府" } });
    const form = formOf({ "places.0.name": "甲", "places.0.address": "一", "places.0.remove": "yes", "places.1.name": "乙", "places.1.address": "二" });
    const { parsed } = readContent(form, rich);
    expect(parsed.data).toMatchObject({ places: [{ name: "乙", address: "二" }] });
    expect(parsed.data).not.toHaveProperty("review");
  });

  test.each([["places.new.name", "只有名称"], ["review.phone", "只有电话"], ["booking.perDay", "很多"], ["effectiveOn-day", "31"], ["review.url", "javascript:alert(1)"]])("is refused when %s alone is “%s”", (name, value) => {
    expect(readContent(formOf({ [name]: value }), base).parsed.success).toBe(false);
  });

  test.each([["name", ""], ["promisedLimit", "很快"], ["promisedLimit", "-1"], ["materials.0.name", ""], ["questions.0.answer", ""]])("is refused when %s is “%s”", (name, value) => {
    expect(readContent(formOf({ [name]: value }), base).parsed.success).toBe(false);
  });
});
