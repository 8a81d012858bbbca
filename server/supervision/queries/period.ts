import { and, eq, gte, inArray, lte, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { ratings, supervisionDays } from "@/db/schema";
import { ratingLevels } from "@/domain/ratings/schema/levels";
import { addUp, goodRate, quantile, rate, type Period } from "@/domain/supervision/rules";
import type { Scope } from "./open";
import { isThere, places } from "./scope";

const sum = (column: AnyPgColumn) => sql<number>`coalesce(sum(${column}), 0)::int`;
const counts = {
  received: sum(supervisionDays.received), accepted: sum(supervisionDays.accepted), deemedAccepted: sum(supervisionDays.deemedAccepted), corrections: sum(supervisionDays.corrections),
  decided: sum(supervisionDays.decided), approved: sum(supervisionDays.approved), automatic: sum(supervisionDays.automatic), onTime: sum(supervisionDays.onTime), inLaw: sum(supervisionDays.inLaw),
  correctedOnce: sum(supervisionDays.correctedOnce), correctedMore: sum(supervisionDays.correctedMore), suspended: sum(supervisionDays.suspended), extended: sum(supervisionDays.extended),
};
export type Counts = Record<keyof typeof counts, number>;

const within = ({ item }: Scope, { fromOn, throughOn }: Period) => and(gte(supervisionDays.day, fromOn), lte(supervisionDays.day, throughOn), item === undefined ? undefined : eq(supervisionDays.serviceItemId, item));

/** What the days of a period add up to, per department, item or day. */
export function countsBy(db: Reader, key: "departmentId" | "serviceItemId" | "day", scope: Scope, period: Period): Promise<(Counts & { key: string })[]> {
  const column = supervisionDays[key];
  return db.select({ key: sql<string>`${column}::text`, ...counts }).from(supervisionDays).innerJoin(places(scope.ranges), isThere(supervisionDays)).where(within(scope, period)).groupBy(column);
}

/** How many workdays the decisions of a period took, per department: lists of counts by workdays. */
export async function workdaysBy(db: Reader, scope: Scope, period: Period): Promise<Map<string, number[]>> {
  const rows = await db.select({ departmentId: supervisionDays.departmentId, workdays: sql<number>`(taken.place - 1)::int`, count: sql<number>`sum(taken.count)::int` })
    .from(supervisionDays).innerJoin(places(scope.ranges), isThere(supervisionDays)).innerJoin(sql`unnest(${supervisionDays.workdays}) with ordinality as taken(count, place)`, sql`true`)
    .where(within(scope, period)).groupBy(supervisionDays.departmentId, sql`taken.place`);
  const lists = new Map<string, number[]>();
  for (const { departmentId, workdays, count } of rows) lists.set(departmentId, addUp([lists.get(departmentId) ?? [], [...Array.from({ length: workdays }, () => 0), count]]));
  return lists;
}

/** The ratings of the weeks that begin in a period, the best level first; what was excluded on re-check does not count. */
export async function ratingLevelsIn(db: Reader, { ranges, item }: Scope, { fromOn, throughOn }: Period): Promise<number[]> {
  const rows = await db.select({ level: ratings.level, count: sql<number>`count(*)::int` }).from(ratings).innerJoin(places(ranges), isThere(ratings))
    .where(and(gte(ratings.weekOf, fromOn), lte(ratings.weekOf, throughOn), eq(ratings.round, 1), sql`${ratings.excludedOn} is null`, item === undefined ? undefined : eq(ratings.serviceItemId, item), inArray(ratings.level, [...ratingLevels])))
    .groupBy(ratings.level);
  return ratingLevels.map((level) => rows.find((row) => row.level === level)?.count ?? 0);
}

/** The shares and workdays that figures are judged by; docs/supervision.md defines each. */
export function shares(total: Counts, workdays: readonly number[]) {
  const { decided } = total;
  return {
    onTimeRate: rate(total.onTime, decided), inLawRate: rate(total.inLaw, decided), correctedOnceRate: rate(total.correctedOnce, decided), correctedMoreRate: rate(total.correctedMore, decided),
    automaticRate: rate(total.automatic, decided), deemedRate: rate(total.deemedAccepted, total.accepted), median: quantile(workdays, 0.5), p90: quantile(workdays, 0.9),
  };
}

const none: Counts = { received: 0, accepted: 0, deemedAccepted: 0, corrections: 0, decided: 0, approved: 0, automatic: 0, onTime: 0, inLaw: 0, correctedOnce: 0, correctedMore: 0, suspended: 0, extended: 0 };
const names = Object.keys(none).filter((name): name is keyof Counts => name in none);

export function sumOf(rows: readonly Counts[]): Counts {
  const totals = { ...none };
  for (const row of rows) for (const name of names) totals[name] += row[name];
  return totals;
}

export const ratingFigures = (levels: number[]) => ({ levels, rated: levels.reduce((all, count) => all + count, 0), goodRate: goodRate(levels) });
