import { expect, it } from "vitest";
import { killDatabase, killWeb, loseCommits, resetLine } from "./faults";
import { play } from "./stage";

it("a killed web process, a killed database, resets and lost commits later, every acknowledged act happened once and nothing is half", { timeout: 480_000 }, async () => {
  const verdict = await play({ web: 2, jobs: 0, citizens: 2, desks: 1 }, async (stage) => {
    // All at once: the line and the database fail while only one is left to serve.
    await Promise.all([killWeb(stage, 1), resetLine(stage, 2), loseCommits(stage, 4), killDatabase(stage, 1)]);
  });
  expect(verdict).toMatchObject({ broken: [] });
  expect(verdict.acts).toBeGreaterThan(0);
});
