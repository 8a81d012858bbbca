import { BarChart, LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, SVGRenderer]);

const [width, height] = [640, 240];
const text = { color: "var(--ink)", fontSize: 14 };
const line = { lineStyle: { color: "var(--line)" } };
const value = { type: "value", minInterval: 1, axisLabel: text, splitLine: line } as const;

export type Bar = { label: string; count: number; colour?: string };

/** Bars side by side, each under its own words: nothing is told by colour alone. */
export function barChart(bars: readonly Bar[]): string {
  return drawn({
    xAxis: { type: "category", data: bars.map(({ label }) => label), axisLabel: { ...text, interval: 0 }, axisLine: line, axisTick: { show: false } }, yAxis: value,
    series: [{ type: "bar", silent: true, barMaxWidth: 48, label: { show: true, position: "top", ...text }, data: bars.map(({ count, colour = "var(--accent)" }) => ({ value: count, itemStyle: { color: colour, borderColor: "var(--ink)", borderWidth: 0.5 } })) }],
  });
}

/** Two lines over the same days, one whole, one dashed. */
export function lineChart(days: readonly string[], whole: readonly number[], dashed: readonly number[]): string {
  const shared = { type: "line", silent: true, showSymbol: days.length < 40 } as const;
  return drawn({
    xAxis: { type: "category", data: [...days], axisLabel: text, axisLine: line }, yAxis: value,
    series: [
      { ...shared, data: [...whole], symbol: "circle", lineStyle: { color: "var(--accent)", width: 2 }, itemStyle: { color: "var(--accent)" } },
      { ...shared, data: [...dashed], symbol: "rect", lineStyle: { color: "var(--ink)", width: 2, type: "dashed" }, itemStyle: { color: "var(--ink)" } },
    ],
  });
}

function drawn(option: object): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ animation: false, grid: { left: 52, right: 16, top: 28, bottom: 32 }, ...option });
  const svg = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  // What is left of its styles is for a pointer that nothing here answers to.
  return svg.replace(/<style[\s\S]*?<\/style>/g, "");
}
