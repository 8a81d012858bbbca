import { delegatedActs, type DelegatedAct } from "@/domain/core/actor";
import { addDays, compareDays, shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";

/** The longest that a family delegation runs, in days. */
export const maxFamilyDays = 180;
/** What the principal is offered, in days. */
export const familyDays = [1, 30, 90, 180] as const;
/** How many family delegates somebody may have at once, invitations that wait included. */
export const maxFamilyDelegates = 10;
/** How long the code of an invitation can be used, in minutes. */
export const codeMinutes = 15;
export const codeDigits = 8;

/** The longest that an agency (经办人) runs, in days; how long its invitation waits, in days; how many agents an organisation may have at once. */
export const maxAgencyDays = 365;
export const agencyInvitationDays = 7;
export const maxAgents = 100;

const ageOfMajority = 18;

/** The acts of a delegate who may go this far: whoever fills in also looks, whoever submits also fills in. */
export function actsUpTo(reach: DelegatedAct): DelegatedAct[] {
  return delegatedActs.slice(0, delegatedActs.indexOf(reach) + 1);
}

/** How far a delegate may go; nothing when they may not even look. */
export function reachOf(acts: readonly DelegatedAct[]): DelegatedAct | undefined {
  return delegatedActs.findLast((act) => acts.includes(act));
}

/** The digits of an invitation's code, or nothing: blanks, dashes and full width are accepted. */
export function parseInvitationCode(input: string): string | undefined {
  const digits = input.normalize("NFKC").replace(/[\s-]/g, "");
  return new RegExp(`^\\d{${codeDigits}}$`).test(digits) ? digits : undefined;
}

/**
 * The birthday on which a person comes of age (民法典 17), the last day of their guardianship as a minor. Born on
 * 29 February, they come of age on the last day of February where the year has no such day (民法典 202).
 */
export function comesOfAgeOn(birthOn: Day): Day {
  const [year = 0, month = 1, date = 1] = birthOn.split("-").map(Number);
  const birthday = new Date(Date.UTC(year + ageOfMajority, month - 1, date));
  if (birthday.getUTCMonth() !== month - 1) birthday.setUTCDate(0);
  return birthday.toISOString().slice(0, 10);
}

export type Guardianship = { birthOn: Day; endsOn: Day | undefined; today: Day };

/**
 * The last day of a guardianship (民法典 27, 28, 39): a minor's ends when they come of age, or earlier where that is
 * recorded; an adult's needs a recorded end.
 * Errors (invalid): `delegations.endMissing`, `delegations.endPassed`, `delegations.endBeyondMajority` (with `endsOn`).
 */
export function guardianshipEnd({ birthOn, endsOn, today }: Guardianship): Day {
  const majority = comesOfAgeOn(birthOn);
  const isMinor = compareDays(today, majority) < 0;
  if (!isMinor && !endsOn) throw new DomainError("invalid", "delegations.endMissing");
  if (endsOn && compareDays(endsOn, today) < 0) throw new DomainError("invalid", "delegations.endPassed");
  if (isMinor && endsOn && compareDays(endsOn, majority) > 0) throw new DomainError("invalid", "delegations.endBeyondMajority", { endsOn: majority });
  return endsOn ?? majority;
}

/** The days a family delegation runs from today, both included. */
export function familyTerm(today: Day, days: number): { validFrom: Day; validUntil: Day } {
  return { validFrom: today, validUntil: addDays(today, Math.min(days, maxFamilyDays)) };
}

export type AgencyTerm = { validFrom: Day; validUntil: Day };

/**
 * The days of an agency, both included: from today or later, a year at most.
 * Errors (invalid): `delegations.startPassed`, `delegations.endBeforeStart`, `delegations.termTooLong` (with the last day possible, `until`).
 */
export function agencyTerm({ validFrom, validUntil, today }: AgencyTerm & { today: Day }): AgencyTerm {
  if (compareDays(validFrom, today) < 0) throw new DomainError("invalid", "delegations.startPassed");
  if (compareDays(validUntil, validFrom) < 0) throw new DomainError("invalid", "delegations.endBeforeStart");
  const until = addDays(validFrom, maxAgencyDays);
  if (compareDays(validUntil, until) > 0) throw new DomainError("invalid", "delegations.termTooLong", { until });
  return { validFrom, validUntil };
}

export const delegationStandings = ["pending", "lapsed", "live", "ended", "revoked"] as const;
export type DelegationStanding = (typeof delegationStandings)[number];

export type Life = { validUntil: Day | null; acceptedAt: Date | null; revokedAt: Date | null; codeExpiresAt: Date | null };

/** How a delegation stands: waiting to be accepted, never accepted, in force, run out, or revoked. */
export function standingOf({ validUntil, acceptedAt, revokedAt, codeExpiresAt }: Life, now: Date): DelegationStanding {
  if (revokedAt) return "revoked";
  if (!acceptedAt) return codeExpiresAt && codeExpiresAt <= now ? "lapsed" : "pending";
  return validUntil && compareDays(validUntil, shanghaiDay(now)) < 0 ? "ended" : "live";
}

export const agencyStandings = ["upcoming", ...delegationStandings] as const;
export type AgencyStanding = (typeof agencyStandings)[number];

/** How an agency stands; one that was accepted may begin on a later day. */
export function agencyStandingOf({ validFrom, ...life }: Life & { validFrom: Day }, now: Date): AgencyStanding {
  const standing = standingOf(life, now);
  return standing === "live" && compareDays(validFrom, shanghaiDay(now)) > 0 ? "upcoming" : standing;
}

/** Whether an agent was taken on by an earlier representative and the present one has yet to agree. */
export function awaitsReview({ grantedAt, reviewedAt }: { grantedAt: Date; reviewedAt: Date | null }, representativeSince: Date): boolean {
  return (reviewedAt ?? grantedAt) < representativeSince;
}
