import { eq } from "drizzle-orm";
import { seal } from "@/db/personal-data";
import { applications, progressShares } from "@/db/schema";
import { isApplicant } from "@/domain/applications/policy";
import { mostShares, shareDays } from "@/domain/applications/rules/shares";
import type { ByNumber } from "@/domain/applications/schema";
import type { ShareById } from "@/domain/applications/schema/shares";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { digestOf, newToken } from "@/server/auth/tokens";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";

import { getOwn, livingShares, sharePlace } from "../queries/shares";

type Signed = Ctx & { actor: User };

/** Makes an address under which family follow a case for ninety days. Errors: `applications.notFound`, `applications.sharesUsedUp` (conflict). */
export async function shareProgress(ctx: Signed, { number }: ByNumber): Promise<{ id: string }> {
  const { application } = await getOwn(ctx, number);
  return commit(ctx, async (tx) => {
    // One at a time per case, so that the count holds.
    await tx.select({ id: applications.id }).from(applications).where(eq(applications.id, application.id)).for("update");
    if ((await livingShares(tx, ctx.now, application)).length >= mostShares) throw new DomainError("conflict", "applications.sharesUsedUp", { most: mostShares });
    const [id, token] = [await newId(tx), newToken()];
    await tx.insert(progressShares).values({
      id, applicationId: application.id, createdBy: ctx.actor.id, delegationId: ctx.actor.actingFor?.delegationId ?? null, token: seal(token, sharePlace(id)), tokenDigest: digestOf(token),
      createdAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + shareDays * 86_400_000),
    });
    return { value: { id }, audit: { action: "applications.shareProgress", subject: { type: "application", id: application.id }, after: { shareId: id } } };
  });
}

/** Takes an address back; at once, and for good. Errors: `applications.notFound`. */
export function revokeShare(ctx: Signed, { id }: ShareById): Promise<{ number: string }> {
  return commit(ctx, async (tx) => {
    const [found] = await tx.select({ share: progressShares, application: applications }).from(progressShares).innerJoin(applications, eq(applications.id, progressShares.applicationId))
      .where(eq(progressShares.id, id)).for("update", { of: progressShares });
    if (!found || !isApplicant(ctx.actor, found.application, "submit")) throw new DomainError("not_found", "applications.notFound");
    if (!found.share.revokedAt) await tx.update(progressShares).set({ revokedAt: ctx.now }).where(eq(progressShares.id, id));
    return { value: { number: found.application.number }, audit: { action: "applications.revokeShare", subject: { type: "application", id: found.application.id }, after: { shareId: id } } };
  });
}
