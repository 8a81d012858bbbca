import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { onFileMoments, signatureStates } from "@/domain/applications/schema/on-file";
import { certificateStatuses } from "@/domain/certificates/schema";
import { applications } from "./applications";
import { usageGrants } from "./certificate-uses";
import { certificates } from "./certificates";
import { day, id, instant } from "./columns";
import { accounts } from "./identity";
import { serviceItems } from "./items";

/**
 * Certificates that stand in place of papers in a case, each under a grant of its holder: what it said when it was put there,
 * and where it stood when it was looked at last.
 */
export const applicationCertificates = pgTable("application_certificates", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  fieldId: text().notNull(),
  certificateId: uuid().notNull().references(() => certificates.id),
  grantId: uuid().notNull().references(() => usageGrants.id),
  name: text().notNull(),
  identifier: text().notNull(),
  issuer: text().notNull(),
  version: text().notNull(),
  issuedOn: day().notNull(),
  validUntil: day(),
  recordDigest: text().notNull(),
  attachedAt: instant().notNull(),
  attachedBy: uuid().notNull().references(() => accounts.id),
  /** As of `checkedAt`. */
  status: text({ enum: certificateStatuses }).notNull(),
  signature: text({ enum: signatureStates }).notNull(),
  checkedAt: instant().notNull(),
  checkedFor: text({ enum: onFileMoments }).notNull(),
  removedAt: instant(),
  /** Taken out in a correction after it had been filed: the desk still reads what was filed. */
  kept: boolean().notNull().default(false),
}, (t) => [
  uniqueIndex("application_certificates_once").on(t.applicationId, t.fieldId, t.certificateId).where(sql`${t.removedAt} is null`),
  index("application_certificates_of_case").on(t.applicationId, t.id),
  check("application_certificates_kept_is_removed", sql`not ${t.kept} or ${t.removedAt} is not null`),
]);

/** Of a filed case: how many materials it needed, and how many of them were certificates instead of papers. */
export const materialSavings = pgTable("material_savings", {
  applicationId: uuid().primaryKey().references(() => applications.id),
  serviceItemId: uuid().notNull().references(() => serviceItems.id),
  needed: integer().notNull(),
  saved: integer().notNull(),
  filedAt: instant().notNull(),
}, (t) => [
  index("material_savings_of_item").on(t.serviceItemId, t.filedAt, t.needed, t.saved),
  check("material_savings_part_of_whole", sql`${t.saved} between 0 and ${t.needed}`),
]);
