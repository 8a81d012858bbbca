import { and, eq, gt, inArray, isNull, type SQL } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { keyedDigests } from "@/db/personal-data";
import { accounts, delegations, organisations } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { hindranceToAccept } from "@/domain/delegations/policy";
import { parseInvitationCode } from "@/domain/delegations/rules";
import type { InvitationCode } from "@/domain/delegations/schema";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";

export type DelegationRow = typeof delegations.$inferSelect;

/** Counts a guess at a code: eight digits, twenty in ten minutes for one person, sixty from one address. Errors: `requests.tooMany`. */
export async function countGuess({ db, now, address, actor }: Ctx & { actor: User }): Promise<void> {
  await limit(db, now, { act: "delegations.code", subject: actor.id, max: 20, windowSeconds: 600 });
  await limit(db, now, { act: "delegations.code.address", subject: address, max: 60, windowSeconds: 600 });
}

/** The condition under which a code opens an invitation now; nothing that was used, revoked or let run out. */
export function opensBy(code: string, now: Date): SQL | undefined {
  const digits = parseInvitationCode(code);
  if (!digits) throw new DomainError("not_found", "delegations.codeUnknown");
  return and(inArray(delegations.codeDigest, keyedDigests("invitation", digits)), isNull(delegations.acceptedAt), isNull(delegations.revokedAt), gt(delegations.codeExpiresAt, now));
}

/**
 * What somebody is asked to take up, for whoever holds the code. `hindrance` is why they may not, as an error code.
 * Errors: `delegations.codeUnknown` (not_found), `requests.tooMany`.
 */
export async function getInvitation(ctx: Ctx & { actor: User }, { code }: InvitationCode) {
  await countGuess(ctx);
  const [found] = await invitations(ctx.db).where(opensBy(code, ctx.now)).limit(1);
  if (!found) throw new DomainError("not_found", "delegations.codeUnknown");
  const { delegation, principalName, organisationName } = found;
  const { kind, scope, acts, awaitsPrincipal, validUntil } = delegation;
  return { kind, principal: organisationName ?? principalName ?? "", scope, acts, awaitsPrincipal, validUntil, hindrance: hindranceToAccept(ctx.actor, delegation) ?? null };
}

function invitations(db: Reader | Tx) {
  return db.select({ delegation: delegations, principalName: accounts.name, organisationName: organisations.name }).from(delegations)
    .leftJoin(accounts, eq(accounts.id, delegations.principalAccountId)).leftJoin(organisations, eq(organisations.id, delegations.organisationId));
}
