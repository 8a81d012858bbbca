import { levels, type ItemType, type Level, type RevisionContent } from "@/domain/items/schema";

/** What a new item is from its first moment. */
type Start = { name: string; itemType: ItemType; level: string };

const levelOf = (level: string): Level => levels.find((known) => known === level) ?? "4";

/** The content of an item begun from nothing: an application, a decision by a second person, everything else to be written. */
export function emptyContent({ name, itemType, level }: Start): RevisionContent {
  return {
    name, itemType, level: levelOf(level), audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
    statutoryLimit: null, promisedLimit: null, conditions: [], situations: [], materials: [], flow: [], fees: null, legalBasis: [], result: null, questions: [],
    steps: [
      { key: "accept", kind: "accept", name: { zh: "受理", en: "Acceptance" }, role: "clerk" },
      { key: "decide", kind: "decide", name: { zh: "决定", en: "Decision" }, role: "approver" },
    ],
    visits: null, onlineDepth: null, courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null,
  };
}

/** What only holds at the counter of the department that wrote it. */
const local = ["address", "openingHours", "consultPhone", "complaintPhone", "places", "consultation", "complaint", "review", "litigation"] as const satisfies readonly (keyof RevisionContent)[];

/** The content of a similar item under another name; addresses and phones stay behind where another department writes it. */
export function likeContent(example: RevisionContent, { name, itemType, level, samePlace }: Start & { samePlace: boolean }): RevisionContent {
  // Names, sources and the days of validity belong to the example alone.
  const { nameEn: _nameEn, plainName: _plainName, effectiveOn: _effectiveOn, cancelledOn: _cancelledOn, ...rest } = example;
  const content = { ...rest, name, itemType, level: levelOf(level), sources: [] };
  if (samePlace) return content;
  return Object.fromEntries(Object.entries(content).filter(([field]) => !local.some((one) => one === field))) as RevisionContent;
}
