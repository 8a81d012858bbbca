import { postsIn, type Actor, type StaffRole } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import type { ItemStatus } from "./schema";

/** Roles that see the items of their department and division in the administration. */
export const itemRoles = ["itemEditor", "itemPublisher"] as const satisfies readonly StaffRole[];

export const revisionActions = ["openRevision", "saveRevision", "publishRevision", "discardRevision", "suspend", "resume"] as const;
export type RevisionAction = (typeof revisionActions)[number];

/** Who may do what to an item; an editor prepares, a publisher answers for what is public. */
const doers: Record<RevisionAction, readonly StaffRole[]> = {
  openRevision: ["itemEditor"],
  saveRevision: ["itemEditor"],
  discardRevision: ["itemEditor", "itemPublisher"],
  publishRevision: ["itemPublisher"],
  suspend: ["itemPublisher"],
  resume: ["itemPublisher"],
};

export type ItemPlace = { departmentId: string; divisionCode: string };

/** What the rules need to know of an item; `draft.editors` is everyone who opened or saved the draft. */
export type EditingFacts = ItemPlace & {
  status: ItemStatus;
  published: boolean;
  draft: { editors: readonly string[] } | null;
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

/** What the state of the item hinders, as an error code. */
function stateHindrance(action: RevisionAction, { status, published, draft }: EditingFacts): string | undefined {
  if (status === "cancelled") return "items.cancelled";
  if (action === "suspend") return status === "published" ? undefined : "items.notPublished";
  if (action === "resume") return status === "suspended" ? undefined : "items.notSuspended";
  if (action !== "openRevision") return draft ? undefined : "items.noDraft";
  if (draft) return "items.draftExists";
  return published ? undefined : "items.nothingPublished";
}

/**
 * Why this actor may not do this to this item, as an error code; nothing when they may. Whoever edited a revision does
 * not publish it (`items.ownRevision`).
 */
export function hindrance(actor: Actor, action: RevisionAction, facts: EditingFacts): string | undefined {
  if (actor.kind !== "user" || !doers[action].some((role) => holds(actor, role, facts))) return "access.forbidden";
  const hindered = stateHindrance(action, facts);
  if (hindered) return hindered;
  return action === "publishRevision" && facts.draft?.editors.includes(actor.id) ? "items.ownRevision" : undefined;
}

/** What the editing page offers and what the server accepts, from one function. */
export function availableRevisionActions(actor: Actor, facts: EditingFacts): RevisionAction[] {
  return revisionActions.filter((action) => !hindrance(actor, action, facts));
}
