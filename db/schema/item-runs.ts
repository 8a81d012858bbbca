import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { ErrorParams } from "@/domain/core/errors";
import type { FieldChange } from "@/domain/items/rules/changes";
import { rowOutcomes, rowPlans, runKinds, runStatuses, type ItemDocument, type RowProblem } from "@/domain/items/schema/exchange";
import { id, instant } from "./columns";

/** Work over many items: read, shown, confirmed, then done row by row. `read` counts the rows read, `done` those worked off. */
export const itemRuns = pgTable("item_runs", {
  id: id(),
  kind: text({ enum: runKinds }).notNull(),
  status: text({ enum: runStatuses }).notNull(),
  createdBy: uuid().notNull(),
  /** The file's name as its sender has it, or what is cloned or handed down. */
  title: text().notNull(),
  /** The item that is cloned, or the entry of the directory that is handed down. */
  subjectId: uuid(),
  fileKey: text(),
  read: integer().notNull().default(0),
  total: integer(),
  done: integer().notNull().default(0),
  problem: jsonb().$type<{ code: string; params: ErrorParams }>(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  endedAt: instant(),
}, (t) => [index().on(t.createdBy, t.id)]);

/** One item of a run: what is planned for it and what came of it. The document goes once the row is done. */
export const itemRunRows = pgTable("item_run_rows", {
  runId: uuid().notNull().references(() => itemRuns.id, { onDelete: "cascade" }),
  position: integer().notNull(),
  code: text().notNull(),
  name: text().notNull(),
  plan: text({ enum: rowPlans }).notNull(),
  document: jsonb().$type<ItemDocument>(),
  changes: jsonb().$type<FieldChange[]>().notNull(),
  problems: jsonb().$type<RowProblem[]>().notNull(),
  itemId: uuid(),
  /** The draft that is replaced, and its version when it was looked at. */
  draftId: uuid(),
  draftVersion: integer(),
  outcome: text({ enum: rowOutcomes }),
  endedAt: instant(),
}, (t) => [
  primaryKey({ columns: [t.runId, t.position] }),
  index("item_run_rows_plan").on(t.runId, t.plan, t.position),
  index("item_run_rows_waiting").on(t.runId, t.position).where(sql`${t.outcome} is null and ${t.plan} in ('create', 'revise')`),
]);
