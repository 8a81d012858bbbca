import type { User } from "@/domain/core/actor";
import type { LifeEventContent } from "./schema";

/**
 * Why this person may not begin a life event, as an error code; nothing when they may. Somebody who acts for another needs
 * a delegation over everything: the event reaches over several items.
 */
export function hindranceToBegin({ accountKind, actingFor }: Pick<User, "accountKind" | "actingFor">, { audience }: Pick<LifeEventContent, "audience">): string | undefined {
  if (accountKind !== "citizen") return "access.forbidden";
  if (actingFor && (actingFor.scope.kind !== "all" || !actingFor.acts.includes("fill"))) return "delegations.outOfScope";
  const forOrganisation = actingFor?.kind === "organisation";
  if (forOrganisation === (audience === "organisation")) return undefined;
  return forOrganisation ? "applications.forPersonsOnly" : "applications.forOrganisationsOnly";
}
