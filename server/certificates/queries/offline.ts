import { hindersKeeping } from "@/domain/certificates/policy/wallet";
import { statusOn } from "@/domain/certificates/rules";
import { offlineCopy } from "@/domain/certificates/rules/offline";
import type { KeepOffline, OfflineCopy } from "@/domain/certificates/schema/wallet";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { accountMark } from "@/server/auth/standing";
import type { Ctx } from "@/server/core/context";
import { listFieldsOf } from "./catalogue";
import { getHeld } from "./held";
import { listValidOwn } from "./own";
import { openRecord } from "./record";

type OwnCtx = Ctx & { actor: User };

/**
 * A copy of one's own certificate for viewing without the network, with the mark of the account it is kept for.
 * Errors: `certificates.notFound`, `certificates.offlineOwnOnly`, `certificates.offlineNotValid`, `certificates.notSignedYet` (conflict).
 */
export async function getOfflineCopy({ db, actor, now }: OwnCtx, { id, face }: KeepOffline): Promise<OfflineCopy & { owner: string; asOf: string }> {
  const row = await getHeld(db, actor, id);
  const hindrance = hindersKeeping(actor, { status: statusOn(row, shanghaiDay(now)), signed: row.signedAt !== null });
  if (hindrance) throw new DomainError("conflict", hindrance);
  return { ...offlineCopy(id, openRecord(row), face, await listFieldsOf(db, row.typeEditionId)), owner: accountMark(actor.id), asOf: now.toISOString() };
}

/** Whose phone this is now, and which of the copies on it are of certificates that are theirs and valid; all others go. */
export async function checkOffline(ctx: OwnCtx, ids: readonly string[]): Promise<{ owner: string; valid: string[]; asOf: string }> {
  return { owner: accountMark(ctx.actor.id), valid: await listValidOwn(ctx, ids), asOf: ctx.now.toISOString() };
}
