import { describe, expect, test } from "vitest";
import type { ClosureScope } from "../schema/closures";
import { closurePhase, demandOpen, isAffected, planProblem, readMoment, spokenInstant, standingAt, verdictOf, type Closure, type Verdict } from "./closures";

const at = (moment: string) => new Date(`${moment}:00+08:00`);
const closure = (from: string, until: string, more: Partial<Closure> = {}): Closure => ({ scope: { kind: "portal" }, startsAt: at(from), endsAt: at(until), noticeDays: 3, endedAt: null, ...more });
const night = closure("2026-11-28T22:00", "2026-11-29T06:00");

test.each([
  ["2026-11-25T21:59", "planned"], ["2026-11-25T22:00", "announced"], ["2026-11-28T21:59", "announced"],
  ["2026-11-28T22:00", "closed"], ["2026-11-29T05:59", "closed"], ["2026-11-29T06:00", "over"],
])("a night's work told of three days before is, at %s, %s", (now, phase) => expect(closurePhase(night, at(now))).toBe(phase));

test("what was called off is over before it began", () => expect(closurePhase({ ...night, endedAt: at("2026-11-26T09:00") }, at("2026-11-28T23:00"))).toBe("over"));

const place = { itemCode: "A1", departmentId: "d", divisionCode: "440104" };
test.each<[ClosureScope, boolean]>([
  [{ kind: "portal" }, true],
  [{ kind: "department", departmentId: "d" }, true], [{ kind: "department", departmentId: "other" }, false],
  [{ kind: "division", code: "440100" }, true], [{ kind: "division", code: "440104" }, true], [{ kind: "division", code: "440105" }, false],
  [{ kind: "item", code: "A1" }, true], [{ kind: "item", code: "A" }, false],
])("a closure of %o reaches an item of department d in 440104: %s", (scope, reaches) => expect(isAffected(scope, place)).toBe(reaches));

test("a closed item does not close its department's page, nor the portal", () => {
  expect(isAffected({ kind: "item", code: "A1" }, { departmentId: "d" })).toBe(false);
  expect(isAffected({ kind: "division", code: "440104" }, {})).toBe(false);
});

describe("where one stands", () => {
  const next = closure("2026-11-29T06:00", "2026-11-29T08:00", { scope: { kind: "item", code: "A1" } });
  const apart = closure("2026-11-29T12:00", "2026-11-29T13:00");
  test("open, then told of what comes next, then closed until the last that follows is over", () => {
    const all = [apart, next, night];
    expect(standingAt(all, place, at("2026-11-20T09:00"))).toEqual({ phase: "open" });
    expect(standingAt(all, place, at("2026-11-27T09:00"))).toEqual({ phase: "announced", closure: night });
    expect(standingAt(all, place, at("2026-11-28T23:00"))).toEqual({ phase: "closed", closure: night, opensAt: next.endsAt });
    expect(standingAt(all, {}, at("2026-11-28T23:00"))).toEqual({ phase: "closed", closure: night, opensAt: night.endsAt });
    expect(standingAt(all, place, at("2026-11-29T09:00"))).toEqual({ phase: "announced", closure: apart });
  });
  test("what was called off does not keep it closed longer", () => {
    expect(standingAt([night, { ...next, endedAt: at("2026-11-28T10:00") }], place, at("2026-11-28T23:00"))).toMatchObject({ opensAt: night.endsAt });
  });
  test("the refusal says when it opens, in Shanghai", () => {
    expect(() => demandOpen([night], place, at("2026-11-28T21:00"))).not.toThrow();
    expect(() => demandOpen([night], place, at("2026-11-28T23:00"))).toThrowError(expect.objectContaining({ code: "departments.closedForNow", params: { year: "2026", month: 11, day: 29, weekday: 0, time: "06:00" } }));
    expect(spokenInstant(at("2027-01-01T00:05"))).toEqual({ year: "2027", month: 1, day: 1, weekday: 5, time: "00:05" });
  });
});

const portal = { scope: { kind: "portal" } } as const;
const item = { scope: { kind: "item", code: "A1" } } as const;
test.each<[Parameters<typeof verdictOf>[0], Verdict]>([
  [{ current: [], work: "ok" }, "good"], [{ current: [], work: "late" }, "late"],
  [{ current: [item], work: "ok" }, "paused"], [{ current: [item], work: "late" }, "paused"],
  [{ current: [portal], work: "ok" }, "closed"], [{ current: [item, portal], work: "late" }, "closed"],
])("the portal with %o is called %s", (status, verdict) => expect(verdictOf(status)).toBe(verdict));

const now = at("2026-11-22T12:00");
test.each([
  ["2026-11-23T22:00", "2026-11-24T06:00", undefined],
  ["2026-11-22T11:00", "2026-11-22T13:00", undefined],
  ["2026-11-24T06:00", "2026-11-24T06:00", "departments.closureReversed"],
  ["2026-11-20T06:00", "2026-11-22T12:00", "departments.closurePast"],
  ["2026-11-23T00:00", "2026-12-24T00:01", "departments.closureTooLong"],
])("a plan from %s until %s: %s", (from, until, problem) => expect(planProblem({ startsAt: at(from).toISOString(), endsAt: at(until).toISOString() }, now)).toBe(problem));

test.each([
  ["2026-11-30 22:00", "2026-11-30T14:00:00.000Z"], ["２０２６年１１月３０日 ２２：０５", "2026-11-30T14:05:00.000Z"], ["2026.1.3 8点", "2026-01-03T00:00:00.000Z"], ["2026/1/3T08:30", "2026-01-03T00:30:00.000Z"],
  ["2026-11-31 22:00", undefined], ["2026-11-30 25:00", undefined], ["明天晚上", undefined], ["", undefined],
])("the moment %s is read as %s", (text, instant) => expect(readMoment(text)?.toISOString()).toBe(instant));
