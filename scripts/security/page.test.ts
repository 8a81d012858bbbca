import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isOnlyTold, requirements, securityPage } from "./page";

test("all eighty are there, in order", () => expect(requirements.map(({ number }) => number)).toEqual(Array.from({ length: 80 }, (_, index) => `${index + 1}`)));

test("docs/security.md is as they say (after a change: node scripts/run.mjs scripts/security-table.ts)", () => {
  expect(readFileSync("docs/security.md", "utf8")).toBe(securityPage());
});

test.each(requirements)("$number, $asked: what shows it exists", ({ keepers }) => {
  const missing = keepers.filter((keeper) => {
    if (/^(?:People|Not|Not yet): /.test(keeper)) return false;
    const [file = "", words = ""] = keeper.split(" › ");
    return !existsSync(file) || !readFileSync(file, "utf8").includes(words);
  });
  expect(keepers.length).toBeGreaterThan(0);
  expect(missing).toEqual([]);
});

test("few have nothing but words", () => expect(requirements.filter(isOnlyTold).length).toBeLessThan(5));
