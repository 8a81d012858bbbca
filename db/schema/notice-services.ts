import { sql } from "drizzle-orm";
import { check, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { serviceWays } from "@/domain/notices/rules/service";
import { id, instant } from "./columns";
import { accounts } from "./identity";
import { notices } from "./notices";

/** Proof that a notice came to its addressee, once for each way; append-only (trigger). */
export const noticeServices = pgTable("notice_services", {
  id: id(),
  noticeId: uuid().notNull().references(() => notices.id),
  way: text({ enum: serviceWays }).notNull(),
  at: instant().notNull(),
  /** Who read or downloaded it, or the clerk who handed it over. */
  accountId: uuid().notNull().references(() => accounts.id),
  accountName: text().notNull(),
  /** Who received and signed for it at the counter. */
  receivedBy: text(),
}, (t) => [
  uniqueIndex("notice_services_once").on(t.noticeId, t.way),
  check("notice_services_signed_at_the_counter", sql`(${t.way} = 'counter') = (${t.receivedBy} is not null)`),
]);
