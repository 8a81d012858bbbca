import { isOneself, type Actor } from "@/domain/core/actor";
import { holds } from "../policy";
import type { ApplicationFacts } from "../rules";

const keepers = ["clerk", "reviewer", "approver"] as const;

/** Why this actor may not keep the hearing of a case, its minutes among it, as an error code; nothing when they may. */
export function hindersHearing(actor: Actor, facts: Pick<ApplicationFacts, "applicantAccountId" | "departmentId" | "divisionCode">): string | undefined {
  if (actor.kind !== "user" || !keepers.some((role) => holds(actor, role, facts))) return "access.forbidden";
  return isOneself(actor, facts.applicantAccountId) ? "applications.ownCase" : undefined;
}
