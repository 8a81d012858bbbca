import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { open } from "@/db/personal-data";
import { progressShares } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { isApplicant } from "@/domain/applications/policy";
import { isLiving } from "@/domain/applications/rules/shares";
import type { ByNumber } from "@/domain/applications/schema";
import type { SharedProgress } from "@/domain/applications/schema/shares";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { digestOf } from "@/server/auth/tokens";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { getCase, type Case } from "./case";
import { maskedProgress } from "./details";

type Signed = Ctx & { actor: User };

export const sharePlace = (id: string): Place => ({ table: "progress_shares", column: "token", row: id });

/** A filed case for its applicant, or a delegate who may act for them. Errors: `applications.notFound`. */
export async function getOwn(ctx: Signed, number: string): Promise<Case> {
  const found = await getCase(ctx.db, ctx.actor, { number });
  if (found.application.status === "draft" || !isApplicant(ctx.actor, found.application, "submit")) throw new DomainError("not_found", "applications.notFound");
  return found;
}

/** The living addresses under which a case is followed, newest first. Errors: `applications.notFound`. */
export async function listShares(ctx: Signed, { number }: ByNumber): Promise<{ id: string; token: string; expiresAt: string }[]> {
  const { application } = await getOwn(ctx, number);
  const rows = await ctx.db.select().from(progressShares)
    .where(and(eq(progressShares.applicationId, application.id), isNull(progressShares.revokedAt), gt(progressShares.expiresAt, ctx.now))).orderBy(desc(progressShares.id));
  return rows.map(({ id, token, expiresAt }) => ({ id, token: open(token, sharePlace(id)), expiresAt: expiresAt.toISOString() }));
}

/**
 * The progress of a case as its family sees it: masked, read only. One that ended, was taken back or never was looks the same.
 * Errors: `applications.shareNotFound` (not_found), `requests.tooMany`.
 */
export async function getSharedProgress(ctx: Ctx, { token }: SharedProgress) {
  await limit(ctx.db, ctx.now, { act: "applications.sharedProgress", subject: ctx.address, max: 60, windowSeconds: 600 });
  const [share] = await ctx.db.select().from(progressShares).where(eq(progressShares.tokenDigest, digestOf(token))).limit(1);
  if (!share || !isLiving(share, ctx.now)) throw new DomainError("not_found", "applications.shareNotFound");
  return maskedProgress(ctx, await getCase(ctx.db, { kind: "system" }, { id: share.applicationId }));
}
