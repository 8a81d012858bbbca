import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { hearingOutcomes, hearingStates, postponementAnswers } from "@/domain/applications/schema/hearings";
import { applications } from "./applications";
import { day, id, instant } from "./columns";
import { accounts } from "./identity";

/** A hearing in a case (行政许可法 46–48): the right told, the day set, the minutes that the decision rests on. */
export const hearings = pgTable("hearings", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  state: text({ enum: hearingStates }).notNull(),
  /** Sealed: why it is due, as told to the applicant; nothing where the organ simply set one. */
  reason: text(),
  /** Until when the applicant may ask for it. */
  askUntil: day(),
  askedAt: instant(),
  heldOn: day(),
  startsAt: text(),
  place: text(),
  onlineUrl: text(),
  chairId: uuid().references(() => accounts.id),
  chairName: text(),
  /** Who examines the case, and so may not chair. */
  reviewerId: uuid(),
  isPublic: boolean(),
  /** Sealed: who is called. */
  participants: text(),
  confirmedAt: instant(),
  postponementAskedAt: instant(),
  /** Sealed. */
  postponementReason: text(),
  postponementAnswer: text({ enum: postponementAnswers }),
  minutesKey: text(),
  minutesMime: text(),
  minutesSize: integer(),
  minutesSha256: text(),
  /** Sealed. */
  summary: text(),
  outcome: text({ enum: hearingOutcomes }),
  recordedAt: instant(),
  recordedBy: uuid(),
  createdAt: instant().notNull(),
  version: integer().notNull().default(0),
}, (t) => [
  index().on(t.applicationId, t.createdAt),
  uniqueIndex("hearings_one_open").on(t.applicationId).where(sql`${t.state} in ('announced','scheduled')`),
  check("hearings_chair_is_not_reviewer", sql`${t.chairId} is null or ${t.reviewerId} is null or ${t.chairId} <> ${t.reviewerId}`),
  check("hearings_scheduled_whole", sql`${t.state} not in ('scheduled','held') or num_nulls(${t.heldOn}, ${t.startsAt}, ${t.place}, ${t.chairId}, ${t.chairName}, ${t.isPublic}, ${t.participants}) = 0`),
  check("hearings_held_with_minutes", sql`(${t.state} = 'held') = (num_nonnulls(${t.minutesKey}, ${t.minutesSha256}, ${t.summary}, ${t.outcome}, ${t.recordedAt}) = 5)`),
]);
