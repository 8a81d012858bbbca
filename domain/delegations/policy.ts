import { normaliseText } from "@/domain/core/codes";
import { isIn, isOneself, reaches, type Actor, type DelegationKind, type User } from "@/domain/core/actor";
import { actionLevels } from "@/domain/identity/rules/levels";

export type Parties = { kind: DelegationKind; organisationId: string | null; principalAccountId: string | null; delegateAccountId: string | null };

/** Why this person may not let somebody act for them, as an error code; nothing when they may. There are no chains. */
export function hindranceToGrant({ actingFor, assuranceLevel }: Pick<User, "actingFor" | "assuranceLevel">): string | undefined {
  if (actingFor) return "delegations.noChain";
  return reaches(assuranceLevel, actionLevels.grantDelegation) ? undefined : "access.levelTooLow";
}

/** Why this person may not take up an invitation, as an error code; nothing when they may. */
export function hindranceToAccept({ id, actingFor, assuranceLevel }: Pick<User, "id" | "actingFor" | "assuranceLevel">, { principalAccountId }: Pick<Parties, "principalAccountId">): string | undefined {
  if (actingFor) return "delegations.actForSelfFirst";
  if (principalAccountId === id) return "delegations.self";
  return reaches(assuranceLevel, actionLevels.acceptDelegation) ? undefined : "access.levelTooLow";
}

/** Why this person may not become the agent they were invited to be, as an error code; nothing when they may. The proven name must be the invited one. */
export function hindranceToJoin({ name, actingFor, assuranceLevel }: Pick<User, "name" | "actingFor" | "assuranceLevel">, { inviteeName }: { inviteeName: string | null }): string | undefined {
  if (actingFor) return "delegations.actForSelfFirst";
  if (!reaches(assuranceLevel, actionLevels.acceptAgency)) return "access.levelTooLow";
  return inviteeName !== null && normaliseText(inviteeName) === normaliseText(name) ? undefined : "delegations.inviteeMismatch";
}

const grantsOf = (actor: User, { kind, organisationId, principalAccountId }: Parties): boolean =>
  actor.actingFor
    ? kind === "agent" && actor.actingFor.delegation === "representative" && actor.actingFor.id === organisationId
    : kind === "family" && principalAccountId === actor.id;

const laysDown = (actor: User, { kind, delegateAccountId }: Parties): boolean =>
  delegateAccountId === actor.id && (kind === "family" || kind === "agent");

const servesBoth = (actor: User, { kind, principalAccountId, delegateAccountId }: Parties): boolean =>
  isIn(actor, ["clerk"]) && (kind === "family" || kind === "guardianship") && ![principalAccountId, delegateAccountId].some((id) => id !== null && isOneself(actor, id));

/**
 * Whether this actor may end a delegation: whoever granted it (the person, or the organisation's representative), the
 * delegate who lays it down, or a clerk who serves the person at the counter. A guardianship is ended by counter or
 * registry only, a representative by the registry.
 */
export function canRevoke(actor: Actor, delegation: Parties): boolean {
  if (actor.kind !== "user") return false;
  if (actor.accountKind === "staff") return servesBoth(actor, delegation);
  return grantsOf(actor, delegation) || laysDown(actor, delegation);
}
