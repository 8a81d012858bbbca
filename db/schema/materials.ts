import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { trustLevels } from "@/domain/applications/schema/counter";
import { applications } from "./applications";
import { day, id, instant } from "./columns";
import { accounts } from "./identity";
import { serviceItems } from "./items";
import { organisations } from "./organisations";

/**
 * What somebody handed in once and chose to keep for the next time: the stored file of a case, which the next case shares.
 * Bytes go when no case and no row here holds them.
 */
export const keptMaterials = pgTable("kept_materials", {
  id: id(),
  accountId: uuid().references(() => accounts.id),
  organisationId: uuid().references(() => organisations.id),
  /** What it is, as the guide it was handed in for names it; and the certificate that it is a copy of. */
  kind: text().notNull(),
  certificateType: text(),
  /** Sealed: the name of the file. */
  name: text().notNull(),
  mime: text().notNull(),
  size: integer().notNull(),
  sha256: text().notNull(),
  storageKey: text().notNull(),
  trustLevel: text({ enum: trustLevels }).notNull(),
  verifiedBy: uuid().references(() => accounts.id),
  verifiedAt: instant(),
  uploadedAt: instant().notNull(),
  /** The case it was handed in for. */
  applicationId: uuid().notNull().references(() => applications.id),
  /** The last day it is good for, as its owner says. */
  validUntil: day(),
  keptAt: instant().notNull(),
  keptBy: uuid().notNull().references(() => accounts.id),
  /** When it was kept, or used since: it goes some time after. */
  usedAt: instant().notNull(),
}, (t) => [
  uniqueIndex("kept_materials_once").on(sql`coalesce(${t.organisationId}, ${t.accountId})`, t.sha256, t.kind),
  index("kept_materials_of_file").on(t.storageKey),
  index("kept_materials_used").on(t.usedAt),
  check("kept_materials_one_owner", sql`num_nonnulls(${t.accountId}, ${t.organisationId}) = 1`),
  check("kept_materials_compared_by_someone", sql`(${t.trustLevel} = 'B') = (${t.verifiedBy} is not null) and (${t.verifiedBy} is null) = (${t.verifiedAt} is null)`),
]);

/**
 * Stored files that no scanner has looked at yet, because it was away when they came: nobody opens them until it has. A file
 * that is not named here may be opened.
 */
export const unscannedFiles = pgTable("unscanned_files", {
  storageKey: text().primaryKey(),
  since: instant().notNull(),
}, (t) => [index("unscanned_files_since").on(t.since)]);

/** What was found for an application when it was begun: lines of certificates (`source`), and earlier answers by field. */
export const recalledAnswers = pgTable("recalled_answers", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  /** `certificate.<type>.<line>`, or `earlier` with its field. */
  source: text().notNull(),
  fieldId: text(),
  /** The certificate with its day of issue, or the item with the day of filing. */
  name: text().notNull(),
  onDay: day().notNull(),
  /** Sealed: the line as printed, or the answer as JSON. */
  value: text().notNull(),
}, (t) => [
  uniqueIndex("recalled_answers_once").on(t.applicationId, t.source, sql`coalesce(${t.fieldId}, '')`),
  check("recalled_answers_field_of_earlier", sql`(${t.source} = 'earlier') = (${t.fieldId} is not null)`),
]);

/** Of a filed case: how many answers were typed, taken over as they were, and taken over and changed. Numbers only. */
export const answerCounts = pgTable("answer_counts", {
  applicationId: uuid().primaryKey().references(() => applications.id),
  serviceItemId: uuid().notNull().references(() => serviceItems.id),
  typed: integer().notNull(),
  kept: integer().notNull(),
  changed: integer().notNull(),
  filedAt: instant().notNull(),
}, (t) => [
  index("answer_counts_of_item").on(t.serviceItemId, t.filedAt),
  check("answer_counts_are_counts", sql`least(${t.typed}, ${t.kept}, ${t.changed}) >= 0`),
]);
