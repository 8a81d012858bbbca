import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { noticeKinds, writtenTemplates } from "@/domain/notices/schema";
import type { TextContent } from "@/domain/notices/schema/texts";
import { applications } from "./applications";
import { certificateEvents } from "./certificate-life";
import { certificates } from "./certificates";
import { day, id, instant } from "./columns";
import { accounts } from "./identity";

/** Every act of the organ produces one numbered, dated, sealed notice; one per event, of a case or of a certificate. */
export const notices = pgTable("notices", {
  id: id(),
  number: text().notNull().unique(),
  /** Of a case: its event, which is there when the notice is written (trigger) and may be moved away with its year. */
  eventId: uuid(),
  applicationId: uuid().references(() => applications.id),
  certificateEventId: uuid().references(() => certificateEvents.id),
  certificateId: uuid().references(() => certificates.id),
  kind: text({ enum: noticeKinds }).notNull(),
  /** Encrypted JSON of the wording as issued. */
  body: text().notNull(),
  issuedOn: day().notNull(),
  createdAt: instant().notNull(),
  pdfKey: text(),
  pdfSha256: text(),
  /** The version of the text it was made from (`texts`). */
  textVersion: integer().notNull().default(1),
}, (t) => [
  uniqueIndex("notices_event_once").on(t.eventId), index().on(t.applicationId, t.createdAt),
  index("notices_pdf_sha256").on(t.pdfSha256).where(sql`${t.pdfSha256} is not null`),
  uniqueIndex("notices_certificate_event_once").on(t.certificateEventId), index("notices_of_certificate").on(t.certificateId).where(sql`${t.certificateId} is not null`),
  check("notices_of_one_act", sql`num_nonnulls(${t.eventId}, ${t.certificateEventId}) = 1 and (${t.eventId} is null) = (${t.applicationId} is null) and (${t.certificateEventId} is null) = (${t.certificateId} is null)`),
  check("sealed_is_whole", sql`(${t.pdfKey} is null) = (${t.pdfSha256} is null)`),
]);

/** Messages to people: a template and its parameters, never personal data. */
export const messages = pgTable("messages", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  applicationId: uuid().references(() => applications.id, { onDelete: "set null" }),
  template: text({ enum: writtenTemplates }).notNull(),
  params: jsonb().$type<Record<string, string>>().notNull(),
  dedupeKey: text().notNull().unique(),
  createdAt: instant().notNull(),
  sentAt: instant(),
  mailedAt: instant(),
  readAt: instant(),
  textVersion: integer().notNull().default(1),
}, (t) => [index().on(t.accountId, t.createdAt), index("messages_latest").on(t.createdAt)]);

/** Published versions of the texts of notices, messages and letters, from the second on: the first ships with the code; and all of those that steps name. Append-only. */
export const texts = pgTable("texts", {
  kind: text().notNull(),
  version: integer().notNull(),
  content: jsonb().$type<TextContent>().notNull(),
  writtenBy: uuid().notNull(),
  publishedBy: uuid().notNull(),
  publishedAt: instant().notNull(),
}, (t) => [
  primaryKey({ columns: [t.kind, t.version] }),
  check("texts_versions", sql`${t.version} > 1 or (${t.version} = 1 and ${t.kind} like 'step.%')`),
  check("texts_four_eyes", sql`${t.writtenBy} <> ${t.publishedBy}`),
]);
