import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { staffRoles } from "@/domain/core/actor";
import { accessKinds, refusalGrounds, requestKinds, requestStates } from "@/domain/records/schema";
import type { correctable, erasable } from "@/domain/records/schema/subjects";
import { day, id, instant } from "./columns";
import { departments } from "./departments";
import { accounts } from "./identity";

/**
 * Every reading of a person's data by staff: who, in what office, whose, what, why. Append-only by trigger. Opening a case
 * counts once a day per person and case.
 */
export const dataAccesses = pgTable("data_accesses", {
  id: id(),
  at: instant().notNull(),
  onDay: day().notNull(),
  actorId: uuid().notNull(),
  actorRole: text({ enum: staffRoles }).notNull(),
  departmentId: uuid().notNull().references(() => departments.id),
  subjectId: uuid().notNull().references(() => accounts.id),
  kind: text({ enum: accessKinds }).notNull(),
  fields: text().array().notNull(),
  reason: text(),
  /** Not bound to its row: a draft that a clerk opened at a counter may be thrown away, and the log stays. */
  applicationId: uuid(),
  requestId: text().notNull(),
}, (t) => [
  index("data_accesses_subject").on(t.subjectId, t.id),
  index("data_accesses_actor").on(t.actorId, t.at),
  uniqueIndex("data_accesses_open_daily").on(t.actorId, t.applicationId, t.onDay).where(sql`${t.kind} = 'open'`),
]);

/** Requests to correct or erase one's own data, with their answer. `wish` and `answer` are sealed. */
export const dataRequests = pgTable("data_requests", {
  id: id(),
  number: text().notNull().unique(),
  accountId: uuid().notNull().references(() => accounts.id),
  kind: text({ enum: requestKinds }).notNull(),
  subject: text().$type<(typeof correctable)[number] | (typeof erasable)[number]>().notNull(),
  wish: text().notNull(),
  state: text({ enum: requestStates }).notNull().default("open"),
  filedAt: instant().notNull(),
  dueOn: day().notNull(),
  answer: text(),
  ground: text({ enum: refusalGrounds }),
  answeredAt: instant(),
  answeredBy: uuid(),
}, (t) => [
  index("data_requests_own").on(t.accountId, t.id),
  index("data_requests_waiting").on(t.dueOn, t.id).where(sql`${t.state} = 'open'`),
  uniqueIndex("data_requests_one_open").on(t.accountId, t.kind, t.subject).where(sql`${t.state} = 'open'`),
  check("answered_is_whole", sql`(${t.state} = 'open') = (${t.answeredAt} is null) and (${t.state} = 'open') = (${t.answer} is null)`),
  check("refusal_has_ground", sql`(${t.state} = 'refused') = (${t.ground} is not null)`),
]);
