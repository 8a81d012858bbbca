import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { proposable, proposalOutcomes } from "@/domain/applications/rules/proposals";
import { applications } from "./applications";
import { day, id, instant } from "./columns";
import { accounts } from "./identity";

/** Materials an applicant promised in writing to hand in later (容缺后补): until when, when they came, and who found them in order. */
export const toleratedMaterials = pgTable("tolerated_materials", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  fieldId: text().notNull(),
  /** The material's name, as the promise and the notice say it. */
  name: text().notNull(),
  promisedAt: instant().notNull(),
  promisedBy: uuid().notNull().references(() => accounts.id),
  /** Set when the case is accepted. */
  dueOn: day(),
  suppliedAt: instant(),
  confirmedAt: instant(),
  confirmedBy: uuid(),
  /** Sealed: why what came was not in order; it is awaited again. */
  returnedReason: text(),
}, (t) => [
  uniqueIndex("tolerated_materials_field").on(t.applicationId, t.fieldId),
  index("tolerated_materials_due").on(t.dueOn).where(sql`${t.suppliedAt} is null and ${t.dueOn} is not null`),
  check("tolerated_materials_confirmed_once_supplied", sql`${t.confirmedAt} is null or ${t.suppliedAt} is not null`),
  check("tolerated_materials_confirmed_by_someone", sql`(${t.confirmedAt} is null) = (${t.confirmedBy} is null)`),
]);

/** Acts that take two people: who proposed what and why, and what another decided. */
export const actProposals = pgTable("act_proposals", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  action: text({ enum: proposable }).notNull(),
  payload: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  /** Sealed. */
  reason: text().notNull(),
  proposedBy: uuid().notNull().references(() => accounts.id),
  proposedByName: text().notNull(),
  proposedAt: instant().notNull(),
  decidedBy: uuid().references(() => accounts.id),
  decidedByName: text(),
  decidedAt: instant(),
  outcome: text({ enum: proposalOutcomes }),
  /** Sealed. */
  answer: text(),
}, (t) => [
  uniqueIndex("act_proposals_one_open").on(t.applicationId, t.action).where(sql`${t.outcome} is null`),
  index("act_proposals_case").on(t.applicationId),
  check("act_proposals_four_eyes", sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.proposedBy}`),
  check("act_proposals_decided_whole", sql`(${t.outcome} is null) = (${t.decidedAt} is null)`),
  check("act_proposals_decided_by_someone", sql`${t.outcome} is null or ${t.outcome} = 'overtaken' or ${t.decidedBy} is not null`),
]);

/** Cases handed on to the competent organ: the one that was closed and the one that was opened there. */
export const applicationTransfers = pgTable("application_transfers", {
  fromApplicationId: uuid().primaryKey().references(() => applications.id),
  toApplicationId: uuid().notNull().unique().references(() => applications.id),
  transferredAt: instant().notNull(),
}, (t) => [check("application_transfers_elsewhere", sql`${t.fromApplicationId} <> ${t.toApplicationId}`)]);
