import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { checkStatuses, registerKinds } from "@/domain/applications/schema/case";
import { applications } from "./applications";
import { id, instant } from "./columns";
import { departments } from "./departments";
import { accounts } from "./identity";

/** What was filed, each time it was filed: the sealed answers, with the uploads as they stood. */
export const applicationFilings = pgTable("application_filings", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  position: integer().notNull(),
  answers: text().notNull(),
  filedAt: instant().notNull(),
}, (t) => [uniqueIndex("application_filings_position").on(t.applicationId, t.position)]);

/** What a register answered about the applicant of a case; `result` is sealed. By nobody: asked by itself when the case was filed. */
export const applicationChecks = pgTable("application_checks", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  kind: text({ enum: registerKinds }).notNull(),
  status: text({ enum: checkStatuses }).notNull(),
  result: text().notNull(),
  askedBy: uuid(),
  askedByName: text(),
  at: instant().notNull(),
}, (t) => [index("application_checks_latest").on(t.applicationId, t.kind, t.at)]);

/** What colleagues tell each other about a case, within one department; `body` is sealed. Never for the applicant. */
export const applicationNotes = pgTable("application_notes", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  departmentId: uuid().notNull().references(() => departments.id),
  authorId: uuid().notNull().references(() => accounts.id),
  authorName: text().notNull(),
  body: text().notNull(),
  createdAt: instant().notNull(),
  editedAt: instant(),
}, (t) => [index("application_notes_list").on(t.applicationId, t.departmentId, t.id)]);

/** What somebody typed at the desk and has not sent: one per person, case and form (`act:approve`, `note`); `fields` is sealed. */
export const deskDrafts = pgTable("desk_drafts", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  accountId: uuid().notNull().references(() => accounts.id),
  kind: text().notNull(),
  fields: text().notNull(),
  savedAt: instant().notNull(),
}, (t) => [uniqueIndex("desk_drafts_one").on(t.applicationId, t.accountId, t.kind), index("desk_drafts_saved").on(t.savedAt)]);

/** Who has a case open now; whoever has not been seen for a while is cleared away by the next who looks. */
export const casePresences = pgTable("case_presences", {
  applicationId: uuid().notNull().references(() => applications.id, { onDelete: "cascade" }),
  accountId: uuid().notNull().references(() => accounts.id),
  openedAt: instant().notNull(),
  seenAt: instant().notNull(),
}, (t) => [primaryKey({ columns: [t.applicationId, t.accountId] }), index("case_presences_seen").on(t.seenAt)]);
