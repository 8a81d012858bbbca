import type { FormContext } from "@/domain/forms/rules/context";
import { analyseForm, expressionProblems, type FormProblem } from "@/domain/forms/rules/analyse";
import { parseExpression } from "@/domain/core/expression";
import { compileForm } from "@/domain/forms/rules/compile";
import { canHold, valuesOf } from "@/domain/forms/rules/reachable";
import { typesOf } from "@/domain/forms/rules/types";
import type { Answers, Field, FormDefinition, LeafField, LocalisedText, Section } from "@/domain/forms/schema";
import type { ErrorParams } from "@/domain/core/errors";
import { inEnglish } from "./rules/english";
import type { ItemAudience, Material, RevisionContent, Situation } from "./schema";
import { isCaseFact } from "./schema/result";

/** The facts a form is made from when nobody made one by hand. */
type FormFacts = Pick<RevisionContent, "audience" | "situations" | "materials" | "english">;

const text = (zh: string, en: string): LocalisedText => ({ zh, en });

const NATURAL_PERSON: ItemAudience = "1";
const MOST_SITUATIONS = 12;
const yesNoOptions: Situation["options"] = [
  { value: "yes", label: text("是", "Yes") },
  { value: "no", label: text("否", "No") },
];

const personFields: LeafField[] = [
  { id: "applicantName", type: "personName", label: text("姓名", "Name"), prefill: "profile.name" },
  { id: "applicantCitizenId", type: "citizenId", label: text("公民身份号码", "Citizen ID number"), prefill: "profile.citizenId" },
  { id: "applicantPhone", type: "phone", label: text("联系电话", "Phone number"), hint: text("办理进度会发到这个号码", "We send progress messages to this number"), prefill: "profile.phone" },
  { id: "applicantAddress", type: "address", label: text("联系地址", "Contact address"), prefill: { from: ["profile.address", "earlier"] }, meaning: "homeAddress" },
];

const organisationFields: LeafField[] = [
  { id: "organisationName", type: "text", label: text("单位名称", "Name of the organisation"), maxLength: 200, prefill: "organisation.name" },
  { id: "organisationUscc", type: "uscc", label: text("统一社会信用代码", "Unified social credit code"), prefill: "organisation.uscc" },
  { id: "legalRepresentative", type: "personName", label: text("法定代表人（负责人）姓名", "Name of the legal representative"), prefill: "organisation.legalRepresentative" },
  { id: "contactName", type: "personName", label: text("经办人姓名", "Name of the person handling this"), prefill: "profile.name" },
  { id: "contactPhone", type: "phone", label: text("经办人电话", "Phone number of the person handling this"), prefill: "profile.phone" },
];

/** The form of a revision: the hand-made one, completed with what it does not ask, or one made from the facts. */
export function formOf(content: FormFacts & Pick<RevisionContent, "form">): FormDefinition {
  return content.form ? completed(content.form, content) : generateForm(content);
}

/** A form from the facts of the guide: who applies, in which situation, with which materials, and a last remark. */
export function generateForm(facts: FormFacts): FormDefinition {
  const remarks: Section = {
    id: "remarks",
    title: text("还有什么要说明的吗？", "Is there anything else we should know?"),
    fields: [{ id: "remarks", type: "longText", label: text("补充说明", "Further remarks"), optional: true, maxLength: 1000 }],
  };
  return { version: 1, sections: [...applicantSections(facts.audience), ...situationSections(facts.situations), ...materialSections(facts), remarks] };
}

/** Situations first, as later pages depend on them; materials the form has no field for at the end. */
function completed(form: FormDefinition, { situations, materials, ...facts }: FormFacts): FormDefinition {
  const asked = new Set(form.sections.flatMap(({ fields }) => fields.map(({ id }) => id)));
  const before = situationSections(situations.filter(({ key }) => !asked.has(key)));
  const after = materialSections({ ...facts, materials: materials.filter((material) => !asked.has(materialFieldId(material))) });
  return before.length + after.length === 0 ? form : { ...form, sections: joined(joined(form.sections, before, "first"), after, "last") };
}

/** A page of questions goes into the form's own page of its id where that is always shown; else it stands by itself. */
function joined(sections: readonly Section[], [page]: readonly Section[], place: "first" | "last"): Section[] {
  if (!page) return [...sections];
  const own = sections.find(({ id, visibleWhen }) => id === page.id && visibleWhen === undefined);
  if (own) return sections.map((section) => (section === own ? { ...section, fields: [...section.fields, ...page.fields] } : section));
  const taken = new Set(sections.map(({ id }) => id));
  let id = page.id;
  for (let next = 2; taken.has(id); next += 1) id = `${page.id}-${next}`;
  return place === "first" ? [{ ...page, id }, ...sections] : [...sections, { ...page, id }];
}

function applicantSections(audience: readonly ItemAudience[]): Section[] {
  const person: Section = { id: "applicant", title: text("谁来申请？", "Who is applying?"), fields: personFields };
  const organisation: Section = { id: "organisation", title: text("哪个单位申请？", "Which organisation is applying?"), fields: organisationFields };
  const persons = audience.includes(NATURAL_PERSON);
  const organisations = audience.some((entry) => entry !== NATURAL_PERSON);
  if (!persons || !organisations) return [persons ? person : organisation];
  return [
    { id: "applicant-kind", title: text("以什么身份申请？", "In what capacity are you applying?"), fields: [applicantKind] },
    { ...person, visibleWhen: "applicantKind == 'person'" },
    { ...organisation, visibleWhen: "applicantKind == 'organisation'" },
  ];
}

const applicantKind: LeafField = {
  id: "applicantKind",
  type: "choice",
  label: text("申请人身份", "Capacity of the applicant"),
  options: [
    { value: "person", label: text("个人", "As an individual") },
    { value: "organisation", label: text("单位", "For an organisation") },
  ],
};

function situationSections(situations: readonly Situation[]): Section[] {
  if (situations.length === 0) return [];
  const [first] = situations;
  const title = situations.length === 1 && first ? first.question : text("您属于哪些情形？", "Which of these apply to you?");
  const fields = situations.map(({ key, question, options }): Field => ({ id: key, type: "choice", label: question, options }));
  return [{ id: "situations", title, fields }];
}

function materialSections({ materials, english }: Pick<FormFacts, "materials" | "english">): Section[] {
  if (materials.length === 0) return [];
  const say = inEnglish({ conditions: [], ...(english && { english }) });
  return [{ id: "materials", title: text("上传申请材料", "Upload your documents"), fields: materials.map((material) => materialField(material, say)) }];
}

/** The file field of a material carries the material's own key. */
export function materialFieldId(material: Pick<Material, "key">): string {
  return material.key;
}

/** A condition known only in words cannot be enforced: such a material is offered with its words and not demanded. */
function materialField(material: Material, say: ReturnType<typeof inEnglish>): Field {
  const hint = materialHint(material, say);
  const conditionInWords = material.condition !== undefined && material.when === undefined;
  return {
    id: materialFieldId(material),
    type: "file",
    label: material.name,
    ...(hint && { hint }),
    ...((material.necessity !== "required" || conditionInWords) && { optional: true }),
    ...(material.when !== undefined && { visibleWhen: material.when }),
    ...(material.maxFiles !== undefined && { maxFiles: material.maxFiles }),
  };
}

function materialHint({ description, condition, when, necessity }: Material, say: ReturnType<typeof inEnglish>): LocalisedText | undefined {
  if (description) return description;
  if (condition !== undefined && when === undefined) {
    const { zh, en } = say(condition);
    return { zh: `适用于：${zh}`, ...(en && { en: `For: ${en}` }) };
  }
  return necessity === "tolerable" ? text("可以先提交申请，之后再补交", "You may apply now and hand this in later") : undefined;
}

/**
 * The materials this applicant needs: those whose field the form shows. Before there are answers, the situation chosen
 * in the guide stands for them.
 */
export function materialsFor(content: FormFacts & Pick<RevisionContent, "form">, context: FormContext, answers: Answers = {}): Material[] {
  const { has } = compileForm(formOf(content)).visible({ ...context.situation, ...answers }, context);
  return content.materials.filter((material) => has(materialFieldId(material)));
}

/**
 * Turns each distinct condition given in words into a yes/no question, and makes the materials under it wait for “yes”;
 * an optional one is then needed. Materials that already have a `when`, and conditions beyond the twelfth, stay as they are.
 */
export function situationsFromMaterials(materials: readonly Material[]): { situations: Situation[]; materials: Material[] } {
  const conditions = materials.flatMap(({ condition, when }) => (condition?.trim() && when === undefined ? [condition.trim()] : []));
  const asked = [...new Set(conditions)].slice(0, MOST_SITUATIONS);
  const situations = asked.map((condition, index): Situation => ({
    key: `s${index + 1}`,
    question: { zh: `是否属于：${condition.replace(/[。？?；;，,]+$/, "")}？` },
    options: yesNoOptions,
  }));
  return { situations, materials: materials.map((material) => underSituation(material, asked)) };
}

function underSituation(material: Material, asked: readonly string[]): Material {
  const index = material.when === undefined ? asked.indexOf(material.condition?.trim() ?? "") : -1;
  if (index < 0) return material;
  const necessity = material.necessity === "optional" ? "required" : material.necessity;
  return { ...material, necessity, when: `situation.s${index + 1} == 'yes'` };
}

export type ContentProblem = { path: string; code: FormProblem["code"] | "items.faceFieldUnknown" | "items.materialUnreachable"; params: ErrorParams };

/** What keeps a revision from being published: its form, the conditions of its materials, the face of its certificate. */
export function analyseContent(content: RevisionContent): ContentProblem[] {
  const form = formOf(content);
  const types = typesOf(form, content.situations);
  const conditions = content.materials.flatMap(({ when }, index) => expressionProblems(`materials.${index}.when`, when, { types, expected: "boolean" }));
  const ids = new Set(form.sections.flatMap(({ fields }) => fields.map(({ id }) => id)));
  const face = (content.result?.face ?? []).flatMap(({ field }, index): ContentProblem[] =>
    ids.has(field) || isCaseFact(field) ? [] : [{ path: `result.face.${index}.field`, code: "items.faceFieldUnknown", params: { field } }],
  );
  const inForm = analyseForm(form, content);
  const parses = [...inForm, ...conditions].every(({ code }) => code !== "forms.expressionSyntax");
  const lost = parses ? unreachableMaterials(content, form, inForm) : [];
  return [...inForm.map((problem) => ({ ...problem, path: `form.${problem.path}` })), ...conditions, ...lost, ...face];
}

/** Materials that nobody is ever asked for: their question, or its page, never shows, or their own condition never holds. */
function unreachableMaterials({ materials, situations }: RevisionContent, form: FormDefinition, inForm: readonly FormProblem[]): ContentProblem[] {
  const never = new Set(inForm.filter(({ code }) => code === "forms.neverVisible").map(({ path }) => path));
  const hidden = new Set(form.sections.flatMap((section, at) => section.fields.flatMap(({ id }, index) => (never.has(`sections.${at}`) || never.has(`sections.${at}.fields.${index}`) ? [id] : []))));
  const values = valuesOf(form, situations);
  return materials.flatMap((material, index): ContentProblem[] => {
    const isAsked = !hidden.has(materialFieldId(material)) && (material.when === undefined || canHold([parseExpression(material.when)], values));
    return isAsked ? [] : [{ path: `materials.${index}`, code: "items.materialUnreachable", params: { material: material.name.zh } }];
  });
}
