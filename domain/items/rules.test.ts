import { describe, expect, test } from "vitest";
import type { FormContext } from "@/domain/forms/rules/context";
import { compileForm } from "@/domain/forms/rules/compile";
import { FormDefinition, type LeafField } from "@/domain/forms/schema";
import { analyseContent, formOf, generateForm, materialFieldId, materialsFor, situationsFromMaterials } from "./rules";
import { Situation, type Material, type RevisionContent } from "./schema";

const context: FormContext = { today: "2026-11-22", profile: {}, situation: {} };
const material = (key: string, more: Partial<Material> = {}): Material => ({ key, name: { zh: `材料 ${key}` }, necessity: "required", ...more });
const kind: Situation = { key: "kind", question: { zh: "新办还是换证？" }, options: [{ value: "new", label: { zh: "新办" } }, { value: "renewal", label: { zh: "换证" } }] };

const content = (more: Partial<RevisionContent> = {}): RevisionContent => ({
  name: "事项", itemType: "01", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
  statutoryLimit: null, promisedLimit: null, conditions: [], situations: [], materials: [], flow: [], fees: null, legalBasis: [],
  steps: [{ key: "accept", kind: "accept", name: { zh: "受理" }, role: "clerk" }],
  result: null, questions: [], visits: null, onlineDepth: null, courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null, ...more,
});
const sectionIds = (form: FormDefinition) => form.sections.map(({ id }) => id);
const fileFields = (form: FormDefinition) => form.sections.flatMap(({ fields }) => fields.filter(({ type }) => type === "file"));

describe("a form made from the facts", () => {
  test.each([
    ["a person", ["1"], ["applicant", "remarks"]],
    ["an organisation", ["2"], ["organisation", "remarks"]],
    ["either", ["1", "2", "4"], ["applicant-kind", "applicant", "organisation", "remarks"]],
  ] as const)("for %s asks who applies", (_, audience, expected) => {
    const form = generateForm(content({ audience: [...audience] }));
    expect(sectionIds(form)).toEqual(expected);
    expect(FormDefinition.safeParse(form).success).toBe(true);
    expect(analyseContent(content({ audience: [...audience] }))).toEqual([]);
  });

  test("asks only what the chosen capacity needs", () => {
    const { sections } = compileForm(generateForm(content({ audience: ["1", "2"] }))).visible({ applicantKind: "organisation" }, context);
    expect(sections.map(({ section }) => section.id)).toEqual(["applicant-kind", "organisation", "remarks"]);
  });

  test("asks each situation and one file for each material", () => {
    const form = generateForm(content({ situations: [kind], materials: [material("m1"), material("m2", { when: "situation.kind == 'renewal'" })] }));
    expect(sectionIds(form)).toEqual(["applicant", "situations", "materials", "remarks"]);
    const shown = (answer: string) => compileForm(form).visible({ kind: answer }, context).sections.flatMap(({ fields }) => fields.map(({ id }) => id)).filter((id) => id.startsWith("m"));
    expect(shown("new")).toEqual(["m1"]);
    expect(shown("renewal")).toEqual(["m1", "m2"]);
  });

  test.each([
    ["required", material("m1"), true],
    ["optional", material("m1", { necessity: "optional" }), false],
    ["to follow later", material("m1", { necessity: "tolerable" }), false],
    ["due on a condition known only in words", material("m1", { condition: "以就业为由" }), false],
  ])("demands a material only when it is %s", (_, entry, demanded) => {
    const errors = compileForm(generateForm(content({ materials: [entry] }))).validate({}, context).errors;
    expect(errors.some(({ fieldId }) => fieldId === "m1")).toBe(demanded);
  });
});

describe("a hand-made form", () => {
  const form: FormDefinition = { version: 1, sections: [{ id: "own", title: { zh: "页" }, fields: [{ id: "m1", type: "file", label: { zh: "照片" } }, { id: "x", type: "text", label: { zh: "字段" } }] }] };

  test("stays as it is when it asks everything", () => {
    expect(formOf(content({ form, materials: [material("m1")] }))).toBe(form);
  });

  test("takes a new material into its own page of materials, or beside it where that page is not always shown", () => {
    const asking = (visibleWhen?: string) => ({ ...form, sections: [...form.sections, { id: "materials", title: { zh: "材料" }, fields: [{ id: "m1", type: "file" as const, label: { zh: "一" } }], ...(visibleWhen ? { visibleWhen } : {}) }] });
    const materials = [material("m1"), material("m2")];
    expect(formOf(content({ form: asking(), materials })).sections.map(({ id, fields }) => [id, fields.map((field) => field.id)]).slice(1)).toEqual([["materials", ["m1", "m2"]]]);
    expect(sectionIds(formOf(content({ form: asking("profile.sex == 'female'"), materials })))).toEqual(["own", "materials", "materials-2"]);
  });

  test("is completed with the situations and materials it does not ask", () => {
    const completed = formOf(content({ form, situations: [kind], materials: [material("m1"), material("m2")] }));
    expect(sectionIds(completed)).toEqual(["situations", "own", "materials"]);
    expect(fileFields(completed).map(({ id }) => id)).toEqual(["m1", "m2"].map((key) => materialFieldId({ key })));
  });
});

describe("materials for an applicant", () => {
  const facts = content({ situations: [kind], materials: [material("m1"), material("m2", { when: "situation.kind == 'renewal'" }), material("m3", { when: "profile.sex == 'female'" })] });
  const keys = (at: FormContext, answers?: Record<string, string>) => materialsFor(facts, at, answers).map(({ key }) => key);

  test("follow the situation chosen in the guide", () => {
    expect(keys(context)).toEqual(["m1"]);
    expect(keys({ ...context, situation: { kind: "renewal" } })).toEqual(["m1", "m2"]);
  });

  test("follow the answers rather than the guide, and the profile", () => {
    expect(keys({ ...context, situation: { kind: "renewal" }, profile: { sex: "female" } }, { kind: "new" })).toEqual(["m1", "m3"]);
  });
});

describe("situations from conditions in words", () => {
  test("each distinct condition becomes one question, and its materials wait for yes", () => {
    const { situations, materials } = situationsFromMaterials([
      material("m1"), material("m2", { condition: "以就业为由。", necessity: "optional" }), material("m3", { condition: "以就业为由。" }), material("m4", { condition: "代办", necessity: "tolerable" }),
    ]);
    expect(situations.map(({ key, question }) => [key, question.zh])).toEqual([["s1", "是否属于：以就业为由？"], ["s2", "是否属于：代办？"]]);
    expect(materials.map(({ when, necessity }) => [when, necessity])).toEqual([
      [undefined, "required"], ["situation.s1 == 'yes'", "required"], ["situation.s1 == 'yes'", "required"], ["situation.s2 == 'yes'", "tolerable"],
    ]);
    expect(situations.every((situation) => Situation.safeParse(situation).success)).toBe(true);
    expect(analyseContent(content({ situations, materials }))).toEqual([]);
  });

  test("materials with a condition of their own, and conditions beyond the twelfth, stay as they are", () => {
    const many = Array.from({ length: 14 }, (_, index) => material(`m${index + 1}`, { condition: `情形 ${index}` }));
    const own = material("m99", { condition: "情形 0", when: "today > '2020-01-01'" });
    const { situations, materials } = situationsFromMaterials([...many, own]);
    expect(situations).toHaveLength(12);
    expect(materials.slice(12)).toEqual([...many.slice(12), own]);
  });
});

describe("what keeps a revision from being published", () => {
  test("a material that waits for nothing known", () => {
    expect(analyseContent(content({ materials: [material("m1", { when: "situation.s9 == 'yes'" })] })).map(({ path, code }) => [path, code])).toEqual([
      ["form.sections.1.fields.0.visibleWhen", "forms.unknownField"],
      ["materials.0.when", "forms.unknownField"],
    ]);
  });

  const kind: Situation = { key: "kind", question: { zh: "哪种？" }, options: [{ value: "new", label: { zh: "新办" } }, { value: "renewal", label: { zh: "换证" } }] };
  const asking = (more: Partial<LeafField>) => ({ version: 1 as const, sections: [{ id: "papers", title: { zh: "材料" }, fields: [{ id: "m1", type: "file", label: { zh: "材料 m1" }, ...more } as LeafField] }] });
  const lost: [name: string, more: Partial<RevisionContent>][] = [
    ["whose condition names no option there is", { materials: [material("m1", { when: "situation.kind == 'transfer'" })] }],
    ["of two situations at once", { materials: [material("m1", { when: "situation.kind == 'new' && situation.kind == 'renewal'" })] }],
    ["whose own question never shows", { materials: [material("m1")], form: asking({ visibleWhen: "situation.kind == 'new' && situation.kind == 'renewal'" }) }],
    ["whose condition never holds beside a question of its own", { materials: [material("m1", { when: "situation.kind == 'transfer'" })], form: asking({}) }],
    ["on a page that never comes", { materials: [material("m1")], form: { version: 1, sections: asking({}).sections.map((section) => ({ ...section, visibleWhen: "situation.kind == 'transfer'" })) } }],
  ];

  test.each(lost)("a material nobody can reach, %s", (_, more) => {
    expect(analyseContent(content({ situations: [kind], ...more }))).toContainEqual({ path: "materials.0", code: "items.materialUnreachable", params: { material: "材料 m1" } });
  });

  test("a material somebody is asked for is none of these", () => {
    const materials = [material("m1", { when: "situation.kind == 'new'" }), material("m2", { when: "situation.kind != 'new'" }), material("m3")];
    expect(analyseContent(content({ situations: [kind], materials }))).toEqual([]);
  });

  test("a certificate face that shows an answer nobody gives", () => {
    const result = { name: "证", kind: "certificate" as const, face: [{ key: "name", label: { zh: "姓名" }, field: "nobody" }] };
    expect(analyseContent(content({ result }))).toEqual([{ path: "result.face.0.field", code: "items.faceFieldUnknown", params: { field: "nobody" } }]);
  });
});
