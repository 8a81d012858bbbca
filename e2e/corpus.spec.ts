import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import type { Corpus, Outcome } from "@/domain/forms/rules/corpus/run";

const folder = "domain/forms/rules/corpus";

/** The compiler as a browser gets it: bundled for one, without anything of Node. */
function bundle(): string {
  const flags = ["--bundle", "--format=iife", "--global-name=corpus", "--platform=browser", "--target=chrome111", "--minify", "--log-level=error"];
  return execFileSync("node_modules/.bin/esbuild", [`${folder}/run.ts`, ...flags], { encoding: "utf8", maxBuffer: 32 * 1024 * 1024 });
}

test("the browser judges every form and answer of the corpus exactly as the server does", async ({ page }) => {
  const corpus = JSON.parse(readFileSync(`${folder}/cases.json`, "utf8")) as Corpus;
  await page.setContent("<!doctype html><title>corpus</title>");
  await page.addScriptTag({ content: bundle() });
  // As text both ways: nothing but JSON passes, and the order of keys counts.
  const told = await page.evaluate((text) => {
    const { corpus: { runCorpus } } = window as unknown as { corpus: { runCorpus(cases: unknown): unknown } };
    return JSON.stringify(runCorpus(JSON.parse(text)));
  }, JSON.stringify(corpus));
  const outcomes = JSON.parse(told) as Record<string, Outcome>;
  const different = corpus.cases.filter(({ name, expected }) => JSON.stringify(outcomes[name]) !== JSON.stringify(expected)).map(({ name }) => name);
  expect(different).toEqual([]);
  expect(Object.keys(outcomes)).toHaveLength(corpus.cases.length);
});
