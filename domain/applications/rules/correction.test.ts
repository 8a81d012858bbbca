import { describe, expect, it } from "vitest";
import { compileForm } from "@/domain/forms/rules/compile";
import type { Answers, FormDefinition } from "@/domain/forms/schema";
import { correctable } from "./correction";

const label = { zh: "问题" };
const definition: FormDefinition = {
  version: 1,
  sections: [
    { id: "who", title: label, fields: [{ id: "name", type: "text", label }, { id: "phone", type: "phone", label }, { id: "remarks", type: "longText", label, optional: true }] },
    { id: "basis", title: label, fields: [{ id: "basis", type: "choice", label, options: [{ value: "work", label }, { value: "home", label }] }] },
    { id: "work", title: label, visibleWhen: "basis == 'work'", fields: [{ id: "employer", type: "text", label }, { id: "contract", type: "file", label, visibleWhen: "employer != null", optional: true }] },
    { id: "stay", title: label, fields: [{ id: "from", type: "date", label }, { id: "until", type: "date", label, after: "from" }] },
    { id: "family", title: label, fields: [{ id: "children", type: "repeatingGroup", label, optional: true, fields: [{ id: "child", type: "text", label }] }, { id: "count", type: "computed", label, expression: "count(children)" }] },
  ],
};
const filed: Answers = { name: "王", phone: "13800000000", basis: "home", from: "2026-01-01", until: "2026-06-01" };
const form = compileForm(definition);
const context = { today: "2026-11-20", profile: {}, situation: {} };
const open = (fieldIds: string[], answers: Answers = filed) => [...correctable(form, { items: fieldIds.map((fieldId) => ({ fieldId })) }, { answers, context })].toSorted();

describe("while a correction is asked", () => {
  it.each([
    ["what is listed is open and nothing else", ["name"], filed, ["name"]],
    ["a listed answer opens what it may bring up, and what that brings up", ["basis"], filed, ["basis", "contract", "employer"]],
    ["a listed day opens the day that is bounded by it", ["from"], filed, ["from", "until"]],
    ["a listed cell opens its group and what is computed from it", ["children.0.child"], filed, ["children", "count"]],
    ["what is wrong as it stands is open, so that nobody is stuck", ["name"], { ...filed, basis: "work" }, ["contract", "employer", "name"]],
  ] satisfies [string, string[], Answers, string[]][])("%s", (_, listed, answers, expected) => {
    expect(open(listed, answers)).toEqual(expected);
  });

  it("a page keeps its other answers, whatever is posted for them, and finds no fault with them", () => {
    const read = form.readSection("who", { name: "王芳", phone: "1", remarks: "改" }, { previous: filed, context, open: new Set(["name"]) });
    expect(read.errors).toEqual([]);
    expect(read.answers).toEqual({ ...filed, name: "王芳", count: 0 });
  });
});
