import type { Level, RevisionContent } from "@/domain/items/schema";
import { withoutLeftOver } from "./english";

/** Elements that say where and with whom: each department fills in its own. */
export const placeFields = [
  "address", "openingHours", "consultPhone", "complaintPhone", "places", "consultation", "complaint", "review", "litigation", "sources",
] as const satisfies readonly (keyof RevisionContent)[];

/** What another department begins from: all but the places, contacts and sources, and their English, at that department's level. */
export function cloneContent(content: RevisionContent, level: Level): RevisionContent {
  const kept = Object.entries(content).filter(([field]) => !placeFields.some((one) => one === field));
  // Safe: of what is left out only `sources` must be there.
  return withoutLeftOver({ ...(Object.fromEntries(kept) as Omit<RevisionContent, "sources">), level, sources: [] });
}

/** The sequence of a new handling item (业务办理项): the wanted one while it is free, else the lowest that is; nothing when all 99 are taken. */
export function freeSequence(wanted: number, taken: ReadonlySet<number>): number | undefined {
  return [wanted, ...Array.from({ length: 99 }, (_, index) => index + 1)].find((sequence) => !taken.has(sequence));
}
