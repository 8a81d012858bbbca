import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { deliveryProofs, deliveryStates, deliveryWays } from "@/domain/applications/schema/deliveries";
import { applications } from "./applications";
import { id, instant } from "./columns";
import { departments, divisions, serviceWindows } from "./departments";

/** The paper of a case on its way to its owner, by post or to a window; one at a time. */
export const deliveries = pgTable("deliveries", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  way: text({ enum: deliveryWays }).notNull(),
  state: text({ enum: deliveryStates }).notNull(),
  /** Sealed: name, phone and address by post. */
  addressee: text(),
  windowId: uuid().references(() => serviceWindows.id),
  /** Sealed: what is said at the window. */
  code: text(),
  carrier: text(),
  trackingNumber: text(),
  attempt: integer().notNull().default(1),
  createdAt: instant().notNull(),
  changedAt: instant().notNull(),
  deliveredAt: instant(),
  proof: text({ enum: deliveryProofs }),
  documentChecked: boolean().notNull().default(false),
  /** Sealed: who took it. */
  receiver: text(),
  proofKey: text(),
  proofSha256: text(),
  version: integer().notNull().default(0),
}, (t) => [
  uniqueIndex("deliveries_one").on(t.applicationId),
  index("deliveries_desk").on(t.departmentId, t.divisionCode, t.state, t.id),
  check("deliveries_way_whole", sql`(${t.way} = 'post') = (${t.addressee} is not null) and (${t.way} = 'pickUp') = (${t.windowId} is not null)`),
  check("deliveries_sent_whole", sql`${t.state} <> 'sent' or num_nulls(${t.carrier}, ${t.trackingNumber}) = 0`),
  check("deliveries_delivered_whole", sql`(${t.state} = 'delivered') = (num_nonnulls(${t.deliveredAt}, ${t.proof}, ${t.receiver}) = 3)`),
]);

/** What happened to it, in order. Append-only by trigger; its note may be sealed anew. */
export const deliveryEvents = pgTable("delivery_events", {
  id: id(),
  deliveryId: uuid().notNull().references(() => deliveries.id),
  state: text({ enum: deliveryStates }).notNull(),
  at: instant().notNull(),
  actorName: text().notNull(),
  /** Sealed. */
  note: text(),
}, (t) => [index().on(t.deliveryId, t.id)]);
