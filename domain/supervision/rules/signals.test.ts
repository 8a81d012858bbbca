import { describe, expect, it } from "vitest";
import { findingsOf, findingsOfAct, idleFinding, signalTable, type ActFacts } from "./signals";

const one = { id: "c", status: "accepted" as const, receivedOn: "2026-03-02", dueOn: "2026-03-10", promisedDueOn: "2026-03-10", statutoryDueOn: "2026-03-20", steps: [{ key: "review", status: "active", dueOn: "2026-03-06" }] };
const act: ActFacts = { ...one, action: "approve", actedOn: "2026-03-09", reason: null, deliveryDueOn: null, plannedEndOn: null, corrections: 0, finished: [] };
const keys = (found: { key: string }[]) => found.map(({ key }) => key);
const rules = (found: { rule: string }[]) => found.map(({ rule }) => rule);

describe("the clocks of an open case", () => {
  it.each<[string, Partial<typeof one> | object, string, string[]]>([
    ["on the day it is due", { steps: [] }, "2026-03-10", []],
    ["the day after", { steps: [] }, "2026-03-11", ["overPromised"]],
    ["past what the law sets", { steps: [] }, "2026-03-21", ["overPromised", "overStatutory"]],
    ["with a step over its time though the total is fine", {}, "2026-03-09", ["stepOver"]],
    ["with a step that is done", { steps: [{ key: "review", status: "done", dueOn: "2026-03-06" }] }, "2026-03-09", []],
    ["while the applicant corrects", { status: "correction" }, "2026-04-01", []],
    ["while it stands still past the plan", { status: "suspended" }, "2026-03-11", ["suspensionOver"]],
    ["not yet taken in", { status: "submitted", steps: [] }, "2026-03-11", ["intakeOverdue"]],
    ["decided and not handed over", { status: "delivering", steps: [] }, "2026-03-25", ["deliveredLate"]],
    ["closed", { status: "closed" }, "2026-05-01", []],
  ])("%s", (_, overrides, today, expected) => expect(rules(findingsOf({ ...one, ...overrides }, today))).toEqual(expected));
});

describe("an act", () => {
  it.each<[string, Partial<ActFacts>, string[]]>([
    ["in time", {}, []], ["on the promised day", { actedOn: "2026-03-10" }, []], ["after it", { actedOn: "2026-03-11" }, ["overPromised"]], ["past the law's day", { actedOn: "2026-03-21" }, ["overPromised", "overStatutory"]],
    ["of silence", { action: "deemAccept" }, ["intakeOverdue"]], ["that rejects without saying why", { action: "reject", reason: "不符合" }, ["reasonThin"]], ["that rejects with reasons", { action: "reject", reason: "经营场所面积不足四十平方米" }, []],
    ["that asks again", { action: "requestCorrection", corrections: 2 }, ["correctedAgain"]], ["that asks once", { action: "requestCorrection", corrections: 1 }, []],
    ["that hands over late", { action: "deliver", deliveryDueOn: "2026-03-06" }, ["deliveredLate"]], ["that ends a suspension late", { action: "resume", plannedEndOn: "2026-03-06" }, ["suspensionOver"]],
    ["that finishes a step late", { action: "completeStep", finished: [{ key: "review", dueOn: "2026-03-06" }] }, ["stepOver"]],
  ])("%s", (_, overrides, expected) => expect(rules(findingsOfAct({ ...act, ...overrides }))).toEqual(expected));
});

describe("a finding", () => {
  it("has one key whether a clock or an act showed it", () => {
    expect(keys(findingsOfAct({ ...act, actedOn: "2026-03-21" }))).toEqual(keys(findingsOf({ ...one, steps: [] }, "2026-03-21")));
    expect(keys(findingsOfAct({ ...act, action: "deemAccept" }))).toEqual(keys(findingsOf({ ...one, status: "submitted", dueOn: "2026-03-09", steps: [] }, "2026-03-10")));
    expect(keys(findingsOfAct({ ...act, action: "completeStep", finished: [{ key: "review", dueOn: "2026-03-06" }] }))).toEqual(keys(findingsOf(one, "2026-03-09")));
  });
  it("of another due day, after an extension, is another", () => expect(findingsOf({ ...one, steps: [], dueOn: "2026-03-12" }, "2026-03-15")[0]?.key).not.toBe(findingsOf({ ...one, steps: [] }, "2026-03-15")[0]?.key));
  it("that nobody took a case is made once per version", () => expect(idleFinding({ id: "c", version: 3 }).key).not.toBe(idleFinding({ id: "c", version: 4 }).key));
  it("stands under a code of its own", () => expect(new Set(Object.values(signalTable).map(({ code }) => code)).size).toBe(Object.keys(signalTable).length));
});
