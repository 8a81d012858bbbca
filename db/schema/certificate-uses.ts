import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { useKinds, useModes, userKinds } from "@/domain/certificates/schema/uses";
import { certificates, certificateTypes } from "./certificates";
import { id, instant } from "./columns";
import { departments } from "./departments";
import { accounts } from "./identity";
import { serviceItems } from "./items";
import { oidcClients } from "./oidc";
import { organisations } from "./organisations";

/**
 * Permissions to use a certificate, bound to its holder, an item and (unless standing) one application, for the staff of an
 * organ or for one system. Nothing of one changes but that it is taken back, once (triggers).
 */
export const usageGrants = pgTable("usage_grants", {
  id: id(),
  mode: text({ enum: useModes }).notNull(),
  /** One certificate, or whichever of a type the holder has at the time. */
  certificateId: uuid().references(() => certificates.id),
  typeId: text().references(() => certificateTypes.id),
  holderAccountId: uuid().references(() => accounts.id),
  holderOrganisationId: uuid().references(() => organisations.id),
  itemId: uuid().notNull().references(() => serviceItems.id),
  applicationId: uuid(),
  departmentId: uuid().references(() => departments.id),
  clientId: uuid().references(() => oidcClients.id),
  fields: text().array().notNull(),
  /** Sealed. */
  purpose: text().notNull(),
  /** The law under which an organ reads without being permitted by the holder. */
  legalBasis: text(),
  standing: boolean().notNull(),
  grantedBy: uuid().notNull().references(() => accounts.id),
  delegationId: uuid(),
  grantedAt: instant().notNull(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
  revokedBy: uuid().references(() => accounts.id),
}, (t) => [
  index("usage_grants_of_person").on(t.holderAccountId, t.id.desc()),
  index("usage_grants_of_organisation").on(t.holderOrganisationId, t.id.desc()),
  index("usage_grants_of_case").on(t.applicationId).where(sql`${t.applicationId} is not null`),
  check("usage_grants_one_subject", sql`num_nonnulls(${t.certificateId}, ${t.typeId}) = 1`),
  check("usage_grants_one_holder", sql`num_nonnulls(${t.holderAccountId}, ${t.holderOrganisationId}) = 1`),
  check("usage_grants_one_reader", sql`num_nonnulls(${t.departmentId}, ${t.clientId}) = 1`),
  check("usage_grants_case_or_standing", sql`${t.standing} = (${t.applicationId} is null)`),
  check("usage_grants_duty_by_law", sql`(${t.mode} = 'duty') = (${t.legalBasis} is not null)`),
  check("usage_grants_by_delegate", sql`(${t.mode} = 'delegate') = (${t.delegationId} is not null)`),
  check("usage_grants_one_year", sql`${t.expiresAt} > ${t.grantedAt} and ${t.expiresAt} <= ${t.grantedAt} + interval '366 days'`),
  check("usage_grants_revoked_whole", sql`(${t.revokedAt} is null) = (${t.revokedBy} is null)`),
]);

/** Every use of a certificate, for its holder to read, for good: nothing is changed or deleted here (triggers). */
export const certificateUses = pgTable("certificate_uses", {
  id: id(),
  certificateId: uuid().notNull().references(() => certificates.id),
  kind: text({ enum: useKinds }).notNull(),
  mode: text({ enum: useModes }).notNull(),
  userKind: text({ enum: userKinds }).notNull(),
  userId: uuid(),
  userName: text().notNull(),
  /** Sealed: in the words of who used it. */
  purpose: text().notNull(),
  fields: text().array().notNull(),
  grantId: uuid().references(() => usageGrants.id),
  presentationId: uuid(),
  applicationId: uuid(),
  itemId: uuid(),
  at: instant().notNull(),
}, (t) => [
  index("certificate_uses_newest").on(t.certificateId, t.id.desc()),
  index("certificate_uses_of_grant").on(t.grantId),
  check("certificate_uses_known_user", sql`(${t.userKind} = 'anyone') = (${t.userId} is null)`),
  check("certificate_uses_duty_granted", sql`${t.mode} <> 'duty' or ${t.grantId} is not null`),
]);
