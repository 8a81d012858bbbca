import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { delegatedActs, delegationKinds, type DelegationScope } from "@/domain/core/actor";
import { day, id, instant } from "./columns";
import { departments, divisions } from "./departments";
import { accounts } from "./identity";
import { organisations } from "./organisations";

/**
 * Who may act for an organisation or a person, on what, until when. It counts from the day both sides have agreed
 * (`acceptedAt`; a registry or a counter agrees for them) until its last day or its revocation, which acts at once.
 */
export const delegations = pgTable("delegations", {
  id: id(),
  kind: text({ enum: delegationKinds }).notNull(),
  organisationId: uuid().references(() => organisations.id),
  principalAccountId: uuid().references(() => accounts.id),
  /** Unknown until somebody accepts the invitation. */
  delegateAccountId: uuid().references(() => accounts.id),
  scope: jsonb().$type<DelegationScope>().notNull(),
  acts: text({ enum: delegatedActs }).array().notNull(),
  awaitsPrincipal: boolean().notNull(),
  validFrom: day().notNull(),
  validUntil: day(),
  grantedBy: uuid().references(() => accounts.id),
  grantedVia: text({ enum: ["online", "counter", "registry"] }).notNull(),
  grantedAt: instant().notNull(),
  /** Where a clerk recorded it, why, and the second person of that office who confirmed it. */
  departmentId: uuid().references(() => departments.id),
  divisionCode: text().references(() => divisions.code),
  grantReason: text(),
  confirmedBy: uuid().references(() => accounts.id),
  /** The invitation that waits to be accepted: its code as a keyed digest, and the number of the phone it was meant for. */
  codeDigest: text().unique(),
  codeExpiresAt: instant(),
  inviteePhoneIndex: text(),
  inviteeName: text(),
  acceptedAt: instant(),
  /** When an organisation's new representative agreed that this agent stays. */
  reviewedAt: instant(),
  revokedAt: instant(),
  revokedBy: uuid().references(() => accounts.id),
  revokeReason: text(),
}, (t) => [
  index().on(t.delegateAccountId), index().on(t.principalAccountId, t.grantedAt), index().on(t.organisationId, t.grantedAt), index().on(t.inviteePhoneIndex),
  check("delegations_one_principal", sql`num_nonnulls(${t.organisationId}, ${t.principalAccountId}) = 1`),
  check("delegations_principal_by_kind", sql`(${t.kind} in ('representative','agent')) = (${t.organisationId} is not null)`),
  check("delegations_accepted_by_someone", sql`${t.acceptedAt} is null or ${t.delegateAccountId} is not null`),
  check("delegations_for_another", sql`${t.principalAccountId} is null or ${t.principalAccountId} <> ${t.delegateAccountId}`),
  check("delegations_family_180_days", sql`${t.kind} <> 'family' or (${t.validUntil} is not null and ${t.validUntil} - ${t.validFrom} <= 180)`),
  check("delegations_agent_one_year", sql`${t.kind} <> 'agent' or (${t.validUntil} is not null and ${t.validUntil} - ${t.validFrom} <= 366)`),
  check("delegations_ward_to_an_end", sql`${t.kind} <> 'guardianship' or ${t.validUntil} is not null`),
  // Family help recorded before two persons were asked for names no office.
  check("delegations_counter_four_eyes", sql`${t.grantedVia} <> 'counter' or ${t.acceptedAt} is null or ${t.confirmedBy} is not null or (${t.kind} = 'family' and ${t.departmentId} is null)`),
  check("delegations_confirmed_by_another", sql`${t.confirmedBy} is null or (${t.confirmedBy} <> ${t.grantedBy} and ${t.confirmedBy} <> ${t.principalAccountId} and ${t.confirmedBy} <> ${t.delegateAccountId})`),
  index("delegations_waiting_at_counter").on(t.departmentId, t.grantedAt).where(sql`${t.grantedVia} = 'counter' and ${t.acceptedAt} is null and ${t.revokedAt} is null`),
  uniqueIndex("delegations_one_representative").on(t.organisationId).where(sql`${t.kind} = 'representative' and ${t.revokedAt} is null`),
]);
