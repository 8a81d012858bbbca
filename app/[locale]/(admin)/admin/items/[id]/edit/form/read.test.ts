import { expect, test } from "vitest";
import { readForm } from "./read";

const field = { id: "a", type: "text", label: { zh: "甲" } };
const form = { version: 1, sections: [{ id: "p", title: { zh: "页" }, fields: [field] }] };

test("a form is read from its text", () => expect(readForm(JSON.stringify(form))).toEqual({ form }));

test.each<[string, string, string[]]>([
  ["no JSON", "{", [""]],
  ["a page without questions", JSON.stringify({ ...form, sections: [{ ...form.sections[0], fields: [] }] }), ["sections.0.fields"]],
  ["a label without words", JSON.stringify({ ...form, sections: [{ ...form.sections[0], fields: [{ ...field, label: { zh: "" } }] }] }), ["sections.0.fields.0.label.zh"]],
])("a text that is %s names the place", (_name, text, paths) => expect(readForm(text)).toEqual({ broken: paths.map((path) => ({ path })) }));
