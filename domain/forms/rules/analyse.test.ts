import { describe, expect, test } from "vitest";
import type { Field, FormDefinition } from "../schema";
import { analyseForm } from "./analyse";
import { compileForm } from "./compile";
import { generateAnswers, generateDraft } from "./corpus/generate.testing";
import { seeded } from "./pick";
import { sampleFileId } from "./sample";

const label = { zh: "字段" };
const options = [{ value: "a", label }, { value: "b", label }];
const situations = [{ key: "kind", options: [{ value: "new" }, { value: "renewal" }] }];

type Loose = Record<string, unknown> & { id: string; type: string };
const formOf = (fields: Loose[], sectionWhen?: string): FormDefinition => ({
  version: 1,
  sections: [{ id: "one", title: label, ...(sectionWhen !== undefined && { visibleWhen: sectionWhen }), fields: fields.map((field) => ({ label, ...field }) as unknown as Field) }],
});
const analyse = (fields: Loose[], sectionWhen?: string) => analyseForm(formOf(fields, sectionWhen), { situations });
const text = (id: string, visibleWhen?: string): Loose => ({ id, type: "text", ...(visibleWhen !== undefined && { visibleWhen }) });

describe("a form that may be published", () => {
  test("uses answers of every type, rows, profile, situation and day", () => {
    expect(analyse([
      { id: "born", type: "date", before: "today" },
      { id: "period", type: "dateRange" },
      { id: "choice", type: "choice", options },
      { id: "several", type: "multipleChoice", options },
      { id: "home", type: "address" },
      { id: "rows", type: "repeatingGroup", fields: [{ label, id: "amount", type: "money" }, { label, id: "half", type: "computed", expression: "amount / 2", display: "money", visibleWhen: "choice == 'a' && amount > 1" }] },
      { id: "total", type: "computed", expression: "sum(rows.amount) + sum(rows.half)", display: "money" },
      text("x", "age(born, today) >= 18 && daysBetween(period.start, period.end) > 30 && contains(several, 'a') && home.division == '310101'"),
      text("y", "situation.kind == 'new' && profile.sex == 'female' && age(profile.birthOn, today) > 60 && total > 5"),
    ])).toEqual([]);
  });
});

const problems: [name: string, fields: Loose[], expected: object[], sectionWhen?: string][] = [
  ["an id used twice", [text("x"), text("x")], [{ path: "sections.0.fields.1.id", code: "forms.duplicateId", params: { id: "x" } }]],
  ["an id used again inside a group", [text("x"), { id: "g", type: "repeatingGroup", fields: [{ label, id: "x", type: "text" }] }], [{ path: "sections.0.fields.1.fields.0.id", code: "forms.duplicateId", params: { id: "x" } }]],
  ["a reserved id", [text("today")], [{ path: "sections.0.fields.0.id", code: "forms.reservedId", params: { id: "today" } }]],
  ["an option value used twice", [{ id: "x", type: "choice", options: [...options, options[0]] }], [{ path: "sections.0.fields.0.options", code: "forms.duplicateOption", params: { value: "a" } }]],
  ["bounds the wrong way round", [{ id: "x", type: "number", min: 5, max: 1 }], [{ path: "sections.0.fields.0", code: "forms.boundsReversed", params: { min: 5, max: 1 } }]],
  ["lengths the wrong way round", [{ id: "x", type: "text", minLength: 5, maxLength: 1 }], [{ path: "sections.0.fields.0", code: "forms.boundsReversed", params: { min: 5, max: 1 } }]],
  ["an expression that does not parse", [text("x", "1 +")], [{ path: "sections.0.fields.0.visibleWhen", code: "forms.expressionSyntax", params: { reason: "unexpected", position: 3, found: "" } }]],
  ["a name that is nobody's", [text("x", "y == 'a'")], [{ path: "sections.0.fields.0.visibleWhen", code: "forms.unknownField", params: { path: "y", position: 0 } }]],
  ["a situation that is not asked", [text("x", "situation.other == 'a'")], [{ path: "sections.0.fields.0.visibleWhen", code: "forms.unknownField", params: { path: "situation.other", position: 0 } }]],
  ["a row's field seen from outside", [{ id: "g", type: "repeatingGroup", fields: [{ label, id: "inner", type: "text" }] }, text("x", "inner == 'a'")], [{ path: "sections.0.fields.1.visibleWhen", code: "forms.unknownField", params: { path: "inner", position: 0 } }]],
  ["a note used as an answer", [{ id: "n", type: "note" }, text("x", "isEmpty(n)")], [{ path: "sections.0.fields.1.visibleWhen", code: "forms.unknownField", params: { path: "n", position: 8 } }]],
  ["a condition that is no yes or no", [text("y"), text("x", "length(y)")], [{ path: "sections.0.fields.1.visibleWhen", code: "forms.typeMismatch", params: { expected: "boolean", found: "number", position: 0 } }]],
  ["a bound that is no day", [{ id: "x", type: "date", after: "5" }], [{ path: "sections.0.fields.0.after", code: "forms.typeMismatch", params: { expected: "date", found: "number", position: 0 } }]],
  ["a computed amount that is a text", [{ id: "x", type: "computed", expression: "'a'", display: "money" }], [{ path: "sections.0.fields.0.expression", code: "forms.typeMismatch", params: { expected: "number", found: "string", position: 0 } }]],
  ["a section on a name that is nobody's", [text("x")], [{ path: "sections.0.visibleWhen", code: "forms.unknownField", params: { path: "y", position: 0 } }], "y == 1"],
  ["fields that wait for one another", [text("x", "isEmpty(y)"), text("y", "isEmpty(x)")], [{ path: "sections", code: "forms.cycle", params: { ids: "x → y" } }]],
  ["a computed value of itself", [{ id: "x", type: "computed", expression: "x + 1" }], [{ path: "sections", code: "forms.cycle", params: { ids: "x" } }]],
  ["a condition that never holds", [text("x", "1 > 2")], [{ path: "sections.0.fields.0", code: "forms.neverVisible", params: {} }]],
  ["an option that does not exist", [{ id: "c", type: "choice", options }, text("x", "c == 'z'")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["two conditions that exclude one another", [{ id: "b", type: "yesNo" }, text("x", "b && b == false")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["a section that never comes, told once", [text("x"), text("z")], [{ path: "sections.0", code: "forms.neverVisible", params: {} }], "situation.kind == 'none'"],
  ["a number below its least", [{ id: "n", type: "number", min: 5 }, text("x", "n < 5")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["an amount below nothing", [{ id: "m", type: "money" }, text("x", "m < 0 || m == -1")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["a number between that there is not", [{ id: "n", type: "number" }, text("x", "n > 60 && n < 18")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["an age between that there is not", [{ id: "born", type: "date" }, text("x", "age(born, today) >= 60 && age(born, today) < 18")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["a day before and after", [{ id: "d", type: "date" }, text("x", "d < '2020-01-01' && d > '2020-01-01'")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["fewer than none", [{ id: "g", type: "repeatingGroup", fields: [{ label, id: "inner", type: "text" }] }, text("x", "count(g) < 0")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["two texts at once", [text("t"), text("x", "t == 'a' && t == 'b'")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["filled and not filled", [text("t"), text("x", "isEmpty(t) && t == 'a'")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["a contradiction beside something open", [{ id: "c", type: "choice", options }, text("t"), text("x", "c == 'a' && c == 'b' && t != 'z' && today > '2020-01-01'")], [{ path: "sections.0.fields.2", code: "forms.neverVisible", params: {} }]],
  ["a choice among several that is not there", [{ id: "s", type: "multipleChoice", options, max: 1 }, text("x", "contains(s, 'a') && contains(s, 'b')")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["an answer to what is not asked", [{ id: "c", type: "choice", options }, { id: "b", type: "yesNo", visibleWhen: "c == 'a'" }, text("x", "b && c == 'b'")], [{ path: "sections.0.fields.2", code: "forms.neverVisible", params: {} }]],
  ["an answer to what is not asked, three questions back", [{ id: "c", type: "choice", options }, { id: "b", type: "yesNo", visibleWhen: "c == 'a'" }, { id: "n", type: "number", visibleWhen: "b" }, text("x", "n > 3 && c != 'a'")], [{ path: "sections.0.fields.3", code: "forms.neverVisible", params: {} }]],
  ["a row's field against its group", [{ id: "c", type: "choice", options }, { id: "g", type: "repeatingGroup", visibleWhen: "c == 'a'", fields: [{ label, id: "inner", type: "text", visibleWhen: "c == 'b'" }] }], [{ path: "sections.0.fields.1.fields.0", code: "forms.neverVisible", params: {} }]],
  ["a row's field against another of the row", [{ id: "g", type: "repeatingGroup", fields: [{ label, id: "p", type: "yesNo" }, { label, id: "q", type: "yesNo", visibleWhen: "p" }, { label, id: "inner", type: "text", visibleWhen: "q && !p" }] }], [{ path: "sections.0.fields.0.fields.2", code: "forms.neverVisible", params: {} }]],
  ["a situation against the question that asks it", [{ id: "kind", type: "choice", options: [{ value: "new", label }, { value: "renewal", label }] }, text("x", "situation.kind == 'new' && kind == 'renewal'")], [{ path: "sections.0.fields.1", code: "forms.neverVisible", params: {} }]],
  ["a field against its section", [text("x", "situation.kind == 'new'")], [{ path: "sections.0.fields.0", code: "forms.neverVisible", params: {} }], "situation.kind == 'renewal'"],
];

test.each(problems)("%s is found", (_, fields, expected, sectionWhen) => {
  expect(analyse(fields, sectionWhen)).toEqual(expected);
});

test("a section id used twice is found", () => {
  const form = formOf([text("x")]);
  const twice: FormDefinition = { ...form, sections: [...form.sections, { ...form.sections[0]!, fields: [{ id: "y", type: "text", label }] }] };
  expect(analyseForm(twice, { situations })).toEqual([{ path: "sections.1.id", code: "forms.duplicateId", params: { id: "one" } }]);
});

describe("a field that some answers show is never refused", () => {
  const reachable: [name: string, fields: Loose[], sectionWhen?: string][] = [
    ["none of what is not asked", [{ id: "c", type: "choice", options }, { id: "g", type: "repeatingGroup", visibleWhen: "c == 'a'", fields: [{ label, id: "inner", type: "text" }] }, text("x", "c == 'b' && count(g) == 0")]],
    ["no answer to what is not asked", [{ id: "c", type: "choice", options }, { id: "b", type: "yesNo", visibleWhen: "c == 'a'" }, text("x", "!b && c == 'b' && isEmpty(b)")]],
    ["a computed yes", [{ id: "n", type: "number" }, { id: "flag", type: "computed", expression: "n > 5" }, text("x", "flag == true"), text("y", "flag == false && n < 3")]],
    ["a number between whole ones", [{ id: "n", type: "number", decimals: 1 }, text("x", "n > 1 && n < 2")]],
    ["the day between two days", [{ id: "d", type: "date" }, text("x", "d > '2020-01-01' && d < '2020-01-03'")]],
    ["a text that is none of those named", [text("t"), text("x", "t != 'a' && !(t in ['b', 'c']) && !isEmpty(t)")]],
    ["what an account says", [text("x", "profile.sex == 'male' && age(profile.birthOn, today) < 3")]],
    ["two names compared", [{ id: "n", type: "number" }, { id: "m", type: "number" }, text("x", "n > m && n < 5 && m > 4")]],
    ["a negative sum", [{ id: "g", type: "repeatingGroup", fields: [{ label, id: "n", type: "number" }] }, text("x", "sum(g.n) < 0")]],
    ["not asked because not asked", [{ id: "c", type: "choice", options }, { id: "b", type: "yesNo", visibleWhen: "c == 'a'" }, text("x", "isEmpty(b) && c == 'a'")]],
  ];

  test.each(reachable)("%s", (_, fields, sectionWhen) => expect(analyse(fields, sectionWhen)).toEqual([]));

  test("in any form, under any answers", () => {
    let refused = 0;
    for (let seed = 1; seed <= 80; seed += 1) {
      const form = generateDraft(seeded(seed));
      const problems = analyseForm(form, { situations: [] });
      const never = new Set(problems.filter(({ code }) => code === "forms.neverVisible").map(({ path }) => path));
      refused += never.size;
      const places = form.sections.flatMap((section, at) => section.fields.map((field, index) => ({ id: field.id, path: `sections.${at}.fields.${index}` })));
      for (let tries = 0; tries < 6; tries += 1) {
        const context = { today: "2026-11-22", profile: {}, situation: {}, files: new Map([[sampleFileId, "a.pdf"]]) } as const;
        const { answers } = compileForm(form).validate(generateAnswers(form, context, seeded(seed * 100 + tries)), context);
        const { has } = compileForm(form).visible(answers, context);
        expect(places.filter(({ id, path }) => never.has(path) && has(id)).map(({ id }) => `${id} of form ${seed}`)).toEqual([]);
      }
    }
    // A test that refused nothing would prove nothing.
    expect(refused).toBeGreaterThan(5);
  });
});

test("a condition on the day or on open answers is given the benefit of the doubt", () => {
  expect(analyse([text("y"), text("x", "y == 'anything' && today > '2020-01-01'"), text("z", "today < '2020-01-01'")])).toEqual([]);
});
