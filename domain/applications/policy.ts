import { isDelegated, isOneself, postsIn, principalOf, reaches, type ActingFor, type Actor, type AssuranceLevel, type DelegatedAct, type StaffRole, type User } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import type { RevisionContent } from "@/domain/items/schema";
import { actionsFrom, actionsIn, besideTheCourse, exceptional, type ApplicationFacts } from "./rules";
import { proposalFor } from "./rules/proposals";
import { holderOf, isExamination, openSteps, type CaseStep } from "./rules/steps";
import { isAwaited } from "./rules/tolerance";
import { liveStatuses, type ApplicationAction, type ApplicationStatus } from "./schema";

/** Staff roles that see the cases of their department and division. */
export const caseRoles = ["clerk", "reviewer", "approver", "certificateOfficer", "supervisor"] as const satisfies readonly StaffRole[];

/** Roles that a step of the examination may belong to, in the case's own department or another. */
export const askedRoles = ["clerk", "reviewer", "approver", "certificateOfficer"] as const satisfies readonly StaffRole[];

/** Who does what: the applicant, the clock, holders of a role where the case lies, or whoever a step belongs to. */
const doers: Record<ApplicationAction, "applicant" | "system" | "step" | "askedStep" | readonly StaffRole[]> = {
  submit: "applicant", takeBack: "applicant", resubmit: "applicant", supplement: "applicant", withdraw: "applicant",
  receive: "system", deemAccept: "system", proposeLapse: "system",
  accept: ["clerk"], tolerantAccept: ["clerk"], requestCorrection: ["clerk"], refuse: ["clerk"], transfer: ["clerk"], lapse: ["clerk"],
  startReview: ["reviewer"], completeStep: "step", handBack: "askedStep", askDepartment: ["reviewer", "approver"], sendBack: ["approver"], checkSupplement: ["clerk", "reviewer"],
  announceHearing: ["reviewer", "approver"], scheduleHearing: ["reviewer", "approver"], recordHearing: ["clerk", "reviewer", "approver"],
  suspend: ["reviewer", "approver"], resume: ["reviewer", "approver"],
  askExtension: ["reviewer"], extend: ["approver"], declineExtension: ["approver"],
  approve: ["approver"], reject: ["approver"], terminate: ["clerk", "approver"],
  proposeVoid: ["reviewer", "approver", "certificateOfficer"], void: ["approver"], declineVoid: ["approver"],
  issueCertificate: ["certificateOfficer"], deliver: ["certificateOfficer", "clerk"], close: ["certificateOfficer", "clerk"],
};

/** What a decision table may do, in place of a person: it takes a case in and grants it, and never refuses. */
const automaticActs: ReadonlySet<ApplicationAction> = new Set<ApplicationAction>(["accept", "approve"]);

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

type Asked = Pick<CaseStep, "role" | "departmentId" | "status">;

/** Whether another department was asked for a step of this case that is this actor's there, while the case is open. */
function isConsulted(actor: Actor, { steps, status, divisionCode }: Pick<ApplicationFacts, "divisionCode" | "status"> & { steps: readonly Asked[] }): boolean {
  if (!liveStatuses.some((live) => live === status)) return false;
  const begun = steps.filter((step) => step.status === "active" || step.status === "done");
  return begun.some(({ role, departmentId }) => departmentId !== null && holds(actor, role, { departmentId, divisionCode }));
}

/**
 * Applicants see their own; staff see the filed cases of their department and division, and those in which their department
 * was asked for a step of theirs, but never at the desk what they filed themselves. `visibleTo` is its SQL twin.
 */
export function canView(actor: Actor, facts: Standing): boolean {
  return isApplicant(actor, facts) || (liesWith(actor, facts) && !isOwnCase(actor, facts));
}

type Standing = Ownership & Place & Pick<ApplicationFacts, "status"> & { steps: readonly Asked[] };

const liesWith = (actor: Actor, facts: Standing): boolean => facts.status !== "draft" && (isColleague(actor, facts) || isConsulted(actor, facts));

/** Whether a member of staff is the applicant of a case, or filed it for an organisation: they read it as such, never at the desk. */
export const isOwnCase = (actor: Actor, { applicantAccountId }: Pick<ApplicationFacts, "applicantAccountId">): boolean =>
  actor.kind === "user" && actor.accountKind === "staff" && isOneself(actor, applicantAccountId);

/** Why this actor is not shown a case, as an error code: what is not theirs to see looks as if it were not there. */
export function hindranceToView(actor: Actor, facts: Standing): "applications.ownCase" | "applications.notFound" | undefined {
  if (canView(actor, facts)) return undefined;
  return liesWith(actor, facts) ? "applications.ownCase" : "applications.notFound";
}

/** Whether an actor works on cases where this one lies. */
export function isColleague(actor: Actor, place: Place): boolean {
  return caseRoles.some((role) => holds(actor, role, place));
}

/** Why this actor may not do this to this case, or to one step of it, as an error code; nothing when they may. */
export function hindrance(actor: Actor, action: ApplicationAction, facts: ApplicationFacts, step?: string): string | undefined {
  const doer = doers[action];
  if (actor.kind === "system") return actsAlone(action, facts) ? undefined : "access.forbidden";
  if (doer === "applicant") return applicantHindrance(actor, facts);
  if (doer === "system" || actor.kind !== "user") return "access.forbidden";
  if (typeof doer === "string") return ofStep(actor, action, doer === "askedStep" ? asAsked(facts) : facts, step);
  if (!doer.some((role) => holds(actor, role, facts))) return "access.forbidden";
  return ownHindrance(actor, action, facts) ?? colleagueHindrance(actor.id, action, facts);
}

function ofStep(actor: User, action: ApplicationAction, facts: ApplicationFacts, step?: string): string | undefined {
  if (stepsOf(actor, facts, step).length === 0) return "access.forbidden";
  return ownHindrance(actor, action, facts) ?? stepHindrance(actor, facts, step);
}

/** A case as far as other departments were asked in it. */
const asAsked = (facts: ApplicationFacts): ApplicationFacts => ({ ...facts, steps: facts.steps.filter(({ departmentId }) => departmentId !== null) });

// Nobody works on their own case, nor decides what they proposed.
function ownHindrance(actor: User, action: ApplicationAction, { applicantAccountId, proposals }: ApplicationFacts): string | undefined {
  if (isOneself(actor, applicantAccountId)) return "applications.ownCase";
  return proposalFor(action, proposals)?.proposedBy === actor.id ? "applications.ownProposal" : undefined;
}

const actsAlone = (action: ApplicationAction, { automatic }: ApplicationFacts): boolean => doers[action] === "system" || (automatic && automaticActs.has(action));

/** The steps of a case, or the one named, that belong to this actor's role and department. */
function stepsOf(actor: Actor, { steps, departmentId: own, divisionCode }: ApplicationFacts, key?: string): CaseStep[] {
  return steps.filter((step) => isExamination(step) && (key === undefined || step.key === key) && holds(actor, step.role, { departmentId: step.departmentId ?? own, divisionCode }));
}

function stepHindrance(actor: User, facts: ApplicationFacts, key?: string): string | undefined {
  const open = openSteps(facts);
  const mine = stepsOf(actor, facts, key).filter((step) => open.includes(step));
  // With no step open at all, the state of the case is what refuses.
  if (mine.length === 0) return open.length === 0 ? undefined : "applications.noOpenStep";
  // Who chairs the hearing of a case does not examine it (行政许可法 48(1)3).
  const fit = mine.filter(({ kind }) => kind !== "review" || facts.hearing?.chairId !== actor.id);
  if (fit.length === 0) return "hearings.chairReviews";
  const free = fit.some((step) => [null, actor.id].includes(holderOf(facts, step)));
  return free ? undefined : "applications.claimedByOther";
}

/** The steps that this actor may finish now. */
export function completableSteps(actor: Actor, facts: ApplicationFacts): CaseStep[] {
  return openSteps(facts).filter((step) => !hindrance(actor, "completeStep", facts, step.key));
}

/** The steps that this actor may claim: those they could finish, where nobody holds them. */
export function claimableSteps(actor: Actor, facts: ApplicationFacts): CaseStep[] {
  return completableSteps(actor, facts).filter((step) => holderOf(facts, step) === null);
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

const awaitsMaterials: readonly ApplicationStatus[] = ["accepted", "inReview", "suspended"];

/** Whether this actor may add files to a field now because its material was promised for later and is awaited. */
export function canSupplement(actor: Actor, facts: ApplicationFacts, fieldId: string): boolean {
  return awaitsMaterials.includes(facts.status) && facts.tolerated.some((one) => one.fieldId === fieldId && isAwaited(one)) && isApplicant(actor, facts, "fill");
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
  if (claimedBy && claimedBy !== actorId && !besideTheCourse.has(action) && action !== "void") return "applications.claimedByOther";
  const decides = action === "approve" || action === "reject";
  return decides && separateDecider && acceptedBy === actorId ? "applications.accepterMayNotDecide" : undefined;
}

// At a counter it is the clerk who files, in the applicant's name.
const applicantRole = ({ actingFor, servedBy }: User) => (servedBy ? "clerk" : actingFor?.kind === "organisation" ? "organisationAgent" : "citizen");

/** The role in which an actor does this (to a step: the step's), for the record. */
export function roleFor(actor: Actor, action: ApplicationAction, facts: Place, step?: Pick<CaseStep, "role">): StaffRole | "citizen" | "organisationAgent" | "system" {
  if (actor.kind !== "user") return "system";
  const doer = doers[action];
  if (doer === "system") return "system";
  if (doer === "step" || doer === "askedStep") return step?.role ?? "reviewer";
  if (doer === "applicant") return applicantRole(actor);
  return doer.find((role) => holds(actor, role, facts)) ?? doer[0] ?? "clerk";
}

/** What the page shows and what the server accepts, from one function: the table ∩ the policy. */
export function availableActions(actor: Actor, facts: ApplicationFacts, now: Date): ApplicationAction[] {
  return actionsFrom(facts, now).filter((action) => !hindrance(actor, action, facts));
}

/** Whether this actor may claim the case: some act on it as a whole, or on its only step, is theirs now, and nobody holds it. */
export function canClaim(actor: Actor, facts: ApplicationFacts, now: Date): boolean {
  if (actor.kind !== "user" || actor.accountKind !== "staff" || facts.claimedBy !== null) return false;
  return isColleague(actor, facts) && availableActions(actor, facts, now).some((action) => !exceptional.has(action));
}

/** Whether cases in this status are this actor's work, guards aside: where the queue offers a claim that `canClaim` then judges. */
export function serves(actor: Actor, { status, ...place }: Place & Pick<ApplicationFacts, "status">): boolean {
  const roles = actionsIn(status).filter((action) => !exceptional.has(action)).map((action) => doers[action]).filter((doer) => typeof doer !== "string").flat();
  return roles.some((role) => holds(actor, role, place));
}
