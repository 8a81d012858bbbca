import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Answers, FormDefinition } from "../schema";
import { compileForm } from "./compile";
import type { FormContext } from "./context";
import { generateAnswers, generateForm, generatePost } from "./corpus/generate.testing";
import { seeded } from "./pick";
import { sampleAnswers, sampleFileId } from "./sample";

/* What holds for every form that may be published, not only for one that was thought of. */

const context: FormContext = { today: "2026-11-22", profile: { name: "陈思远", birthOn: "1990-02-28" }, situation: {}, files: new Map([[sampleFileId, "sample.pdf"]]) };
const forms = new Map<number, FormDefinition>();
/** Forms are dear to make: a few dozen, met again and again with other answers. */
const someForm = fc.integer({ min: 1, max: 40 }).map((seed) => {
  const form = forms.get(seed) ?? generateForm(seeded(seed));
  forms.set(seed, form);
  return form;
});
const runs = { numRuns: 150 };
const withSeed = fc.tuple(someForm, fc.nat());
const idsOf = ({ sections }: FormDefinition) => new Set(sections.flatMap(({ fields }) => fields.map(({ id }) => id)));
const anything = fc.dictionary(fc.oneof(fc.constantFrom("f00", "f01", "f02", "f10", "f11", "f12", "f20", "__proto__", "toString"), fc.string()), fc.jsonValue()).map((answers) => answers as Answers);

describe("any form and any answers", () => {
  test("what is judged once is judged the same again", () => {
    fc.assert(fc.property(withSeed, ([form, seed]) => {
      const compiled = compileForm(form);
      const once = compiled.validate(generateAnswers(form, context, seeded(seed)), context);
      expect(compiled.validate(once.answers, context).answers).toEqual(once.answers);
    }), runs);
  });

  test("the order in which answers stand changes nothing", () => {
    fc.assert(fc.property(withSeed, ([form, seed]) => {
      const answers = generateAnswers(form, context, seeded(seed));
      const backwards = Object.fromEntries(Object.entries(answers).toReversed());
      expect(JSON.stringify(compileForm(form).validate(backwards, context))).toBe(JSON.stringify(compileForm(form).validate(answers, context)));
    }), runs);
  });

  test("answers to no question of the form are left out, and so are those to hidden ones", () => {
    fc.assert(fc.property(someForm, anything, fc.nat(), (form, strangers, seed) => {
      const compiled = compileForm(form);
      const { answers } = compiled.validate({ ...generateAnswers(form, context, seeded(seed)), ...strangers }, context);
      const ids = idsOf(form);
      const { has } = compiled.visible(answers, context);
      expect(Object.keys(answers).filter((id) => !ids.has(id) || !has(id))).toEqual([]);
    }), runs);
  });

  test("errors are told only of questions that show, each at a place of the form", () => {
    fc.assert(fc.property(withSeed, ([form, seed]) => {
      const compiled = compileForm(form);
      const { answers, errors } = compiled.validate(generateAnswers(form, context, seeded(seed)), context);
      const { has } = compiled.visible(answers, context);
      for (const { fieldId } of errors) expect([has(fieldId.split(".")[0]!), compiled.findField(fieldId) !== undefined]).toEqual([true, true]);
    }), runs);
  });

  test("nothing that JSON can say makes it fail, and what comes out is JSON that can be stored", () => {
    fc.assert(fc.property(someForm, anything, (form, answers) => {
      const compiled = compileForm(form);
      const judged = compiled.validate(answers, context);
      expect(JSON.parse(JSON.stringify(judged))).toEqual(judged);
      compiled.visible(answers, context);
      compiled.prefill(answers, context);
      for (const { id } of form.sections) compiled.toRaw(id, answers);
      for (const id of idsOf(form)) compiled.rowFields(id, answers, { answers, context });
    }), runs);
  });
});

describe("any form and any page posted", () => {
  test("it is read without a fault, whole or page by page, and the same when read twice", () => {
    fc.assert(fc.property(withSeed, ([form, seed]) => {
      const compiled = compileForm(form);
      const { section, raw } = generatePost(form, context, seeded(seed));
      const read = compiled.readSection(section, raw, { previous: {}, context });
      expect(compiled.readSection(section, raw, { previous: {}, context })).toEqual(read);
      const whole = compiled.readWhole(raw, context);
      expect(compiled.validate(whole.answers, context).answers).toEqual(whole.answers);
    }), runs);
  });
});

test("a form that may be published can be filled in, or says at which question it cannot", () => {
  let filed = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const compiled = compileForm(generateForm(seeded(seed)));
    if (compiled.validate(sampleAnswers(compiled, context), context).errors.length === 0) filed += 1;
  }
  expect(filed).toBeGreaterThan(30);
});
