import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { divisionLevels, type CalendarDay } from "@/domain/departments/schema";
import type { WindowContent } from "@/domain/departments/schema/windows";
import { day, id, instant } from "./columns";

/** Administrative divisions, GB/T 2260. */
export const divisions = pgTable("divisions", {
  code: text().primaryKey(),
  name: text().notNull(),
  level: text({ enum: divisionLevels }).notNull(),
  parentCode: text(),
  /** Since when the code is no longer in use: its cases stay, what is new goes to the successor. */
  closedOn: day(),
  successorCode: text(),
}, (t) => [
  index().on(t.parentCode), index().on(t.successorCode),
  check("divisions_succeeded_when_closed", sql`${t.successorCode} is null or (${t.closedOn} is not null and ${t.successorCode} <> ${t.code})`),
]);

/** Organs that carry items; `uscc` is the unified social credit code. */
export const departments = pgTable("departments", {
  id: id(),
  uscc: text().notNull().unique(),
  name: text().notNull(),
  level: text().notNull(),
  divisionCode: text().notNull().references(() => divisions.code),
  address: text(),
  phone: text(),
  parentId: uuid(),
  /** A closed department takes no new items and posts (trigger); its cases stay. */
  closedOn: day(),
  successorId: uuid(),
  version: integer().notNull().default(0),
}, (t) => [index().on(t.divisionCode, t.name), index("departments_list").on(t.name, t.id)]);

/** A place where people are served (窗口、办事大厅), with its hours; an empty list of items means all of its departments'. */
export const serviceWindows = pgTable("service_windows", {
  id: id(),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  content: jsonb().$type<WindowContent>().notNull(),
  /** Whose items are taken here, its own department's among them; out of `content`, for the index. */
  serves: uuid().array().notNull(),
  itemCodes: text().array().notNull(),
  version: integer().notNull().default(0),
  closedAt: instant(),
}, (t) => [index().on(t.departmentId), index("service_windows_serves").using("gin", t.serves), index().on(t.divisionCode)]);

/** The State Council calendar: only days that differ from Monday–Friday, plus one row per known year. */
export const calendarDays = pgTable("calendar_days", {
  day: date({ mode: "string" }).primaryKey(),
  isWorkday: boolean().notNull(),
  name: text().notNull(),
});

/** A year's calendar as one administrator wrote it and another confirms; what was decided stays as history. */
export const calendarChanges = pgTable("calendar_changes", {
  id: id(),
  year: integer().notNull(),
  source: text().notNull(),
  days: jsonb().$type<CalendarDay[]>().notNull(),
  proposedBy: uuid().notNull(),
  proposedAt: instant().notNull(),
  decidedBy: uuid(),
  decidedAt: instant(),
  outcome: text({ enum: ["confirmed", "refused"] }),
  reason: text(),
}, (t) => [
  uniqueIndex("calendar_changes_one_open").on(t.year).where(sql`${t.decidedAt} is null`),
  check("calendar_changes_four_eyes", sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.proposedBy}`),
  check("calendar_changes_decided_whole", sql`num_nonnulls(${t.decidedBy}, ${t.decidedAt}, ${t.outcome}) in (0, 3)`),
]);

export const calendarYears = pgTable("calendar_years", {
  year: integer().primaryKey(),
  source: text().notNull(),
});
