import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { begunBy } from "./begun";

it("an editor begins anew after one's own save, and with what was kept; otherwise it is the same one", () => {
  const keys = [begunBy(undefined), begunBy("3"), begunBy("4"), begunBy("3", {})];
  expect(new Set(keys).size).toBe(keys.length);
  expect(begunBy("3", undefined)).toBe(begunBy("3"));
});

it("no page keys an editor by the version of what it edits, which a colleague's save changes under what was typed", () => {
  const pages = globSync("app/**/page.tsx").map((path) => readFileSync(path, "utf8"));
  expect(pages.length).toBeGreaterThan(100);
  const editors = pages.flatMap((page) => [...page.matchAll(/<\w*(?:Form|Builder)\s+key=\{(.*?)\}\s/gs)].map(([editor]) => editor));
  expect(editors.filter((editor) => editor.includes("begun")).length).toBeGreaterThanOrEqual(7);
  expect(editors.filter((editor) => /version/i.test(editor))).toEqual([]);
});
