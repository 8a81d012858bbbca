import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { sendingWays } from "@/domain/notices/schema/sending";
import { instant } from "./columns";
import { accounts } from "./identity";
import { messages } from "./notices";

/** How somebody wants to hear of news; nobody's row means the usual way. */
export const noticePreferences = pgTable("notice_preferences", {
  accountId: uuid().primaryKey().references(() => accounts.id),
  sms: text({ enum: ["all", "important"] }).notNull(),
  mail: text({ enum: ["all", "important"] }).notNull(),
  quietFrom: smallint(),
  quietUntil: smallint(),
  daily: boolean().notNull(),
  updatedAt: instant().notNull(),
}, (t) => [
  check("notice_preferences_quiet", sql`(${t.quietFrom} is null) = (${t.quietUntil} is null) and ${t.quietFrom} between 0 and 23 is not false and ${t.quietUntil} between 0 and 23 is not false and ${t.quietFrom} <> ${t.quietUntil} is not false`),
]);

/** Messages that wait for the hour at which their reader wants to hear of them, each way by itself. */
export const heldMessages = pgTable("held_messages", {
  messageId: uuid().notNull().references(() => messages.id, { onDelete: "cascade" }),
  by: text({ enum: sendingWays }).notNull(),
  accountId: uuid().notNull().references(() => accounts.id),
  until: instant().notNull(),
}, (t) => [primaryKey({ columns: [t.messageId, t.by] }), index("held_messages_due").on(t.until, t.accountId)]);
