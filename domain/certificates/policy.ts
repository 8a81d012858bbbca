import { isDelegatedAll, principalOf, type Actor } from "@/domain/core/actor";

/** Somebody who holds a certificate, alone or with others; neither is known of a holder who has no account here. */
export type Holding = { accountId: string | null; organisationId: string | null };

/** An organisation's certificate belongs to whoever acts for it now; a person's own to that person, and to a delegate who may see everything of theirs. */
export function isHolder(actor: Actor, holders: readonly Holding[]): boolean {
  if (actor.kind !== "user" || actor.accountKind !== "citizen") return false;
  const { actingFor } = actor;
  if (!isDelegatedAll(actingFor, "view")) return false;
  const principal = principalOf(actor);
  return holders.some(({ accountId, organisationId }) => (principal.organisationId ? organisationId === principal.organisationId : accountId === principal.accountId));
}
