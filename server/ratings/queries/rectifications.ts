import { and, asc, desc, eq, inArray, lt, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { accounts, applications, departments, ratings, rectificationEvents, rectifications, serviceItemRevisions, serviceItems } from "@/db/schema";
import { postsIn, type User } from "@/domain/core/actor";
import { shanghaiDay, type Day, type Light } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { stemOf } from "@/domain/departments/rules";
import { availableRectificationActs, canViewRectification, isRectifier, type RectificationFacts } from "@/domain/ratings/policy";
import { rectificationClock } from "@/domain/ratings/rules/rectification";
import type { ListRectifications } from "@/domain/ratings/schema/rectification";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { recordAccess } from "@/server/core/data-access";
import { commentPlace, contactPlace, wordsOf, type RatingRow } from "../queries";
import { listHandled, listHandlers } from "./owners";

export type RectificationRow = typeof rectifications.$inferSelect;
type Signed = Ctx & { actor: User };

/** All that the policy asks of a rectification and one actor. */
export async function factsOf(db: Reader | Tx, { actor, now }: Signed, row: RectificationRow, rating: Pick<RatingRow, "anonymous" | "contact">): Promise<RectificationFacts> {
  const handlers = await listHandlers(db, row.departmentId, [actor.id], shanghaiDay(now));
  return { ...row, reachable: !rating.anonymous || rating.contact !== null, handledLately: handlers.has(actor.id) };
}

export type RectificationSummary = {
  id: string; status: RectificationRow["status"]; level: RectificationRow["level"]; departmentName: string; itemName: string | null; anonymous: boolean;
  ownerName: string | null; mine: boolean; openedOn: Day; dueOn: Day | null; light: Light | null; appealWaits: boolean;
};

const owners = alias(accounts, "owner");
const Key = z.tuple([z.iso.date(), z.uuid()]);

const summaries = {
  row: rectifications, anonymous: ratings.anonymous, departmentName: departments.name, itemName: sql<string | null>`${serviceItemRevisions.content} ->> 'name'`, ownerName: owners.name,
};

function joined(db: Reader) {
  return db.select(summaries).from(rectifications).innerJoin(ratings, eq(ratings.id, rectifications.ratingId)).innerJoin(departments, eq(departments.id, rectifications.departmentId))
    .leftJoin(owners, eq(owners.id, rectifications.ownerId)).leftJoin(serviceItems, eq(serviceItems.id, ratings.serviceItemId))
    .leftJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId)).$dynamic();
}

/** The rectifications that this supervisor or approver reads, the most urgent first; answered ones, the latest first. */
export async function listRectifications(ctx: Signed, input: ListRectifications): Promise<{ rows: RectificationSummary[]; nextCursor: string | undefined; departments: { id: string; name: string }[] }> {
  const { db, actor, now } = ctx;
  const { status, cursor, limit } = input;
  const today = shanghaiDay(now);
  const readable = await readableDepartments(ctx, today);
  if (readable.length === 0) return { rows: [], nextCursor: undefined, departments: [] };
  const rising = status === "open";
  const at = cursor ? decodeCursor(Key, cursor) : undefined;
  const after = at && sql`(${rectifications.replyDueOn}, ${rectifications.id}) ${rising ? sql`>` : sql`<`} (${at[0]}::date, ${at[1]}::uuid)`;
  const rows = await joined(db).where(and(eq(rectifications.status, status), or(...readable.map(coveredBy)), filtersOf(actor, input, today), after))
    .orderBy(...(rising ? [asc(rectifications.replyDueOn), asc(rectifications.id)] : [desc(rectifications.replyDueOn), desc(rectifications.id)])).limit(limit + 1);
  const calendar = await getCalendar(db);
  return {
    rows: rows.slice(0, limit).map(({ row, ...names }) => {
      const clock = rectificationClock(row, today, calendar);
      return { id: row.id, status: row.status, level: row.level, openedOn: row.openedOn, ...names, mine: row.ownerId === actor.id, dueOn: clock?.dueOn ?? null, light: clock?.light ?? null, appealWaits: row.appealedBy !== null && row.recheckedBy === null };
    }),
    nextCursor: cursorAfter(rows, limit, ({ row }) => [row.replyDueOn, row.id]),
    departments: await db.select({ id: departments.id, name: departments.name }).from(departments).where(inArray(departments.id, readable.map(({ departmentId }) => departmentId))).orderBy(asc(departments.name)),
  };
}

type Readable = { departmentId: string; divisionCode: string };

/** Where this actor reads rectifications: the SQL twin of `canViewRectification`, but for those of their own cases. */
async function readableDepartments({ db, actor }: Signed, today: Day): Promise<Readable[]> {
  const handled = await listHandled(db, actor.id, today);
  return [...postsIn(actor, "supervisor").filter(({ departmentId }) => !handled.has(departmentId)), ...postsIn(actor, "approver")];
}

// A division covers those whose code begins with its own, but for the zeros it ends in.
const coveredBy = ({ departmentId, divisionCode }: Readable): SQL | undefined =>
  and(eq(rectifications.departmentId, departmentId), sql`starts_with(${rectifications.divisionCode}, ${stemOf(divisionCode)})`);

function filtersOf(actor: User, { level, departmentId, mine, late }: ListRectifications, today: Day): SQL | undefined {
  const lateContact = and(lt(rectifications.contactDueOn, today), sql`${rectifications.contactedOn} is null and not ${rectifications.contactSkipped}`);
  return and(
    level && eq(rectifications.level, level), departmentId ? eq(rectifications.departmentId, departmentId) : undefined, mine ? eq(rectifications.ownerId, actor.id) : undefined,
    late ? or(lt(rectifications.replyDueOn, today), lateContact) : undefined,
    // Whose own case it was reads it as little as whoever cannot.
    or(sql`${actor.id}::uuid <> all (${rectifications.ratedIds})`, isApproverOf(actor)),
  );
}

const isApproverOf = (actor: User): SQL => {
  const ids = postsIn(actor, "approver").map(({ departmentId }) => departmentId);
  return ids.length > 0 ? inArray(rectifications.departmentId, ids) : sql`false`;
};

/**
 * One rectification: the rating, what was done, and what this person may do. Those who put it right also read who rated by
 * name and how to reach them, which the person sees; the department's approvers do not.
 * Errors: `ratings.rectificationNotFound`.
 */
export async function getRectification(ctx: Signed, id: string) {
  const [found] = await joined(ctx.db).where(eq(rectifications.id, id)).limit(1);
  const [rating] = found ? await ctx.db.select().from(ratings).where(eq(ratings.id, found.row.ratingId)).limit(1) : [];
  if (!found || !rating) throw new DomainError("not_found", "ratings.rectificationNotFound");
  const facts = await factsOf(ctx.db, ctx, found.row, rating);
  if (!canViewRectification(ctx.actor, facts)) throw new DomainError("not_found", "ratings.rectificationNotFound");
  const { row: { ratingId: _ratingId, ratedIds: _ratedIds, ...row }, ...names } = found;
  const clock = rectificationClock(row, shanghaiDay(ctx.now), await getCalendar(ctx.db));
  const full = isRectifier(ctx.actor, facts);
  return {
    ...row, ...names, clock: clock ?? null, acts: availableRectificationActs(ctx.actor, facts), reachable: facts.reachable, mine: row.ownerId === ctx.actor.id,
    rating: { reasons: rating.reasons, comment: rating.comment && open(rating.comment, commentPlace(rating.id)), weekOf: rating.weekOf, channel: rating.channel },
    person: full ? await personOf(ctx, rating) : null,
    caseNumber: await numberOf(ctx.db, rating), history: await historyOf(ctx.db, id, full),
  };
}

async function numberOf(db: Reader, { applicationId }: RatingRow): Promise<string | null> {
  if (!applicationId) return null;
  const [row] = await db.select({ number: applications.number }).from(applications).where(eq(applications.id, applicationId)).limit(1);
  return row ? formatApplicationNumber(row.number) : null;
}

/** How to reach whoever rated: by their account where they gave their name, or as they themselves wrote. */
async function personOf(ctx: Signed, { id, applicationId, contact }: RatingRow): Promise<{ name: string | null; phone: string | null } | null> {
  if (!applicationId) return contact ? { name: null, phone: open(contact, contactPlace(id)) } : null;
  const [row] = await ctx.db.select({ name: applications.applicantName, account: accounts, departmentId: applications.departmentId }).from(applications)
    .innerJoin(accounts, eq(accounts.id, applications.applicantAccountId)).where(eq(applications.id, applicationId)).limit(1);
  if (!row) return null;
  const { account } = row;
  await recordAccess(ctx.db, ctx, { subjectId: account.id, kind: "open", fields: ["姓名", "手机号"], reason: "评价回访", case: { id: applicationId, departmentId: row.departmentId } });
  return { name: row.name, phone: account.phone && open(account.phone, { table: "accounts", column: "phone", row: account.id }) };
}

const toldToDepartment: readonly string[] = ["reply", "appeal", "exclude", "letStand"];

async function historyOf(db: Reader, rectificationId: string, full: boolean) {
  const rows = await db.select().from(rectificationEvents).where(eq(rectificationEvents.rectificationId, rectificationId)).orderBy(asc(rectificationEvents.sequence));
  return rows.map((row) => ({ id: row.id, act: row.act, actorName: row.actorName, at: row.at.toISOString(), words: full || toldToDepartment.includes(row.act) ? wordsOf(row) : {} }));
}
