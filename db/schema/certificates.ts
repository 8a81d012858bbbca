import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { certificateStatuses } from "@/domain/certificates/schema";
import { day, id, instant } from "./columns";

/** The certificate catalogue (GB/T 36902). */
export const certificateTypes = pgTable("certificate_types", {
  id: text().primaryKey(),
  code: text().notNull().unique(),
  name: text().notNull(),
  issuerText: text(),
  holderKinds: text().array().notNull(),
  validityText: text(),
  basis: text(),
  aliases: text().array().notNull(),
  source: jsonb().notNull(),
});

/**
 * Issued certificates. `record` is the sealed canonical record; the signed PDF lies in storage and the JWS beside it,
 * both made from the same digest by the signing job.
 */
export const certificates = pgTable("certificates", {
  id: id(),
  identifier: text().notNull().unique(),
  typeId: text().notNull().references(() => certificateTypes.id),
  version: integer().notNull(),
  status: text({ enum: certificateStatuses }).notNull(),
  name: text().notNull(),
  holderAccountId: uuid().notNull(),
  holderOrganisationId: uuid(),
  applicationId: uuid().notNull().unique(),
  issuerDepartmentId: uuid().notNull(),
  record: text().notNull(),
  recordDigest: text().notNull(),
  jws: text(),
  pdfKey: text(),
  pdfSha256: text(),
  issuedOn: day().notNull(),
  validUntil: day(),
  createdAt: instant().notNull(),
  signedAt: instant(),
  endedAt: instant(),
  endReason: text(),
}, (t) => [
  index().on(t.holderAccountId, t.createdAt), index().on(t.holderOrganisationId, t.createdAt),
  index("certificates_pdf_sha256").on(t.pdfSha256).where(sql`${t.pdfSha256} is not null`),
  index("certificates_unsigned").on(t.createdAt).where(sql`${t.signedAt} is null`),
  uniqueIndex("certificates_record_digest").on(t.recordDigest),
  check("signed_is_whole", sql`(${t.signedAt} is null) = (${t.jws} is null) and (${t.signedAt} is null) = (${t.pdfKey} is null)`),
]);
