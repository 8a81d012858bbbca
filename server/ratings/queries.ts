import { and, desc, eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { departments, ratings, rectificationEvents, rectifications, serviceItemRevisions, serviceItems } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { isApplicant } from "@/domain/applications/policy";
import type { User } from "@/domain/core/actor";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { hindranceToRate, ratingEndsOn } from "@/domain/ratings/rules";
import type { ByReceipt, RatingLevel, ReasonCode } from "@/domain/ratings/schema";
import { ActWords, type RectificationStatus } from "@/domain/ratings/schema/rectification";
import { env } from "@/env";
import { getCase, type Case } from "@/server/applications/queries/case";
import { receiptDigest } from "@/server/auth/tokens";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { isMarked } from "./queries/marks";

export type RatingRow = typeof ratings.$inferSelect;

/** A case of this applicant's own; staff who may see it do not rate it. Errors: `applications.notFound`. */
export async function getOwnCase(db: Reader | Tx, actor: User, number: string): Promise<Case> {
  const found = await getCase(db, actor, { number });
  if (!isApplicant(actor, found.application)) throw new DomainError("not_found", "applications.notFound");
  return found;
}

export const commentPlace = (id: string): Place => ({ table: "ratings", column: "comment", row: id });
export const contactPlace = (id: string): Place => ({ table: "ratings", column: "contact", row: id });
export const wordsPlace = (id: string): Place => ({ table: "rectification_events", column: "words", row: id });

/** The sealed words of an act. */
export const wordsOf = ({ id, words }: { id: string; words: string | null }): ActWords => (words ? ActWords.parse(JSON.parse(open(words, wordsPlace(id)))) : {});

export type GivenRating = { level: RatingLevel; reasons: ReasonCode[]; comment: string | null };
const givenOf = ({ id, level, reasons, comment }: RatingRow): GivenRating => ({ level, reasons, comment: comment && open(comment, commentPlace(id)) });

/** What became of a low rating, as whoever gave it reads it. */
export type Answered = { status: RectificationStatus; openedOn: Day; replyDueOn: Day; reply: { measures: string; text: string; on: Day } | null };

export type RatingView = {
  number: string;
  itemName: string;
  itemNameEn: string | null;
  departmentName: string;
  rateable: boolean;
  /** Why not, where it is not. */
  hindrance: "ratings.notYet" | "ratings.windowOver" | "ratings.ratedAlready" | null;
  /** The last day on which it can be rated, where that is known. */
  endsOn: Day | null;
  rating: (GivenRating & { createdAt: string }) | null;
  /** Rated without a name: not even this page knows how. */
  nameless: boolean;
  rectification: Answered | null;
  /** Whether the one second rating is open now. */
  again: boolean;
  second: GivenRating | null;
};

type Named = { first: RatingRow | undefined; second: RatingRow | undefined };

/** What was said by name, and what became of it. */
async function becameOf(db: Reader, { first, second }: Named, maySubmit: boolean): Promise<Pick<RatingView, "rating" | "rectification" | "again" | "second">> {
  if (!first) return { rating: null, rectification: null, again: false, second: null };
  const rectification = await findAnswered(db, first.id);
  const rating = { ...givenOf(first), createdAt: first.createdAt?.toISOString() ?? "" };
  return { rating, rectification, again: maySubmit && mayRateAgain(rectification, second), second: second ? givenOf(second) : null };
}

/** The ratings of a case by name: the first, and the second. */
export async function listNamed(db: Reader | Tx, applicationId: string): Promise<Named> {
  const rows = await db.select().from(ratings).where(eq(ratings.applicationId, applicationId)).limit(2);
  return { first: rows.find(({ round }) => round === 1), second: rows.find(({ round }) => round === 2) };
}

/** What became of one rating. */
export async function findAnswered(db: Reader | Tx, ratingId: string): Promise<Answered | null> {
  const [row] = await db.select().from(rectifications).where(eq(rectifications.ratingId, ratingId)).limit(1);
  if (!row) return null;
  const { id, status, openedOn, replyDueOn, repliedOn } = row;
  return { status, openedOn, replyDueOn, reply: repliedOn === null ? null : { ...(await replyOf(db, id)), on: repliedOn } };
}

async function replyOf(db: Reader | Tx, rectificationId: string): Promise<{ measures: string; text: string }> {
  const [event] = await db.select().from(rectificationEvents).where(and(eq(rectificationEvents.rectificationId, rectificationId), eq(rectificationEvents.act, "reply")))
    .orderBy(desc(rectificationEvents.sequence)).limit(1);
  const { measures = "", note = "" } = event ? wordsOf(event) : {};
  return { measures, text: note };
}

/** A second rating is open once the organ has answered the first (二次评价), and is given once. */
export const mayRateAgain = (answered: Answered | null, second: unknown): boolean => !second && (answered?.status === "replied" || answered?.status === "closed");

/** Whether the applicant may rate the case, how they did by name, and what became of it. Errors: `applications.notFound`. */
export async function getRating({ db, actor, now }: Ctx & { actor: User }, number: string): Promise<RatingView> {
  const { application, department, content } = await getOwnCase(db, actor, number);
  const [{ first, second }, marked] = await Promise.all([listNamed(db, application.id), isMarked(db, application.id)]);
  const days = env().RATING_WINDOW_DAYS;
  const hindrance = first || marked ? "ratings.ratedAlready" : (hindranceToRate(application, shanghaiDay(now), days) ?? null);
  const maySubmit = isApplicant(actor, application, "submit");
  return {
    number: formatApplicationNumber(application.number), itemName: application.itemName, itemNameEn: content.nameEn ?? null, departmentName: department.name,
    rateable: hindrance === null && maySubmit, hindrance, endsOn: ratingEndsOn(application, days), nameless: marked && !first,
    ...(await becameOf(db, { first, second }, maySubmit)),
  };
}

// A code holds 80 bits; the limit keeps guessing from costing us anything.
const perAddress = { act: "ratings.receipt", max: 30, windowSeconds: 600 };

/** The rating that a code on a slip belongs to. Errors: `ratings.receiptUnknown` (not_found), `requests.tooMany`. */
export async function getByReceiptRow({ db, now, address }: Ctx, receipt: string): Promise<RatingRow> {
  await limit(db, now, { ...perAddress, subject: address });
  const [row] = await db.select().from(ratings).where(eq(ratings.receiptDigest, receiptDigest(receipt))).limit(1);
  if (!row) throw new DomainError("not_found", "ratings.receiptUnknown");
  return row;
}

/** What became of a rating without a name, for whoever holds its code. Errors: `ratings.receiptUnknown` (not_found), `requests.tooMany`. */
export async function getByReceipt(ctx: Ctx, { receipt }: ByReceipt) {
  const row = await getByReceiptRow(ctx, receipt);
  const [[place], [again], answered] = await Promise.all([
    ctx.db.select({ departmentName: departments.name, itemName: serviceItemRevisions.content }).from(departments)
      .leftJoin(serviceItems, eq(serviceItems.id, row.serviceItemId ?? row.id)).leftJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
      .where(eq(departments.id, row.departmentId)).limit(1),
    ctx.db.select().from(ratings).where(eq(ratings.firstId, row.id)).limit(1),
    findAnswered(ctx.db, row.id),
  ]);
  return {
    departmentName: place?.departmentName ?? "", itemName: place?.itemName?.name ?? null, ...givenOf(row),
    rectification: answered, again: mayRateAgain(answered, again), second: again ? givenOf(again) : null,
  };
}
