import { describe, expect, test } from "vitest";
import { compileForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import { FormDefinition, type Field } from "@/domain/forms/schema";
import { analyseContent, formOf } from "@/domain/items/rules";
import { leftOver, untranslated } from "@/domain/items/rules/english";
import { RevisionContent } from "@/domain/items/schema";
import catalogue from "../data/cert-types.json";
import source from "../data/service-items.json";
import { readItems } from "../items";
import { handMadeForms } from "./hand-made";
import { sampleAnswers, withSampleFiles } from "./samples";

const context: FormContext = { today: "2026-11-22", profile: {}, situation: {} };
const fileFor = (fieldId: string) => ({ fileId: "019aa000-0000-7000-8000-000000000001", name: `${fieldId}.pdf` });

const facts: RevisionContent = {
  name: "事项", itemType: "01", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
  statutoryLimit: null, promisedLimit: null, conditions: [], situations: [], materials: [], flow: [], fees: null, legalBasis: [],
  steps: [{ key: "accept", kind: "accept", name: { zh: "受理" }, role: "clerk" }],
  result: null, questions: [], visits: null, onlineDepth: null, courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null,
};

const { items } = readItems(source);
const contents = handMadeForms.map(({ match, content }) => ({ sourceId: match.sourceId, content: RevisionContent.parse({ ...facts, ...content }) }));

describe.each(contents)("the form of $sourceId", ({ sourceId, content }) => {
  const form = formOf(content);

  test("belongs to an item of the sources", () => {
    expect(source.items.map(({ id }) => id)).toContain(sourceId);
  });

  test("can be published", () => {
    expect(analyseContent(content)).toEqual([]);
    expect(FormDefinition.safeParse(form).success).toBe(true);
  });

  test("accepts the sample answers and keeps every one of them", () => {
    const answers = withSampleFiles(form, { answers: sampleAnswers[sourceId]!, context }, fileFor);
    const result = compileForm(form).validate(answers, context);
    expect(result.errors).toEqual([]);
    expect(result.answers).toMatchObject(answers);
  });

  test("refuses a birth date that the ID number contradicts, naming both", () => {
    const answers = withSampleFiles(form, { answers: sampleAnswers[sourceId]!, context }, fileFor);
    const asked = compileForm(form).findField("applicantBirthOn");
    const [refused] = compileForm(form).validate({ ...answers, applicantBirthOn: "1991-02-03" }, context).errors;
    if (asked) expect(refused).toMatchObject({ code: "forms.dateDiffers", label: { zh: "出生日期" }, against: { zh: "公民身份号码" } });
    else expect(refused).toBeUndefined();
  });

  test("asks for more than the sample when nothing is answered", () => {
    expect(compileForm(form).validate({}, context).errors.length).toBeGreaterThan(0);
  });

  test("issues a certificate of the catalogue, or none", () => {
    const type = content.result?.certificateType;
    const types = catalogue.types.map(({ id }) => id);
    if (type !== undefined) expect(types).toContain(type);
    expect(content.steps.some(({ kind }) => kind === "certificate")).toBe(type !== undefined);
    for (const { certificateType } of content.materials) if (certificateType !== undefined) expect(types).toContain(certificateType);
  });

  test("is worded in both languages throughout", () => {
    const fields = form.sections.flatMap((section) => section.fields.flatMap((field): Field[] => (field.type === "repeatingGroup" ? [field, ...field.fields] : [field])));
    const options = fields.flatMap((field) => ("options" in field ? field.options.map(({ label }) => label) : []));
    const texts = [...form.sections.flatMap(({ title, description }) => [title, description]), ...fields.flatMap(({ label, hint }) => [label, hint]), ...options];
    expect(texts.filter((text) => text && !text.en)).toEqual([]);
  });

  test("says all of its guide in English, and nothing that the guide does not say", () => {
    const { content: whole } = items.find((item) => item.sourceId === sourceId)!;
    expect(untranslated(whole)).toEqual([]);
    expect(leftOver(whole)).toEqual([]);
    expect(Object.values(whole.english ?? {}).filter((en) => !/^[\p{Script=Latin}\p{N}\p{P}\p{Zs}]+$/u.test(en))).toEqual([]);
    expect([...whole.materials.flatMap(({ name, description }) => [name, description]), ...whole.situations.map(({ question }) => question), ...whole.steps.map(({ name }) => name)].filter((said) => said && !said.en)).toEqual([]);
  });
});

test("together they use every field type", () => {
  const fields = contents.flatMap(({ content }) => formOf(content).sections.flatMap((section) => section.fields.flatMap((field): Field[] => (field.type === "repeatingGroup" ? [field, ...field.fields] : [field]))));
  const used = new Set(fields.map(({ type }) => type));
  expect([...used].toSorted()).toEqual([
    "address", "bankAccount", "choice", "citizenId", "computed", "date", "dateRange", "division", "email", "file", "longText", "money",
    "multipleChoice", "note", "number", "personName", "phone", "repeatingGroup", "signature", "text", "uscc", "yesNo",
  ]);
});
