import type { Actor, User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { digestOf } from "./tokens";

/** How a session stands, for the page that warns of its end: nothing in it says who is signed in. */
export type SessionStanding = {
  /** Until it ends by itself. */
  seconds: number;
  /** Whether use would make it last longer. */
  extendable: boolean;
  /** The same for the same person acting for the same principal: by it a page knows that it was opened for somebody else. */
  holder: string;
};

/** How the session of this actor stands. */
export function standingOf(actor: User, now: Date): SessionStanding {
  const { ends } = actor;
  const until = (end: Date | undefined) => Math.max(0, Math.floor(((end ?? now).getTime() - now.getTime()) / 1000));
  return { seconds: until(ends?.idlesOutAt), extendable: until(ends?.idlesOutAt) < until(ends?.expiresAt), holder: holderOf(actor) };
}

/** The same for the same account, whoever they act for: by it a phone knows whose copies of certificates it keeps. */
export const accountMark = (accountId: string): string => digestOf(`wallet|${accountId}`).slice(0, 16);

const holderOf = ({ id, actingFor }: User) => digestOf(`${id}|${actingFor?.delegationId ?? ""}`).slice(0, 16);

/**
 * Two tabs share one session: what was filled in for one person or principal is never filed for another, signed in or chosen
 * meanwhile. Nothing is asked of a page that was opened for nobody. Errors: `delegations.principalChanged` (conflict).
 */
export function requireHolder(actor: Actor, openedFor: string | undefined): void {
  if (actor.kind === "user" && openedFor !== undefined && openedFor !== holderOf(actor)) throw new DomainError("conflict", "delegations.principalChanged");
}
