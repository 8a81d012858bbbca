import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormDefinition, type Field } from "../schema";
import { editing, mostSteps, startEditing, type Editing } from "./edit";
import { freeId, idsOf } from "./edit-ids";
import { fieldTypeNames, formToCopy, newField, newSection } from "./edit-new";
import { nodesOf, spotAt, spotFor, stepOf, type Direction } from "./edit-moves";
import { brokenPlaces, placeAt } from "./edit-places";
import { applyEdit, locate, type Edit } from "./edit-steps";
import { analyseForm } from "./analyse";

const text = (id: string, more: object = {}): Field => ({ id, type: "text", label: { zh: id }, ...more }) as Field;
const form = FormDefinition.parse({
  version: 1,
  sections: [
    { id: "who", title: { zh: "谁" }, fields: [text("name"), { id: "married", type: "yesNo", label: { zh: "已婚" } }, text("spouse", { visibleWhen: "married == true" })] },
    {
      id: "home", title: { zh: "家" }, visibleWhen: "married",
      fields: [
        { id: "children", type: "repeatingGroup", label: { zh: "子女" }, fields: [text("child"), { id: "age", type: "number", label: { zh: "年龄" } }, text("school", { visibleWhen: "age > 6" })] },
        { id: "oldest", type: "computed", label: { zh: "最大" }, expression: "max(children.age) + if(name == 'age', 1, 0)", display: "number" },
        { id: "born", type: "date", label: { zh: "日" }, before: "today" },
      ],
    },
  ],
});
const none: ReadonlySet<string> = new Set();
const shape = ({ sections }: FormDefinition) => sections.map(({ id, fields }) => `${id}: ${fields.map((field) => field.id + (field.type === "repeatingGroup" ? `(${field.fields.map((child) => child.id).join(" ")})` : "")).join(" ")}`);
const field = (id: string) => ({ kind: "field" as const, id });
const section = (id: string) => ({ kind: "section" as const, id });

describe("a step", () => {
  test.each<[string, Edit, string[]]>([
    ["adds a page", { do: "addSection", section: newSection(form), at: 1 }, ["who: name married spouse", "page-1: ", "home: children(child age school) oldest born"]],
    ["adds a field", { do: "addField", field: text("nick"), to: { section: "who", at: 1 } }, ["who: name nick married spouse", "home: children(child age school) oldest born"]],
    ["adds a field to a group", { do: "addField", field: text("toy"), to: { section: "home", group: "children", at: 9 } }, ["who: name married spouse", "home: children(child age school toy) oldest born"]],
    ["moves a field within its page", { do: "moveField", id: "name", to: { section: "who", at: 2 } }, ["who: married spouse name", "home: children(child age school) oldest born"]],
    ["moves a field to another page", { do: "moveField", id: "name", to: { section: "home", at: 0 } }, ["who: married spouse", "home: name children(child age school) oldest born"]],
    ["moves a field into a group", { do: "moveField", id: "name", to: { section: "home", group: "children", at: 1 } }, ["who: married spouse", "home: children(child name age school) oldest born"]],
    ["moves a field out of a group", { do: "moveField", id: "school", to: { section: "who", at: 0 } }, ["who: school name married spouse", "home: children(child age) oldest born"]],
    ["moves a page", { do: "moveSection", id: "home", at: 0 }, ["home: children(child age school) oldest born", "who: name married spouse"]],
    ["copies a field behind itself", { do: "duplicate", node: field("spouse"), taken: none }, ["who: name married spouse spouse1", "home: children(child age school) oldest born"]],
    ["copies a group with its fields", { do: "duplicate", node: field("children"), taken: new Set(["age1"]) }, ["who: name married spouse", "home: children(child age school) children1(child1 age2 school1) oldest born"]],
    ["copies a page", { do: "duplicate", node: section("who"), taken: none }, ["who: name married spouse", "page-1: name1 married1 spouse1", "home: children(child age school) oldest born"]],
    ["removes a field", { do: "remove", node: field("age") }, ["who: name married spouse", "home: children(child school) oldest born"]],
    ["removes a page", { do: "remove", node: section("who") }, ["home: children(child age school) oldest born"]],
  ])("%s", (_name, edit, expected) => expect(shape(applyEdit(form, edit))).toEqual(expected));

  test.each<[string, Edit]>([
    ["a field that is not there", { do: "remove", node: field("nobody") }],
    ["a page that is not there", { do: "addField", field: text("x"), to: { section: "nowhere", at: 0 } }],
    ["a group into a group", { do: "moveField", id: "children", to: { section: "home", group: "children", at: 0 } }],
    ["a field to where it stands", { do: "moveField", id: "born", to: { section: "home", at: 40 } }],
    ["a page to where it stands", { do: "moveSection", id: "home", at: 7 }],
    ["an id to one in use", { do: "rename", node: field("name"), to: "age" }],
  ])("with %s changes nothing", (_name, edit) => expect(applyEdit(form, edit)).toBe(form));

  test("changes a field, never its id; what is untouched stays the same object", () => {
    const after = applyEdit(form, { do: "changeField", id: "name", field: { ...text("name", { optional: true }), id: "other" } });
    expect(locate(after, "name")?.field).toEqual(text("name", { optional: true }));
    expect(after.sections[1]).toBe(form.sections[1]);
  });

  test("that copies takes the conditions among the copied along", () => {
    expect(locate(applyEdit(form, { do: "duplicate", node: section("who"), taken: none }), "spouse1")?.field.visibleWhen).toBe("married1 == true");
    expect(locate(applyEdit(form, { do: "duplicate", node: field("children"), taken: none }), "school1")?.field.visibleWhen).toBe("age1 > 6");
  });

  test("that renames leaves a function of the same name alone", () => {
    const born: FormDefinition = { version: 1, sections: [{ id: "one", title: { zh: "页" }, fields: [{ id: "number", type: "citizenId", label: { zh: "号码" } }, { id: "birthOn", type: "date", label: { zh: "出生" }, mustBe: "birthOn(number)" }, { id: "years", type: "computed", label: { zh: "岁" }, expression: "age(birthOn, today)" }] }] };
    const after = applyEdit(applyEdit(born, { do: "rename", node: field("birthOn"), to: "born" }), { do: "rename", node: field("number"), to: "idNumber" });
    expect([locate(after, "born")?.field, locate(after, "years")?.field]).toMatchObject([{ mustBe: "birthOn(idNumber)" }, { expression: "age(born, today)" }]);
  });

  test("that renames changes the names in conditions and computed values, never a text in quotes", () => {
    const renamed = applyEdit(applyEdit(form, { do: "rename", node: field("age"), to: "years" }), { do: "rename", node: field("married"), to: "wed" });
    expect(locate(renamed, "oldest")?.field).toMatchObject({ expression: "max(children.years) + if(name == 'age', 1, 0)" });
    expect(locate(renamed, "school")?.field.visibleWhen).toBe("years > 6");
    expect(renamed.sections[1]?.visibleWhen).toBe("wed");
    expect(locate(applyEdit(form, { do: "rename", node: field("children"), to: "kids" }), "oldest")?.field).toMatchObject({ expression: "max(kids.age) + if(name == 'age', 1, 0)" });
    expect(analyseForm(renamed, { situations: [] })).toEqual([]);
  });
});

describe("a new field", () => {
  test.each(Object.keys(fieldTypeNames) as (keyof typeof fieldTypeNames)[])("of kind %s is whole and right", (type) => {
    const fresh = newField(form, type, none);
    const added = applyEdit(form, { do: "addField", field: fresh, to: { section: "who", at: 0 } });
    expect(brokenPlaces(added)).toEqual([]);
    expect(analyseForm(added, { situations: [] })).toEqual([]);
  });

  test("never takes an id that was ever public", () => {
    expect(newField(form, "text", new Set(["text1", "text2"])).id).toBe("text3");
    expect(freeId("page-", new Set(["page-1"]))).toBe("page-2");
  });
});

test("a copied form leaves the other item's materials behind", () => {
  const own = { ...form, sections: [...form.sections, { id: "materials", title: { zh: "材料" }, fields: [{ id: "m1", type: "file" as const, label: { zh: "证" } }] }] };
  expect(shape(formToCopy(own))).toEqual(shape(form));
});

test("a path leads to the page or field and what of it", () => {
  expect(placeAt(form, "sections.1.fields.0.fields.2.visibleWhen")).toEqual({ node: field("school"), property: "visibleWhen" });
  expect(placeAt(form, "sections.1.visibleWhen")).toEqual({ node: section("home"), property: "visibleWhen" });
  const empty = applyEdit(applyEdit(form, { do: "addSection", section: newSection(form), at: 9 }), { do: "changeField", id: "age", field: { ...text("age"), label: { zh: "" } } });
  expect(brokenPlaces(empty).map(({ node, property }) => [node, property])).toEqual([[field("age"), "label.zh"], [section("page-1"), "fields"]]);
});

describe("moving by steps", () => {
  test.each<[string, Direction, string[]]>([
    ["spouse", "up", ["who: name spouse married", "home: children(child age school) oldest born"]],
    ["spouse", "down", ["who: name married", "home: spouse children(child age school) oldest born"]],
    ["children", "up", ["who: name married spouse children(child age school)", "home: oldest born"]],
    ["child", "up", ["who: name married spouse", "home: child children(age school) oldest born"]],
    ["school", "down", ["who: name married spouse", "home: children(child age) school oldest born"]],
  ])("takes %s %s", (id, direction, expected) => expect(shape(applyEdit(form, stepOf(form, field(id), direction)!))).toEqual(expected));

  test("takes a page past the next, and nothing past the ends", () => {
    expect(stepOf(form, section("who"), "down")).toEqual({ do: "moveSection", id: "who", at: 1 });
    expect([stepOf(form, section("who"), "up"), stepOf(form, field("name"), "up"), stepOf(form, field("born"), "down"), stepOf(form, field("nobody"), "up")]).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("or by dropping lands before or after what was pointed at", () => {
    const drop = (moving: string, beside: string, after: boolean) => shape(applyEdit(form, { do: "moveField", id: moving, to: spotAt(form, field(beside), after, moving)! }))[0];
    expect([drop("name", "spouse", false), drop("name", "spouse", true), drop("spouse", "name", false)]).toEqual(["who: married name spouse", "who: married spouse name", "who: spouse name married"]);
    expect(spotAt(form, section("home"), true)).toEqual({ section: "home", at: 0 });
  });

  test("a new field goes behind the chosen one, into the chosen group or page, or to the end", () => {
    expect([field("name"), field("children"), field("age"), section("who"), undefined].map((chosen) => spotFor(form, chosen))).toEqual([
      { section: "who", at: 1 }, { section: "home", group: "children", at: 3 }, { section: "home", group: "children", at: 2 }, { section: "who", at: 3 }, { section: "home", at: 3 },
    ]);
    expect(nodesOf(form).map(({ id }) => id)).toEqual(["who", "name", "married", "spouse", "home", "children", "child", "age", "school", "oldest", "born"]);
  });
});

const run = (state: Editing, ...edits: Edit[]) => edits.reduce((before, edit) => editing(before, { act: "edit", edit }), state);

describe("steps taken back", () => {
  test("come again, until another step is made", () => {
    const state = run(startEditing(form), { do: "remove", node: field("name") }, { do: "remove", node: field("spouse") });
    const back = editing(state, { act: "undo" });
    expect(shape(back.form)[0]).toBe("who: married spouse");
    expect(editing(back, { act: "redo" }).form).toBe(state.form);
    expect(run(back, { do: "remove", node: field("born") }).future).toEqual([]);
    expect(editing(startEditing(form), { act: "undo" }).form).toBe(form);
    expect(editing(startEditing(form), { act: "redo" }).form).toBe(form);
  });

  test("are one for typing in one place", () => {
    const type = (state: Editing, label: string, place: string) => editing(state, { act: "edit", edit: { do: "changeField", id: "name", field: { ...text("name"), label: { zh: label } } }, run: place });
    const typed = type(type(type(startEditing(form), "姓", "label"), "姓名", "label"), "姓名：", "hint");
    expect(typed.past).toHaveLength(2);
    expect(locate(editing(typed, { act: "undo" }).form, "name")?.field.label.zh).toBe("姓名");
  });

  test("are many, not endless", () => {
    let state = startEditing(form);
    for (let step = 0; step < mostSteps + 20; step += 1) state = run(state, { do: "moveSection", id: "home", at: step % 2 });
    expect(state.past).toHaveLength(mostSteps);
  });
});

const id = fc.constantFrom("name", "married", "spouse", "children", "child", "age", "school", "oldest", "born", "text1", "nobody");
const page = fc.constantFrom("who", "home", "page-1", "nowhere");
const at = fc.nat(5);
const spot = fc.record({ section: page, group: fc.option(fc.constant("children"), { nil: undefined }), at });
const node = fc.oneof(id.map(field), page.map(section));
type Step = (form: FormDefinition) => Edit;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom("text" as const, "repeatingGroup" as const, "choice" as const), spot).map(([type, to]): Step => (now) => ({ do: "addField", field: newField(now, type, none), to })),
  at.map((place): Step => (now) => ({ do: "addSection", section: newSection(now), at: place })),
  fc.tuple(id, spot).map(([moved, to]): Step => () => ({ do: "moveField", id: moved, to })),
  fc.tuple(page, at).map(([moved, place]): Step => () => ({ do: "moveSection", id: moved, at: place })),
  node.map((copied): Step => () => ({ do: "duplicate", node: copied, taken: none })),
  node.map((removed): Step => () => ({ do: "remove", node: removed })),
  fc.tuple(node, fc.constantFrom("fresh", "name", "zeta")).map(([named, to]): Step => () => ({ do: "rename", node: named, to })),
  fc.tuple(id, fc.constantFrom("甲", "乙")).map(([changed, label]): Step => () => ({ do: "changeField", id: changed, field: text(changed, { label: { zh: label } }) })),
);
const allIds = ({ sections }: FormDefinition) => sections.flatMap((one) => one.fields.flatMap((own) => [own.id, ...(own.type === "repeatingGroup" ? own.fields.map((child) => child.id) : [])]));

describe("any row of steps", () => {
  test("taken back gives the form it began with, and done again the form it led to", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const done = steps.reduce((state, make) => editing(state, { act: "edit", edit: make(state.form) }), startEditing(form));
      const back = done.past.reduce((state) => editing(state, { act: "undo" }), done);
      expect(back.form).toBe(form);
      expect(done.past.reduce((state) => editing(state, { act: "redo" }), back).form).toBe(done.form);
    }));
  });

  test("keeps every id to one page or field", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { form: after } = steps.reduce((state, make) => editing(state, { act: "edit", edit: make(state.form) }), startEditing(form));
      expect(allIds(after)).toHaveLength(idsOf(after).fields.size);
      expect(after.sections).toHaveLength(idsOf(after).sections.size);
    }));
  });

  test("of moves keeps the set of fields", () => {
    fc.assert(fc.property(fc.array(fc.tuple(id, spot), { maxLength: 30 }), (moves) => {
      const after = moves.reduce((now, [moved, to]) => applyEdit(now, { do: "moveField", id: moved, to }), form);
      expect(allIds(after).toSorted()).toEqual(allIds(form).toSorted());
    }));
  });
});
