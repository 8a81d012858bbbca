import type { ApplicationStatus, Outcome } from "@/domain/applications/schema";
import { addDays, shanghaiDay, type Day } from "@/domain/core/calendar";
import type { RatingLevel } from "./schema";

/** A case can be rated once the organ has answered it: decided, refused, lapsed or closed; each case once (一事一评). What was voided or ended for want of an applicant is not. */
export function isRateable({ status, outcome }: { status: ApplicationStatus; outcome: Outcome | null }): boolean {
  if (status === "voided" || status === "terminated") return false;
  return outcome !== null || status === "refused" || status === "lapsed" || status === "closed";
}

type Answered = { status: ApplicationStatus; outcome: Outcome | null; closedAt: Date | null };

/** The last day on which a closed case is rated, `days` after it closed; none while something is still to be handed over. */
export function ratingEndsOn({ closedAt }: Pick<Answered, "closedAt">, days: number): Day | null {
  return closedAt && addDays(shanghaiDay(closedAt), days);
}

/** Why a case cannot be rated today, as an error code; nothing where it can. */
export function hindranceToRate(answered: Answered, today: Day, days: number): "ratings.notYet" | "ratings.windowOver" | undefined {
  if (!isRateable(answered)) return "ratings.notYet";
  const endsOn = ratingEndsOn(answered, days);
  return endsOn !== null && today > endsOn ? "ratings.windowOver" : undefined;
}

/** 差评: what the organ must put right and answer. */
export function isLow(level: RatingLevel): boolean {
  return level === "dissatisfied" || level === "veryDissatisfied";
}

/** The Monday of a day's week. */
export function weekOf(day: Day): Day {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}
