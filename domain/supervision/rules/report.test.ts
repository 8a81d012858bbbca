import { expect, it } from "vitest";
import { reportLines, toCsv, type ReportRow } from "./report";

const row: ReportRow = { name: "=1+1", open: 1, black: 0, red: 1, orange: 0, yellow: 0, green: 0, received: 2, accepted: 2, deemedAccepted: 0, decided: 3, approved: 2, automatic: 1, onTime: 2, inLaw: 3, correctedOnce: 1, correctedMore: 0, suspended: 0, extended: 0, onTimeRate: 2 / 3, median: 4, p90: 9 };

it("writes figures under their headings, and nothing where there is no figure", () => {
  const [, headings, figures] = reportLines([{ title: "合计", rows: [{ ...row, onTimeRate: null }] }]);
  expect(figures).toHaveLength(headings!.length);
  expect(figures?.at(-3)).toBeNull();
  expect(reportLines([{ title: "合计", rows: [row] }])[2]?.at(-3)).toBe(66.7);
});

it.each([["=1+1", `"'=1+1"`], ["@x", `"'@x"`], ["局,处", '"局,处"'], ['名"号', '"名""号"'], ["市场局", '"市场局"']])("never lets a spreadsheet run %j", (name, expected) => {
  expect(toCsv([[name, -1, null]])).toBe(`\uFEFF${expected},-1,\r\n`);
});
