import { describe, expect, test } from "vitest";
import type { Answers, Field, FormDefinition } from "../schema";
import { carryAnswers, compareForms } from "./migrate";

const form = (...fields: Field[]): FormDefinition => ({ version: 1, sections: [{ id: "one", title: { zh: "一" }, fields }] });
const text = (id: string, zh = id): Field => ({ id, type: "text", label: { zh } });
const choice = (id: string, ...values: string[]): Field => ({ id, type: "choice", label: { zh: id }, options: values.map((value) => ({ value, label: { zh: value } })) });
const group = (id: string, ...fields: Extract<Field, { type: "repeatingGroup" }>["fields"]): Field => ({ id, type: "repeatingGroup", label: { zh: id }, fields });

describe("answers move to a newer edition", () => {
  test.each<[string, FormDefinition, FormDefinition, Answers, Answers]>([
    ["by the ids of their fields, wherever they stand now", form(text("a"), text("b")), form(text("b"), text("a")), { a: "1", b: "2" }, { a: "1", b: "2" }],
    ["without those whose field is gone", form(text("a"), text("b")), form(text("b")), { a: "1", b: "2" }, { b: "2" }],
    ["without those whose field is of another kind", form(text("a")), form({ id: "a", type: "number", label: { zh: "a" } }), { a: "1" }, {}],
    ["from a short text to a long one", form(text("a")), form({ id: "a", type: "longText", label: { zh: "a" } }), { a: "1" }, { a: "1" }],
    ["without a choice that is no longer offered", form(choice("a", "x", "y"), choice("b", "x", "y")), form(choice("a", "y", "z"), choice("b", "x", "z")), { a: "x", b: "x" }, { b: "x" }],
    ["row by row within a group", form(group("g", text("n") as never, text("m") as never)), form(group("g", text("n") as never)), { g: [{ n: "1", m: "2" }, { n: "3" }] }, { g: [{ n: "1" }, { n: "3" }] }],
    ["without what no field ever asked", form(text("a")), form(text("a")), { a: "1", ghost: "x" }, { a: "1" }],
  ])("%s", (_name, before, after, answers, expected) => expect(carryAnswers(before, after, answers)).toEqual(expected));
});

describe("the difference of two editions", () => {
  test("names what is new, gone and put otherwise", () => {
    expect(compareForms(form(text("a"), text("b", "旧"), choice("c", "x", "y")), form(text("b", "新"), choice("c", "x", "y"), text("d"))))
      .toEqual({ added: [{ zh: "d" }], removed: [{ zh: "a" }], changed: [{ zh: "新" }] });
  });
  test("is none for the same questions in another order", () => {
    expect(compareForms(form(text("a"), text("b")), form(text("b"), text("a")))).toEqual({ added: [], removed: [], changed: [] });
  });
});
