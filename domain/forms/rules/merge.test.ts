import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormDefinition, type Field } from "../schema";
import { applyEdit, type Edit } from "./edit-steps";
import { mergeForms } from "./merge";

const text = (id: string, more: object = {}): Field => ({ id, type: "text", label: { zh: id }, ...more }) as Field;
const group: Field = { id: "rows", type: "repeatingGroup", label: { zh: "表" }, fields: [{ id: "one", type: "text", label: { zh: "一" } }, { id: "two", type: "text", label: { zh: "二" } }] };
const base = FormDefinition.parse({
  version: 1,
  sections: [{ id: "p", title: { zh: "甲页" }, fields: [text("a"), text("b"), text("c")] }, { id: "q", title: { zh: "乙页" }, fields: [text("d"), group] }],
});
const under = (...edits: Edit[]) => edits.reduce(applyEdit, base);
const change = (id: string, more: object): Edit => ({ do: "changeField", id, field: text(id, more) });
const move = (id: string, section: string, at: number): Edit => ({ do: "moveField", id, to: { section, at } });
const add = (id: string, section: string, at: number): Edit => ({ do: "addField", field: text(id), to: { section, at } });
const remove = (id: string): Edit => ({ do: "remove", node: { kind: "field", id } });
const removePage = (id: string): Edit => ({ do: "remove", node: { kind: "section", id } });
const retitle = (id: string, zh: string): Edit => ({ do: "changeSection", id, section: { title: { zh } } });

describe("two people's changes to one form", () => {
  test.each<[string, Edit[], Edit[], Edit[]]>([
    ["to different fields are both kept", [change("a", { optional: true })], [change("b", { maxLength: 9 })], [change("a", { optional: true }), change("b", { maxLength: 9 })]],
    ["to different properties of one field are both kept", [change("a", { hint: { zh: "提示" } })], [change("a", { optional: true })], [change("a", { hint: { zh: "提示" }, optional: true })]],
    ["that are the same are one", [remove("a")], [remove("a")], [remove("a")]],
    ["that add in different places keep both", [add("x", "p", 1)], [add("y", "q", 0)], [add("x", "p", 1), add("y", "q", 0)]],
    ["that move a field and change it are both kept", [move("a", "q", 0)], [change("a", { optional: true })], [change("a", { optional: true }), move("a", "q", 0)]],
    ["that reorder and add are both kept", [move("a", "p", 2)], [add("x", "p", 2)], [add("x", "p", 2), move("a", "p", 3)]],
    ["to the pages and to a group are both kept", [{ do: "moveSection", id: "q", at: 0 }], [{ do: "remove", node: { kind: "field", id: "one" } }, retitle("p", "新")], [{ do: "moveSection", id: "q", at: 0 }, remove("one"), retitle("p", "新")]],
    ["that remove a page and change another are both kept", [removePage("p")], [retitle("q", "新")], [removePage("p"), retitle("q", "新")]],
  ])("%s", (_name, mine, theirs, expected) => {
    expect(mergeForms(base, under(...mine), under(...theirs))).toEqual({ form: under(...expected), conflicts: [] });
  });

  test.each<[string, Edit[], Edit[], string[]]>([
    ["to one property", [change("a", { maxLength: 5 })], [change("a", { maxLength: 6 })], ["a"]],
    ["where one removed what the other changed", [remove("a")], [change("a", { optional: true })], ["a"]],
    ["that move one field to two places", [move("a", "q", 0)], [{ do: "moveField", id: "a", to: { section: "q", group: "rows", at: 0 } }], ["a"]],
    ["that add one field in two places", [add("x", "p", 0)], [add("x", "q", 0)], ["x"]],
    ["where one removed the page that the other added to", [removePage("p")], [add("x", "p", 0)], ["p"]],
    ["that order one page in two ways", [move("a", "p", 2)], [move("a", "p", 1)], ["p"]],
    ["that together leave a page empty", [remove("d")], [remove("rows")], ["q"]],
  ])("%s are a conflict, named by its place", (_name, mine, theirs, places) => {
    expect(mergeForms(base, under(...mine), under(...theirs)).conflicts.map(({ id }) => id)).toEqual(places);
  });

  const step = fc.oneof(
    fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.boolean()).map(([id, optional]) => change(id, { optional })),
    fc.tuple(fc.constantFrom("a", "b", "c", "d", "rows"), fc.constantFrom("p", "q"), fc.nat(3)).map(([id, page, at]) => move(id, page, at)),
    fc.constantFrom("a", "b", "c", "d").map(remove),
    fc.tuple(fc.constantFrom("p", "q"), fc.constantFrom("新", "旧")).map(([id, zh]) => retitle(id, zh)),
  );
  const steps = fc.array(step, { maxLength: 4 });

  test("against nobody's change are my own, and the same for both where nothing conflicts", () => {
    fc.assert(fc.property(steps, steps, (mine, theirs) => {
      expect(mergeForms(base, under(...mine), base).form).toEqual(under(...mine));
      expect(mergeForms(base, base, under(...theirs)).form).toEqual(under(...theirs));
      const [one, other] = [mergeForms(base, under(...mine), under(...theirs)), mergeForms(base, under(...theirs), under(...mine))];
      if (one.conflicts.length === 0 && other.conflicts.length === 0) expect(new Set(JSON.stringify(one.form))).toEqual(new Set(JSON.stringify(other.form)));
    }));
  });
});
