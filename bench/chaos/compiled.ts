import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

// Processes are started hundreds of times: to read and translate a thousand sources costs three times what it costs to read
// these few files. Packages stay where they are; so the files lie within the tree.

export type Compiled = { web: string; jobs: string; folder: string; remove(): Promise<void> };

/** The processes that the harness kills, from the sources of `tree`, each as one script. */
export async function compile(tree = process.cwd(), more: Record<string, string> = {}): Promise<Compiled> {
  const folder = join(tree, ".tmp", `chaos-${randomUUID()}`);
  await build({
    absWorkingDir: tree, entryPoints: { web: "bench/chaos-web.ts", jobs: "bench/working.ts", ...more }, outdir: folder, outExtension: { ".js": ".mjs" },
    bundle: true, splitting: true, platform: "node", format: "esm", packages: "external", logLevel: "error", legalComments: "none",
    // Its folder names no entry for modules.
    alias: { "@node-rs/jieba/dict": "@node-rs/jieba/dict.js" },
  });
  return { web: join(folder, "web.mjs"), jobs: join(folder, "jobs.mjs"), folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
