import type { StaffRole } from "@/domain/core/actor";

/** The separated three (三员分立, 等保2.0): nobody holds two of them, and none of them handles cases or items. */
export const administrators = ["systemAdmin", "securityAdmin", "auditAdmin"] as const satisfies readonly StaffRole[];
export type Administrator = (typeof administrators)[number];

/** Whether a role is one of the three administrators. */
export function isAdministrator(role: StaffRole): role is Administrator {
  return administrators.some((one) => one === role);
}

/** What a role occupies its holder with: an administrator's role is a duty of its own, all others are the one work on cases and items. */
const dutyOf = (role: StaffRole) => (isAdministrator(role) ? role : "work");

/** A role between two days (both included); without a last day, for good. */
export type Tenure = { role: StaffRole; validFrom: string; validUntil: string | null };

/** Whether two tenures share a day. */
export const overlap = (one: Tenure, other: Tenure) =>
  (other.validUntil === null || one.validFrom <= other.validUntil) && (one.validUntil === null || other.validFrom <= one.validUntil);

/**
 * Whether somebody may hold one more role beside those held, over the days they share: an administrator's role stands
 * alone. The database holds the same rule (`staff_posts_separated`).
 */
export function areSeparated(candidate: Tenure, held: readonly Tenure[]): boolean {
  return held.every((post) => dutyOf(post.role) === dutyOf(candidate.role) || !overlap(post, candidate));
}

/** Whether the days of a new post make sense on the day it is asked for: in order, and not all past. */
export function areDaysSound({ validFrom, validUntil }: Pick<Tenure, "validFrom" | "validUntil">, today: string): boolean {
  return validUntil === null || (validUntil >= validFrom && validUntil >= today);
}

/** For how long an enrolment link may be used, in hours. */
export const enrolmentHours = 24;
