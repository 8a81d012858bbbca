import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Compiled, compile } from "./compiled";
import type { World } from "./world";

// What stood before an upgrade: the sources of an earlier commit with the packages of this one, and what it makes of an empty database.

const git = async (...args: string[]) => (await promisify(execFile)("git", args, { maxBuffer: 2 ** 30, encoding: "buffer" })).stdout;

export type OldTree = Compiled & { tree: string; from: string; found(url: string, size: { citizens: number; desks: number }): Promise<Omit<World, "connection">> };

/** The commit before the newest migration that this tree has. */
export async function beforeNewestMigration(): Promise<string> {
  const newest = (await git("log", "-1", "--diff-filter=A", "--format=%H", "--", "db/migrations/*.sql")).toString().trim();
  if (!newest) throw new Error("Nothing tells what stood here before: this fault is played in a git repository only.");
  return (await git("rev-parse", `${newest}~1`)).toString().trim();
}

const founding = `
import { prepareDatabase } from "@/server/core/process/database";
import { openWorld } from "./chaos/world";
const url = process.env["OWNER_URL"] ?? "";
await prepareDatabase(url, "none", { ownDatabase: true });
const { connection, ...world } = await openWorld(url, JSON.parse(process.env["WORLD_SIZE"] ?? "{}"));
await connection.close();
process.send?.(world, () => process.exit());
`;

/** Lays it out under a folder. */
export async function openOldTree(folder: string): Promise<OldTree> {
  const from = await beforeNewestMigration();
  const tree = join(folder, "old");
  await mkdir(tree);
  await writeFile(join(folder, "old.tar"), await git("archive", "--format=tar", from));
  await promisify(execFile)("tar", ["-xf", join(folder, "old.tar"), "-C", tree]);
  await symlink(join(process.cwd(), "node_modules"), join(tree, "node_modules"));
  await writeFile(join(tree, "bench", "founding.ts"), founding);
  const compiled = await compile(tree, { founding: "bench/founding.ts" });
  return {
    ...compiled, tree, from: from.slice(0, 8),
    async found(url, size) {
      const child = fork(join(compiled.folder, "founding.mjs"), { cwd: tree, execArgv: [], env: { ...process.env, OWNER_URL: url, WORLD_SIZE: JSON.stringify(size) }, stdio: ["ignore", "ignore", "inherit", "ipc"] });
      const [world] = await Promise.race([once(child, "message"), once(child, "exit").then(() => { throw new Error(`The portal of ${from} founds no city.`); })]);
      return world as Omit<World, "connection">;
    },
  };
}
