import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const tests = (folders: string) => `{${folders}}/**/*.test.{ts,tsx}`;
// Rules and pages keep nothing of their own between files. What the server keeps in a process (who was away, what was read) a file must not find of another.
const pure = tests("domain,app");
// What outlives a file there too: replaced modules, stubbed globals, the environment.
const leavesTraces = /vi\.(?:mock|doMock|hoisted|resetModules|stub|useFakeTimers|setSystemTime)|process\.env|Date\.now = /;
// Names of folders stand in brackets, which a pattern would read.
const impure = globSync(pure).filter((file) => leavesTraces.test(readFileSync(file, "utf8"))).map((file) => file.replaceAll(/[[\]()]/g, "\\$&"));

const common = { pool: "forks", testTimeout: 20_000, hookTimeout: 60_000 } as const;
const resolve = { alias: { "@": import.meta.dirname } };

export default defineConfig({
  test: {
    // One PostgreSQL for the files of both.
    globalSetup: ["db/testing/global-setup.ts"],
    maxWorkers: 2,
    projects: [
      { resolve, test: { ...common, name: "alone", include: [tests("db,server,scripts,bench"), ...impure] } },
      // Modules are loaded once in a worker, which halves the time.
      { resolve, test: { ...common, name: "together", include: [pure], exclude: impure, isolate: false } },
    ],
  },
});
