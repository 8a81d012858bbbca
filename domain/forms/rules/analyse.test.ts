import { describe, expect, test } from "vitest";
import type { Field, FormDefinition } from "../schema";
import { analyseForm } from "./analyse";

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

test("a condition on the day or on open answers is given the benefit of the doubt", () => {
  expect(analyse([text("y"), text("x", "y == 'anything' && today > '2020-01-01'"), text("z", "today < '2020-01-01'")])).toEqual([]);
});
