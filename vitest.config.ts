import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const tests = (folders: string) => `{${folders}}/**/*.test.{ts,tsx}`;
const inProcess = tests("domain,app,db,server");
// What outlives a file: replaced modules, stubbed globals, the environment. What the server keeps between requests belongs to a database, and each file has its own.
const leavesTraces = /vi\.(?:mock|doMock|hoisted|resetModules|stub|useFakeTimers|setSystemTime)|process\.env|Date\.now = |provider\.testing/;
// Names of folders stand in brackets, which a pattern would read.
const alone = globSync(inProcess).filter((file) => leavesTraces.test(readFileSync(file, "utf8"))).map((file) => file.replaceAll(/[[\]()]/g, "\\$&"));

const common = { pool: "forks", testTimeout: 20_000, hookTimeout: 60_000 } as const;
const resolve = { alias: { "@": import.meta.dirname } };

export default defineConfig({
  test: {
    // One PostgreSQL for the files of both.
    globalSetup: ["db/testing/global-setup.ts"],
    maxWorkers: 2,
    projects: [
      { resolve, test: { ...common, name: "alone", include: [tests("scripts,bench"), ...alone] } },
      // Modules are loaded once in a worker, which halves the time.
      { resolve, test: { ...common, name: "together", include: [inProcess], exclude: alone, isolate: false, setupFiles: ["db/testing/each-file.ts"] } },
    ],
  },
});
