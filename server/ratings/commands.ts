import type { Tx } from "@/db/client";
import { keyedDigest, seal } from "@/db/personal-data";
import { ratedCases, ratingBallots, ratings } from "@/db/schema";
import { isApplicant } from "@/domain/applications/policy";
import type { User } from "@/domain/core/actor";
import { addDays, shanghaiDay, startOfDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { hindranceToRate, isLow, ratingEndsOn, weekOf } from "@/domain/ratings/rules";
import type { Ballot, RateAgain, RateAgainByReceipt, RateApplication, RatingLevel, ReasonCode } from "@/domain/ratings/schema";
import { env } from "@/env";
import type { Case } from "@/server/applications/queries/case";
import { newReceipt, receiptDigest } from "@/server/auth/tokens";
import { commit, type AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { openRectification } from "./commands/open";
import { commentPlace, findAnswered, getByReceiptRow, getOwnCase, listNamed, mayRateAgain, type RatingRow } from "./queries";
import { isMarked } from "./queries/marks";

type Signed = Ctx & { actor: User };

/** What the rater is told: of a rating without a name, the one code by which its answer can be read. */
export type Rated = { level: RatingLevel; receipt: string | null };

/**
 * Rates a case once, by its applicant, from the organ's answer on. By name it hangs on the case, and a low one opens its
 * rectification at once. Without a name it goes into the ballot box: no row, audit row or instant joins it to the case.
 * Errors: `applications.notFound`, `ratings.notYet`, `ratings.windowOver`, `ratings.ratedAlready` (conflict).
 */
export async function rateApplication(ctx: Signed, input: RateApplication): Promise<Rated> {
  const found = await getOwnCase(ctx.db, ctx.actor, input.number);
  const { application } = found;
  if (!isApplicant(ctx.actor, application, "submit")) throw new DomainError("forbidden", "access.forbidden");
  const hindrance = hindranceToRate(application, shanghaiDay(ctx.now), env().RATING_WINDOW_DAYS);
  if (hindrance) throw new DomainError("conflict", hindrance);
  return input.anonymous ? castForCase(ctx, found, input) : rateByName(ctx, found, input);
}

function rateByName(ctx: Signed, { application, department }: Case, input: RateApplication): Promise<Rated> {
  return commit(ctx, async (tx) => {
    await markCase(tx, ctx, application);
    const place = { applicationId: application.id, serviceItemId: application.serviceItemId, departmentId: department.id, divisionCode: application.divisionCode };
    const rating = await insertNamed(tx, ctx, input, { ...place, round: 1, firstId: null });
    const opened = isLow(rating.level) ? await openRectification(tx, ctx, rating) : [];
    const audit: AuditEntry[] = [{ action: "ratings.rate", subject: { type: "application", id: application.id }, after: { anonymous: false, level: input.level } }, ...opened];
    return { value: { level: input.level, receipt: null }, audit };
  });
}

type Judged = { level: RatingLevel; reasons: ReasonCode[]; comment?: string | undefined };
type NamedPlace = Pick<RatingRow, "serviceItemId" | "departmentId" | "divisionCode" | "round" | "firstId"> & { applicationId: string };

async function insertNamed(tx: Tx, { now }: Ctx, { level, reasons, comment }: Judged, place: NamedPlace): Promise<RatingRow> {
  const id = crypto.randomUUID();
  const [row] = await tx.insert(ratings).values({
    id, ...place, level, reasons: [...new Set(reasons)], comment: comment ? seal(comment, commentPlace(id)) : null,
    anonymous: false, channel: "web", weekOf: weekOf(shanghaiDay(now)), createdAt: now,
  }).onConflictDoNothing().returning();
  if (!row) throw new DomainError("conflict", "ratings.ratedAlready");
  return row;
}

async function markCase(tx: Tx, { now }: Ctx, application: Case["application"]): Promise<void> {
  // Marks of earlier keys are found here; two at once meet in the insert.
  if (await isMarked(tx, application.id)) throw new DomainError("conflict", "ratings.ratedAlready");
  const last = ratingEndsOn(application, env().RATING_WINDOW_DAYS) ?? addDays(shanghaiDay(now), 365);
  const [mark] = await tx.insert(ratedCases).values({ key: keyedDigest("rated-case", application.id), endsOn: monthAfter(last) }).onConflictDoNothing().returning();
  if (!mark) throw new DomainError("conflict", "ratings.ratedAlready");
}

/** The first day of the month that begins a month or two later: coarse, so that it tells no day. */
const monthAfter = (day: Day): Day => `${addDays(`${day.slice(0, 8)}01`, 70).slice(0, 8)}01`;

function castForCase(ctx: Signed, { application, department }: Case, { level, reasons, comment, contact }: RateApplication): Promise<Rated> {
  return commit(nameless(ctx), async (tx) => {
    await markCase(tx, ctx, application);
    const receipt = await cast(tx, { level, reasons: [...new Set(reasons)], comment, contact, channel: "web", serviceItemId: application.serviceItemId, departmentId: department.id });
    return { value: { level, receipt }, audit: castAudit };
  });
}

/** The context of an act whose doer, moment and request nobody shall find again: the audit row tells the day alone. */
export const nameless = (ctx: Ctx): Ctx =>
  ({ actor: { kind: "anonymous" }, now: startOfDay(shanghaiDay(ctx.now)), requestId: crypto.randomUUID(), address: "", db: ctx.db });

export const castAudit: AuditEntry = { action: "ratings.cast", subject: { type: "ballotBox", id: "box" } };

/** Puts a rating into the box, and gives the code by which whoever gave it finds its answer. */
export async function cast(tx: Tx, content: Omit<Ballot, "receiptDigest">): Promise<string> {
  const receipt = newReceipt();
  const id = crypto.randomUUID();
  const ballot: Ballot = { ...content, receiptDigest: receiptDigest(receipt) };
  await tx.insert(ratingBallots).values({ id, content: seal(JSON.stringify(ballot), { table: "rating_ballots", column: "content", row: id }) });
  return receipt;
}

/**
 * Rates a case once more, by name, after the organ's answer to the first rating (二次评价).
 * Errors: `applications.notFound`, `ratings.notAgain` (conflict).
 */
export async function rateAgain(ctx: Signed, input: RateAgain): Promise<{ level: RatingLevel }> {
  const { application } = await getOwnCase(ctx.db, ctx.actor, input.number);
  if (!isApplicant(ctx.actor, application, "submit")) throw new DomainError("forbidden", "access.forbidden");
  const { first, second } = await listNamed(ctx.db, application.id);
  if (!first || !mayRateAgain(await findAnswered(ctx.db, first.id), second)) throw new DomainError("conflict", "ratings.notAgain");
  return commit(ctx, async (tx) => {
    const { serviceItemId, departmentId, divisionCode } = first;
    await insertNamed(tx, ctx, input, { applicationId: application.id, serviceItemId, departmentId, divisionCode, round: 2, firstId: first.id });
    return { value: { level: input.level }, audit: { action: "ratings.rateAgain", subject: { type: "application", id: application.id }, after: { level: input.level } } };
  });
}

/** The same without a name, by the code of the first. Errors: `ratings.receiptUnknown` (not_found), `ratings.notAgain` (conflict), `requests.tooMany`. */
export async function rateAgainByReceipt(ctx: Ctx, { receipt, level, reasons, comment }: RateAgainByReceipt): Promise<{ level: RatingLevel }> {
  const first = await getByReceiptRow(ctx, receipt);
  if (!mayRateAgain(await findAnswered(ctx.db, first.id), undefined)) throw new DomainError("conflict", "ratings.notAgain");
  const { serviceItemId, departmentId, divisionCode, channel } = first;
  return commit(nameless(ctx), async (tx) => {
    const id = crypto.randomUUID();
    const [row] = await tx.insert(ratings).values({
      id, round: 2, firstId: first.id, serviceItemId, departmentId, divisionCode, channel, anonymous: true, level, reasons: [...new Set(reasons)],
      comment: comment ? seal(comment, commentPlace(id)) : null, weekOf: weekOf(shanghaiDay(ctx.now)),
    }).onConflictDoNothing().returning({ id: ratings.id });
    if (!row) throw new DomainError("conflict", "ratings.notAgain");
    return { value: { level }, audit: { action: "ratings.rateAgain", subject: { type: "rating", id: first.id } } };
  });
}
