import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { assuranceLevels, factors } from "@/domain/core/actor";
import type { View } from "@/domain/identity/schema";
import { day, id, instant } from "./columns";
import { divisions } from "./departments";

/** One login for people; ID number and phone are encrypted, found through keyed blind indexes. */
export const accounts = pgTable("accounts", {
  id: id(),
  kind: text({ enum: ["citizen", "staff"] }).notNull(),
  name: text().notNull(),
  signInName: text().unique(),
  phone: text(),
  phoneIndex: text().unique(),
  /** Of staff too, who sign in by their name alone: by it the portal knows that a clerk and a citizen are one person. */
  citizenId: text(),
  citizenIdIndex: text(),
  address: text(),
  /** Proven by a code; letters go there, nobody signs in by it. */
  email: text(),
  birthOn: day(),
  sex: text({ enum: ["male", "female"] }),
  divisionCode: text().references(() => divisions.code),
  passwordHash: text(),
  totpSecret: text(),
  assuranceLevel: text({ enum: assuranceLevels }).notNull(),
  preferences: jsonb().$type<Partial<View>>().notNull().default({}),
  /** When its owner, over sixty, was asked whether they would like senior mode: asked once. */
  elderAskedAt: instant(),
  demo: boolean().notNull().default(false),
  createdAt: instant().notNull(),
  disabledAt: instant(),
}, (t) => [uniqueIndex("accounts_one_of_a_kind").on(t.citizenIdIndex, t.kind)]);

/** A session: the cookie holds an opaque id, this row its SHA-256; read on every request, so revocation is immediate. */
export const sessions = pgTable("sessions", {
  id: id(),
  idHash: text().notNull().unique(),
  /** The same for as long as one person acts in one capacity, however often the id changes: what other systems signed in with. */
  ssoId: uuid().notNull().default(sql`uuidv7()`),
  accountId: uuid().notNull().references(() => accounts.id),
  /** The highest level this session may use, where the way of signing in vouches for no more. */
  levelCap: text({ enum: assuranceLevels }),
  /** The delegation under which this session acts for somebody else. */
  delegationId: uuid(),
  factors: text({ enum: factors }).array().notNull(),
  createdAt: instant().notNull(),
  lastSeenAt: instant().notNull(),
  authenticatedAt: instant().notNull(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
  userAgent: text(),
}, (t) => [index().on(t.accountId), index().on(t.ssoId)]);

/** A fixed window of attempts for one act and one subject (keyed digest, never the value itself). */
export const rateLimits = pgTable("rate_limits", {
  key: text().primaryKey(),
  windowEndsAt: instant().notNull(),
  attempts: integer().notNull(),
}, (t) => [index().on(t.windowEndsAt), check("attempts_positive", sql`${t.attempts} > 0`)]);

/** A sign-in or a recovery that still waits for its next factor; the cookie holds the opaque id. */
export const pendingSignIns = pgTable("pending_sign_ins", {
  id: id(),
  idHash: text().notNull().unique(),
  accountId: uuid().notNull().references(() => accounts.id),
  /** Whether it ends in a session or in a new password. */
  purpose: text({ enum: ["signIn", "recover"] }).notNull().default("signIn"),
  /** What has been proven so far, and the highest level that this way of signing in vouches for. */
  factors: text({ enum: factors }).array().notNull().default(sql`'{password}'`),
  levelCap: text({ enum: assuranceLevels }),
  expiresAt: instant().notNull(),
  usedAt: instant(),
});

/** One-time codes already accepted, so that none works twice. */
export const usedTotpSteps = pgTable("used_totp_steps", {
  accountId: uuid().notNull().references(() => accounts.id),
  step: integer().notNull(),
}, (t) => [uniqueIndex("used_totp_steps_once").on(t.accountId, t.step)]);

/**
 * What somebody had typed when a proof of identity became due, sealed, for the same person to send again. It is read
 * through an address that only their browser was given, and is theirs alone.
 */
export const keptForms = pgTable("kept_forms", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  /** Under which delegation it was typed; it comes back under the same one only. */
  delegationId: uuid(),
  /** The page without its language. */
  path: text().notNull(),
  fields: text().notNull(),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
}, (t) => [index().on(t.accountId), index().on(t.expiresAt)]);

/** An authenticator that has not yet proven itself by a code; one per account. */
export const totpEnrolments = pgTable("totp_enrolments", {
  accountId: uuid().primaryKey().references(() => accounts.id),
  secret: text().notNull(),
  createdAt: instant().notNull(),
});
