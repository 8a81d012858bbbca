import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { RevisionContent } from "@/domain/items/schema";
import { planRow, rowProblem, type RowFacts } from "./exchange";

const content = { name: "事项", legalBasis: [], audience: ["1"], statutoryLimit: null, itemType: "01", conditions: ["一"] } as unknown as RevisionContent;
const facts = (overrides: Partial<RowFacts> = {}): RowFacts => ({ content, departmentKnown: true, divisionKnown: true, own: true, codeOfAnother: false, ...overrides });
const there = (overrides: Partial<NonNullable<RowFacts["existing"]>> = {}) => ({ elsewhere: false, cancelled: false, content, ...overrides });

describe("planRow", () => {
  test.each<[string, Partial<RowFacts>, string, string[]]>([
    ["a new code", {}, "create", []],
    ["the same as there is", { existing: there() }, "unchanged", []],
    ["another content", { existing: there({ content: { ...content, name: "旧" } }) }, "revise", []],
    ["an item that has no content yet", { existing: there({ content: undefined }) }, "revise", []],
    ["an unknown organ, said before everything else", { departmentKnown: false, own: false }, "refuse", ["noDepartment"]],
    ["an unknown division", { divisionKnown: false }, "refuse", ["noDivision"]],
    ["another's field", { own: false }, "refuse", ["notYours"]],
    ["a code that is an item elsewhere", { existing: there({ elsewhere: true }) }, "refuse", ["belongsElsewhere"]],
    ["a new code of another organ", { codeOfAnother: true }, "refuse", ["codeOfAnother"]],
    ["an old code of another organ", { codeOfAnother: true, existing: there() }, "unchanged", []],
    ["every other reason at once", { sourceTakenBy: "x", existing: there({ cancelled: true, draftAway: true, otherEditor: "李" }) }, "refuse", ["sourceTaken", "cancelled", "draftInReview", "draftOfOthers"]],
    ["what the directory fixes, changed", { existing: there({ content: { ...content, name: "目录" } }), directory: { name: "目录", itemType: "01", levels: ["4"], audience: ["1"], statutoryLimit: null, legalBasis: [] } }, "refuse", ["lockedByDirectory"]],
  ])("%s", (_name, overrides, plan, codes) => {
    const planned = planRow(facts(overrides));
    expect([planned.plan, planned.problems.map(({ code }) => code)]).toEqual([plan, codes]);
  });

  test("tells the changes field by field", () => {
    expect(planRow(facts({ existing: there({ content: { ...content, conditions: ["二"] } }) })).changes).toEqual([{ field: "conditions", removed: ["二"], added: ["一"] }]);
  });
});

describe("rowProblem", () => {
  const schema = z.strictObject({ a: z.array(z.strictObject({ name: z.string().min(1).max(3), kind: z.enum(["x", "y"]), count: z.int().max(9).optional() })).min(1) });
  test.each<[unknown, string, string]>([
    [{}, "a", "missing"], [{ a: [] }, "a", "tooFew"], [{ a: [{ name: "", kind: "x" }] }, "a[0].name", "missing"], [{ a: [{ name: "long", kind: "x" }] }, "a[0].name", "tooLong"],
    [{ a: [{ name: "n", kind: "z" }] }, "a[0].kind", "notAllowed"], [{ a: [{ name: 7, kind: "x" }] }, "a[0].name", "wrongType"], [{ a: [{ name: "n", kind: "x", count: 12 }] }, "a[0].count", "tooLarge"],
    [{ a: [{ name: "n", kind: "x", odd: 1 }] }, "a[0]", "unknownField"], ["text", "row", "wrongType"],
  ])("%j is wrong at %s: %s", (value, field, code) => {
    expect(schema.safeParse(value).error?.issues.map(rowProblem)).toMatchObject([{ field, code }]);
  });
});
