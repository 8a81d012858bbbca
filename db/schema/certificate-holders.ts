import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { certificates } from "./certificates";
import { id } from "./columns";

/**
 * Who holds a certificate, in the order of its record (共有: there may be several). A holder who has no account here yet, or
 * no proven identity, is known by the blind index of their number, an organisation by its credit code; both are put to an
 * account or organisation when there is one. The lists of holders are read along the two unique indexes.
 */
export const certificateHolders = pgTable("certificate_holders", {
  id: id(),
  certificateId: uuid().notNull().references(() => certificates.id),
  position: integer().notNull(),
  accountId: uuid(),
  organisationId: uuid(),
  /** A person's number, sealed, and its index; absent on certificates older than this table. */
  code: text(),
  codeIndex: text(),
  uscc: text(),
}, (t) => [
  uniqueIndex().on(t.certificateId, t.position),
  uniqueIndex("certificate_holders_account").on(t.accountId, t.certificateId),
  uniqueIndex("certificate_holders_organisation").on(t.organisationId, t.certificateId),
  index("certificate_holders_code").on(t.codeIndex), index("certificate_holders_uscc").on(t.uscc),
  index("certificate_holders_unclaimed_code").on(t.codeIndex).where(sql`${t.accountId} is null and ${t.codeIndex} is not null`),
  index("certificate_holders_unclaimed_uscc").on(t.uscc).where(sql`${t.organisationId} is null and ${t.uscc} is not null`),
  check("certificate_holders_one_kind", sql`${t.accountId} is null or (${t.organisationId} is null and ${t.uscc} is null)`),
  check("certificate_holders_known", sql`num_nonnulls(${t.accountId}, ${t.organisationId}, ${t.codeIndex}, ${t.uscc}) > 0`),
  check("certificate_holders_indexed", sql`(${t.code} is null) = (${t.codeIndex} is null)`),
]);
