import type { RatingCounts } from "../schema/figures";

/** How few ratings are told of no group: from them one could guess who gave them. */
export const fewest = 5;

/** Shares between 0 and 1; null where there is nothing to divide by. */
export type RatingRates = Record<"rated" | "active" | "unrated" | "good" | "activeGood" | "low" | "lowReplied" | "rectified" | "againGood", number | null>;

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** First ratings that count: a person's, and those that only another system's default said. */
export const ratedBy = ({ active, byDefault }: RatingCounts) => {
  const people = Object.values(active).reduce((sum, count) => sum + count, 0);
  return { people, all: people + byDefault };
};

/**
 * The rates of GB/T 39735. Good is 非常满意, 满意 and 基本满意; unrated is unrated: it is in no good rate and in no rating.
 * Ratings excluded after a re-check are in none of them, and are told as a number of their own.
 */
export function ratesOf(counts: RatingCounts): RatingRates {
  const { rateable, active, byDefault, low, replied, rectified, again, againGood } = counts;
  const { people, all } = ratedBy(counts);
  const good = active.verySatisfied + active.satisfied + active.basic;
  // An excluded rating was one all the same: its case is not unrated.
  const unrated = Math.max(0, rateable - all - counts.excluded);
  return {
    rated: share(all, rateable), active: share(people, rateable), unrated: share(unrated, rateable),
    good: share(good + byDefault, all), activeGood: share(good, people), low: share(people - good, all),
    lowReplied: share(replied, low), rectified: share(rectified, low), againGood: share(againGood, again),
  };
}

/**
 * Which of several groups under one total are not told: those of fewer than `k` ratings, and where these together are
 * still fewer than `k`, so that total and rest would give them away, the next smallest too. Empty groups tell nothing.
 */
export function withheldOf(groups: ReadonlyMap<string, number>, k: number = fewest): ReadonlySet<string> {
  const rising = [...groups].filter(([, count]) => count > 0).toSorted(([, a], [, b]) => a - b);
  const withheld = new Set<string>();
  let hidden = 0;
  for (const [subject, count] of rising) {
    if (count >= k && (withheld.size === 0 || hidden >= k)) break;
    withheld.add(subject);
    hidden += count;
  }
  return withheld;
}

/** No ratings at all. */
export const nothingCounted = (): RatingCounts => ({
  rateable: 0, active: { verySatisfied: 0, satisfied: 0, basic: 0, dissatisfied: 0, veryDissatisfied: 0 }, byDefault: 0, excluded: 0, low: 0, replied: 0, rectified: 0, again: 0, againGood: 0,
});
