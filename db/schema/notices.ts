import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { messageTemplates, noticeKinds } from "@/domain/notices/schema";
import { applicationEvents, applications } from "./applications";
import { day, id, instant } from "./columns";
import { accounts } from "./identity";

/** Every act of the organ produces one numbered, dated, sealed notice; one per event. */
export const notices = pgTable("notices", {
  id: id(),
  number: text().notNull().unique(),
  eventId: uuid().notNull().references(() => applicationEvents.id),
  applicationId: uuid().notNull().references(() => applications.id),
  kind: text({ enum: noticeKinds }).notNull(),
  /** Encrypted JSON of the wording as issued. */
  body: text().notNull(),
  issuedOn: day().notNull(),
  createdAt: instant().notNull(),
  pdfKey: text(),
  pdfSha256: text(),
}, (t) => [
  uniqueIndex("notices_event_once").on(t.eventId), index().on(t.applicationId, t.createdAt),
  index("notices_pdf_sha256").on(t.pdfSha256).where(sql`${t.pdfSha256} is not null`),
  check("sealed_is_whole", sql`(${t.pdfKey} is null) = (${t.pdfSha256} is null)`),
]);

/** Messages to people: a template and its parameters, never personal data. */
export const messages = pgTable("messages", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  applicationId: uuid().references(() => applications.id, { onDelete: "set null" }),
  template: text({ enum: messageTemplates }).notNull(),
  params: jsonb().$type<Record<string, string>>().notNull(),
  dedupeKey: text().notNull().unique(),
  createdAt: instant().notNull(),
  sentAt: instant(),
  mailedAt: instant(),
  readAt: instant(),
}, (t) => [index().on(t.accountId, t.createdAt), index("messages_latest").on(t.createdAt)]);
