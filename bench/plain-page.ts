import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { startServer, type Server } from "./machine";

const home = "bench/minimal";
const sources = ["app/layout.tsx", "app/page.tsx", "proxy.ts", "next.config.ts"].map((file) => `${home}/${file}`);
const stamp = `${home}/.next/BUILD_SOURCE_HASH`;

/** Next as it comes, as a process of its own, with one page that asks who is signed in; built where it is not built yet. */
export async function startMinimalPages(databaseUrl: string): Promise<Server> {
  const hash = createHash("sha256");
  for (const file of [...sources, "package-lock.json"]) hash.update(readFileSync(file));
  const wanted = hash.digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    await build();
    writeFileSync(stamp, wanted);
  }
  return startServer(`${home}/server.ts`, "/", [], { MINIMAL_DATABASE_URL: databaseUrl, NODE_ENV: "production" });
}

async function build(): Promise<void> {
  let output = "";
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build", home], { env: { ...process.env, NODE_ENV: "production" }, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000)));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`The minimal pages cannot be built:\n${output}`);
}
