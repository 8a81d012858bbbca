import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { periods, reportFormats, signalGrades, signalRules, signalStates, urgingStates, urgingTurnKinds, type Filters } from "@/domain/supervision/schema";
import { applications } from "./applications";
import { day, id, instant } from "./columns";
import { departments, divisions } from "./departments";
import { accounts } from "./identity";
import { serviceItems } from "./items";

const count = () => integer().notNull().default(0);

/** How a day of Shanghai went, per department, division and item. A day is recounted from the cases as a whole, never added to. */
export const supervisionDays = pgTable("supervision_days", {
  day: day().notNull(),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  serviceItemId: uuid().notNull().references(() => serviceItems.id),
  received: count(),
  accepted: count(),
  deemedAccepted: count(),
  corrections: count(),
  decided: count(),
  approved: count(),
  automatic: count(),
  onTime: count(),
  inLaw: count(),
  correctedOnce: count(),
  correctedMore: count(),
  suspended: count(),
  extended: count(),
  /** Decided cases by the workdays they took: 0, 1, 2 … (`histogramOf`). */
  workdays: integer().array().notNull(),
}, (t) => [
  primaryKey({ columns: [t.day, t.departmentId, t.divisionCode, t.serviceItemId] }),
  index("supervision_days_place").on(t.departmentId, t.day),
]);

/** How far a job of supervision has read the rows of a table, by their ids, which are ordered by their birth. */
export const supervisionMarks = pgTable("supervision_marks", {
  name: text().primaryKey(),
  position: uuid().notNull(),
});

/** What a rule of supervision found in a case (电子监察, GB/T 39046 table 11); once per `key`. */
export const supervisionSignals = pgTable("supervision_signals", {
  id: id(),
  number: text().notNull().unique(),
  key: text().notNull().unique(),
  rule: text({ enum: signalRules }).notNull(),
  grade: text({ enum: signalGrades }).notNull(),
  applicationId: uuid().notNull().references(() => applications.id),
  stepKey: text(),
  /** The department responsible, and where. */
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  /** The day that passed, where the rule is about one. */
  dueOn: day(),
  state: text({ enum: signalStates }).notNull().default("open"),
  raisedAt: instant().notNull(),
  /** Sealed. */
  explanation: text(),
  explainedBy: uuid().references(() => accounts.id),
  explainedAt: instant(),
  /** Sealed. */
  result: text(),
  handledBy: uuid().references(() => accounts.id),
  handledAt: instant(),
}, (t) => [
  index("supervision_signals_place").on(t.departmentId, t.state, t.raisedAt, t.id), index().on(t.applicationId),
  check("supervision_signals_explained_whole", sql`num_nonnulls(${t.explanation}, ${t.explainedBy}, ${t.explainedAt}) in (0, 3)`),
  check("supervision_signals_handled_whole", sql`num_nonnulls(${t.result}, ${t.handledBy}, ${t.handledAt}) = (case when ${t.state} in ('confirmed', 'excused') then 3 else 0 end)`),
  check("supervision_signals_four_eyes", sql`${t.state} <> 'excused' or (${t.explainedBy} is not null and ${t.explainedBy} <> ${t.handledBy})`),
]);

/** What a supervisor asks of those who hold a case (督办), and how far it is answered. */
export const urgings = pgTable("urgings", {
  id: id(),
  number: text().notNull().unique(),
  applicationId: uuid().notNull().references(() => applications.id),
  stepKey: text(),
  signalId: uuid().references(() => supervisionSignals.id),
  /** One person, or else whoever in the department may act on the case. */
  toAccountId: uuid().references(() => accounts.id),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  state: text({ enum: urgingStates }).notNull(),
  answerBy: day().notNull(),
  expectedOn: day(),
  issuedBy: uuid().notNull().references(() => accounts.id),
  issuedAt: instant().notNull(),
  closedAt: instant(),
  version: integer().notNull().default(0),
}, (t) => [
  index().on(t.applicationId), index("urgings_place").on(t.departmentId, t.state, t.answerBy, t.id),
  index("urgings_open").on(t.answerBy).where(sql`${t.state} = 'open'`),
  check("urgings_closed_whole", sql`(${t.state} = 'accepted') = (${t.closedAt} is not null)`),
]);

/** Every word of an urging: asked, answered, accepted, asked again. Append-only (trigger). */
export const urgingTurns = pgTable("urging_turns", {
  id: id(),
  urgingId: uuid().notNull().references(() => urgings.id),
  sequence: integer().notNull(),
  kind: text({ enum: urgingTurnKinds }).notNull(),
  /** Sealed. */
  text: text().notNull(),
  /** Until when an answer is asked, or when the answer expects the case to be done. */
  on: day(),
  by: uuid().notNull().references(() => accounts.id),
  byName: text().notNull(),
  at: instant().notNull(),
}, (t) => [uniqueIndex("urging_turns_sequence").on(t.urgingId, t.sequence)]);

/** Why a case passed its statutory date: given by the department, published once a supervisor confirms it (优化营商环境条例 37). */
export const overdueReasons = pgTable("overdue_reasons", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  statutoryDueOn: day().notNull(),
  reason: text().notNull(),
  givenBy: uuid().notNull().references(() => accounts.id),
  givenAt: instant().notNull(),
  outcome: text({ enum: ["confirmed", "returned"] }),
  word: text(),
  decidedBy: uuid().references(() => accounts.id),
  decidedAt: instant(),
}, (t) => [
  uniqueIndex("overdue_reasons_one").on(t.applicationId, t.statutoryDueOn).where(sql`${t.outcome} is distinct from 'returned'`),
  check("overdue_reasons_decided_whole", sql`num_nonnulls(${t.outcome}, ${t.decidedBy}, ${t.decidedAt}) in (0, 3)`),
  check("overdue_reasons_four_eyes", sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.givenBy}`),
  check("overdue_reasons_returned_why", sql`${t.outcome} is distinct from 'returned' or ${t.word} is not null`),
]);

/** A report that a supervisor wants of every week or month. */
export const reportSubscriptions = pgTable("report_subscriptions", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  period: text({ enum: periods }).notNull(),
  format: text({ enum: reportFormats }).notNull(),
  filters: jsonb().$type<Filters>().notNull(),
  createdAt: instant().notNull(),
  endedAt: instant(),
}, (t) => [index().on(t.accountId), index("report_subscriptions_running").on(t.id).where(sql`${t.endedAt} is null`)]);

/** A report as it was made: once per subscription and period, aggregate figures alone. */
export const reports = pgTable("reports", {
  id: id(),
  subscriptionId: uuid().notNull().references(() => reportSubscriptions.id),
  accountId: uuid().notNull().references(() => accounts.id),
  fromOn: day().notNull(),
  throughOn: day().notNull(),
  storageKey: text().notNull().unique(),
  sha256: text().notNull(),
  createdAt: instant().notNull(),
}, (t) => [uniqueIndex("reports_once").on(t.subscriptionId, t.fromOn), index().on(t.accountId, t.id)]);
