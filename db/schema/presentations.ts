import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { presentationKinds, presentationPurposes } from "@/domain/certificates/schema/presenting";
import { certificates } from "./certificates";
import { id, instant } from "./columns";
import { delegations } from "./delegations";
import { accounts } from "./identity";

/**
 * Codes by which a certificate is shown to a stranger (亮证). Of the code only a keyed digest is kept. Nothing of a row
 * changes but that it is used once, if live, or taken back once (triggers). Scans are rows of `certificate_uses`.
 */
export const certificatePresentations = pgTable("certificate_presentations", {
  id: id(),
  certificateId: uuid().notNull().references(() => certificates.id),
  kind: text({ enum: presentationKinds }).notNull(),
  codeDigest: text().notNull().unique(),
  purpose: text({ enum: presentationPurposes }).notNull(),
  /** Sealed: with `other` only. */
  purposeWords: text(),
  /** What may be read in full. */
  fields: text().array().notNull(),
  presentedBy: uuid().notNull().references(() => accounts.id),
  /** Under which it was made in somebody else's name; it ends with it. */
  delegationId: uuid().references(() => delegations.id),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  usedAt: instant(),
  revokedAt: instant(),
  revokedBy: uuid().references(() => accounts.id),
}, (t) => [
  index().on(t.certificateId, t.id.desc()), index().on(t.expiresAt),
  check("certificate_presentations_brief", sql`${t.expiresAt} > ${t.createdAt} and ${t.expiresAt} <= ${t.createdAt} + case ${t.kind} when 'live' then interval '60 seconds' else interval '4320 hours' end`),
  check("certificate_presentations_live_once", sql`${t.usedAt} is null or (${t.kind} = 'live' and ${t.usedAt} < ${t.expiresAt})`),
  check("certificate_presentations_own_words", sql`(${t.purpose} = 'other') = (${t.purposeWords} is not null)`),
  check("certificate_presentations_revoked_whole", sql`(${t.revokedAt} is null) = (${t.revokedBy} is null)`),
]);
