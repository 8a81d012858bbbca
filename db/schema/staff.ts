import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { staffRoles } from "@/domain/core/actor";
import { staffChangeKinds } from "@/domain/identity/schema/staff";
import { day, id, instant } from "./columns";
import { departments, divisions } from "./departments";
import { accounts } from "./identity";

/**
 * A role held in a department and a division between two days, or until it is ended. Excluded by the database (see the
 * migration): the same post twice over one time, and an administrator's role beside any other duty.
 */
export const staffPosts = pgTable("staff_posts", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  role: text({ enum: staffRoles }).notNull(),
  departmentId: uuid().notNull().references(() => departments.id),
  divisionCode: text().notNull().references(() => divisions.code),
  validFrom: day().notNull(),
  validUntil: day(),
  /** The confirmed change that granted it; none for those who opened the system. */
  changeId: uuid(),
  endedAt: instant(),
}, (t) => [
  index().on(t.accountId), index().on(t.departmentId, t.role),
  check("staff_posts_days_in_order", sql`${t.validUntil} is null or ${t.validUntil} >= ${t.validFrom}`),
]);

/** What one administrator proposes about a member of staff and another confirms or refuses; decided ones never change. */
export const staffChanges = pgTable("staff_changes", {
  id: id(),
  kind: text({ enum: staffChangeKinds }).notNull(),
  /** Whom it concerns; for a new account unknown until it is confirmed. */
  accountId: uuid().references(() => accounts.id),
  name: text(),
  signInName: text(),
  /** Of a new account, sealed; they go when it is decided, and the account holds them then. */
  citizenId: text(),
  phone: text(),
  email: text(),
  role: text({ enum: staffRoles }),
  departmentId: uuid().references(() => departments.id),
  divisionCode: text().references(() => divisions.code),
  validFrom: day(),
  validUntil: day(),
  postId: uuid().references(() => staffPosts.id),
  reason: text().notNull(),
  proposedBy: uuid().notNull().references(() => accounts.id),
  proposedAt: instant().notNull(),
  /** It protects and took effect when proposed; the second person takes note of it. */
  atOnce: boolean().notNull(),
  decision: text({ enum: ["confirmed", "refused"] }),
  decidedBy: uuid().references(() => accounts.id),
  decidedAt: instant(),
  refusalReason: text(),
}, (t) => [
  index().on(t.accountId), index().on(t.proposedAt, t.id),
  index("staff_changes_open").on(t.proposedAt, t.id).where(sql`${t.decidedAt} is null`),
  uniqueIndex("staff_changes_one_open_name").on(t.signInName).where(sql`${t.decidedAt} is null`),
  uniqueIndex("staff_changes_one_open_end").on(t.postId).where(sql`${t.decidedAt} is null`),
  uniqueIndex("staff_changes_one_open_grant").on(t.accountId, t.role, t.departmentId, t.divisionCode).where(sql`${t.decidedAt} is null and ${t.kind} = 'grantPost'`),
  uniqueIndex("staff_changes_one_open_account").on(t.accountId, t.kind).where(sql`${t.decidedAt} is null and ${t.kind} in ('closeAccount','reopenAccount','renewAccess')`),
  check("staff_changes_four_eyes", sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.proposedBy}`),
  check("staff_changes_not_ones_own", sql`${t.accountId} is null or (${t.accountId} <> ${t.proposedBy} and ${t.accountId} is distinct from ${t.decidedBy})`),
  check("staff_changes_decided_whole", sql`num_nonnulls(${t.decision}, ${t.decidedBy}, ${t.decidedAt}) in (0, 3)`),
  check("staff_changes_refused_why", sql`(${t.decision} is not distinct from 'refused') = (${t.refusalReason} is not null)`),
  check("staff_changes_done_is_done", sql`not (${t.atOnce} and ${t.decision} is not distinct from 'refused')`),
  check("staff_changes_account_whole", sql`(${t.kind} = 'openAccount') = (num_nonnulls(${t.name}, ${t.signInName}) = 2)`),
  check("staff_changes_grant_whole", sql`(${t.kind} = 'grantPost') = (num_nonnulls(${t.role}, ${t.departmentId}, ${t.divisionCode}, ${t.validFrom}) = 4)`),
  check("staff_changes_end_whole", sql`(${t.kind} = 'endPost') = (${t.postId} is not null)`),
  check("staff_changes_forget", sql`${t.decidedAt} is null or num_nonnulls(${t.citizenId}, ${t.phone}, ${t.email}) = 0`),
  check("staff_changes_of_somebody", sql`${t.accountId} is not null or (${t.kind} = 'openAccount' and ${t.decision} is distinct from 'confirmed')`),
]);

/** A one-time link by which a member of staff sets how they sign in; the link holds an opaque id, this row its SHA-256. */
export const enrolments = pgTable("enrolments", {
  id: id(),
  accountId: uuid().notNull().references(() => accounts.id),
  tokenDigest: text().notNull().unique(),
  /** Sealed, until it has been sent to its holder. */
  token: text(),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  usedAt: instant(),
}, (t) => [uniqueIndex("enrolments_one_open").on(t.accountId).where(sql`${t.usedAt} is null`)]);
