import { describe, expect, test } from "vitest";
import { makeCalendar } from "@/domain/core/calendar";
import { canAsk, hearingBars, refuseDay, type OpenHearing } from "./hearings";

const now = new Date("2026-03-10T01:00:00Z");
const hearing = (overrides: Partial<OpenHearing> = {}): OpenHearing => ({ state: "announced", askUntil: "2026-03-10", asked: false, chairId: null, ...overrides });

describe("a decision waits for a hearing", () => {
  test.each([
    ["none was spoken of", null, undefined],
    ["the right still runs, to the end of its last day", hearing(), "hearings.rightRuns"],
    ["nobody asked in time", hearing({ askUntil: "2026-03-09" }), undefined],
    ["it was asked for, however long ago", hearing({ askUntil: "2026-03-01", asked: true }), "hearings.askedFor"],
    ["it is set and its minutes are not in", hearing({ state: "scheduled" }), "hearings.minutesMissing"],
    ["it was held", hearing({ state: "held", asked: true }), undefined],
    ["it was given up", hearing({ state: "waived" }), undefined],
    ["it was called off", hearing({ state: "cancelled", asked: true }), undefined],
  ])("%s", (_what, found, code) => {
    expect(hearingBars({ hearing: found }, now)).toBe(code);
  });

  test("the right is asked for until its last day, once", () => {
    expect(canAsk(hearing(), "2026-03-10")).toBe(true);
    expect(canAsk(hearing(), "2026-03-11")).toBe(false);
    expect(canAsk(hearing({ asked: true }), "2026-03-10")).toBe(false);
  });
});

describe("the day of a hearing", () => {
  const calendar = makeCalendar([], [2026]);
  test.each([
    ["seven days after it is told", "2026-03-17", null, false, undefined],
    ["six days after it is told", "2026-03-16", null, false, "hearings.tooSoon"],
    ["the twentieth workday after it was asked for", "2026-03-30", "2026-03-02", false, undefined],
    ["later than that", "2026-03-31", "2026-03-02", false, "hearings.tooLate"],
    ["later, because the applicant asked for it", "2026-04-30", "2026-03-02", true, undefined],
  ])("%s", (_what, heldOn, askedOn, postponed, code) => {
    expect(refuseDay({ heldOn, today: "2026-03-10", askedOn, postponed, calendar })).toBe(code);
  });
});
