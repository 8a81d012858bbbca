import { expect, test } from "vitest";
import { formOfQuery, readScenario } from "./scenario";

const asked = { run: "yes", "submittedOn-year": "2026", "submittedOn-month": "9", "submittedOn-day": "21" };
const questions = [{ path: "age", type: "number" as const, kind: "number" as const }];

test("nothing was asked before the form was sent", () => {
  expect(readScenario(formOfQuery({}), questions)).toEqual({ wrong: [] });
});

test("empty inputs take the plain course of a case", () => {
  expect(readScenario(formOfQuery(asked), questions)).toMatchObject({ scenario: { submittedOn: "2026-09-21", acceptAfter: 0, extensionDays: 0, answers: {} } });
});

test.each([
  ["a wait that is no number", { acceptAfter: "abc" }, ["acceptAfter"]],
  ["a day that does not exist", { "submittedOn-month": "2", "submittedOn-day": "30" }, ["submittedOn"]],
  ["a procedure that takes no day", { suspendAfter: "1", suspendDays: "0" }, ["suspendDays"]],
  ["a correction asked too late", { correctionAsked: "999" }, ["correctionAsked"]],
  ["an answer that is no number", { "a.age": "old" }, ["a.age"]],
])("%s is named by its input", (_, typed, wrong) => {
  expect(readScenario(formOfQuery({ ...asked, ...typed }), questions)).toEqual({ wrong });
});
