import { bigint, pgTable, text } from "drizzle-orm/pg-core";
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
