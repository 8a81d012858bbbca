import { describe, expect, test } from "vitest";
import { RevisionContent } from "@/domain/items/schema";
import { describeChanges, formEffect } from "./diff";

const base = RevisionContent.parse({
  name: "居住证申领", itemType: "07", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
  statutoryLimit: null, promisedLimit: { value: 10, unit: "workday" }, conditions: ["居住满六个月的公民", "有合法稳定住所"], situations: [],
  materials: [{ key: "m1", name: { zh: "身份证" }, necessity: "required" }, { key: "m2", name: { zh: "居住证明" }, necessity: "required" }, { key: "m3", name: { zh: "照片" }, necessity: "optional" }],
  flow: [], fees: null, steps: [{ key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" }], legalBasis: [], result: null,
  questions: [{ question: "要多久？", answer: "十个工作日。" }], visits: 1, onlineDepth: "3", courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15,
  form: { version: 1, sections: [{ id: "who", title: { zh: "谁" }, fields: [
    { id: "fullName", type: "text", label: { zh: "姓名" } },
    { id: "kind", type: "choice", label: { zh: "类别" }, optional: true, options: [{ value: "a", label: { zh: "甲" } }, { value: "b", label: { zh: "乙" } }] },
  ] }] },
});
const changed = (overrides: object) => describeChanges(base, RevisionContent.parse({ ...base, ...overrides }));
const form = (fields: object[]) => ({ form: { version: 1, sections: [{ id: "who", title: { zh: "谁" }, fields }] } });
const [fullName, kind] = base.form!.sections[0]!.fields as [object, object];

describe("two editions differ", () => {
  test.each<[string, object, ReturnType<typeof describeChanges>]>([
    ["in nothing", {}, []],
    ["in a text", { name: "居住证签注" }, [{ field: "name", entries: [], values: [{ path: "", before: "居住证申领", after: "居住证签注" }] }]],
    ["in one value of a record", { promisedLimit: { value: 5, unit: "workday" } }, [{ field: "promisedLimit", entries: [], values: [{ path: "value", before: 10, after: 5 }] }]],
    ["in a record that came", { statutoryLimit: { value: 20, unit: "workday" } }, [{ field: "statutoryLimit", entries: [], values: [{ path: "value", before: null, after: 20 }, { path: "unit", before: null, after: "workday" }] }]],
    ["in one condition among others", { conditions: ["居住满三个月的公民", "有合法稳定住所"] }, [{ field: "conditions", values: [], entries: [{ key: "1-1", label: { zh: "居住满三个月的公民" }, kind: "changed", values: [{ path: "", before: "居住满六个月的公民", after: "居住满三个月的公民" }] }] }]],
    ["in a condition that is quite another", { conditions: ["有合法稳定住所", "年满十八周岁"] }, [{ field: "conditions", values: [], entries: [
      { key: "-1", label: { zh: "居住满六个月的公民" }, kind: "removed", values: [{ path: "", before: "居住满六个月的公民", after: null }] },
      { key: "+2", label: { zh: "年满十八周岁" }, kind: "added", values: [{ path: "", before: null, after: "年满十八周岁" }] },
    ] }]],
    ["in one value of a material, wherever it stands", { materials: [base.materials[0], { ...base.materials[1], basis: "条例" }, base.materials[2]] }, [{ field: "materials", values: [], entries: [{ key: "m2", label: { zh: "居住证明" }, kind: "changed", values: [{ path: "basis", before: null, after: "条例" }] }] }]],
    ["in the order alone", { materials: [base.materials[2], base.materials[0], base.materials[1]] }, [{ field: "materials", values: [], entries: [{ key: "m3", label: { zh: "照片" }, kind: "moved", values: [] }] }]],
    ["in an answer", { questions: [{ question: "要多久？", answer: "五个工作日。" }] }, [{ field: "questions", values: [], entries: [{ key: "1-1", label: { zh: "要多久？" }, kind: "changed", values: [{ path: "answer", before: "十个工作日。", after: "五个工作日。" }] }] }]],
    ["in the English of two texts", { english: { "要多久？": "How long?", 有合法稳定住所: "You have a home here" } }, [{ field: "english", values: [], entries: [
      { key: "要多久？", label: { zh: "要多久？" }, kind: "added", values: [{ path: "en", before: null, after: "How long?" }] },
      { key: "有合法稳定住所", label: { zh: "有合法稳定住所" }, kind: "added", values: [{ path: "en", before: null, after: "You have a home here" }] },
    ] }]],
    ["in the condition of a field", form([{ ...fullName, visibleWhen: "kind == 'a'" }, kind]), [{ field: "form", values: [], entries: [{ key: "fullName", label: { zh: "姓名" }, kind: "changed", values: [{ path: "visibleWhen", before: null, after: "kind == 'a'" }] }] }]],
    ["in one option of a choice", form([fullName, { ...kind, options: [{ value: "b", label: { zh: "乙" } }, { value: "a", label: { zh: "丙" } }] }]), [{ field: "form", values: [], entries: [{ key: "kind", label: { zh: "类别" }, kind: "changed", values: [{ path: "options[a].label.zh", before: "甲", after: "丙" }] }] }]],
  ])("%s", (_sentence, overrides, expected) => expect(changed(overrides)).toEqual(expected));

  test("in no English that only moved from the older list of conditions to its text", () => {
    const older = RevisionContent.parse({ ...base, conditionsEn: ["Six months here", "A home here"] });
    const english = { 居住满六个月的公民: "Six months here", 有合法稳定住所: "A home here" };
    expect(describeChanges(older, RevisionContent.parse({ ...base, english }))).toEqual([]);
    expect(describeChanges(older, RevisionContent.parse({ ...base, english: { ...english, 有合法稳定住所: "A home" } }))).toMatchObject([{ field: "english", entries: [{ kind: "changed" }] }]);
    expect(describeChanges(older, base)).toMatchObject([{ field: "english", entries: [{ kind: "removed" }, { kind: "removed" }] }]);
  });

  test("in everything, where there is no earlier one", () => {
    expect(describeChanges(null, base).find(({ field }) => field === "materials")?.entries.map(({ kind: made }) => made)).toEqual(["added", "added", "added"]);
  });
});

test("a form tells drafts what it adds, drops, changes and asks of everyone now", () => {
  const after = RevisionContent.parse({ ...base, ...form([{ ...kind, optional: false }, { id: "phone", type: "phone", label: { zh: "电话" } }, { id: "note", type: "longText", label: { zh: "备注" }, optional: true }]) });
  expect(formEffect(base, after)).toEqual({
    added: [{ zh: "电话" }, { zh: "备注" }], removed: [{ zh: "姓名" }], changed: [{ zh: "类别" }], nowRequired: [{ zh: "类别" }, { zh: "电话" }],
  });
});
