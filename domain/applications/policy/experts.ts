import { isOneself, type Actor } from "@/domain/core/actor";
import { holds } from "../policy";
import type { ApplicationFacts } from "../rules";
import { holderOf, isExamination } from "../rules/steps";

const examined: ReadonlySet<string> = new Set(["accepted", "inReview", "suspended"]);

/** Whether opinions on this step are still wanted: it is open, and the case is under examination or in a special procedure. */
export function awaitsOpinion({ status, steps }: Pick<ApplicationFacts, "status" | "steps">, key: string): boolean {
  return examined.has(status) && steps.some((step) => step.key === key && step.status === "active" && isExamination(step));
}

/** Why this actor may not ask outside experts within this step, as an error code; nothing when they may. */
export function hindersExperts(actor: Actor, facts: ApplicationFacts, key: string): string | undefined {
  const step = facts.steps.find((one) => one.key === key);
  const place = { departmentId: step?.departmentId ?? facts.departmentId, divisionCode: facts.divisionCode };
  if (actor.kind !== "user" || !step || !holds(actor, step.role, place)) return "access.forbidden";
  if (isOneself(actor, facts.applicantAccountId)) return "applications.ownCase";
  if (!awaitsOpinion(facts, key)) return "applications.noOpenStep";
  return [null, actor.id].includes(holderOf(facts, step)) ? undefined : "applications.claimedByOther";
}

/** The steps in which this actor may ask experts now. */
export const expertSteps = (actor: Actor, facts: ApplicationFacts) => facts.steps.filter(({ key }) => hindersExperts(actor, facts, key) === undefined);
