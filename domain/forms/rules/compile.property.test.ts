import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeCitizenId, makeUscc } from "@/domain/core/codes";
import type { AnswerValue, Answers, FieldType, FormDefinition, LeafField } from "../schema";
import { compileForm } from "./compile";
import type { FormContext } from "./context";
import type { RawAnswers } from "./reading";

const label = { zh: "字段" };
const options = ["a", "b", "c"].map((value) => ({ value, label }));
const leaves: LeafField[] = [
  { id: "text", type: "text", label, maxLength: 20 },
  { id: "longText", type: "longText", label, optional: true },
  { id: "number", type: "number", label, decimals: 3, max: 1000 },
  { id: "money", type: "money", label },
  { id: "date", type: "date", label, before: "today" },
  { id: "later", type: "date", label, after: "date", visibleWhen: "!isEmpty(date)" },
  { id: "dateRange", type: "dateRange", label },
  { id: "choice", type: "choice", label, options },
  { id: "multipleChoice", type: "multipleChoice", label, options, visibleWhen: "choice == 'b'" },
  { id: "yesNo", type: "yesNo", label },
  { id: "division", type: "division", label },
  { id: "address", type: "address", label, visibleWhen: "!yesNo" },
  { id: "personName", type: "personName", label },
  { id: "citizenId", type: "citizenId", label },
  { id: "uscc", type: "uscc", label, optional: true },
  { id: "phone", type: "phone", label },
  { id: "email", type: "email", label },
  { id: "bankAccount", type: "bankAccount", label },
  { id: "file", type: "file", label, maxFiles: 2 },
  { id: "signature", type: "signature", label },
  { id: "computed", type: "computed", label, expression: "round(number * money, 2)" },
  { id: "note", type: "note", label, visibleWhen: "computed > 10" },
];
const inRow = leaves.filter(({ type }) => type !== "note").map((field) => ({ ...field, id: `row${field.id}`, visibleWhen: field.id === "text" ? "yesNo" : "rowyesNo" }) as LeafField)
  .map((field) => (field.type === "yesNo" ? { ...field, visibleWhen: "true" } : field));
const definition: FormDefinition = {
  version: 1,
  sections: [
    { id: "one", title: label, fields: leaves.slice(0, 11) },
    { id: "two", title: label, fields: leaves.slice(11), visibleWhen: "isEmpty(text) || text != 'hide'" },
    { id: "three", title: label, fields: [{ id: "group", type: "repeatingGroup", label, optional: true, max: 4, fields: inRow }], visibleWhen: "choice != 'c'" },
  ],
};

const context: FormContext = { today: "2026-11-22", profile: {}, situation: {} };
const days = fc.date({ min: new Date("1900-01-01"), max: new Date("2030-12-31"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const words = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("hide", "一 二", "Ａ１", " "));
const values: Record<FieldType, fc.Arbitrary<AnswerValue>> = {
  text: words,
  longText: words,
  number: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }), fc.integer({ min: -9000, max: 9000 }).map((n) => n / 1000)),
  money: fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 100),
  date: days,
  dateRange: fc.record({ start: days, end: days }),
  choice: fc.constantFrom("a", "b", "c", "d"),
  multipleChoice: fc.array(fc.constantFrom("a", "b", "c")),
  yesNo: fc.boolean(),
  division: fc.constantFrom("310101", "310100", "441900", "000000"),
  address: fc.record({ division: fc.constantFrom("310101", "310000"), detail: words }),
  personName: fc.oneof(words, fc.constantFrom("陈思远", "阿依·古丽", "𠮷田")),
  citizenId: fc.integer({ min: 1, max: 999 }).map((order) => makeCitizenId({ divisionCode: "990101", birthOn: "1990-01-01", order })),
  uscc: fc.integer({ min: 10_000_000, max: 99_999_999 }).map((n) => makeUscc({ registrantType: "91", divisionCode: "310101", organisationBody: String(n) })),
  phone: fc.constantFrom("13800010001", "021-62340001", "0571-8765432"),
  email: fc.oneof(fc.emailAddress(), fc.constant("a@b")),
  bankAccount: fc.constantFrom("6228480000000000000", "123456789012", "12"),
  file: fc.array(fc.record({ fileId: fc.uuid(), name: fc.string() }), { maxLength: 3 }),
  signature: fc.record({ name: fc.constantFrom("陈思远", "1"), signedOn: days }),
  computed: fc.integer(),
  note: fc.string(),
  repeatingGroup: fc.constant([]),
};
const junk = fc.jsonValue().map((value) => value as AnswerValue);
const answersTo = (fields: readonly LeafField[]) =>
  fc.record(Object.fromEntries(fields.map((field) => [field.id, fc.oneof({ weight: 8, arbitrary: values[field.type] }, { weight: 1, arbitrary: junk })])), { requiredKeys: [] }).map((answers) => answers as Answers);
const someAnswers: fc.Arbitrary<Answers> = fc
  .tuple(answersTo(leaves), fc.array(answersTo(inRow), { maxLength: 5 }), fc.dictionary(fc.string(), junk, { maxKeys: 2 }))
  .map(([answers, group, strangers]) => ({ ...strangers, ...answers, group }));

const form = compileForm(definition);
const rawNames = ["text", "number", "date.year", "date.month", "date.day", "date", "choice", "multipleChoice", "yesNo", "address.division", "address.detail", "file", "signature.name", "signature.agree", "group.rows", "group.0.rowtext", "group.0.rowyesNo", "group.2.rownumber", "group.x.rowtext"];
const someRaw: fc.Arbitrary<RawAnswers> = fc.dictionary(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...rawNames) }, { weight: 1, arbitrary: fc.string() }), fc.oneof(words, fc.constantFrom("a", "b", "yes", "no", "2024", "3", "on"), fc.array(words)), { maxKeys: 12 });

describe("whatever is answered", () => {
  test("judging judged answers changes nothing", () => {
    fc.assert(fc.property(someAnswers, (answers) => {
      const once = form.validate(answers, context);
      const twice = form.validate(once.answers, context);
      expect(twice.answers).toEqual(once.answers);
      expect(once.errors.length === 0 ? twice.errors : []).toEqual([]);
    }), { numRuns: 400 });
  });

  test("a page sent back as it was shown changes nothing", () => {
    fc.assert(fc.property(someAnswers, fc.constantFrom("one", "two", "three"), (answers, sectionId) => {
      const stored = form.validate(answers, context).answers;
      expect(form.readSection(sectionId, form.toRaw(sectionId, stored), { previous: stored, context }).answers).toEqual(stored);
    }), { numRuns: 400 });
  });

  test("what is stored is shown, and nothing else is", () => {
    fc.assert(fc.property(someAnswers, (answers) => {
      const stored = form.validate(answers, context).answers;
      const { has } = form.visible(stored, context);
      expect(Object.keys(stored).filter((id) => !has(id))).toEqual([]);
      expect(form.visible(stored, context).answers).toEqual(stored);
    }));
  });
});

describe("whatever is posted", () => {
  test("it is read without a fault, and what is stored stands at submission", () => {
    fc.assert(fc.property(someRaw, fc.constantFrom("one", "two", "three"), (raw, sectionId) => {
      const { answers } = form.readSection(sectionId, raw, { previous: {}, context });
      expect(form.validate(answers, context).answers).toEqual(answers);
      expect(JSON.parse(JSON.stringify(answers))).toEqual(answers);
    }), { numRuns: 400 });
  });
});
