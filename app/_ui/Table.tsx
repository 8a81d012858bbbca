import type { ReactNode } from "react";
import { cx } from "./cx";

export type Column<Row> = {
  key: string;
  header: ReactNode;
  /** The header in plain words, where it is more than that. */
  label?: string;
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
  /** On a phone each row is a card: the same cells one below the other, each after the name of its column. */
  cards?: boolean;
};

const labelOf = <Row,>({ label, header }: Column<Row>) => label ?? (typeof header === "string" ? header : undefined);

/** A real table: caption, column and row headers, scrolling inside its own box when it must; `relative` keeps words for screen readers within it. */
export function Table<Row>({ caption, captionHidden = false, columns, rows, rowKey, dense = false, empty, cards = false }: TableProps<Row>) {
  // What is no longer laid out as a table is still read as one.
  const role = (name: string) => (cards ? name : undefined);
  const pad = dense ? "px-3 py-2" : "px-4 py-3";
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <section
      aria-label={caption}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
      tabIndex={0}
      className={cx("relative max-w-full overflow-auto rounded-card border border-line bg-surface print:overflow-visible", cards && "row-cards")}
    >
      <table role={role("table")} className="w-full border-collapse text-table">
        <caption className={cx(captionHidden ? "sr-only" : "border-b border-line text-start font-bold", pad)}>{caption}</caption>
        <thead role={role("rowgroup")}>
          <tr role={role("row")}>
            {columns.map((column) => (
              <th key={column.key} role={role("columnheader")} scope="col" aria-sort={column.sorted} className={cx("border-b-2 border-line bg-subtle font-semibold whitespace-nowrap", pad, column.align === "end" ? "text-end" : "text-start")}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role={role("rowgroup")}>
          {rows.map((row) => (
            <tr key={rowKey(row)} role={role("row")} className="border-b border-line last:border-b-0 hover:bg-accent-soft has-checked:bg-accent-soft">
              {columns.map((column) => {
                const Cell = column.rowHeader ? "th" : "td";
                return (
                  <Cell key={column.key} role={role(column.rowHeader ? "rowheader" : "cell")} data-label={cards && !column.rowHeader ? labelOf(column) : undefined} scope={column.rowHeader ? "row" : undefined} className={cx("align-baseline", column.rowHeader ? "min-w-[min(11em,45vw)]" : !column.tight && "min-w-[5em]", pad, column.align === "end" ? "text-end" : "text-start", column.rowHeader && "font-semibold")}>
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
