import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { assignmentKinds, bulkActs, bulkOutcomes, bulkPlans, bulkStatuses, routingChanges, type RoutingContent } from "@/domain/applications/schema/assignment";
import type { ErrorParams } from "@/domain/core/errors";
import { applications } from "./applications";
import { day, id, instant } from "./columns";
import { departments } from "./departments";
import { accounts } from "./identity";

/** Why routing put a case where it did, in names as they were then. */
export type RoutingReason = { rule: string; load?: number; insteadOf?: string };

/**
 * Whom a case, or one step, was given to without their doing, by whom and why. Kept as history; an event of a case is
 * routed once. Of those that told nobody (`toAccountId` null) routing left the case to whoever takes it.
 */
export const caseAssignments = pgTable("case_assignments", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  step: text(),
  kind: text({ enum: assignmentKinds }).notNull(),
  fromAccountId: uuid().references(() => accounts.id),
  toAccountId: uuid().references(() => accounts.id),
  /** Who did it; nobody where the portal did. */
  byAccountId: uuid().references(() => accounts.id),
  /** Sealed. */
  word: text(),
  absenceId: uuid().references(() => absences.id),
  ruleId: uuid().references(() => routingRules.id),
  reason: jsonb().$type<RoutingReason>(),
  eventId: uuid(),
  at: instant().notNull(),
  /** When whom it was given to said that they know. */
  seenAt: instant(),
}, (t) => [
  index("case_assignments_case").on(t.applicationId, t.at),
  index("case_assignments_unseen").on(t.toAccountId, t.at).where(sql`${t.seenAt} is null and ${t.toAccountId} is not null`),
  index("case_assignments_absence").on(t.absenceId).where(sql`${t.absenceId} is not null`),
  uniqueIndex("case_assignments_event_once").on(t.eventId, sql`coalesce(${t.step}, '')`).where(sql`${t.eventId} is not null`),
  check("case_assignments_routed_by_an_event", sql`(${t.kind} = 'routing') = (${t.eventId} is not null)`),
  check("case_assignments_to_somebody", sql`${t.toAccountId} is not null or ${t.kind} in ('routing', 'cover')`),
]);

/** Days on which somebody is away, and who stands in. Two of one person never overlap (exclusion in the migration). */
export const absences = pgTable("absences", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  deputyId: uuid().notNull().references(() => accounts.id),
  fromOn: day().notNull(),
  untilOn: day().notNull(),
  /** Sealed: why somebody is away may be their health. */
  word: text(),
  recordedBy: uuid().notNull().references(() => accounts.id),
  recordedAt: instant().notNull(),
  /** When the cases in hand went to the deputy: how many, and how many became free because the deputy may not take them. */
  startedAt: instant(),
  moved: integer().notNull().default(0),
  freed: integer().notNull().default(0),
  endedAt: instant(),
  endedBy: uuid().references(() => accounts.id),
}, (t) => [
  index("absences_account").on(t.accountId, t.fromOn), index("absences_deputy").on(t.deputyId, t.fromOn),
  index("absences_starting").on(t.fromOn).where(sql`${t.startedAt} is null and ${t.endedAt} is null`),
  check("absences_days_in_order", sql`${t.untilOn} >= ${t.fromOn}`),
  check("absences_deputy_is_another", sql`${t.deputyId} <> ${t.accountId}`),
  check("absences_ended_by_someone", sql`(${t.endedAt} is null) = (${t.endedBy} is null)`),
]);

/** Who gets new work of a department first: the first rule in its order that a case answers to. */
export const routingRules = pgTable("routing_rules", {
  id: id(),
  departmentId: uuid().notNull().references(() => departments.id),
  position: integer().notNull(),
  content: jsonb().$type<RoutingContent>().notNull(),
  enabled: boolean().notNull().default(true),
  version: integer().notNull().default(0),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  removedAt: instant(),
}, (t) => [index("routing_rules_order").on(t.departmentId, t.position).where(sql`${t.removedAt} is null`)]);

/** Every change of a rule, append-only (trigger). */
export const routingRuleChanges = pgTable("routing_rule_changes", {
  id: id(),
  ruleId: uuid().notNull().references(() => routingRules.id),
  change: text({ enum: routingChanges }).notNull(),
  version: integer().notNull(),
  content: jsonb().$type<RoutingContent>().notNull(),
  position: integer().notNull(),
  enabled: boolean().notNull(),
  byAccountId: uuid().notNull().references(() => accounts.id),
  at: instant().notNull(),
}, (t) => [uniqueIndex("routing_rule_changes_version").on(t.ruleId, t.version)]);

/** One act on many cases: shown, confirmed, then done case by case in its owner's name. `done` counts the rows worked off. */
export const bulkRuns = pgTable("bulk_runs", {
  id: id(),
  act: text({ enum: bulkActs }).notNull(),
  /** Sealed: the act as `BulkOrder`, with what is said in it. */
  order: text().notNull(),
  status: text({ enum: bulkStatuses }).notNull(),
  createdBy: uuid().notNull().references(() => accounts.id),
  total: integer().notNull(),
  done: integer().notNull().default(0),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  endedAt: instant(),
}, (t) => [index("bulk_runs_own").on(t.createdBy, t.id), check("bulk_runs_ended", sql`(${t.status} in ('done', 'cancelled')) = (${t.endedAt} is not null)`)]);

type Problem = { code: string; params: ErrorParams };

/** One case of a run: whether it may be done and why not, and what came of it. `key` makes the act happen once. */
export const bulkRunRows = pgTable("bulk_run_rows", {
  runId: uuid().notNull().references(() => bulkRuns.id, { onDelete: "cascade" }),
  position: integer().notNull(),
  number: text().notNull(),
  applicationId: uuid().references(() => applications.id),
  /** What was seen when it was planned. */
  version: integer(),
  holder: uuid(),
  step: text(),
  plan: text({ enum: bulkPlans }).notNull(),
  outcome: text({ enum: bulkOutcomes }),
  problem: jsonb().$type<Problem>(),
  key: uuid().notNull().defaultRandom(),
  endedAt: instant(),
}, (t) => [
  primaryKey({ columns: [t.runId, t.position] }),
  index("bulk_run_rows_waiting").on(t.runId, t.position).where(sql`${t.plan} = 'may' and ${t.outcome} is null`),
  check("bulk_run_rows_refused_why", sql`${t.problem} is not null or (${t.plan} = 'may' and ${t.outcome} is distinct from 'refused')`),
]);
