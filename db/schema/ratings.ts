import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, smallint, text, uniqueIndex, uuid, type AnyPgColumn } from "drizzle-orm/pg-core";
import { ratingChannels, type ReasonCode } from "@/domain/ratings/schema";
import { ratingLevels } from "@/domain/ratings/schema/levels";
import { figureKinds, type RatingCounts } from "@/domain/ratings/schema/figures";
import { exclusionGrounds, findings, rectificationActs, rectificationStatuses } from "@/domain/ratings/schema/rectification";
import { deviceKinds } from "@/domain/ratings/schema/visits";
import { applications } from "./applications";
import { day, id, instant } from "./columns";
import { departments, divisions, serviceWindows } from "./departments";
import { accounts } from "./identity";
import { serviceItems } from "./items";

/** Keys that tell nothing of when a row was born. */
const randomId = () => uuid().primaryKey().default(sql`gen_random_uuid()`);

/**
 * Ratings that count or were excluded; unrated is unrated. One given by name hangs on its case; one given without a name
 * hangs on nothing: no case, no visit, no instant, only the week in which the box was opened.
 */
export const ratings = pgTable("ratings", {
  id: randomId(),
  applicationId: uuid().references(() => applications.id),
  /** 1: the rating; 2: the one after the organ's answer. */
  round: smallint().notNull().default(1),
  /** Of a second rating: the first. */
  firstId: uuid().references((): AnyPgColumn => ratings.id),
  level: text({ enum: ratingLevels }).notNull(),
  reasons: text().array().$type<ReasonCode[]>().notNull(),
  /** Sealed. */
  comment: text(),
  /** Sealed: how somebody without a name wants to be reached, where they said so. */
  contact: text(),
  anonymous: boolean().notNull(),
  channel: text({ enum: ratingChannels }).notNull(),
  /** Without a name only where enough other people could have rated the same item. */
  serviceItemId: uuid().references(() => serviceItems.id),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  /** The Monday of its week. */
  weekOf: day().notNull(),
  createdAt: instant(),
  /** SHA-256 of the code by which somebody without a name finds it again. */
  receiptDigest: text().unique(),
  excludedOn: day(),
  exclusionGround: text({ enum: exclusionGrounds }),
}, (t) => [
  uniqueIndex("ratings_once").on(t.applicationId, t.round), uniqueIndex("ratings_once_more").on(t.firstId),
  index("ratings_counted").on(t.weekOf),
  check("ratings_anonymous_hangs_on_nothing", sql`${t.anonymous} = (${t.applicationId} is null) and ${t.anonymous} = (${t.createdAt} is null)`),
  check("ratings_round", sql`${t.round} in (1, 2) and (${t.round} = 2) = (${t.firstId} is not null)`),
  check("ratings_excluded_whole", sql`(${t.excludedOn} is null) = (${t.exclusionGround} is null)`),
]);

/** Ratings without a name, sealed whole, until the night in which the box is opened. */
export const ratingBallots = pgTable("rating_ballots", { id: randomId(), content: text().notNull() });

/** That a case was rated, as a keyed digest of it: only the portal, asked about one case, can tell. Ends with a month. */
export const ratedCases = pgTable("rated_cases", {
  key: text().primaryKey(),
  endsOn: day().notNull(),
}, (t) => [index().on(t.endsOn)]);

/** A visit that ended and may be rated once, for some minutes. Of those days gone by only the day and the place stay. */
export const ratingTickets = pgTable("rating_tickets", {
  id: randomId(),
  windowId: uuid().notNull().references(() => serviceWindows.id),
  departmentId: uuid().notNull().references(() => departments.id),
  serviceItemId: uuid().references(() => serviceItems.id),
  endedOn: day().notNull(),
  visitId: uuid().unique(),
  /** Whoever was served had been identified: only such tickets make a crowd that others hide among. */
  identified: boolean().notNull().default(false),
  tokenDigest: text().unique(),
  expiresAt: instant(),
  used: boolean().notNull().default(false),
}, (t) => [
  index("rating_tickets_open").on(t.windowId).where(sql`${t.expiresAt} is not null`), index("rating_tickets_days").on(t.endedOn),
  check("rating_tickets_forgotten_whole", sql`${t.expiresAt} is not null or (${t.tokenDigest} is null and ${t.visitId} is null and not ${t.used})`),
]);

/** A screen at a window; its address holds a secret, of which this is the SHA-256. */
export const ratingDevices = pgTable("rating_devices", {
  id: id(),
  windowId: uuid().notNull().references(() => serviceWindows.id),
  departmentId: uuid().notNull().references(() => departments.id),
  kind: text({ enum: deviceKinds }).notNull(),
  tokenDigest: text().notNull().unique(),
  registeredBy: uuid().notNull().references(() => accounts.id),
  registeredAt: instant().notNull(),
  revokedAt: instant(),
}, (t) => [uniqueIndex("rating_devices_one").on(t.windowId).where(sql`${t.revokedAt} is null`), index().on(t.departmentId)]);

/** What follows a low rating (整改): an owner, two deadlines, an answer, and a second look by somebody else. */
export const rectifications = pgTable("rectifications", {
  id: id(),
  ratingId: uuid().notNull().unique().references(() => ratings.id),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  level: text({ enum: ratingLevels }).notNull(),
  status: text({ enum: rectificationStatuses }).notNull().default("open"),
  /** Who handled the case, where it is known. */
  ratedIds: uuid().array().notNull().default([]),
  ownerId: uuid().references(() => accounts.id),
  openedOn: day().notNull(),
  contactDueOn: day().notNull(),
  replyDueOn: day().notNull(),
  contactedOn: day(),
  contactSkipped: boolean().notNull().default(false),
  finding: text({ enum: findings }),
  extensionAskedBy: uuid().references(() => accounts.id),
  extendedBy: uuid().references(() => accounts.id),
  repliedOn: day(),
  repliedBy: uuid().references(() => accounts.id),
  closedOn: day(),
  closedBy: uuid().references(() => accounts.id),
  appealedBy: uuid().references(() => accounts.id),
  appealGround: text({ enum: exclusionGrounds }),
  recheckedBy: uuid().references(() => accounts.id),
  recheckedOn: day(),
  version: integer().notNull().default(0),
}, (t) => [
  index("rectifications_list").on(t.status, t.departmentId, t.replyDueOn, t.id),
  index("rectifications_owner").on(t.ownerId).where(sql`${t.status} = 'open'`),
  check("rectifications_not_by_the_rated", sql`${t.ownerId} is null or ${t.ownerId} <> all (${t.ratedIds})`),
  check("rectifications_not_closed_by_the_rated", sql`${t.closedBy} is null or ${t.closedBy} <> all (${t.ratedIds})`),
  check("rectifications_second_look", sql`${t.closedBy} is null or (${t.closedBy} <> ${t.ownerId} and ${t.closedBy} <> ${t.repliedBy})`),
  check("rectifications_extension_four_eyes", sql`${t.extendedBy} is null or ${t.extendedBy} <> ${t.extensionAskedBy}`),
  check("rectifications_recheck_by_another", sql`${t.recheckedBy} is null or (${t.recheckedBy} <> ${t.appealedBy} and ${t.recheckedBy} is distinct from ${t.ownerId} and ${t.recheckedBy} <> all (${t.ratedIds}))`),
  check("rectifications_replied_whole", sql`num_nonnulls(${t.repliedOn}, ${t.repliedBy}) in (0, 2) and (${t.status} not in ('replied', 'closed') or ${t.repliedOn} is not null)`),
  check("rectifications_closed_whole", sql`num_nonnulls(${t.closedOn}, ${t.closedBy}) = case when ${t.status} = 'closed' then 2 else 0 end`),
  check("rectifications_excluded_by_recheck", sql`${t.status} <> 'excluded' or ${t.recheckedBy} is not null`),
  check("rectifications_contact", sql`not (${t.contactSkipped} and ${t.contactedOn} is not null)`),
]);

/** The history of a rectification: who did what and when never changes (trigger); the words are sealed. */
export const rectificationEvents = pgTable("rectification_events", {
  id: id(),
  rectificationId: uuid().notNull().references(() => rectifications.id),
  sequence: integer().notNull(),
  act: text({ enum: rectificationActs }).notNull(),
  actorId: uuid(),
  actorName: text().notNull(),
  words: text(),
  at: instant().notNull(),
}, (t) => [uniqueIndex("rectification_events_sequence").on(t.rectificationId, t.sequence)]);

/** What was counted last night, by item, department and division; whatever would point at few people is withheld. */
export const ratingFigures = pgTable("rating_figures", {
  kind: text({ enum: figureKinds }).notNull(),
  subject: text().notNull(),
  name: text().notNull(),
  counts: jsonb().$type<RatingCounts>().notNull(),
  withheld: boolean().notNull(),
  since: day().notNull(),
  until: day().notNull(),
}, (t) => [primaryKey({ columns: [t.kind, t.subject] }), index("rating_figures_list").on(t.kind, t.name, t.subject)]);
