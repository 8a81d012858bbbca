import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const rows = readFileSync(join(root, "docs/accessibility.md"), "utf8").split("\n").flatMap((line) => {
  const [, number, rule, keepers] = /^\| (F?\d+) \| (.+) \| (.+) \|$/.exec(line) ?? [];
  return number && rule && keepers ? [{ number, rule, keepers: keepers.split("<br>") }] : [];
});

test("the tables name all 48 rules of every page and all 46 of the application flow, in order", () => {
  const wanted = [...Array.from({ length: 48 }, (_, index) => `${index + 1}`), ...Array.from({ length: 46 }, (_, index) => `F${index + 1}`)];
  expect(rows.map(({ number }) => number)).toEqual(wanted);
});

test.each(rows)("$number, $rule: what keeps it exists", ({ keepers }) => {
  const missing = keepers.filter((keeper) => {
    if (keeper.startsWith("People: ")) return false;
    const [, file = "", words = ""] = /^`([^`]+)`(?: › (.+))?$/.exec(keeper) ?? [];
    return !existsSync(join(root, file)) || !readFileSync(join(root, file), "utf8").includes(words);
  });
  expect(keepers.length).toBeGreaterThan(0);
  expect(missing).toEqual([]);
});
