import { isOneself, type Actor } from "@/domain/core/actor";
import { holds } from "../policy";
import type { ApplicationFacts } from "../rules";

/** Why this actor may not send or hand over papers of cases that lie here, as an error code; nothing when they may. */
export function hindersDelivery(actor: Actor, facts: Pick<ApplicationFacts, "applicantAccountId" | "departmentId" | "divisionCode">): string | undefined {
  if (actor.kind !== "user" || !(["certificateOfficer", "clerk"] as const).some((role) => holds(actor, role, facts))) return "access.forbidden";
  return isOneself(actor, facts.applicantAccountId) ? "applications.ownCase" : undefined;
}
