import type { ReactNode } from "react";
import { cx } from "./cx";

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  /** Which way the rows are ordered by it. */
  sorted?: "ascending" | "descending" | undefined;
  /** This cell names the row. */
  rowHeader?: boolean;
  /** No wider than what it holds, such as a box to tick. */
  tight?: boolean;
};

type TableProps<Row> = {
  caption: string;
  captionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Tight rows, for desk and admin. */
  dense?: boolean;
  empty?: ReactNode;
};

/** A real table: caption, column and row headers, scrolling inside its own box when it must; `relative` keeps words for screen readers within it. */
export function Table<Row>({ caption, captionHidden = false, columns, rows, rowKey, dense = false, empty }: TableProps<Row>) {
  const pad = dense ? "px-3 py-2" : "px-4 py-3";
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <section
      aria-label={caption}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative max-w-full overflow-auto rounded-card border border-line bg-surface print:overflow-visible"
    >
      <table className="w-full border-collapse text-table">
        <caption className={cx(captionHidden ? "sr-only" : "border-b border-line text-start font-bold", pad)}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" aria-sort={column.sorted} className={cx("border-b-2 border-line bg-subtle font-semibold whitespace-nowrap", pad, column.align === "end" ? "text-end" : "text-start")}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-line last:border-b-0 hover:bg-accent-soft has-checked:bg-accent-soft">
              {columns.map((column) => {
                const Cell = column.rowHeader ? "th" : "td";
                return (
                  <Cell key={column.key} scope={column.rowHeader ? "row" : undefined} className={cx("align-baseline", column.rowHeader ? "min-w-[min(11em,45vw)]" : !column.tight && "min-w-[5em]", pad, column.align === "end" ? "text-end" : "text-start", column.rowHeader && "font-semibold")}>
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
