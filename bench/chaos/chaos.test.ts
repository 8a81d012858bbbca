import { expect, it } from "vitest";
import { killDatabase, killWeb, loseCommits, resetLine } from "./faults";
import { play } from "./stage";

it("three killed web processes, a killed database, resets and lost commits later, every acknowledged act happened once and nothing is half", { timeout: 480_000 }, async () => {
  const verdict = await play({ web: 2, jobs: 0, citizens: 2, desks: 1 }, async (stage) => {
    await killWeb(stage, 3);
    await resetLine(stage, 2);
    await loseCommits(stage, 4);
    await killDatabase(stage, 1);
  });
  expect(verdict).toMatchObject({ broken: [] });
  expect(verdict.acts).toBeGreaterThan(0);
});
