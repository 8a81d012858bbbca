import { eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { departments, divisions, ratingFigures, serviceItemRevisions, serviceItems } from "@/db/schema";
import { addDays, shanghaiDay, type Day } from "@/domain/core/calendar";
import { isLow, weekOf } from "@/domain/ratings/rules";
import { nothingCounted, ratedBy, withheldOf } from "@/domain/ratings/rules/figures";
import { figureKinds, type FigureKind, type RatingCounts } from "@/domain/ratings/schema/figures";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { countRateable, countRatings, type Counted } from "../queries/figures";

const weeks = 52;
const chunk = 500;

type Place = { departmentId: string; divisionCode: string; serviceItemId: string | null };
type Tally = { counts: RatingCounts; parent: string };
type Tallies = Record<FigureKind, Map<string, Tally>>;

/**
 * Counts the last 52 whole weeks anew, once a night, by item, department and division, and decides what is withheld: groups
 * of fewer than five ratings under one department or division, and what would give them away. Returns how many were told.
 */
export function countFigures(ctx: Ctx): Promise<number> {
  return commit(ctx, async (tx) => {
    const until = weekOf(shanghaiDay(ctx.now));
    const since = addDays(until, -7 * weeks);
    const tallies = await tally(tx, since, until);
    await tx.delete(ratingFigures);
    let told = 0;
    for (const kind of figureKinds) {
      const rows = (await rowsOf(tx, kind, tallies[kind])).map((row) => ({ ...row, since, until: addDays(until, -1) }));
      for (let at = 0; at < rows.length; at += chunk) await tx.insert(ratingFigures).values(rows.slice(at, at + chunk));
      told += rows.length;
    }
    return { value: told, audit: { action: "ratings.countFigures", subject: { type: "ratingFigures", id: until }, after: { rows: told } } };
  });
}

async function tally(tx: Tx, since: Day, until: Day): Promise<Tallies> {
  const tallies: Tallies = { department: new Map(), division: new Map(), item: new Map() };
  for (const { count, ...place } of await countRateable(tx, since, until)) for (const counts of talliesAt(tallies, place)) counts.rateable += count;
  for (const group of await countRatings(tx, since, until)) for (const counts of talliesAt(tallies, group)) add(counts, group);
  return tallies;
}

/** The counts that a group belongs to: its department's, its division's, and its item's where it is known. */
function talliesAt(tallies: Tallies, { departmentId, divisionCode, serviceItemId }: Place): RatingCounts[] {
  const at = (kind: FigureKind, key: string, parent: string) => {
    const found = tallies[kind].get(key) ?? { counts: nothingCounted(), parent };
    tallies[kind].set(key, found);
    return found.counts;
  };
  return [at("department", departmentId, divisionCode), at("division", divisionCode, ""), ...(serviceItemId ? [at("item", serviceItemId, departmentId)] : [])];
}

function add(counts: RatingCounts, { round, level, excluded, byDefault, status, count }: Counted): void {
  if (round === 2) {
    counts.again += count;
    counts.againGood += isLow(level) ? 0 : count;
  } else if (excluded) counts.excluded += count;
  else if (byDefault) counts.byDefault += count;
  else {
    counts.active[level] += count;
    if (!isLow(level)) return;
    counts.low += count;
    counts.replied += status === "replied" || status === "closed" ? count : 0;
    counts.rectified += status === "closed" ? count : 0;
  }
}

async function rowsOf(tx: Tx, kind: FigureKind, found: Map<string, Tally>) {
  const names = await namesOf(tx, kind, [...found.keys()]);
  const siblings = Map.groupBy(found, ([, { parent }]) => parent);
  const withheld = new Set([...siblings.values()].flatMap((group) => [...withheldOf(new Map(group.map(([key, { counts }]) => [key, everyRating(counts)])))]));
  return [...found].flatMap(([key, { counts }]) => {
    const subject = names.get(key);
    return subject && everyRating(counts) > 0 ? [{ kind, ...subject, counts, withheld: withheld.has(key) }] : [];
  });
}

const everyRating = (counts: RatingCounts) => ratedBy(counts).all + counts.excluded;

type Named = { subject: string; name: string };

async function namesOf(tx: Tx, kind: FigureKind, keys: readonly string[]): Promise<Map<string, Named>> {
  const named = new Map<string, Named>();
  for (let at = 0; at < keys.length; at += chunk) for (const { key, ...one } of await namesBy[kind](tx, keys.slice(at, at + chunk))) named.set(key, one);
  return named;
}

const namesBy: Record<FigureKind, (tx: Tx, keys: string[]) => Promise<(Named & { key: string })[]>> = {
  department: (tx, keys) => tx.select({ key: departments.id, subject: departments.uscc, name: departments.name }).from(departments).where(inArray(departments.id, keys)),
  division: (tx, keys) => tx.select({ key: divisions.code, subject: divisions.code, name: divisions.name }).from(divisions).where(inArray(divisions.code, keys)),
  item: (tx, keys) => tx.select({ key: serviceItems.id, subject: serviceItems.code, name: sql<string>`${serviceItemRevisions.content} ->> 'name'` }).from(serviceItems)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId)).where(inArray(serviceItems.id, keys)),
};
