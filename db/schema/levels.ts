import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { assuranceLevels } from "@/domain/core/actor";
import { secondLookDecisions } from "@/domain/identity/rules/counter";
import { checks, documentKinds } from "@/domain/identity/rules/levels";
import { id, instant } from "./columns";
import { departments, divisions } from "./departments";
import { accounts } from "./identity";

/** Somebody at the counter: a clerk has found this person by their number, for a reason, and serves them for half an hour. */
export const counterVisits = pgTable("counter_visits", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  clerkId: uuid().notNull().references(() => accounts.id),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  reason: text().notNull(),
  at: instant().notNull(),
  expiresAt: instant().notNull(),
}, (t) => [index().on(t.accountId, t.at), index().on(t.clerkId, t.at), check("counter_visits_not_oneself", sql`${t.accountId} <> ${t.clerkId}`)]);

/** Why an account has its level: append-only by trigger. What was compared is not kept, only that it agreed. */
export const identityProofs = pgTable("identity_proofs", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  kind: text({ enum: checks }).notNull(),
  level: text({ enum: assuranceLevels }).notNull(),
  /** Who answered: the name of the system asked, or the department of the counter. */
  provider: text().notNull(),
  /** Under which their books have it. */
  reference: text().notNull(),
  at: instant().notNull(),
  clerkId: uuid().references(() => accounts.id),
  document: text({ enum: documentKinds }),
  reason: text(),
  /** The second person of the office, for what nobody gives alone. */
  confirmedBy: uuid().references(() => accounts.id),
}, (t) => [
  index().on(t.accountId, t.at), uniqueIndex("identity_proofs_reference").on(t.provider, t.reference),
  check("identity_proofs_counter", sql`(${t.kind} = 'counter') = (num_nonnulls(${t.clerkId}, ${t.document}, ${t.reason}) = 3) and (${t.kind} = 'counter' or num_nonnulls(${t.clerkId}, ${t.document}, ${t.reason}) = 0)`),
  check("identity_proofs_not_oneself", sql`${t.clerkId} is distinct from ${t.accountId}`),
  check("identity_proofs_four_eyes", sql`(${t.kind} = 'counter' and ${t.level} = 'L4') = (${t.confirmedBy} is not null) and (${t.confirmedBy} is null or (${t.confirmedBy} <> ${t.clerkId} and ${t.confirmedBy} <> ${t.accountId}))`),
]);

/** A check under way at another system: begun by one person, answered once. */
export const identityChecks = pgTable("identity_checks", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  kind: text({ enum: ["livePerson", "networkIdentity"] }).notNull(),
  reference: text().notNull(),
  /** Where the person does it; no personal data in it. */
  url: text().notNull(),
  /** When they agreed that their face is used for this one check. */
  faceConsentAt: instant(),
  startedAt: instant().notNull(),
  expiresAt: instant().notNull(),
  finishedAt: instant(),
}, (t) => [index().on(t.accountId, t.startedAt), check("identity_checks_consent", sql`(${t.kind} = 'livePerson') = (${t.faceConsentAt} is not null)`)]);

/** The opaque subject under which the national network identity knows an account: one account each. */
export const networkIdentities = pgTable("network_identities", {
  subjectDigest: text().primaryKey(),
  accountId: uuid().notNull().unique().references(() => accounts.id),
  at: instant().notNull(),
});

/** What a clerk asks for somebody at the counter, and the second person of the office who decides it. */
const asked = () => ({
  id: id(),
  visitId: uuid().notNull().references(() => counterVisits.id),
  accountId: uuid().notNull().references(() => accounts.id),
  askedBy: uuid().notNull().references(() => accounts.id),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  document: text({ enum: documentKinds }).notNull(),
  reason: text().notNull(),
  askedAt: instant().notNull(),
  decision: text({ enum: secondLookDecisions }),
  decidedBy: uuid().references(() => accounts.id),
  decidedAt: instant(),
});

/** The highest level, asked for somebody who has just been seen: given by two. */
export const levelRequests = pgTable("level_requests", asked(), (t) => [
  index().on(t.accountId, t.askedAt),
  index("level_requests_waiting").on(t.departmentId, t.askedAt).where(sql`${t.decision} is null`),
  check("level_requests_four_eyes", sql`${t.decidedBy} is null or (${t.decidedBy} <> ${t.askedBy} and ${t.decidedBy} <> ${t.accountId})`),
  check("level_requests_decided_whole", sql`num_nonnulls(${t.decision}, ${t.decidedBy}, ${t.decidedAt}) in (0, 3)`),
]);

/**
 * A way back in that a clerk opens for somebody at the counter, to the phone they have or to a new one. Only when a second
 * person of the office has confirmed it a code exists. The code is kept as its SHA-256, works once and for a day.
 */
export const recoveries = pgTable("recoveries", {
  ...asked(),
  newPhone: text(),
  codeDigest: text().unique(),
  codeExpiresAt: instant(),
  usedAt: instant(),
}, (t) => [
  index().on(t.accountId, t.askedAt),
  index("recoveries_waiting").on(t.departmentId, t.askedAt).where(sql`${t.decision} is null`),
  check("recoveries_four_eyes", sql`${t.decidedBy} is null or (${t.decidedBy} <> ${t.askedBy} and ${t.decidedBy} <> ${t.accountId})`),
  check("recoveries_decided_whole", sql`num_nonnulls(${t.decision}, ${t.decidedBy}, ${t.decidedAt}) in (0, 3)`),
  check("recoveries_confirmed", sql`${t.codeDigest} is null or ${t.decision} is not distinct from 'confirmed'`),
  check("recoveries_code_whole", sql`(${t.codeDigest} is null) = (${t.codeExpiresAt} is null) and (${t.usedAt} is null or ${t.codeDigest} is not null)`),
]);
