import { describe, expect, it } from "vitest";
import { isMet, tableOfVerdicts, type Verdict } from "./verdict";

const verdict = (bound: Verdict["bound"], value: number): Verdict => ({ what: "item read", figure: "ratio", value, bound, target: 0.5 });

describe("a target", () => {
  it.each([["atLeast", 0.5, true], ["atLeast", 0.49, false], ["atMost", 0.5, true], ["atMost", 0.51, false], ["atLeast", Number.NaN, false], ["atMost", Number.NaN, false]] as const)("%s 0.5 with %d: %s", (bound, value, met) => {
    expect(isMet(verdict(bound, value))).toBe(met);
  });

  it("is named where it is missed, and the count is told", () => {
    const table = tableOfVerdicts([verdict("atLeast", 0.8), { ...verdict("atMost", 1.9), what: "首页" }]);
    expect(table).toContain("NOT MET");
    expect(table).toContain("1 of 2 targets not met: 首页");
    expect(tableOfVerdicts([verdict("atLeast", 0.8)])).toContain("all 1 targets are met");
  });
});
