import { sql } from "drizzle-orm";
import { boolean, check, customType, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { itemStatuses, revisionStatuses, type RevisionContent } from "@/domain/items/schema";
import { draftStages } from "@/domain/items/schema/life";
import { day, id, instant } from "./columns";
import { departments, divisions } from "./departments";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** What one applies for: a stable identity; all that is published about it stands in its revisions. */
export const serviceItems = pgTable("service_items", {
  id: id(),
  code: text().notNull().unique(),
  basicCode: text().notNull(),
  sourceId: text(),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  status: text({ enum: itemStatuses }).notNull(),
  currentRevisionId: uuid(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
}, (t) => [
  index().on(t.departmentId), index().on(t.divisionCode), index().on(t.basicCode), index("service_items_code_prefix").on(sql`left(${t.code}, 31)`),
  uniqueIndex("service_items_source_once").on(t.sourceId).where(sql`${t.sourceId} is not null`),
]);

/** An edition of an item. Published ones never change (trigger); an editor never publishes their own (check). */
export const serviceItemRevisions = pgTable("service_item_revisions", {
  id: id(),
  serviceItemId: uuid().notNull().references(() => serviceItems.id),
  number: integer().notNull(),
  status: text({ enum: revisionStatuses }).notNull(),
  content: jsonb().$type<RevisionContent>().notNull(),
  contentHash: text().notNull(),
  version: integer().notNull().default(0),
  createdBy: uuid().notNull(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  /** Where a draft stands between editor and publisher. */
  stage: text({ enum: draftStages }).notNull().default("editing"),
  publishAt: instant(),
  scheduledBy: uuid(),
  publishedBy: uuid(),
  publishedAt: instant(),
  /** The lengths of the clocks, out of `content`: by them the queue finds whose light is yellow. */
  decisionDays: integer().generatedAlwaysAs(sql`coalesce((content#>>'{promisedLimit,value}')::int, (content#>>'{statutoryLimit,value}')::int, 20)`),
  correctionDays: integer().generatedAlwaysAs(sql`(content->>'correctionDays')::int`),
}, (t) => [
  uniqueIndex().on(t.serviceItemId, t.number),
  uniqueIndex("service_item_revisions_one_draft").on(t.serviceItemId).where(sql`${t.status} = 'draft'`),
  uniqueIndex("service_item_revisions_one_published").on(t.serviceItemId).where(sql`${t.status} = 'published'`),
  check("four_eyes", sql`${t.publishedBy} is null or ${t.publishedBy} <> ${t.createdBy}`),
  check("scheduled_is_signed", sql`(${t.stage} = 'scheduled') = (${t.publishAt} is not null) and (${t.publishAt} is null) = (${t.scheduledBy} is null) and ${t.scheduledBy} is distinct from ${t.createdBy}`),
  index("service_item_revisions_scheduled").on(t.publishAt).where(sql`${t.publishAt} is not null and ${t.status} = 'draft'`),
  check("published_is_signed", sql`${t.status} = 'draft' or ${t.publishedBy} is not null`),
  // Read without the row, whose content is long, for every case of a list by lights.
  index("service_item_revisions_days").on(t.id, t.decisionDays, t.correctionDays),
]);

/** Every state a draft was saved in: what two editors' changes are merged from. Gone with the draft once it is published or dropped. */
export const revisionSaves = pgTable("revision_saves", {
  revisionId: uuid().notNull().references(() => serviceItemRevisions.id, { onDelete: "cascade" }),
  version: integer().notNull(),
  content: jsonb().$type<RevisionContent>().notNull(),
  savedAt: instant().notNull(),
}, (t) => [primaryKey({ columns: [t.revisionId, t.version] })]);

/** What people call things: a query that holds the spoken form also means the official one. A few hundred rows, read whole. */
export const searchSynonyms = pgTable("search_synonyms", {
  spoken: text().notNull(),
  official: text().notNull(),
}, (t) => [primaryKey({ columns: [t.spoken, t.official] })]);

/** Themes as items carry them, with the name and place they are shown under; those with an audience are on the home page. */
export const searchThemes = pgTable("search_themes", {
  theme: text().primaryKey(),
  nameZh: text().notNull(),
  nameEn: text().notNull(),
  home: text({ enum: ["person", "organisation"] }),
  position: integer().notNull(),
});

/** Hot words an editor set: pinned in their order, or hidden although people search for them. */
export const hotWords = pgTable("hot_words", {
  word: text().primaryKey(),
  state: text({ enum: ["pinned", "hidden"] }).notNull(),
  position: integer().notNull().default(0),
});

/** How often a word was searched on a day, and by how many who had not searched for it in that week; nothing about whom. */
export const searchCounts = pgTable("search_counts", {
  day: day().notNull(),
  word: text().notNull(),
  searches: integer().notNull(),
  people: integer().notNull(),
  /** How many of the searches found nothing. */
  empty: integer().notNull(),
}, (t) => [primaryKey({ columns: [t.day, t.word] })]);

/** Tells within one week whether a word comes from someone new: keyed digests, deleted when the week is over. */
export const searchSeen = pgTable("search_seen", {
  week: day().notNull(),
  digest: text().notNull(),
}, (t) => [primaryKey({ columns: [t.week, t.digest] })]);

/** What search reads: one narrow row per published item, made at publication. */
export const itemSearch = pgTable("item_search", {
  serviceItemId: uuid().primaryKey().references(() => serviceItems.id),
  code: text().notNull(),
  name: text().notNull(),
  summary: text().notNull(),
  departmentId: uuid().notNull(),
  departmentName: text().notNull(),
  divisionCode: text().notNull(),
  audience: text().array().notNull(),
  themes: text().array().notNull(),
  onlineDepth: text(),
  promisedText: text(),
  handling: text().notNull(),
  tokens: tsvector().notNull(),
  pinyin: text().notNull(),
  initials: text().notNull(),
  /** Orders lists without a query: documented items first, then by name. */
  rank: integer().notNull().default(0),
  documented: boolean().notNull().default(false),
}, (t) => [
  index("item_search_tokens").using("gin", t.tokens),
  index("item_search_name_trgm").using("gin", sql`${t.name} gin_trgm_ops`),
  index("item_search_pinyin_trgm").using("gin", sql`${t.pinyin} gin_trgm_ops`),
  index("item_search_initials_trgm").using("gin", sql`${t.initials} gin_trgm_ops`),
  index("item_search_themes").using("gin", t.themes),
  index("item_search_audience").using("gin", t.audience),
  index("item_search_list").on(t.rank, t.serviceItemId),
  index("item_search_division").on(t.divisionCode, t.rank, t.serviceItemId),
  index("item_search_department").on(t.departmentId, t.rank, t.serviceItemId),
]);
