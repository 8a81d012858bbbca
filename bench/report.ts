import type { Figures } from "./load";
import type { Target } from "./scenario";

export type Row = { what: string; targets: readonly Target[]; portal: Figures; plain: Figures };

const widths = [44, 11, 8, 8, 8, 6, 13, 8, 8, 8, 6, 8];

const line = (cells: readonly string[]) => cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join("").trimEnd();

const figures = ({ perSecond, p50Ms, p99Ms, cpuMs, statements }: Figures) => [perSecond.toFixed(0), p50Ms.toFixed(1), p99Ms.toFixed(1), cpuMs.toFixed(2), statements.toFixed(1)];

/** The figures as a table, the portal beside the baseline, or one thing beside another. */
export function tableOf(rows: readonly Row[], [own, beside]: readonly [string, string] = ["portal", "http + pg"]): string {
  const head = [
    line(["", own, "", "", "", "", beside]),
    line(["", "requests/s", "p50 ms", "p99 ms", "CPU ms", "SQL", "requests/s", "p50 ms", "p99 ms", "CPU ms", "SQL", "ratio"]),
  ];
  const body = rows.map(({ what, portal, plain }) => line([what, ...figures(portal), ...figures(plain), (portal.perSecond / plain.perSecond).toFixed(2)]));
  const failures = rows.flatMap(({ what, portal, plain }) => [...failed(`${what}, ${own}`, portal), ...failed(`${what}, ${beside}`, plain)]);
  return [...head, "─".repeat(widths.reduce((sum, width) => sum + width, 0)), ...body, ...failures].join("\n");
}

const failed = (what: string, { failed: count }: Figures) => (count > 0 ? [`! ${what}: ${count} requests were not answered as they should be`] : []);
