import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { certificateStatuses } from "@/domain/certificates/schema";
import { allLifeGrounds, certificateEventActs, lifeOutcomes, proposedActs } from "@/domain/certificates/schema/life";
import { certificates } from "./certificates";
import { id, instant } from "./columns";
import { accounts } from "./identity";

/** Acts on a certificate that take two people: who proposed what on what ground, and what another decided. `reason` and `answer` are sealed. */
export const certificateProposals = pgTable("certificate_proposals", {
  id: id(),
  certificateId: uuid().notNull().references(() => certificates.id),
  act: text({ enum: proposedActs }).notNull(),
  ground: text({ enum: allLifeGrounds }).notNull(),
  /** The provision it stands on, in words. */
  basis: text().notNull(),
  reason: text().notNull(),
  proposedBy: uuid().notNull().references(() => accounts.id),
  proposedByName: text().notNull(),
  proposedAt: instant().notNull(),
  decidedBy: uuid().references(() => accounts.id),
  decidedByName: text(),
  decidedAt: instant(),
  outcome: text({ enum: lifeOutcomes }),
  answer: text(),
}, (t) => [
  uniqueIndex("certificate_proposals_one_open").on(t.certificateId).where(sql`${t.outcome} is null`),
  index("certificate_proposals_of_certificate").on(t.certificateId),
  check("certificate_proposals_four_eyes", sql`${t.outcome} is distinct from 'granted' or ${t.decidedBy} <> ${t.proposedBy}`),
  check("certificate_proposals_decided_whole", sql`(${t.outcome} is null) = (${t.decidedAt} is null)`),
  check("certificate_proposals_decided_by_someone", sql`${t.outcome} is null or ${t.outcome} = 'overtaken' or ${t.decidedBy} is not null`),
  check("certificate_proposals_declined_with_answer", sql`${t.outcome} is distinct from 'declined' or ${t.answer} is not null`),
]);

/** What happened to certificates, append-only (trigger), with its reason sealed. A next version has an event of its own, and so has the one it follows. */
export const certificateEvents = pgTable("certificate_events", {
  id: id(),
  certificateId: uuid().notNull().references(() => certificates.id),
  act: text({ enum: certificateEventActs }).notNull(),
  /** Absent where the certificate came to be by it. */
  from: text({ enum: certificateStatuses }),
  to: text({ enum: certificateStatuses }).notNull(),
  at: instant().notNull(),
  /** Nobody where the calendar did it. */
  by: uuid(),
  byName: text(),
  ground: text({ enum: allLifeGrounds }),
  basis: text(),
  reason: text(),
  proposalId: uuid().references(() => certificateProposals.id),
  /** The case that brought it: by which it was issued or renewed, or which was voided. */
  applicationId: uuid(),
}, (t) => [
  index("certificate_events_of_certificate").on(t.certificateId, t.id),
  // Nobody takes rights away alone.
  check("certificate_events_in_two_hands", sql`${t.act} not in ('suspend','revoke','cancel') or num_nonnulls(${t.proposalId}, ${t.applicationId}) = 1`),
  check("certificate_events_with_reason", sql`${t.act} in ('issue','import','renew','expire') or ${t.reason} is not null`),
]);

/** Reminders before the last day of validity: each once. */
export const certificateReminders = pgTable("certificate_reminders", {
  certificateId: uuid().notNull().references(() => certificates.id),
  daysBefore: integer().notNull(),
  at: instant().notNull(),
}, (t) => [primaryKey({ columns: [t.certificateId, t.daysBefore] })]);
