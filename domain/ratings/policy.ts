import { holds } from "@/domain/applications/policy";
import type { User } from "@/domain/core/actor";
import { stateHindrance, type RectificationState } from "./rules/rectification";
import { rectificationActs, type StaffAct } from "./schema/rectification";

/** Roles whose work is what people rate. */
const handling = ["clerk", "reviewer", "approver", "certificateOfficer"] as const;

export type RectificationFacts = RectificationState & {
  departmentId: string;
  divisionCode: string;
  /** Who handled the case, where it is known which. */
  ratedIds: readonly string[];
  /** Whether this actor did something to a case of this department lately. */
  handledLately: boolean;
};

type Doer = "owner" | "anySupervisor" | "another" | "department";

const doers: Record<StaffAct, Doer> = {
  take: "anySupervisor", noteContact: "owner", skipContact: "owner", verify: "owner", askExtension: "owner", reply: "owner",
  grantExtension: "another", declineExtension: "another", close: "another", sendBack: "another", exclude: "another", letStand: "another", appeal: "department",
};

/**
 * Whoever handles cases of a department may be the one who was rated, and where the rating has no name nobody can tell:
 * so none of them owns, answers, closes or re-checks what is said about it, and none reads how to reach somebody.
 */
export function mayBeRated(actor: User, { departmentId, divisionCode, ratedIds, handledLately }: RectificationFacts): boolean {
  return handledLately || ratedIds.includes(actor.id) || handling.some((role) => holds(actor, role, { departmentId, divisionCode }));
}

/** Whether an actor puts right what was rated low here: a supervisor of the department whose own work is not rated there. */
export function isRectifier(actor: User, facts: RectificationFacts): boolean {
  return holds(actor, "supervisor", facts) && !mayBeRated(actor, facts);
}

/** Who reads a rectification: those who put it right, and the department's approvers, who may appeal. */
export function canViewRectification(actor: User, facts: RectificationFacts): boolean {
  return isRectifier(actor, facts) || holds(actor, "approver", facts);
}

/** Why this actor may not do this now, as an error code; nothing when they may. */
export function rectificationHindrance(actor: User, act: StaffAct, facts: RectificationFacts): string | undefined {
  return doerHindrance(actor, doers[act], facts) ?? personHindrance(actor, act, facts) ?? stateHindrance(act, facts);
}

function doerHindrance(actor: User, doer: Doer, facts: RectificationFacts): string | undefined {
  if (doer === "department") return holds(actor, "approver", facts) ? undefined : "access.forbidden";
  if (!holds(actor, "supervisor", facts)) return "access.forbidden";
  if (mayBeRated(actor, facts)) return "ratings.ownService";
  return doer === "owner" && facts.ownerId !== actor.id ? "ratings.notOwner" : undefined;
}

/** A second look is another person's: not the owner's, nor of whoever answered, asked or appealed. */
function personHindrance({ id }: User, act: StaffAct, { ownerId, repliedBy, extensionAskedBy, appealedBy }: RectificationFacts): string | undefined {
  if (act === "take") return ownerId === id ? "ratings.ownedAlready" : undefined;
  if (doers[act] !== "another") return undefined;
  const involved = act === "close" || act === "sendBack" ? [ownerId, repliedBy] : act === "exclude" || act === "letStand" ? [ownerId, appealedBy] : [extensionAskedBy];
  return involved.includes(id) ? "ratings.anotherPerson" : undefined;
}

/** What this actor may do now. */
export const availableRectificationActs = (actor: User, facts: RectificationFacts): StaffAct[] =>
  rectificationActs.filter((act): act is StaffAct => act !== "open" && rectificationHindrance(actor, act, facts) === undefined);
