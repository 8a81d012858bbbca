import { describe, expect, test } from "vitest";
import type { Answers, Field, FormDefinition } from "../schema";
import { compileForm } from "./compile";
import { agreedAfter, isAlike, withInputsOf } from "./inputs";
import { mergeAnswers } from "./merge-answers";
import type { RawAnswers } from "./reading";

const label = { zh: "问题" };
const fields: Field[] = [
  { id: "shop", type: "text", label, optional: true },
  { id: "phone", type: "phone", label },
  { id: "openOn", type: "date", label, optional: true },
  { id: "days", type: "multipleChoice", label, optional: true, options: ["mon", "tue"].map((value) => ({ value, label })) },
  { id: "hasSign", type: "yesNo", label, optional: true },
  { id: "signText", type: "text", label, optional: true, visibleWhen: "hasSign" },
  { id: "helpers", type: "repeatingGroup", label, optional: true, fields: [{ id: "name", type: "text", label }] },
];
const definition: FormDefinition = { version: 1, sections: [{ id: "page", title: label, fields }, { id: "other", title: label, fields: [{ id: "shopToo", type: "text", label }] }] };
const form = compileForm(definition);
const context = { today: "2026-11-22", profile: {}, situation: {} };
const agreed: Answers = { shop: "老张面馆", phone: "13800138000" };
const base = form.toRaw("page", agreed);

/** What was typed here and what was stored elsewhere, both from the same beginning. */
function merged(typed: RawAnswers, stored: Answers, from: RawAnswers = base) {
  const merge = mergeAnswers(form, "page", { base: from, typed: { ...from, ...typed }, stored }, { context });
  const { answers } = form.readSection("page", merge.raw, { previous: stored, context });
  return { answers, taken: merge.taken, conflicts: merge.conflicts.map(({ fieldId }) => fieldId) };
}

describe("what is typed in two places at once", () => {
  test.each<[string, RawAnswers, Answers, { answers: Answers; taken?: string[]; conflicts?: string[] }]>([
    ["nobody changed anything", {}, agreed, { answers: agreed }],
    ["only I did", { shop: "老李面馆" }, agreed, { answers: { ...agreed, shop: "老李面馆" } }],
    ["only the other place did", {}, { ...agreed, shop: "老王面馆" }, { answers: { ...agreed, shop: "老王面馆" }, taken: ["shop"] }],
    ["each another question", { shop: "老李面馆" }, { ...agreed, phone: "13900139000" }, { answers: { shop: "老李面馆", phone: "13900139000" }, taken: ["phone"] }],
    ["both the same", { shop: "老李面馆" }, { ...agreed, shop: "老李面馆" }, { answers: { ...agreed, shop: "老李面馆" } }],
    ["both differently: as stored until somebody chooses", { shop: "老李面馆" }, { ...agreed, shop: "老王面馆" }, { answers: { ...agreed, shop: "老王面馆" }, conflicts: ["shop"] }],
    ["I emptied what the other changed", { shop: "" }, { ...agreed, shop: "老王面馆" }, { answers: { ...agreed, shop: "老王面馆" }, conflicts: ["shop"] }],
    ["the other emptied what I changed", { shop: "老李面馆" }, { phone: "13800138000" }, { answers: { phone: "13800138000" }, conflicts: ["shop"] }],
    ["a number in full width is the same number", { phone: "１３８ ００１３ ８０００" }, { ...agreed, phone: "13900139000" }, { answers: { ...agreed, phone: "13900139000" }, taken: ["phone"] }],
    ["half a number is a change, though it cannot be stored", { phone: "1370" }, { ...agreed, phone: "13900139000" }, { answers: { ...agreed, phone: "13900139000" }, conflicts: ["phone"] }],
    ["half a number that nobody else touched is mine", { phone: "1370" }, { ...agreed, shop: "老王面馆" }, { answers: { shop: "老王面馆" }, taken: ["shop"] }],
    ["a date is one question, whatever part of it changed", { "openOn.year": "2026", "openOn.month": "12", "openOn.day": "1" }, { ...agreed, openOn: "2026-12-02" }, { answers: { ...agreed, openOn: "2026-12-02" }, conflicts: ["openOn"] }],
    ["choices are alike in any order", { days: ["tue", "mon"] }, { ...agreed, days: ["mon", "tue"] }, { answers: { ...agreed, days: ["mon", "tue"] } }],
    ["the rows of a group are one question", { "helpers.rows": "1", "helpers.0.name": "甲" }, { ...agreed, helpers: [{ name: "乙" }] }, { answers: { ...agreed, helpers: [{ name: "乙" }] }, conflicts: ["helpers"] }],
    ["an empty row is no answer", { "helpers.rows": "1", "helpers.0.name": "" }, { ...agreed, shop: "老王面馆" }, { answers: { ...agreed, shop: "老王面馆" }, taken: ["shop"] }],
    ["what is not asked here comes with what brings it up", {}, { ...agreed, hasSign: true, signText: "面" }, { answers: { ...agreed, hasSign: true, signText: "面" }, taken: ["hasSign", "signText"] }],
    ["another page of the draft stays as stored", { shop: "老李面馆" }, { ...agreed, shopToo: "乙" }, { answers: { ...agreed, shop: "老李面馆", shopToo: "乙" } }],
  ])("%s", (_, typed, stored, { answers, taken = [], conflicts = [] }) => {
    expect(merged(typed, stored)).toEqual({ answers, taken, conflicts });
  });

  test("a conflict names both, as each typed it and as it is understood", () => {
    const { conflicts } = mergeAnswers(form, "page", { base, typed: { ...base, phone: "1370" }, stored: { ...agreed, phone: "13900139000" } }, { context });
    expect(conflicts).toEqual([{ fieldId: "phone", mine: { phone: "1370" }, theirs: { phone: "13900139000" }, answers: { theirs: "13900139000" } }]);
  });
});

describe("after a merge", () => {
  const stored = { ...agreed, shop: "老王面馆", phone: "13900139000" };
  const typed = { ...base, shop: "老李面馆" };
  const merge = mergeAnswers(form, "page", { base, typed, stored }, { context });
  const after = agreedAfter(base, form.toRaw("page", stored), merge);

  test("it stands as before until somebody chooses: asked again, it is the same conflict", () => {
    expect(mergeAnswers(form, "page", { base: after, typed, stored }, { context })).toEqual(merge);
  });

  test("who chooses their own has seen the other, and overwrites it", () => {
    const seen = withInputsOf(after, form.toRaw("page", stored), ["shop"]);
    expect(merged(typed, stored, seen)).toMatchObject({ conflicts: [] });
    expect(mergeAnswers(form, "page", { base: seen, typed, stored }, { context }).raw["shop"]).toBe("老李面馆");
  });

  test("and overwrites nothing that came after it was seen", () => {
    const seen = withInputsOf(after, form.toRaw("page", stored), ["shop"]);
    expect(mergeAnswers(form, "page", { base: seen, typed, stored: { ...stored, shop: "第三家" } }, { context }).conflicts).toMatchObject([{ fieldId: "shop", theirs: { shop: "第三家" } }]);
  });
});

test.each<[string, RawAnswers, RawAnswers, boolean]>([
  ["blank and absent", { shop: "" }, {}, true],
  ["another question whose name begins alike", { shop: "a", shopToo: "b" }, { shop: "a", shopToo: "c" }, true],
  ["parts by a dash", { "shop-year": "1" }, { "shop-year": "2" }, false],
])("alike: %s", (_, one, other, alike) => expect(isAlike(one, other, "shop")).toBe(alike));
