import { describe, expect, test } from "vitest";
import type { Situation } from "../schema";
import { chosenOf, needOf, questionsOf } from "./guided-start";

const label = (zh: string) => ({ zh });
const basis: Situation = { key: "basis", question: label("以什么为由？"), options: [{ value: "employment", label: label("就业") }, { value: "study", label: label("就读") }] };
const filedBy: Situation = { key: "filedBy", question: label("谁来办？"), options: [{ value: "self", label: label("本人") }, { value: "relative", label: label("近亲属") }] };

describe("what is asked before starting", () => {
  test.each([
    ["conditions first, then each situation", { conditions: ["在本市居住"], situations: [filedBy, basis] }, ["conditions", "filedBy", "basis"]],
    ["no conditions, no question about them", { conditions: [], situations: [basis] }, ["basis"]],
    ["nothing where nothing could change", { conditions: [], situations: [] }, []],
  ])("%s", (_, content, expected) => {
    expect(questionsOf(content).map((question) => (question.kind === "conditions" ? "conditions" : question.situation.key))).toEqual(expected);
  });
});

test("only what the item offers counts as chosen", () => {
  const content = { situations: [filedBy, basis] };
  expect(chosenOf(content, { filedBy: "self", basis: "?", other: "x" })).toEqual({ filedBy: "self" });
  expect(chosenOf(content, { basis: "retirement", filedBy: undefined })).toEqual({});
  expect(chosenOf({ situations: [{ ...basis, key: "toString" }] }, {})).toEqual({});
});

describe("whether a material is needed", () => {
  const chosen = { basis: "employment", filedBy: "self" };
  test.each([
    ["always", { necessity: "required" }, chosen, "needed"],
    ["may follow later, but is needed", { necessity: "tolerable" }, chosen, "needed"],
    ["optional is never more than perhaps", { necessity: "optional" }, chosen, "perhaps"],
    ["a condition in words alone", { necessity: "required", condition: "未成年人" }, chosen, "perhaps"],
    ["its situation holds", { necessity: "required", condition: "以就业为由", when: "situation.basis == 'employment'" }, chosen, "needed"],
    ["its situation does not hold", { necessity: "required", when: "situation.basis == 'study'" }, chosen, "notNeeded"],
    ["an optional one whose situation does not hold", { necessity: "optional", when: "situation.basis == 'study'" }, chosen, "notNeeded"],
    ["its situation was not said", { necessity: "required", when: "situation.basis == 'study'" }, { filedBy: "self" }, "perhaps"],
    ["one of two was not said", { necessity: "required", when: "situation.basis == 'study' && situation.filedBy == 'relative'" }, { basis: "study" }, "perhaps"],
    ["it hangs on what only the form asks", { necessity: "required", when: "situation.basis == 'study' && rooms > 2" }, { basis: "study" }, "perhaps"],
    ["it hangs on the person", { necessity: "required", when: "age(profile.birthOn, today) < 18" }, chosen, "perhaps"],
  ] as const)("%s", (_, material, said, expected) => {
    expect(needOf(material, said)).toBe(expected);
  });
});
