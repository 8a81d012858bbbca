import { isOneself, type Actor, type User } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import { canClaim, claimableSteps, completableSteps, hindrance, holds } from "../policy";
import { refusalOf, type ApplicationFacts } from "../rules";
import { holderOf, isAt } from "../rules/steps";
import { routedRoles, type BulkAct } from "../schema/assignment";

/** The step meant, or nothing where it is the only one that the case's own department has to do: then the case is handed on whole. */
export function partOf({ steps }: Pick<ApplicationFacts, "steps">, step: string | undefined): string | undefined {
  const own = steps.filter(({ status, departmentId }) => status === "active" && departmentId === null);
  return own.length === 1 && own[0]?.key === step && own[0]?.claimedBy === null ? undefined : step;
}

/** Who holds a case, or one of its steps. */
export function holderNow(facts: ApplicationFacts, step?: string): string | null {
  const named = step === undefined ? undefined : facts.steps.find(({ key }) => key === step);
  return named ? holderOf(facts, named) : facts.claimedBy;
}

/**
 * Why this actor may not put a case into another's hands, as an error code; nothing when they may: whoever holds it, or a
 * supervisor where it lies, never their own case.
 */
export function hindranceToHandOver(actor: Actor, facts: ApplicationFacts, step?: string): string | undefined {
  if (actor.kind !== "user" || actor.accountKind !== "staff") return "access.forbidden";
  if (isOneself(actor, facts.applicantAccountId)) return "applications.ownCase";
  if (holds(actor, "supervisor", facts)) return undefined;
  return holderNow(facts, step) === actor.id ? undefined : "applications.notClaimedByYou";
}

const freed = (facts: ApplicationFacts, step?: string): ApplicationFacts => ({
  ...facts, claimedBy: null, steps: facts.steps.map((one) => (step === undefined || one.key === step ? { ...one, claimedBy: null } : one)),
});

/**
 * Why a colleague may not be given this case, or this step of it, now: they could not act on it, it is their own, or they
 * accepted it and somebody else must decide. Whoever holds it at present is left aside. Handing over gives nobody a right.
 */
export function hindranceToTake(colleague: User, facts: ApplicationFacts, now: Date, step?: string): string | undefined {
  if (isOneself(colleague, facts.applicantAccountId)) return "applications.colleaguesOwnCase";
  if (step !== undefined) return hindrance(colleague, "completeStep", freed(facts, step), step) ? "applications.colleagueMayNot" : undefined;
  if (isAt(facts, "decide") && facts.separateDecider && facts.acceptedBy === colleague.id) return "applications.colleagueAccepted";
  return canClaim(colleague, freed(facts), now) ? undefined : "applications.colleagueMayNot";
}

/** Why an act of many does not go for this case, as an error code; nothing when it does: the table ∩ the policy, as for one. */
export function hindranceInBulk(actor: User, act: Exclude<BulkAct, "handOver">, facts: ApplicationFacts, now: Date): string | undefined {
  if (act === "claim") return hindranceToClaim(actor, facts, now);
  if (act === "release") return [facts.claimedBy, ...facts.steps.map(({ claimedBy }) => claimedBy)].includes(actor.id) ? undefined : "applications.notClaimedByYou";
  if (act !== "completeStep") return refusalOf(facts, act, now) ?? hindrance(actor, act, facts);
  const open = completableSteps(actor, facts);
  if (open.length === 1) return undefined;
  return open.length > 1 ? "applications.stepUnnamed" : (refusalOf(facts, act, now) ?? hindrance(actor, act, facts) ?? "applications.noOpenStep");
}

function hindranceToClaim(actor: User, facts: ApplicationFacts, now: Date): string | undefined {
  if (facts.claimedBy === actor.id) return "applications.claimedAlready";
  if (canClaim(actor, facts, now) || claimableSteps(actor, facts).length > 0) return undefined;
  if (isOneself(actor, facts.applicantAccountId)) return "applications.ownCase";
  return facts.claimedBy === null ? "applications.nothingOfYours" : "applications.claimedByOther";
}

/** Whether a colleague may stand in for somebody: another person, who holds one of their posts too, over its whole division. */
export function isDeputyFor(colleague: User, person: User): boolean {
  const covered = person.posts.some((post) => routedRoles.some((role) => role === post.role)
    && colleague.posts.some(({ role, departmentId, divisionCode }) => role === post.role && departmentId === post.departmentId && isWithin(post.divisionCode, divisionCode)));
  return colleague.id !== person.id && covered;
}

/** Whether somebody works on cases where this actor supervises. */
export function supervises(actor: Actor, person: User): boolean {
  return person.posts.some((post) => routedRoles.some((role) => role === post.role) && holds(actor, "supervisor", post));
}
