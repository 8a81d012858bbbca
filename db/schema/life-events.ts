import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { lifeEventRevisionStatuses, type DraftContent } from "@/domain/lifeEvents/schema";
import { applications } from "./applications";
import { day, id, instant } from "./columns";
import { departments, divisions } from "./departments";
import { accounts } from "./identity";
import { organisations } from "./organisations";

/** 高效办成一件事: several items that belong to one event of a life; led by one department. */
export const lifeEvents = pgTable("life_events", {
  id: id(),
  key: text().notNull().unique(),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  currentRevisionId: uuid(),
  createdAt: instant().notNull(),
}, (t) => [index().on(t.departmentId)]);

/** An edition of a life event. Published ones never change (trigger); an editor never publishes their own (check). */
export const lifeEventRevisions = pgTable("life_event_revisions", {
  id: id(),
  lifeEventId: uuid().notNull().references(() => lifeEvents.id),
  number: integer().notNull(),
  status: text({ enum: lifeEventRevisionStatuses }).notNull(),
  content: jsonb().$type<DraftContent>().notNull(),
  version: integer().notNull().default(0),
  /** Everyone who opened or saved it. */
  editors: uuid().array().notNull(),
  updatedAt: instant().notNull(),
  publishedBy: uuid(),
  publishedAt: instant(),
}, (t) => [
  uniqueIndex().on(t.lifeEventId, t.number),
  uniqueIndex("life_event_revisions_one_draft").on(t.lifeEventId).where(sql`${t.status} = 'draft'`),
  uniqueIndex("life_event_revisions_one_published").on(t.lifeEventId).where(sql`${t.status} = 'published'`),
  check("life_event_four_eyes", sql`${t.publishedBy} is null or not ${t.publishedBy} = any(${t.editors})`),
  check("life_event_published_is_signed", sql`(${t.status} = 'draft') = (${t.publishedBy} is null)`),
]);

/** One person's or organisation's life event: the questions answered once (sealed); its parts are cases of their own. */
export const lifeEventCases = pgTable("life_event_cases", {
  id: id(),
  lifeEventId: uuid().notNull().references(() => lifeEvents.id),
  revisionId: uuid().notNull().references(() => lifeEventRevisions.id),
  applicantAccountId: uuid().notNull().references(() => accounts.id),
  organisationId: uuid().references(() => organisations.id),
  /** Sealed. */
  answers: text().notNull(),
  createdAt: instant().notNull(),
  savedAt: instant().notNull(),
  filedAt: instant(),
  /** 行政许可法 42(2): by when all of it is decided at the latest. */
  dueOn: day(),
  closedAt: instant(),
}, (t) => [
  uniqueIndex("life_event_cases_one_open").on(t.applicantAccountId, t.lifeEventId, sql`coalesce(${t.organisationId}, '00000000-0000-0000-0000-000000000000'::uuid)`).where(sql`${t.filedAt} is null`),
  index("life_event_cases_own").on(t.applicantAccountId, t.createdAt, t.id),
  index("life_event_cases_organisation").on(t.organisationId, t.createdAt, t.id).where(sql`${t.organisationId} is not null`),
  check("life_event_closed_was_filed", sql`${t.closedAt} is null or ${t.filedAt} is not null`),
]);

/** The parts of a case: one application per member. It goes on as a case of its own where the whole is thrown away. */
export const lifeEventParts = pgTable("life_event_parts", {
  caseId: uuid().notNull().references(() => lifeEventCases.id, { onDelete: "cascade" }),
  member: text().notNull(),
  applicationId: uuid().notNull().references(() => applications.id, { onDelete: "cascade" }),
}, (t) => [primaryKey({ columns: [t.caseId, t.member] }), uniqueIndex("life_event_parts_application").on(t.applicationId)]);
