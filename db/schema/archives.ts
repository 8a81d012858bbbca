import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { applications } from "./applications";
import { id, instant } from "./columns";
import { departments, divisions } from "./departments";

/** The sealed package of a case that has ended; one for each, never changed (trigger). */
export const archives = pgTable("archives", {
  id: id(),
  applicationId: uuid().notNull().unique().references(() => applications.id),
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
}, (t) => [index("archives_list").on(t.departmentId, t.divisionCode, t.id), check("archives_hold_something", sql`${t.size} > 0 and ${t.fileCount} > 0`)]);
