/** A cell of a table: a text, a figure, or nothing. */
export type Cell = string | number | null;

/** A line of CSV (RFC 4180). A text that a spreadsheet would take for a formula is marked as text. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(written).join(",")}\r\n`;
}

function written(cell: Cell): string {
  if (typeof cell !== "string") return String(cell ?? "");
  return `"${(/^[=+\-@＝＋－＠\t\r\n\u0000]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
}
