import { askedRoles, holds } from "@/domain/applications/policy";
import type { ApplicationStatus } from "@/domain/applications/schema";
import { isOneself, postsIn, type Actor, type User } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import type { Filters } from "./schema";

/** Statuses in which the clock is the organ's; while it waits for a correction it is the applicant's. */
export const organStatuses = ["submitted", "accepted", "inReview", "suspended", "approved", "rejected", "delivering"] as const satisfies readonly ApplicationStatus[];
export type OrganStatus = (typeof organStatuses)[number];

type Place = { departmentId: string; divisionCode: string };

/** A supervisor answers for the department and division of the post, and what lies beneath the division. */
export const supervises = (actor: Actor, place: Place): boolean => holds(actor, "supervisor", place);

/** Whether somebody works on cases in a place, and so answers for them; who supervises does not answer to themselves. */
export const worksIn = (actor: Actor, place: Place): boolean => askedRoles.some((role) => holds(actor, role, place));

/** Why this actor may not supervise a case, as an error code. */
export function hindersSupervision(actor: User, one: Place & { applicantAccountId: string }): string | undefined {
  if (!supervises(actor, one)) return "access.forbidden";
  return isOneself(actor, one.applicantAccountId) ? "applications.ownCase" : undefined;
}

/** Why this actor may not answer an urging, as an error code: one person was asked, or anybody who works there. */
export function hindersAnswer(actor: User, urging: Place & { toAccountId: string | null }): string | undefined {
  const theirs = urging.toAccountId === null ? worksIn(actor, urging) : urging.toAccountId === actor.id;
  return theirs ? undefined : "access.forbidden";
}

export type Range = { departmentId: string; low: string; high: string };

// GB/T 2260: 440000 covers 44…, 440100 covers 4401…, 440103 itself.
const highest = (code: string) => code.replace(/(?:00){1,3}$/, (zeros) => "9".repeat(zeros.length));
const narrower = (post: string, asked: string | undefined) => (asked === undefined || isWithin(post, asked) ? post : isWithin(asked, post) ? asked : undefined);

/** Where this actor supervises, narrowed by what was asked. */
export const rangesOf = (actor: Actor, filters: Filters): Range[] => rangesIn(postsIn(actor, "supervisor"), filters);

/** Posts, narrowed by what was asked, as ranges of division codes that do not overlap within a department: nothing is counted twice. */
export function rangesIn(held: readonly Place[], { department, division }: Filters): Range[] {
  const places = held.filter(({ departmentId }) => department === undefined || departmentId === department).flatMap(({ departmentId, divisionCode }) => {
    const code = narrower(divisionCode, division);
    return code === undefined ? [] : [{ departmentId, code }];
  });
  const widest = places.filter(({ departmentId, code }, i) => !places.some((other, j) => i !== j && other.departmentId === departmentId && isWithin(code, other.code) && (code !== other.code || j < i)));
  return widest.map(({ departmentId, code }) => ({ departmentId, low: code, high: highest(code) }));
}
