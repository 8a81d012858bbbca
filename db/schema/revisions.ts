import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { linkStates, retirementKinds, reviewActs, type ReviewComment } from "@/domain/items/schema/life";
import { day, id, instant } from "./columns";
import { serviceItemRevisions, serviceItems } from "./items";

/** What editor and publisher said to one another about a draft, and what came of it. */
export const revisionReviews = pgTable("revision_reviews", {
  id: id(),
  revisionId: uuid().notNull().references(() => serviceItemRevisions.id, { onDelete: "cascade" }),
  act: text({ enum: reviewActs }).notNull(),
  /** Nobody where the clock did it. */
  accountId: uuid(),
  at: instant().notNull(),
  note: text().notNull().default(""),
  comments: jsonb().$type<ReviewComment[]>().notNull().default([]),
  publishAt: instant(),
}, (t) => [index().on(t.revisionId, t.id)]);

/** Why a warning of the linter is accepted as it stands, for one revision. */
export const warningAnswers = pgTable("warning_answers", {
  revisionId: uuid().notNull().references(() => serviceItemRevisions.id, { onDelete: "cascade" }),
  /** `warningKey` of the problem: another wording is another warning. */
  warning: text().notNull(),
  reason: text().notNull(),
  answeredBy: uuid().notNull(),
  answeredAt: instant().notNull(),
}, (t) => [primaryKey({ columns: [t.revisionId, t.warning] })]);

/** Who has which part of an item open in the editor. No business data: forgotten after minutes. */
export const editorPresences = pgTable("editor_presences", {
  serviceItemId: uuid().notNull().references(() => serviceItems.id, { onDelete: "cascade" }),
  accountId: uuid().notNull(),
  part: text().notNull(),
  seenAt: instant().notNull(),
}, (t) => [primaryKey({ columns: [t.serviceItemId, t.accountId] })]);

/** That an item ends on a day, and why; applied when its day has come. */
export const itemRetirements = pgTable("item_retirements", {
  serviceItemId: uuid().primaryKey().references(() => serviceItems.id),
  kind: text({ enum: retirementKinds }).notNull(),
  effectiveOn: day().notNull(),
  reason: text().notNull(),
  decidedBy: uuid().notNull(),
  decidedAt: instant().notNull(),
  appliedAt: instant(),
}, (t) => [index().on(t.effectiveOn)]);

/** The items that stand in the place of one that ended. */
export const itemSuccessors = pgTable("item_successors", {
  serviceItemId: uuid().notNull().references(() => itemRetirements.serviceItemId, { onDelete: "cascade" }),
  successorId: uuid().notNull().references(() => serviceItems.id),
}, (t) => [primaryKey({ columns: [t.serviceItemId, t.successorId] }), index().on(t.successorId)]);

/** A blank form or sample of a material; the content of a revision names it. Anyone may fetch it once it was published. */
export const itemFiles = pgTable("item_files", {
  id: uuid().primaryKey(),
  serviceItemId: uuid().notNull().references(() => serviceItems.id, { onDelete: "cascade" }),
  name: text().notNull(),
  mime: text().notNull(),
  size: integer().notNull(),
  sha256: text().notNull(),
  storageKey: text().notNull(),
  uploadedBy: uuid().notNull(),
  uploadedAt: instant().notNull(),
  publishedAt: instant(),
}, (t) => [index().on(t.serviceItemId)]);

/** What the last look at a web address of a guide found. */
export const linkChecks = pgTable("link_checks", {
  url: text().primaryKey(),
  state: text({ enum: linkStates }).notNull(),
  status: integer(),
  /** How many looks in a row found nobody there. */
  failures: integer().notNull().default(0),
  checkedAt: instant().notNull(),
}, (t) => [index().on(t.checkedAt)]);
