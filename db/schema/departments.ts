import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { divisionLevels, type CalendarDay } from "@/domain/departments/schema";
import { id, instant } from "./columns";

/** Administrative divisions, GB/T 2260. */
export const divisions = pgTable("divisions", {
  code: text().primaryKey(),
  name: text().notNull(),
  level: text({ enum: divisionLevels }).notNull(),
  parentCode: text(),
}, (t) => [index().on(t.parentCode)]);

/** Organs that carry items; `uscc` is the unified social credit code. */
export const departments = pgTable("departments", {
  id: id(),
  uscc: text().notNull().unique(),
  name: text().notNull(),
  level: text().notNull(),
  divisionCode: text().notNull().references(() => divisions.code),
  address: text(),
  phone: text(),
}, (t) => [index().on(t.divisionCode, t.name)]);

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
