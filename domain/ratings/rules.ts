import type { ApplicationStatus, Outcome } from "@/domain/applications/schema";
import { reasonCodes, type RatingLevel, type ReasonCode } from "./schema";

/** A case can be rated once the organ has answered it: decided, refused, lapsed or closed; each case once (一事一评). */
export function isRateable({ status, outcome }: { status: ApplicationStatus; outcome: Outcome | null }): boolean {
  return outcome !== null || status === "refused" || status === "lapsed" || status === "closed";
}

/** The standard reasons of a level: the first three are offered at once, the rest on demand. */
export function reasonsFor(level: RatingLevel): { first: readonly ReasonCode[]; more: readonly ReasonCode[] } {
  return { first: reasonCodes[level].slice(0, 3), more: reasonCodes[level].slice(3) };
}
