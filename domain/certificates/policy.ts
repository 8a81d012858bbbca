import { principalOf, type Actor } from "@/domain/core/actor";

export type Holding = { holderAccountId: string; holderOrganisationId: string | null };

/** An organisation's certificate belongs to whoever acts for it now; a person's own to that person, and to a delegate who may see everything of theirs. */
export function isHolder(actor: Actor, { holderAccountId, holderOrganisationId }: Holding): boolean {
  if (actor.kind !== "user" || actor.accountKind !== "citizen") return false;
  const { actingFor } = actor;
  if (actingFor && !(actingFor.scope.kind === "all" && actingFor.acts.includes("view"))) return false;
  const { accountId, organisationId } = principalOf(actor);
  return organisationId === holderOrganisationId && (organisationId !== null || accountId === holderAccountId);
}
