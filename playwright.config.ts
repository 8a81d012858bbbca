import { defineConfig } from "@playwright/test";

const port = 3210;
const chromium = process.env["CHROMIUM_PATH"];
// Chromium's sandbox does not work as root; the rest keeps it from calling home.
const quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"];

export default defineConfig({
  testDir: "e2e",
  outputDir: ".tmp/e2e-results",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  // On a shared machine a page may come too late; Playwright tells such a test as flaky, and it is counted apart.
  retries: process.env["CI"] ? 1 : 0,
  // Two cores carry the portal, its database and two browsers.
  expect: { timeout: 10_000 },
  globalTimeout: 34 * 60_000,
  use: {
    // WebAuthn knows localhost, not 127.0.0.1.
    baseURL: `http://localhost:${port}`,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    actionTimeout: 15_000,
    // Recording every step takes time: where a failed test is run again, only that second run is recorded.
    trace: process.env["CI"] ? "on-first-retry" : "retain-on-failure",
    launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet },
  },
  projects: [
    // Everyone signs in once: the code of a second factor works once, and sign-ins are limited.
    { name: "people", testMatch: "people.spec.ts" },
    { name: "city", testMatch: "city.spec.ts", dependencies: ["people"] },
    { name: "journeys", testIgnore: ["people.spec.ts", "city.spec.ts", "a11y.spec.ts"], dependencies: ["city"] },
    // Last, because it takes long and the sessions of staff end after a quarter of an hour's rest.
    { name: "pages", testMatch: "a11y.spec.ts", dependencies: ["city"] },
  ],
  // A portal of its own, with a fresh demo city.
  webServer: {
    command: "exec node scripts/start.mjs",
    url: `http://localhost:${port}/api/health/ready`,
    env: { PORT: String(port), DATA_DIR: ".tmp/e2e", SEED: "demo", DATABASE_URL: "", PUBLIC_URL: "", HOST: "" },
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    stdout: "pipe",
  },
});
