import type { Actor } from "@/domain/core/actor";

export type Holding = { holderAccountId: string; holderOrganisationId: string | null };

/** An organisation's certificate belongs to whoever acts for it now; a person's own to that person alone. */
export function isHolder(actor: Actor, { holderAccountId, holderOrganisationId }: Holding): boolean {
  if (actor.kind !== "user" || actor.accountKind !== "citizen") return false;
  return holderOrganisationId ? actor.actingFor?.organisationId === holderOrganisationId : actor.id === holderAccountId && !actor.actingFor;
}
