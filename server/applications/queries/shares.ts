import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
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
import { isStillDelegated } from "@/server/delegations/queries/standing";
import { getCase, type Case } from "./case";
import { maskedProgress } from "./details";

export type Signed = Ctx & { actor: User };

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
  return (await livingShares(ctx.db, ctx.now, application)).map(({ id, token, expiresAt }) => ({ id, token: open(token, sharePlace(id)), expiresAt: expiresAt.toISOString() }));
}

/**
 * The progress of a case as its family sees it: masked, read only. One that ended, was taken back or never was looks the same.
 * Errors: `applications.shareNotFound` (not_found), `requests.tooMany`.
 */
export async function getSharedProgress(ctx: Ctx, { token }: SharedProgress) {
  await limit(ctx.db, ctx.now, { act: "applications.sharedProgress", subject: ctx.address, max: 60, windowSeconds: 600 });
  const [share] = await ctx.db.select().from(progressShares).where(eq(progressShares.tokenDigest, digestOf(token))).limit(1);
  const found = share && isLiving(share, ctx.now) ? await getCase(ctx.db, { kind: "system" }, { id: share.applicationId }) : undefined;
  if (!share || !found || !(await isStillGiven(ctx.db, ctx.now, share, found.application))) throw new DomainError("not_found", "applications.shareNotFound");
  return maskedProgress(ctx, found);
}

type Share = typeof progressShares.$inferSelect;
type Shared = Pick<Case["application"], "id" | "serviceItemId">;

/** What was made in somebody's name ends with the delegation it was made under. */
const isStillGiven = async (db: Reader | Tx, now: Date, { createdBy, delegationId }: Share, on: Shared) =>
  delegationId === null || isStillDelegated(db, { delegateId: createdBy, delegationId, on }, now);

/** The addresses of a case that work, newest first. */
export async function livingShares(db: Reader | Tx, now: Date, on: Shared): Promise<Share[]> {
  const rows = await db.select().from(progressShares)
    .where(and(eq(progressShares.applicationId, on.id), isNull(progressShares.revokedAt), gt(progressShares.expiresAt, now))).orderBy(desc(progressShares.id));
  const given = await Promise.all(rows.map((row) => isStillGiven(db, now, row, on)));
  return rows.filter((_, at) => given[at]);
}
