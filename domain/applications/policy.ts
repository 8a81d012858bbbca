import { isDelegated, postsIn, principalOf, reaches, type ActingFor, type Actor, type AssuranceLevel, type DelegatedAct, type StaffRole } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import type { RevisionContent } from "@/domain/items/schema";
import { actionsFrom, actionsIn, type ApplicationFacts } from "./rules";
import type { ApplicationAction } from "./schema";

/** Staff roles that see the cases of their department and division. */
export const caseRoles = ["clerk", "reviewer", "approver", "certificateOfficer", "supervisor"] as const satisfies readonly StaffRole[];

/** Who does what: the applicant, the clock, or holders of a role where the case lies. */
const doers: Record<ApplicationAction, "applicant" | "system" | readonly StaffRole[]> = {
  submit: "applicant", takeBack: "applicant", resubmit: "applicant", withdraw: "applicant",
  deemAccept: "system", proposeLapse: "system",
  accept: ["clerk"], requestCorrection: ["clerk"], refuse: ["clerk"], lapse: ["clerk"],
  startReview: ["reviewer"], completeStep: ["reviewer"], sendBack: ["approver"],
  suspend: ["reviewer", "approver"], resume: ["reviewer", "approver"], extend: ["approver"],
  approve: ["approver"], reject: ["approver"],
  issueCertificate: ["certificateOfficer"], deliver: ["certificateOfficer", "clerk"], close: ["certificateOfficer", "clerk"],
};

type Applying = { actingFor?: ActingFor | null };

/**
 * Why this person may not begin an application for an item, as an error code; nothing when they may. A person applies for
 * what serves natural persons; an organisation's agent for what serves any kind of organisation. Drafting asks for no level.
 */
export function hindranceToApply({ actingFor }: Applying, { audience }: Pick<RevisionContent, "audience">): string | undefined {
  const forOrganisation = actingFor?.kind === "organisation";
  const serves = forOrganisation ? audience.some((kind) => kind !== "1") : audience.includes("1");
  return serves ? undefined : forOrganisation ? "applications.forPersonsOnly" : "applications.forOrganisationsOnly";
}

/** Whether somebody is proven well enough to file: it is their own identity that counts, for whomever they act. */
export function mayFile({ assuranceLevel }: { assuranceLevel: AssuranceLevel }, { minAssuranceLevel }: Pick<RevisionContent, "minAssuranceLevel">): boolean {
  return reaches(assuranceLevel, minAssuranceLevel);
}

type Place = Pick<ApplicationFacts, "departmentId" | "divisionCode">;
type Ownership = Pick<ApplicationFacts, "id" | "serviceItemId" | "applicantAccountId" | "organisationId">;

/**
 * An organisation's case belongs to the organisation: whoever acts for it now; a person's own case to that person, and to
 * their delegate as far as the delegation goes.
 */
export function isApplicant(actor: Actor, { applicantAccountId, organisationId, ...application }: Ownership, act: DelegatedAct = "view"): boolean {
  if (actor.kind !== "user" || actor.accountKind !== "citizen") return false;
  const principal = principalOf(actor);
  const owns = organisationId === principal.organisationId && (organisationId !== null || applicantAccountId === principal.accountId);
  return owns && isDelegated(actor.actingFor, act, application);
}

/** Whether an actor holds this role in the case's department and over its division. */
export function holds(actor: Actor, role: StaffRole, place: Place): boolean {
  return postsIn(actor, role).some((post) => post.departmentId === place.departmentId && isWithin(place.divisionCode, post.divisionCode));
}

/** Applicants see their own; staff see the filed cases of their department and division. `visibleTo` is its SQL twin. */
export function canView(actor: Actor, facts: Ownership & Place & Pick<ApplicationFacts, "status">): boolean {
  if (isApplicant(actor, facts)) return true;
  return facts.status !== "draft" && caseRoles.some((role) => holds(actor, role, facts));
}

/** Why this actor may not do this to this case, as an error code; nothing when they may. */
export function hindrance(actor: Actor, action: ApplicationAction, facts: ApplicationFacts): string | undefined {
  const doer = doers[action];
  if (doer === "system") return actor.kind === "system" ? undefined : "access.forbidden";
  if (doer === "applicant") return applicantHindrance(actor, facts);
  if (actor.kind !== "user" || !doer.some((role) => holds(actor, role, facts))) return "access.forbidden";
  return colleagueHindrance(actor.id, action, facts);
}

// What is told to the organ in the principal's name is the principal's to tell, where the grant reserves it: to file, to
// take back and to withdraw alike.
function applicantHindrance(actor: Actor, facts: Ownership): string | undefined {
  if (!isApplicant(actor, facts, "submit")) return "access.forbidden";
  return actor.kind === "user" && actor.actingFor?.awaitsPrincipal ? "applications.principalConfirms" : undefined;
}

type Editable = Ownership & Pick<ApplicationFacts, "status">;

const isEditable = ({ status }: Pick<ApplicationFacts, "status">) => status === "draft" || status === "correction";

/** Whether this actor may change the answers and papers of a case now. */
export function canFill(actor: Actor, facts: Editable): boolean {
  return isEditable(facts) && isApplicant(actor, facts, "fill");
}

/** Whether this delegate hands what they filled in to the principal, who files it; the grant reserves the filing. */
export function canAskPrincipal(actor: Actor, facts: Editable): boolean {
  return isEditable(facts) && isApplicant(actor, facts, "submit") && applicantHindrance(actor, facts) === "applications.principalConfirms";
}

/** Whether this actor files a case, or sends it back to the delegate who asked for it. */
export function canFile(actor: Actor, facts: Editable): boolean {
  return isEditable(facts) && applicantHindrance(actor, facts) === undefined;
}

// What another's claim, or one's own earlier act, leaves open to a colleague who holds the role.
function colleagueHindrance(actorId: string, action: ApplicationAction, { claimedBy, separateDecider, acceptedBy }: ApplicationFacts): string | undefined {
  if (claimedBy && claimedBy !== actorId) return "applications.claimedByOther";
  const decides = action === "approve" || action === "reject";
  return decides && separateDecider && acceptedBy === actorId ? "applications.accepterMayNotDecide" : undefined;
}

/** The role in which an actor does this, for the record. */
export function roleFor(actor: Actor, action: ApplicationAction, facts: Place): StaffRole | "citizen" | "organisationAgent" | "system" {
  if (actor.kind !== "user") return "system";
  const doer = doers[action];
  if (doer === "system") return "system";
  if (doer === "applicant") return actor.actingFor?.kind === "organisation" ? "organisationAgent" : "citizen";
  return doer.find((role) => holds(actor, role, facts)) ?? doer[0] ?? "clerk";
}

/** What the page shows and what the server accepts, from one function: the table ∩ the policy. */
export function availableActions(actor: Actor, facts: ApplicationFacts, now: Date): ApplicationAction[] {
  return actionsFrom(facts, now).filter((action) => !hindrance(actor, action, facts));
}

/** Whether this actor may claim the case: some act on it is theirs now, and nobody holds it. */
export function canClaim(actor: Actor, facts: ApplicationFacts, now: Date): boolean {
  return actor.kind === "user" && actor.accountKind === "staff" && facts.claimedBy === null && availableActions(actor, facts, now).length > 0;
}

/** Whether cases in this status are this actor's work, guards aside: where the queue offers a claim that `canClaim` then judges. */
export function serves(actor: Actor, { status, ...place }: Place & Pick<ApplicationFacts, "status">): boolean {
  const roles = actionsIn(status).map((action) => doers[action]).filter((doer) => typeof doer !== "string").flat();
  return roles.some((role) => holds(actor, role, place));
}
