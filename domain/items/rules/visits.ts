import type { RevisionContent } from "../schema";

/** How often somebody comes in person: as the guide says, or else as its depth of online handling implies (Ⅲ one visit, Ⅳ none). */
export function visitsOf({ visits, onlineDepth }: Pick<RevisionContent, "visits" | "onlineDepth">): number | null {
  if (visits !== null) return visits;
  return onlineDepth === "4" ? 0 : onlineDepth === "3" ? 1 : null;
}
