import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { expertConclusions } from "@/domain/applications/schema/conclusions";
import type { ExpertScope } from "@/domain/applications/schema/experts";
import { applications } from "./applications";
import { day, id, instant } from "./columns";
import { departments } from "./departments";
import { accounts } from "./identity";

/**
 * An outside expert asked for an opinion within one step of one case. The link's token is kept as a keyed digest, and sealed
 * until it is sent; the browser that gave the right code holds a session of its own.
 */
export const expertRequests = pgTable("expert_requests", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  stepKey: text().notNull(),
  askedBy: uuid().notNull().references(() => accounts.id),
  askedByName: text().notNull(),
  /** Whose step it is: the organ that asks. */
  departmentId: uuid().notNull().references(() => departments.id),
  /** Sealed: name, organisation, phone or address. */
  expert: text().notNull(),
  /** Sealed. */
  question: text().notNull(),
  scope: jsonb().$type<ExpertScope>().notNull(),
  tokenDigest: text().notNull().unique(),
  /** Sealed until sent. */
  token: text(),
  dueOn: day().notNull(),
  expiresAt: instant().notNull(),
  createdAt: instant().notNull(),
  sentAt: instant(),
  remindedAt: instant(),
  enteredAt: instant(),
  sessionHash: text(),
  sessionExpiresAt: instant(),
  /** Sealed: what was typed and not yet handed in. */
  draft: text(),
  savedAt: instant(),
  conclusion: text({ enum: expertConclusions }),
  /** Sealed: the opinion, or why it was declined. */
  opinion: text(),
  submittedAt: instant(),
  declinedAt: instant(),
  revokedAt: instant(),
  /** How they were reached is gone. */
  forgottenAt: instant(),
}, (t) => [
  index().on(t.applicationId, t.createdAt),
  index("expert_requests_waiting").on(t.dueOn).where(sql`${t.submittedAt} is null and ${t.declinedAt} is null and ${t.revokedAt} is null`),
  check("expert_requests_end_once", sql`num_nonnulls(${t.submittedAt}, ${t.declinedAt}, ${t.revokedAt}) <= 1`),
  check("expert_requests_answer_whole", sql`(${t.submittedAt} is not null) = (${t.conclusion} is not null) and (num_nonnulls(${t.submittedAt}, ${t.declinedAt}) = 1) = (${t.opinion} is not null)`),
  check("expert_requests_session_whole", sql`(${t.sessionHash} is null) = (${t.sessionExpiresAt} is null)`),
]);
