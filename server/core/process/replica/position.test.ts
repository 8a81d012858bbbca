import { describe, expect, it } from "vitest";
import { lagOf, positionOf, remaining } from "./position";

describe("a position in the log", () => {
  it.each([["0/0", 0n], ["0/1949A20", 0x1949a20n], ["16/B374D848", 0x16b374d848n], ["FFFFFFFF/FFFFFFFF", 2n ** 64n - 1n]])("%s is a number", (text, position) => {
    expect(positionOf(text)).toBe(position);
  });

  it.each(["", "1", "/1", "0/", "0/g", "0/000000000"])("%j is none", (text) => {
    expect(() => positionOf(text)).toThrow("not a position");
  });
});

describe("how old a replica's word is", () => {
  const marks = [{ at: 1_000, position: 10n }, { at: 2_000, position: 20n }, { at: 3_000, position: 20n }, { at: 4_000, position: 30n }];

  it.each([
    ["which has all", 30n, 1_000], ["which has more than was seen of the primary", 99n, 1_000], ["which has all but the last", 29n, 2_000],
    ["of an idle database: since it was last seen to have all", 20n, 2_000], ["which has what was first seen", 10n, 4_000], ["which lacks even that, at least", 9n, 4_000],
  ])("%s", (_sentence, replayed, lag) => {
    expect(lagOf(marks, replayed, 5_000)).toBe(lag);
  });

  it("is unknown before the primary was seen", () => expect(lagOf([], 1n, 5_000)).toBe(Infinity));

  it("is reckoned from the last mark that was passed: earlier ones are forgotten", () => {
    expect([remaining(marks, 9n), remaining(marks, 20n), remaining(marks, 30n)].map((left) => left.map(({ at }) => at))).toEqual([[1_000, 2_000, 3_000, 4_000], [3_000, 4_000], [4_000]]);
  });
});
