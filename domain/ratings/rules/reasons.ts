import type { RatingLevel, ReasonCode } from "../schema";
import { reasonCodes } from "../schema/levels";

/** The standard reasons of a level: the first three are offered at once, the rest on demand. */
export function reasonsFor(level: RatingLevel): { first: readonly ReasonCode[]; more: readonly ReasonCode[] } {
  return { first: reasonCodes[level].slice(0, 3), more: reasonCodes[level].slice(3) };
}
