import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { assuranceLevels } from "@/domain/core/actor";
import { codeChannels, codePurposes } from "@/domain/identity/rules/codes";
import { id, instant } from "./columns";
import { accounts } from "./identity";

/**
 * A one-time code sent to a phone, whether or not anybody has an account there, or to an e-mail address. It belongs to the browser that asked for it:
 * the cookie holds an opaque id, this row its SHA-256. The code is kept as a keyed digest, and sealed until it is sent.
 */
export const oneTimeCodes = pgTable("one_time_codes", {
  id: id(),
  idHash: text().notNull().unique(),
  purpose: text({ enum: codePurposes }).notNull(),
  channel: text({ enum: codeChannels }).notNull(),
  /** Whose act the code confirms, where somebody is signed in. */
  accountId: uuid().references(() => accounts.id),
  phone: text(),
  email: text(),
  code: text(),
  codeDigest: text().notNull(),
  tries: integer().notNull().default(0),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  sentAt: instant(),
  usedAt: instant(),
}, (t) => [index().on(t.expiresAt), check("tries_bounded", sql`${t.tries} between 0 and 5`),
  check("sent_to_one", sql`(${t.email} is not null) = (${t.channel} = 'mail') and (${t.phone} is null) = (${t.channel} = 'mail')`)]);

/** A passkey: the public half of a key that only its owner's device can use, after it has checked that it is them. */
export const passkeys = pgTable("passkeys", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  credentialId: text().notNull().unique(),
  /** COSE key, base64url. */
  publicKey: text().notNull(),
  signCount: integer().notNull(),
  transports: text().array().notNull(),
  /** Whether its owner's other devices may hold it too. */
  synced: boolean().notNull(),
  name: text().notNull(),
  createdAt: instant().notNull(),
  lastUsedAt: instant(),
}, (t) => [index().on(t.accountId)]);

/** What a passkey has to sign: once, within five minutes, for the browser whose cookie names this row. */
export const passkeyChallenges = pgTable("passkey_challenges", {
  id: id(),
  idHash: text().notNull().unique(),
  challenge: text().notNull(),
  purpose: text({ enum: ["register", "authenticate"] }).notNull(),
  /** The only account that may answer; null where the passkey tells who it is. */
  accountId: uuid().references(() => accounts.id),
  expiresAt: instant().notNull(),
  usedAt: instant(),
}, (t) => [index().on(t.expiresAt)]);

/** A sign-in that waits for a phone: the code on the screen names `approvalHash`, the browser's cookie `idHash`. */
export const qrSignIns = pgTable("qr_sign_ins", {
  id: id(),
  idHash: text().notNull().unique(),
  approvalHash: text().notNull().unique(),
  /** Shown on both screens, to be compared. */
  pairing: text().notNull(),
  userAgent: text(),
  /** Without its last part. */
  addressMasked: text().notNull(),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  /** Who approved, with the level that their session had; nobody yet, or a refusal. */
  accountId: uuid().references(() => accounts.id),
  level: text({ enum: assuranceLevels }),
  decidedAt: instant(),
  usedAt: instant(),
}, (t) => [index().on(t.expiresAt), check("approval_has_level", sql`(${t.accountId} is null) = (${t.level} is null)`)]);
