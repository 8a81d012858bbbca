import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const everywhere = "{domain,db,server,app,scripts,bench}/**/*.test.{ts,tsx}";
// What outlives a file: replaced modules, stubbed globals, the environment (read once), and the helpers that set it.
const leavesTraces = /vi\.(?:mock|doMock|hoisted|resetModules|stub|useFakeTimers|setSystemTime)|process\.env|Date\.now = |provider\.testing"|\/world"|\/settle"/;
// Names of folders stand in brackets, which a pattern would read.
const alone = globSync(everywhere).filter((file) => file.startsWith("bench/") || leavesTraces.test(readFileSync(file, "utf8"))).map((file) => file.replaceAll(/[[\]()]/g, "\\$&"));

const common = { pool: "forks", testTimeout: 20_000, hookTimeout: 60_000 } as const;
const resolve = { alias: { "@": import.meta.dirname } };

export default defineConfig({
  test: {
    // One PostgreSQL for the files of both.
    globalSetup: ["db/testing/global-setup.ts"],
    maxWorkers: 2,
    projects: [
      { resolve, test: { ...common, name: "alone", include: alone } },
      // Modules are loaded once in a worker, which halves the time; every file still has a database of its own.
      { resolve, test: { ...common, name: "together", include: [everywhere], exclude: alone, isolate: false, setupFiles: ["db/testing/each-file.ts"] } },
    ],
  },
});
