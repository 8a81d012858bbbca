import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid, type AnyPgColumn } from "drizzle-orm/pg-core";
import { certificateOrigins, certificateStatuses } from "@/domain/certificates/schema";
import { editionStatuses, type CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import type { Layout } from "@/domain/items/schema/layout";
import { day, id, instant } from "./columns";

/** The certificate catalogue (GB/T 36902): a stable identity; all that is known of a type stands in its editions. */
export const certificateTypes = pgTable("certificate_types", {
  id: text().primaryKey(),
  code: text().notNull().unique(),
  /** As the current edition says. */
  name: text().notNull(),
  currentEditionId: uuid(),
});

/** An edition of a certificate type. Published ones never change (trigger); an editor never publishes their own (check). */
export const certificateTypeEditions = pgTable("certificate_type_editions", {
  id: id(),
  typeId: text().notNull().references(() => certificateTypes.id),
  number: integer().notNull(),
  status: text({ enum: editionStatuses }).notNull(),
  content: jsonb().$type<CertificateTypeContent>().notNull(),
  contentHash: text().notNull(),
  version: integer().notNull().default(0),
  createdBy: uuid().notNull(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  publishedBy: uuid(),
  publishedAt: instant(),
}, (t) => [
  uniqueIndex().on(t.typeId, t.number),
  uniqueIndex("certificate_type_editions_one_draft").on(t.typeId).where(sql`${t.status} = 'draft'`),
  uniqueIndex("certificate_type_editions_one_published").on(t.typeId).where(sql`${t.status} = 'published'`),
  check("certificate_type_editions_four_eyes", sql`${t.publishedBy} is null or ${t.publishedBy} <> ${t.createdBy}`),
  check("certificate_type_editions_signed", sql`(${t.status} = 'draft') = (${t.publishedBy} is null)`),
]);

/** Pages that certificates were issued on, by their digest: equal ones are kept once, whatever edition or item they came from. */
export const certificateLayouts = pgTable("certificate_layouts", {
  digest: text().primaryKey(),
  layout: jsonb().$type<Layout>().notNull(),
});

/**
 * Issued certificates. `record` is the sealed canonical record; the signed PDF lies in storage and the JWS beside it,
 * both made from the same digest by the signing job.
 */
export const certificates = pgTable("certificates", {
  id: id(),
  identifier: text().notNull().unique(),
  typeId: text().notNull().references(() => certificateTypes.id),
  /** The edition of the type it was issued under, and the page it is drawn on; without one, one is made from its fields. */
  typeEditionId: uuid().references(() => certificateTypeEditions.id),
  layoutDigest: text().references(() => certificateLayouts.digest),
  version: integer().notNull(),
  status: text({ enum: certificateStatuses }).notNull(),
  name: text().notNull(),
  /** The first holder, as in `certificate_holders`; without an account for those imported before their holder came here. */
  holderAccountId: uuid(),
  holderOrganisationId: uuid(),
  /** Absent on those that no case brought. */
  applicationId: uuid().unique(),
  origin: text({ enum: certificateOrigins }).notNull().default("issued"),
  /** The version before this one; it has one successor at most. */
  previousId: uuid().unique("certificates_one_successor").references((): AnyPgColumn => certificates.id),
  /** How often something was done to it: what a desk acts on is what it saw. */
  lifeVersion: integer().notNull().default(0),
  /** Blind indexes of its number and of all its holders' codes together (`lifeKeys`); absent on those older than them until the nightly job. */
  numberIndex: text(),
  holderKey: text(),
  /** Whether others of its type may be current beside it for the same holder, as its edition said. */
  several: boolean().notNull().default(true),
  issuerDepartmentId: uuid().notNull(),
  /** Where the issuer acted, as the record says: whoever holds a post over it may work on the certificate. */
  divisionCode: text(),
  record: text().notNull(),
  recordDigest: text().notNull(),
  jws: text(),
  /** The SD-JWT VC with everything shown, sealed like the JWS; absent on those signed before there was one. */
  sdJwt: text(),
  /** Its place in the status lists (`statusPlace`), for ever. */
  statusSerial: integer().notNull().generatedAlwaysAsIdentity(),
  pdfKey: text(),
  pdfSha256: text(),
  issuedOn: day().notNull(),
  validUntil: day(),
  createdAt: instant().notNull(),
  signedAt: instant(),
  endedAt: instant(),
  /** Sealed. */
  endReason: text(),
}, (t) => [
  index().on(t.holderAccountId, t.createdAt), index().on(t.holderOrganisationId, t.createdAt),
  index("certificates_pdf_sha256").on(t.pdfSha256).where(sql`${t.pdfSha256} is not null`),
  index("certificates_unsigned").on(t.createdAt).where(sql`${t.signedAt} is null`),
  uniqueIndex("certificates_record_digest").on(t.recordDigest),
  uniqueIndex("certificates_status_serial").on(t.statusSerial),
  // One current certificate per holder and type, or, where the type allows several, per holder, type and number.
  uniqueIndex("certificates_one_current").on(t.typeId, t.holderKey).where(sql`${t.status} in ('valid','suspended') and not ${t.several}`),
  uniqueIndex("certificates_one_current_number").on(t.typeId, t.holderKey, t.numberIndex).where(sql`${t.status} in ('valid','suspended')`),
  index("certificates_number").on(t.numberIndex),
  index("certificates_of_department").on(t.issuerDepartmentId, t.id),
  index("certificates_ending").on(t.validUntil, t.id).where(sql`${t.status} = 'valid' and ${t.validUntil} is not null`),
  index("certificates_unkeyed").on(t.id).where(sql`${t.holderKey} is null`),
  check("certificates_next_version_has_previous", sql`${t.origin} in ('issued','imported') or ${t.previousId} is not null`),
  check("signed_is_whole", sql`(${t.signedAt} is null) = (${t.jws} is null) and (${t.signedAt} is null) = (${t.pdfKey} is null)`),
]);
