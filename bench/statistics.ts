/** The middle of a list of numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** The standard normal distribution (Abramowitz and Stegun 7.1.26; off by less than 1.5e-7). */
function normal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.327_591_1 * x);
  const tail = ((((1.061_405_429 * t - 1.453_152_027) * t + 1.421_413_741) * t - 0.284_496_736) * t + 0.254_829_592) * t * Math.exp(-x * x);
  return z < 0 ? tail / 2 : 1 - tail / 2;
}

export type Comparison = {
  /** How often a value of the first list is above one of the second: 0.5 where they do not differ, ties half. */
  effect: number;
  /** One-sided: how likely values this far apart are by chance, if the first were not above, or not below, the second. */
  pAbove: number;
  pBelow: number;
};

/** Mann–Whitney U of two lists, by the normal approximation with correction for ties and continuity: for some twenty values at least. */
export function mannWhitney(first: readonly number[], second: readonly number[]): Comparison {
  const all = [...first.map((value) => ({ value, own: true })), ...second.map((value) => ({ value, own: false }))].toSorted((a, b) => a.value - b.value);
  let rankSum = 0;
  let ties = 0;
  for (let start = 0; start < all.length;) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end += 1;
    const size = end - start;
    rankSum += all.slice(start, end).filter(({ own }) => own).length * ((start + 1 + end) / 2);
    ties += size ** 3 - size;
    start = end;
  }
  const [n, m, total] = [first.length, second.length, all.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const spread = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  const p = (above: number) => (spread === 0 ? 1 : 1 - normal((above - (n * m) / 2 - 0.5) / spread));
  return { effect: u / (n * m), pAbove: p(u), pBelow: p(n * m - u) };
}

/**
 * How often one would have to ask to be right 19 times in 20 about a single case, with answers that differ by this effect
 * and each asking independent; without end where there is none.
 */
export function asksNeeded(effect: number): number {
  const share = Math.max(effect, 1 - effect);
  let [low, high] = [0, 8];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normal(middle) < share) low = middle;
    else high = middle;
  }
  const distance = Math.SQRT2 * low;
  return distance < 1e-6 ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil((2 * 1.645 / distance) ** 2));
}
