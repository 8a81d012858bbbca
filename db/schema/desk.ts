import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { QueueColumn, ViewContent } from "@/domain/applications/schema/queue";
import { id, instant } from "./columns";
import { departments, divisions } from "./departments";
import { accounts } from "./identity";

/** A way of looking at the queue under a name; shared with those who hold a post in its department and division. */
export const deskViews = pgTable("desk_views", {
  id: id(),
  ownerId: uuid().notNull().references(() => accounts.id),
  name: text().notNull(),
  content: jsonb().$type<ViewContent>().notNull(),
  departmentId: uuid().references(() => departments.id),
  divisionCode: text().references(() => divisions.code),
  createdAt: instant().notNull(),
  changedAt: instant().notNull(),
}, (t) => [
  uniqueIndex("desk_views_name").on(t.ownerId, t.name),
  index("desk_views_shared").on(t.departmentId).where(sql`${t.departmentId} is not null`),
  check("desk_views_shared_somewhere", sql`(${t.departmentId} is null) = (${t.divisionCode} is null)`),
]);

/** How the queue opens for one member of staff. */
export const deskPreferences = pgTable("desk_preferences", {
  accountId: uuid().primaryKey().references(() => accounts.id),
  columns: text().array().$type<QueueColumn[]>(),
  viewId: uuid().references(() => deskViews.id, { onDelete: "set null" }),
});
