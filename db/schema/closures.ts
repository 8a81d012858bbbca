import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { closureScopes, type ClosureText } from "@/domain/departments/schema/closures";
import { id, instant } from "./columns";
import { departments, divisions } from "./departments";

/** Planned closures as they were confirmed; who wrote and who confirmed stands in the proposal. */
export const plannedClosures = pgTable("planned_closures", {
  id: id(),
  proposalId: uuid().notNull().unique(),
  scope: text({ enum: closureScopes }).notNull(),
  departmentId: uuid().references(() => departments.id),
  divisionCode: text().references(() => divisions.code),
  itemCode: text(),
  startsAt: instant().notNull(),
  endsAt: instant().notNull(),
  noticeDays: integer().notNull(),
  why: jsonb().$type<ClosureText>().notNull(),
  instead: jsonb().$type<ClosureText>().notNull(),
  /** Opened again before the time, or called off. */
  endedAt: instant(),
  endedBy: uuid(),
  endReason: text(),
}, (t) => [
  index("planned_closures_ends").on(t.endsAt),
  check("planned_closures_forward", sql`${t.endsAt} > ${t.startsAt}`),
  check("planned_closures_scope", sql`case ${t.scope} when 'portal' then num_nonnulls(${t.departmentId}, ${t.divisionCode}, ${t.itemCode}) = 0
    when 'department' then ${t.departmentId} is not null and num_nonnulls(${t.divisionCode}, ${t.itemCode}) = 0
    when 'division' then ${t.divisionCode} is not null and num_nonnulls(${t.departmentId}, ${t.itemCode}) = 0
    else ${t.itemCode} is not null and num_nonnulls(${t.departmentId}, ${t.divisionCode}) = 0 end`),
  check("planned_closures_ended_whole", sql`num_nonnulls(${t.endedAt}, ${t.endedBy}, ${t.endReason}) in (0, 3)`),
]);
