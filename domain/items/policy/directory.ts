import type { Actor, StaffRole } from "@/domain/core/actor";
import { holds, type ItemPlace } from "../policy";

export const editionActs = ["openEdition", "saveEdition", "publishEdition", "discardEdition"] as const;
export type EditionAct = (typeof editionActs)[number];

/** What the rules need to know of an entry of the directory; `draft.editors` is everyone who opened or saved the draft. */
export type DirectoryFacts = ItemPlace & { draft: { editors: readonly string[] } | null };

const doers: Record<EditionAct, readonly StaffRole[]> = {
  openEdition: ["itemEditor"],
  saveEdition: ["itemEditor"],
  discardEdition: ["itemEditor", "itemPublisher"],
  publishEdition: ["itemPublisher"],
};

/**
 * Why this actor may not do this to an entry of the directory, as an error code; nothing when they may. The competent
 * department (主管部门) keeps it, and whoever wrote at an edition does not publish it (`items.ownEdition`).
 */
export function editionHindrance(actor: Actor, act: EditionAct, facts: DirectoryFacts): string | undefined {
  if (actor.kind !== "user" || !doers[act].some((role) => holds(actor, role, facts))) return "access.forbidden";
  if (act === "openEdition") return facts.draft ? "items.editionOpen" : undefined;
  if (!facts.draft) return "items.noEdition";
  return act === "publishEdition" && facts.draft.editors.includes(actor.id) ? "items.ownEdition" : undefined;
}

/** What the page offers and what the server accepts, from one function. */
export function availableEditionActs(actor: Actor, facts: DirectoryFacts): EditionAct[] {
  return editionActs.filter((act) => !editionHindrance(actor, act, facts));
}
