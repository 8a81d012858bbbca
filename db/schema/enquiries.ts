import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { enquiryStates } from "@/domain/enquiries/schema";
import { enquiryKinds } from "@/domain/enquiries/schema/kinds";
import { day, id, instant } from "./columns";
import { departments, divisions } from "./departments";
import { accounts } from "./identity";
import { serviceItems } from "./items";

/** Questions, problems and complaints with their answer. `words`, `contact` and `answer` are sealed. */
export const enquiries = pgTable("enquiries", {
  id: id(),
  number: text().notNull().unique(),
  kind: text({ enum: enquiryKinds }).notNull(),
  state: text({ enum: enquiryStates }).notNull().default("open"),
  /** Who wrote it, where they were signed in. */
  accountId: uuid().references(() => accounts.id),
  /** SHA-256 of the code by which whoever wrote it reads the answer without an account. */
  codeDigest: text().notNull().unique(),
  about: text(),
  serviceItemId: uuid().references(() => serviceItems.id),
  /** Whose it is to answer; nobody's own where it is about the portal. */
  departmentId: uuid().references(() => departments.id),
  divisionCode: text().references(() => divisions.code),
  words: text().notNull(),
  contact: text(),
  sentAt: instant().notNull(),
  dueOn: day().notNull(),
  answer: text(),
  answeredAt: instant(),
  answeredBy: uuid(),
}, (t) => [
  index("enquiries_own").on(t.accountId, t.id),
  index("enquiries_department").on(t.departmentId, t.state, t.dueOn, t.id),
  check("enquiries_place_whole", sql`(${t.departmentId} is null) = (${t.divisionCode} is null) and (${t.departmentId} is null) = (${t.serviceItemId} is null)`),
  check("enquiries_answered_is_whole", sql`(${t.state} = 'open') = (${t.answeredAt} is null) and (${t.state} = 'open') = (${t.answer} is null) and (${t.state} = 'open') = (${t.answeredBy} is null)`),
]);
