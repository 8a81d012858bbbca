import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateForm } from "@/domain/items/rules";
import { RevisionContent } from "@/domain/items/schema";
import { mergeRevisions } from "./merge";

const material = (key: string, zh: string) => ({ key, name: { zh }, necessity: "required" as const });
const base = RevisionContent.parse({
  name: "居住证申领", itemType: "07", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
  statutoryLimit: { value: 15, unit: "workday" }, promisedLimit: null, conditions: ["甲"], situations: [], materials: [material("m1", "身份证"), material("m2", "照片")],
  flow: [], fees: null, steps: [{ key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }], legalBasis: [], result: null, questions: [],
  visits: 1, onlineDepth: "3", courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null,
});
const but = (changes: Partial<RevisionContent>): RevisionContent => ({ ...base, ...changes });

describe("two people's changes", () => {
  test.each<[string, Partial<RevisionContent>, Partial<RevisionContent>, Partial<RevisionContent>]>([
    ["to different fields are both kept", { name: "新名" }, { conditions: ["乙"] }, { name: "新名", conditions: ["乙"] }],
    ["that are the same are one", { name: "新名" }, { name: "新名" }, { name: "新名" }],
    ["to different materials are both kept", { materials: [material("m1", "证件"), material("m2", "照片")] }, { materials: [material("m1", "身份证"), material("m2", "相片")] }, { materials: [material("m1", "证件"), material("m2", "相片")] }],
    ["that each add a material keep both", { materials: [...base.materials, material("m3", "合同")] }, { materials: [...base.materials, material("m4", "收据")] }, { materials: [...base.materials, material("m3", "合同"), material("m4", "收据")] }],
    ["that remove and add are both kept", { materials: [material("m1", "身份证")] }, { materials: [...base.materials, material("m3", "收据")] }, { materials: [material("m1", "身份证"), material("m3", "收据")] }],
    ["to the order and to an entry are both kept", { materials: [material("m1", "证件"), material("m2", "照片")] }, { materials: [material("m2", "照片"), material("m1", "身份证")] }, { materials: [material("m2", "照片"), material("m1", "证件")] }],
    ["to the English of different texts are both kept", { english: { 甲: "A", 乙: "B" } }, { english: { 丙: "C" } }, { english: { 甲: "A", 乙: "B", 丙: "C" } }],
    ["that add an element where there was none are kept", { onSiteReason: "核对原件" }, { courier: true }, { onSiteReason: "核对原件", courier: true }],
  ])("%s", (_name, mine, theirs, expected) => {
    expect(mergeRevisions(base, but(mine), but(theirs))).toEqual({ content: but(expected), conflicts: [] });
  });

  test.each<[string, Partial<RevisionContent>, Partial<RevisionContent>, string]>([
    ["to one text", { name: "我的" }, { name: "别人的" }, "name"],
    ["to one list without keys", { conditions: ["乙"] }, { conditions: ["丙"] }, "conditions"],
    ["to the English of one text", { english: { 甲: "A", 乙: "B" } }, { english: { 甲: "One" } }, "english"],
    ["to one material", { materials: [material("m1", "证件"), material("m2", "照片")] }, { materials: [material("m1", "户口本"), material("m2", "照片")] }, "materials"],
    ["where one removed what the other changed", { materials: [material("m1", "身份证")] }, { materials: [material("m1", "身份证"), material("m2", "相片")] }, "materials"],
    ["where both added different things under one key", { materials: [...base.materials, material("m3", "合同")] }, { materials: [...base.materials, material("m3", "收据")] }, "materials"],
  ])("%s are a conflict, and mine stand until somebody decides", (_name, mine, theirs, field) => {
    const { content, conflicts } = mergeRevisions(base, but(mine), but(theirs));
    expect(conflicts).toEqual([field]);
    if (field !== "materials" && field !== "english") expect(content).toEqual(but(mine));
  });

  test("to English take away what one side took away and the other left alone", () => {
    const before = but({ english: { 甲: "A", 旧: "Old" } });
    expect(mergeRevisions(before, but({ english: { 甲: "A" } }), but({ english: { 甲: "A", 旧: "Old", 乙: "B" } })).content.english).toEqual({ 甲: "A", 乙: "B" });
  });

  test("to the form are merged question by question, a generated one among them", () => {
    const form = generateForm(base);
    const optional = (id: string): RevisionContent["form"] => ({ ...form, sections: form.sections.map((section) => ({ ...section, fields: section.fields.map((field) => (field.id === id ? { ...field, optional: true } : field)) })) });
    const { content, conflicts } = mergeRevisions(base, but({ form: optional("applicantName") }), but({ form: optional("m1") }));
    expect(conflicts).toEqual([]);
    expect(content.form?.sections.flatMap(({ fields }) => fields).filter((field) => field.optional).map(({ id }) => id)).toEqual(["applicantName", "m1", "remarks"]);
    expect(mergeRevisions(base, but({ form: optional("applicantName") }), base)).toEqual({ content: but({ form: optional("applicantName") }), conflicts: [] });
  });

  test("in any order give the same, where nothing conflicts; and nobody's change is lost", () => {
    const change = fc.record({ name: fc.option(fc.constantFrom("甲", "乙")), visits: fc.option(fc.constantFrom(0, 2)), conditions: fc.option(fc.constantFrom("一", "二")) })
      .map(({ name, visits, conditions }) => ({ ...(name === null ? {} : { name }), ...(visits === null ? {} : { visits }), ...(conditions === null ? {} : { conditions: [conditions] }) }));
    fc.assert(fc.property(change, change, (mine, theirs) => {
      const [one, other] = [mergeRevisions(base, but(mine), but(theirs)), mergeRevisions(base, but(theirs), but(mine))];
      expect(one.conflicts.toSorted()).toEqual(other.conflicts.toSorted());
      if (one.conflicts.length === 0) {
        expect(one.content).toEqual(other.content);
        expect(one.content).toMatchObject({ ...mine, ...theirs });
      }
    }));
  });
});
