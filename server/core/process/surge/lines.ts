import type { Connection } from "@/db/client";
import type { Line, Lines } from "./room";

type Row = { taken: string; admitted: string };

/** The one line of all processes: a row in PostgreSQL. */
export function linesIn(pool: Connection["pool"]): Lines {
  const ask = async (name: string, text: string, count: number): Promise<Line> => {
    const { rows: [row] } = await pool.query<Row>({ name, text, values: [count] });
    if (!row) throw new Error("there is no line");
    return { taken: Number(row.taken), admitted: Number(row.admitted) };
  };
  return {
    take: (count) => ask("waiting_take", "update waiting_line set taken = taken + $1 returning taken, admitted", count),
    // Nothing is written while nobody waits.
    admit: (count) => ask("waiting_admit", "with moved as (update waiting_line set admitted = least(taken, admitted + $1) where admitted < taken and $1 > 0 returning taken, admitted) select * from moved union all select taken, admitted from waiting_line where not exists (select from moved)", count),
  };
}
