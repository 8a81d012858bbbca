import { sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Range } from "@/domain/supervision/policy";

/** The ranges as a table `place`, for a join by `isThere`. */
export function places(ranges: readonly Range[]): SQL {
  const column = (key: keyof Range) => sql.param(ranges.map((range) => range[key]));
  return sql`unnest(${column("departmentId")}::uuid[], ${column("low")}::text[], ${column("high")}::text[]) as place(department_id, low, high)`;
}

/** Whether a row lies in a place; ranges do not overlap, so each row joins one at most. */
export const isThere = ({ departmentId, divisionCode }: { departmentId: AnyPgColumn; divisionCode: AnyPgColumn }): SQL =>
  sql`${departmentId} = place.department_id and ${divisionCode} between place.low and place.high`;
