import { postsIn, type Actor, type StaffRole } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import { lifeActs, lifeHindrance, type Life, type LifeAct } from "./rules/life";

/** Roles that see the items of their department and division in the administration. */
export const itemRoles = ["itemEditor", "itemPublisher"] as const satisfies readonly StaffRole[];

/** Who may do what to an item; an editor prepares, a publisher answers for what is public. */
const doers: Record<LifeAct, readonly StaffRole[]> = {
  openRevision: ["itemEditor"],
  saveRevision: ["itemEditor"],
  handOver: ["itemEditor"],
  takeBack: ["itemEditor"],
  discardRevision: ["itemEditor", "itemPublisher"],
  returnRevision: ["itemPublisher"],
  publishRevision: ["itemPublisher"],
  scheduleRevision: ["itemPublisher"],
  callOffRevision: ["itemPublisher"],
  suspend: ["itemPublisher"],
  resume: ["itemPublisher"],
  retire: ["itemPublisher"],
  keep: ["itemPublisher"],
};

/** What makes a draft public, at once or at its hour: never done by who edited it. */
const signing: ReadonlySet<LifeAct> = new Set(["publishRevision", "scheduleRevision"]);

export type ItemPlace = { departmentId: string; divisionCode: string };

/** What the rules need to know of an item; `draft.editors` is everyone who opened or saved the draft. */
export type EditingFacts = ItemPlace & Omit<Life, "draft"> & {
  draft: (NonNullable<Life["draft"]> & { editors: readonly string[] }) | null;
};

/** Whether an actor holds this role in the item's department and over its division. */
export function holds(actor: Actor, role: StaffRole, place: ItemPlace): boolean {
  return postsIn(actor, role).some((post) => post.departmentId === place.departmentId && isWithin(place.divisionCode, post.divisionCode));
}

/** Whether an actor edits or publishes items where this one belongs. `editableBy` in the queries is its SQL twin. */
export function canEdit(actor: Actor, place: ItemPlace): boolean {
  return itemRoles.some((role) => holds(actor, role, place));
}

/** Whether an actor may begin an item of this department and division. */
export function canCreate(actor: Actor, place: ItemPlace): boolean {
  return holds(actor, "itemEditor", place);
}

/**
 * Why this actor may not do this to this item, as an error code; nothing when they may. Whoever edited a revision does
 * not publish it (`items.ownRevision`).
 */
export function hindrance(actor: Actor, act: LifeAct, facts: EditingFacts): string | undefined {
  if (actor.kind !== "user" || !doers[act].some((role) => holds(actor, role, facts))) return "access.forbidden";
  const hindered = lifeHindrance(act, facts);
  if (hindered) return hindered;
  return signing.has(act) && facts.draft?.editors.includes(actor.id) ? "items.ownRevision" : undefined;
}

/** What the editing page offers and what the server accepts, from one function. */
export function availableRevisionActions(actor: Actor, facts: EditingFacts): LifeAct[] {
  return lifeActs.filter((act) => !hindrance(actor, act, facts));
}
