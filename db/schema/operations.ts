import { sql } from "drizzle-orm";
import { bigint, check, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { yearTables } from "@/domain/operations/rules/years";
import { instant } from "./columns";

/** How each schedule ran last, by the database's own clock: a row each, written over at every tick. */
export const scheduleRuns = pgTable("schedule_runs", {
  /** Its queue, `schedules/<name>/<noun>`. */
  name: text().primaryKey(),
  startedAt: instant().notNull(),
  /** When it last went through, and how many rows it moved then. */
  finishedAt: instant(),
  moved: bigint({ mode: "number" }),
  /** The code of the last failure, taken away by the next run that goes through. */
  failure: text(),
});

/** Years that were moved out of the database into a file: what the file must be for them to be brought back. */
export const movedYears = pgTable("moved_years", {
  tableName: text({ enum: yearTables }).notNull(),
  /** The last year of the part; the first part also holds whatever came before. */
  year: integer().notNull(),
  /** The ids it spans: from this one on (nothing: from the first), up to but without that one. */
  fromId: uuid(),
  toId: uuid().notNull(),
  file: text().notNull(),
  sha256: text().notNull(),
  rows: bigint({ mode: "number" }).notNull(),
  /** Over the whole content of the rows, in whatever order, as the database itself tells it. */
  content: text().notNull(),
  movedAt: instant().notNull(),
}, (t) => [primaryKey({ columns: [t.tableName, t.year] }), check("moved_years_hold_something", sql`${t.rows} > 0`)]);

/** Years that stay where they are until somebody says otherwise: a suit, an inspection. */
export const yearHolds = pgTable("year_holds", {
  year: integer().primaryKey(),
  /** A file number or the like: nobody is named. */
  because: text().notNull(),
  placedAt: instant().notNull(),
});
