import type { Actor, User } from "@/domain/core/actor";

/**
 * Whether an actor looks after the papers that are kept: a person their own, an agent those of the organisation if they may do
 * everything for it. Who acts for another person keeps and removes nothing there; in an application they use what they may.
 */
export function canKeep(actor: Actor): actor is User {
  if (actor.kind !== "user" || actor.accountKind !== "citizen" || actor.servedBy) return false;
  const { actingFor } = actor;
  return !actingFor || (actingFor.kind === "organisation" && actingFor.scope.kind === "all" && actingFor.acts.includes("submit"));
}
