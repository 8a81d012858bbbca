import { describe, expect, test } from "vitest";
import { makeCalendar } from "@/domain/core/calendar";
import holidays from "@/domain/core/vectors/holidays-2020-2027.json";
import vectors from "@/domain/core/vectors/workday.json";
import type { FormDefinition } from "@/domain/forms/schema";
import { RevisionContent } from "@/domain/items/schema";
import type { ProcessStep } from "@/domain/items/schema/process";
import { asksOf, Scenario, simulate } from "./simulate";

const years = Object.values(holidays.years);
const calendar = makeCalendar(
  years.flatMap((year) => year.days.map(({ date, name, type }) => ({ day: date, name, isWorkday: type === "makeup-workday" }))),
  years.filter((year) => year.status === "official").map((year) => year.year),
);

const label = { zh: "问" };
const form: FormDefinition = {
  version: 1,
  sections: [
    { id: "who", title: label, fields: [{ id: "birthOn", type: "date", label }, { id: "years", type: "computed", label, expression: "age(birthOn, today)", display: "number" }, { id: "lives", type: "choice", label, options: [{ value: "alone", label }, { value: "family", label }] }] },
    { id: "more", title: label, visibleWhen: "lives == 'alone'", fields: [{ id: "helped", type: "yesNo", label }, { id: "paper", type: "file", label, optional: true }, { id: "words", type: "longText", label, optional: true }] },
  ],
};
const step = (key: string, kind: ProcessStep["kind"], more: Partial<ProcessStep> = {}): ProcessStep => ({ key, kind, name: { zh: key }, role: "reviewer", ...more });
const explanation = { zh: "年满 80 周岁且独居", en: "80 or over, living alone" };
const steps = [
  step("accept", "accept", { limitDays: 2 }), step("review", "review", { limitDays: 5, when: "years < 80" }), step("visit", "review", { limitDays: 3, after: [], when: "helped == true" }),
  step("decide", "decide", { limitDays: 2, automatic: { rows: [{ when: "years >= 80 && lives == 'alone'", explanation }] } }), step("make", "certificate", { limitDays: 5 }),
];
const revision = (more: Partial<RevisionContent> = {}) => RevisionContent.parse({
  name: "测试", itemType: "07", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
  statutoryLimit: { value: 20, unit: "workday" }, promisedLimit: { value: 10, unit: "workday" }, conditions: [], situations: [], materials: [], flow: [], fees: null, steps, legalBasis: [], result: null,
  questions: [], visits: 0, onlineDepth: "3", courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form, ...more,
});
const young = { birthOn: "1990-01-01", lives: "family" };
const old = { birthOn: "1940-01-01", lives: "alone", helped: false };
const run = (scenario: Partial<Scenario>, more?: Partial<RevisionContent>) => {
  const simulation = simulate(revision(more), Scenario.parse({ submittedOn: "2026-09-21", answers: young, ...scenario }), calendar);
  if (!simulation) throw new Error("a ring");
  return simulation;
};
const dues = (simulation: ReturnType<typeof run>) => Object.fromEntries(simulation.clocks.map(({ name, deadline }) => [name, deadline.dueOn]));

describe("the dates of an imagined case agree with the published vectors", () => {
  test.each([...vectors.workingDay, ...vectors.handChecked].slice(0, 60))("accepted on $acceptedOn, $workingDays workdays: $dueOn", ({ acceptedOn, workingDays, dueOn }) => {
    const simulation = run({ submittedOn: acceptedOn }, { promisedLimit: { value: workingDays, unit: "workday" }, statutoryLimit: null, steps: [step("decide", "decide", { limitDays: workingDays })] });
    expect(dues(simulation)).toMatchObject({ promised: dueOn });
    if (workingDays > 0) expect(simulation.steps[0]).toMatchObject({ startedOn: acceptedOn, dueOn });
    expect(simulation.late).toBe(false);
  });
});

describe("an imagined case", () => {
  test("runs through its steps, over a holiday with its make-up days, and tells what is left out", () => {
    const simulation = run({ acceptAfter: 1 });
    expect(simulation.milestones).toEqual([{ on: "2026-09-21", what: "submitted" }, { on: "2026-09-22", what: "accepted" }, { on: "2026-10-09", what: "decided" }]);
    expect(simulation.steps.map(({ key, state, startedOn, dueOn }) => [key, state, startedOn, dueOn])).toEqual([
      ["accept", "runs", "2026-09-21", "2026-09-22"], ["review", "runs", "2026-09-22", "2026-09-30"], ["visit", "skipped", null, null], ["decide", "runs", "2026-09-30", "2026-10-09"], ["make", "runs", "2026-10-09", "2026-10-15"],
    ]);
    expect(simulation.verdict).toEqual({ outcome: "person", reason: "stepsBefore" });
    expect(simulation.clocks.find(({ name }) => name === "promised")?.deadline.days.find(({ day }) => day === "2026-10-10")).toMatchObject({ counted: true, reason: "makeUpWorkday" });
  });

  test("is decided on the day it is filed where a row of the table holds", () => {
    const simulation = run({ answers: old, acceptAfter: 3 });
    expect(simulation.verdict).toMatchObject({ outcome: "approved", row: 1, explanation });
    expect(simulation.decidedOn).toBe("2026-09-21");
    expect(run({ answers: old, personAsked: true }).verdict).toEqual({ outcome: "person", reason: "personAsked" });
    expect(run({ answers: old, given: ["words"] }).verdict).toEqual({ outcome: "person", reason: "unread", fields: ["words"] });
    expect(run({ answers: { ...old, helped: true } }).verdict).toEqual({ outcome: "person", reason: "stepsBefore" });
  });

  test("waits for a correction and begins its clocks anew with the corrected application", () => {
    const simulation = run({ answers: old, correction: { askedAfter: 2, answeredAfter: 4 } });
    expect(dues(simulation)).toMatchObject({ notice: "2026-09-29", correction: "2026-10-21", noticeAgain: "2026-10-13" });
    expect(simulation.milestones.slice(0, 4)).toEqual([{ on: "2026-09-21", what: "submitted" }, { on: "2026-09-23", what: "correctionAsked" }, { on: "2026-09-30", what: "resubmitted" }, { on: "2026-09-30", what: "accepted" }]);
    expect(simulation.verdict).toEqual({ outcome: "person", reason: "corrected" });
  });

  test("stands still in a suspension, its steps with it, and an extension adds its days", () => {
    const plain = dues(run({}));
    const held = run({ suspension: { after: 1, days: 2 }, extensionDays: 3 });
    expect(plain).toMatchObject({ promised: "2026-10-12" });
    expect(dues(held)).toMatchObject({ promised: "2026-10-19" });
    expect(held.steps[1]).toMatchObject({ startedOn: "2026-09-21", dueOn: "2026-10-08" });
    expect(run({}).steps[1]).toMatchObject({ dueOn: "2026-09-29" });
  });

  test("is late where its steps take longer than what was promised", () => {
    expect(run({}, { promisedLimit: { value: 6, unit: "workday" } }).late).toBe(true);
    expect(run({}, { steps: steps.map(({ limitDays: _limit, ...one }) => one) })).toMatchObject({ decidedOn: "2026-10-12", late: false });
  });

  test("cannot be imagined where steps wait for one another", () => {
    expect(simulate(revision({ steps: [step("a", "review", { after: ["b"] }), step("b", "review", { after: ["a"] }), step("decide", "decide")] }), Scenario.parse({ submittedOn: "2026-09-21", answers: {} }), calendar)).toBeUndefined();
  });
});

test("a scenario says what the process looks at, with what shows and makes those answers", () => {
  expect(asksOf(revision())).toEqual({ paths: ["birthOn", "today", "helped", "lives"].filter((path) => path !== "today"), given: [{ id: "paper", label }, { id: "words", label }] });
  expect(asksOf(revision({ steps: [step("decide", "decide")] }))).toEqual({ paths: [], given: [] });
});
