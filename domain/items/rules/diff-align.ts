import { isSame } from "@/domain/core/same";

/** An entry before and after; undefined where it was not there. */
export type Pair = { key: string; before: unknown; after: unknown; from: number; to: number };

/** The entries of a list, each with what tells it from the others: its own key, or its place. */
export function identify(list: readonly unknown[]): { key: string; entry: unknown }[] {
  return list.map((entry, at) => ({ key: ownKey(entry) ?? String(at + 1), entry }));
}

function ownKey(entry: unknown): string | undefined {
  if (typeof entry !== "object" || entry === null) return undefined;
  for (const name of ["key", "id", "value"]) {
    const value = (entry as Record<string, unknown>)[name];
    if (typeof value === "string") return value;
  }
  return undefined;
}

/** Which entry of the one list is which of the other: by key where they have one, else the same text, else a similar one. */
export function align(old: readonly unknown[], fresh: readonly unknown[]): Pair[] {
  const [left, right] = [old.map((entry, at) => ({ entry, at })), fresh.map((entry, at) => ({ entry, at }))];
  const pairs: Pair[] = [];
  const take = (matches: (before: unknown, after: unknown) => boolean) => {
    for (const after of right.slice()) {
      const place = left.findIndex((before) => matches(before.entry, after.entry));
      const before = left[place];
      if (!before) continue;
      left.splice(place, 1);
      right.splice(right.indexOf(after), 1);
      pairs.push({ key: ownKey(after.entry) ?? `${before.at + 1}-${after.at + 1}`, before: before.entry, after: after.entry, from: before.at, to: after.at });
    }
  };
  take((before, after) => ownKey(before) !== undefined && ownKey(before) === ownKey(after));
  take((before, after) => ownKey(before) === undefined && isSame(before, after));
  take((before, after) => ownKey(before) === undefined && ownKey(after) === undefined && likeness(textOf(before), textOf(after)) > 0.4);
  return [
    ...pairs,
    ...right.map(({ entry, at }) => ({ key: ownKey(entry) ?? `+${at + 1}`, before: undefined, after: entry, from: -1, to: at })),
    ...left.map(({ entry, at }) => ({ key: ownKey(entry) ?? `-${at + 1}`, before: entry, after: undefined, from: at, to: at })),
  ].toSorted((a, b) => a.to - b.to || a.from - b.from);
}

/** The keys of those that stand in another order than before: the fewest that must have moved. */
export function moved(pairs: readonly Pair[]): Set<string> {
  const both = pairs.filter(({ before, after }) => before !== undefined && after !== undefined);
  // The longest run that kept its order stayed; the others moved.
  const best: { length: number; previous: number }[] = [];
  both.forEach(({ from }, at) => {
    const previous = both.slice(0, at).reduce((found, other, index) => (other.from < from && (best[index]?.length ?? 0) > (found < 0 ? 0 : (best[found]?.length ?? 0)) ? index : found), -1);
    best.push({ length: 1 + (previous < 0 ? 0 : (best[previous]?.length ?? 0)), previous });
  });
  const stayed = new Set<number>();
  let at = best.reduce((found, { length }, index) => (length > (best[found]?.length ?? 0) ? index : found), 0);
  while (at >= 0 && at < best.length) {
    stayed.add(at);
    at = best[at]?.previous ?? -1;
  }
  return new Set(both.filter((_, index) => !stayed.has(index)).map(({ key }) => key));
}

function textOf(entry: unknown): string {
  if (typeof entry !== "object" || entry === null) return String(entry ?? "");
  return Object.values(entry).map(textOf).join(" ");
}

/** How alike two texts are, from 0 to 1: the share of neighbouring signs they have in common (Dice). */
export function likeness(a: string, b: string): number {
  const [left, right] = [bigrams(a), bigrams(b)];
  const total = [...left.values(), ...right.values()].reduce((sum, count) => sum + count, 0);
  const common = [...left].reduce((sum, [pair, count]) => sum + Math.min(count, right.get(pair) ?? 0), 0);
  return total === 0 ? 0 : (2 * common) / total;
}

function bigrams(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at < text.length - 1; at += 1) counts.set(text.slice(at, at + 2), (counts.get(text.slice(at, at + 2)) ?? 0) + 1);
  return counts;
}
