import { eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { ratings } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { isApplicant } from "@/domain/applications/policy";
import type { User } from "@/domain/core/actor";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { isRateable } from "@/domain/ratings/rules";
import type { RatingLevel, ReasonCode } from "@/domain/ratings/schema";
import { getCase, type Case } from "@/server/applications/queries/case";
import type { Ctx } from "@/server/core/context";

/** A case of this applicant's own; staff who may see it do not rate it. Errors: `applications.notFound`. */
export async function getOwnCase(db: Reader | Tx, actor: User, number: string): Promise<Case> {
  const found = await getCase(db, actor, { number });
  if (!isApplicant(actor, found.application)) throw new DomainError("not_found", "applications.notFound");
  return found;
}

export const commentPlace = (id: string): Place => ({ table: "ratings", column: "comment", row: id });

export type RatingView = {
  number: string;
  itemName: string;
  departmentName: string;
  rateable: boolean;
  rating: { level: RatingLevel; reasons: ReasonCode[]; comment: string | null; anonymous: boolean; createdAt: string } | null;
};

/** Whether the applicant may rate the case, or how they did. Errors: `applications.notFound`. */
export async function getRating({ db, actor }: Ctx & { actor: User }, number: string): Promise<RatingView> {
  const { application, department } = await getOwnCase(db, actor, number);
  const [row] = await db.select().from(ratings).where(eq(ratings.applicationId, application.id)).limit(1);
  return {
    number: formatApplicationNumber(application.number), itemName: application.itemName, departmentName: department.name,
    rateable: !row && isRateable(application) && isApplicant(actor, application, "submit"),
    rating: row ? { level: row.level, reasons: row.reasons, comment: row.comment && open(row.comment, commentPlace(row.id)), anonymous: row.anonymous, createdAt: row.createdAt.toISOString() } : null,
  };
}
