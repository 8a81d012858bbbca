import { seal } from "@/db/personal-data";
import { ratings } from "@/db/schema";
import { isApplicant } from "@/domain/applications/policy";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { isRateable } from "@/domain/ratings/rules";
import type { RateApplication, RatingLevel } from "@/domain/ratings/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { commentPlace, getOwnCase } from "./queries";

/**
 * Rates a case once, by its applicant, after the organ's answer. The audit row of an anonymous rating does not say how it
 * was rated. Errors: `applications.notFound`, `ratings.notYet` (conflict), `ratings.ratedAlready` (conflict).
 */
export function rateApplication(ctx: Ctx & { actor: User }, { number, level, reasons, comment, anonymous }: RateApplication): Promise<{ level: RatingLevel }> {
  return commit(ctx, async (tx) => {
    const { application } = await getOwnCase(tx, ctx.actor, number);
    if (!isApplicant(ctx.actor, application, "submit")) throw new DomainError("forbidden", "access.forbidden");
    if (!isRateable(application)) throw new DomainError("conflict", "ratings.notYet");
    const id = await newId(tx);
    const [rating] = await tx.insert(ratings)
      .values({ id, applicationId: application.id, level, reasons: [...new Set(reasons)], comment: comment ? seal(comment, commentPlace(id)) : null, anonymous, createdAt: ctx.now })
      .onConflictDoNothing({ target: ratings.applicationId }).returning({ id: ratings.id });
    if (!rating) throw new DomainError("conflict", "ratings.ratedAlready");
    return { value: { level }, audit: { action: "ratings.rate", subject: { type: "application", id: application.id }, after: anonymous ? { anonymous } : { anonymous, level } } };
  });
}
