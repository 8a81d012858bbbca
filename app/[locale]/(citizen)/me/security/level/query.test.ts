import { describe, expect, test } from "vitest";
import { levelHref, readLevelQuery, stepsOf, targetFor } from "./query";

describe("the address of the step-up", () => {
  test("is read as it was written", () => {
    const said = { to: "L3", next: "/apply/1/check", way: "livePerson" } as const;
    const url = new URL(levelHref(said), "http://localhost");
    expect(readLevelQuery(Object.fromEntries(url.searchParams))).toEqual({ ...said, check: undefined });
  });

  test.each([
    [{ to: "L9", way: "magic", check: "1", next: "https://evil.example/" }, { to: undefined, next: "/me/security", way: undefined, check: undefined }],
    [{ to: "L0", way: "phone", next: "//evil.example" }, { to: undefined, next: "/me/security", way: undefined, check: undefined }],
    [{ to: ["L3"], next: undefined }, { to: undefined, next: "/me/security", way: undefined, check: undefined }],
    [{ way: "counter", next: "/en/items" }, { to: undefined, next: "/en/items", way: "counter", check: undefined }],
  ] as const)("forgets what makes no sense in %j", (params, read) => expect(readLevelQuery({ ...params } as never)).toEqual(read));
});

test.each([[undefined, "L0", "L1"], [undefined, "L2", "L3"], [undefined, "L4", "L4"], ["L3", "L0", "L3"]] as const)("asked for %s at %s, %s is meant", (to, level, target) => expect(targetFor(to, level)).toBe(target));
test.each([["livePerson", false, 2], ["livePerson", true, 1], ["networkIdentity", false, 1], ["phoneThreeFactor", false, 1]] as const)("%s takes somebody known (%s) %i pages", (way, known, pages) => expect(stepsOf(way, known)).toBe(pages));
