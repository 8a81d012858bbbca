import { describe, expect, test } from "vitest";
import { RevisionContent } from "@/domain/items/schema";
import type { ProcessStep } from "@/domain/items/schema/process";
import { lintProcess } from "./lint-process";

const department = "0198a1b2-0000-7000-8000-000000000001";
const step = (key: string, kind: ProcessStep["kind"], more: Partial<ProcessStep> = {}): ProcessStep =>
  ({ key, kind, name: { zh: key }, role: kind === "accept" ? "clerk" : kind === "decide" ? "approver" : kind === "certificate" ? "certificateOfficer" : "reviewer", ...(kind === "consult" ? { departmentId: department } : {}), ...more });
const [accept, review, decide] = [step("accept", "accept"), step("review", "review"), step("decide", "decide")];
const explanation = { zh: "符合条件", en: "Conditions met" };

const content = (steps: ProcessStep[], more: Partial<RevisionContent> = {}) => RevisionContent.parse({
  name: "测试", itemType: "07", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
  statutoryLimit: { value: 20, unit: "workday" }, promisedLimit: { value: 10, unit: "workday" }, conditions: [],
  situations: [{ key: "way", question: { zh: "方式" }, options: [{ value: "rent", label: { zh: "租" } }, { value: "own", label: { zh: "自有" } }] }],
  materials: [{ key: "m1", name: { zh: "证明" }, necessity: "required" }], flow: [], fees: null, steps, legalBasis: [], result: null, questions: [],
  visits: 0, onlineDepth: "3", courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null,
  specialProcedures: [{ name: "听证", kind: "other" }], ...more,
});
const found = (steps: ProcessStep[], more?: Partial<RevisionContent>) => lintProcess(content(steps, more)).map(({ code, severity }) => `${severity} ${code.replace("items.", "")}`);

describe("a process", () => {
  test.each<[string, ProcessStep[]]>([
    ["one after the other", [accept, review, decide]],
    ["with branches that join", [accept, review, step("fire", "consult", { after: [] }), step("site", "review", { after: ["review", "fire"] }), decide]],
    ["with branches that exclude one another and join", [accept, step("lease", "review", { when: "situation.way == 'rent'", after: [] }), step("deed", "review", { when: "situation.way == 'own'", after: [] }), step("both", "review", { after: ["lease", "deed"] }), decide]],
    ["decided by a table where nothing is examined", [accept, step("look", "review", { when: "situation.way == 'rent'" }), { ...decide, automatic: { rows: [{ when: "situation.way == 'own'", explanation }], takes: ["m1"] } }]],
    ["that uses a procedure of the guide", [accept, { ...review, procedures: ["听证"] }, decide]],
  ])("%s is sound", (_what, steps) => expect(found(steps)).toEqual([]));

  test.each<[string, ProcessStep[], string]>([
    ["with a step twice", [accept, decide, decide], "error stepTwice"],
    ["that nobody decides", [accept, review], "error nobodyDecides"],
    ["that is decided twice", [accept, decide, step("again", "decide")], "error decidedTwice"],
    ["that is taken in twice", [accept, step("again", "accept"), decide], "error acceptedTwice"],
    ["taken in and decided by one role", [{ ...accept, role: "approver" }, decide], "error sameRoleAcceptsAndDecides"],
    ["of steps that wait for one another", [accept, { ...review, after: ["site"] }, step("site", "review", { after: ["review"] }), decide], "error stepsInRing"],
    ["of a step that waits for itself", [accept, { ...review, after: ["review"] }, decide], "error stepAfterItself"],
    ["of a step that waits for one that is gone", [accept, { ...review, after: ["gone"] }, decide], "error stepAfterUnknown"],
    ["with an examination after the decision", [accept, { ...review, after: ["decide"] }, decide], "error stepAfterLaterStage"],
    ["decided by a reviewer", [accept, { ...decide, role: "reviewer" }], "error stepRoleUnable"],
    ["reviewed by an editor", [accept, { ...review, role: "itemEditor" }, decide], "error stepRoleUnable"],
    ["that asks no department", [accept, { key: "fire", kind: "consult", name: { zh: "消防" }, role: "reviewer" }, decide], "error consultWithoutDepartment"],
    ["decided elsewhere", [accept, { ...decide, departmentId: department }], "error stepDepartmentIdle"],
    ["with a procedure the guide does not know", [accept, { ...review, procedures: ["拍卖"] }, decide], "error stepProcedureUnknown"],
    ["that is not always decided", [accept, { ...decide, when: "situation.way == 'rent'" }], "error stepAlways"],
    ["with a step that never comes", [accept, { ...review, when: "situation.way == 'rent' && situation.way == 'own'" }, decide], "error stepNever"],
    ["with a table at the review", [accept, { ...review, automatic: { rows: [{ when: "situation.way == 'own'", explanation }] } }, decide], "error automaticElsewhere"],
    ["with a table that takes what nobody asks", [accept, { ...decide, automatic: { rows: [{ when: "situation.way == 'own'", explanation }], takes: ["m9"] } }], "error automaticTakesUnknown"],
    ["with a row that never holds", [accept, { ...decide, automatic: { rows: [{ when: "situation.way == 'other'", explanation }] } }], "error automaticRowNever"],
    ["whose table is never reached", [accept, review, { ...decide, automatic: { rows: [{ when: "situation.way == 'own'", explanation }] } }], "warning automaticNeverReached"],
  ])("%s is told", (_what, steps, expected) => expect(found(steps)).toContain(expected));

  test.each([["when", "situation.way =="], ["when", "situation.nobody == 'x'"], ["when", "'text'"]])("with %s “%s” is told at its place", (_field, when) => {
    expect(lintProcess(content([accept, { ...review, when }, decide]))[0]).toMatchObject({ field: "steps.1.when", severity: "error" });
    expect(lintProcess(content([accept, { ...decide, automatic: { rows: [{ when, explanation }] } }]))[0]).toMatchObject({ field: "steps.1.automatic.rows.0.when", severity: "error" });
  });
});

describe("the limits of steps", () => {
  const days = (key: string, limitDays: number, more: Partial<ProcessStep> = {}) => step(key, "review", { limitDays, ...more });
  const ending = { ...decide, limitDays: 3 };
  test.each<[string, ProcessStep[], string[], Partial<RevisionContent>?]>([
    ["as long as what is promised fit", [{ ...accept, limitDays: 5 }, days("a", 7), ending, step("make", "certificate", { limitDays: 9 })], []],
    ["longer than it do not", [accept, days("a", 5), days("b", 3), ending], ["error stepsLongerThanPromised"]],
    ["side by side count once", [accept, days("a", 6), days("b", 7, { after: [] }), ending], []],
    ["of one conditional step alone must fit", [accept, days("a", 8, { when: "situation.way == 'own'" }), ending], ["error stepsLongerThanPromised"]],
    ["of branches that may exclude one another are only worth a look together", [accept, days("a", 5, { when: "situation.way == 'own'" }), days("b", 5, { when: "situation.way == 'rent'" }), ending], ["warning stepsLongerThanPromised"]],
    ["without a promise are free", [accept, days("a", 90), ending], [], { promisedLimit: null, statutoryLimit: null }],
    ["in calendar days fit workdays that may take as long", [accept, days("a", 14, { limitUnit: "calendarDay" }), ending], []],
    ["in workdays never fit fewer calendar days", [accept, days("a", 8), ending], ["error stepsLongerThanPromised"], { promisedLimit: { value: 10, unit: "calendarDay" } }],
  ])("%s", (_what, steps, expected, more) => expect(found(steps, more)).toEqual(expected));
});

test("a step sends a published message alone, and where nobody looked nothing is said", () => {
  const told = content([accept, { ...review, tells: { entered: "siteVisit", completed: "gone" } }, decide]);
  expect(lintProcess(told, { stepTexts: ["siteVisit"] })).toEqual([{ field: "steps.1", code: "items.stepTextUnpublished", severity: "error", params: { name: "review", text: "gone" } }]);
  expect(lintProcess(told)).toEqual([]);
});
