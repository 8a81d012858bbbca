import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid, type AnyPgColumn } from "drizzle-orm/pg-core";
import { applications } from "./applications";
import { id, instant } from "./columns";
import { departments, divisions } from "./departments";

/** The sealed package of a case that has ended, never changed (trigger). One for each; a case that was voided afterwards gets another, which names the one it supersedes. */
export const archives = pgTable("archives", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  supersedesId: uuid().unique().references((): AnyPgColumn => archives.id),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  storageKey: text().notNull().unique(),
  size: integer().notNull(),
  sha256: text().notNull(),
  manifestSha256: text().notNull(),
  fileCount: integer().notNull(),
  /** The key that signed the manifest. */
  kid: text().notNull(),
  madeAt: instant().notNull(),
}, (t) => [index("archives_case").on(t.applicationId), uniqueIndex("archives_first").on(t.applicationId).where(sql`${t.supersedesId} is null`), index("archives_list").on(t.departmentId, t.divisionCode, t.id), check("archives_hold_something", sql`${t.size} > 0 and ${t.fileCount} > 0`)]);
