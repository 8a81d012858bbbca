import { median } from "../statistics";

/** One figure over time, and how much more of it than at the beginning is no rise. */
export type Series = { name: string; values: readonly number[]; allowed: number };

// What a process loads and remembers once is no rise.
const warmingUp = 0.1;

/** How much higher the last third of a series is than its first, by the middle of each and without the warming up. */
export function riseOf(values: readonly number[]): number {
  const warm = values.slice(Math.ceil(values.length * warmingUp));
  const third = Math.ceil(warm.length / 3);
  return third === 0 ? 0 : median(warm.slice(-third)) - median(warm.slice(0, third));
}

/** Those that rise by more than they may, in words. */
export const rising = (all: readonly Series[]): string[] =>
  all.filter(({ values, allowed }) => riseOf(values) > allowed).map(({ name, values, allowed }) => `${name}: ${riseOf(values).toFixed(1)} more, ${allowed.toFixed(1)} allowed`);
