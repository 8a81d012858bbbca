import { describe, expect, it } from "vitest";
import type { RatingCounts } from "../schema/figures";
import { nothingCounted, ratesOf, withheldOf } from "./figures";

const counted = (over: Partial<RatingCounts>): RatingCounts => ({ ...nothingCounted(), ...over });
const active = { verySatisfied: 4, satisfied: 2, basic: 1, dissatisfied: 2, veryDissatisfied: 1 };

describe("the rates", () => {
  it("are null where there is nothing to divide by", () => expect(new Set(Object.values(ratesOf(nothingCounted())))).toEqual(new Set([null])));

  it.each([
    ["unrated never counts as good", counted({ rateable: 100, active }), { rated: 0.1, active: 0.1, unrated: 0.9, good: 0.7, activeGood: 0.7, low: 0.3 }],
    ["nobody rated: no good rate at all", counted({ rateable: 100 }), { rated: 0, unrated: 1, good: null, activeGood: null }],
    ["a default is good in the whole, never in what people said", counted({ rateable: 20, active, byDefault: 10 }), { rated: 1, active: 0.5, unrated: 0, good: 0.85, activeGood: 0.7, low: 0.15 }],
    ["an excluded rating is neither rated nor unrated", counted({ rateable: 10, active: { ...active, veryDissatisfied: 0 }, excluded: 1 }), { rated: 0.9, unrated: 0, activeGood: 7 / 9 }],
    ["low ratings by what became of them", counted({ rateable: 10, active, low: 4, replied: 3, rectified: 1, again: 2, againGood: 1 }), { lowReplied: 0.75, rectified: 0.25, againGood: 0.5 }],
    ["more ratings than cases make no negative rate", counted({ rateable: 3, active }), { unrated: 0 }],
  ])("%s", (_, counts, rates) => expect(ratesOf(counts)).toMatchObject(rates));
});

describe("what is not told", () => {
  it.each([
    ["small groups", { a: 20, b: 4, c: 3 }, ["b", "c"]],
    ["one small group, with the next smallest, or the rest would give it away", { a: 20, b: 9, c: 2 }, ["b", "c"]],
    ["small groups that are too few together", { a: 20, b: 9, c: 1, d: 2 }, ["b", "c", "d"]],
    ["nothing where all are large", { a: 5, b: 6 }, []],
    ["nothing of empty groups", { a: 5, b: 0 }, []],
    ["a small group alone", { a: 4 }, ["a"]],
  ])("%s", (_, groups, withheld) => expect([...withheldOf(new Map(Object.entries(groups)))].toSorted()).toEqual(withheld));
});
