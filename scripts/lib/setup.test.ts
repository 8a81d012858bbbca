import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

let place: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "setup-"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

const lock = (version: string) => JSON.stringify({ packages: { "": {}, "node_modules/one": { version } } });

/** A tree whose packages are those of another one, by a link. */
async function linkedTree(name: string, version: string): Promise<string> {
  const [tree, other] = [join(place, name), join(place, `${name}-other`)];
  await mkdir(join(tree, "scripts/lib"), { recursive: true });
  await mkdir(join(other, "node_modules"), { recursive: true });
  await cp(join(import.meta.dirname, "setup.mjs"), join(tree, "scripts/lib/setup.mjs"));
  await writeFile(join(tree, "package-lock.json"), lock(version));
  await writeFile(join(other, "node_modules/.package-lock.json"), lock("1.0.0"));
  await symlink(join(other, "node_modules"), join(tree, "node_modules"));
  return tree;
}

const prepare = (tree: string) => new Promise<{ code: number; output: string }>((done) => {
  const child = execFile(process.execPath, ["--input-type=module", "-e", `const { prepare } = await import(${JSON.stringify(join(tree, "scripts/lib/setup.mjs"))}); await prepare(); process.exit(0);`],
    { env: { NODE_ENV: "test", PATH: process.env["PATH"] ?? "", npm_execpath: "" } }, (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, output: stdout + stderr }));
});

test("packages of another tree behind a link are used where they are the same, and never installed over", async () => {
  expect(await prepare(await linkedTree("same", "1.0.0"))).toMatchObject({ code: 0 });
  const tree = await linkedTree("newer", "2.0.0");
  const { code, output } = await prepare(tree);
  expect([code, output]).toEqual([1, expect.stringContaining("node_modules is a link to")]);
  expect(await readFile(join(place, "newer-other/node_modules/.package-lock.json"), "utf8")).toBe(lock("1.0.0"));
});
