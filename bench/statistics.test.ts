import { describe, expect, test } from "vitest";
import { asksNeeded, mannWhitney, median } from "./statistics";

const spread = (from: number, count = 60) => Array.from({ length: count }, (_, i) => from + ((i * 37) % count) / count);

describe("Mann–Whitney", () => {
  // Ranks 2 + 4 + 6 + 8 + 10 = 30, U = 15 of 30, spread √(30 / 12 × 12) = 5.477; 1 − Φ(−0.5 / 5.477) = 0.5364.
  test("agrees with a worked example", () => {
    const { effect, pAbove, pBelow } = mannWhitney([1.1, 2.2, 3.3, 4.4, 5.5], [0.9, 2, 3.1, 4.2, 5.3, 6.4]);
    expect(effect).toBeCloseTo(0.5, 10);
    expect(pAbove).toBeCloseTo(pBelow, 10);
    expect(pAbove).toBeCloseTo(0.5364, 3);
  });

  test("sees a shift, and in which direction", () => {
    const up = mannWhitney(spread(10.4), spread(10));
    expect(up.effect).toBeGreaterThan(0.75);
    expect(up.pAbove).toBeLessThan(0.001);
    expect(up.pBelow).toBeGreaterThan(0.99);
    const down = mannWhitney(spread(10), spread(10.4));
    expect(down.effect).toBeCloseTo(1 - up.effect, 10);
    expect(down.pBelow).toBeCloseTo(up.pAbove, 10);
  });

  test("sees nothing where all is alike, tied or the same", () => {
    expect(mannWhitney(spread(10), spread(10)).effect).toBeCloseTo(0.5, 10);
    expect(mannWhitney([1, 1, 1, 1], [1, 1, 1])).toEqual({ effect: 0.5, pAbove: 1, pBelow: 1 });
  });
});

test("the smaller the effect, the more one has to ask", () => {
  expect(asksNeeded(0.5)).toBe(Number.POSITIVE_INFINITY);
  expect(asksNeeded(0.999_999_999)).toBe(1);
  expect(asksNeeded(0.55)).toBeGreaterThan(asksNeeded(0.7));
  expect(asksNeeded(0.45)).toBe(asksNeeded(0.55));
});

test("the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});
