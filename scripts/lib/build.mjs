import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, say } from "./setup.mjs";

const sources = [
  "app", "server", "domain", "db", "public", "messages",
  "env.ts", "proxy.ts", "instrumentation-client.ts", "next.config.ts", "tsconfig.json", "postcss.config.mjs", "package-lock.json",
];
const stamp = ".next/BUILD_SOURCE_HASH";

/** Builds the pages unless the last build was made from exactly these sources. */
export async function buildIfStale(node) {
  const hash = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return say("Build is up to date.");
  say("Building (next build), about a minute …");
  await must("The build", node, ["node_modules/next/dist/bin/next", "build"], { quiet: true, env: { NODE_ENV: "production" } });
  writeFileSync(stamp, hash);
  say("Built.");
}

function hashSources() {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0]);
  for (const file of sources.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
  return files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).toSorted();
}
