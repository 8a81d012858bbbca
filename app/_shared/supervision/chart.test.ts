import { describe, expect, it } from "vitest";
import { barChart, lineChart } from "./chart";

describe("a chart", () => {
  const bars = barChart([{ label: "<b>红灯</b>", count: 3, colour: "var(--light-red)" }, { label: "绿灯", count: 0 }]);
  it("is drawn in the colours of the page, with words under each bar and its number above it", () => {
    expect(bars).toMatch(/^<svg /);
    expect(bars).toContain('fill="var(--light-red)"');
    expect(bars).toContain("绿灯");
    expect(bars).toContain(">3<");
  });
  it("brings no style sheet, no script and no markup of anybody's", () => {
    for (const svg of [bars, lineChart(["03-01", "03-02"], [1, 2], [2, 1])]) expect(svg).not.toMatch(/<style|<script|<b>/);
  });
  it("tells its two lines apart without colour", () => expect(lineChart(["03-01", "03-02"], [1, 2], [2, 1])).toContain("stroke-dasharray"));
});
