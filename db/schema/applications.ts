import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { roles, staffRoles } from "@/domain/core/actor";
import { channels, trustLevels } from "@/domain/applications/schema/counter";
import { applicationActions, applicationStatuses, outcomes, stepStatuses, type FilingChoices } from "@/domain/applications/schema";
import { stepKinds } from "@/domain/items/schema/process";
import { day, id, instant } from "./columns";
import { departments, divisions } from "./departments";
import { accounts } from "./identity";
import { serviceItemRevisions, serviceItems } from "./items";
import { organisations } from "./organisations";

/** One request of one applicant, pinned to one revision. `answers` is encrypted; `status` is the legal state. */
export const applications = pgTable("applications", {
  id: id(),
  number: text().notNull().unique(),
  /** Sealed, for whoever follows the case without signing in. */
  queryCode: text(),
  serviceItemId: uuid().notNull().references(() => serviceItems.id),
  revisionId: uuid().notNull().references(() => serviceItemRevisions.id),
  applicantAccountId: uuid().notNull().references(() => accounts.id),
  organisationId: uuid().references(() => organisations.id),
  applicantName: text().notNull(),
  itemName: text().notNull(),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  status: text({ enum: applicationStatuses }).notNull(),
  outcome: text({ enum: outcomes }),
  answers: text().notNull(),
  /** How it came in; at a counter also which clerk took it, and whose account stood there: the applicant or who acts for them. */
  channel: text({ enum: channels }).notNull().default("online"),
  takenBy: uuid().references(() => accounts.id),
  presentedBy: uuid().references(() => accounts.id),
  version: integer().notNull().default(0),
  claimedBy: uuid().references(() => accounts.id),
  claimedAt: instant(),
  createdAt: instant().notNull(),
  savedAt: instant().notNull(),
  submittedAt: instant(),
  receivedAt: instant(),
  takeBackUntil: instant(),
  acceptedAt: instant(),
  acceptedBy: uuid(),
  deemedAccepted: boolean().notNull().default(false),
  decidedAt: instant(),
  decidedBy: uuid(),
  closedAt: instant(),
  separateDecider: boolean().notNull().default(true),
  /** The applicant asked that a person decide. */
  personAsked: boolean().notNull().default(false),
  /** Sealed: which row of the decision table granted it, in whose words, by which facts; only where no person decided. */
  automaticDecision: text(),
  suspendedFrom: text({ enum: ["accepted", "inReview"] }),
  extensionDays: integer().notNull().default(0),
  /** How often a correction was asked for. */
  correctionCount: integer().notNull().default(0),
  noticeDueOn: day(),
  correctionDueOn: day(),
  promisedDueOn: day(),
  statutoryDueOn: day(),
  /** The clock of the case that runs now. */
  dueOn: day(),
  /** The earliest day by which an open step is to be done. */
  stepDueOn: day(),
  /** The day that orders the desk's queue: the earlier of the two. */
  deskDueOn: day().generatedAlwaysAs(sql`case when due_on is null then null else least(due_on, step_due_on) end`),
  /** The kinds of its open steps (trigger): what the desk's queue is narrowed by. */
  openKinds: text({ enum: stepKinds }).array().notNull().default(sql`'{}'::text[]`),
  /** Workdays or days in which its revision has it decided (trigger), so that a light needs no look at the revision; none where it was filed before this was kept. */
  decisionDays: integer(),
  dueProvisional: boolean().notNull().default(false),
  lapseProposedAt: instant(),
  /** Filled in by a delegate and waiting until the principal files it, or sends it back with a word (encrypted). */
  awaitingPrincipalSince: instant(),
  awaitingPrincipalBy: uuid().references(() => accounts.id),
  principalWord: text(),
  /** What the delegate chose with them, for the principal to confirm or change: nothing is promised before that. */
  awaitingChoices: jsonb().$type<FilingChoices>(),
  /** When anything that the desk's queue shows last changed, by the database's own clock (trigger). */
  changedAt: instant().notNull().default(sql`now()`),
}, (t) => [
  uniqueIndex("applications_one_draft").on(t.applicantAccountId, t.serviceItemId, sql`coalesce(${t.organisationId}, '00000000-0000-0000-0000-000000000000'::uuid)`).where(sql`${t.status} = 'draft'`),
  index("applications_queue").on(t.departmentId, t.divisionCode, t.deskDueOn, t.id).where(sql`${t.status} in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering')`),
  index("applications_queue_status").on(t.departmentId, t.divisionCode, t.status, t.deskDueOn, t.id).where(sql`${t.status} in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering')`),
  index("applications_queue_received").on(t.departmentId, t.divisionCode, t.receivedAt, t.id).where(sql`${t.status} in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering')`),
  index("applications_queue_number").on(t.departmentId, t.divisionCode, t.number, t.id).where(sql`${t.status} in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering')`),
  ...stepKinds.map((kind) => index(`applications_queue_at_${kind}`).on(t.departmentId, t.divisionCode, t.deskDueOn, t.id).where(sql`${t.status} in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering') and ${t.openKinds} @> ${sql.raw(`array['${kind}']::text[]`)}`)),
  index("applications_queue_held").on(t.claimedBy, t.deskDueOn, t.id).where(sql`${t.claimedBy} is not null and ${t.status} in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering')`),
  index("applications_queue_item").on(t.serviceItemId, t.deskDueOn, t.id).where(sql`${t.status} in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering')`),
  index("applications_queue_name").on(t.applicantName, t.deskDueOn, t.id).where(sql`${t.status} in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering')`),
  index("applications_ended").on(t.departmentId, t.divisionCode, t.status, t.receivedAt, t.id).where(sql`${t.status} in ('closed','refused','lapsed','withdrawn','transferred','terminated','voided')`),
  index("applications_changed").on(t.changedAt).where(sql`${t.status} <> 'draft'`),
  index("applications_open").on(t.departmentId, t.divisionCode, t.serviceItemId, t.revisionId, t.status, t.dueOn, t.statutoryDueOn, t.stepDueOn, t.claimedBy, t.receivedAt).where(sql`${t.status} in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering')`),
  index("applications_due").on(t.deskDueOn).where(sql`${t.status} in ('submitted','accepted','inReview','suspended','approved','rejected','delivering')`),
  index("applications_overdue").on(t.statutoryDueOn, t.id).where(sql`${t.status} in ('accepted','inReview')`),
  index("applications_own").on(t.applicantAccountId, t.createdAt, t.id),
  index("applications_organisation").on(t.organisationId, t.createdAt, t.id).where(sql`${t.organisationId} is not null`),
  index("applications_notice_clock").on(t.noticeDueOn).where(sql`${t.status} = 'submitted'`),
  index("applications_correction_clock").on(t.correctionDueOn).where(sql`${t.status} = 'correction' and ${t.lapseProposedAt} is null`),
  index("applications_revision").on(t.revisionId),
  index("applications_held").on(t.claimedBy, t.id).where(sql`${t.claimedBy} is not null`),
  index("applications_supervised").on(t.departmentId, t.divisionCode, t.dueOn, t.id).where(sql`${t.status} in ('submitted','accepted','inReview','suspended','approved','rejected','delivering')`),
  index("applications_decided").on(t.departmentId, t.divisionCode, t.decidedAt, t.id).where(sql`${t.decidedAt} is not null`),
  index("applications_decided_late").on(t.departmentId, t.divisionCode, t.decidedAt, t.id).where(sql`${t.decidedAt} is not null and not coalesce((${t.decidedAt} at time zone 'Asia/Shanghai')::date <= ${t.promisedDueOn}, false)`),
  index("applications_decided_corrected").on(t.departmentId, t.divisionCode, t.correctionCount, t.decidedAt, t.id).where(sql`${t.decidedAt} is not null and ${t.correctionCount} > 0`),
  index("applications_decided_automatic").on(t.departmentId, t.divisionCode, t.decidedAt, t.id).where(sql`${t.decidedAt} is not null and ${t.automaticDecision} is not null`),
  index("applications_closed").on(t.closedAt, t.departmentId).where(sql`${t.closedAt} is not null`),
  check("counter_cases_taken_by_someone", sql`(${t.channel} = 'counter') = (${t.takenBy} is not null) and (${t.takenBy} is null) = (${t.presentedBy} is null)`),
  check("outcome_is_decided", sql`(${t.outcome} is null) = (${t.decidedAt} is null)`),
  check("automatic_only_approves", sql`${t.automaticDecision} is null or (${t.outcome} = 'approved' and ${t.decidedBy} is null)`),
  check("draft_is_unreceived", sql`${t.status} = 'draft' or ${t.receivedAt} is not null`),
  check("awaiting_principal_is_editable", sql`${t.awaitingPrincipalSince} is null or ${t.status} in ('draft','correction')`),
  check("choices_await_principal", sql`${t.awaitingChoices} is null or ${t.awaitingPrincipalSince} is not null`),
  check("awaiting_principal_by_someone", sql`(${t.awaitingPrincipalSince} is null) = (${t.awaitingPrincipalBy} is null)`),
  check("accepter_does_not_decide", sql`not ${t.separateDecider} or ${t.acceptedBy} is null or ${t.decidedBy} is null or ${t.acceptedBy} <> ${t.decidedBy}`),
]);

/**
 * Append-only history: one row per act, refused UPDATE and DELETE by trigger. `sequence` is the version it made. In a partition
 * for each year of the acts; what is unique over years is held by a trigger, and within each by the indexes named here.
 */
export const applicationEvents = pgTable("application_events", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  sequence: integer().notNull(),
  action: text({ enum: applicationActions }).notNull(),
  fromStatus: text({ enum: applicationStatuses }).notNull(),
  toStatus: text({ enum: applicationStatuses }).notNull(),
  actorId: uuid(),
  actorName: text().notNull(),
  actorRole: text({ enum: [...roles, "system"] }).notNull(),
  onBehalfOf: text(),
  /** Sealed: why, in the words of whoever acted. */
  reason: text(),
  /** Sealed: what else the act says, as JSON; nothing where it says no more. */
  payload: text(),
  at: instant().notNull(),
  idempotencyKey: uuid(),
}, (t) => [
  index("application_events_at").on(t.at),
  index("application_events_deemed").on(t.at, t.id).where(sql`${t.action} = 'deemAccept'`),
  index("application_events_submitted").on(t.at, t.id).where(sql`${t.action} = 'submit'`),
  uniqueIndex("application_events_sequence").on(t.applicationId, t.sequence),
  uniqueIndex("application_events_idempotency").on(t.applicationId, t.idempotencyKey).where(sql`${t.idempotencyKey} is not null`),
  uniqueIndex("application_events_one_decision").on(t.applicationId).where(sql`${t.action} in ('approve','reject')`),
  check("application_events_system_never_refuses", sql`${t.actorRole} <> 'system' or ${t.action} not in ('reject','refuse')`),
]);

/** Steps beneath the legal status: one row each, several may be active. */
export const applicationSteps = pgTable("application_steps", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  key: text().notNull(),
  kind: text({ enum: stepKinds }).notNull(),
  position: integer().notNull(),
  status: text({ enum: stepStatuses }).notNull(),
  /** Who is asked where it is not the case's own department. */
  departmentId: uuid().references(() => departments.id),
  role: text({ enum: staffRoles }),
  startedOn: day(),
  dueOn: day(),
  claimedBy: uuid().references(() => accounts.id),
  /** Sealed. */
  opinion: text(),
  completedBy: uuid(),
  completedByName: text(),
  completedAt: instant(),
}, (t) => [
  uniqueIndex("application_steps_key").on(t.applicationId, t.key),
  index("application_steps_asked").on(t.departmentId, t.role, t.dueOn, t.applicationId).where(sql`${t.departmentId} is not null and ${t.status} = 'active'`),
  index("application_steps_held").on(t.claimedBy).where(sql`${t.claimedBy} is not null`),
  check("application_steps_asked_in_a_role", sql`(${t.departmentId} is null) = (${t.role} is null)`),
]);

/** Special procedures: whole workdays after `startOn` up to `endOn` do not count. */
export const suspensions = pgTable("suspensions", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  procedure: text().notNull(),
  /** Sealed. */
  reason: text().notNull(),
  startOn: day().notNull(),
  plannedEndOn: day().notNull(),
  endOn: day(),
}, (t) => [
  index().on(t.applicationId),
  uniqueIndex("suspensions_one_open").on(t.applicationId).where(sql`${t.endOn} is null`),
]);

/** One-off correction notices: what is missing, field by field. */
export const corrections = pgTable("corrections", {
  id: id(),
  applicationId: uuid().notNull().references(() => applications.id),
  position: integer().notNull(),
  /** Sealed: `CorrectionItem`s, as JSON. */
  items: text().notNull(),
  /** Sealed. */
  note: text(),
  /** Sealed: a digest of each answer when the notice went out, to tell what the resubmission changed. */
  answerDigests: text().notNull(),
  dueOn: day().notNull(),
  createdAt: instant().notNull(),
  answeredAt: instant(),
}, (t) => [uniqueIndex("corrections_position").on(t.applicationId, t.position), uniqueIndex("corrections_one_open").on(t.applicationId).where(sql`${t.answeredAt} is null`)]);

/** An uploaded file: private, under a generated key; bound to one application. */
export const files = pgTable("files", {
  id: id(),
  ownerAccountId: uuid().notNull().references(() => accounts.id),
  applicationId: uuid().notNull().references(() => applications.id),
  fieldId: text().notNull(),
  /** Sealed. */
  name: text().notNull(),
  mime: text().notNull(),
  size: integer().notNull(),
  sha256: text().notNull(),
  /** Shared with what its owner keeps for the next time, and with the cases that used it again. */
  storageKey: text().notNull(),
  /** How far it is believed; B with the clerk who compared it with the original. */
  trustLevel: text({ enum: trustLevels }).notNull().default("C"),
  verifiedBy: uuid().references(() => accounts.id),
  verifiedAt: instant(),
  createdAt: instant().notNull(),
  /** When it was uploaded first, where an earlier upload was used again. */
  reusedFrom: instant(),
  /** Ticked at the upload: its applicant wants to use it again. It goes to what they keep when the case is filed. */
  keepNext: boolean().notNull().default(false),
  deletedAt: instant(),
  /** Taken out in a correction after it had been filed: the earlier version stays readable beside the new one. */
  kept: boolean().notNull().default(false),
}, (t) => [
  index().on(t.applicationId, t.fieldId), index("files_of_storage").on(t.storageKey), index("files_sha256").on(t.sha256), check("kept_is_taken_out", sql`not ${t.kept} or ${t.deletedAt} is not null`), check("size_positive", sql`${t.size} > 0`),
  check("files_compared_by_someone", sql`(${t.trustLevel} = 'B') = (${t.verifiedBy} is not null) and (${t.verifiedBy} is null) = (${t.verifiedAt} is null)`),
]);

/** The last number given on a day in a division; gaps are fine, repeats are not. */
export const numberSequences = pgTable("number_sequences", {
  scope: text().primaryKey(),
  last: integer().notNull(),
});
