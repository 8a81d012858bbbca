/** Apart from what a copy holds, and without the calendar: this runs on the phone, and carries nothing else there. */

/** How long a copy stays on a phone that has not asked after it. */
export const offlineDays = 30;
const DAY = 24 * 60 * 60 * 1000;
/** A phone's clock is put right now and then; one set back by more keeps nothing alive. */
const CLOCK_TOLERANCE = 60 * 60 * 1000;

/** Of a copy: for whose account it was kept, when the certificate ends by itself, and when, by the phone's own clock, the portal last said that it is valid. Instants. */
export type CopyLife = { id: string; owner: string; endsAt: string | null; checkedAt: string };

/** What is known on the phone: the time, and where the portal was reached, who is signed in and which of their certificates are valid. */
export type Known = { now: Date; owner?: string | undefined; valid?: readonly string[] | undefined };

export const vanishings = ["otherAccount", "ended", "expired", "unchecked", "clock"] as const;
export type Vanishing = (typeof vanishings)[number];

/** Why a copy may not be shown any longer and is deleted; nothing while it may. */
export function vanishing({ id, owner, endsAt, checkedAt }: CopyLife, { now, owner: signedIn, valid }: Known): Vanishing | undefined {
  if (signedIn !== undefined && signedIn !== owner) return "otherAccount";
  if (valid && !valid.includes(id)) return "ended";
  if (endsAt !== null && now.getTime() >= Date.parse(endsAt)) return "expired";
  const age = now.getTime() - Date.parse(checkedAt);
  if (age < -CLOCK_TOLERANCE) return "clock";
  // An age that is no number is not young.
  return age < offlineDays * DAY ? undefined : "unchecked";
}

/** The day a copy goes at the latest, if its phone does not ask again before. */
export function vanishesAt({ endsAt, checkedAt }: Pick<CopyLife, "endsAt" | "checkedAt">): Date {
  const unchecked = Date.parse(checkedAt) + offlineDays * DAY;
  return new Date(endsAt === null ? unchecked : Math.min(unchecked, Date.parse(endsAt)));
}
