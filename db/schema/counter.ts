import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { paymentMethods, receptionMethods } from "@/domain/applications/schema/counter";
import { secondLookDecisions } from "@/domain/identity/rules/counter";
import { documentKinds } from "@/domain/identity/rules/levels";
import { applications } from "./applications";
import { id, instant } from "./columns";
import { departments, divisions } from "./departments";
import { accounts } from "./identity";

/**
 * Somebody served at a one-stop counter: who stands there, by which document, and for whom they have come. What a machine
 * read is proven; what a clerk typed waits for a second person of the office.
 */
export const counterReceptions = pgTable("counter_receptions", {
  id: id(),
  clerkId: uuid().notNull().references(() => accounts.id),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  accountId: uuid().notNull().references(() => accounts.id),
  document: text({ enum: documentKinds }).notNull(),
  method: text({ enum: receptionMethods }).notNull(),
  /** Why no machine read the document. */
  reason: text(),
  /** Under which delegation they act; null for themselves. */
  delegationId: uuid(),
  at: instant().notNull(),
  expiresAt: instant().notNull(),
  endedAt: instant(),
  decision: text({ enum: secondLookDecisions }),
  decidedBy: uuid().references(() => accounts.id),
  decidedAt: instant(),
}, (t) => [
  index("counter_receptions_mine").on(t.clerkId, t.expiresAt),
  index("counter_receptions_waiting").on(t.departmentId, t.at).where(sql`${t.method} = 'manual' and ${t.decision} is null`),
  check("counter_receptions_typed_why", sql`(${t.method} = 'manual') = (${t.reason} is not null)`),
  check("counter_receptions_decided_whole", sql`num_nonnulls(${t.decision}, ${t.decidedBy}, ${t.decidedAt}) in (0, 3)`),
  check("counter_receptions_four_eyes", sql`${t.decidedBy} is null or (${t.decidedBy} <> ${t.clerkId} and ${t.decidedBy} <> ${t.accountId})`),
]);

/** What was paid at a counter, under the number of the treasury's receipt; append-only. */
export const paymentNotes = pgTable("payment_notes", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  fee: text().notNull(),
  amountFen: integer().notNull(),
  method: text({ enum: paymentMethods }).notNull(),
  receiptNumber: text().notNull(),
  takenBy: uuid().notNull().references(() => accounts.id),
  at: instant().notNull(),
}, (t) => [
  uniqueIndex("payment_notes_receipt").on(t.applicationId, t.receiptNumber),
  check("payment_notes_amount", sql`${t.amountFen} between 1 and 100000000`),
]);
