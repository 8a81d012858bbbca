// `npm test`: every check there is, quick ones first. `npm run verify` stops after the quick ones.
import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { buildIfStale } from "./lib/build.mjs";
import { findChromium } from "./lib/chromium.mjs";
import { findNginx } from "./lib/nginx.mjs";
import { prepare, run, say } from "./lib/setup.mjs";

const fast = process.argv.includes("--fast");
const minute = 60_000;
const total = { passed: 0, failed: 0 };

const node = await prepare();
await mkdir(".tmp", { recursive: true });

const checks = [
  { name: "types", run: () => checker("tsc", ["--noEmit", "-p", "tsconfig.json"]) },
  { name: "lint", run: () => checker("oxlint", ["--type-aware"], (output) => Number(/on (\d+) files/.exec(output)?.[1] ?? 0) > 0) },
  { name: "graph", run: () => checker("depcruise", ["app", "server", "domain", "db", "e2e", "env.ts", "proxy.ts", "--output-type", "err-long"], (output) => Number(/(\d+) modules/.exec(output)?.[1] ?? 0) > 0) },
  { name: "structure", run: () => checker(node, ["scripts/check-structure.mjs"]) },
  { name: "supply", run: () => checker(node, ["--import", "tsx", "scripts/security.ts", "supply"], (output) => /packages +[1-9]\d+ asked/.test(output)) },
  { name: "unused", run: () => checker("knip", ["--no-progress"]) },
];
const heavy = [
  { name: "unit and server tests", run: vitest },
  { name: "build", run: () => buildIfStale(node).then(() => ({ passed: 1, failed: 0 })) },
];
const journeys = [{ name: "end to end", run: playwright }];

let pending = fast ? [checks] : [checks, heavy, journeys];
// Pages and routes give types of their own, which tsc reads.
await run(node, ["node_modules/next/dist/bin/next", "typegen"], { quiet: true });
while (pending.length > 0 && total.failed === 0) {
  await inPairs(pending[0]);
  pending = pending.slice(1);
}
if (pending.length > 0) say(`Not run: ${pending.flat().map(({ name }) => name).join(", ")}.`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/** Two at a time, which is what two cores carry. */
async function inPairs(tasks) {
  const queue = [...tasks];
  const work = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) {
      const { passed, failed, output = "" } = await task.run();
      total.passed += passed;
      total.failed += failed;
      if (failed > 0 && output) console.log(`\n${output.trimEnd()}\n`);
      say(`${task.name}: ${passed + failed > 1 ? `${passed} passed, ${failed} failed` : failed > 0 ? "FAILED" : "passed"}`);
    }
  };
  await Promise.all([work(), work()]);
}

/** A checker counts as one test; one that looked at nothing has failed. */
async function checker(file, args, sawSomething = () => true) {
  const { code, output } = await run(file, args, { quiet: true, timeoutMs: 5 * minute });
  const ok = code === 0 && sawSomething(output);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output: output || `${file} looked at nothing.` };
}

async function vitest() {
  const report = ".tmp/vitest.json";
  await rm(report, { force: true });
  const nginx = await findNginx();
  const { code } = await run("vitest", ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`], { env: nginx ? { NGINX_PATH: nginx } : {}, timeoutMs: 18 * minute });
  return counted(code, report, ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }));
}

async function playwright() {
  const chromium = await findChromium(node);
  const report = ".tmp/playwright.json";
  await Promise.all([report, ".tmp/e2e"].map((path) => rm(path, { recursive: true, force: true })));
  const env = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const { code } = await run("playwright", ["test", "--reporter=list,json"], { env, timeoutMs: 36 * minute });
  return counted(code, report, ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }));
}

/** The counts of a report; a run that broke off, or had nothing to run, has failed whatever it counted. */
function counted(code, report, read) {
  try {
    const { passed, failed } = read(JSON.parse(readFileSync(report, "utf8")));
    const broken = failed === 0 && (code !== 0 || passed === 0);
    return { passed, failed: broken ? 1 : failed };
  } catch (error) {
    return { passed: 0, failed: 1, output: `No report: ${error.message}` };
  }
}
