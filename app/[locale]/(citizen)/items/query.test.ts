import { describe, expect, test } from "vitest";
import { searchInput, SearchQuery } from "./query";

describe("a search for what serves a place", () => {
  test.each([
    ["a county", "440104", "440104"],
    ["a street, by the county that it lies in", "440104003", "440104"],
    ["a village, by the same", "440104003001", "440104"],
    ["no place at all: everywhere", "44010", undefined],
    ["half a street: everywhere", "4401040", undefined],
  ])("%s", (_place, code, division) => {
    expect(searchInput(SearchQuery.parse({ q: "居住证", division: code }))).toEqual({ query: "居住证", ...(division ? { division } : {}) });
  });
});
