import { isDelegatedAll, type Actor, type User } from "@/domain/core/actor";

/**
 * Whether there are papers to look after for whoever acts in this capacity: a person their own, an agent those of the
 * organisation if they may do everything for it. Who acts for another person keeps and removes nothing there; in an
 * application they use what they may.
 */
export const keepsFor = (actingFor: User["actingFor"]): boolean => actingFor?.kind !== "person" && isDelegatedAll(actingFor, "submit");

/** Whether an actor looks after the papers that are kept, in the capacity they act in. A clerk who serves somebody does not. */
export function canKeep(actor: Actor): actor is User {
  return actor.kind === "user" && actor.accountKind === "citizen" && !actor.servedBy && keepsFor(actor.actingFor);
}
