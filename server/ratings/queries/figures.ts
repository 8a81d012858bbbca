import { and, asc, count, eq, gte, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader, Tx } from "@/db/client";
import { applications, departments, ratingFigures, ratings, ratingTickets, rectifications } from "@/db/schema";
import { caseRoles } from "@/domain/applications/policy";
import { postsIn, type User } from "@/domain/core/actor";
import { shanghaiDay, startOfDay, type Day } from "@/domain/core/calendar";
import { ratesOf, type RatingRates } from "@/domain/ratings/rules/figures";
import type { FigureKind, ListFigures, OneFigure, RatingCounts } from "@/domain/ratings/schema/figures";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";

/** What was counted of one item, department or division; nothing of it where few people could be guessed from it. */
export type Figure = { kind: FigureKind; subject: string; name: string; since: Day; until: Day } & ({ withheld: true } | { withheld: false; counts: RatingCounts; rates: RatingRates });

const told = ({ counts, withheld, ...row }: typeof ratingFigures.$inferSelect): Figure => (withheld ? { ...row, withheld } : { ...row, withheld, counts, rates: ratesOf(counts) });

const Key = z.tuple([z.string(), z.string()]);

/** Figures of one kind by name; of items, only those of one department where its credit code is given. */
export async function listFigures({ db }: Pick<Ctx, "db">, { kind, within, cursor, limit }: ListFigures): Promise<{ rows: Figure[]; nextCursor: string | undefined }> {
  const at = cursor ? decodeCursor(Key, cursor) : undefined;
  const rows = await db.select().from(ratingFigures).where(and(
    eq(ratingFigures.kind, kind), within ? sql`starts_with(${ratingFigures.subject}, ${within})` : undefined, at && sql`(${ratingFigures.name}, ${ratingFigures.subject}) > (${at[0]}, ${at[1]})`,
  )).orderBy(asc(ratingFigures.name), asc(ratingFigures.subject)).limit(limit + 1);
  return { rows: rows.slice(0, limit).map(told), nextCursor: cursorAfter(rows, limit, ({ name, subject }) => [name, subject]) };
}

/** The figures of one item, department or division; null where nothing was rated yet. */
export async function findFigure({ db }: Pick<Ctx, "db">, { kind, subject }: OneFigure): Promise<Figure | null> {
  const [row] = await db.select().from(ratingFigures).where(and(eq(ratingFigures.kind, kind), eq(ratingFigures.subject, subject))).limit(1);
  return row ? told(row) : null;
}

/** The figures of the departments this member of staff works in, and how its rectifications stand; never of a person. */
export async function listOwnFigures({ db, actor, now }: Ctx & { actor: User }) {
  const mine = [...new Set(caseRoles.flatMap((role) => postsIn(actor, role)).map(({ departmentId }) => departmentId))];
  if (mine.length === 0) return [];
  const today = shanghaiDay(now);
  const places = await db.select({ id: departments.id, name: departments.name, uscc: departments.uscc }).from(departments).where(inArray(departments.id, mine)).orderBy(asc(departments.name));
  const standing = await db.select({ departmentId: rectifications.departmentId, status: rectifications.status, count: count(), late: sql<number>`(count(*) filter (where ${rectifications.status} = 'open' and ${rectifications.replyDueOn} < ${today}))::int` })
    .from(rectifications).where(inArray(rectifications.departmentId, mine)).groupBy(rectifications.departmentId, rectifications.status);
  return Promise.all(places.map(async ({ id, name, uscc }) => {
    const own = standing.filter(({ departmentId }) => departmentId === id);
    const of = (status: string) => own.find((row) => row.status === status)?.count ?? 0;
    return { name, uscc, figure: await findFigure({ db }, { kind: "department", subject: uscc }), rectifications: { open: of("open"), late: own.reduce((sum, { late }) => sum + late, 0), replied: of("replied"), closed: of("closed"), excluded: of("excluded") } };
  }));
}

/** One group of first or second ratings, as the database counted it. */
export type Counted = Awaited<ReturnType<typeof countRatings>>[number];

/** All ratings of the weeks from a Monday until another, grouped as finely as anything told of them needs. */
export function countRatings(db: Reader | Tx, since: Day, until: Day) {
  const { departmentId, divisionCode, serviceItemId, level, round, channel } = ratings;
  const excluded = sql<boolean>`${ratings.excludedOn} is not null`;
  const byDefault = sql<boolean>`${channel} = 'systemDefault'`;
  const status = rectifications.status;
  return db.select({ departmentId, divisionCode, serviceItemId, level, round, excluded: excluded.as("excluded"), byDefault: byDefault.as("by_default"), status, count: count() }).from(ratings)
    .leftJoin(rectifications, eq(rectifications.ratingId, ratings.id)).where(and(gte(ratings.weekOf, since), lt(ratings.weekOf, until)))
    .groupBy(departmentId, divisionCode, serviceItemId, level, round, excluded, byDefault, status);
}

/** What could have been rated in that time: cases answered, and visits ended. */
export async function countRateable(db: Reader | Tx, since: Day, until: Day) {
  const { departmentId, divisionCode, serviceItemId, closedAt, outcome, status } = applications;
  const cases = await db.select({ departmentId, divisionCode, serviceItemId, count: count() }).from(applications)
    .where(and(gte(closedAt, startOfDay(since)), lt(closedAt, startOfDay(until)), or(isNotNull(outcome), inArray(status, ["refused", "lapsed", "closed"])))).groupBy(departmentId, divisionCode, serviceItemId);
  const visits = await db.select({ departmentId: ratingTickets.departmentId, divisionCode: departments.divisionCode, serviceItemId: ratingTickets.serviceItemId, count: count() }).from(ratingTickets).innerJoin(departments, eq(departments.id, ratingTickets.departmentId))
    .where(and(gte(ratingTickets.endedOn, since), lt(ratingTickets.endedOn, until))).groupBy(ratingTickets.departmentId, departments.divisionCode, ratingTickets.serviceItemId);
  return [...cases, ...visits];
}

