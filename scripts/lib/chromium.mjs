import { existsSync } from "node:fs";
import { run, say } from "./setup.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** CHROMIUM_PATH, one on the machine, Playwright's, or one installed now; the path, or undefined for Playwright's own. */
export async function findChromium(node) {
  return (await existing(node)) ?? (await install(node));
}

async function existing(node) {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  for (const name of names) {
    // Ubuntu's `chromium-browser` may be a note that says where to get one.
    const { code } = await run(name, ["--version"], { quiet: true, timeoutMs: 20_000 });
    if (code === 0) return (await run("sh", ["-c", `command -v ${name}`], { quiet: true })).output.trim();
  }
  return downloaded(node);
}

async function downloaded(node) {
  const ask = "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))";
  const path = (await run(node, ["-e", ask], { quiet: true })).output.trim();
  return existsSync(path) ? path : undefined;
}

async function install(node) {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("Installing Chromium (apt-get) …");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { quiet: true, env, timeoutMs: 180_000 });
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"], { quiet: true, env, timeoutMs: 420_000 });
  } else {
    say("Installing Chromium (Playwright) …");
    await run(node, ["node_modules/@playwright/test/cli.js", "install", "chromium"], { timeoutMs: 300_000 });
  }
  const found = await existing(node);
  if (!found) console.error("The end-to-end tests need a Chromium: install one, or set CHROMIUM_PATH to it.");
  return found;
}
