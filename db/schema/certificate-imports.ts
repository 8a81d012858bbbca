import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { importOutcomes, importPlans, importStatuses, type ImportProblem } from "@/domain/certificates/schema/import";
import type { ErrorParams } from "@/domain/core/errors";
import { certificates, certificateTypes } from "./certificates";
import { id, instant } from "./columns";
import { departments } from "./departments";

/** A file of certificates issued before, of one type and one department: read, looked at, confirmed by a second person, worked off. */
export const certificateImports = pgTable("certificate_imports", {
  id: id(),
  typeId: text().notNull().references(() => certificateTypes.id),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull(),
  status: text({ enum: importStatuses }).notNull(),
  /** The file's name as its sender has it. */
  title: text().notNull(),
  fileKey: text(),
  total: integer().notNull().default(0),
  done: integer().notNull().default(0),
  /** Why the file could not be read: what is wrong with it, or with its headings. */
  problems: jsonb().$type<{ column: string; code: string; params: ErrorParams }[]>().notNull().default([]),
  /** Null for an operator at the machine. */
  createdBy: uuid(),
  confirmedBy: uuid(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  endedAt: instant(),
}, (t) => [
  index("certificate_imports_of_department").on(t.departmentId, t.divisionCode, t.id),
  check("certificate_imports_four_eyes", sql`${t.confirmedBy} is null or ${t.confirmedBy} <> ${t.createdBy}`),
]);

/** One row of the file. What it holds is sealed, and goes once the row is done. */
export const certificateImportRows = pgTable("certificate_import_rows", {
  id: id(),
  importId: uuid().notNull().references(() => certificateImports.id, { onDelete: "cascade" }),
  /** The line of the file, the headings being 1. */
  line: integer().notNull(),
  plan: text({ enum: importPlans }).notNull(),
  document: text(),
  problems: jsonb().$type<ImportProblem[]>().notNull(),
  outcome: text({ enum: importOutcomes }),
  certificateId: uuid().references(() => certificates.id),
}, (t) => [
  uniqueIndex().on(t.importId, t.line),
  index("certificate_import_rows_plan").on(t.importId, t.plan, t.line),
  index("certificate_import_rows_waiting").on(t.importId, t.line).where(sql`${t.outcome} is null and ${t.plan} = 'make'`),
]);

/** What makes an imported certificate the same as another (`importIdentity`): none is made twice, whatever became of it since. */
export const importedCertificates = pgTable("imported_certificates", {
  id: id(),
  certificateId: uuid().notNull().unique().references(() => certificates.id),
  importId: uuid().notNull(),
  identity: text().notNull(),
  identityIndex: text().notNull().unique(),
});
