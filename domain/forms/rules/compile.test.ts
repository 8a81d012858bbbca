import { describe, expect, test } from "vitest";
import type { Answers, Field, FormDefinition, Section } from "../schema";
import { compileForm } from "./compile";
import type { FormContext } from "./context";

const context: FormContext = { today: "2026-11-22", profile: {}, situation: {} };
const label = { zh: "字段" };

const text = (id: string, more: Partial<Field> = {}) => ({ id, type: "text", label, optional: true, ...more }) as Field;
const yesNo = (id: string, visibleWhen?: string): Field => ({ id, type: "yesNo", label, optional: true, ...(visibleWhen !== undefined && { visibleWhen }) });
const computed = (id: string, expression: string, visibleWhen?: string): Field => ({ id, type: "computed", label, expression, ...(visibleWhen !== undefined && { visibleWhen }) });
const section = (id: string, fields: Field[], visibleWhen?: string): Section => ({ id, title: label, fields, ...(visibleWhen !== undefined && { visibleWhen }) });
const formWith = (...sections: Section[]): FormDefinition => ({ version: 1, sections });
const ids = (form: FormDefinition, answers: Answers, at: FormContext = context) => compileForm(form).visible(answers, at).sections.map(({ section: { id }, fields }) => [id, ...fields.map((field) => field.id)].join(" "));

describe("what is shown", () => {
  test("a condition counts only when it is true", () => {
    const form = formWith(section("one", [yesNo("a")]), section("two", [text("b")], "a"));
    expect(ids(form, {})).toEqual(["one a"]);
    expect(ids(form, { a: false })).toEqual(["one a"]);
    expect(ids(form, { a: true })).toEqual(["one a", "two b"]);
  });

  test("hiding one field hides what hangs on it, wherever it stands", () => {
    const form = formWith(section("one", [text("d", { visibleWhen: "c == 'x'" })]), section("two", [yesNo("a"), yesNo("b", "a"), text("c", { visibleWhen: "b" })]));
    const all = { a: true, b: true, c: "x", d: "y" };
    expect(compileForm(form).visible(all, context).answers).toEqual(all);
    expect(compileForm(form).visible({ ...all, a: false }, context).answers).toEqual({ a: false });
    expect(ids(form, { ...all, a: false })).toEqual(["two a"]);
  });

  test("a hidden section drops its answers, and its hidden answers do not open others", () => {
    const form = formWith(section("one", [yesNo("a")]), section("two", [text("b")], "a"), section("three", [text("c")], "!isEmpty(b)"));
    expect(compileForm(form).visible({ a: false, b: "x", c: "y" }, context)).toMatchObject({ answers: { a: false } });
    expect(ids(form, { a: false, b: "x", c: "y" })).toEqual(["one a"]);
  });

  test("a section of which nothing applies is no page", () => {
    expect(ids(formWith(section("one", [text("a", { visibleWhen: "1 == 2" })])), {})).toEqual([]);
  });

  test("profile, situation and day decide too", () => {
    const form = formWith(section("one", [text("a", { visibleWhen: "profile.sex == 'female'" }), text("b", { visibleWhen: "situation.kind == 'new'" }), text("c", { visibleWhen: "today >= '2026-12-01'" })]));
    expect(ids(form, {}, { today: "2026-12-01", profile: { sex: "female" }, situation: { kind: "new" } })).toEqual(["one a b c"]);
    expect(ids(form, {})).toEqual([]);
  });

  test("a situation the form asks counts as answered there, not as chosen before", () => {
    const form = formWith(section("one", [text("kind"), text("b", { visibleWhen: "situation.kind == 'new'" })]));
    expect(ids(form, { kind: "new" })).toEqual(["one kind b"]);
    expect(ids(form, { kind: "old" }, { ...context, situation: { kind: "new" } })).toEqual(["one kind"]);
  });

  test("fields that wait for one another come out the same every time", () => {
    const form = formWith(section("one", [text("a", { visibleWhen: "isEmpty(b)" }), text("b", { visibleWhen: "isEmpty(a)" })]));
    expect(ids(form, { a: "x", b: "y" })).toEqual(["one b"]);
  });
});

describe("computed values", () => {
  const form = formWith(
    section("one", [computed("total", "round(net + tax, 2)"), computed("tax", "round(net * 0.13, 2)"), { id: "net", type: "money", label, optional: true }]),
    section("two", [text("why", { optional: false })], "total > 1000"),
  );

  test("are worked out in the order they need one another", () => {
    expect(compileForm(form).validate({ net: 100 }, context)).toEqual({ answers: { net: 100, tax: 13, total: 113 }, errors: [] });
  });

  test("are never taken from outside", () => {
    expect(compileForm(form).validate({ net: 100, total: 5000 }, context).answers).toEqual({ net: 100, tax: 13, total: 113 });
  });

  test("open what depends on them", () => {
    expect(compileForm(form).validate({ net: 1000 }, context).errors).toEqual([{ sectionId: "two", fieldId: "why", code: "forms.required", params: {}, label }]);
  });

  test("stay open when they cannot be worked out", () => {
    expect(compileForm(form).validate({}, context)).toEqual({ answers: {}, errors: [] });
  });
});

describe("reading a page", () => {
  const form = formWith(section("one", [yesNo("a"), text("b", { optional: false, visibleWhen: "a" })]), section("two", [text("c", { optional: false }), text("d", { visibleWhen: "a" })]));

  test("keeps the other pages, drops what the new answers hide", () => {
    const previous = { a: true, b: "x", c: "y", d: "z", gone: "from an older form" };
    expect(compileForm(form).readSection("one", { a: "no", b: "x" }, { previous, context })).toEqual({ answers: { a: false, c: "y" }, raw: {}, errors: [] });
  });

  test("asks at once for what the new answers open on the same page", () => {
    const result = compileForm(form).readSection("one", { a: "yes" }, { previous: {}, context });
    expect(result.errors.map(({ fieldId }) => fieldId)).toEqual(["b"]);
    expect(result.answers).toEqual({ a: true });
  });

  test("does not complain about other pages", () => {
    expect(compileForm(form).readSection("one", { a: "no" }, { previous: {}, context }).errors).toEqual([]);
  });

  test("all errors come at once, in the order of the page", () => {
    const page = formWith(section("one", [text("x", { optional: false, visibleWhen: "isEmpty(z)" }), text("y", { optional: false }), text("z", { optional: false })]));
    expect(compileForm(page).readSection("one", {}, { previous: {}, context }).errors.map(({ fieldId }) => fieldId)).toEqual(["x", "y", "z"]);
  });
});

const group = (more: object = {}): Field => ({
  id: "children", type: "repeatingGroup", label: { zh: "子女" }, max: 3, ...more,
  fields: [
    { id: "name", type: "personName", label: { zh: "子女姓名" } },
    { id: "age", type: "number", label: { zh: "年龄" } },
    { id: "school", type: "text", label: { zh: "学校" }, visibleWhen: "age >= 6" },
    { id: "older", type: "computed", label: { zh: "明年" }, expression: "age + 1" },
  ],
});

describe("repeating groups", () => {
  const form = formWith(section("one", [group(), computed("sum", "sum(children.age)"), computed("many", "count(children)")]));
  const read = (raw: Record<string, string>, definition = form) => compileForm(definition).readSection("one", raw, { previous: {}, context });

  test("are read row by row, each with its own conditions and computed values", () => {
    const { answers, errors } = read({ "children.rows": "2", "children.0.name": "陈一", "children.0.age": "8", "children.0.school": "小学", "children.1.name": "陈二", "children.1.age": "3", "children.1.school": "幼儿园" });
    expect(errors).toEqual([]);
    expect(answers).toEqual({ children: [{ name: "陈一", age: 8, school: "小学", older: 9 }, { name: "陈二", age: 3, older: 4 }], sum: 11, many: 2 });
  });

  test("drop blank rows and count rows without being told how many", () => {
    expect(read({ "children.0.name": " ", "children.1.name": "陈二", "children.1.age": "3" }).answers["children"]).toEqual([{ name: "陈二", age: 3, older: 4 }]);
  });

  test("tell the row and the field at fault, keep all rows as typed, and store those that are right", () => {
    const raw = { "children.rows": "2", "children.0.name": "陈一", "children.0.age": "3", "children.1.name": "陈二", "children.1.age": "八岁多" };
    const result = read(raw);
    expect(result.errors).toEqual([{ sectionId: "one", fieldId: "children.1.age", row: 2, code: "forms.notANumber", params: {}, label: { zh: "年龄" } }]);
    expect(result.raw).toEqual(raw);
    expect(result.answers).toMatchObject({ children: [{ name: "陈一", age: 3 }], sum: 3, many: 1 });
  });

  test.each([
    ["too few", 1, group({ min: 2 }), { code: "forms.rowsRequired", params: { min: 2 } }],
    ["too many", 4, group(), { code: "forms.tooManyRows", params: { max: 3 } }],
    ["none where one is due", 0, group(), { code: "forms.rowsRequired", params: { min: 1 } }],
    ["too few though optional", 1, group({ optional: true, min: 2 }), { code: "forms.rowsRequired", params: { min: 2 } }],
  ])("%s rows are told at the group", (_, count, field, error) => {
    const rows = Array.from({ length: count }, (_row, index) => [[`children.${index}.name`, "陈一"], [`children.${index}.age`, "3"]]).flat();
    expect(read(Object.fromEntries(rows), formWith(section("one", [field]))).errors).toEqual([{ sectionId: "one", fieldId: "children", ...error, label: { zh: "子女" } }]);
  });

  test("none at all will do where the group is optional or its least is 0", () => {
    for (const more of [{ optional: true }, { min: 0 }]) expect(read({ "children.rows": "1" }, formWith(section("one", [group(more)])))).toEqual({ answers: {}, raw: {}, errors: [] });
  });

  test("a row count out of all proportion costs nothing", () => {
    expect(read({ "children.rows": "999999999", "children.0.name": "陈一", "children.0.age": "3" }).errors).toEqual([]);
    expect(read({ "children.rows": "-5", "children.9999999999.name": "陈一" }).errors).toHaveLength(1);
  });

  test("show the fields that apply to a row", () => {
    const at = { answers: {}, context };
    expect(compileForm(form).rowFields("children", { age: 7 }, at).map(({ id }) => id)).toEqual(["name", "age", "school", "older"]);
    expect(compileForm(form).rowFields("children", {}, at).map(({ id }) => id)).toEqual(["name", "age", "older"]);
    expect(compileForm(form).rowFields("nobody", {}, at)).toEqual([]);
  });

  test("are found by the id of an error", () => {
    expect(compileForm(form).findField("children.1.age")?.label).toEqual({ zh: "年龄" });
    expect(compileForm(form).findField("children")?.type).toBe("repeatingGroup");
    expect(compileForm(form).findField("nobody")).toBeUndefined();
  });
});

describe("prefill", () => {
  const form = formWith(section("one", [
    { id: "name", type: "personName", label, prefill: "profile.name" },
    { id: "idNumber", type: "citizenId", label, prefill: "profile.citizenId" },
    { id: "home", type: "address", label, prefill: "profile.address" },
    { id: "company", type: "text", label, prefill: "organisation.name" },
    { id: "kind", type: "choice", label, options: [{ value: "new", label }, { value: "old", label }] },
    text("hidden", { visibleWhen: "kind == 'old'", prefill: "profile.name" }),
  ]));
  const known: FormContext = {
    today: "2026-11-22", situation: { kind: "new" }, organisation: { name: "示例公司" },
    profile: { name: "陈思远", citizenId: "110105194912310021", address: "福州路 17 弄", divisionCode: "310101" },
  };

  test("fills what is known and well-formed, and says from where", () => {
    expect(compileForm(form).prefill({}, known)).toEqual({
      answers: { name: "陈思远", home: { division: "310101", detail: "福州路 17 弄" }, company: "示例公司", kind: "new" },
      sources: { name: "profile.name", home: "profile.address", company: "organisation.name", kind: "situation" },
    });
  });

  test("asks the next source where one knows nothing or nothing usable, and at last proposes what the form fixes", () => {
    const several = formWith(section("one", [
      text("signer", { prefill: { from: ["organisation.legalRepresentative", "profile.name"] } }),
      { id: "number", type: "citizenId", label, prefill: { from: ["profile.phone", "profile.citizenId"] } },
      { id: "copies", type: "number", label, prefill: { from: [], otherwise: "1" } },
      { id: "kind", type: "choice", label, options: [{ value: "new", label }, { value: "old", label }], prefill: { from: [], otherwise: "old" } },
      { id: "since", type: "date", label, prefill: { from: ["profile.birthOn"], otherwise: "2020-1-1" } },
      { id: "wrong", type: "number", label, prefill: { from: [], otherwise: "many" } },
    ]));
    expect(compileForm(several).prefill({}, { ...known, situation: {}, profile: { ...known.profile, citizenId: "110105194912310021", phone: "1" } })).toEqual({
      answers: { signer: "陈思远", copies: 1, kind: "old", since: "2020-01-01" },
      sources: { signer: "profile.name", copies: "fixed", kind: "fixed", since: "fixed" },
    });
  });

  test("leaves what the applicant said", () => {
    const { answers, sources } = compileForm(form).prefill({ name: "陈远", kind: "old" }, known);
    expect(answers).toMatchObject({ name: "陈远", kind: "old", hidden: "陈思远" });
    expect(Object.keys(sources)).toEqual(["home", "company", "hidden"]);
  });
});

describe("a date that another answer tells", () => {
  const idLabel = { zh: "号码", en: "Number" };
  const born: Field = { id: "born", type: "date", label, mustBe: "birthOn(person)", optional: true };
  const person: Field = { id: "person", type: "citizenId", label: idLabel, optional: true };
  const known = { person: "11010519491231002X" };
  const refusal = { fieldId: "born", code: "forms.dateDiffers", label, against: idLabel, params: {} };

  test("is refused, with both questions named, where it is another day", () => {
    const form = compileForm(formWith(section("one", [person, born])));
    expect(form.validate({ ...known, born: "1949-12-30" }, context)).toEqual({ answers: known, errors: [{ sectionId: "one", ...refusal }] });
    const page = form.readSection("one", { person: "11010519491231002X", born: "1949-12-30" }, { previous: {}, context });
    expect(page).toMatchObject({ answers: known, raw: { born: "1949-12-30" }, errors: [refusal] });
  });

  test("is judged when filing, where the other answer changed later on another page", () => {
    const form = compileForm(formWith(section("one", [born]), section("two", [person])));
    expect(form.readSection("two", { person: "11010519491231002X" }, { previous: { born: "1950-01-01" }, context }).errors).toEqual([]);
    expect(form.validate({ ...known, born: "1950-01-01" }, context).errors).toMatchObject([refusal]);
  });

  test("may be any where nothing tells it", () => {
    const form = compileForm(formWith(section("one", [person, born])));
    expect(form.validate({ born: "1949-12-30" }, context).errors).toEqual([]);
    expect(form.validate({ ...known, born: "1949-12-31" }, context).errors).toEqual([]);
  });

  test("is judged row by row, by the answer of its own row", () => {
    const rows: Field = { id: "people", type: "repeatingGroup", label, fields: [person, born] };
    const people = [{ ...known, born: "1949-12-31" }, { ...known, born: "1949-12-30" }];
    expect(compileForm(formWith(section("one", [rows]))).validate({ people }, context).errors).toEqual([{ sectionId: "one", ...refusal, fieldId: "people.1.born", row: 2 }]);
  });

  test("that only the account tells is refused by the day itself", () => {
    const form = compileForm(formWith(section("one", [{ ...born, mustBe: "profile.birthOn" } as Field])));
    expect(form.validate({ born: "1949-12-30" }, { ...context, profile: { birthOn: "1949-12-31" } }).errors).toMatchObject([{ code: "forms.dateTooEarly", params: { limit: "1949-12-31" } }]);
  });

  test("is not filled in beforehand against the number that is", () => {
    const form = compileForm(formWith(section("one", [{ ...person, prefill: "profile.citizenId" } as Field, { ...born, prefill: "profile.birthOn" } as Field])));
    expect(form.prefill({}, { ...context, profile: { citizenId: known.person, birthOn: "1950-01-01" } }).answers).toEqual(known);
  });
});

test("submission drops unknown and malformed answers and asks for the missing ones", () => {
  const form = formWith(section("one", [text("a"), { id: "b", type: "address", label }, { id: "c", type: "multipleChoice", label, options: [{ value: "x", label }] }]));
  const { answers, errors } = compileForm(form).validate({ a: { nested: 1 }, b: "somewhere", c: [1, null], stranger: true }, context);
  expect(answers).toEqual({});
  expect(errors.map(({ fieldId, code }) => `${fieldId} ${code}`)).toEqual(["b forms.required", "c forms.chooseRequired"]);
});

test("a form is compiled once", () => {
  const form = formWith(section("one", [text("a")]));
  expect(compileForm(form)).toBe(compileForm(form));
});
