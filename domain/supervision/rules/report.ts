import { csvLine, type Cell } from "@/domain/core/csv";

/** The table of a regular report: aggregate figures alone, whoever reads it. */
export type ReportRow = {
  name: string; open: number; black: number; red: number; orange: number; yellow: number; green: number;
  received: number; accepted: number; deemedAccepted: number; decided: number; approved: number; automatic: number; onTime: number; inLaw: number; correctedOnce: number; correctedMore: number; suspended: number; extended: number;
  onTimeRate: number | null; median?: number | null; p90?: number | null;
};

type Column = { heading: string; read: (row: ReportRow) => string | number | null };
const count = (heading: string, key: Exclude<keyof ReportRow, "name" | "onTimeRate" | "median" | "p90">): Column => ({ heading, read: (row) => row[key] });

const columns: readonly Column[] = [
  { heading: "名称 Name", read: ({ name }) => name },
  count("在办 Open", "open"), count("黑灯 Black", "black"), count("红灯 Red", "red"), count("橙灯 Orange", "orange"), count("黄灯 Yellow", "yellow"), count("绿灯 Green", "green"),
  count("收件 Received", "received"), count("受理 Accepted", "accepted"), count("视为受理 Deemed accepted", "deemedAccepted"), count("作出决定 Decided", "decided"), count("准予 Approved", "approved"), count("自动审批 Automatic", "automatic"),
  count("承诺期内 On time", "onTime"), count("法定期内 Within the law", "inLaw"), count("补正一次 Corrected once", "correctedOnce"), count("补正多次 Corrected more", "correctedMore"), count("特别程序 Suspended", "suspended"), count("延期 Extended", "extended"),
  { heading: "按时率 % On-time rate %", read: ({ onTimeRate }) => (onTimeRate === null ? null : Math.round(onTimeRate * 1000) / 10) },
  { heading: "中位工作日 Median workdays", read: ({ median }) => median ?? null }, { heading: "九成工作日 P90 workdays", read: ({ p90 }) => p90 ?? null },
];

export type ReportSection = { title: string; rows: readonly ReportRow[] };

/** The lines of a report: a title, a heading and its rows per section. */
export function reportLines(sections: readonly ReportSection[]): Cell[][] {
  return sections.flatMap(({ title, rows }, i) => [...(i > 0 ? [[]] : []), [title], columns.map(({ heading }) => heading), ...rows.map((row) => columns.map(({ read }) => read(row)))]);
}

/** CSV, with the mark by which spreadsheets know UTF-8. */
export const toCsv = (lines: readonly (readonly Cell[])[]): string => `\uFEFF${lines.map(csvLine).join("")}`;
