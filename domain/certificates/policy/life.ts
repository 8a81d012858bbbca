import { isOneself, postsIn, type Actor, type StaffRole } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import { isProposed, stateAfter } from "../rules/life";
import type { CertificateStatus } from "../schema";
import { lifeActs, type LifeAct, type ProposedAct } from "../schema/life";

/** Roles that see the certificates of their department and division. */
export const certificateRoles = ["certificateOfficer", "approver"] as const satisfies readonly StaffRole[];

/** Where a certificate was issued. Of some taken over from before no division is known: then the department's posts count. */
export type IssuedAt = { departmentId: string; divisionCode: string | null };

export type LifeFacts = IssuedAt & {
  /** As of today (`statusOn`). */
  status: CertificateStatus;
  /** Who holds it, or acts for an organisation that does. */
  holderAccountIds: readonly string[];
  proposal: { act: ProposedAct; proposedBy: string } | null;
};

const holds = (actor: Actor, role: StaffRole, { departmentId, divisionCode }: IssuedAt): boolean =>
  postsIn(actor, role).some((post) => post.departmentId === departmentId && (divisionCode === null || isWithin(divisionCode, post.divisionCode)));

/** Whether an actor works on certificates where this one was issued. */
export const seesCertificate = (actor: Actor, place: IssuedAt): boolean => certificateRoles.some((role) => holds(actor, role, place));

/**
 * Why this actor may not do this to a certificate, as an error code; nothing when they may. One who takes rights away proposes;
 * an approver who did not propose decides (`decisionHindrance`). Nobody works on a certificate of their own, and while a
 * proposal waits nothing else is done.
 */
export function lifeHindrance(actor: Actor, act: LifeAct, facts: LifeFacts): string | undefined {
  if (act === "renew" || act === "expire") return "access.forbidden";
  const hindrance = personal(actor, facts, isProposed(act) ? certificateRoles : ["certificateOfficer"]);
  if (hindrance) return hindrance;
  if (facts.proposal) return "certificates.proposalWaiting";
  return stateAfter(act, facts.status) ? undefined : "certificates.actUnavailable";
}

/** Why this actor may not decide the proposal that waits, as an error code; only its proposer takes it back. */
export function decisionHindrance(actor: Actor, outcome: "granted" | "declined" | "withdrawn", facts: LifeFacts): string | undefined {
  const { proposal } = facts;
  const hindrance = personal(actor, facts, outcome === "withdrawn" ? certificateRoles : ["approver"]);
  if (hindrance) return hindrance;
  if (!proposal) return "certificates.noProposal";
  const own = actor.kind === "user" && proposal.proposedBy === actor.id;
  if (own !== (outcome === "withdrawn")) return own ? "certificates.ownProposal" : "certificates.notYourProposal";
  return outcome === "granted" && !stateAfter(proposal.act, facts.status) ? "certificates.actUnavailable" : undefined;
}

function personal(actor: Actor, facts: LifeFacts, roles: readonly StaffRole[]): string | undefined {
  if (actor.kind !== "user" || !roles.some((role) => holds(actor, role, facts))) return "access.forbidden";
  return facts.holderAccountIds.some((holder) => isOneself(actor, holder)) ? "certificates.ownCertificate" : undefined;
}

/** What the page offers and what the server accepts, from one function. */
export const availableActs = (actor: Actor, facts: LifeFacts): LifeAct[] => lifeActs.filter((act) => !lifeHindrance(actor, act, facts));

/** What this actor may say to the proposal that waits. */
export const availableDecisions = (actor: Actor, facts: LifeFacts): ("granted" | "declined" | "withdrawn")[] =>
  (["granted", "declined", "withdrawn"] as const).filter((outcome) => !decisionHindrance(actor, outcome, facts));
