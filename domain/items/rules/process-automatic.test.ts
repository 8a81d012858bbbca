import { describe, expect, test } from "vitest";
import type { Scope } from "@/domain/forms/rules/context";
import type { FormDefinition } from "@/domain/forms/schema";
import type { AutomaticDecision } from "../schema/process";
import { decideByTable, type AutomaticCase } from "./process-automatic";

const label = { zh: "问" };
const form: FormDefinition = {
  version: 1,
  sections: [{ id: "all", title: label, fields: [
    { id: "age", type: "number", label }, { id: "alone", type: "yesNo", label }, { id: "paper", type: "file", label, optional: true }, { id: "words", type: "longText", label, optional: true },
    { id: "children", type: "repeatingGroup", label, optional: true, fields: [{ id: "photo", type: "file", label }] },
  ] }],
};
const explanation = { zh: "年满 80 周岁", en: "Aged 80 or over" };
const table: AutomaticDecision = { rows: [{ when: "age >= 80 && alone", explanation }, { when: "age >= 90", explanation: { zh: "年满 90 周岁", en: "Aged 90 or over" } }] };
const given = (scope: Scope, more: Partial<AutomaticCase> = {}): AutomaticCase => ({ scope, form, personAsked: false, corrected: false, examined: false, ...more });
const paper = [{ fileId: "f", name: "户口簿.jpg" }];

describe("a decision table", () => {
  test("grants by the first row that holds, and names what it looked at", () => {
    expect(decideByTable(table, given({ age: 80, alone: true }))).toEqual({ outcome: "approved", row: 1, explanation, facts: ["age", "alone"] });
    expect(decideByTable(table, given({ age: 95, alone: false }))).toMatchObject({ outcome: "approved", row: 2 });
  });

  test.each<[string, AutomaticCase, object, Partial<AutomaticDecision>?]>([
    ["nothing holds", given({ age: 79, alone: true }), { reason: "unmatched" }],
    ["a fact is missing, though the rest would hold", given({ age: 81 }), { reason: "unmatched" }],
    ["a denial holds only because the fact is missing", given({ age: 81 }), { reason: "unmatched" }, { rows: [{ when: "!alone", explanation }] }],
    ["the applicant asked for one", given({ age: 95 }, { personAsked: true }), { reason: "personAsked" }],
    ["something was corrected", given({ age: 95 }, { corrected: true }), { reason: "corrected" }],
    ["the case has an examination", given({ age: 95 }, { examined: true }), { reason: "stepsBefore" }],
    ["a paper needs eyes", given({ age: 95, paper }), { reason: "unread", fields: ["paper"] }],
    ["words need reading", given({ age: 95, words: "请注意" }), { reason: "unread", fields: ["words"] }],
    ["a paper lies in a group", given({ age: 95, children: [{ photo: paper }] }), { reason: "unread", fields: ["children"] }],
    ["one of two papers may not be taken", given({ age: 95, paper, words: "请注意" }), { reason: "unread", fields: ["words"] }, { takes: ["paper"] }],
    ["a condition cannot be read", given({ age: 95 }), { reason: "unmatched" }, { rows: [{ when: "age >=", explanation }] }],
  ])("leaves a person to decide where %s", (_why, of, expected, more = {}) => {
    expect(decideByTable({ ...table, ...more }, of)).toEqual({ outcome: "person", ...expected });
  });

  test("reads by itself what a signed certificate answers alone, and nothing else", () => {
    expect(decideByTable(table, given({ age: 95, paper }, { certified: new Set(["paper"]) }))).toMatchObject({ outcome: "approved" });
    expect(decideByTable(table, given({ age: 95, paper, words: "请注意" }, { certified: new Set(["paper"]) }))).toMatchObject({ outcome: "person", reason: "unread", fields: ["words"] });
  });

  test("takes a paper unread where it says so, and an empty answer where it asks for one", () => {
    expect(decideByTable({ ...table, takes: ["paper"] }, given({ age: 95, paper }))).toMatchObject({ outcome: "approved" });
    expect(decideByTable({ rows: [{ when: "isEmpty(alone)", explanation }] }, given({ age: 1 }))).toMatchObject({ outcome: "approved" });
  });
});
