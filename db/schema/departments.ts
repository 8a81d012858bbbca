import { boolean, date, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { divisionLevels } from "@/domain/departments/schema";
import { id } from "./columns";

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

export const calendarYears = pgTable("calendar_years", {
  year: integer().primaryKey(),
  source: text().notNull(),
});
